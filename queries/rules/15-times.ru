# title-ar: أوقات الأحداث
# title-en: Times of events
# meaning: The time of an attack or a series by all that is told of it: of the days that any article gives the earliest,
# meaning: otherwise, where none gives a day, the earliest period, with its first and its last day. Other than
# meaning: rasd:onDay it does not ask which article was published first, and it knows periods.
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:firstDay ?first ; rasd:lastDay ?last } }
WHERE {
  {
    SELECT ?event (MIN(?span) AS ?least)
    WHERE {
      ?event rasd:describedBy ?mention .
      ?mention rasd:argument ?date .
      ?date rasd:earliest ?earliest ; rasd:latest ?latest .
      BIND (CONCAT(IF(?earliest = ?latest, "0", "1"), STR(?earliest), STR(?latest)) AS ?span)
    }
    GROUP BY ?event
  }
  BIND (STRDT(SUBSTR(?least, 2, 10), xsd:date) AS ?first)
  BIND (STRDT(SUBSTR(?least, 12, 10), xsd:date) AS ?last)
}
