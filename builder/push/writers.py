"""Send graphs in messages of bounded size: as N-Quads, graph by graph, or as updates.

A message that the server finds too large (413) is halved until it fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from builder.push.addresses import NQUADS, NTRIPLES, Addresses, Way, with_graph
from builder.sparql.remote import update
from builder.sparql.transport import EndpointError, Message, Transport

Lines = list[bytes]

_BODY_BYTES = 4 << 20
_UPDATE_BYTES = 256 << 10
_UPDATE_TRIPLES = 500  # Virtuoso compiles an update; thousands of triples in one are too many for it
_TOO_LARGE = 413
# A backslash of the text, doubled as in N-Triples, and a "u": a store that replaces \u0000 before it reads the grammar,
# as the standard has it, would take the second backslash and the letter for the start of such an escape.
_LOOKS_ESCAPED = re.compile(rb"(?<!\\)((?:\\\\)+)([uU])")


def send_graphs(transport: Transport, addresses: Addresses, graphs: Mapping[str, Iterable[bytes]]) -> None:
    """Make each graph hold its lines of N-Triples and nothing else; none may be empty.

    :raises RunError: if the store refuses; graphs may then be missing or hold a part.
    """
    match addresses.way:
        case Way.QUADS:
            _clear(transport, addresses.update, graphs)
            quads = chain.from_iterable(_as_quads(graph, lines) for graph, lines in graphs.items())
            for part in in_parts(quads, _BODY_BYTES):
                _send(part, partial(_transfer, transport, "POST", addresses.graphs, NQUADS))
        case Way.GRAPHS:
            for graph, lines in graphs.items():
                _put(transport, with_graph(addresses.graphs, graph), lines)
        case Way.UPDATE:
            _clear(transport, addresses.update, graphs)
            for graph, lines in graphs.items():
                for part in in_parts(lines, _UPDATE_BYTES, _UPDATE_TRIPLES):
                    _send(part, partial(_insert, transport, addresses.update, graph))


def in_parts(lines: Iterable[bytes], most_bytes: int, most_lines: int | None = None) -> Iterator[Lines]:
    """The lines in lists of at most so many bytes and lines; a line that is longer by itself stands alone."""
    part: Lines = []
    size = 0
    for line in lines:
        if part and (size + len(line) > most_bytes or len(part) == most_lines):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


def insert_data(graph: str, lines: Iterable[bytes]) -> str:
    """The update that adds lines of N-Triples to a graph."""
    triples = b"".join(_LOOKS_ESCAPED.sub(_spell_letter, line) for line in lines).decode()
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples}}} }}"


def _spell_letter(found: re.Match[bytes]) -> bytes:
    return found[1] + (b"\\u0075" if found[2] == b"u" else b"\\u0055")


def _send(part: Lines, send: Callable[[Lines], None]) -> None:
    """Send the lines in as few messages as the server takes."""
    try:
        send(part)
    except EndpointError as error:
        if error.status != _TOO_LARGE or len(part) == 1:
            raise
        half = len(part) // 2
        _send(part[:half], send)
        _send(part[half:], send)


def _put(transport: Transport, url: str, lines: Iterable[bytes]) -> None:
    """Send a graph; the first message replaces what was there, those after it add to it."""
    method = "PUT"

    def send(part: Lines) -> None:
        nonlocal method
        _transfer(transport, method, url, NTRIPLES, part)
        method = "POST"

    for part in in_parts(lines, _BODY_BYTES):
        _send(part, send)


def _transfer(transport: Transport, method: str, url: str, media_type: str, part: Lines) -> None:
    transport.send(Message(method, url, b"".join(part), {"Content-Type": media_type}, writes=True))


def _insert(transport: Transport, url: str, graph: str, part: Lines) -> None:
    update(transport, url, insert_data(graph, part))


def _clear(transport: Transport, url: str, graphs: Iterable[str]) -> None:
    update(transport, url, " ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs))


def _as_quads(graph: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    end = f" <{graph}> .\n".encode()
    return (line.removesuffix(b" .\n") + end for line in lines)
