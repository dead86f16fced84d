"""A process that answers one query at a time, so that a query can be ended by ending the process.

Nothing within a process stops the library: no timeout, no signal handler, no exception (measured, see
docs/decisions/0012-endpoint.md). So the parent kills. Where the parent itself is gone, a thread notices the end of the
connection, also while a query runs, and ends the process; and should that fail, an alarm does at the query's deadline.
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from builder.derived.file import DerivedDataError, open_derived
from builder.derived.finding import Wanted, find
from builder.endpoint.counting import RowCounter
from builder.endpoint.frames import Kind, packed, packed_json, receive
from builder.endpoint.negotiation import GRAPHS, ROWS, Media, not_acceptable
from builder.endpoint.problems import AbortedError, ProblemError
from builder.endpoint.versions import Version, current_version
from builder.errors import QueryError, StoreError
from builder.sparql.lexical import graphs_of_from
from builder.sparql.run import explain_syntax
from builder.store.store import Store
from builder.vocabulary import PREFIXES

if sys.platform != "win32":
    import resource

NICENESS = 3
"""Of a worker above that of the server, which only passes on: so it gets a processor before the queries do."""

_CHUNK = 64 * 2**10
_ATTEMPTS = 5
_GRACE_SECONDS = 2.0  # that the parent has for killing before the worker's own alarm rings
ROW_FORMATS = {
    Media.JSON: ox.QueryResultsFormat.JSON,
    Media.XML: ox.QueryResultsFormat.XML,
    Media.CSV: ox.QueryResultsFormat.CSV,
    Media.TSV: ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    Media.TURTLE: ox.RdfFormat.TURTLE,
    Media.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    Media.JSON_LD: ox.RdfFormat.JSON_LD,
    Media.TRIG: ox.RdfFormat.TRIG,
    Media.N_QUADS: ox.RdfFormat.N_QUADS,
    Media.RDF_XML: ox.RdfFormat.RDF_XML,
}


def work(connection: socket.socket, store: str, memory_mb: int) -> None:
    """Open the store's newest snapshot and answer what comes until the connection ends."""
    _settle()
    threading.Thread(target=_end_with, args=(connection.fileno(),), daemon=True).start()
    with connection, suppress(EOFError, ConnectionError):
        try:
            version, opened = _open(Path(store))
        except (StoreError, OSError) as error:
            connection.sendall(packed_json(Kind.PROBLEM, {"detail": str(error)}))
            return
        with opened:
            limit_memory(memory_mb)
            connection.sendall(packed_json(Kind.READY, {"name": version.name, "published": version.published}))
            while True:
                _, payload = receive(connection)
                _answer(connection, opened, json.loads(payload))


def _settle() -> None:
    """Make the process end with its parent, quietly, and give way to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ["RUST_BACKTRACE"] = "0"  # else a query without memory spends seconds on a backtrace
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # the last words of an aborted process; the parent tells of it
    if sys.platform != "win32":
        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with(connection: int) -> None:
    """End the process as soon as the other side of the connection is gone.

    The death signal of Linux would not do: it is that of the process which forked this one, and the fork server of the
    standard library lives as long as any of its children.
    """
    if sys.platform != "win32":  # which has no poll; there a worker notices after its query
        watch = select.poll()
        watch.register(connection, 0)  # a hang-up is always told
        watch.poll()
        os._exit(0)


def _open(path: Path) -> tuple[Version, Store]:
    """The store, and which version it is: the same before and after the opening."""
    for _ in range(_ATTEMPTS):
        version = current_version(path)
        store = Store.open_reader(path)
        if version is not None and version == current_version(path):
            return version, store
        store.close()
    raise StoreError("the store is being published again and again")


def limit_memory(megabytes: int) -> None:
    """Let queries add so much to what the process has now; only Linux counts what is allocated, not what is mapped."""
    if sys.platform == "linux":
        found = re.search(r"VmData:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
        own = int(found[1]) * 1024 if found else 0
        limit = own + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _answer(connection: socket.socket, store: Store, request: dict[str, Any]) -> None:
    _alarm(request["seconds"] + _GRACE_SECONDS)
    out = _Out(connection, request["max_rows"], request["max_bytes"])
    try:
        if request["search"] is None:
            _evaluate(store.rdf, request, out)
        else:
            _search(store.snapshot, request["search"], out)
        out.finish()
    except (ProblemError, AbortedError) as error:
        status = error.status if isinstance(error, ProblemError) else HTTPStatus.INTERNAL_SERVER_ERROR
        connection.sendall(packed_json(Kind.PROBLEM, {"status": status, "detail": str(error)}))
    except MemoryError:
        os.abort()  # as the library does, which has less left than it needs
    finally:
        _alarm(0)


def _alarm(seconds: float) -> None:
    """End the process after so many seconds, if the parent has not; 0 takes it back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _evaluate(store: ox.Store, request: dict[str, Any], out: _Out) -> None:
    answer = _query(store, request["text"], request["default"], request["named"], request["base"] or None)
    sink = cast("IO[bytes]", out)  # the library calls write and flush only
    try:
        if isinstance(answer, ox.QueryTriples):
            media = _media(request["triples"], GRAPHS)
            out.begin(media)
            triples: Iterable[ox.Triple] = out.counted(answer)
            ox.serialize(triples, sink, GRAPH_FORMATS[media], prefixes=PREFIXES)
        else:
            media = _media(request["rows"], ROWS)
            out.begin(media, RowCounter(media) if isinstance(answer, ox.QuerySolutions) else None)
            answer.serialize(sink, ROW_FORMATS[media])
    except (RuntimeError, OSError, ValueError) as error:
        raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, f"the query cannot be answered: {error}") from error


def _search(snapshot: Path, wanted: dict[str, Any], out: _Out) -> None:
    """:raises ProblemError: 503 if there is no index of names that can be searched."""
    try:
        with closing(open_derived(snapshot)) as derived:
            found = find(derived, Wanted(**wanted))
    except DerivedDataError as error:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
    results = [
        {"iri": one.iri, "kind": one.kind, "label": {"ar": one.ar, "en": one.en}, "score": round(one.score, 3)}
        for one in found
    ]
    out.begin(Media.PLAIN_JSON)
    out.write(json.dumps({"results": results}, ensure_ascii=False).encode())


def _media(wanted: str | None, offered: tuple[Media, ...]) -> Media:
    if wanted is None:
        raise not_acceptable(offered)
    return Media(wanted)


def _query(
    store: ox.Store, text: str, default: list[str], named: list[str], base: str | None
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """The answer; without graphs in the request and the query, the default graph is the union of all."""
    try:
        if default or named:
            return store.query(
                text,
                base_iri=base,
                default_graph=[_graph(store, iri) for iri in default],
                named_graphs=[_graph(store, i) for i in named],
            )
        own = graphs_of_from(text, base or "")
        answer = store.query(text, base_iri=base, use_default_graph_as_union=not own)  # the union would overrule FROM
        for iri in own:
            _graph(store, iri)
    except SyntaxError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, str(explain_syntax(text, {}, str(error)))) from error
    except (QueryError, ValueError, RuntimeError) as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"the query cannot be answered: {error}") from error
    except OSError as error:
        raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "the store cannot be read") from error
    return answer


def _graph(store: ox.Store, iri: str) -> ox.NamedNode:
    """The name of a graph that the store holds.

    :raises ProblemError: 400 if it holds none of that name.
    """
    try:
        name = ox.NamedNode(iri)
    except ValueError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"{iri} is no absolute IRI of a graph") from error
    if not store.contains_named_graph(name):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            f"the store holds no graph <{iri}>: SELECT DISTINCT ?g {{ GRAPH ?g {{}} }} lists them",
        )
    return name


class _Out:
    """Where an answer is written to: sends it on in messages, and stops it at its limits."""

    def __init__(self, connection: socket.socket, max_rows: int, max_bytes: int) -> None:
        self._connection = connection
        self._rows_left = max_rows
        self._bytes_left = max_bytes
        self._max_rows, self._max_bytes = max_rows, max_bytes
        self._head = b""
        self._parts: list[bytes] = []
        self._held = 0
        self._rows: RowCounter | None = None

    def begin(self, media: Media, rows: RowCounter | None = None) -> None:
        self._head = packed(Kind.HEAD, media.value.encode())
        self._rows = rows

    def write(self, chunk: bytes) -> int:
        self._bytes_left -= len(chunk)
        if self._bytes_left < 0:
            raise _over(f"{self._max_bytes} bytes")
        if self._rows is not None:
            self._count(self._rows.count(chunk))
        self._parts.append(chunk)
        self._held += len(chunk)
        if self._held >= _CHUNK:
            self._send(b"")
        return len(chunk)

    def counted(self, triples: ox.QueryTriples) -> Iterator[ox.Triple]:
        for triple in triples:
            self._count(1)
            yield triple

    def flush(self) -> None:
        """Nothing: an answer is sent when a message is full, and at its end."""

    def finish(self) -> None:
        self._send(packed(Kind.END))

    def _count(self, rows: int) -> None:
        self._rows_left -= rows
        if self._rows_left < 0:
            raise _over(f"{self._max_rows} rows")

    def _send(self, tail: bytes) -> None:
        data = packed(Kind.DATA, b"".join(self._parts)) if self._parts else b""
        self._connection.sendall(self._head + data + tail)
        self._head = b""
        self._parts.clear()
        self._held = 0


def _over(limit: str) -> ProblemError:
    return ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, f"the answer is larger than {limit}: ask for less with LIMIT")
