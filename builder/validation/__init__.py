"""Whether a graph has the shapes of ``ontology/shapes.ttl``."""
