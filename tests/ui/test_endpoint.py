"""The interface over a SPARQL endpoint: a real one, over the invented store."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from streamlit.testing.v1 import AppTest

import ui
from builder.push.addresses import find_addresses
from builder.push.push import make_plan, push
from builder.sparql.credentials import PASSWORD, USER
from builder.sparql.transport import Transport
from builder.store.store import Store
from tests.remote.servers import oxigraph, oxigraph_binary
from ui.choice import ENDPOINT_VARIABLE

APP = Path(ui.__file__).with_name("app.py")


@pytest.fixture
def endpoint(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Asks for a password."""
    monkeypatch.setenv(USER, "amal")
    monkeypatch.setenv(PASSWORD, "secret")
    expected = "Basic " + base64.b64encode(b"amal:secret").decode()
    with Store.open_reader(store) as reader:
        rdf = reader.rdf

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                if self.headers["Authorization"] != expected:
                    self.send_response(401)
                    self.send_header("WWW-Authenticate", 'Basic realm="rasd"')
                    self.end_headers()
                    return
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                answer = rdf.query(form["query"][0], use_default_graph_as_union=True)
                if isinstance(answer, ox.QueryTriples):
                    kind, body = "text/turtle", answer.serialize(format=ox.RdfFormat.TURTLE)
                else:
                    kind = "application/sparql-results+json"
                    body = answer.serialize(format=ox.QueryResultsFormat.JSON)
                assert body is not None
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Keep the output of the tests clean."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/sparql"
            server.shutdown()
            thread.join()


def draw(app: AppTest) -> str:
    app.run()
    assert not app.exception, [error.stack_trace for error in app.exception]
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def oxigraph_endpoint(store: Path) -> Iterator[str]:
    """Oxigraph's server, after a push."""
    if oxigraph_binary() is None:
        pytest.skip("the package oxigraph is not installed: pip install -e .[test]")
    with oxigraph("--union-default-graph") as address, Store.open_reader(store) as reader, Transport() as transport:
        query = f"{address}/query"
        push(reader.rdf, transport, find_addresses(transport, query), make_plan(reader.rdf, transport, query))
        yield query


@pytest.mark.parametrize("kind", ["endpoint", "oxigraph_endpoint"])
def test_overview_and_attack(kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINT_VARIABLE, request.getfixturevalue(kind))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = "en"
    page = draw(app)
    assert "<dt>Articles</dt><dd>3</dd>" in page
    assert page.count('class="rasd-row"') == 7
    app.switch_page("screens/attack.py")
    app.query_params["attack"] = page.partition("<bdi>Wadi Base</bdi>")[0].rpartition("attack%2F")[2].partition("&")[0]
    app.query_params["attack"] = f"https://w3id.org/rasd/id/attack/{app.query_params['attack']}"
    assert "<h3>Outcome of the attack</h3>" in draw(app)


def test_an_endpoint_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINT_VARIABLE, "http://127.0.0.1:9/sparql")
    page = draw(AppTest.from_file(APP, default_timeout=60))
    assert "<h1>تعذّر سؤال المخزن</h1>" in page
    assert "cannot be reached" in page
