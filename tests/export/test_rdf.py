from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from typing import BinaryIO

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph

from builder.errors import RunError
from builder.export.jsonld import write_jsonld
from builder.export.quads import write_nquads, write_trig, write_turtle
from builder.vocabulary import PREFIXES
from tests.export.conftest import store_of

Write = Callable[[ox.Store, BinaryIO], None]

WITH_GRAPHS: list[tuple[Write, ox.RdfFormat, str]] = [
    (write_nquads, ox.RdfFormat.N_QUADS, "nquads"),
    (write_trig, ox.RdfFormat.TRIG, "trig"),
    (write_jsonld, ox.RdfFormat.JSON_LD, "json-ld"),
]
WRITERS: list[Write] = [write_nquads, write_trig, write_turtle, write_jsonld]
NODE = ox.NamedNode("https://example.org/node")
XSD = PREFIXES["xsd"]

pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph).* is deprecated:DeprecationWarning")


def written(write: Write, store: ox.Store) -> bytes:
    out = io.BytesIO()
    write(store, out)
    return out.getvalue()


@pytest.mark.parametrize(("write", "form", "_"), WITH_GRAPHS)
def test_the_quads_come_back(store: ox.Store, write: Write, form: ox.RdfFormat, _: str) -> None:
    assert set(ox.parse(written(write, store), format=form)) == set(store)


@pytest.mark.parametrize(("write", "_", "name"), WITH_GRAPHS)
def test_another_library_reads_the_same_quads(store: ox.Store, write: Write, _: ox.RdfFormat, name: str) -> None:
    dataset = Dataset()
    dataset.parse(data=written(write, store), format=name)
    reference = Dataset()
    reference.parse(data=written(write_nquads, store), format="nquads")
    assert set(dataset.quads()) == set(reference.quads())
    assert len(list(dataset.quads())) == len(store)


def test_turtle_is_the_union_of_the_graphs(store: ox.Store) -> None:
    told_twice = next(iter(store))
    elsewhere = ox.Quad(told_twice.subject, told_twice.predicate, told_twice.object, NODE)
    text = written(write_turtle, store_of([*store, elsewhere]))
    triples = {quad.triple for quad in store}
    assert len(text) == len(written(write_turtle, store))
    assert {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)} == triples
    read = Graph().parse(data=text, format="turtle")
    plain = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert plain is not None
    assert set(read) == set(Graph().parse(data=plain, format="nt"))
    for graph in store.named_graphs():
        assert f"<{graph.value}> {{".encode() not in text


@pytest.mark.parametrize("write", WRITERS)
def test_the_order_of_writing_does_not_show(store: ox.Store, write: Write) -> None:
    quads = list(store)
    random.Random(7).shuffle(quads)
    assert written(write, store_of(quads)) == written(write, store)


def test_nquads_are_sorted_lines(store: ox.Store) -> None:
    lines = written(write_nquads, store).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(store)


def test_trig_names_each_graph_once(store: ox.Store) -> None:
    text = written(write_trig, store).decode()
    for graph in store.named_graphs():
        assert text.count(f"<{graph.value}> {{\n") == 1


@pytest.mark.parametrize("write", [write_trig, write_turtle])
def test_the_prefixes_come_in_their_order_and_once(store: ox.Store, write: Write) -> None:
    lines = written(write, store).decode().splitlines()
    assert lines[: len(PREFIXES)] == [f"@prefix {name}: <{iri}> ." for name, iri in sorted(PREFIXES.items())]
    assert not any(line.startswith("@prefix") for line in lines[len(PREFIXES) :])


def test_jsonld_is_compact_and_has_a_subject_a_line(store: ox.Store) -> None:
    text = written(write_jsonld, store).decode()
    data = json.loads(text)
    assert data["@context"] == PREFIXES
    assert {graph["@id"] for graph in data["@graph"]} == {graph.value for graph in store.named_graphs()}
    merged = next(graph["@graph"] for graph in data["@graph"] if graph["@id"].endswith("/merged"))
    assert ["rasd:RocketAttack"] in [node["@type"] for node in merged]
    assert len(text.splitlines()) == 3 + sum(2 + len(graph["@graph"]) for graph in data["@graph"])


@pytest.mark.parametrize(("write", "form", "_"), WITH_GRAPHS)
def test_an_empty_store(write: Write, form: ox.RdfFormat, _: str) -> None:
    assert list(ox.parse(written(write, ox.Store()), format=form)) == []


def test_quads_outside_of_all_graphs_come_back_too() -> None:
    inside = ox.Quad(NODE, NODE, ox.Literal("inside"), NODE)
    outside = ox.Quad(NODE, NODE, ox.BlankNode("b"))
    for write, form, _ in WITH_GRAPHS:
        back = set(ox.parse(written(write, store_of([inside, outside])), format=form))
        assert inside in back
        assert [quad.graph_name for quad in back - {inside}] == [ox.DefaultGraph()]


def test_jsonld_says_that_it_has_no_quoted_triples() -> None:
    quoted = ox.Quad(NODE, NODE, ox.Triple(NODE, NODE, NODE), NODE)
    with pytest.raises(RunError, match="nquads or trig"):
        written(write_jsonld, store_of([quoted]))


LITERALS = st.one_of(
    st.text().map(ox.Literal),
    st.builds(lambda text: ox.Literal(text, language="ar"), st.text()),
    st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)),
        st.one_of(
            st.text(), st.integers().map(str), st.sampled_from(["true", "1", "007", "-0", "+1", "1e3", "9" * 40])
        ),
        st.sampled_from(["string", "integer", "boolean", "double", "decimal", "date", "anyURI"]),
    ),
)


@given(st.lists(LITERALS, max_size=8))
def test_hostile_literals_come_back(literals: list[ox.Literal]) -> None:
    store = store_of([ox.Quad(NODE, NODE, literal, NODE) for literal in literals])
    for write, form, _ in WITH_GRAPHS:
        assert set(ox.parse(written(write, store), format=form)) == set(store)
