# title-ar: أوزان الصلات
# title-en: Weights of links
# meaning: The weight of a link between groups is the number of attacks that show it; that of an umbrella is 1.
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?link rasd:linkWeight ?weight } }
WHERE {
  SELECT ?link (xsd:decimal(IF(COUNT(DISTINCT ?attack) = 0, 1, COUNT(DISTINCT ?attack))) AS ?weight)
  WHERE {
    ?link a rasd:GroupLink .
    OPTIONAL { ?link rasd:linkEvidence ?attack }
  }
  GROUP BY ?link
}
