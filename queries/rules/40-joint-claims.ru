# title-ar: تبنٍّ مشترك
# title-en: Links: joint claims
# meaning: Two actors who claim the same attack, with these attacks.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT {
  GRAPH <https://w3id.org/rasd/graph/inferred> {
    ?link a rasd:GroupLink ; rasd:linkKind rasd:jointClaim ; rasd:linkedActor ?one , ?other ; rasd:linkEvidence ?attack .
  }
}
WHERE {
  ?attack rasd:claimedBy ?one ; rasd:claimedBy ?other ; a rasd:Attack .
  FILTER (STR(?one) < STR(?other))
  FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
  FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
  BIND (IRI(CONCAT("https://w3id.org/rasd/id/group-link/",
    SUBSTR(SHA256(CONCAT("jointClaim ", STR(?one), " ", STR(?other))), 1, 16))) AS ?link)
}
