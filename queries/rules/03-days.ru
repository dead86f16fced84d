# title-ar: أيام الهجمات
# title-en: Days of attacks
# meaning: The single day of an attack. A mention gives one if those of its dates that are one day are the same day.
# meaning: Where mentions of several articles differ, the article that was published first decides, for it was nearest
# meaning: to the event; an article without a date of publication comes last, and of two of one day the earlier day of
# meaning: attack counts. dayNumber counts the days since 1 January 1970: engines do not agree on arithmetic with
# meaning: dates, so it is done with whole numbers (years begin in March, so that a leap day is the last of its year).
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?attack rasd:onDay ?day ; rasd:dayNumber ?number } }
WHERE {
  {
    SELECT ?attack (MIN(?told) AS ?first)
    WHERE {
      {
        SELECT ?attack ?article (MIN(STR(?earliest)) AS ?single)
        WHERE {
          ?attack rasd:describedBy ?mention .
          ?mention a rasd:AttackMention ; rasd:inArticle ?article ; rasd:argument ?date .
          ?date rasd:earliest ?earliest ; rasd:latest ?latest .
          FILTER (?earliest = ?latest)
        }
        GROUP BY ?attack ?article ?mention
        HAVING (COUNT(DISTINCT ?earliest) = 1)
      }
      OPTIONAL { ?article schema:datePublished ?published }
      BIND (CONCAT(COALESCE(STR(?published), "9999-12-31"), " ", ?single) AS ?told)
    }
    GROUP BY ?attack
  }
  BIND (STRAFTER(?first, " ") AS ?text)
  BIND (STRDT(?text, xsd:date) AS ?day)
  BIND (xsd:integer(SUBSTR(?text, 1, 4)) AS ?year)
  BIND (xsd:integer(SUBSTR(?text, 6, 2)) AS ?month)
  BIND (IF(?month > 2, ?year, ?year - 1) AS ?y)
  BIND (IF(?month > 2, ?month - 3, ?month + 9) AS ?m)
  BIND (xsd:integer(365 * ?y + FLOOR(?y / 4) - FLOOR(?y / 100) + FLOOR(?y / 400) + FLOOR((153 * ?m + 2) / 5)
    + xsd:integer(SUBSTR(?text, 9, 2)) - 719469) AS ?number)
}
