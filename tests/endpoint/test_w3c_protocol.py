"""The tests of the W3C for the SPARQL 1.1 Protocol, sent to ``rasd serve`` as their manifest describes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection

import pyoxigraph as ox
import pytest

from builder.store.store import Store
from tests.endpoint.served import Served, serving
from tests.endpoint.w3c import SUITE, Exchange, exchanges, read_protocol_data

if not SUITE.is_dir():
    pytest.skip(
        "the tests of the W3C are not part of the project: ../shared/rdf-tests is absent (or $RASD_SHARED/rdf-tests)",
        allow_module_level=True,
    )

EXCHANGES = exchanges()
# These want an update to be carried out, and ask afterwards what it did.
UPDATES = {name for name, one in EXCHANGES.items() if name.startswith("update_") and 2 in one.statuses}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the graphs that the tests ask for; data0 has no file, the tests only need it to be there."""
    folder = tmp_path_factory.mktemp("protocol")
    with Store.open_writer(folder) as writer:
        writer.replace_graphs(read_protocol_data())
        writer.publish()
    with serving(folder) as served:
        yield served


def send(served: Served, exchange: Exchange) -> tuple[int, str, bytes]:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=60)
    try:
        path = exchange.path.replace("/sparql/", "/sparql", 1)
        connection.request(exchange.method, path, exchange.body, exchange.headers)
        response = connection.getresponse()
        return response.status, response.headers["Content-Type"].partition(";")[0], response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", sorted(EXCHANGES.keys() - UPDATES))
def test_protocol(served: Served, name: str) -> None:
    exchange = EXCHANGES[name]
    status, media, body = send(served, exchange)
    assert status // 100 in exchange.statuses, body.decode()
    if exchange.kind == "RDF":
        form = ox.RdfFormat.from_media_type(media)
        assert form is not None
        list(ox.parse(body, form))
    elif exchange.kind is not None:
        assert ("boolean" in json.loads(body)) == (exchange.kind == "boolean")
        assert ("results" in json.loads(body)) == (exchange.kind == "tabular")
    if exchange.boolean is not None:
        assert json.loads(body)["boolean"] is exchange.boolean


@pytest.mark.parametrize("name", sorted(UPDATES))
def test_updates_are_refused(served: Served, name: str) -> None:
    assert send(served, EXCHANGES[name])[0] == 403


def test_the_manifest_is_whole() -> None:
    assert (len(EXCHANGES), len(UPDATES)) == (34, 7)
