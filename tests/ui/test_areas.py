from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from builder.graph.iris import ID
from builder.model import EntityClass
from builder.reference.entries import reference_entries
from ui.areas import Circle, Drawing, Layer, Point, Shape, drawing, shapes
from ui.bundles import BUNDLES

PLACE = ID + "place/"
LARGEST = 800_000  # bytes of both files, compressed
# A place is a point near the middle or the seat of its area; shapes are simplified, and some have older borders.
NEAR_DEGREES = 0.7


@pytest.mark.parametrize(
    ("place_class", "km", "expected"),
    [
        ("Facility", None, Point()),
        ("Facility", 10.0, Point()),
        ("Facility", 10.5, Circle(10.5)),  # a market of which only the town is known
        ("Settlement", None, Point()),
        ("Settlement", 2.0, Point()),
        ("Settlement", 8.0, Circle(8.0)),
        ("RelativePlace", 25.0, Circle(25.0)),
        ("RelativePlace", 3.0, Circle(3.0)),
        ("RelativePlace", None, Circle(60.0)),
        ("Region", None, Circle(60.0)),
        ("Region", 120.0, Circle(120.0)),
        ("Governorate", None, Circle(60.0)),
        ("Governorate", 90.0, Circle(90.0)),
        ("Country", None, None),
        ("Country", 300.0, None),
        ("Region", 2001.0, None),
        ("Region", math.inf, None),
        ("Region", -1.0, None),
        ("SomethingNew", None, Circle(60.0)),
    ],
)
def test_a_place_without_a_shape(place_class: str, km: float | None, expected: Drawing | None) -> None:
    assert drawing(PLACE + "nowhere-that-is-known", place_class, 33.0, 44.0, km) == expected


@pytest.mark.parametrize(
    ("end", "place_class", "expected"),
    [
        ("iraq", "Country", Shape(Layer.COUNTRIES, "iraq")),
        ("palestine", "Country", Shape(Layer.COUNTRIES, "palestine")),
        ("anbar", "Governorate", Shape(Layer.DIVISIONS, "anbar")),
        ("gaza-strip", "Governorate", Shape(Layer.DIVISIONS, "gaza-strip")),
        ("west-bank", "Governorate", Shape(Layer.DIVISIONS, "west-bank")),
        ("iraq", "Settlement", Point()),  # a town that only has the name of a country
    ],
)
def test_a_place_with_a_shape(end: str, place_class: str, expected: Drawing) -> None:
    assert drawing(PLACE + end, place_class, 33.0, 44.0, None) == expected


def test_only_places_of_the_gazetteer_have_shapes() -> None:
    assert drawing("https://example.org/place/iraq", "Country", 33.0, 44.0, None) is None
    assert drawing("iraq", "Country", 33.0, 44.0, None) is None


@pytest.mark.parametrize(
    "position",
    [(None, None), (33.0, None), (None, 44.0), (91.0, 44.0), (33.0, -181.0), (math.nan, 44.0), (33.0, math.inf)],
)
def test_without_a_position_nothing_is_drawn(position: tuple[float | None, float | None]) -> None:
    assert drawing(PLACE + "x", "Settlement", *position, None) is None
    assert drawing(PLACE + "iraq", "Country", *position, None) is None


@dataclass(frozen=True)
class Drawn:
    """One shape of a file of the map."""

    id: str
    ar: str
    area: BaseGeometry


@cache
def drawn(layer: Layer) -> tuple[Drawn, ...]:
    """The shapes of a file."""
    topology = json.loads((BUNDLES / "map" / f"{layer.value}.json").read_text(encoding="utf-8"))
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for east, north in arc:
            x, y = x + east, y + north
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)

    def ring(numbers: list[int]) -> Iterator[tuple[float, float]]:
        for number in numbers:
            yield from arcs[number] if number >= 0 else reversed(arcs[~number])

    def area(shape: dict[str, object]) -> BaseGeometry:
        parts = shape.get("arcs") or []
        parts = [parts] if shape["type"] == "Polygon" else parts
        assert isinstance(parts, list)
        return shapely.union_all([shapely.make_valid(shapely.Polygon(list(ring(part[0])))) for part in parts])

    return tuple(
        Drawn(shape["properties"].get("id", ""), shape["properties"].get("ar", ""), area(shape))
        for shape in topology["objects"][layer.value]["geometries"]
    )


def test_the_table_of_areas_names_the_shapes_that_are_there() -> None:
    for layer in Layer:
        named = {shape.id for shape in shapes().values() if shape.layer is layer}
        assert named == {shape.id for shape in drawn(layer)} - {""}


def test_every_country_of_the_gazetteer_has_a_shape() -> None:
    countries = [one.entity for one in reference_entries() if one.entity.entity_class is EntityClass.COUNTRY]
    assert len(countries) > 150
    without = [one.iri.removeprefix(PLACE) for one in countries if one.iri.removeprefix(PLACE) not in shapes()]
    assert without == ["vatican"]  # too small for the grid of the file


def test_shapes_are_where_their_places_are_and_have_their_names() -> None:
    places = {one.entity.iri: one.entity for one in reference_entries()}
    for end, shape in shapes().items():
        place = places[PLACE + end]
        found = [one for one in drawn(shape.layer) if one.id == end]
        assert {one.ar for one in found} == {place.label_ar}
        assert place.longitude is not None and place.latitude is not None
        point = shapely.Point(place.longitude, place.latitude)
        area = shapely.union_all([one.area for one in found])
        if shape.layer is Layer.COUNTRIES:
            area = area.convex_hull  # the middle of a country of islands lies between them
        assert area.distance(point) < NEAR_DEGREES, end


def test_both_files_are_small() -> None:
    files = [(BUNDLES / "map" / f"{layer.value}.json").read_bytes() for layer in Layer]
    assert sum(len(gzip.compress(data)) for data in files) < LARGEST


def test_the_files_are_those_that_the_bundle_was_built_from() -> None:
    assets = Path(__file__).parents[2] / "ui" / "components" / "src" / "map" / "assets"
    for layer in Layer:
        assert (assets / f"{layer.value}.json").read_bytes() == (BUNDLES / "map" / f"{layer.value}.json").read_bytes()
