# title-ar: الإطار الجامع
# title-en: Links: umbrella
# meaning: Two perpetrators of whom one belongs to the other, or who both belong to the same umbrella, coalition or
# meaning: armed group. No attack is needed to show it. A common government is too wide to link anybody.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?link a rasd:GroupLink ; rasd:linkKind rasd:umbrellaLink ; rasd:linkedActor ?one , ?other } }
WHERE {
  { SELECT DISTINCT ?one WHERE { ?attack rasd:claimedBy|rasd:attributedTo ?one } }
  {
    ?one rasd:memberOf+ ?other .
  } UNION {
    ?other rasd:memberOf+ ?one .
  } UNION {
    ?one rasd:memberOf+ ?umbrella .
    ?umbrella a ?class .
    FILTER (?class IN (rasd:UmbrellaGroup, rasd:Coalition, rasd:ArmedGroup))
    ?other rasd:memberOf+ ?umbrella .
  }
  FILTER EXISTS { ?otherAttack rasd:claimedBy|rasd:attributedTo ?other }
  FILTER (STR(?one) < STR(?other))
  FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
  FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
  BIND (IRI(CONCAT("https://w3id.org/rasd/id/group-link/",
    SUBSTR(SHA256(CONCAT("umbrellaLink ", STR(?one), " ", STR(?other))), 1, 16))) AS ?link)
}
