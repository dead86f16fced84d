# title-ar: عدد المقالات الراوية
# title-en: Report counts
# meaning: How many articles tell of an attack or a series. An article that tells of it twice counts once.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:reportCount ?reports } }
WHERE {
  SELECT ?event (COUNT(DISTINCT ?article) AS ?reports)
  WHERE {
    ?event rasd:describedBy ?mention .
    ?mention rasd:inArticle ?article .
  }
  GROUP BY ?event
}
