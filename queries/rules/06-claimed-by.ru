# title-ar: من تبنى الهجوم
# title-en: Who claimed
# meaning: Whom a claim of responsibility names as perpetrator, in any article, and perpetrators who stand on such a
# meaning: claim. A negated claim counts as a denial.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:claimedBy ?actor } }
WHERE {
  {
    ?claim a rasd:ResponsibilityClaim ; rasd:aboutEvent ?mention ; rasd:certainty ?certainty ;
      rasd:claimedPerpetrator ?actor .
    ?event rasd:describedBy ?mention .
    FILTER (?certainty != rasd:negated)
  } UNION {
    ?argument rasd:basis rasd:claimed ; rasd:role rasd:perpetrator ; rasd:filler ?actor .
    ?mention rasd:argument ?argument .
    ?event rasd:describedBy ?mention .
  }
}
