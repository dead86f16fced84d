"""A store's graph in a remote SPARQL store."""
