# title-ar: الدول التي وقعت فيها الأحداث
# title-en: Countries of events
# meaning: The countries that an attack or a series struck, or in which it struck a place, as any article tells. The country
# meaning: from which it was launched is none of them.
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?event rasd:struckCountry ?country } }
WHERE {
  ?event rasd:describedBy ?mention .
  ?mention rasd:argument ?argument .
  ?argument rasd:placeRole rasd:impact ; rasd:filler ?place .
  ?place rasd:within* ?country .
  ?country a rasd:Country .
}
