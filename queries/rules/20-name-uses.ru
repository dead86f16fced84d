# title-ar: استعمال الأسماء
# title-en: Uses of names
# meaning: By which names the actors of attacks go, in whose articles: one node for each actor, name as written and
# meaning: outlet, with the first and the last day of publication, the number of articles, and the attacks in whose
# meaning: telling the name stands. Names count where the actor is a perpetrator, a target or one who says something
# meaning: about the attack. Descriptions without a name are no names.
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT {
  GRAPH <https://w3id.org/rasd/graph/inferred> {
    ?use a rasd:NameUse ; rasd:name ?name ; rasd:nameOf ?actor ; rasd:usedBy ?outlet ; prov:wasDerivedFrom ?event .
  }
}
WHERE {
  ?event rasd:describedBy ?mention .
  ?mention rasd:inArticle ?article .
  {
    ?mention rasd:argument ?argument .
    ?argument rasd:role ?role ; rasd:filler ?actor ; rasd:mention ?words .
    FILTER (?role IN (rasd:perpetrator, rasd:target))
  } UNION {
    ?claim rasd:aboutEvent ?mention ; rasd:claimer ?actor ; rasd:claimerMention ?words .
  }
  ?words oa:hasSelector ?selector .
  ?selector oa:exact ?text .
  ?actor a ?class .
  FILTER (?class IN (rasd:ArmedGroup, rasd:UmbrellaGroup, rasd:StateForce, rasd:Coalition, rasd:Government,
    rasd:Organisation, rasd:Person))
  OPTIONAL { ?article schema:publisher ?outlet }
  BIND (IRI(CONCAT("https://w3id.org/rasd/id/name-use/",
    SUBSTR(SHA256(CONCAT(STR(?actor), " ", COALESCE(STR(?outlet), ""), " ", STR(?text))), 1, 16))) AS ?use)
  BIND (STRLANG(STR(?text), "ar") AS ?name)
} ;

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?use rasd:firstUsed ?first ; rasd:lastUsed ?last ; rasd:useCount ?articles } }
WHERE {
  {
    SELECT ?use (COUNT(DISTINCT ?article) AS ?articles) (MIN(?from) AS ?earliest) (MAX(?until) AS ?latest)
    WHERE {
      ?event rasd:describedBy ?mention .
      ?mention rasd:inArticle ?article .
      {
        ?mention rasd:argument ?argument .
        ?argument rasd:role ?role ; rasd:filler ?actor ; rasd:mention ?words .
        FILTER (?role IN (rasd:perpetrator, rasd:target))
      } UNION {
        ?claim rasd:aboutEvent ?mention ; rasd:claimer ?actor ; rasd:claimerMention ?words .
      }
      ?words oa:hasSelector ?selector .
      ?selector oa:exact ?text .
      ?actor a ?class .
      FILTER (?class IN (rasd:ArmedGroup, rasd:UmbrellaGroup, rasd:StateForce, rasd:Coalition, rasd:Government,
        rasd:Organisation, rasd:Person))
      OPTIONAL { ?article schema:publisher ?outlet }
      BIND (IRI(CONCAT("https://w3id.org/rasd/id/name-use/",
        SUBSTR(SHA256(CONCAT(STR(?actor), " ", COALESCE(STR(?outlet), ""), " ", STR(?text))), 1, 16))) AS ?use)
      OPTIONAL { ?article schema:datePublished ?published }
      BIND (COALESCE(STR(?published), "9999-99-99") AS ?from)
      BIND (COALESCE(STR(?published), "") AS ?until)
    }
    GROUP BY ?use
  }
  BIND (IF(?latest = "", ?unknown, STRDT(?earliest, xsd:date)) AS ?first)
  BIND (IF(?latest = "", ?unknown, STRDT(?latest, xsd:date)) AS ?last)
}
