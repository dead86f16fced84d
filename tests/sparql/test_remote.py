from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

from builder.errors import QueryError, RunError
from builder.sparql.remote import query_endpoint
from builder.sparql.results import table
from builder.sparql.run import run_query

A, NAME = NamedNode("https://e.org/a"), NamedNode("https://e.org/name")


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint over an in-memory store; the path chooses how it misbehaves."""

    store: ClassVar[Store] = Store()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        fields = parse_qs(body)
        if list(fields) != ["query"]:
            self.answer(400, "text/plain", b"unknown fields")
        elif self.path == "/slow":
            time.sleep(3)
        elif self.path == "/cut":
            self.answer(200, "application/json", b'{"head":{"vars":["s"]},"results":{"bindings":[')
        elif self.path == "/broken":
            self.answer(500, "text/plain", b"out of memory")
        elif self.path == "/page":
            self.answer(200, "text/html", b"<html>Welcome</html>")
        else:
            self.ask(fields["query"][0])

    def ask(self, query: str) -> None:
        try:
            found = run_query(self.store, query)
        except QueryError as error:
            self.answer(400, "text/plain", str(error).encode("utf-8"))
            return
        if isinstance(found, QuerySolutions | QueryBoolean):
            results = found.serialize(format=QueryResultsFormat.JSON)
            self.answer(200, "application/sparql-results+json", results or b"")
        else:
            self.answer(200, "text/turtle; charset=utf-8", serialize(found, format=RdfFormat.TURTLE) or b"")

    def answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    Endpoint.store.extend([Quad(A, NAME, Literal("اسم", language="ar"), A)])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_rows(endpoint: str) -> None:
    answer = query_endpoint(endpoint, "# insert a comment\nSELECT ?s ?o { ?s ?p ?o } # add more")
    assert isinstance(answer, QuerySolutions)
    assert [tuple(solution) for solution in answer] == [(A, Literal("اسم", language="ar"))]


def test_yes_or_no(endpoint: str) -> None:
    answer = query_endpoint(endpoint, "ASK { ?s ?p ?o }")
    assert isinstance(answer, QueryBoolean)
    assert bool(answer)


def test_triples(endpoint: str) -> None:
    answer = query_endpoint(endpoint, "PREFIX e: <https://e.org/add#>\nCONSTRUCT { ?s e:x ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, list)
    assert list(table(answer)[1]) == [["https://e.org/a", "https://e.org/add#x", "اسم"]]


def test_a_parameter_fills_its_slot(endpoint: str) -> None:
    text = "SELECT ?o { VALUES ?s { UNDEF } ?s ?p ?o }"
    assert len(list(table(query_endpoint(endpoint, text, {"s": A}))[1])) == 1
    assert len(list(table(query_endpoint(endpoint, text, {"s": NAME}))[1])) == 0
    with pytest.raises(QueryError, match="no place for o"):
        query_endpoint(endpoint, text, {"o": A})


def test_hashes_in_iris_and_strings_are_no_comments(endpoint: str) -> None:
    text = """SELECT ?a ?b { BIND ("x # y" AS ?a) BIND (STR(<https://e.org/#z>) AS ?b) } # z"""
    assert list(table(query_endpoint(endpoint, text))[1]) == [["x # y", "https://e.org/#z"]]


@pytest.mark.parametrize("text", ["INSERT DATA { <x:a> <x:b> <x:c> }", "DROP ALL"])
def test_updates_are_refused(endpoint: str, text: str) -> None:
    with pytest.raises(QueryError, match="only SELECT, ASK, CONSTRUCT and DESCRIBE"):
        query_endpoint(endpoint, text)


def test_a_wrong_query_is_the_users_fault(endpoint: str) -> None:
    with pytest.raises(QueryError, match="refuses the query"):
        query_endpoint(endpoint, "SELECT ?s { ?s ?p }")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/slow", "did not answer within 1 seconds"),
        ("/cut", "did not answer with SPARQL results"),
        ("/broken", "answers with the error 500 Internal Server Error .out of memory"),
        ("/page", "<html>Welcome</html>"),
    ],
)
def test_an_endpoint_that_fails(endpoint: str, path: str, message: str) -> None:
    with pytest.raises(RunError, match=message) as error:
        query_endpoint(endpoint + path, "SELECT * { ?s ?p ?o }", timeout=1)
    assert not isinstance(error.value, QueryError)


def test_an_address_that_is_none() -> None:
    with pytest.raises(RunError, match="must begin with http"):
        query_endpoint("file:///etc/hosts", "ASK {}")
    with pytest.raises(RunError, match="cannot be reached"):
        query_endpoint("http://127.0.0.1:1/sparql", "ASK {}")
