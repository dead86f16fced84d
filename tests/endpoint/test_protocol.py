"""The SPARQL 1.1 Protocol as a client meets it."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from tests.endpoint.conftest import EX, SMALL, Endpoint, form

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ONE = [{"s": f"{EX}1"}]
NAMED = f"?s <{EX}name> ?o"
NAMES = f"SELECT ?s ?g WHERE {{ {{ {NAMED} }} UNION {{ GRAPH ?g {{ {NAMED} }} }} }}"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def test_the_three_ways_to_ask(endpoint: Endpoint) -> None:
    assert endpoint.get(SMALL).rows == ONE
    assert endpoint.send("POST", "/sparql", form(SMALL), FORM).rows == ONE
    assert endpoint.send("POST", "/sparql", SMALL, DIRECT).rows == ONE
    assert endpoint.send("POST", "/sparql", SMALL, {"Content-Type": DIRECT["Content-Type"] + '; charset="UTF-8"'}).rows


def test_without_graphs_the_default_graph_is_the_union(endpoint: Endpoint) -> None:
    assert endpoint.get(COUNT).rows == [{"n": "2001"}]


@pytest.mark.parametrize(
    ("graphs", "count"),
    [
        ({"default-graph-uri": EX + "graph"}, "2000"),
        ({"default-graph-uri": [EX + "graph", EX + "other"]}, "2001"),
        ({"named-graph-uri": EX + "graph"}, "0"),
    ],
)
def test_graphs_of_the_request(endpoint: Endpoint, graphs: dict[str, str | list[str]], count: str) -> None:
    assert endpoint.get(COUNT, graphs=graphs).rows == [{"n": count}]
    # They count, whatever FROM says.
    assert endpoint.get(COUNT.replace("WHERE", f"FROM <{EX}other> WHERE"), graphs=graphs).rows == [{"n": count}]


def test_named_graphs_of_the_request(endpoint: Endpoint) -> None:
    assert endpoint.get(NAMES, graphs={"named-graph-uri": EX + "other"}).rows == [{"s": EX + "x", "g": EX + "other"}]
    direct = endpoint.send("POST", f"/sparql?named-graph-uri={EX}graph", NAMES, DIRECT)
    assert direct.rows == []


def test_from_counts_instead_of_the_union(endpoint: Endpoint) -> None:
    for clause in (f"FROM <{EX}other>", f"FROM<{EX}other>"):
        assert endpoint.get(COUNT.replace("WHERE", f"{clause} WHERE")).rows == [{"n": "1"}]


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * FROM <{EX}missing> WHERE {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{EX}missing> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        f"PREFIX ex: <{EX}> SELECT * FROM ex:missing WHERE {{ ?s ?p ?o }}",
        f"BASE <{EX}a/b> SELECT * FROM <../missing> WHERE {{ ?s ?p ?o }}",
    ],
)
def test_graphs_that_are_not_there_are_named(endpoint: Endpoint, text: str) -> None:
    reply = endpoint.get(text)
    assert reply.status == 400
    assert f"no graph <{EX}missing>" in reply.detail


@pytest.mark.parametrize("clause", ["FROM:other", "FROM NAMED:graph FROM:other", f"FROM<{EX}\\u006Fther>"])
def test_from_is_seen_however_it_is_written(endpoint: Endpoint, clause: str) -> None:
    assert endpoint.get(f"PREFIX : <{EX}> {COUNT.replace('WHERE', f'{clause} WHERE')}").rows == [{"n": "1"}]
    reply = endpoint.get(f"PREFIX : <{EX}> {COUNT.replace('WHERE', f'{clause} WHERE').replace('ther', 'thers')}")
    assert (reply.status, f"no graph <{EX}others>" in reply.detail) == (400, True)


def test_relative_iris_are_relative_to_the_address(endpoint: Endpoint) -> None:
    address = f"http://127.0.0.1:{endpoint.port}"
    text = "SELECT ?o { BIND(<a> AS ?o) }"
    assert endpoint.get(text).rows == [{"o": f"{address}/a"}]
    assert endpoint.get(text, {"Host": "localhost"}).rows == [{"o": "http://localhost/a"}]
    assert f"no graph <{address}/g>" in endpoint.get("ASK FROM <g> {}").detail


def test_graphs_of_the_address_count_for_a_form_too(endpoint: Endpoint) -> None:
    assert endpoint.send("POST", f"/sparql?default-graph-uri={EX}other", form(COUNT), FORM).rows == [{"n": "1"}]
    assert endpoint.send("POST", "/sparql?query=ASK%7B%7D", form(COUNT), FORM).status == 400
    assert endpoint.send("POST", "/sparql?update=CLEAR%20ALL", form(COUNT), FORM).status == 403


def test_graphs_of_the_request_that_are_not_there_are_named(endpoint: Endpoint) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        reply = endpoint.get(COUNT, graphs={name: EX + "missing"})
        assert (reply.status, f"no graph <{EX}missing>" in reply.detail) == (400, True)
    assert "no absolute IRI" in endpoint.get(COUNT, graphs={"default-graph-uri": "a b"}).detail


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("query=a&query=b", 400, "one query, not 2"),
        ("x=1", 400, "no query"),
        ("query=%zz", 400, "hexadecimal"),
        ("query=%ff", 400, "no UTF-8, at byte 0"),
        ("query=SELECT%20*%20%7B", 400, "line 1, column"),
        ("query=CLEAR%20ALL", 400, "CLEAR is an update"),
        ("query=PREFIX%20a:%3Ca:%3E%20insert%20data%20%7B%7D", 400, "INSERT is an update"),
        ("update=CLEAR%20ALL", 403, "read-only"),
        ("query=" + "a" * 20000, 400, "query is wrong"),
        ("query=SELECT%20*%20%7BSERVICE%20%3Chttp://127.0.0.1:9/%3E%7B%7D%7D", 400, "SERVICE"),
        ("query=" + "(" * 5000, 400, "more than 100 deep"),
    ],
)
def test_what_is_wrong_is_said(endpoint: Endpoint, query: str, status: int, words: str) -> None:
    for reply in (endpoint.send("GET", f"/sparql?{query}"), endpoint.send("POST", "/sparql", query, FORM)):
        assert reply.status == status
        assert words in reply.detail
        assert "/tmp" not in reply.detail
        assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/sparql-update"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({}, 415),
        ({"Content-Type": "application/sparql-query; charset=iso-8859-6"}, 415),
        ({**DIRECT, "Content-Encoding": "gzip"}, 415),
    ],
)
def test_kinds_of_body(endpoint: Endpoint, headers: dict[str, str], status: int) -> None:
    assert endpoint.send("POST", "/sparql", SMALL, headers).status == status


def test_a_query_is_in_one_place(endpoint: Endpoint) -> None:
    assert endpoint.send("POST", "/sparql?query=x", SMALL, DIRECT).status == 400
    assert endpoint.send("POST", "/sparql", b"\xff", DIRECT).status == 400
    assert "no query" in endpoint.send("POST", "/sparql", b"a=b", FORM).detail


def test_lengths(endpoint: Endpoint) -> None:
    long = "#" + "x" * 100_000
    assert endpoint.send("POST", "/sparql", long, DIRECT).status == 413
    assert endpoint.send("POST", "/sparql", b"#" * (2**20 + 1), DIRECT).status == 413
    chunked = {**DIRECT, "Transfer-Encoding": "chunked"}
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (2**20 + 1, b"#" * (2**20 + 1))
    assert endpoint.send("POST", "/sparql", body, chunked).status == 413


def test_a_long_query_in_the_address(store_with_short_queries: Endpoint) -> None:
    assert store_with_short_queries.get(SMALL + "#" * 1000).status == 414


def test_methods(endpoint: Endpoint) -> None:
    reply = endpoint.send("PUT", "/sparql", SMALL, DIRECT)
    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert endpoint.send("DELETE", "/health").status == 405
    options = endpoint.send("OPTIONS", "/sparql")
    assert (options.status, options.body) == (204, b"")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert endpoint.send("GET", "/nothing").status == 404


def test_head_is_get_without_a_body(endpoint: Endpoint) -> None:
    whole = endpoint.get(SMALL)
    head = endpoint.send("HEAD", "/sparql?" + form(SMALL).decode())
    assert (head.status, head.body) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/sparql-results+xml;q=0.9, text/*;q=0.5", "application/sparql-results+xml"),
        ("text/*, application/sparql-results+json;q=0.8", "text/csv; charset=utf-8"),
        ("text/tab-separated-values;q=1.0, text/csv;q=0.999", "text/tab-separated-values; charset=utf-8"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "application/sparql-results+xml"),
    ],
)
def test_formats_of_rows(endpoint: Endpoint, accept: str, kind: str) -> None:
    reply = endpoint.get(SMALL, {"Accept": accept})
    assert (reply.status, reply.headers["Content-Type"]) == (200, kind)
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "text/csv;q=0"])
def test_rows_in_no_format(endpoint: Endpoint, accept: str) -> None:
    reply = endpoint.get(SMALL, {"Accept": accept})
    assert reply.status == 406
    assert "sparql-results+json" in reply.detail


def test_rows_are_the_same_in_each_format(endpoint: Endpoint) -> None:
    text = "SELECT ?o WHERE { ?s <https://example.org/name> ?o }"
    value = 'أ\n"ب", },{"'
    assert endpoint.get(text).rows == [{"o": value}]
    read = list(csv.reader(io.StringIO(endpoint.get(text, {"Accept": "text/csv"}).body.decode(), newline="")))
    assert read == [["o"], [value]]
    for accept, form_ in (
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ):
        answer = ox.parse_query_results(endpoint.get(text, {"Accept": accept}).body, form_)
        assert isinstance(answer, ox.QuerySolutions)
        assert [row["o"] for row in answer] == [ox.Literal(value)]


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_yes_or_no(endpoint: Endpoint, accept: str) -> None:
    yes = endpoint.get("ASK { ?s ?p 1 }", {"Accept": accept}).body
    no = endpoint.get("ASK { ?s ?p -1 }", {"Accept": accept}).body
    assert (b"true" in yes, b"false" in no) == (True, True)
    if accept.endswith("json"):
        assert json.loads(yes)["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "kind", "form_"),
    [
        ("", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/n-quads", "application/n-quads", ox.RdfFormat.N_QUADS),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_formats_of_triples(endpoint: Endpoint, accept: str, kind: str, form_: ox.RdfFormat) -> None:
    reply = endpoint.get(f"CONSTRUCT WHERE {{ <{EX}1> ?p ?o }}", {"Accept": accept})
    assert (reply.status, reply.headers["Content-Type"]) == (200, kind)
    (quad,) = ox.parse(reply.body, form_)
    assert (quad.subject, quad.object) == (ox.NamedNode(EX + "1"), ox.Literal(1))


def test_description(endpoint: Endpoint) -> None:
    for path in ("/", "/sparql", "/.well-known/void"):
        reply = endpoint.send("GET", path, headers={"Accept": "application/n-triples"})
        assert reply.status == 200
        graph = ox.Store()
        graph.bulk_extend(ox.parse(reply.body, ox.RdfFormat.N_TRIPLES))
        assert graph.query(
            f"""PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
            PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
            ASK {{ ?service a sd:Service, dcat:DataService ; sd:defaultDataset ?data ;
                     sd:endpoint <http://127.0.0.1:{endpoint.port}/sparql> .
                   ?data void:triples 2001 ; void:classes 0 ; dcterms:modified ?then }}"""
        )
    assert endpoint.send("GET", "/", headers={"Accept": "image/png"}).status == 406
    turtle = endpoint.send("GET", "/")
    assert turtle.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert b"void:Dataset" in turtle.body
