"""A real server on a real store, and a client that shows what came over the wire."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from builder.endpoint.limits import Limits
from builder.endpoint.pool import Pool
from builder.endpoint.serve import listener, make_server
from builder.store.store import Store

EX = "https://example.org/"
LIMITS = Limits(timeout_seconds=20, workers=2, slow_workers=2, memory_mb=256, max_bytes=2**24)
SMALL = "SELECT ?s WHERE { ?s <https://example.org/number> 1 }"
LARGE = "SELECT * WHERE { ?a <https://example.org/number> ?b . ?c ?d ?e }"
ENDLESS = {
    "join": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<x:a>|^!<x:b>)* ?b . ?c (!<x:c>|^!<x:d>)* ?d . ?e ?f ?g }",
    "order": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def rows(self) -> list[dict[str, str]]:
        found = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    @property
    def detail(self) -> str:
        assert self.headers["Content-Type"] == "application/problem+json"
        problem = json.loads(self.body)
        assert problem["status"] == self.status
        return str(problem["detail"])


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that runs, and its pool."""

    port: int
    pool: Pool

    def send(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(
        self,
        text: str,
        headers: Mapping[str, str] | None = None,
        graphs: Mapping[str, str | list[str]] | None = None,
    ) -> Reply:
        parameters = urlencode({"query": text, **(graphs or {})}, doseq=True)
        return self.send("GET", f"/sparql?{parameters}", headers=headers)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def pids(self) -> set[int]:
        """The workers that there are now."""
        return {pid for one in set(self.pool._workers) if (pid := one.process.pid) is not None}


def form(text: str, **more: str) -> bytes:
    return urlencode({"query": text, **more}).encode()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds; how long it takes is not tested."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def publish(folder: Path, numbers: range) -> None:
    """Make the store hold a graph with so many things; what was there before stays in the snapshot before."""
    number = ox.NamedNode(EX + "number")
    graph = ox.NamedNode(EX + "graph")
    quads = [ox.Quad(ox.NamedNode(f"{EX}{n}"), number, ox.Literal(n), graph) for n in numbers]
    other = ox.NamedNode(EX + "other")
    words = [ox.Quad(ox.NamedNode(EX + "x"), ox.NamedNode(EX + "name"), ox.Literal('أ\n"ب", },{"'), other)]
    with Store.open_writer(folder) as writer:
        writer.replace_graphs({graph.value: quads, other.value: words})
        writer.publish()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    publish(folder, range(2000))
    return folder


@contextmanager
def running(
    store: Path, limits: Limits = LIMITS, *, token: str | None = None, origins: tuple[str, ...] = ()
) -> Iterator[Endpoint]:
    with listener("127.0.0.1", 0) as bound:
        server = make_server(store, limits, "127.0.0.1", token=token, cors_origins=origins)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            eventually(lambda: server.started or not thread.is_alive())
            assert server.started
            yield Endpoint(bound.getsockname()[1], server.pool)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def endpoint(store: Path) -> Iterator[Endpoint]:
    with running(store) as endpoint:
        yield endpoint


def limits(**changes: float | None) -> Limits:
    return replace(LIMITS, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def store_with_short_queries(store: Path) -> Iterator[Endpoint]:
    with running(store, limits(query_characters=500)) as endpoint:
        yield endpoint
