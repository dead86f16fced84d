"""The named queries on the same quads in several places: embedded, over HTTP, in remote stores; prints one JSON object.

    python benchmarks/remote.py STORE [--only embedded serve oxigraph virtuoso rdflib] [--table FILE]

``embedded`` is the store in this process, ``serve`` is ``rasd serve`` that keeps no answers, ``oxigraph`` and
``virtuoso`` are those servers with their data on the disk, loaded by ``rasd push`` (``push_s``); all of them are asked
by what ``rasd query --endpoint`` uses. Each is asked once to compare its rows with those of the embedded store, and
then measured: the median of three runs in milliseconds at the client, all rows read, or of one run where the first took
longer than ten seconds. ``ratio`` is to the embedded store, measured once more in turn with them, so that other work on
the machine counts for both. ``same`` says whether the rows are those of the embedded store, ``error`` why there is no
answer, also after a minute; the server is then started again. rdflib holds the graph in memory and is asked once, query
by query, each in a process of its own that is ended after a minute (null).

With --table the milliseconds and ratios are also written to a file as a table in Markdown: a star stands where the rows
differ. Milliseconds compare only on one machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Self

from pyoxigraph import QuerySolutions

from builder.errors import RunError
from builder.push.check import compare
from builder.push.push import make_plan, push
from builder.sparql.catalogue import Query, catalogue
from builder.sparql.remote import ask
from builder.sparql.run import Answer, run_query
from builder.sparql.transport import Transport
from builder.store.store import Store
from queries import NEEDED, RDFLIB_SECONDS, RUNS, rdflib_seconds
from tests.remote.servers import free_port, oxigraph, oxigraph_binary, running, virtuoso, virtuoso_binary
from tests.remote.site import Site

EMBEDDED, SERVE, OXIGRAPH, VIRTUOSO, RDFLIB = PLACES = ("embedded", "serve", "oxigraph", "virtuoso", "rdflib")
SLOW_SECONDS = 10.0
LONGEST_SECONDS = 60.0
LONGEST_ERROR = 200
RESTART_SECONDS = 5.0  # which a server has to end before it is killed
VIRTUOSO_ROWS = 1_000_000
VIRTUOSO_BUFFERS = 100_000  # of 8 KB: what its manual advises for 1 GB of memory

Figures = dict[str, object]


def counted(answer: Answer) -> int:
    """How many rows an answer has, all of them read."""
    assert isinstance(answer, QuerySolutions)
    return sum(1 for _ in answer)


def milliseconds(answer: Callable[[], Answer]) -> float:
    """The time in which an answer is there with all of its rows."""
    started = time.perf_counter()
    counted(answer())
    return 1000 * (time.perf_counter() - started)


def embedded(store: Store, query: Query) -> Figures:
    """One query in this process."""
    terms = query.bind(NEEDED.get(query.name, {}))
    rows = counted(run_query(store.rdf, query.text, terms))
    taken = [milliseconds(lambda: run_query(store.rdf, query.text, terms)) for _ in range(RUNS)]
    return {"rows": rows, "ms": round(statistics.median(taken), 1)}


def remote(store: Store, transport: Transport, address: str, query: Query) -> Figures:
    """One query at an endpoint."""
    compared = compare(store.rdf, transport, address, query)
    if compared.error:
        return {"error": compared.error[:LONGEST_ERROR], "s": round(compared.seconds, 1)}
    terms = query.bind(NEEDED.get(query.name, {}))
    here, there = [], []
    for _ in range(1 if compared.seconds > SLOW_SECONDS else RUNS):
        here.append(milliseconds(lambda: run_query(store.rdf, query.text, terms)))
        try:
            there.append(milliseconds(lambda: ask(transport, address, query.text, terms)))
        except RunError as error:
            return {"error": str(error)[:LONGEST_ERROR]}
    taken, base = statistics.median(there), statistics.median(here)
    figures: Figures = {"ms": round(taken, 1), "ratio": round(taken / base, 2)}
    return figures if compared.skipped else figures | {"same": compared.same}


class Server:
    """Where a place is asked, started again when it is told to."""

    def __init__(self, place: str, store: Path, folder: Path) -> None:
        self._place = place
        self._store = store
        self._folder = folder / place
        self._folder.mkdir()
        self._stack = ExitStack()
        self.site: Site

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def start(self, stop_seconds: float | None = None) -> None:
        """Start it, after having stopped it where it runs; what it holds stays there."""
        self._stack.close()
        if self._place == SERVE:
            port = free_port()
            command = [sys.executable, "-m", "builder", "serve", "--store", str(self._store), "--port", str(port)]
            self._stack.enter_context(running([*command, "--cache-mb", "0", "--timeout", str(LONGEST_SECONDS)], port))
            address = f"http://127.0.0.1:{port}/sparql"
            self.site = replace(Site.of_oxigraph(address), query=address)
        elif self._place == OXIGRAPH:
            started = oxigraph("--union-default-graph", "--location", str(self._folder))
            self.site = Site.of_oxigraph(self._stack.enter_context(started))
        else:
            stop = {} if stop_seconds is None else {"stop_seconds": stop_seconds}
            sizes = {"rows": VIRTUOSO_ROWS, "buffers": VIRTUOSO_BUFFERS}
            self.site = Site.of_virtuoso(self._stack.enter_context(virtuoso(self._folder, **sizes, **stop)))


def measure(place: str, store: Store, folder: Path) -> tuple[dict[str, Figures], float | None]:
    """All queries in one place, and the seconds in which the quads came there."""
    if place == EMBEDDED:
        return {query.name: embedded(store, query) for query in catalogue()}, None
    if place == RDFLIB:
        taken = rdflib_seconds(store).items()
        return {name: {"ms": None if one is None else round(1000 * one)} for name, one in taken}, None
    with Server(place, store.path, folder) as server:
        pushed = None
        if place != SERVE:
            started = time.perf_counter()
            with server.site.transport() as transport:
                addresses, plan = server.site.addresses, make_plan(store.rdf, transport, server.site.query)
                push(store.rdf, transport, addresses, plan)
            pushed = round(time.perf_counter() - started, 1)
            server.start(RESTART_SECONDS)
        figures = {}
        for query in catalogue():
            with Transport(server.site.credentials, timeout=LONGEST_SECONDS) as transport:
                figures[query.name] = remote(store, transport, server.site.query, query)
            print(f"{place} {query.name}: {figures[query.name]}", file=sys.stderr, flush=True)
            if "error" in figures[query.name]:
                server.start(RESTART_SECONDS)  # a query that was given up goes on in some servers
        return figures, pushed


def is_there(place: str) -> bool:
    """Whether the program of a place is installed."""
    programs = {OXIGRAPH: oxigraph_binary, VIRTUOSO: virtuoso_binary}
    return place not in programs or programs[place]() is not None


def table(queries: dict[str, dict[str, Figures]], places: Sequence[str]) -> str:
    """The milliseconds of each query in each place, with ratios to the embedded store."""
    lines = [f"| {' | '.join(('query', *places))} |", "|---" * (len(places) + 1) + "|"]
    lines += [
        f"| {' | '.join((name, *(_cell(figures[place]) for place in places)))} |" for name, figures in queries.items()
    ]
    return "\n".join(lines) + "\n"


def _cell(figures: Figures) -> str:
    taken, ratio = figures.get("ms"), figures.get("ratio")
    if not isinstance(taken, float | int):
        return "error" if "error" in figures else f"over {RDFLIB_SECONDS} s"
    return f"{taken:,.0f}{'' if ratio is None else f' ({ratio:.2g})'}{'' if figures.get('same', True) else ' *'}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--only", nargs="+", choices=PLACES, default=PLACES)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    places = [place for place in options.only if is_there(place)]
    queries: dict[str, dict[str, Figures]] = {query.name: {} for query in catalogue()}
    pushed: dict[str, float] = {}
    load: dict[str, float] = {}
    with Store.open_reader(options.store) as store, tempfile.TemporaryDirectory() as folder:
        quads = len(store.rdf)
        for place in places:
            load[place] = round(os.getloadavg()[0], 1)
            found, seconds = measure(place, store, Path(folder))
            for name, figures in found.items():
                queries[name][place] = figures
            if seconds is not None:
                pushed[place] = seconds
    figures = {
        "quads": quads,
        "load": load,
        "not_installed": [place for place in options.only if place not in places],
        "push_s": pushed,
        "queries": queries,
    }
    if options.table:
        options.table.write_text(table(queries, places), encoding="utf-8")
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
