# title-ar: المكان نفسه والأسبوع نفسه
# title-en: Links: shared place and week
# meaning: Two actors who are named as perpetrators of different attacks on the same place within seven days, with
# meaning: these attacks. Only settlements and facilities count: two attacks in one country have nothing in common. The
# meaning: two may be enemies.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT {
  GRAPH <https://w3id.org/rasd/graph/inferred> {
    ?link a rasd:GroupLink ; rasd:linkKind rasd:sharedPlaceAndWeek ; rasd:linkedActor ?one , ?other ;
      rasd:linkEvidence ?attack , ?otherAttack .
  }
}
WHERE {
  ?attack rasd:occurredAt ?place ; rasd:dayNumber ?day ; a rasd:Attack .
  ?place a ?class .
  FILTER (?class IN (rasd:Settlement, rasd:Facility))
  ?otherAttack rasd:occurredAt ?place ; rasd:dayNumber ?otherDay ; a rasd:Attack .
  FILTER (?attack != ?otherAttack && ?otherDay - ?day <= 7 && ?day - ?otherDay <= 7)
  ?attack rasd:claimedBy|rasd:attributedTo ?one .
  ?otherAttack rasd:claimedBy|rasd:attributedTo ?other .
  FILTER (STR(?one) < STR(?other))
  FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
  FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
  BIND (IRI(CONCAT("https://w3id.org/rasd/id/group-link/",
    SUBSTR(SHA256(CONCAT("sharedPlaceAndWeek ", STR(?one), " ", STR(?other))), 1, 16))) AS ?link)
}
