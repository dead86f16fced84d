"""Rows of the query ``attack-roles`` against annotated articles: pairing, counting, errors, reliability."""
