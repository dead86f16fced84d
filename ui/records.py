"""What the pages show, already read from the store: frozen values that know neither SPARQL nor Streamlit.

Positions are half-open ranges of code points of an article's text (title, a line feed, then body).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.model import EntityClass, Role, Span
from ui.labels import Named, Words
from ui.search import Text


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the whole store."""

    articles: int
    attacks: int
    series: int
    claims: int
    conflicts: int
    without_attack: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place lies, in decimal degrees (WGS 84); ``uncertainty_km`` is None where it is not told."""

    latitude: float
    longitude: float
    uncertainty_km: float | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity: its IRI, its class (a value of EntityClass, empty where it has none), its names, and its position."""

    iri: str
    kind: str
    words: Words
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One who is named as perpetrator, and on what ground: by an own claim, by another's word, and who denies it."""

    thing: Thing
    claimed: bool
    attributed: bool
    denies: bool


@dataclass(frozen=True, slots=True)
class Toll:
    """The lowest and the highest figure that any article gives; ``high`` is None where no figure is bounded above."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class AttackLine:
    """One attack as a line of a table, over all the articles that tell of it.

    ``earliest`` and ``latest`` are the ISO days of its most exact date, or empty; ``published`` is the first ISO day
    on which an article about it came out, or empty. ``wider`` is what contains the places, up to the country. ``basis``
    is a local name of rasd:PerpetratorBasis, or empty where no rule has told it. ``sources`` are those who say
    something about it, outlets with them. ``background`` is True only where every article tells it as background.
    ``titles`` are the articles' headlines, ``articles`` is how many there are. ``confidence`` is that of the surest
    report, from 0 to 1. Tolls are those of victims. ``search`` holds names and headlines for :func:`ui.search.matches`.
    """

    iri: str
    kind: str
    attack_type: str
    status: str
    background: bool
    earliest: str
    latest: str
    published: str
    places: tuple[Thing, ...]
    wider: tuple[Thing, ...]
    parties: tuple[Party, ...]
    basis: str
    targets: tuple[Thing, ...]
    weapons: tuple[Thing, ...]
    sources: tuple[Thing, ...]
    titles: tuple[str, ...]
    articles: int
    confidence: float | None
    killed: Toll | None
    wounded: Toll | None
    conflicts: int
    search: Text = field(compare=False, repr=False)

    @property
    def day(self) -> str:
        """The ISO day to sort and to count by: the first of the attack, else that of publication, else empty."""
        return self.earliest or self.published

    @property
    def countries(self) -> tuple[Thing, ...]:
        """The countries in which it happened."""
        return tuple(thing for thing in (*self.places, *self.wider) if thing.kind == EntityClass.COUNTRY)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article, the sentence around them, the rule that found them, and how sure it is (0 to 1)."""

    span: Span
    surface: str
    sentence: Span | None
    rule: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One filler of one role, as one article gives it, with all the words that stand for it.

    The role ``trigger`` has no value. Otherwise ``value`` is empty where the words could not be resolved. ``notes`` are
    pairs of a group of labels and a term of it, such as ``("precision", "day")``. ``group`` names whom a figure counts,
    in the article's words, ``resolution`` says how a date was found, ``position`` is latitude and longitude in decimal
    degrees. ``claimers`` are those on whose word it stands. ``filler`` is the IRI of the entity, ``low`` and ``high``
    are the bounds of a figure, None where it is open; ``earliest`` and ``latest`` are the ISO days of a date.
    ``casualties`` is the local name of a kind of casualties and ``group_kind`` the IRI of the kind of people that a
    figure counts, empty for a figure of all.
    """

    role: str
    value: Words
    evidence: tuple[Evidence, ...]
    notes: tuple[tuple[str, str], ...] = ()
    group: str = ""
    resolution: str = ""
    position: str = ""
    claimers: tuple[Named, ...] = ()
    filler: str = ""
    low: int | None = None
    high: int | None = None
    earliest: str = ""
    latest: str = ""
    casualties: str = ""
    group_kind: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether the value is a number or a date, which reads from left to right in both languages."""
        return self.role in {Role.DATE, Role.KILLED, Role.WOUNDED, Role.COUNT}


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What one source says of the event.

    ``media`` is how the claimer spoke, ``relayed_by`` who carried it. ``mentions`` are the article's words for all of
    these, each with the part it plays: ``claimer``, ``perpetrator``, ``medium`` or ``relayer``.
    """

    iri: str
    act: str
    certainty: str
    outcome: str
    claimers: tuple[Named, ...]
    perpetrators: tuple[Named, ...]
    media: tuple[Named, ...]
    relayed_by: tuple[Named, ...]
    mentions: tuple[tuple[str, Span], ...]
    quote: Span | None
    sentence: Span | None

    def around(self, text: str) -> tuple[str, str, str]:
        """What stands before the quote in its sentence, the quote, and what stands behind it."""
        if self.quote is None:
            return ("", "", "")
        whole = self.quote if self.sentence is None else self.quote.cover(self.sentence)
        return (text[whole.start : self.quote.start], self.quote.of(text), text[self.quote.end : whole.end])


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict; ``speaker`` and ``named`` are the entities that its source and its value name, if any."""

    source: str
    value: str
    quote: str
    speaker: Thing | None = None
    named: Thing | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two reports that cannot both hold.

    ``article`` is the identifier of the article of the first one. ``subject`` is what they disagree about: outcome,
    killed, wounded, count, perpetrator or responsibility. A value of an outcome is a local name of the ontology, with
    ``not`` before it where that is denied; the value of a denial is ``denied``.
    """

    attack: str
    article: str
    subject: str
    first: Side
    second: Side

    @property
    def is_figure(self) -> bool:
        """Whether numbers disagree, which read from left to right in both languages."""
        return self.subject in {Role.KILLED, Role.WOUNDED, Role.COUNT}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another attack that the article links to this one; ``link`` is a key of the labels, ``claimers`` who say so."""

    link: str
    iri: str
    attack_type: str
    count: str
    quote: Span | None
    claimers: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsummed:
    """A total of a series, given by its IRI, that its parts do not add up to, or that they leave open."""

    article: str
    series: str
    total: str
    parts_sum: str
    parts: str
    source: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The article behind a report; ``published`` is an ISO day or empty, ``text`` is title, line feed and body."""

    iri: str
    identifier: str
    title: str
    body: str
    published: str
    outlet: Words
    url: str

    @property
    def text(self) -> str:
        """What every span points into."""
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, slots=True)
class Report:
    """One event mention: what one article says about an attack; the trigger words are the first of its roles."""

    event: str
    article: ArticleText
    kind: str
    attack_type: str
    status: str
    background: bool
    confidence: float | None
    roles: tuple[RoleLine, ...]
    claims: tuple[ClaimLine, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Why an event mention was put together with others; ``score`` is the mean probability of its pairs (0 to 1)."""

    event: str
    score: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack with every report of it; ``merges`` are empty where it has one event mention."""

    iri: str
    reports: tuple[Report, ...]
    conflicts: tuple[Conflict, ...]
    unsummed: tuple[Unsummed, ...]
    merges: tuple[Merge, ...] = ()
