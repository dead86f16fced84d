"""What things are called on the pages: their labels, or what tells them from others of their class."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from builder.endpoint.about import About, names_query
from builder.endpoint.words import Words
from builder.graph.iris import GRAPH, ID
from builder.sparql.results import shorten
from builder.vocabulary import PROV, RASD, Class, External

_LONGEST = 90  # characters of words that stand for a thing in a line
_GENERAL = frozenset((Class.EVENT, Class.ENTITY, Class.CLAIM, Class.TEXT_SPAN))
_WIDE = frozenset((Class.ATTACK_MENTION, Class.SERIES_MENTION, Class.EVENT_MENTION, *_GENERAL))


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a language; ``language`` is empty where nobody says which."""

    text: str
    language: str = ""


@dataclass(slots=True)
class Facts:
    """What the answer of ``names.rq`` tells of one thing; texts by language, IRIs of classes and roles."""

    labels: dict[str, str] = field(default_factory=dict)
    classes: list[str] = field(default_factory=list)
    role: str = ""
    words: str = ""
    places: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    days: Counter[str] = field(default_factory=Counter)


def facts(rows: Iterable[Iterable[object]]) -> dict[str, Facts]:
    """The facts by the IRI of the thing, from rows of thing, kind and text; of several the first in order of text."""
    found: defaultdict[str, Facts] = defaultdict(Facts)
    for thing, kind, value in sorted(map(tuple, rows), key=str):
        if isinstance(thing, NamedNode) and isinstance(kind, Literal) and isinstance(value, Literal | NamedNode):
            _add(found[thing.value], kind.value, value)
    return dict(found)


def _add(one: Facts, kind: str, value: Literal | NamedNode) -> None:
    language = (value.language or "") if isinstance(value, Literal) else ""
    match kind:
        case "label":
            one.labels.setdefault(language, value.value)
        case "class":
            one.classes.append(value.value)
        case "role":
            one.role = one.role or value.value
        case "words":
            one.words = one.words or value.value
        case "place":
            one.places[language][value.value] += 1
        case "day":
            one.days[value.value] += 1


def facts_of_fragments(description: About, outside: Mapping[str, Facts]) -> dict[str, Facts]:
    """The facts of the fragments of a document, from its own statements and the labels of other things."""
    rdf = Store()
    rdf.extend(description.own)
    label = NamedNode(External.SKOS_PREF_LABEL)
    for iri, known in outside.items():
        for language, text in known.labels.items():
            value = Literal(text, language=language) if language else Literal(text)
            rdf.add(Quad(NamedNode(iri), label, value))
    prefix = f"{description.document}#"
    fragments = {quad.subject.value for quad in rdf if isinstance(quad.subject, NamedNode)}
    answer = rdf.query(
        names_query(sorted(iri for iri in fragments if iri.startswith(prefix))), use_default_graph_as_union=True
    )
    return facts(map(tuple, answer)) if isinstance(answer, QuerySolutions) else {}


@dataclass(frozen=True, slots=True)
class Names:
    """Names in the language of *words*, from the facts of the things of a page."""

    words: Words
    facts: Mapping[str, Facts]

    def __call__(self, iri: str) -> Name:
        """The name of a thing: its label, its class with what tells it apart, the term's label, or its short IRI."""
        language = self.words.language
        known = self.facts.get(iri, Facts())
        for tag in (language, "", *sorted(known.labels)):
            if tag in known.labels:
                return Name(known.labels[tag], tag or ("ar" if iri.startswith(f"{ID}article/") else ""))
        if term := self.words.term(iri):
            return Name(term, language)
        if iri.startswith(GRAPH) and (graph := self.words.get(f"graph.{iri.removeprefix(GRAPH)}")):
            return Name(graph, language)
        return self._composed(known) or Name(shorten(iri).removeprefix(ID))

    def kinds(self, iri: str) -> list[str]:
        """The labels of the thing's classes: those of the ontology, else others, else those of PROV."""
        classes = self.facts.get(iri, Facts()).classes
        own = [name for name in classes if name.startswith(RASD) and name not in _GENERAL]
        own = own or [name for name in classes if not name.startswith(PROV)]
        return list(dict.fromkeys(self.words.term(name) or shorten(name) for name in own or classes))

    def _composed(self, known: Facts) -> Name | None:
        """``Rocket attack: Wadi Base, 2023-11-02`` or ``target: «the base»``; None for a thing without a class."""
        language = self.words.language
        own = sorted((name in _WIDE, name) for name in known.classes if name.startswith(RASD))
        kind = known.role or next((name for _, name in own), "")
        if not kind:
            return None
        label = self.words.term(kind) or shorten(kind)
        if known.words:
            return Name(f"{label}: «{_shortened(known.words)}»", language)
        told = [*_most_frequent(known.places, language), *(day for day, _ in known.days.most_common(1))]
        comma = "، " if language == "ar" else ", "
        return Name(f"{label}: {comma.join(told)}" if told else label, language)


def _most_frequent(places: Mapping[str, Counter[str]], language: str) -> list[str]:
    """The place that is named most often, in the language if it has a name in it; empty if there is none."""
    for tag in (language, *sorted(places)):
        if counted := places.get(tag):
            return [name for name, _ in counted.most_common(1)]
    return []


def _shortened(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= _LONGEST else joined[:_LONGEST].rpartition(" ")[0] + " …"
