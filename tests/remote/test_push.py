from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.errors import RunError
from builder.push.addresses import TRIAL_GRAPH, Addresses, Way, find_addresses
from builder.push.check import Cell, compare, compare_queries, normal_form
from builder.push.ledger import LEDGER_GRAPH, note
from builder.push.push import PushReport, make_plan, push
from builder.push.writers import in_parts, insert_data
from builder.sparql.catalogue import find_query
from builder.sparql.remote import ask
from builder.sparql.transport import EndpointError, Transport
from builder.store.store import Store
from builder.vocabulary import XSD
from tests.remote.misbehaving import Answer, serving
from tests.remote.servers import oxigraph
from tests.remote.site import Site, fill, meaning

GRAPH = "https://e.org/graph/"
NAME = ox.NamedNode("https://e.org/name")
FOREIGN = "https://e.org/of-somebody-else"

# What the three ways of writing could get wrong: quotes, escapes that are none, letters beyond the first plane.
HARD: list[str | ox.Literal | ox.NamedNode] = [
    'قال "نعم"\n\tثم سكت\\',
    "\\u0022 } } ; DROP ALL # \\U00000022",
    "\\\\u0022",
    "a\\\\\\u0041",
    "😀 \u200f\u202e ـــ",
    "' ''' \"\"\" { } <x>",
    "x" * 20_000,
    "",
]
TYPED: list[str | ox.Literal | ox.NamedNode] = [
    ox.Literal("اسم", language="ar"),
    ox.Literal("name", language="en"),
    ox.Literal("2024-05-06", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
    ox.Literal("1.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    ox.Literal(12),
    ox.Literal("POINT(1 2)", datatype=ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")),
    ox.NamedNode("https://e.org/id/article/%D8%A3#char=1,2"),
]


def quads(graph: str, *values: str | ox.Literal | ox.NamedNode) -> list[ox.Quad]:
    terms = [ox.Literal(value) if isinstance(value, str) else value for value in values]
    return [
        ox.Quad(ox.NamedNode(f"https://e.org/{number}"), NAME, term, ox.NamedNode(GRAPH + graph))
        for number, term in enumerate(terms)
    ]


def run(folder: Path, site: Site, addresses: Addresses, *, everything: bool = False) -> PushReport:
    with Store.open_reader(folder) as store, site.transport() as transport:
        return push(store.rdf, transport, addresses, make_plan(store.rdf, transport, site.query, everything=everything))


def triples(graph: list[ox.Quad]) -> set[tuple[Cell, ...]]:
    return meaning(quad.triple for quad in graph)


@pytest.mark.parametrize("way", ["best", "by update"])
def test_new_changed_and_removed_graphs(site: Site, way: str, tmp_path: Path) -> None:
    addresses = site.addresses if way == "best" else site.by_update
    site.change(f"INSERT DATA {{ GRAPH <{FOREIGN}> {{ <a:a> <a:b> <a:c> }} }}")
    first, second, third = quads("1", *HARD), quads("2", *TYPED), quads("3", "ثالث")
    fill(tmp_path, chain(first, second, third))
    report = run(tmp_path, site, addresses)
    assert (len(report.plan.sent), report.differences, report.union) == (3, (), True)
    assert site.graph(GRAPH + "1") == triples(first)
    assert site.graph(GRAPH + "2") == triples(second)

    report = run(tmp_path, site, addresses)
    assert (dict(report.plan.sent), report.plan.removed, report.plan.unchanged) == ({}, (), 3)

    changed = quads("2", "جديد")
    fill(tmp_path, chain(first, changed))
    report = run(tmp_path, site, addresses)
    assert (list(report.plan.sent), report.plan.removed) == ([GRAPH + "2"], (GRAPH + "3",))
    assert site.graph(GRAPH + "2") == triples(changed)
    assert site.graph(GRAPH + "3") == set()
    assert site.graph(FOREIGN) == meaning([ox.Triple(*map(ox.NamedNode, ("a:a", "a:b", "a:c")))])
    assert len(site.graph(LEDGER_GRAPH)) == 2


def test_a_graph_that_somebody_changed_is_sent_again(site: Site, tmp_path: Path) -> None:
    graph = quads("1", "أول", "ثان")
    fill(tmp_path, graph)
    run(tmp_path, site, site.addresses)
    site.change(f'DELETE DATA {{ GRAPH <{GRAPH}1> {{ <https://e.org/0> <{NAME.value}> "أول" }} }}')
    assert list(run(tmp_path, site, site.addresses).plan.sent) == [GRAPH + "1"]
    assert site.graph(GRAPH + "1") == triples(graph)
    assert list(run(tmp_path, site, site.addresses, everything=True).plan.sent) == [GRAPH + "1"]


def test_an_interrupted_push_is_completed_and_leaves_nothing_behind(site: Site, tmp_path: Path) -> None:
    graphs = {str(number): quads(str(number), "أول") for number in range(150)}  # more than one batch
    fill(tmp_path, chain.from_iterable(graphs.values()))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with Store.open_reader(tmp_path) as store, site.transport() as transport:
        site.change(f"CLEAR SILENT GRAPH <{LEDGER_GRAPH}>")
        plan = make_plan(store.rdf, transport, site.query)
        with pytest.raises(KeyboardInterrupt):
            push(store.rdf, transport, site.addresses, plan, stop)
        note(transport, site.update, {GRAPH + "149": ""})  # as it would stand there, had it stopped within a batch
        missing = make_plan(store.rdf, transport, site.query)
    assert 0 < len(missing.sent) < 150
    assert GRAPH + "149" in missing.sent
    assert run(tmp_path, site, site.addresses).differences == ()
    assert all(site.graph(GRAPH + name) == triples(graph) for name, graph in list(graphs.items())[::30])
    fill(tmp_path, [])
    assert len(run(tmp_path, site, site.addresses).plan.removed) == 150
    assert not site.ask(f'ASK {{ GRAPH ?g {{ ?s ?p "أول" }} FILTER (STRSTARTS(STR(?g), "{GRAPH}")) }}')


def test_addresses_are_found_and_nothing_is_left_of_the_search(site: Site) -> None:
    with site.transport() as transport:
        assert find_addresses(transport, site.query) == site.addresses
        given = find_addresses(transport, site.query, update_address=site.update, graph_store=site.graphs)
    assert given == site.addresses
    assert site.graph(TRIAL_GRAPH) == set()


def test_addresses_that_take_nothing(oxigraph_server: str, virtuoso_server: str) -> None:
    site, other = Site.of_oxigraph(oxigraph_server), Site.of_virtuoso(virtuoso_server)
    with Transport() as transport:
        with pytest.raises(RunError, match="nothing takes updates here, give the address with --update"):
            find_addresses(transport, site.query, update_address=f"{oxigraph_server}/nothing")
        with pytest.raises(RunError, match="nothing takes graphs here, give the address with --graph-store"):
            find_addresses(transport, site.query, graph_store=f"{oxigraph_server}/nothing")
        with pytest.raises(RunError, match="wants credentials: set RASD_ENDPOINT_USER"):
            find_addresses(transport, other.query)
        with pytest.raises(RunError, match="is not found by queries to"):
            find_addresses(transport, other.query, update_address=site.update)
    with Transport(replace(other.credentials, password="wrong")) as transport:
        with pytest.raises(RunError, match="does not accept the credentials in RASD_ENDPOINT_USER") as error:
            find_addresses(transport, other.query)
        assert "wrong" not in str(error.value)


def test_a_store_behind_another_path_gets_updates_only(oxigraph_server: str) -> None:
    query = f"{oxigraph_server}/query?union-default-graph"
    with Transport() as transport:
        found = find_addresses(transport, query, update_address=f"{oxigraph_server}/update")
    assert found.way is Way.QUADS  # the query string of the address does not count


def test_a_default_graph_that_is_no_union_is_seen(tmp_path: Path) -> None:
    fill(tmp_path, quads("1", "أول"))
    with oxigraph() as address:
        report = run(tmp_path, Site.of_oxigraph(address), Site.of_oxigraph(address).addresses)
        assert not report.union


def test_what_cannot_be_compared_is_refused(oxigraph_server: str) -> None:
    site = Site.of_oxigraph(oxigraph_server)
    name = ox.NamedNode(GRAPH + "1")
    for quad, words in (
        (ox.Quad(ox.BlankNode(), NAME, name, name), "has blank nodes"),
        (ox.Quad(name, NAME, ox.BlankNode(), name), "has blank nodes"),
        (ox.Quad(name, NAME, name, ox.DefaultGraph()), "no named graph"),
        (ox.Quad(name, NAME, name, ox.BlankNode()), "has no IRI"),
    ):
        store = ox.Store()
        store.add(quad)
        with site.transport() as transport, pytest.raises(RunError, match=words):
            make_plan(store, transport, site.query)


def test_oxigraph_answers_every_named_query_as_the_embedded_store(oxigraph_server: str, example_store: Path) -> None:
    site = Site.of_oxigraph(oxigraph_server)
    assert run(example_store, site, site.addresses).differences == ()
    with Store.open_reader(example_store) as store, site.transport() as transport:
        compared = list(compare_queries(store.rdf, transport, site.query))
    assert [str(one) for one in compared if not one.same or one.skipped] == []
    assert sum(one.rows for one in compared) > 100


def test_differences_are_found(oxigraph_server: str, example_store: Path) -> None:
    site = Site.of_oxigraph(oxigraph_server)
    run(example_store, site, site.addresses)
    title = "<https://schema.org/headline>"
    where = f"GRAPH ?g {{ ?a {title} ?o }}"
    site.change(f"DELETE {{ {where} }} INSERT {{ GRAPH ?g {{ ?a {title} 'x' }} }} WHERE {{ {where} }}")
    with Store.open_reader(example_store) as store, site.transport() as transport:
        compared = {one.query: one for one in compare_queries(store.rdf, transport, site.query)}
    articles = compared["articles"]
    assert not articles.same
    assert len(articles.missing) == len(articles.strange) == articles.rows
    assert "articles: of " in str(articles)
    assert compared["claims"].same
    run(example_store, site, site.addresses, everything=True)


# Named queries that Virtuoso 7.2.5 answers as the embedded store does; docs/remote-stores.md tells of the others.
PORTABLE = (
    "articles",
    "attack-places",
    "attack-roles",
    "before-after",
    "casualty-range",
    "claims",
    "conflicting-reports",
    "denials",
    "evidence",
    "group-attacks",
    "group-links",
    "path-between",
    "target-timeline",
    "unnamed-sources",
)


def test_virtuoso_answers_the_portable_queries_as_the_embedded_store(virtuoso_server: str, example_store: Path) -> None:
    site = Site.of_virtuoso(virtuoso_server)
    assert run(example_store, site, site.addresses).differences == ()
    with Store.open_reader(example_store) as store, site.transport() as transport:
        compared = [compare(store.rdf, transport, site.query, find_query(name)) for name in PORTABLE]
    assert [str(one) for one in compared if not one.same] == []


def test_an_answer_that_virtuoso_cuts_off_is_refused(virtuoso_server: str) -> None:
    site = Site.of_virtuoso(virtuoso_server)
    rows = "SELECT ?s { ?s ?p ?o . ?other ?property ?value }"
    with site.transport() as transport:
        with pytest.raises(RunError, match=r"gives no more than 10,000 rows \(ResultSetMaxRows\)"):
            ask(transport, site.query, rows)
        answer = ask(transport, site.query, f"{rows} LIMIT 9999")
    assert isinstance(answer, ox.QuerySolutions)
    assert len(list(answer)) == 9999


@pytest.mark.parametrize(
    ("term", "other"),
    [
        (
            ox.Literal("1.50", datatype=ox.NamedNode(XSD + "decimal")),
            ox.Literal("1.5", datatype=ox.NamedNode(XSD + "double")),
        ),
        (ox.Literal("1", datatype=ox.NamedNode(XSD + "integer")), ox.Literal(True)),
        (ox.Literal("x", language="AR"), ox.Literal("x", language="ar")),
        (
            ox.Literal("2024-05-06T00:00:00+00:00", datatype=ox.NamedNode(XSD + "dateTime")),
            ox.Literal("2024-05-06T00:00:00Z", datatype=ox.NamedNode(XSD + "dateTime")),
        ),
        (ox.Literal("100"), ox.Literal("100")),
    ],
)
def test_spellings_of_one_value(term: ox.Literal, other: ox.Literal) -> None:
    assert normal_form(term) == normal_form(other)


@pytest.mark.parametrize(
    ("term", "other"),
    [
        (ox.Literal("1"), ox.Literal(1)),
        (ox.Literal(100), ox.Literal(10)),
        (ox.Literal("x", language="ar"), ox.Literal("x")),
        (ox.Literal("https://e.org/"), ox.NamedNode("https://e.org/")),
        (ox.Literal(""), None),
    ],
)
def test_different_values(term: ox.Literal, other: ox.Literal | ox.NamedNode | None) -> None:
    assert normal_form(term) != normal_form(other)


def test_messages_are_bounded_and_halved_when_a_server_finds_them_too_large(
    oxigraph_server: str, tmp_path: Path
) -> None:
    lines = [b"x" * size for size in (5, 5, 5, 20, 1)]
    assert [len(part) for part in in_parts(lines, 10)] == [2, 1, 1, 1]
    assert [len(part) for part in in_parts(lines, 100, 2)] == [2, 2, 1]
    site = Site.of_oxigraph(oxigraph_server)
    graph = quads("large", *map(str, range(40)))
    fill(tmp_path, graph)
    with serving(Answer(413), behind=site.update, first=2) as server:
        addresses = Addresses(site.query, server.address, server.address, Way.UPDATE)
        with pytest.raises(EndpointError, match="refuses a message of this size"):
            run(tmp_path, site, addresses, everything=True)
    sizes = [len(asked.body) for asked in server.asked[2:]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 6  # 40 triples, 20, 10, 5, 2, 1


@given(st.text(alphabet="\\uU0\"a\n'\u200f", max_size=30))
def test_an_update_carries_any_text(text: str) -> None:
    name = ox.NamedNode("https://e.org/g")
    line = ox.serialize([ox.Triple(name, name, ox.Literal(text))], format=ox.RdfFormat.N_TRIPLES) or b""
    store = ox.Store()
    store.update(insert_data(name.value, [line]))
    assert [quad.object for quad in store] == [ox.Literal(text)]
    escape = re.compile(r"\\u([0-9A-Fa-f]{4})")  # as the standard has it: before the grammar is looked at
    early = ox.Store()
    early.update(escape.sub(lambda found: chr(int(found[1], 16)), insert_data(name.value, [line])))
    assert [quad.object for quad in early] == [ox.Literal(text)]
