"""The values that travel between the steps: all frozen, none knows how it was made.

Units: every position is a code point of :attr:`Article.text` (title, a line feed, then body), spans are
half-open. Dates are calendar days without a time zone, as news gives them. Distances are kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of an article's text.

    :raises ValueError: if the range is empty, reversed or starts before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"no span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether *other* lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def cover(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it is analysed, page furniture already removed.

    ``id`` is the identifier as given (a file's stem where there is none). ``published`` is None where it is not
    known: relative dates then stay unresolved.
    """

    id: str
    title: str
    body: str
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str = "ar"

    @property
    def text(self) -> str:
        """Title, a line feed, body: what every span points into."""
        return f"{self.title}\n{self.body}"


class EntityClass(StrEnum):
    """Classes of the ontology that an entity of an article can have (local names)."""

    ARMED_GROUP = "ArmedGroup"
    UMBRELLA_GROUP = "UmbrellaGroup"
    STATE_FORCE = "StateForce"
    COALITION = "Coalition"
    GOVERNMENT = "Government"
    ORGANISATION = "Organisation"
    PERSON = "Person"
    UNRESOLVED_ACTOR = "UnresolvedActor"
    NEWS_OUTLET = "NewsOutlet"
    UNNAMED_SOURCE = "UnnamedSource"
    STATEMENT = "StatementMedium"
    COUNTRY = "Country"
    GOVERNORATE = "Governorate"
    SETTLEMENT = "Settlement"
    FACILITY = "Facility"
    REGION = "Region"
    RELATIVE_PLACE = "RelativePlace"
    WEAPON = "Weapon"
    TARGET = "Target"


class Link(StrEnum):
    """How an entity came to be: taken from the reference data, new by its pattern, or a description only."""

    KNOWN = "known"
    NEW = "new"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing in the world, or what stands for it while nobody knows better.

    ``iri`` is absolute for reference entities, and made from the article for all others. ``label_en`` may be empty.
    ``latitude`` and ``longitude`` are WGS 84 decimal degrees. ``part_of`` holds the IRIs of the containers or of
    the wider group. ``uncertainty_km`` is the radius within which the true position lies, None where not known.
    """

    iri: str
    entity_class: EntityClass
    label_ar: str
    label_en: str = ""
    link: Link = Link.UNRESOLVED
    latitude: float | None = None
    longitude: float | None = None
    uncertainty_km: float | None = None
    part_of: tuple[str, ...] = ()
    country: str = ""


class LinkReason(StrEnum):
    """What speaks for the entity that words are taken to mean; the names are concepts of the ontology."""

    ONLY_BEARER = "onlyBearer"
    KIND_WORD = "kindWord"
    CONTAINER_NEAR = "containerNear"
    CONTAINER_NAMED = "containerNamed"
    ARTICLE_COUNTRIES = "articleCountries"
    DATELINE = "dateline"
    MOST_POPULOUS = "mostPopulous"
    NAME_INSIDE = "nameInside"
    PLACE_AFTER = "placeAfter"
    SAME_SENTENCE = "sameSentence"
    EARLIER_SENTENCE = "earlierSentence"
    TAKEN_UP = "takenUp"


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """How sure it is which entity words mean, and why.

    ``score`` is between 0 and 1: the share of the evidence that speaks for this entity among all that bear the name,
    or, for a thing that is located by another one, a rank set by hand. ``reasons`` are in the order of the enum.
    """

    score: float
    reasons: tuple[LinkReason, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of an article that stand for something; ``rule`` names what found them.

    ``link`` tells why they stand for a certain place; None where nothing had to be decided.
    """

    span: Span
    surface: str
    rule: str
    link: LinkEvidence | None = None


class DatePrecision(StrEnum):
    """How exact a date is; the names are concepts of the ontology."""

    TIME = "timeOfDay"
    DAY = "day"
    RANGE = "range"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknownPrecision"


@dataclass(frozen=True, slots=True)
class DateValue:
    """A day or an interval of days, both ends included, and how it was found.

    ``earliest`` and ``latest`` are None where the text does not tell or the anchor is unknown. ``resolution`` is a
    short English phrase, such as ``weekday before publication`` or ``unresolved: no publication date``.
    """

    earliest: date | None
    latest: date | None
    precision: DatePrecision
    resolution: str

    @property
    def resolved(self) -> bool:
        """Whether both ends are known."""
        return self.earliest is not None and self.latest is not None

    def to_text(self) -> str:
        """``2018-05-02``, ``2018-05-01/2018-05-03``, or nothing where unresolved."""
        if self.earliest is None or self.latest is None:
            return ""
        if self.earliest == self.latest:
            return self.earliest.isoformat()
        return f"{self.earliest.isoformat()}/{self.latest.isoformat()}"


class QuantityKind(StrEnum):
    """How a figure is meant; the names are concepts of the ontology."""

    EXACTLY = "exactly"
    AT_LEAST = "atLeast"
    MORE_THAN = "moreThan"
    ABOUT = "about"
    BETWEEN = "between"
    AT_MOST = "atMost"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number or an interval of them; ``low`` or ``high`` None means open on that side.

    "More than 50" has low 51 and no high. "Dozens" is 24 to 99, "hundreds" 100 to 999 (annotation guidelines).
    """

    low: int | None
    high: int | None
    kind: QuantityKind

    def to_text(self) -> str:
        """``12``, ``12-15``, ``20+``; an upper bound alone is written ``0-N``; nothing where nothing is known."""
        if self.low is None:
            return "" if self.high is None else f"0-{self.high}"
        if self.high is None:
            return f"{self.low}+"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


class Role(StrEnum):
    """Roles of the frozen query columns; each is a property of the ontology."""

    PLACE = "place"
    DATE = "date"
    PERPETRATOR = "perpetrator"
    TARGET = "target"
    WEAPON = "weapon"
    KILLED = "killed"
    WOUNDED = "wounded"
    SOURCE = "source"
    COUNT = "count"


class PlaceRole(StrEnum):
    """What a place is to an attack."""

    IMPACT = "impact"
    LAUNCH = "launch"


class Basis(StrEnum):
    """On whose word a perpetrator stands."""

    CLAIMED = "claimed"
    ATTRIBUTED = "attributed"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention in a role: an entity, a date or a quantity, never two of them.

    ``who`` names the group that a casualty figure counts, in the article's words. ``kind`` is the IRI of the kind of
    the target or of that group (:mod:`builder.reference.vocabularies`), empty where the words do not tell. ``claim``
    is the position, in the event's claims, of the claim that gives this argument; None where the article itself states
    it.
    ``confidence`` is between 0 and 1.
    """

    role: Role
    mention: Mention
    filler: Entity | DateValue | Quantity
    confidence: float
    place_role: PlaceRole | None = None
    basis: Basis | None = None
    who: Mention | None = None
    claim: int | None = None
    kind: str = ""


class Act(StrEnum):
    """What a claim does; the frozen values of the query ``claims``."""

    RESPONSIBILITY = "responsibility"
    ATTRIBUTION = "attribution"
    DENIAL = "denial"
    OUTCOME = "outcome"
    CASUALTIES = "casualties"
    COUNT = "count"
    RETALIATION = "retaliation"


class Certainty(StrEnum):
    """How sure the claimer is; the frozen values of the query ``claims``."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"
    NEGATED = "negated"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What an outcome claim says happened; the names are concepts of the ontology."""

    HIT = "hit"
    MISSED = "missed"
    INTERCEPTED = "intercepted"
    NO_HARM = "noHarm"
    HARM = "harm"
    OPEN = "openOutcome"


@dataclass(frozen=True, slots=True)
class Filler:
    """An entity together with the words that stand for it here."""

    entity: Entity
    mention: Mention


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of one event, with its exact words.

    ``claimer`` is None where the article says it without a source. ``medium`` is how the claimer spoke (a statement,
    a broadcast), ``relayed_by`` who carried it, nearest to the claimer first (an outlet that the article quotes).
    """

    act: Act
    quote: Span
    certainty: Certainty
    claimer: Filler | None = None
    perpetrators: tuple[Filler, ...] = ()
    medium: tuple[Filler, ...] = ()
    relayed_by: tuple[Filler, ...] = ()
    outcome: Outcome | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """What the article quotes from a source without telling of an attack: who spoke, through whom, in which words."""

    claimer: Filler
    quote: Span
    certainty: Certainty
    medium: tuple[Filler, ...] = ()
    relayed_by: tuple[Filler, ...] = ()
    rule: str = ""


class EventKind(StrEnum):
    """One attack, or a statement about several counted or lumped together."""

    ATTACK = "attack"
    SERIES = "series"


class Status(StrEnum):
    """Whether the attack happened, as far as this article goes; concepts of the ontology."""

    OCCURRED = "occurred"
    FOILED = "foiled"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class EventMention:
    """One attack or series as one article tells it, after coreference within the article.

    ``key`` is unique in the article and made from the first trigger's position. ``attack_type`` is the local name of
    the most specific class. ``part_of`` is the key of the series that this one is a counted part of.
    """

    key: str
    kind: EventKind
    attack_type: str
    status: Status
    background: bool
    triggers: tuple[Mention, ...]
    arguments: tuple[Argument, ...]
    claims: tuple[Claim, ...]
    confidence: float
    part_of: str | None = None


class RelationKind(StrEnum):
    """How two events of an article are linked by its words."""

    RETALIATION = "inRetaliationFor"
    FOLLOWS = "follows"


@dataclass(frozen=True, slots=True)
class Relation:
    """One event of the article linked to another, by their keys."""

    kind: RelationKind
    source: str
    target: str
    quote: Span
    by: Filler | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says about attacks; what the graph is made from.

    ``sentences`` are the spans of the article's sentences in order; every mention lies in one of them. ``citations``
    are those that are no claims about one of the ``events``.
    """

    article: Article
    sentences: tuple[Span, ...]
    events: tuple[EventMention, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
