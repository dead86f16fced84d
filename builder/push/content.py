"""The named graphs of a store as sorted lines of N-Triples, and their digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox

from builder.errors import RunError
from builder.export.sorting import in_batches, sorted_lines

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a graph holds: SHA-256 of its sorted N-Triples, in hexadecimal, and how many triples these are."""

    digest: str
    triples: int


def contents(rdf: ox.Store) -> dict[str, Content]:
    """The content of every named graph by its IRI, sorted; a graph that has lost all its triples is none.

    :raises RunError: if a graph has blank nodes, statements stand in no graph, or a graph's name is a blank node: none
        of these can be compared with what a remote store holds. The pipeline makes none of them.
    """
    if next(rdf.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None:
        raise RunError(
            "the store has statements in no named graph, which cannot be pushed: it is no store of rasd build"
        )
    names = []
    for name in rdf.named_graphs():
        if not isinstance(name, ox.NamedNode):
            raise RunError(f"the graph {name} has no IRI and cannot be pushed")
        names.append(name.value)
    found = {name: _content(rdf, name) for name in sorted(names)}
    return {name: content for name, content in found.items() if content.triples}


def lines_of(rdf: ox.Store, graph: str) -> Iterator[bytes]:
    """The triples of a graph as lines of N-Triples, sorted by their bytes."""
    quads = rdf.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    triples = (quad.triple for quad in quads)
    return sorted_lines(line for batch in in_batches(triples, _BATCH) for line in _lines(graph, batch))


def _content(rdf: ox.Store, graph: str) -> Content:
    digest, triples = sha256(), 0
    for line in lines_of(rdf, graph):
        digest.update(line)
        triples += 1
    return Content(digest.hexdigest(), triples)


def _lines(graph: str, triples: list[ox.Triple]) -> list[bytes]:
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise RunError(f"the graph {graph} has blank nodes and cannot be pushed: give them IRIs")
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return [line + b"\n" for line in written.split(b"\n")[:-1]]
