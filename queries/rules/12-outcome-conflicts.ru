# title-ar: إفادات متعارضة عن النتيجة
# title-en: Conflicting outcomes
# meaning: Two claims about one attack whose outcomes exclude each other (hit and missed, harm and no harm: the
# meaning: ontology says which), or one of which denies the outcome of the other, by different claimers or in different
# meaning: articles. A claim that the outcome is not known conflicts with nothing. Both directions are stated.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?one rasd:conflictsWith ?other . ?other rasd:conflictsWith ?one } }
WHERE {
  ?attack rasd:describedBy ?mention .
  ?one rasd:aboutEvent ?mention ; rasd:outcome ?outcome ; rasd:certainty ?certainty .
  ?attack rasd:describedBy ?otherMention .
  ?other rasd:aboutEvent ?otherMention ; rasd:outcome ?otherOutcome ; rasd:certainty ?otherCertainty .
  FILTER (?one != ?other && ?certainty NOT IN (rasd:negated, rasd:unknown) && ?otherCertainty != rasd:unknown)
  FILTER (
    (?otherCertainty = rasd:negated && ?outcome = ?otherOutcome)
    || (?otherCertainty != rasd:negated && EXISTS { ?outcome rasd:incompatibleWith|^rasd:incompatibleWith ?otherOutcome })
  )
  ?mention rasd:inArticle ?article .
  ?otherMention rasd:inArticle ?otherArticle .
  OPTIONAL { ?one rasd:claimer ?claimer }
  OPTIONAL { ?other rasd:claimer ?otherClaimer }
  FILTER (?article != ?otherArticle || COALESCE(STR(?claimer), "") != COALESCE(STR(?otherClaimer), ""))
}
