"""The query tests of the W3C, asked of ``rasd serve`` over HTTP."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from builder.store.store import Store
from tests.endpoint.served import Served, serving
from tests.endpoint.w3c import (
    CSV,
    QUERY,
    SUITE,
    Answer,
    Case,
    cases,
    expected,
    local,
    of_answer,
    quads_of,
    read_graph,
    read_rows,
    same,
)

if not SUITE.is_dir():
    pytest.skip(
        "the tests of the W3C are not part of the project: ../shared/rdf-tests is absent (or $RASD_SHARED/rdf-tests)",
        allow_module_level=True,
    )

FAILURES = Path(__file__).parent / "data" / "w3c_failures.tsv"
UNRELATED = "https://example.org/unrelated"
ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".ttl": "application/sparql-results+json, text/turtle",
}
CASES = cases()


def known_failures() -> dict[str, str]:
    with FAILURES.open(encoding="utf-8", newline="") as lines:
        return {row["test"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}


KNOWN = known_failures()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of one store that has each file of the tests in a graph with the IRI of the file."""
    folder = tmp_path_factory.mktemp("w3c")
    unrelated = ox.NamedNode(UNRELATED)
    graphs = {iri: quads_of(iri, ox.NamedNode(iri)) for case in CASES for iri in (*case.default, *case.named)}
    graphs[UNRELATED] = [ox.Quad(unrelated, unrelated, unrelated, unrelated)]
    with Store.open_writer(folder) as writer:
        writer.replace_graphs(graphs)
        writer.publish()
    with serving(folder) as served:
        yield served


def dataset(case: Case) -> list[tuple[str, str]]:
    """The graphs that the request names. Where a test has none, one that is not its own keeps the union away."""
    if case.names_its_graphs:
        return []
    graphs = [("default-graph-uri", iri) for iri in case.default if quads_of(iri, ox.DefaultGraph())]
    graphs += [("named-graph-uri", iri) for iri in case.named]
    return graphs or [("named-graph-uri", UNRELATED)]


def ask(served: Served, case: Case) -> Answer:
    """The answer of the server; the base of a query is its file, which only the query itself can say over HTTP."""
    suffix = local(case.result).suffix
    text = f"BASE <{case.query}> {case.text}"
    connection = HTTPConnection("127.0.0.1", served.port, timeout=60)
    headers = {"Content-Type": "application/sparql-query", "Accept": ACCEPT[suffix]}
    try:
        connection.request("POST", f"/sparql?{urlencode(dataset(case))}", text.encode(), headers)
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    assert response.status == 200, body.decode()
    media = response.headers["Content-Type"].partition(";")[0]
    if media == "text/turtle":
        return read_graph(body)
    return read_rows(body, next(suffix for suffix, accept in ACCEPT.items() if accept == media))


def alone(case: Case) -> Answer:
    """The answer of the library in this process, on a store in memory with the data of the test alone."""
    store = ox.Store()
    for iri in case.default:
        store.extend(quads_of(iri, ox.DefaultGraph()))
    for iri in case.named:
        store.extend(quads_of(iri, ox.NamedNode(iri)))
    answer = store.query(case.text, base_iri=case.query)
    if case.kind == CSV:
        assert isinstance(answer, ox.QuerySolutions)
        text = answer.serialize(format=ox.QueryResultsFormat.CSV)
        assert text is not None
        return read_rows(text, ".csv")
    return of_answer(answer)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_evaluation(served: Served, case: Case) -> None:
    """A test passes unless it is among the known failures, and those fail."""
    found = ask(served, case)
    assert same(found, expected(case)) == (case.name not in KNOWN), found


def test_the_endpoint_passes_what_the_library_passes_alone() -> None:
    """:func:`test_evaluation` has the endpoint pass all but the known failures: the library fails the same ones."""
    assert {case.name for case in CASES if not same(alone(case), expected(case))} == set(KNOWN)


def test_the_suite_is_whole() -> None:
    kinds = [case.kind for case in CASES]
    assert (kinds.count(QUERY), kinds.count(CSV)) == (232, 3)
    assert all(KNOWN.values())
