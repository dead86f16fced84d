# title-ar: احتواء الأماكن
# title-en: Containment of places
# meaning: A place where an attack occurred lies within all that contains what it lies within. The graph of the article
# meaning: or of the reference data states it step by step; what is stated there is not repeated.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?place rasd:within ?whole } }
WHERE {
  { SELECT DISTINCT ?place WHERE { ?attack rasd:occurredAt ?place } }
  ?place rasd:within ?container .
  ?container rasd:within+ ?whole .
  FILTER NOT EXISTS { ?place rasd:within ?whole }
}
