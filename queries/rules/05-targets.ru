# title-ar: أهداف الهجمات
# title-en: Targets of attacks
# meaning: The targets of an attack or a series that are things of the reference data. A target that is only described
# meaning: (soldiers, a patrol) belongs to its article and stays on the argument.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:target ?target } }
WHERE {
  ?event rasd:describedBy ?mention .
  ?mention rasd:argument ?argument .
  ?argument rasd:role rasd:target ; rasd:filler ?target .
  ?target a ?class .
  FILTER NOT EXISTS { ?target rasd:linkStatus ?status }
}
