"""A description as what a page shows: sections for the things of a document, properties, values, where each stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from builder.endpoint.about import MOST_COUNTED, About
from builder.endpoint.names import Name, Names
from builder.graph.iris import GRAPH, ID
from builder.sparql.results import shorten
from builder.vocabulary import RASD, RDF, XSD, External, Property

MOST_VALUES: Final = 200
"""Values of a property that a page shows."""
LONGEST_TEXT: Final = 4_000
"""Characters of a value that a page shows."""
MOST_PARTS: Final = 500
"""Things of a document, beside its words, that a page shows."""
MOST_SPANS: Final = 1_000
"""Pieces of a text that a page shows."""

_LANGUAGE_STRING = RDF + "langString"
_WEB = ("http://", "https://")
_SELECTORS = frozenset((External.OA_TEXT_POSITION_SELECTOR, External.OA_TEXT_QUOTE_SELECTOR))
_PARTS = ("event", "claim", "argument", "relation", "other")
_NUMBER = re.compile(r"([0-9]+)")
Term = NamedNode | BlankNode | Literal | Triple
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link:
    """A name with an address; ``href`` is empty where there is no page."""

    name: Name
    href: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value and the graphs that hold it; ``is_cut``: the text is longer, ``datatype`` is empty for plain text."""

    link: Link
    graphs: tuple[Link, ...]
    datatype: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Statements:
    """The values of one property; ``more`` is how many are not shown, ``is_open`` where there are more than that."""

    name: str
    iri: str
    values: tuple[Value, ...]
    more: int = 0
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One thing of a document; ``anchor`` is its fragment, empty for the document itself."""

    anchor: str
    iri: str
    name: Name
    kinds: tuple[str, ...]
    statements: tuple[Statements, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text: their fragment and those of their selectors, the words, and where they stand."""

    anchors: tuple[str, ...]
    text: str
    start: int
    end: int
    kinds: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ThingPage:
    """All that a page shows of a document; ``parts`` are its other things by the key of their heading.

    ``more_parts`` and ``more_spans`` are not shown. ``has_graph``: the document is a graph, which makes the statements
    for which no other graph is named.
    """

    iri: str
    main: Section
    parts: tuple[tuple[str, tuple[Section, ...]], ...]
    spans: tuple[Span, ...]
    incoming: tuple[Statements, ...]
    more_parts: int
    more_spans: int
    has_graph: bool
    truncated: bool


def things_to_name(description: About) -> list[str]:
    """The IRIs that a page of the description shows and that are no fragments of the document, sorted."""
    shown = {description.document}
    for quad in (*description.own, *description.incoming):
        shown |= {term.value for term in (quad.subject, quad.object, quad.graph_name) if isinstance(term, NamedNode)}
    prefix = f"{description.document}#"
    return sorted(iri for iri in shown if iri.startswith(ID) and not iri.startswith(prefix))


def thing_page(description: About, names: Names) -> ThingPage:
    """What a page shows of a description, in the language of the names."""
    document = description.document
    subjects = _grouped(description.own, lambda quad: _text(quad.subject))
    texts = {iri for iri, quads in subjects.items() if _is_text(quads)}
    others = sorted((iri for iri in subjects.keys() - texts - {document}), key=lambda iri: (_part(iri), _natural(iri)))
    shown = others[:MOST_PARTS]
    sections = {iri: _section(document, iri, subjects.get(iri, []), names) for iri in (document, *shown)}
    parts = _grouped(shown, lambda iri: _PARTS[_part(iri)])
    spans = _spans(subjects, names)
    return ThingPage(
        iri=document,
        main=sections[document],
        parts=tuple((part, tuple(sections[iri] for iri in iris)) for part, iris in parts.items()),
        spans=spans[:MOST_SPANS],
        incoming=_incoming(description, names),
        more_parts=len(others) - len(shown),
        more_spans=max(0, len(spans) - MOST_SPANS),
        has_graph=any(_text(quad.graph_name) == document for quad in description.own),
        truncated=description.truncated,
    )


def _section(document: str, iri: str, quads: list[Quad], names: Names) -> Section:
    anchor = iri.removeprefix(f"{document}#") if iri.startswith(f"{document}#") else ""
    by_predicate = _grouped(quads, lambda quad: quad.predicate.value)
    statements = []
    for predicate in sorted(by_predicate, key=lambda name: (_rank(name), names(name).text, name)):
        values = _grouped(by_predicate[predicate], lambda quad: quad.object)
        shown = tuple(
            _value(value, _graphs(stated, document, names), names)
            for value, stated in islice(values.items(), MOST_VALUES)
        )
        statements.append(Statements(names(predicate).text, predicate, shown, len(values) - len(shown)))
    return Section(anchor, iri, names(iri), tuple(names.kinds(iri)), tuple(statements))


def _rank(predicate: str) -> int:
    """Types come first, the text of an article last."""
    return {External.RDF_TYPE: 0, External.SCHEMA_ARTICLE_BODY: 2}.get(predicate, 1)


def _incoming(description: About, names: Names) -> tuple[Statements, ...]:
    """What others say; the counts are of the document itself, statements about its fragments are all shown."""
    document = NamedNode(description.document)
    is_open = sum(description.counts.values()) > MOST_COUNTED
    statements = []
    for predicate, quads in _grouped(description.incoming, lambda quad: quad.predicate.value).items():
        sources = _grouped(quads, lambda quad: quad.subject)
        shown = tuple(
            _value(source, _graphs(stated, description.document, names), names)
            for source, stated in islice(sources.items(), MOST_VALUES)
        )
        count = description.counts.get(predicate, 0)
        given = sum(quad.object == document for quad in quads)
        hidden = max(0, count - given) + len(sources) - len(shown)
        statements.append(Statements(names(predicate).text, predicate, shown, hidden, is_open and hidden > 0))
    return tuple(sorted(statements, key=lambda one: (one.name, one.iri)))


def _spans(subjects: Mapping[str, list[Quad]], names: Names) -> tuple[Span, ...]:
    """The words of a text, in their order."""
    spans = []
    for iri, quads in subjects.items():
        selectors = [_text(quad.object) for quad in quads if quad.predicate.value == External.OA_HAS_SELECTOR]
        if not selectors:
            continue
        told = {
            quad.predicate.value: _text(quad.object) for selector in selectors for quad in subjects.get(selector, [])
        }
        sentence = next((_text(quad.object) for quad in quads if quad.predicate.value == Property.IN_SENTENCE), "")
        spans.append(
            Span(
                anchors=tuple(anchor.partition("#")[2] for anchor in (iri, *selectors)),
                text=told.get(External.OA_EXACT, ""),
                start=int(told.get(External.OA_START, 0)),
                end=int(told.get(External.OA_END, 0)),
                kinds=tuple(names.kinds(iri)),
                sentence=sentence.partition("#")[2],
            )
        )
    return tuple(sorted(spans, key=lambda span: (span.start, -span.end, span.anchors)))


def _value(term: Term, graphs: tuple[Link, ...], names: Names) -> Value:
    if isinstance(term, NamedNode):
        return Value(Link(names(term.value), local_address(term.value)), graphs)
    text = _text(term)
    cut = text[:LONGEST_TEXT]
    name = Name(cut, (term.language or "") if isinstance(term, Literal) else "")
    datatype = term.datatype.value if isinstance(term, Literal) else ""
    if datatype == External.XSD_BOOLEAN and (word := names.words.get(f"boolean.{text}")):
        return Value(Link(Name(word, names.words.language), ""), graphs, shorten(datatype))
    href = text if datatype == External.XSD_ANY_URI and text.startswith(_WEB) else ""
    plain = datatype in ("", XSD + "string", _LANGUAGE_STRING)
    return Value(Link(name, href), graphs, "" if plain else shorten(datatype), len(cut) < len(text))


def local_address(iri: str) -> str:
    """Where this server, or the web, describes the thing; empty where nobody does."""
    if iri.startswith(ID):
        return f"/id/{iri.removeprefix(ID)}"
    if iri.startswith(RASD):
        return f"/ontology#{iri.removeprefix(RASD)}"
    return iri if iri.startswith(_WEB) and not iri.startswith(GRAPH) else ""


def _graphs(quads: Iterable[Quad], document: str, names: Names) -> tuple[Link, ...]:
    """The graphs of statements, without the document's own."""
    found = sorted({_text(quad.graph_name) for quad in quads} - {document, ""})
    return tuple(Link(names(graph), local_address(graph)) for graph in found)


def _is_text(quads: Iterable[Quad]) -> bool:
    """Whether the thing is a piece of text, or what selects one."""
    return any(quad.predicate.value == External.OA_HAS_SELECTOR or _text(quad.object) in _SELECTORS for quad in quads)


def _part(iri: str) -> int:
    """Under which heading a fragment stands."""
    kind = iri.partition("#")[2].partition("-")[0]
    return _PARTS.index(kind) if kind in _PARTS else len(_PARTS) - 1


def _natural(iri: str) -> list[tuple[int, str]]:
    """A key that sorts numbers by value."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(iri)]


def _text(term: Term | Literal | DefaultGraph) -> str:
    return "" if isinstance(term, DefaultGraph) else str(term) if isinstance(term, BlankNode | Triple) else term.value


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The items by key, in their order."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
