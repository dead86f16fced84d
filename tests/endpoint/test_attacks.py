"""Hostile requests to ``rasd serve``: after each it answers as before, has asked nobody, read and changed nothing."""

from __future__ import annotations

import itertools
import json
import re
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from builder.sparql.catalogue import Query, catalogue
from builder.sparql.parameters import ParameterType
from builder.store.store import Store
from tests.endpoint.attacks import INJECTIONS, MISSING, Attack, Place, attacks, named
from tests.endpoint.served import Served, serving
from tests.invented import invented_store

SECRET = "7f3a-not-for-anybody"
SECONDS = 60  # that a client waits at most: no answer comes so late
STATUS = re.compile(rb"^HTTP/1\.1 (\d{3}) ", re.MULTILINE)
ATTACKS = attacks()
FRESH = itertools.count()


@dataclass(frozen=True)
class Besieged:
    """A server, what it must not touch, and what is in its store."""

    served: Served
    trap: socket.socket
    place: Place
    count: str

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.served.port), timeout=SECONDS)

    def send(self, attack: Attack) -> bytes:
        """All that comes back until the server ends the connection."""
        reply = b""
        with self.connect() as connection, suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(attack.render(self.place))
            if attack.hangs_up:
                connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(2**16):
                reply += part
        return reply

    def is_well(self) -> None:
        """The server answers a query that nobody has asked before, and nobody has come to the trap."""
        text = f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {next(FRESH)}"
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=SECONDS)
        try:
            connection.request("GET", f"/sparql?{urlencode({'query': text})}")
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        assert response.status == 200, body
        assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == self.count
        with pytest.raises(BlockingIOError):
            self.trap.accept()


def digest(store: Path) -> tuple[str, int]:
    """The content of a store, and how many triples there are in the union of its graphs."""
    with Store.open_reader(store) as reader:
        quads = sorted(map(str, reader.rdf))
        triples = {(quad.subject, quad.predicate, quad.object) for quad in reader.rdf}
    return sha256("\n".join(quads).encode()).hexdigest(), len(triples)


def _serving(store: Path) -> AbstractContextManager[Served]:
    """The server may tell of garbage, and of workers whose stack a query has exhausted (SIGSEGV or SIGABRT)."""
    ended = tuple(f"warning: a worker ended with {signal}" for signal in (-11, -6))
    return serving(store, "--timeout", "5", warnings=("WARNING:  Invalid HTTP request received.", *ended))


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    folder = tmp_path_factory.mktemp("besieged")
    store = invented_store(folder / "store")
    file = folder / "secret.nt"
    file.write_text(f'<urn:a> <urn:b> "{SECRET}" .\n', encoding="utf-8")
    before, count = digest(store)
    with socket.create_server(("127.0.0.1", 0)) as trap, _serving(store) as served:
        trap.setblocking(False)
        place = Place(f"http://127.0.0.1:{trap.getsockname()[1]}", file.as_posix())
        yield Besieged(served, trap, place, str(count))
    assert digest(store)[0] == before


@pytest.mark.parametrize("attack", [one for one in ATTACKS if not one.held], ids=lambda attack: attack.name)
def test_a_hostile_request(besieged: Besieged, attack: Attack) -> None:
    reply = besieged.send(attack)
    besieged.is_well()
    statuses = [int(status) for status in STATUS.findall(reply)] or [MISSING]
    assert set(statuses) <= set(attack.statuses), reply[:2000]
    assert SECRET.encode() not in reply
    assert b"Traceback" not in reply
    assert attack.says in reply
    assert attack.lacks.lower() not in reply.lower()


@pytest.mark.parametrize("attack", [one for one in ATTACKS if one.held], ids=lambda attack: attack.name)
def test_clients_that_do_not_get_on(besieged: Besieged, attack: Attack) -> None:
    with ExitStack() as open_connections:
        for _ in range(attack.held):
            open_connections.enter_context(besieged.connect()).sendall(attack.render(besieged.place))
        besieged.is_well()
    besieged.is_well()


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_value_that_breaks_out_is_a_value_that_nothing_has(besieged: Besieged, query: Query) -> None:
    for parameter in query.parameters:
        if parameter.type is ParameterType.STRING:
            nothing = besieged.served.get(named(query, parameter, "zzz-nothing-has-this")).body
            for value in INJECTIONS:
                assert besieged.served.get(named(query, parameter, value)).body == nothing


def test_the_trap_and_the_secret_are_there(besieged: Besieged) -> None:
    """Else nothing above would mean anything."""
    assert SECRET in Path(besieged.place.file).read_text(encoding="utf-8")
    with socket.create_connection(besieged.trap.getsockname()), besieged.trap.accept()[0]:
        pass
    besieged.is_well()


def test_there_are_enough_of_them() -> None:
    assert len(ATTACKS) >= 60
