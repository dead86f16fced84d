# title-ar: صلات الرد
# title-en: Links: retaliation
# meaning: Two actors of whom one is named as perpetrator of an attack that answers an attack of the other, with both
# meaning: attacks.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT {
  GRAPH <https://w3id.org/rasd/graph/inferred> {
    ?link a rasd:GroupLink ; rasd:linkKind rasd:retaliationLink ; rasd:linkedActor ?one , ?other ;
      rasd:linkEvidence ?attack , ?otherAttack .
  }
}
WHERE {
  ?attack rasd:inRetaliationFor|rasd:retaliatedBy ?otherAttack ; a rasd:Attack .
  ?otherAttack a rasd:Attack .
  ?attack rasd:claimedBy|rasd:attributedTo ?one .
  ?otherAttack rasd:claimedBy|rasd:attributedTo ?other .
  FILTER (STR(?one) < STR(?other))
  FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
  FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
  BIND (IRI(CONCAT("https://w3id.org/rasd/id/group-link/",
    SUBSTR(SHA256(CONCAT("retaliationLink ", STR(?one), " ", STR(?other))), 1, 16))) AS ?link)
}
