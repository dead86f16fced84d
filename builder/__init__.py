"""rasd: Arabic news about armed conflict as an RDF graph in which every fact has its words and its source."""
