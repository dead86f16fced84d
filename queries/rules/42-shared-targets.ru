# title-ar: الهدف نفسه
# title-en: Links: shared target
# meaning: Two actors who are named as perpetrators of different attacks on the same actor or facility of the reference
# meaning: data, with these attacks. A country or a town as a target is too wide to link anybody.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT {
  GRAPH <https://w3id.org/rasd/graph/inferred> {
    ?link a rasd:GroupLink ; rasd:linkKind rasd:sharedTarget ; rasd:linkedActor ?one , ?other ;
      rasd:linkEvidence ?attack , ?otherAttack .
  }
}
WHERE {
  ?attack rasd:target ?target ; a rasd:Attack .
  ?target a ?class .
  FILTER (?class IN (rasd:ArmedGroup, rasd:UmbrellaGroup, rasd:StateForce, rasd:Coalition, rasd:Government,
    rasd:Organisation, rasd:Person, rasd:Facility))
  ?otherAttack rasd:target ?target ; a rasd:Attack .
  FILTER (?attack != ?otherAttack)
  ?attack rasd:claimedBy|rasd:attributedTo ?one .
  ?otherAttack rasd:claimedBy|rasd:attributedTo ?other .
  FILTER (STR(?one) < STR(?other))
  FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
  FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
  BIND (IRI(CONCAT("https://w3id.org/rasd/id/group-link/",
    SUBSTR(SHA256(CONCAT("sharedTarget ", STR(?one), " ", STR(?other))), 1, 16))) AS ?link)
}
