"""What an event mention says of its incident, read from its article's graph, so that mentions can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyoxigraph as ox

from builder.graph.iris import REFERENCE_GRAPH
from builder.text.tokens import TokenKind, light_stem, tokenize
from builder.vocabulary import RASD, Class, Concept, External, Property

_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
_IN_ARTICLE = ox.NamedNode(Property.IN_ARTICLE)
_UNNAMED = frozenset({Class.UNRESOLVED_ACTOR, Class.TARGET})
_WIDE = frozenset({Class.COUNTRY, Class.GOVERNORATE, Class.REGION})
_SHORTEST = 3  # letters of a stem that tells something
_MOST_SENTENCES = 3  # with triggers, whose words are compared: the first ones name the incident
_NEWS = timedelta(days=3)  # before publication, in which an undated incident that is news is taken to lie

Term = ox.NamedNode | ox.Literal
Facts = Mapping[str, Sequence[Term]]


class Graph:
    """What one graph says, by subjects; each is read when it is asked for: a profile needs a tenth of an article."""

    __slots__ = ("_known", "_name", "_rdf")

    def __init__(self, rdf: ox.Store, name: ox.NamedNode) -> None:
        self._rdf = rdf
        self._name = name
        self._known: dict[str, Facts] = {}

    def __getitem__(self, iri: str) -> Facts:
        """What is said of a thing; nothing of one that the graph does not describe."""
        if iri not in self._known:
            self._known[iri] = _facts(self._rdf, iri, self._name)
        return self._known[iri]

    def __contains__(self, iri: str) -> bool:
        return bool(self[iri])


def _facts(rdf: ox.Store, iri: str, graph: ox.NamedNode) -> Facts:
    found: dict[str, list[Term]] = {}
    for quad in rdf.quads_for_pattern(ox.NamedNode(iri), None, None, graph):
        value = quad.object  # made anew at each access
        if isinstance(value, Term):
            found.setdefault(quad.predicate.value, []).append(value)
    return found


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a mention.

    ``chain`` holds its IRI and those of all that contains it, ``country`` is an ISO code or empty, ``words`` are the
    stems of its label, ``position`` is in decimal degrees. ``wide`` places are governorates, regions and countries.
    """

    iri: str
    chain: frozenset[str]
    country: str
    words: frozenset[str]
    wide: bool
    position: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Profile:
    """An event mention as merging sees it.

    ``earliest`` and ``latest`` bound the day of the incident, as the article gives it or, if ``assumed``, from the day
    of publication; both are None where nothing is known. ``killed``, ``wounded`` and ``count`` are the highest of the
    lower ends. ``targets``, ``actors`` and ``weapons`` are IRIs of what has a name; the words are stems.
    """

    iri: str
    article: str
    series: bool
    attack_type: str
    published: date | None
    earliest: date | None
    latest: date | None
    assumed: bool
    sites: tuple[Site, ...]
    targets: frozenset[str]
    target_words: frozenset[str]
    actors: frozenset[str]
    weapons: frozenset[str]
    killed: int | None
    wounded: int | None
    count: int | None
    words: frozenset[str]

    @property
    def attack_class(self) -> str:
        """The IRI of the class that an attack has by what this mention tells: a type of attack, or a series."""
        return Class.ATTACK_SERIES if self.series else RASD + self.attack_type

    @property
    def countries(self) -> frozenset[str]:
        """The ISO codes of the countries of its places."""
        return frozenset(site.country for site in self.sites if site.country)


class ProfileReader:
    """Reads profiles from a database; keeps the places of the reference data that it has seen."""

    def __init__(self, rdf: ox.Store) -> None:
        self._rdf = rdf
        self._reference: dict[str, Facts] = {}

    def profiles(self, article: str) -> list[Profile]:
        """The profiles of the event mentions of an article (by its IRI), sorted by IRI; none if it is not stored."""
        name = ox.NamedNode(article)
        graph = Graph(self._rdf, name)
        mentions = self._rdf.quads_for_pattern(None, _IN_ARTICLE, None, name)
        found = {quad.subject.value for quad in mentions if isinstance(quad.subject, ox.NamedNode)}
        return [self._profile(iri, article, graph) for iri in sorted(found)]

    def _profile(self, iri: str, article: str, graph: Graph) -> Profile:
        told, document = graph[iri], graph[article]
        arguments = [graph[argument] for argument in sorted(_values(told, Property.ARGUMENT))]
        published = _day(_value(document, External.SCHEMA_DATE_PUBLISHED))
        news = _value(told, Property.BACKGROUND) != "true"
        earliest, latest = _period(arguments)
        assumed = earliest is None and latest is None and news and published is not None
        if assumed and published is not None:
            earliest, latest = published - _NEWS, published
        series = Class.SERIES_MENTION in _values(told, External.RDF_TYPE)
        return Profile(
            iri=iri,
            article=article,
            series=series,
            attack_type=_value(told, Property.ATTACK_TYPE).removeprefix(RASD),
            published=published,
            earliest=earliest,
            latest=latest,
            assumed=assumed,
            sites=tuple(self._sites(arguments, graph)),
            targets=frozenset(self._named(arguments, Property.TARGET, graph)),
            target_words=frozenset(
                stem for argument in _in_role(arguments, Property.TARGET) for stem in stems(_surface(argument, graph))
            ),
            actors=frozenset(self._named(arguments, Property.PERPETRATOR, graph)),
            weapons=frozenset(self._named(arguments, Property.WEAPON, graph)),
            killed=_highest(arguments, Property.KILLED),
            wounded=_highest(arguments, Property.WOUNDED),
            count=_highest(arguments, Property.COUNT),
            words=_wording(told, graph),
        )

    def _entity(self, iri: str, graph: Graph) -> Facts:
        if iri in graph:
            return graph[iri]
        if iri not in self._reference:
            self._reference[iri] = _facts(self._rdf, iri, _REFERENCE)
        return self._reference[iri]

    def _named(self, arguments: Sequence[Facts], role: str, graph: Graph) -> Iterator[str]:
        """The entities in a role that the reference data knows: a name of one article alone tells nothing of others."""
        for argument in _in_role(arguments, role):
            for iri in _values(argument, Property.FILLER):
                if iri not in graph and not _UNNAMED & set(_values(self._entity(iri, graph), External.RDF_TYPE)):
                    yield iri

    def _sites(self, arguments: Sequence[Facts], graph: Graph) -> Iterator[Site]:
        """The places, without those that contain another of them and those from where something was launched."""
        found: dict[str, Site] = {}
        for argument in _in_role(arguments, Property.PLACE):
            if Concept.LAUNCH not in _values(argument, Property.PLACE_ROLE):
                for iri in _values(argument, Property.FILLER):
                    found[iri] = self._site(iri, graph)
        holding = {holder for site in found.values() for holder in site.chain - {site.iri}}
        yield from (found[iri] for iri in sorted(found) if iri not in holding)

    def _site(self, iri: str, graph: Graph) -> Site:
        chain: set[str] = set()
        waiting = [iri]
        while waiting:
            place = waiting.pop()
            if place not in chain:
                chain.add(place)
                waiting.extend(_values(self._entity(place, graph), Property.WITHIN))
        own = self._entity(iri, graph)
        codes = (_value(self._entity(place, graph), Property.COUNTRY_CODE) for place in (iri, *sorted(chain)))
        latitude, longitude = _value(own, External.WGS_LAT), _value(own, External.WGS_LONG)
        labels = (label for label in own.get(External.SKOS_PREF_LABEL, ()) if isinstance(label, ox.Literal))
        return Site(
            iri=iri,
            chain=frozenset(chain),
            country=next((code for code in codes if code), ""),
            words=frozenset(stem for label in labels if label.language == "ar" for stem in stems(label.value)),
            wide=bool(_WIDE & set(_values(own, External.RDF_TYPE))),
            position=(float(latitude), float(longitude)) if latitude and longitude else None,
        )


def stems(text: str) -> Iterator[str]:
    """The light stems of the words of a text that have three letters or more."""
    for token in tokenize(text):
        if token.kind is TokenKind.WORD:
            stem = light_stem(token.norm)
            if len(stem) >= _SHORTEST:
                yield stem


def _wording(told: Facts, graph: Graph) -> frozenset[str]:
    """The stems of the first sentences that name the incident; the title is a sentence."""
    words = _values(told, Property.TRIGGER)
    sentences = {sentence for word in words for sentence in _values(graph[word], Property.IN_SENTENCE)}
    first = sorted(sentences, key=lambda sentence: int(_value(graph[_position(sentence, graph)], External.OA_START)))
    return frozenset(stem for sentence in first[:_MOST_SENTENCES] for stem in stems(_exact(graph[sentence], graph)))


def _position(words: str, graph: Graph) -> str:
    return next(s for s in _values(graph[words], External.OA_HAS_SELECTOR) if External.OA_START in graph[s])


def _surface(argument: Facts, graph: Graph) -> str:
    return " ".join(_exact(graph[words], graph) for words in _values(argument, Property.MENTION))


def _exact(words: Facts, graph: Graph) -> str:
    """The text of a span of words."""
    selectors = (graph[selector] for selector in _values(words, External.OA_HAS_SELECTOR))
    return next((_value(selector, External.OA_EXACT) for selector in selectors if External.OA_EXACT in selector), "")


def _in_role(arguments: Sequence[Facts], role: str) -> Iterator[Facts]:
    return (argument for argument in arguments if role in _values(argument, Property.ROLE))


def _period(arguments: Sequence[Facts]) -> tuple[date | None, date | None]:
    """The shortest of the periods that the article gives for the incident."""
    periods: list[tuple[timedelta, date, date]] = []
    for argument in _in_role(arguments, Property.DATE):
        earliest, latest = (_day(_value(argument, end)) for end in (Property.EARLIEST, Property.LATEST))
        first, last = earliest or latest, latest or earliest
        if first is not None and last is not None:
            periods.append((last - first, first, last))
    return min(periods)[1:] if periods else (None, None)


def _highest(arguments: Sequence[Facts], role: str) -> int | None:
    lows = (int(low) for argument in _in_role(arguments, role) for low in _values(argument, Property.LOW))
    return max(lows, default=None)


def _values(facts: Facts, predicate: str) -> list[str]:
    return [term.value for term in facts.get(predicate, ())]


def _value(facts: Facts, predicate: str) -> str:
    return next(iter(_values(facts, predicate)), "")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
