# title-ar: مستند تحديد المنفذين
# title-en: Basis of the perpetrators
# meaning: On whose words the perpetrators stand, over all articles. It is disputed if one who is named denies it, or
# meaning: is said in a denial not to be it, or if two are named who are not part of one another and whom no source
# meaning: names together: a claimant and another one who is accused, two accused, two claimants. In a clash both sides
# meaning: are perpetrators, and different names are no dispute. Otherwise it is claimedAndAttributed, claimedOnly,
# meaning: attributedOnly, or unknown where nobody is named. Actors without a name can claim an attack; they dispute
# meaning: nobody.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:perpetratorBasis ?basis } }
WHERE {
  { SELECT DISTINCT ?event WHERE { ?event rasd:describedBy ?anyMention } }
  OPTIONAL { { SELECT DISTINCT ?event (1 AS ?claimed) WHERE { ?event rasd:claimedBy ?claimant } } }
  OPTIONAL { { SELECT DISTINCT ?event (1 AS ?attributed) WHERE { ?event rasd:attributedTo ?accused } } }
  OPTIONAL {
    {
      SELECT DISTINCT ?event (1 AS ?denied)
      WHERE {
        {
          ?event rasd:deniedBy ?denier .
          ?denier rasd:memberOf* ?named .
        } UNION {
          ?denial a rasd:DenialClaim ; rasd:aboutEvent ?mention ; rasd:certainty ?certainty ; rasd:claimedPerpetrator ?named .
          ?event rasd:describedBy ?mention .
          FILTER (?certainty != rasd:negated)
        }
        ?event rasd:claimedBy|rasd:attributedTo ?named .
      }
    }
  }
  OPTIONAL {
    {
      SELECT DISTINCT ?event (1 AS ?differ)
      WHERE {
        ?event rasd:claimedBy|rasd:attributedTo ?one .
        ?event rasd:claimedBy|rasd:attributedTo ?other .
        FILTER (STR(?one) < STR(?other))
        FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
        FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
        FILTER NOT EXISTS { ?one rasd:memberOf+ ?other }
        FILTER NOT EXISTS { ?other rasd:memberOf+ ?one }
        FILTER NOT EXISTS { ?event a rasd:ArmedClash }
        MINUS {
          ?claim rasd:claimedPerpetrator ?one ; rasd:claimedPerpetrator ?other ; rasd:aboutEvent ?mention .
          ?event rasd:describedBy ?mention .
          FILTER NOT EXISTS { ?claim a rasd:DenialClaim }
        }
        MINUS {
          ?event rasd:describedBy ?mention .
          ?mention rasd:argument ?first .
          ?first rasd:role rasd:perpetrator ; rasd:filler ?one .
          ?mention rasd:argument ?second .
          ?second rasd:role rasd:perpetrator ; rasd:filler ?other .
          OPTIONAL { ?first rasd:accordingTo ?firstClaim }
          OPTIONAL { ?second rasd:accordingTo ?secondClaim }
          FILTER (COALESCE(STR(?firstClaim), "") = COALESCE(STR(?secondClaim), ""))
        }
      }
    }
  }
  BIND (
    IF(BOUND(?denied) || BOUND(?differ), rasd:disputedPerpetrator,
      IF(BOUND(?claimed) && BOUND(?attributed), rasd:claimedAndAttributed,
        IF(BOUND(?claimed), rasd:claimedOnly,
          IF(BOUND(?attributed), rasd:attributedOnly, rasd:unknownPerpetrator)))) AS ?basis)
}
