# title-ar: الأنواع الأعم للهجمات
# title-en: Wider classes of attacks
# meaning: An attack is also a member of the wider classes of its type, up to rasd:Attack: a car bombing is a bombing
# meaning: and an attack. Wider classes that no query counts by (rasd:Event) are left out.
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?attack a ?wider } }
WHERE {
  ?attack rasd:describedBy ?mention ; a ?type .
  ?type rdfs:subClassOf+ ?wider .
  ?wider rdfs:subClassOf* rasd:Attack .
}
