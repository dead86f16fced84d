"""What follows from the stored articles: the inferred graph."""
