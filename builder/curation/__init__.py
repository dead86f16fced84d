"""What a person decides about the graph, which no build overwrites."""
