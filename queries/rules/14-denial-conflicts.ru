# title-ar: نفي التبني أو الاتهام
# title-en: Claims against denials
# meaning: A claim or an attribution of an attack conflicts with a denial that says of one whom it names that he did
# meaning: not do it: one that names him, or that he makes himself without naming anyone. Both directions are stated.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?claim rasd:conflictsWith ?denial . ?denial rasd:conflictsWith ?claim } }
WHERE {
  ?attack rasd:describedBy ?mention .
  ?claim rasd:aboutEvent ?mention ; a ?act ; rasd:certainty ?certainty ; rasd:claimedPerpetrator ?named .
  ?attack rasd:describedBy ?otherMention .
  ?denial rasd:aboutEvent ?otherMention ; a rasd:DenialClaim ; rasd:certainty ?otherCertainty .
  FILTER (?act IN (rasd:ResponsibilityClaim, rasd:AttributionClaim))
  FILTER (?certainty NOT IN (rasd:negated, rasd:unknown) && ?otherCertainty NOT IN (rasd:negated, rasd:unknown))
  FILTER (
    EXISTS { ?denial rasd:claimedPerpetrator ?named }
    || (EXISTS { ?denial rasd:claimer ?named } && NOT EXISTS { ?denial rasd:claimedPerpetrator ?anyone })
  )
}
