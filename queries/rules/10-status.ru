# title-ar: حالة الحدث
# title-en: Status
# meaning: Whether an attack or a series happened, over all articles: disputed if someone denies that it happened, or
# meaning: if an article tells it as disputed; foiled if every mention says so; otherwise occurred. A denial that names
# meaning: nobody denies the event itself, unless the denier is one who claims it or is accused of it: then it denies
# meaning: the part in it, which is the matter of rasd:perpetratorBasis.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:status ?status } }
WHERE {
  { SELECT DISTINCT ?event WHERE { ?event rasd:describedBy ?anyMention } }
  BIND (
    EXISTS {
      ?event rasd:describedBy ?mention .
      ?mention rasd:status rasd:disputed .
    } || EXISTS {
      ?event rasd:describedBy ?mention .
      ?denial rasd:aboutEvent ?mention ; a rasd:DenialClaim ; rasd:certainty ?certainty .
      FILTER (?certainty != rasd:negated)
      FILTER NOT EXISTS { ?denial rasd:claimedPerpetrator ?named }
      FILTER NOT EXISTS {
        ?denial rasd:claimer ?denier .
        ?event rasd:claimedBy|rasd:attributedTo ?accused .
        ?denier rasd:memberOf* ?accused .
      }
    } AS ?disputed)
  BIND (
    EXISTS {
      ?event rasd:describedBy ?mention .
      ?mention rasd:status ?told .
      FILTER (?told != rasd:foiled)
    } AS ?happened)
  BIND (IF(?disputed, rasd:disputed, IF(?happened, rasd:occurred, rasd:foiled)) AS ?status)
}
