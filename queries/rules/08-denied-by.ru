# title-ar: من نفى
# title-en: Who denied
# meaning: Whoever denies an attack or a part in it, in any article; also one whose claim or attribution is negated.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:deniedBy ?denier } }
WHERE {
  ?event rasd:describedBy ?mention .
  ?claim rasd:aboutEvent ?mention ; a ?act ; rasd:certainty ?certainty ; rasd:claimer ?denier .
  FILTER (
    (?act = rasd:DenialClaim && ?certainty != rasd:negated)
    || (?act IN (rasd:ResponsibilityClaim, rasd:AttributionClaim) && ?certainty = rasd:negated)
  )
}
