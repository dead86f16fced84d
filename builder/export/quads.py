"""The whole store as N-Quads, TriG or Turtle, in an order that depends on nothing but the graph.

The order is that of the bytes of N-Quads: by subject, predicate, object and graph; in TriG by graph first. Blank nodes,
of which the pipeline makes none, keep the names that the store has for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, BinaryIO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from builder.export.sorting import in_batches, sorted_lines
from builder.vocabulary import PREFIXES

_BATCH = 10_000


def write_nquads(rdf: Store, out: BinaryIO) -> None:
    """Every quad of the store, a line each."""
    out.writelines(sorted_lines(_lines(rdf)))


def write_trig(rdf: Store, out: BinaryIO) -> None:
    """Every graph of the store, with the prefixes of the project."""
    _with_prefixes(quads_by_graph(rdf), RdfFormat.TRIG, out)


def write_turtle(rdf: Store, out: BinaryIO) -> None:
    """The union of the graphs: each triple once, without the names of the graphs that it stands in."""
    _with_prefixes(_triples(rdf), RdfFormat.TURTLE, out)


def quads_by_graph(rdf: Store) -> Iterator[Quad]:
    """Every quad, sorted by graph, subject, predicate and object."""
    keyed = (_graph_name(quad) + b" " + line for batch in _batches(rdf) for quad, line in _with_lines(batch))
    return _parsed(line.partition(b" ")[2] for line in sorted_lines(keyed))


def _triples(rdf: Store) -> Iterator[Triple]:
    last: Triple | None = None
    for quad in _parsed(sorted_lines(_lines(rdf))):
        if quad.triple != last:
            last = quad.triple
            yield last


def _lines(rdf: Store) -> Iterator[bytes]:
    return (line for batch in _batches(rdf) for _, line in _with_lines(batch))


def _batches(rdf: Store) -> Iterator[list[Quad]]:
    return in_batches(rdf.quads_for_pattern(None, None, None, None), _BATCH)


def _with_lines(batch: list[Quad]) -> Iterator[tuple[Quad, bytes]]:
    """The quads with their lines; a line feed inside a term is escaped, so none is broken."""
    written = serialize(batch, format=RdfFormat.N_QUADS) or b""
    return zip(batch, (line + b"\n" for line in written.split(b"\n")[:-1]), strict=True)


def _graph_name(quad: Quad) -> bytes:
    """What sorts the graph; no name holds a space."""
    return str(quad.graph_name).encode() if isinstance(quad.graph_name, NamedNode) else b""


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    for batch in in_batches(lines, _BATCH):
        yield from parse(b"".join(batch), format=RdfFormat.N_QUADS)


def _with_prefixes(statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, out: BinaryIO) -> None:
    """Write in a format with prefixes; the library writes them in an order that changes from run to run."""
    for prefix, namespace in sorted(PREFIXES.items()):
        out.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
    body = cast(IO[bytes], _AfterLines(out, len(PREFIXES)))  # the library only writes and flushes
    serialize(statements, body, format=form, prefixes=PREFIXES)


class _AfterLines:
    """Passes on what is written after the first lines."""

    def __init__(self, out: BinaryIO, lines: int) -> None:
        self._out = out
        self._left = lines

    def write(self, data: bytes) -> int:
        rest = bytes(data)
        while self._left and rest:
            _, feed, rest = rest.partition(b"\n")
            self._left -= bool(feed)
        if rest:
            self._out.write(rest)
        return len(data)

    def flush(self) -> None:
        self._out.flush()
