"""Who may ask, from where, and what is sent how."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from builder.endpoint.gate import Buckets
from builder.listening import is_loopback
from tests.endpoint.conftest import ENDLESS, SMALL, Endpoint, alive, eventually, form, running

SITE = "https://site.example"


def test_token(store: Path) -> None:
    with running(store, token="secret ق") as endpoint:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic secret"}):
            reply = endpoint.get(SMALL, headers)
            assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, 'Bearer realm="rasd"')
        right = "Bearer secret ق".encode().decode("latin-1")
        assert endpoint.get(SMALL, {"Authorization": right}).status == 200
        assert endpoint.send("GET", "/").status == 401
        assert endpoint.send("GET", "/health").status == 200


def test_other_sites_are_not_let_in(endpoint: Endpoint) -> None:
    assert "Access-Control-Allow-Origin" not in endpoint.get(SMALL, {"Origin": SITE}).headers


def test_sites_that_are_let_in(store: Path) -> None:
    with running(store, token="secret", origins=(SITE,)) as endpoint:
        asks = {
            "Origin": SITE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        }
        preflight = endpoint.send("OPTIONS", "/sparql", headers=asks)
        assert (preflight.status, preflight.headers["Access-Control-Allow-Origin"]) == (200, SITE)
        assert endpoint.send("OPTIONS", "/sparql", headers={**asks, "Origin": "https://other.example"}).status == 400
        reply = endpoint.get(SMALL, {"Origin": SITE, "Authorization": "Bearer secret"})
        assert reply.headers["Access-Control-Allow-Origin"] == SITE
        assert "Access-Control-Allow-Credentials" not in reply.headers
        assert endpoint.get(SMALL, {"Origin": SITE}).headers["Access-Control-Allow-Origin"] == SITE  # of the 401


def test_another_name_for_the_loopback_address(endpoint: Endpoint) -> None:
    assert endpoint.get(SMALL, {"Host": "attacker.example"}).status == 400
    assert endpoint.get(SMALL, {"Host": "localhost:1"}).status == 200


def test_entity_tags(endpoint: Endpoint) -> None:
    first = endpoint.get(SMALL)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    for asked in (tag, f'"x", {tag}', "*", tag.removeprefix("W/")):
        reply = endpoint.get(SMALL, {"If-None-Match": asked})
        assert (reply.status, reply.body, reply.headers["ETag"]) == (304, b"", tag)
    assert endpoint.get(SMALL, {"If-None-Match": tag, "Accept": "text/csv"}).status == 200
    assert endpoint.get(SMALL + " ", {"If-None-Match": tag}).status == 200


def test_an_answer_is_kept(endpoint: Endpoint) -> None:
    text = "SELECT (BNODE() AS ?b) WHERE {} # "
    assert endpoint.get(text).body == endpoint.get(text).body != endpoint.get(text + " ").body


def test_an_answer_that_changes_by_itself_is_not_kept(endpoint: Endpoint) -> None:
    for function in ("RAND()", "now ()", "UUID()", "STRUUID()"):
        replies = [endpoint.get(f"SELECT ({function} AS ?x) WHERE {{}}") for _ in range(2)]
        assert replies[0].body != replies[1].body
        assert "ETag" not in replies[0].headers


def test_compression(endpoint: Endpoint) -> None:
    for text in ("SELECT * WHERE { ?s ?p ?o } LIMIT 100", "SELECT * WHERE { ?s ?p ?o . ?a ?b 7 }"):
        plain = endpoint.get(text)
        packed = endpoint.get(text, {"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) < len(plain.body) / 4


def test_headers_of_every_response(endpoint: Endpoint) -> None:
    for reply in (endpoint.get(SMALL), endpoint.get("x"), endpoint.send("GET", "/nothing")):
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert "Server" not in reply.headers


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_buckets() -> None:
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.wait("a", 0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.wait("b", 0) == 0
    assert buckets.wait("a", 0.5) == 0
    assert buckets.wait("a", 0.5) > 0
    assert [buckets.wait("a", 100) for _ in range(4)] == [0, 0, 0, 0.5]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_server(store: Path, tmp_path: Path, end: signal.Signals) -> None:
    command = [sys.executable, "-m", "builder", "serve", "--store", str(store), "--port", "0", "--timeout", "60"]
    variables = os.environ | {"TMPDIR": str(tmp_path)}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables)
    assert server.stdout is not None
    assert server.stderr is not None
    with ExitStack() as stack:
        stack.enter_context(server)
        stack.callback(server.kill)
        port = int(server.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
        endpoint = Endpoint(port, None)  # type: ignore[arg-type]
        connection = endpoint.connect()
        connection.sendall(b"GET /sparql?" + form(ENDLESS["join"]) + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert endpoint.get(SMALL).status == 200
        children = descendants(server.pid)
        assert len(children) >= 4
        server.send_signal(end)
        server.wait(timeout=60)
        eventually(lambda: not any(map(alive, children)))
        connection.close()
        if end is not signal.SIGKILL:
            assert server.stderr.read() == ""
            assert server.returncode == 0
            assert list(tmp_path.iterdir()) == []


def descendants(pid: int) -> set[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in found.splitlines())}
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return below - {pid}
