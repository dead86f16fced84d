from __future__ import annotations

import io
import json
from typing import Any

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from builder.export.geojson import write_geojson
from builder.vocabulary import External
from tests.export.conftest import ANSWER, BOMB, DRONES, ROCKETS, store_of
from tests.graph.incidents import BASE, base_extraction, quads_of


def collection(store: ox.Store, *, everything: bool = False) -> dict[str, Any]:
    out = io.BytesIO()
    write_geojson(store, out, everything=everything)
    read: dict[str, Any] = json.loads(out.getvalue().decode("utf-8"))
    return read


def test_it_is_as_the_standard_says(store: ox.Store) -> None:
    read = collection(store, everything=True)
    assert set(read) == {"type", "features"}
    assert read["type"] == "FeatureCollection"
    for feature in read["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        if feature["geometry"] is not None:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert feature["geometry"]["type"] == "Point"
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90


def test_only_attacks_with_a_position_unless_all_are_wanted(store: ox.Store) -> None:
    assert [feature["id"] for feature in collection(store)["features"]] == sorted([ROCKETS, DRONES])
    everything = {feature["id"]: feature["geometry"] for feature in collection(store, everything=True)["features"]}
    assert set(everything) == {ROCKETS, DRONES, ANSWER, BOMB}
    assert everything[ANSWER] is None  # it names no place
    assert everything[BOMB] is None  # nobody knows where the region is


def test_the_properties_of_an_attack(store: ox.Store, merged_store: ox.Store) -> None:
    for graph, articles in ((store, ["base"]), (merged_store, ["base", "base-2"])):
        found = next(one for one in collection(graph)["features"] if one["id"] == ROCKETS)
        assert found["geometry"]["coordinates"] == [42.441, 33.785]
        properties = found["properties"]
        assert properties["label_en"] == "rocket or missile attack, Nakhil Base"
        assert properties["label_ar"].endswith("، قاعدة النخيل")
        assert (properties["precision"], properties["uncertainty_km"]) == ("Facility", 10.0)
        assert (properties["country_en"], properties["admin1_en"]) == ("Sadd", "Wadi Governorate")
        assert (properties["date_earliest"], properties["date_latest"]) == ("2024-05-06", "2024-05-06")
        assert (properties["killed_low"], properties["killed_high"], properties["wounded_high"]) == (4, None, 12)
        assert [(one["en"], one["basis"]) for one in properties["perpetrators"]] == [
            ("Falcons Brigade", ["claimed"]),
            ("Hill Guards", ["attributed"]),
        ]
        assert (properties["articles"], properties["reports"]) == (articles, len(articles))


def test_a_country_is_no_pin(store: ox.Store) -> None:
    quads = [
        ox.Quad(quad.subject, quad.predicate, ox.NamedNode("https://w3id.org/rasd/ontology#Country"), quad.graph_name)
        if str(quad.subject) == f"<{BASE.iri}>" and quad.predicate.value == External.RDF_TYPE
        else quad
        for quad in store
    ]
    found = {one["id"]: one for one in collection(store_of(quads), everything=True)["features"]}
    assert found[DRONES]["geometry"] is None
    assert found[DRONES]["properties"]["precision"] == "Country"


@given(st.text(min_size=1))
def test_any_label_comes_back(label: str) -> None:
    quads = [
        ox.Quad(quad.subject, quad.predicate, ox.Literal(label, language="ar"), quad.graph_name)
        if str(quad.subject) == f"<{BASE.iri}>" and '"@ar' in str(quad.object)
        else quad
        for quad in quads_of(base_extraction())
    ]
    assert collection(store_of(quads))["features"][0]["properties"]["place_ar"] == label
