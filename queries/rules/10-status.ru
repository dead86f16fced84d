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
  OPTIONAL {
    {
      SELECT DISTINCT ?event (1 AS ?disputed)
      WHERE {
        {
          ?mention rasd:status rasd:disputed .
          ?event rasd:describedBy ?mention .
        } UNION {
          ?denial a rasd:DenialClaim ; rasd:aboutEvent ?mention ; rasd:certainty ?certainty .
          ?event rasd:describedBy ?mention .
          FILTER (?certainty != rasd:negated)
          FILTER NOT EXISTS { ?denial rasd:claimedPerpetrator ?named }
          MINUS {
            ?denial a rasd:DenialClaim ; rasd:claimer ?denier .
            ?denier rasd:memberOf* ?accused .
            ?event rasd:claimedBy|rasd:attributedTo ?accused .
          }
        }
      }
    }
  }
  OPTIONAL {
    {
      SELECT DISTINCT ?event (1 AS ?happened)
      WHERE {
        ?event rasd:describedBy ?mention .
        ?mention rasd:status ?told .
        FILTER (?told != rasd:foiled)
      }
    }
  }
  BIND (IF(BOUND(?disputed), rasd:disputed, IF(BOUND(?happened), rasd:occurred, rasd:foiled)) AS ?status)
}
