# title-ar: أعداد ضحايا متعارضة
# title-en: Conflicting tolls
# meaning: Two figures of the killed or the wounded of one attack, from different articles, that exclude each other.
# meaning: Compared are figures of the same kind of casualties and the same kind of group, or figures that both name no
# meaning: group. Each allows a range: its bounds, which an "at least" or "more than" leaves open above and an "at
# meaning: most" below; "about" allows a quarter more and less. Ranges that do not meet exclude each other. A higher
# meaning: figure in an article that was published on a later day is an update and no conflict: tolls rise. On the same
# meaning: day, or where a day of publication is not known, it is a conflict. Both directions are stated, between the
# meaning: arguments: rasd:accordingTo leads to who says it.
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX schema: <https://schema.org/>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?lower rasd:conflictsWith ?higher . ?higher rasd:conflictsWith ?lower } }
WHERE {
  ?attack rasd:describedBy ?mention .
  ?mention rasd:inArticle ?article ; rasd:argument ?lower .
  ?lower rasd:role ?role ; rasd:quantityKind ?kind ; rasd:high ?high .
  ?attack rasd:describedBy ?otherMention .
  ?otherMention rasd:inArticle ?otherArticle ; rasd:argument ?higher .
  ?higher rasd:role ?role ; rasd:quantityKind ?otherKind ; rasd:low ?low .
  FILTER (?role IN (rasd:killed, rasd:wounded))
  FILTER (?article != ?otherArticle)
  FILTER (IF(?kind = rasd:about, ?high * 1.25, ?high) < IF(?otherKind = rasd:about, ?low * 0.75, ?low))
  OPTIONAL { ?lower rasd:casualtyKind ?casualties }
  OPTIONAL { ?higher rasd:casualtyKind ?otherCasualties }
  OPTIONAL { ?lower rasd:countedGroupKind ?groupKind }
  OPTIONAL { ?higher rasd:countedGroupKind ?otherGroupKind }
  OPTIONAL { ?lower rasd:countedGroup ?group }
  OPTIONAL { ?higher rasd:countedGroup ?otherGroup }
  FILTER (COALESCE(STR(?casualties), "") = COALESCE(STR(?otherCasualties), ""))
  FILTER (COALESCE(STR(?groupKind), "") = COALESCE(STR(?otherGroupKind), ""))
  FILTER (BOUND(?groupKind) || (!BOUND(?group) && !BOUND(?otherGroup)))
  OPTIONAL { ?article schema:datePublished ?published }
  OPTIONAL { ?otherArticle schema:datePublished ?otherPublished }
  FILTER (!(COALESCE(STR(?published), "9999") < COALESCE(STR(?otherPublished), "")))
}
