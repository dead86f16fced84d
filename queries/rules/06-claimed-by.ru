# title-ar: من تبنى الهجوم
# title-en: Who claimed
# meaning: Whom a claim of responsibility names as perpetrator, in any article, and perpetrators who stand on such a
# meaning: claim. A negated claim counts as a denial.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:claimedBy ?actor } }
WHERE {
  ?event rasd:describedBy ?mention .
  {
    ?claim rasd:aboutEvent ?mention ; a rasd:ResponsibilityClaim ; rasd:certainty ?certainty ; rasd:claimedPerpetrator ?actor .
    FILTER (?certainty != rasd:negated)
  } UNION {
    ?mention rasd:argument ?argument .
    ?argument rasd:role rasd:perpetrator ; rasd:basis rasd:claimed ; rasd:filler ?actor .
  }
}
