"""Variants of data/valid.ttl that each break one thing, with the shapes that must say so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """What is taken out of the graph and put into it, in Turtle, and the shapes that find it, without their prefix."""

    shapes: str
    out: str = ""
    into: str = ""


BROKEN = {
    "an article without identifier": Broken("Article-identifier", ':article schema:identifier "one" .'),
    "an article with two headlines": Broken("Article-headline", into=':other schema:headline "خبر آخر" .'),
    "a digest that is none": Broken(
        "Article-digest", into=':article rasd:digest "00" .', out=":article rasd:digest ?any ."
    ),
    "a day of publication as text": Broken(
        "Article-published", ":article schema:datePublished ?any .", ':article schema:datePublished "2024-05-08" .'
    ),
    "a publisher that nothing describes": Broken(
        "Article-publisher", ":article schema:publisher ?any .", ":article schema:publisher :nobody ."
    ),
    "an article of unknown state": Broken("Article-state", ":other rasd:extractionState ?any ."),
    "an article said to be without attacks": Broken(
        "Article-events", ":article rasd:extractionState ?any .", ":article rasd:extractionState rasd:noAttack ."
    ),
    "a run of no version": Broken("ExtractionRun-version", ":run schema:softwareVersion ?any ."),
    "words of two articles": Broken("TextSpan-article TextSpan-words", into=":sentence oa:hasSource :other ."),
    "words without a position": Broken("TextSpan-kinds", ":name oa:hasSelector :namePosition ."),
    "words that are cut short": Broken(
        "TextSpan-text TextSpan-length TextSpan-words", ":nameQuote oa:exact ?any .", ':nameQuote oa:exact "اللوا" .'
    ),
    "words that the article has not": Broken(
        "TextSpan-text TextSpan-words", ":nameQuote oa:exact ?any .", ':nameQuote oa:exact "الكواء" .'
    ),
    "words that are told otherwise": Broken("TextSpan-text", ":name rasd:text ?any .", ':name rasd:text "الكواء" .'),
    "words outside their sentence": Broken(
        "TextSpan-sentence",
        ":sentencePosition oa:start 12 ; oa:end 35 . :sentenceQuote oa:exact ?any .",
        ':sentencePosition oa:start 24 ; oa:end 35 . :sentenceQuote oa:exact "قصف القاعدة" .',
    ),
    "a mention in no sentence": Broken("Mention-sentence", ":name rasd:inSentence ?any ."),
    "a position that ends where it starts": Broken(
        "Position-start TextSpan-length TextSpan-words", ":namePosition oa:end 23 .", ":namePosition oa:end 17 ."
    ),
    "an empty quotation": Broken(
        "TextSpan-text Quote-exact TextSpan-length TextSpan-words",
        ":nameQuote oa:exact ?any .",
        ':nameQuote oa:exact "" .',
    ),
    "an event of no type": Broken("EventMention-type", ":event rasd:attackType ?any ."),
    "an event of a type that is none": Broken(
        "EventMention-type", ":event rasd:attackType ?any .", ":event rasd:attackType rasd:occurred ."
    ),
    "an event of two states": Broken("EventMention-status", into=":event rasd:status rasd:foiled ."),
    "an event that may be background": Broken(
        "EventMention-background", ":event rasd:background ?any .", ':event rasd:background "perhaps" .'
    ),
    "a confidence above 1": Broken(
        "EventMention-confidence", ":event rasd:confidence ?any .", ":event rasd:confidence 1.5 ."
    ),
    "an event without a trigger": Broken("EventMention-trigger", ":event rasd:trigger ?any ."),
    "a trigger in another article": Broken(
        "EventMention-evidence TextSpan-words",
        ":shelled oa:hasSource ?any .",
        ":shelled oa:hasSource :other .",
    ),
    "an event that no attack stands for": Broken(
        "Event-mention EventMention-event MergeDecision-effect",
        ":attack rasd:describedBy ?any .",
    ),
    "an event that is attack and series": Broken("EventMention-kind", into=":series a rasd:AttackMention ."),
    "an event that is decided to be the same as another and not": Broken(
        "EventMention-decision", into=":event rasd:decidedSame :series ; rasd:decidedOther :series ."
    ),
    "an event that is part of itself": Broken("EventMention-whole", into=":series rasd:partOfSeries :series ."),
    "an argument without a role": Broken("Argument-role", ":by rasd:role ?any ; rasd:basis ?basis ."),
    "an argument of two events": Broken("Argument-event Argument-sameEvent", into=":series rasd:argument :by ."),
    "an argument without a mention": Broken("Argument-mention", ":on rasd:mention ?any ."),
    "an argument below no confidence": Broken(
        "Argument-confidence", ":by rasd:confidence ?any .", ":by rasd:confidence -0.1 ."
    ),
    "an argument on the word of a claim about another event": Broken(
        "Argument-sameEvent", ":claim rasd:aboutEvent ?any .", ":claim rasd:aboutEvent :series ."
    ),
    "a role without a filler": Broken("Argument-name EntityArgument-filler", ":by rasd:filler ?any ."),
    "an entity as a toll": Broken(
        "Argument-property EntityArgument-role",
        ":by rasd:role ?any ; rasd:basis ?basis .",
        ":by rasd:role rasd:killed .",
    ),
    "a group as a place": Broken(
        "Argument-property EntityArgument-fit", ":by rasd:role ?any ; rasd:basis ?basis .", ":by rasd:role rasd:place ."
    ),
    "a date that ends before it begins": Broken(
        "DateArgument-earliest", ":on rasd:latest ?any .", ':on rasd:latest "2024-05-01"^^xsd:date .'
    ),
    "a date as text": Broken(
        "DateArgument-latest DateArgument-earliest", ":on rasd:latest ?any .", ':on rasd:latest "May" .'
    ),
    "a date of no precision": Broken("DateArgument-precision", ":on rasd:datePrecision ?any ."),
    "a toll from five to four": Broken("QuantityArgument-low", ":killed rasd:low 2 .", ":killed rasd:low 5 ."),
    "a negative toll": Broken("QuantityArgument-low", ":killed rasd:low 2 .", ":killed rasd:low -1 ."),
    "a toll without a number": Broken("QuantityArgument-bounds", ":killed rasd:low 2 ; rasd:high 4 ."),
    "a claim of two certainties": Broken("Citation-certainty", into=":claim rasd:certainty rasd:uncertain ."),
    "a claim without words": Broken("Citation-quote", ":claim rasd:quote ?any ."),
    "a claimer without words": Broken("Citation-claimerWords", ":claim rasd:claimerMention ?any ."),
    "a claim that nobody makes": Broken(
        "ResponsibilityClaim-claimer", ":claim rasd:claimer ?any ; rasd:claimerMention ?words ."
    ),
    "a claim by two": Broken("Citation-claimer", into=":claim rasd:claimer :front ."),
    "a claim that the article does not cite": Broken("Citation-cited", ":article rasd:cites ?any ."),
    "a claim that denies itself": Broken(
        "Claim-act", into=":claim a rasd:DenialClaim . rasd:DenialClaim rdfs:subClassOf rasd:Claim ."
    ),
    "a claim about nothing": Broken("Claim-event", ":claim rasd:aboutEvent ?any ."),
    "a relation of an event to itself": Broken(
        "EventRelation-from", ":relation rasd:toEvent ?any .", ":relation rasd:toEvent :event ."
    ),
    "an entity without a name in Arabic": Broken("Entity-arabic", ':front skos:prefLabel "الجبهة"@ar .'),
    "an entity with two names in Arabic": Broken("Entity-label", into=':front skos:prefLabel "جبهة"@ar .'),
    "a country code in small letters": Broken(
        "Entity-country", ":country rasd:countryCode ?any .", ':country rasd:countryCode "xs" .'
    ),
    "a latitude beyond the pole": Broken("Place-latitude", ":base wgs:lat ?any .", ":base wgs:lat 142.5 ."),
    "half a position": Broken("Place-position", ":base wgs:long ?any ."),
    "a place inside itself": Broken("Place-circle", into=":country rasd:within :base ."),
    "a place inside a group": Broken("Place-within", into=":base rasd:within :front ."),
    "a geometry that is no point": Broken(
        "Geometry-wkt", ":point geo:asWKT ?any .", ':point geo:asWKT "42.5 33.5"^^geo:wktLiteral .'
    ),
    "an attack of two types": Broken(
        "Attack-type", into=":attack a rasd:AirStrike . rasd:AirStrike rdfs:subClassOf rasd:Attack ."
    ),
    "an attack told by a series": Broken(
        "Attack-mention EventMention-event", into=":attack rasd:describedBy :series ."
    ),
    "a series that is an attack": Broken("AttackSeries-disjoint Attack-mention", into=":wave a rasd:RocketAttack ."),
    "an argument by the property of another role": Broken(
        "Argument-property", ":event rasd:killedArgument ?any .", ":event rasd:woundedArgument :killed ."
    ),
    "an argument by another's name": Broken("Argument-name", ":by rasd:value ?any .", ':by rasd:value "الجبهة" .'),
    "a claim by another's name": Broken(
        "Citation-names", ":claim rasd:claimerName ?any .", ':claim rasd:claimerName "الجبهة" .'
    ),
    "a plain label that is no label": Broken(
        "Entity-plainLabel", ":brigade rasd:plainLabel ?any .", ':brigade rasd:plainLabel "the Front" .'
    ),
    "a time without its end": Broken("Event-days", ":attack rasd:lastDay ?any ."),
    "a time that ends before it begins": Broken(
        "Event-days", ":attack rasd:lastDay ?any .", ':attack rasd:lastDay "2024-05-05"^^xsd:date .'
    ),
    "a day without its number": Broken("Attack-dayAndNumber", ":attack rasd:dayNumber ?any ."),
    "an attack at a group": Broken("Attack-place", into=":attack rasd:occurredAt :front ."),
    "claimed only, and by nobody": Broken("Event-perpetrators", ":attack rasd:claimedBy ?any ."),
    "an attack that no article reports": Broken(
        "Event-reports", ":attack rasd:reportCount ?any .", ":attack rasd:reportCount 0 ."
    ),
    "a merge for no reason": Broken("MergeDecision-reason", ":decision rasd:mergeReason ?any ."),
    "a merge for a reason of another scheme": Broken(
        "MergeDecision-reason", into=":decision rasd:mergeReason rasd:sharedTarget ."
    ),
    "a merge with a score above 1": Broken(
        "MergeDecision-score", ":decision rasd:mergeScore ?any .", ":decision rasd:mergeScore 7.5 ."
    ),
    "a merge into nothing": Broken("MergeDecision-event", ":decision rasd:mergedInto ?any ."),
    "a merge without effect": Broken(
        "MergeDecision-effect", ":decision rasd:mergedInto ?any .", ":decision rasd:mergedInto :wave ."
    ),
    "a name in English": Broken("NameUse-name", ":use rasd:name ?any .", ':use rasd:name "Brigade"@en .'),
    "a name of nobody": Broken("NameUse-entity", ":use rasd:nameOf ?any ."),
    "a name last used before it was first used": Broken(
        "NameUse-first", ":use rasd:lastUsed ?any .", ':use rasd:lastUsed "2024-04-01"^^xsd:date .'
    ),
    "a name used by no article": Broken("NameUse-count", ":use rasd:useCount ?any .", ":use rasd:useCount 0 ."),
    "an identity with itself": Broken(
        "CandidateIdentity-candidate", ":identity rasd:identityWith ?any .", ":identity rasd:identityWith :brigade ."
    ),
    "an identity of no status": Broken("CandidateIdentity-status", ":identity rasd:identityStatus ?any ."),
    "an affiliation that ends before it begins": Broken(
        "Affiliation-from", ":belongs rasd:validUntil ?any .", ':belongs rasd:validUntil "2019-01-01"^^xsd:date .'
    ),
    "an affiliation without a source": Broken("Affiliation-source", ":belongs dcterms:source ?any ."),
    "an affiliation of no role": Broken("Affiliation-role", ":belongs rasd:affiliationRole ?any ."),
    "a link of one group": Broken("GroupLink-actors", ":link rasd:linkedActor :front ."),
    "a link of three groups": Broken("GroupLink-actors", into=":link rasd:linkedActor :agency ."),
    "a link of no weight": Broken("GroupLink-weight", ":link rasd:linkWeight ?any .", ":link rasd:linkWeight 0 ."),
    "a link that nothing shows": Broken("GroupLink-shown", ":link rasd:linkEvidence ?any ."),
    "a rejection for no reason": Broken(
        "Rejection-reason", ":rejected rasd:reason ?any .", ':rejected rasd:reason "" .'
    ),
    "a rejection at line 0": Broken("Rejection-line", ":rejected rasd:line ?any .", ":rejected rasd:line 0 ."),
}
