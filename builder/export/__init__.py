"""The graph of a store in formats of others: RDF as a whole, and its attacks as a map, a network and a table."""
