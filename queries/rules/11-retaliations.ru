# title-ar: الردود بين الهجمات
# title-en: Retaliation between attacks
# meaning: That an attack answers another one, where any article says so of two of its mentions. Both directions are
# meaning: stated. The days between are the difference of the day numbers (03-days).
PREFIX rasd: <https://w3id.org/rasd/ontology#>

INSERT { GRAPH <https://w3id.org/rasd/graph/inferred> { ?answer rasd:inRetaliationFor ?cause . ?cause rasd:retaliatedBy ?answer } }
WHERE {
  ?relation rasd:relationKind rasd:inRetaliationFor ; rasd:fromEvent ?from ; rasd:toEvent ?to .
  ?answer rasd:describedBy ?from .
  ?cause rasd:describedBy ?to .
  FILTER (?answer != ?cause)
}
