# title-ar: من نُسب إليه الهجوم
# title-en: Who is said to have done it
# meaning: Whom someone else names as perpetrator, in any article: in an attribution that is not negated, or as a
# meaning: perpetrator who stands on one or on the article's own word. Descriptions without a name (gunmen, unknown
# meaning: persons) name nobody and are left out.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:attributedTo ?actor } }
WHERE {
  {
    ?claim a rasd:AttributionClaim ; rasd:aboutEvent ?mention ; rasd:certainty ?certainty ;
      rasd:claimedPerpetrator ?actor .
    ?event rasd:describedBy ?mention .
    FILTER (?certainty != rasd:negated)
  } UNION {
    ?argument rasd:role rasd:perpetrator ; rasd:filler ?actor .
    ?mention rasd:argument ?argument .
    ?event rasd:describedBy ?mention .
    FILTER NOT EXISTS { ?argument rasd:basis rasd:claimed }
  }
  FILTER NOT EXISTS { ?actor a rasd:UnresolvedActor }
  FILTER NOT EXISTS { ?actor a rasd:UnnamedSource }
}
