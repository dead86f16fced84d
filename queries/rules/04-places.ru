# title-ar: أماكن وقوع الهجمات
# title-en: Places where attacks occurred
# meaning: The places of an attack that any mention gives, without those from which it was launched and those that
# meaning: contain another one of them: of a base and its province the base is left. Places that do not contain each
# meaning: other stay side by side.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?attack rasd:occurredAt ?place } }
WHERE {
  ?attack rasd:describedBy ?mention .
  ?mention a rasd:AttackMention ; rasd:argument ?argument .
  ?argument rasd:role rasd:place ; rasd:filler ?place .
  ?place a ?class .
  FILTER (?class IN (rasd:Country, rasd:Governorate, rasd:Settlement, rasd:Facility, rasd:Region, rasd:RelativePlace))
  FILTER NOT EXISTS { ?argument rasd:placeRole rasd:launch }
  MINUS {
    ?attack rasd:describedBy ?otherMention .
    ?otherMention rasd:argument ?other .
    ?other rasd:role rasd:place ; rasd:filler ?narrow .
    ?narrow rasd:within+ ?place .
    FILTER NOT EXISTS { ?other rasd:placeRole rasd:launch }
  }
}
