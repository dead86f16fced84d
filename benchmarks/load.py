"""Load of the endpoint: many clients with named queries, beside a simple query and beside queries that never end.

    python benchmarks/load.py STORE [--seconds 60] [--clients 32] [--runaways 10]

Prints one JSON object. STORE is a store of ``rasd build``; Oxigraph's own server gets the same quads. One after the
other are asked: Oxigraph, ``rasd serve``, ``rasd serve`` that keeps no answers (``--cache-mb 0``), and the last again
beside the queries that never end: four times SECONDS in all, and what loading takes. ``unfinished`` are requests
without an answer some seconds after the end; they are in no median.

Each client is a process with one connection that asks one query after another without a pause, each time a random
named query with random sample values. Queries that can be narrowed to an article, an attack or a group are asked so,
others as they stand. A further client, the probe, asks a simple query of ten rows all the time: in turn one whose text
is always another, and the same again. Times are milliseconds at the client, which works on the same machine.

``late_s`` are the seconds from the deadline (``--timeout``) to the end of the answer that a query without end gets.
Memory is that of all processes of a server, in megabytes: ``rss`` counts a page for each process that shares it,
``pss`` once; ``slope`` is a minute's growth by least squares over the second half of the time.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from endpoint import ENDLESS, SIMPLE
from pyoxigraph import QuerySolutions, RdfFormat

from builder.endpoint.binding import bound_text
from builder.sparql.catalogue import Query, catalogue, find_query
from builder.sparql.results import records
from builder.sparql.run import run_query
from builder.store.store import Store
from queries import NEEDED

HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
ANOTHER, SAME = "another text", "the same text"  # of the probe
RUNAWAYS = ("join", "path", "order")
UNLOADED_SECONDS = 5.0
MEMORY_SECONDS = 1.0
START_SECONDS = 60.0
LAST_SECONDS = 5.0  # for the answers that a client waits for when its time is over
UNFINISHED = -1
REST_SECONDS = 0.5  # of a client that was told to come later
VALUES = 10
# Where sample values of optional parameters come from: a named query, and its column.
SAMPLES = {
    "article": ("casualty-range", "articles"),
    "attack": ("casualty-range", "attack"),
    "group": ("group-attacks", "name"),
    "country": ("attacks-by-week", "countries"),
    "source": ("totals-over-time", "source_name"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what was asked, when it was sent (seconds of the monotonic clock), and what came of it."""

    name: str
    sent: float
    ms: float
    status: int  # 0 if the connection failed, UNFINISHED if there was no answer at the end
    size: int
    retry: bool = False  # whether the answer says to come again later


Ask = tuple[str, str]  # a name and the text of a query
Client = Callable[["Asker", int], list[Asked]]


class Asker:
    """One connection that is kept, to the address of an endpoint; from *end* on it waits a while and no longer."""

    def __init__(self, address: str, end: float) -> None:
        parts = urlsplit(address)
        self.end = end
        self._path = parts.path
        self._connection = http.client.HTTPConnection(parts.netloc)

    def ask(self, name: str, text: str) -> Asked:
        """Send a query and read its answer to the end."""
        return self._send(name, "POST", self._path, urlencode({"query": text}), HEADERS)

    def fetch(self, name: str, path: str) -> Asked:
        """Ask for another resource of the server and read it to the end."""
        return self._send(name, "GET", path, None, {})

    def _send(self, name: str, method: str, path: str, body: str | None, headers: dict[str, str]) -> Asked:
        sent = time.monotonic()
        self._connection.timeout = max(0.1, self.end - sent + LAST_SECONDS)
        try:
            if self._connection.sock is not None:
                self._connection.sock.settimeout(self._connection.timeout)
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            size, status, retry = len(response.read()), response.status, "Retry-After" in response.headers
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()  # it opens again with the next request
            size, status, retry = 0, UNFINISHED if isinstance(error, TimeoutError) else 0, False
        return Asked(name, sent, 1000 * (time.monotonic() - sent), status, size, retry)


def mixed(questions: Sequence[Sequence[Ask]]) -> Client:
    """A client that asks random queries: first which, then with which values."""

    def run(asker: Asker, number: int) -> list[Asked]:
        chance, asked = random.Random(number), []
        while time.monotonic() < asker.end:
            asked.append(asker.ask(*chance.choice(chance.choice(questions))))
        return asked

    return run


def probe(asker: Asker, number: int) -> list[Asked]:
    """The client that asks the simple query."""
    asked = []
    while time.monotonic() < asker.end:
        asked.append(asker.ask(ANOTHER, SIMPLE.format(limit=10, number=time.monotonic_ns())))
        asked.append(asker.ask(SAME, SIMPLE.format(limit=10, number=0)))
    return asked


def runaway(asker: Asker, number: int) -> list[Asked]:
    """A client that asks queries without end."""
    asked: list[Asked] = []
    while time.monotonic() < asker.end:
        kind = (number + len(asked)) % len(ENDLESS)
        asked.append(asker.ask(RUNAWAYS[kind], ENDLESS[kind].format(number=f"{number} {len(asked)}")))
        if asked[-1].retry:
            time.sleep(REST_SECONDS)
    return asked


def _client(run: Client, address: str, number: int, seconds: float, out: Connection) -> None:
    out.recv()  # all begin together
    out.send(run(Asker(address, time.monotonic() + seconds), number))


def ask_all(address: str, clients: Sequence[Client], seconds: float, server: int) -> tuple[list[Asked], Memory]:
    """What all clients asked in so many seconds, and the memory that the server used meanwhile."""
    context = multiprocessing.get_context("fork")
    pipes, memory = [], Memory(server)
    for number, run in enumerate(clients):
        ours, theirs = context.Pipe()
        context.Process(target=_client, args=(run, address, number, seconds, theirs), daemon=True).start()
        pipes.append(ours)
    for pipe in pipes:
        pipe.send(None)
    asked: list[Asked] = []
    while pipes:
        ready = wait(pipes, timeout=MEMORY_SECONDS)
        memory.look()
        for pipe in [pipe for pipe in pipes if pipe in ready]:
            asked += pipe.recv()
            pipes.remove(pipe)
    return asked, memory


class Memory:
    """The memory of a process and all that come from it, looked at now and then."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.seen: list[tuple[float, dict[str, float]]] = []
        """Seconds of the monotonic clock, and megabytes and the number of processes by name."""

    def look(self) -> None:
        """Add what there is now, if the last look is a while ago."""
        now = time.monotonic()
        if self.seen and now - self.seen[-1][0] < MEMORY_SECONDS:
            return
        totals: Counter[str] = Counter()
        for process in with_children(self.server):
            try:
                told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
            except (OSError, ValueError):
                continue  # it has ended
            totals["processes"] += 1
            for name in ("Rss", "Pss"):
                found = re.search(rf"^{name}:\s*(\d+) kB", told, re.MULTILINE)
                totals[name.lower()] += int(found[1]) if found else 0
        if totals:  # else the first of them has ended
            self.seen.append((now, {n: v if n == "processes" else v / 1024 for n, v in totals.items()}))

    def figures(self) -> dict[str, object]:
        """First, last, maximum and slope."""
        told: dict[str, object] = {"looks": len(self.seen)}
        for name in ("rss", "pss", "processes"):
            values = [seen[name] for _, seen in self.seen]
            told[name] = {"first": round(values[0]), "last": round(values[-1]), "maximum": round(max(values))}
        half = self.seen[len(self.seen) // 2 :]
        if len(half) > 2:
            times, values = [at for at, _ in half], [seen["pss"] for _, seen in half]
            told["slope"] = round(60 * statistics.linear_regression(times, values).slope, 1)
        return told


def with_children(process: int) -> Iterator[int]:
    """A process and all that come from it, as far as they have not ended."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text(encoding="ascii").split()
        except OSError:
            continue  # it has ended
        for child in children:
            yield from with_children(int(child))


def times(asked: Sequence[Asked]) -> dict[str, object]:
    """How many answers there were, and how long the good ones took."""
    good = sorted(one.ms for one in asked if one.status == http.client.OK)
    unfinished = sum(one.status == UNFINISHED for one in asked)
    figures: dict[str, object] = {"asked": len(asked), "unfinished": unfinished}
    if wrong := Counter(one.status for one in asked if one.status not in (http.client.OK, UNFINISHED)):
        figures["errors"] = {str(status): count for status, count in sorted(wrong.items())}
    if good:
        figures |= {
            "median_ms": round(statistics.median(good), 2),
            "p99_ms": round(good[int(0.99 * len(good))], 2),
            "maximum_ms": round(good[-1], 1),
        }
    return figures


def told(asked: Sequence[Asked], memory: Memory, seconds: float, timeout: float) -> dict[str, object]:
    """The figures of one run."""
    named = [one for one in asked if one.name not in (ANOTHER, SAME, *RUNAWAYS)]
    figures: dict[str, object] = {
        "probe": {name: times([one for one in asked if one.name == name]) for name in (ANOTHER, SAME)},
    }
    if named:
        names = sorted({one.name for one in named})
        figures["named"] = times(named) | {
            "a_second": round(len(named) / seconds, 1),
            "megabytes": round(sum(one.size for one in named) / 1e6, 1),
            "by_query": {name: times([one for one in named if one.name == name]) for name in names},
        }
    if ended := [one for one in asked if one.name in RUNAWAYS]:
        figures["runaways"] = {name: ending([one for one in ended if one.name == name], timeout) for name in RUNAWAYS}
    return figures | {"memory_mb": memory.figures()}


def ending(asked: Sequence[Asked], timeout: float) -> dict[str, object]:
    """How queries without end ended: at the deadline, before it (no memory), or refused (no place)."""
    asked = [one for one in asked if one.status != UNFINISHED]
    refused = [one for one in asked if one.retry]
    before = [one for one in asked if not one.retry and one.ms < 1000 * timeout]
    late = sorted(one.ms / 1000 - timeout for one in asked if not one.retry and one.ms >= 1000 * timeout)
    figures: dict[str, object] = {
        "asked": len(asked),
        "statuses": dict(Counter(str(one.status) for one in asked)),
        "refused": len(refused),
        "before_deadline": len(before),
        "at_deadline": len(late),
    }
    if late:
        figures["late_s"] = {"median": round(statistics.median(late), 3), "maximum": round(late[-1], 3)}
    return figures


def sample_queries(store: Store) -> list[list[Ask]]:
    """The texts of each named query with its sample values."""
    values = sample_values(store)
    return [[(query.name, bound_text(query, pairs)) for pairs in given(query, values)] for query in catalogue()]


def sample_values(store: Store) -> dict[str, list[str]]:
    """Values of optional parameters that the store has something about."""
    values: dict[str, list[str]] = {}
    for parameter, (name, column) in SAMPLES.items():
        answer = run_query(store.rdf, find_query(name).text)
        assert isinstance(answer, QuerySolutions)
        found = {part.strip() for row in records(answer) for part in (row[column] or "").split(";")} - {""}
        values[parameter] = random.Random(0).sample(sorted(found), min(VALUES, len(found)))
    return values


def given(query: Query, values: dict[str, list[str]]) -> list[tuple[tuple[str, str], ...]]:
    """The parameters of each request for a query: what it needs, and one value more where it can be narrowed."""
    needed = tuple(NEEDED.get(query.name, {}).items())
    narrowing = [one.name for one in query.parameters if values.get(one.name)]
    return [(*needed, (name, value)) for name in narrowing for value in values[name]] or [needed]


@contextmanager
def running(command: Sequence[str], address: str) -> Iterator[int]:
    """A server while it is needed; gives its process."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            end = time.monotonic() + START_SECONDS
            while Asker(address, end).ask("", "ASK {}").status != http.client.OK:
                if server.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{command[0]} does not answer")
                time.sleep(0.1)
            yield server.pid
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--runaways", type=int, default=10)
    parser.add_argument("--timeout", type=float, default=30.0, help="deadline of the servers that keep no answers")
    parser.add_argument("--oxigraph", default=str(Path(sys.executable).with_name("oxigraph")), help="the program")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with Store.open_reader(options.store) as store:
            quads, questions = len(store.rdf), sample_queries(store)
            if options.oxigraph:
                store.rdf.dump(Path(folder) / "store.nq", format=RdfFormat.N_QUADS)
        figures: dict[str, object] = {
            "quads": quads,
            "queries": len(questions),
            "texts": sum(map(len, questions)),
            "processors": os.cpu_count(),
            "load_before": round(os.getloadavg()[0], 2),
            "seconds": options.seconds,
            "clients": options.clients,
        }
        clients = [*([mixed(questions)] * options.clients), probe]
        if options.oxigraph:
            figures["oxigraph"] = measure_oxigraph(options, Path(folder), clients)
    figures["rasd"] = measure_rasd(options, clients, [])
    figures["rasd_keeps_nothing"] = measure_rasd(
        options, clients, ["--cache-mb", "0"], [*clients, *([runaway] * options.runaways)]
    )
    print(json.dumps(figures, ensure_ascii=False, indent=2))


def measure_oxigraph(options: argparse.Namespace, folder: Path, clients: Sequence[Client]) -> dict[str, object]:
    """Oxigraph's server on the same quads."""
    location = ["--location", str(folder / "oxigraph")]
    load = [options.oxigraph, "load", *location, "--file", str(folder / "store.nq")]
    subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([options.oxigraph, "optimize", *location], check=True, stderr=subprocess.DEVNULL)
    bind = f"127.0.0.1:{free_port()}"
    command = [options.oxigraph, "serve-read-only", *location, "--union-default-graph", "--bind", bind]
    return measure(command, f"http://{bind}/query", options, [("loaded", clients)])


def measure_rasd(
    options: argparse.Namespace, clients: Sequence[Client], more: list[str], beside: Sequence[Client] = ()
) -> dict[str, object]:
    """``rasd serve`` with its defaults and *more*."""
    port = free_port()
    command = [sys.executable, "-m", "builder", "serve", "--store", str(options.store), "--port", str(port), *more]
    runs = [("loaded", clients)]
    if beside:
        command += ["--timeout", str(options.timeout)]
        runs.append(("beside_runaways", beside))
    return measure(command, f"http://127.0.0.1:{port}/sparql", options, runs)


def measure(
    command: Sequence[str], address: str, options: argparse.Namespace, runs: Sequence[tuple[str, Sequence[Client]]]
) -> dict[str, object]:
    """A server without load, and in some runs."""
    figures: dict[str, object] = {}
    with running(command, address) as server:
        ask_all(address, [probe], 1.0, server)  # warms up
        for name, clients, seconds in (
            ("unloaded", [probe], UNLOADED_SECONDS),
            *((name, clients, options.seconds) for name, clients in runs),
        ):
            asked, memory = ask_all(address, clients, seconds, server)
            figures[name] = told(asked, memory, seconds, options.timeout)
            print(f"{address} {name}: done", file=sys.stderr)
    return figures


if __name__ == "__main__":
    main()
