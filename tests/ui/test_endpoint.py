"""The interface over a SPARQL endpoint: a real one, over the invented store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from streamlit.testing.v1 import AppTest

import ui
from builder.store.store import Store
from ui.choice import ENDPOINT_VARIABLE

APP = Path(ui.__file__).with_name("app.py")


@pytest.fixture
def endpoint(store: Path) -> Iterator[str]:
    with Store.open_reader(store) as reader:
        rdf = reader.rdf

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
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


def test_overview_and_attack(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINT_VARIABLE, endpoint)
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = "en"
    page = draw(app)
    assert "<dt>Articles</dt><dd>3</dd>" in page
    assert page.count('class="rasd-row"') == 7
    app.switch_page("pages/attack.py")
    app.query_params["attack"] = page.partition("<bdi>Wadi Base</bdi>")[0].rpartition("attack%2F")[2].partition("&")[0]
    app.query_params["attack"] = f"https://w3id.org/rasd/id/attack/{app.query_params['attack']}"
    assert "<h3>Outcome of the attack</h3>" in draw(app)


def test_an_endpoint_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENDPOINT_VARIABLE, "http://127.0.0.1:9/sparql")
    page = draw(AppTest.from_file(APP, default_timeout=60))
    assert "<h2>تعذّر سؤال المخزن</h2>" in page
    assert "cannot be reached" in page
