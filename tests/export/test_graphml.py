from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import networkx as nx
import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.export.graphml import write_graphml
from builder.graph.iris import INFERRED_GRAPH
from builder.graph.terms import integer
from builder.vocabulary import Class, Concept, External, Property
from tests.export.conftest import ANSWER, BOMB, DRONES, ROCKETS, store_of
from tests.graph.incidents import (
    AGENCY,
    ARMY,
    BASE,
    COUNTRY,
    FALCONS,
    GUARDS,
    PROVINCE,
    UMBRELLA,
    base_extraction,
    quads_of,
)

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def written(store: ox.Store) -> bytes:
    out = io.BytesIO()
    write_graphml(store, out)
    return out.getvalue()


def network(store: ox.Store) -> Any:
    return nx.read_graphml(io.BytesIO(written(store)))


def edges(network: Any, start: str, end: str) -> dict[str, tuple[str, float]]:
    """The edges from one node to another: basis and weight by kind."""
    found = network.get_edge_data(start, end) or {}
    return {edge["kind"]: (edge.get("basis", ""), edge["weight"]) for edge in found.values()}


def test_networkx_reads_nodes_with_labels_and_kinds(store: ox.Store) -> None:
    read = network(store)
    assert read.is_directed()
    kinds = {node: data["kind"] for node, data in read.nodes(data=True)}
    assert {node for node, kind in kinds.items() if kind == "attack"} == {ROCKETS, ANSWER, DRONES, BOMB}
    assert (kinds[BASE.iri], kinds[FALCONS.iri], kinds[AGENCY.iri]) == ("place", "actor", "source")
    assert all(data["label"] and data["label_en"] for _, data in read.nodes(data=True))
    attack = read.nodes[ROCKETS]
    assert attack["label"].endswith("، قاعدة النخيل، 2024-05-06")
    assert (attack["class"], attack["date_earliest"], attack["background"]) == ("RocketAttack", "2024-05-06", False)
    assert (attack["latitude"], attack["longitude"], attack["killed_low"]) == (33.785, 42.441, 4)
    assert "killed_high" not in attack


def test_the_edges_of_an_attack(store: ox.Store) -> None:
    read = network(store)
    assert edges(read, FALCONS.iri, ROCKETS) == {"perpetrator": ("claimed", 1.0)}
    assert edges(read, GUARDS.iri, ROCKETS) == {"perpetrator": ("attributed", 1.0)}
    assert edges(read, ROCKETS, FALCONS.iri) == {"claimed_by": ("", 1.0)}
    assert edges(read, ROCKETS, GUARDS.iri) == {"denied_by": ("", 1.0)}
    assert edges(read, ROCKETS, BASE.iri) == {"place": ("impact", 1.0), "target": ("", 1.0)}
    assert edges(read, ROCKETS, AGENCY.iri) == {"reported_by": ("", 1.0)}
    assert edges(read, ANSWER, AGENCY.iri) == {"cites": ("", 1.0), "reported_by": ("", 1.0)}
    assert edges(read, ANSWER, ROCKETS) == {"inRetaliationFor": ("", 1.0)}


def test_places_and_actors_are_within_others(store: ox.Store) -> None:
    read = network(store)
    assert edges(read, BASE.iri, PROVINCE.iri) == {"within": ("", 1.0)}
    assert edges(read, PROVINCE.iri, COUNTRY.iri) == {"within": ("", 1.0)}
    assert edges(read, FALCONS.iri, UMBRELLA.iri) == {"member_of": ("", 1.0)}


def test_the_weight_of_an_edge_is_the_number_of_reports(merged_store: ox.Store) -> None:
    read = network(merged_store)
    assert edges(read, FALCONS.iri, ROCKETS) == {"perpetrator": ("claimed", 2.0)}
    assert edges(read, ANSWER, ROCKETS) == {"inRetaliationFor": ("", 2.0)}
    assert read.nodes[ROCKETS]["reports"] == 2


def test_links_between_groups_are_edges(store: ox.Store) -> None:
    link, graph = ox.NamedNode("https://w3id.org/rasd/id/link/1"), ox.NamedNode(INFERRED_GRAPH)
    said: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (External.RDF_TYPE, ox.NamedNode(Class.GROUP_LINK)),
        (Property.LINK_KIND, ox.NamedNode(Concept.SHARED_PLACE_AND_WEEK)),
        (Property.LINK_WEIGHT, integer(3)),
        (Property.LINKED_ACTOR, ox.NamedNode(GUARDS.iri)),
        (Property.LINKED_ACTOR, ox.NamedNode(FALCONS.iri)),
    ]
    quads = [*store, *(ox.Quad(link, ox.NamedNode(predicate), value, graph) for predicate, value in said)]
    assert edges(network(store_of(quads)), FALCONS.iri, GUARDS.iri) == {"sharedPlaceAndWeek": ("", 3.0)}


def test_nodes_come_before_their_edges_and_identifiers_are_unique(merged_store: ox.Store) -> None:
    seen: set[str] = set()
    for _, element in etree.iterparse(io.BytesIO(written(merged_store)), tag=("{*}node", "{*}edge")):
        if element.tag.endswith("edge"):
            assert {element.get("source"), element.get("target")} <= seen
        assert element.get("id") not in seen
        seen.add(element.get("id"))
    counted = Counter(data["kind"] for *_, data in network(merged_store).edges(data=True))
    assert counted["place"] >= 4


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_labels_lose_only_what_xml_cannot_hold(label: str) -> None:
    quads = [
        ox.Quad(quad.subject, quad.predicate, ox.Literal(label, language="ar"), quad.graph_name)
        if str(quad.subject) == f"<{ARMY.iri}>" and '"@ar' in str(quad.object)
        else quad
        for quad in quads_of(base_extraction())
    ]
    found = network(store_of(quads)).nodes[ARMY.iri]["label"]
    expected = ILLEGAL.sub("", label).replace("\r\n", "\n").replace("\r", "\n")  # the parser's line ends
    assert found == expected
