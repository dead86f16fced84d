"""What the graph says about a thing: the queries that ask it, and the RDF that answers it.

A thing's IRI without its fragment is its document, and a document is described as a whole: an article with its events,
claims and words, a place with its geometry. Statements keep the graph that they stand in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, serialize

from builder.export.jsonld import write_jsonld
from builder.export.quads import write_nquads, write_trig, write_turtle
from builder.sparql.parameters import fill_slot, fill_slots

MOST_STATEMENTS: Final = 50_000
"""Statements about a document that are read; an article of the corpus has 1,000, a long one 10,000."""
MOST_COUNTED: Final = 100_000
"""Statements of others about a thing up to which they are counted (70 ms); each property gives 50 of them."""

Bound = NamedNode | BlankNode | Literal | Triple | None

_QUERIES = Path(__file__).with_name("queries")


@dataclass(frozen=True, slots=True)
class About:
    """A document and what is said about it and its fragments.

    ``own`` has the things of the document as subjects, ``incoming`` as objects; both are sorted. ``counts`` tells how
    often each property points to the document itself from elsewhere. ``truncated``: there is more than was read.
    """

    document: str
    own: tuple[Quad, ...]
    incoming: tuple[Quad, ...]
    counts: Mapping[str, int]
    truncated: bool

    @property
    def is_known(self) -> bool:
        """Whether the graph says anything at all."""
        return bool(self.own or self.incoming)


def about_query(document: str) -> str:
    """The query for the statements about a document.

    :raises ValueError: if *document* is no IRI.
    """
    filled = _filled("about", document, "subject", "graph", "document", "own")
    return f"{filled}LIMIT {MOST_STATEMENTS + 1}\n"


def incoming_query(document: str) -> str:
    """The query for what others say about a document.

    :raises ValueError: if *document* is no IRI.
    """
    return _filled("incoming", document, "object", "own")


def names_query(things: Iterable[str]) -> str:
    """The query for the words that things, given by their IRIs, are known by.

    :raises ValueError: if one is no IRI.
    """
    return fill_slot(_text("names"), "thing", map(NamedNode, things))


def figures_query() -> str:
    """The query for how much there is in the store."""
    return _text("figures")


def describe(document: str, statements: QuerySolutions, incoming: QuerySolutions) -> About:
    """The description from the answers of :func:`about_query` and :func:`incoming_query`."""
    own = [_quad(*row) for row in statements]
    known = set(own)
    others: set[Quad] = set()
    counts: dict[str, int] = {}
    for graph, subject, predicate, value, count in incoming:
        quad = _quad(graph, subject, predicate, value)
        if quad not in known:
            others.add(quad)
        if isinstance(count, Literal):
            counts[quad.predicate.value] = int(count.value)
    given = Counter(quad.predicate.value for quad in others if quad.object == NamedNode(document))
    truncated = len(own) > MOST_STATEMENTS or any(given[name] < count for name, count in counts.items())
    return About(
        document, tuple(sorted(own[:MOST_STATEMENTS], key=str)), tuple(sorted(others, key=str)), counts, truncated
    )


def serialized(description: About, form: RdfFormat) -> bytes:
    """The description as Turtle or N-Triples, each triple once, or as TriG, N-Quads or JSON-LD with the graphs.

    The same description gives the same bytes.

    :raises KeyError: if the format is none of these.
    """
    rdf = Store()
    rdf.extend([*description.own, *description.incoming])
    out = BytesIO()
    _WRITERS[form](rdf, out)
    return out.getvalue()


def _write_ntriples(rdf: Store, out: BinaryIO) -> None:
    triples = {quad.triple for quad in rdf}
    out.writelines(sorted((serialize(triples, format=RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)))


_WRITERS: Mapping[RdfFormat, Callable[[Store, BinaryIO], None]] = {
    RdfFormat.TURTLE: write_turtle,
    RdfFormat.JSON_LD: write_jsonld,
    RdfFormat.N_TRIPLES: _write_ntriples,
    RdfFormat.TRIG: write_trig,
    RdfFormat.N_QUADS: write_nquads,
}


def _quad(graph: Bound, subject: Bound, predicate: Bound, value: Bound) -> Quad:
    """A row as a quad.

    :raises ValueError: if it is none.
    """
    if (
        isinstance(graph, NamedNode | BlankNode)
        and isinstance(subject, NamedNode | BlankNode)
        and isinstance(predicate, NamedNode)
        and value is not None
    ):
        return Quad(subject, predicate, value, graph)
    raise ValueError(f"no quad: {subject} {predicate} {value} {graph}")


def _filled(name: str, document: str, *slots: str) -> str:
    term = NamedNode(document)
    text, _ = fill_slots(_text(name), dict.fromkeys(slots, term))
    return text


@cache
def _text(name: str) -> str:
    return (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")
