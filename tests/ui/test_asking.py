from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from builder.errors import QueryError, RefusedError, RunError, TooLargeError, TooSlowError
from builder.sparql.parameters import Term
from builder.sparql.run import run_query
from builder.sparql.transport import EndpointError
from builder.vocabulary import RASD
from ui.asking import answer_of, answered
from ui.query_problems import Problem, problem_of

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a != ?d && ?d != ?g) }"


def test_rows_and_yes_or_no_and_triples(store: Path) -> None:
    with answered(store, f"SELECT DISTINCT ?attack {{ ?attack <{RASD}describedBy> ?event }}", {}) as rows:
        assert isinstance(rows, QuerySolutions)
        assert len(list(rows)) == 7
    with answered(store, "ASK { ?s ?p ?o }", {}) as answer:
        assert isinstance(answer, QueryBoolean)
        assert bool(answer)
    with answered(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3", {}) as triples:
        assert isinstance(triples, list)
        assert len(triples) == 3


def test_values_fill_their_slots(store: Path) -> None:
    terms: dict[str, Term] = {"kind": NamedNode(f"{RASD}SeriesMention")}
    with answered(store, "SELECT ?s { VALUES ?kind { UNDEF } ?s a ?kind }", terms) as rows:
        assert isinstance(rows, QuerySolutions)
        assert len(list(rows)) == 3
    with pytest.raises(QueryError, match="no place for kind"), answered(store, "SELECT * { ?s a ?t }", terms):
        pass


def test_the_first_rows_of_many_can_be_read_alone(store: Path) -> None:
    with answered(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }", {}) as rows:
        assert isinstance(rows, QuerySolutions)
        assert len(list(islice(rows, 10))) == 10


@pytest.mark.parametrize("text", [ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"])
def test_what_takes_too_long_is_ended(store: Path, text: str) -> None:
    with (
        pytest.raises(TooSlowError, match=r"took longer than 0\.5 s"),
        answered(store, text, {}, seconds=0.5) as rows,
    ):
        assert isinstance(rows, QuerySolutions)
        list(rows)


def test_the_place_of_an_error_is_that_in_the_text_of_the_user(store: Path) -> None:
    text = "SELECT ?s {\n  VALUES ?name { UNDEF } ?s ?p ?name ; ;;} }"
    with pytest.raises(QueryError) as caught, answered(store, text, {"name": Literal("a\nb" * 9)}):
        pass
    with pytest.raises(QueryError) as plain:
        run_query(Store(), text)
    assert caught.value.line == plain.value.line == 2
    assert caught.value.column == plain.value.column


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not carried out here"),
        ("SELECT * " + "{" * 200 + "}" * 200, "nested more than"),
        ("#" * 100_001, "a query may have"),
    ],
)
def test_what_may_not_be_asked(store: Path, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message), answered(store, text, {}):
        pass


def test_a_store_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(RunError), answered(tmp_path / "none", "ASK {}", {}):
        pass


@contextmanager
def endpoint(status: int, body: bytes, *, pause: float = 0.0) -> Iterator[tuple[str, list[str]]]:
    """An endpoint that answers everything alike, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(pause)
            with suppress(ConnectionError):  # of one who did not wait
                self.send_response(status)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output of the tests clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        server.shutdown()
        thread.join()


def test_an_endpoint_answers() -> None:
    with endpoint(200, b'{"head": {}, "boolean": true}') as (address, _):
        answer = answer_of(address, "ASK { ?s ?p ?o }", {})
    assert isinstance(answer, QueryBoolean)
    assert answer


@pytest.mark.parametrize(
    "text", ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "INSERT DATA { <urn:a> <urn:b> 1 }"]
)
def test_what_is_refused_here_is_not_sent_to_an_endpoint(text: str) -> None:
    with endpoint(200, b"{}") as (address, asked), pytest.raises(RefusedError):
        answer_of(address, text, {})
    assert asked == []


def test_the_place_of_an_error_that_an_endpoint_finds() -> None:
    with endpoint(400, b"syntax") as (address, _):
        with pytest.raises(QueryError) as caught:
            answer_of(address, "SELECT *\n{ ?s nope:name ?o }", {})
        assert caught.value.line == 2
        with pytest.raises(QueryError, match="refuses the query: syntax") as caught:
            answer_of(address, "ASK { ?s ?p ?o }", {})
        assert caught.value.line is None


def test_an_endpoint_that_takes_too_long() -> None:
    with endpoint(200, b"{}", pause=1.0) as (address, _), pytest.raises(TooSlowError):
        answer_of(address, "ASK { ?s ?p ?o }", {}, seconds=0.2)


@pytest.mark.parametrize(
    ("error", "remote", "problem"),
    [
        (QueryError("x", line=1, column=1), False, Problem.SYNTAX),
        (QueryError("x"), True, Problem.WRONG),
        (RefusedError("x"), False, Problem.REFUSED),
        (TooSlowError("x"), True, Problem.TOO_SLOW),
        (TooLargeError("x"), False, Problem.TOO_LARGE),
        (EndpointError("x", 504, ""), True, Problem.TOO_SLOW),
        (EndpointError("x", 502, ""), True, Problem.ENDPOINT),
        (RunError("x"), False, Problem.STORE),
    ],
)
def test_problems_are_sorted_by_what_is_to_be_done(error: RunError, remote: bool, problem: Problem) -> None:
    assert problem_of(error, remote=remote) is problem
