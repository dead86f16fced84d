"""The IRIs of the ontology and of the terms of others that the graph uses, as plain strings.

Classes, properties and concepts have each their own group, for names such as ``Role`` and ``role`` differ in case
only. ``tests/ontology`` holds this file against ``ontology/rasd.ttl`` in both directions. Wrap a constant in the term
type of the library at hand (``pyoxigraph.NamedNode``, ``rdflib.URIRef``).
"""

from __future__ import annotations

from typing import Final

ONTOLOGY: Final = "https://w3id.org/rasd/ontology"
RASD: Final = "https://w3id.org/rasd/ontology#"
ONTOLOGY_VERSION: Final = "2.1.0"
"""The version of the ontology whose terms these are; a new first number means that older graphs mean something else."""

DCTERMS: Final = "http://purl.org/dc/terms/"
GEO: Final = "http://www.opengis.net/ont/geosparql#"
OA: Final = "http://www.w3.org/ns/oa#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
WGS: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final = {
    "dcterms": DCTERMS,
    "geo": GEO,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rasd": RASD,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sem": SEM,
    "skos": SKOS,
    "wgs": WGS,
    "xsd": XSD,
}


def term(local_name: str) -> str:
    """The IRI of a term of the ontology, such as an enum's value in :mod:`builder.model`.

    Whether the ontology has it is not looked up here: a test does so for every value of those enums.
    """
    return RASD + local_name


class Class:
    """Classes of the ontology."""

    # What happened
    EVENT: Final = RASD + "Event"
    ATTACK: Final = RASD + "Attack"
    ATTACK_SERIES: Final = RASD + "AttackSeries"

    # Kinds of attack
    AIR_STRIKE: Final = RASD + "AirStrike"
    DRONE_STRIKE: Final = RASD + "DroneStrike"
    ROCKET_ATTACK: Final = RASD + "RocketAttack"
    SHELLING: Final = RASD + "Shelling"
    BOMBING: Final = RASD + "Bombing"
    CAR_BOMBING: Final = RASD + "CarBombing"
    SUICIDE_BOMBING: Final = RASD + "SuicideBombing"
    SHOOTING: Final = RASD + "Shooting"
    ARMED_CLASH: Final = RASD + "ArmedClash"
    ASSASSINATION: Final = RASD + "Assassination"
    ABDUCTION: Final = RASD + "Abduction"
    VEHICLE_RAMMING: Final = RASD + "VehicleRamming"
    STABBING: Final = RASD + "Stabbing"
    ARSON: Final = RASD + "Arson"
    RAID: Final = RASD + "Raid"
    EXECUTION: Final = RASD + "Execution"
    CHEMICAL_ATTACK: Final = RASD + "ChemicalAttack"
    INTERCEPTION: Final = RASD + "Interception"

    # What an article says
    EVENT_MENTION: Final = RASD + "EventMention"
    ATTACK_MENTION: Final = RASD + "AttackMention"
    SERIES_MENTION: Final = RASD + "SeriesMention"
    EVENT_RELATION: Final = RASD + "EventRelation"
    ARGUMENT: Final = RASD + "Argument"
    ENTITY_ARGUMENT: Final = RASD + "EntityArgument"
    DATE_ARGUMENT: Final = RASD + "DateArgument"
    QUANTITY_ARGUMENT: Final = RASD + "QuantityArgument"
    CITATION: Final = RASD + "Citation"
    CLAIM: Final = RASD + "Claim"
    RESPONSIBILITY_CLAIM: Final = RASD + "ResponsibilityClaim"
    ATTRIBUTION_CLAIM: Final = RASD + "AttributionClaim"
    DENIAL_CLAIM: Final = RASD + "DenialClaim"
    OUTCOME_CLAIM: Final = RASD + "OutcomeClaim"
    CASUALTIES_CLAIM: Final = RASD + "CasualtiesClaim"
    COUNT_CLAIM: Final = RASD + "CountClaim"
    RETALIATION_CLAIM: Final = RASD + "RetaliationClaim"

    # Words
    TEXT_SPAN: Final = RASD + "TextSpan"
    MENTION: Final = RASD + "Mention"
    SENTENCE: Final = RASD + "Sentence"
    QUOTATION: Final = RASD + "Quotation"

    # Entities
    ENTITY: Final = RASD + "Entity"
    ACTOR: Final = RASD + "Actor"
    COLLECTIVE_ACTOR: Final = RASD + "CollectiveActor"
    ARMED_GROUP: Final = RASD + "ArmedGroup"
    UMBRELLA_GROUP: Final = RASD + "UmbrellaGroup"
    STATE_FORCE: Final = RASD + "StateForce"
    COALITION: Final = RASD + "Coalition"
    GOVERNMENT: Final = RASD + "Government"
    ORGANISATION: Final = RASD + "Organisation"
    PERSON: Final = RASD + "Person"
    UNRESOLVED_ACTOR: Final = RASD + "UnresolvedActor"
    SOURCE: Final = RASD + "Source"
    NEWS_OUTLET: Final = RASD + "NewsOutlet"
    UNNAMED_SOURCE: Final = RASD + "UnnamedSource"
    STATEMENT_MEDIUM: Final = RASD + "StatementMedium"
    PLACE: Final = RASD + "Place"
    COUNTRY: Final = RASD + "Country"
    GOVERNORATE: Final = RASD + "Governorate"
    SETTLEMENT: Final = RASD + "Settlement"
    FACILITY: Final = RASD + "Facility"
    REGION: Final = RASD + "Region"
    RELATIVE_PLACE: Final = RASD + "RelativePlace"
    WEAPON: Final = RASD + "Weapon"
    TARGET: Final = RASD + "Target"

    # Across articles
    MERGE_DECISION: Final = RASD + "MergeDecision"
    CANDIDATE_IDENTITY: Final = RASD + "CandidateIdentity"
    NAME_USE: Final = RASD + "NameUse"
    AFFILIATION: Final = RASD + "Affiliation"
    GROUP_LINK: Final = RASD + "GroupLink"

    # The work itself
    EXTRACTION_RUN: Final = RASD + "ExtractionRun"
    REJECTION: Final = RASD + "Rejection"

    # Classes of classes and of properties (punned), and of concepts
    ATTACK_TYPE: Final = RASD + "AttackType"
    CLAIM_ACT: Final = RASD + "ClaimAct"
    ROLE: Final = RASD + "Role"
    AFFILIATION_ROLE: Final = RASD + "AffiliationRole"
    BASIS: Final = RASD + "Basis"
    CASUALTY_KIND: Final = RASD + "CasualtyKind"
    CERTAINTY: Final = RASD + "Certainty"
    DATE_PRECISION: Final = RASD + "DatePrecision"
    EXTRACTION_STATE: Final = RASD + "ExtractionState"
    IDENTITY_REASON: Final = RASD + "IdentityReason"
    IDENTITY_STATUS: Final = RASD + "IdentityStatus"
    LINK_KIND: Final = RASD + "LinkKind"
    LINK_REASON: Final = RASD + "LinkReason"
    LINK_STATUS: Final = RASD + "LinkStatus"
    MERGE_REASON: Final = RASD + "MergeReason"
    OUTCOME: Final = RASD + "Outcome"
    PERPETRATOR_BASIS: Final = RASD + "PerpetratorBasis"
    PLACE_ROLE: Final = RASD + "PlaceRole"
    QUANTITY_KIND: Final = RASD + "QuantityKind"
    RELATION_KIND: Final = RASD + "RelationKind"
    STATUS: Final = RASD + "Status"
    TARGET_KIND: Final = RASD + "TargetKind"


class Property:
    """Properties of the ontology."""

    # Roles: values of rasd:role
    PLACE: Final = RASD + "place"
    DATE: Final = RASD + "date"
    PERPETRATOR: Final = RASD + "perpetrator"
    TARGET: Final = RASD + "target"
    WEAPON: Final = RASD + "weapon"
    KILLED: Final = RASD + "killed"
    WOUNDED: Final = RASD + "wounded"
    SOURCE: Final = RASD + "source"
    CLAIMANT: Final = RASD + "claimant"
    DENIER: Final = RASD + "denier"
    COUNT: Final = RASD + "count"

    # Derived by rules
    ATTRIBUTED_TO: Final = RASD + "attributedTo"
    CLAIMED_BY: Final = RASD + "claimedBy"
    DENIED_BY: Final = RASD + "deniedBy"
    DAY_NUMBER: Final = RASD + "dayNumber"
    FIRST_DAY: Final = RASD + "firstDay"
    LAST_DAY: Final = RASD + "lastDay"
    OCCURRED_AT: Final = RASD + "occurredAt"
    ON_DAY: Final = RASD + "onDay"
    PERPETRATOR_BASIS: Final = RASD + "perpetratorBasis"
    REPORT_COUNT: Final = RASD + "reportCount"
    STRUCK_COUNTRY: Final = RASD + "struckCountry"

    # Events and their mentions
    DESCRIBED_BY: Final = RASD + "describedBy"
    DESCRIBES: Final = RASD + "describes"
    IN_ARTICLE: Final = RASD + "inArticle"
    HAS_EVENT_MENTION: Final = RASD + "hasEventMention"
    ATTACK_TYPE: Final = RASD + "attackType"
    STATUS: Final = RASD + "status"
    BACKGROUND: Final = RASD + "background"
    TRIGGER: Final = RASD + "trigger"
    ARGUMENT: Final = RASD + "argument"
    PLACE_ARGUMENT: Final = RASD + "placeArgument"
    DATE_ARGUMENT: Final = RASD + "dateArgument"
    PERPETRATOR_ARGUMENT: Final = RASD + "perpetratorArgument"
    TARGET_ARGUMENT: Final = RASD + "targetArgument"
    WEAPON_ARGUMENT: Final = RASD + "weaponArgument"
    KILLED_ARGUMENT: Final = RASD + "killedArgument"
    WOUNDED_ARGUMENT: Final = RASD + "woundedArgument"
    SOURCE_ARGUMENT: Final = RASD + "sourceArgument"
    COUNT_ARGUMENT: Final = RASD + "countArgument"
    ARGUMENT_OF: Final = RASD + "argumentOf"
    CONFIDENCE: Final = RASD + "confidence"
    PART_OF_SERIES: Final = RASD + "partOfSeries"
    HAS_PART: Final = RASD + "hasPart"
    IN_RETALIATION_FOR: Final = RASD + "inRetaliationFor"
    RETALIATED_BY: Final = RASD + "retaliatedBy"
    FOLLOWS: Final = RASD + "follows"
    FOLLOWED_BY: Final = RASD + "followedBy"
    RELATION_KIND: Final = RASD + "relationKind"
    FROM_EVENT: Final = RASD + "fromEvent"
    TO_EVENT: Final = RASD + "toEvent"

    # Arguments
    ROLE: Final = RASD + "role"
    FILLER: Final = RASD + "filler"
    MENTION: Final = RASD + "mention"
    BASIS: Final = RASD + "basis"
    PLACE_ROLE: Final = RASD + "placeRole"
    ACCORDING_TO: Final = RASD + "accordingTo"
    EARLIEST: Final = RASD + "earliest"
    LATEST: Final = RASD + "latest"
    DATE_PRECISION: Final = RASD + "datePrecision"
    DATE_RESOLUTION: Final = RASD + "dateResolution"
    LOW: Final = RASD + "low"
    HIGH: Final = RASD + "high"
    QUANTITY_KIND: Final = RASD + "quantityKind"
    VALUE: Final = RASD + "value"
    COUNTED_GROUP: Final = RASD + "countedGroup"
    LINK_REASON: Final = RASD + "linkReason"
    LINK_SCORE: Final = RASD + "linkScore"
    COUNTED_GROUP_KIND: Final = RASD + "countedGroupKind"
    CASUALTY_KIND: Final = RASD + "casualtyKind"
    TARGET_KIND: Final = RASD + "targetKind"

    # Claims
    ABOUT_EVENT: Final = RASD + "aboutEvent"
    CITES: Final = RASD + "cites"
    HAS_CLAIM: Final = RASD + "hasClaim"
    CLAIMER: Final = RASD + "claimer"
    CLAIMER_NAME: Final = RASD + "claimerName"
    CLAIMER_MENTION: Final = RASD + "claimerMention"
    CLAIMED_PERPETRATOR: Final = RASD + "claimedPerpetrator"
    PERPETRATOR_NAME: Final = RASD + "perpetratorName"
    PERPETRATOR_MENTION: Final = RASD + "perpetratorMention"
    CERTAINTY: Final = RASD + "certainty"
    MEDIUM: Final = RASD + "medium"
    MEDIUM_NAME: Final = RASD + "mediumName"
    MEDIUM_MENTION: Final = RASD + "mediumMention"
    RELAYED_BY: Final = RASD + "relayedBy"
    RELAYED_BY_NAME: Final = RASD + "relayedByName"
    RELAYED_BY_MENTION: Final = RASD + "relayedByMention"
    QUOTE: Final = RASD + "quote"
    OUTCOME: Final = RASD + "outcome"
    CONFLICTS_WITH: Final = RASD + "conflictsWith"
    INCOMPATIBLE_WITH: Final = RASD + "incompatibleWith"

    # Words
    IN_SENTENCE: Final = RASD + "inSentence"
    RULE: Final = RASD + "rule"
    TEXT: Final = RASD + "text"

    # Entities
    LINK_STATUS: Final = RASD + "linkStatus"
    WITHIN: Final = RASD + "within"
    CONTAINS: Final = RASD + "contains"
    MEMBER_OF: Final = RASD + "memberOf"
    HAS_MEMBER: Final = RASD + "hasMember"
    COUNTRY_CODE: Final = RASD + "countryCode"
    UNCERTAINTY_KM: Final = RASD + "uncertaintyKm"
    PLAIN_LABEL: Final = RASD + "plainLabel"

    # Across articles
    MERGED_MENTION: Final = RASD + "mergedMention"
    MERGED_INTO: Final = RASD + "mergedInto"
    MERGE_SCORE: Final = RASD + "mergeScore"
    MERGE_REASON: Final = RASD + "mergeReason"
    DECIDED_SAME: Final = RASD + "decidedSame"
    DECIDED_OTHER: Final = RASD + "decidedOther"
    BLOCKING_KEY: Final = RASD + "blockingKey"
    CANDIDATE: Final = RASD + "candidate"
    IDENTITY_WITH: Final = RASD + "identityWith"
    IDENTITY_SCORE: Final = RASD + "identityScore"
    IDENTITY_REASON: Final = RASD + "identityReason"
    IDENTITY_STATUS: Final = RASD + "identityStatus"
    NAME: Final = RASD + "name"
    NAME_OF: Final = RASD + "nameOf"
    USED_BY: Final = RASD + "usedBy"
    FIRST_USED: Final = RASD + "firstUsed"
    LAST_USED: Final = RASD + "lastUsed"
    USE_COUNT: Final = RASD + "useCount"
    MEMBER: Final = RASD + "member"
    UMBRELLA: Final = RASD + "umbrella"
    AFFILIATION_ROLE: Final = RASD + "affiliationRole"
    VALID_FROM: Final = RASD + "validFrom"
    VALID_UNTIL: Final = RASD + "validUntil"
    LINKED_ACTOR: Final = RASD + "linkedActor"
    LINK_KIND: Final = RASD + "linkKind"
    LINK_WEIGHT: Final = RASD + "linkWeight"
    LINK_EVIDENCE: Final = RASD + "linkEvidence"

    # Articles and rejected inputs
    DIGEST: Final = RASD + "digest"
    EXTRACTION_STATE: Final = RASD + "extractionState"
    INPUT_NAME: Final = RASD + "inputName"
    LINE: Final = RASD + "line"
    REASON: Final = RASD + "reason"


class Concept:
    """Concepts (individuals) of the ontology and their schemes."""

    # AffiliationRole
    MEMBER_ROLE: Final = RASD + "memberRole"
    FRONT: Final = RASD + "front"
    BACKER: Final = RASD + "backer"
    COVER_NAME: Final = RASD + "coverName"

    # Basis
    CLAIMED: Final = RASD + "claimed"
    ATTRIBUTED: Final = RASD + "attributed"
    STATED: Final = RASD + "stated"

    # Certainty
    CERTAIN: Final = RASD + "certain"
    UNCERTAIN: Final = RASD + "uncertain"
    NEGATED: Final = RASD + "negated"
    UNKNOWN: Final = RASD + "unknown"

    # DatePrecision
    TIME_OF_DAY: Final = RASD + "timeOfDay"
    DAY: Final = RASD + "day"
    RANGE: Final = RASD + "range"
    WEEK: Final = RASD + "week"
    MONTH: Final = RASD + "month"
    YEAR: Final = RASD + "year"
    UNKNOWN_PRECISION: Final = RASD + "unknownPrecision"

    # ExtractionState
    EXTRACTED: Final = RASD + "extracted"
    NO_ATTACK: Final = RASD + "noAttack"

    # IdentityReason
    SAME_WORDS: Final = RASD + "sameWords"
    SIMILAR_SPELLING: Final = RASD + "similarSpelling"
    NAME_CONTAINED: Final = RASD + "nameContained"
    STATED_IDENTITY: Final = RASD + "statedIdentity"

    # IdentityStatus
    PROPOSED: Final = RASD + "proposed"
    ACCEPTED: Final = RASD + "accepted"
    REJECTED: Final = RASD + "rejected"

    # LinkKind
    SHARED_PLACE_AND_WEEK: Final = RASD + "sharedPlaceAndWeek"
    JOINT_CLAIM: Final = RASD + "jointClaim"
    UMBRELLA_LINK: Final = RASD + "umbrellaLink"
    RETALIATION_LINK: Final = RASD + "retaliationLink"
    SHARED_TARGET: Final = RASD + "sharedTarget"

    # LinkReason
    ONLY_BEARER: Final = RASD + "onlyBearer"
    KIND_WORD: Final = RASD + "kindWord"
    CONTAINER_NEAR: Final = RASD + "containerNear"
    CONTAINER_NAMED: Final = RASD + "containerNamed"
    ARTICLE_COUNTRIES: Final = RASD + "articleCountries"
    DATELINE: Final = RASD + "dateline"
    MOST_POPULOUS: Final = RASD + "mostPopulous"
    NAME_INSIDE: Final = RASD + "nameInside"
    PLACE_AFTER: Final = RASD + "placeAfter"
    SAME_SENTENCE: Final = RASD + "sameSentence"
    EARLIER_SENTENCE: Final = RASD + "earlierSentence"
    TAKEN_UP: Final = RASD + "takenUp"

    # LinkStatus
    KNOWN: Final = RASD + "known"
    NEW: Final = RASD + "new"
    UNRESOLVED: Final = RASD + "unresolved"

    # MergeReason
    SAME_PLACE: Final = RASD + "samePlace"
    PLACE_CONTAINED: Final = RASD + "placeContained"
    SAME_DATE: Final = RASD + "sameDate"
    DATE_NEAR: Final = RASD + "dateNear"
    SAME_TARGET: Final = RASD + "sameTarget"
    SAME_WEAPON: Final = RASD + "sameWeapon"
    SAME_TOLL: Final = RASD + "sameToll"
    SAME_ACTOR: Final = RASD + "sameActor"
    SAME_TYPE: Final = RASD + "sameType"
    SHARED_WORDS: Final = RASD + "sharedWords"
    OTHER_PLACE: Final = RASD + "otherPlace"
    OTHER_DATE: Final = RASD + "otherDate"
    OTHER_TARGET: Final = RASD + "otherTarget"
    OTHER_TOLL: Final = RASD + "otherToll"
    OTHER_ACTOR: Final = RASD + "otherActor"
    OTHER_TYPE: Final = RASD + "otherType"
    DECIDED_BY_PERSON: Final = RASD + "decidedByPerson"

    # Outcome
    HIT: Final = RASD + "hit"
    MISSED: Final = RASD + "missed"
    INTERCEPTED: Final = RASD + "intercepted"
    NO_HARM: Final = RASD + "noHarm"
    HARM: Final = RASD + "harm"
    OPEN_OUTCOME: Final = RASD + "openOutcome"

    # PerpetratorBasis
    CLAIMED_ONLY: Final = RASD + "claimedOnly"
    ATTRIBUTED_ONLY: Final = RASD + "attributedOnly"
    CLAIMED_AND_ATTRIBUTED: Final = RASD + "claimedAndAttributed"
    DISPUTED_PERPETRATOR: Final = RASD + "disputedPerpetrator"
    UNKNOWN_PERPETRATOR: Final = RASD + "unknownPerpetrator"

    # PlaceRole
    IMPACT: Final = RASD + "impact"
    LAUNCH: Final = RASD + "launch"

    # QuantityKind
    EXACTLY: Final = RASD + "exactly"
    AT_LEAST: Final = RASD + "atLeast"
    MORE_THAN: Final = RASD + "moreThan"
    ABOUT: Final = RASD + "about"
    BETWEEN: Final = RASD + "between"
    AT_MOST: Final = RASD + "atMost"
    UNSPECIFIED: Final = RASD + "unspecified"

    # Status
    OCCURRED: Final = RASD + "occurred"
    FOILED: Final = RASD + "foiled"
    DISPUTED: Final = RASD + "disputed"

    # Schemes
    AFFILIATION_ROLE_SCHEME: Final = RASD + "affiliationRoleScheme"
    BASIS_SCHEME: Final = RASD + "basisScheme"
    CERTAINTY_SCHEME: Final = RASD + "certaintyScheme"
    DATE_PRECISION_SCHEME: Final = RASD + "datePrecisionScheme"
    EXTRACTION_STATE_SCHEME: Final = RASD + "extractionStateScheme"
    IDENTITY_REASON_SCHEME: Final = RASD + "identityReasonScheme"
    IDENTITY_STATUS_SCHEME: Final = RASD + "identityStatusScheme"
    LINK_KIND_SCHEME: Final = RASD + "linkKindScheme"
    LINK_REASON_SCHEME: Final = RASD + "linkReasonScheme"
    LINK_STATUS_SCHEME: Final = RASD + "linkStatusScheme"
    MERGE_REASON_SCHEME: Final = RASD + "mergeReasonScheme"
    OUTCOME_SCHEME: Final = RASD + "outcomeScheme"
    PERPETRATOR_BASIS_SCHEME: Final = RASD + "perpetratorBasisScheme"
    PLACE_ROLE_SCHEME: Final = RASD + "placeRoleScheme"
    QUANTITY_KIND_SCHEME: Final = RASD + "quantityKindScheme"
    STATUS_SCHEME: Final = RASD + "statusScheme"


class External:
    """Terms of other vocabularies that stand in the graph."""

    DCTERMS_SOURCE: Final = DCTERMS + "source"
    PROV_ACTIVITY: Final = PROV + "Activity"
    PROV_AGENT: Final = PROV + "Agent"
    PROV_ENTITY: Final = PROV + "Entity"
    PROV_SOFTWARE_AGENT: Final = PROV + "SoftwareAgent"
    PROV_USED: Final = PROV + "used"
    PROV_WAS_DERIVED_FROM: Final = PROV + "wasDerivedFrom"
    PROV_WAS_ASSOCIATED_WITH: Final = PROV + "wasAssociatedWith"
    PROV_WAS_GENERATED_BY: Final = PROV + "wasGeneratedBy"
    OA_SPECIFIC_RESOURCE: Final = OA + "SpecificResource"
    OA_TEXT_POSITION_SELECTOR: Final = OA + "TextPositionSelector"
    OA_TEXT_QUOTE_SELECTOR: Final = OA + "TextQuoteSelector"
    OA_END: Final = OA + "end"
    OA_EXACT: Final = OA + "exact"
    OA_HAS_SELECTOR: Final = OA + "hasSelector"
    OA_HAS_SOURCE: Final = OA + "hasSource"
    OA_START: Final = OA + "start"
    GEO_FEATURE: Final = GEO + "Feature"
    GEO_GEOMETRY: Final = GEO + "Geometry"
    GEO_AS_WKT: Final = GEO + "asWKT"
    GEO_HAS_GEOMETRY: Final = GEO + "hasGeometry"
    WGS_LAT: Final = WGS + "lat"
    WGS_LONG: Final = WGS + "long"
    SCHEMA_NEWS_ARTICLE: Final = SCHEMA + "NewsArticle"
    SCHEMA_ARTICLE_BODY: Final = SCHEMA + "articleBody"
    SCHEMA_DATE_PUBLISHED: Final = SCHEMA + "datePublished"
    SCHEMA_HEADLINE: Final = SCHEMA + "headline"
    SCHEMA_IDENTIFIER: Final = SCHEMA + "identifier"
    SCHEMA_IN_LANGUAGE: Final = SCHEMA + "inLanguage"
    SCHEMA_PUBLISHER: Final = SCHEMA + "publisher"
    SCHEMA_SOFTWARE_VERSION: Final = SCHEMA + "softwareVersion"
    SCHEMA_URL: Final = SCHEMA + "url"
    SKOS_ALT_LABEL: Final = SKOS + "altLabel"
    SKOS_NOTE: Final = SKOS + "note"
    SKOS_PREF_LABEL: Final = SKOS + "prefLabel"
    RDF_TYPE: Final = RDF + "type"
    GEO_WKT_LITERAL: Final = GEO + "wktLiteral"
    XSD_BOOLEAN: Final = XSD + "boolean"
    XSD_DATE: Final = XSD + "date"
    XSD_DECIMAL: Final = XSD + "decimal"
    XSD_INTEGER: Final = XSD + "integer"
    XSD_ANY_URI: Final = XSD + "anyURI"
