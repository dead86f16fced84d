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
  BIND (EXISTS { ?event rasd:claimedBy ?claimant } AS ?claimed)
  BIND (EXISTS { ?event rasd:attributedTo ?accused } AS ?attributed)
  BIND (
    EXISTS {
      ?event rasd:claimedBy|rasd:attributedTo ?named .
      ?event rasd:deniedBy ?denier .
      ?denier rasd:memberOf* ?named .
    } || EXISTS {
      ?event rasd:claimedBy|rasd:attributedTo ?named .
      ?event rasd:describedBy ?mention .
      ?denial rasd:aboutEvent ?mention ; a rasd:DenialClaim ; rasd:certainty ?certainty ; rasd:claimedPerpetrator ?named .
      FILTER (?certainty != rasd:negated)
    } AS ?denied)
  BIND (
    EXISTS {
      ?event rasd:claimedBy|rasd:attributedTo ?one .
      ?event rasd:claimedBy|rasd:attributedTo ?other .
      FILTER (STR(?one) < STR(?other))
      FILTER NOT EXISTS { ?one a rasd:UnresolvedActor }
      FILTER NOT EXISTS { ?other a rasd:UnresolvedActor }
      FILTER NOT EXISTS { ?one rasd:memberOf+ ?other }
      FILTER NOT EXISTS { ?other rasd:memberOf+ ?one }
      FILTER NOT EXISTS {
        ?event rasd:describedBy ?mention .
        ?claim rasd:aboutEvent ?mention ; rasd:claimedPerpetrator ?one ; rasd:claimedPerpetrator ?other .
        FILTER NOT EXISTS { ?claim a rasd:DenialClaim }
      }
      FILTER NOT EXISTS {
        ?event rasd:describedBy ?mention .
        ?mention rasd:argument ?first .
        ?first rasd:role rasd:perpetrator ; rasd:filler ?one .
        ?mention rasd:argument ?second .
        ?second rasd:role rasd:perpetrator ; rasd:filler ?other .
        OPTIONAL { ?first rasd:accordingTo ?firstClaim }
        OPTIONAL { ?second rasd:accordingTo ?secondClaim }
        FILTER (COALESCE(STR(?firstClaim), "") = COALESCE(STR(?secondClaim), ""))
      }
      FILTER NOT EXISTS { ?event a rasd:ArmedClash }
    } AS ?differ)
  BIND (
    IF(?denied || ?differ, rasd:disputedPerpetrator,
      IF(?claimed && ?attributed, rasd:claimedAndAttributed,
        IF(?claimed, rasd:claimedOnly, IF(?attributed, rasd:attributedOnly, rasd:unknownPerpetrator)))) AS ?basis)
}
