"""How exactly a place is drawn on a map: as a point, as a circle in which it lies, or as the shape of its area."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from builder.export.places import precisions
from builder.graph.iris import ID
from builder.model import EntityClass

TABLE = Path(__file__).with_name("areas.tsv")

_PLACE = ID + "place/"
_EXACT = frozenset({EntityClass.FACILITY, EntityClass.SETTLEMENT})
_SHAPED = frozenset({EntityClass.COUNTRY, EntityClass.GOVERNORATE})
_WIDEST_KM = 2000.0  # a circle beyond that says nothing; the widest part of a country that is read is below it


class Layer(StrEnum):
    """The files with shapes, ``ui/static/components/map/LAYER.json``."""

    COUNTRIES = "countries"
    DIVISIONS = "divisions"


@dataclass(frozen=True, slots=True)
class Point:
    """A place that is known well enough for a point."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A place that lies somewhere within ``km`` kilometres on the ground of its position."""

    km: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A place that is an area whose borders the map has, under the name ``id`` in the file ``layer``."""

    layer: Layer
    id: str


Drawing = Point | Circle | Shape


def drawing(
    place: str, place_class: str, latitude: float | None, longitude: float | None, uncertainty_km: float | None
) -> Drawing | None:
    """How a place of the graph is drawn; None where nothing honest can be.

    *place* is its IRI, *place_class* the local name of its class, the position is in decimal degrees (WGS 84).

    - A facility or settlement is a point, unless its own uncertainty is wider than that of its class.
    - A country or governorate is its shape, where the map has it.
    - Anything else is a circle of its own uncertainty, else of that of its class (``place_precisions.tsv``), else of
      the widest class: a relative place without a figure is not known better.
    - A country without a shape, a place without a position or with an impossible one, and what lies within more than
      2,000 km is not drawn.
    """
    if not _is_position(latitude, longitude):
        return None
    if place_class in _SHAPED:
        shape = shapes().get(place.removeprefix(_PLACE))
        if shape and place.startswith(_PLACE):
            return shape
    usual = precisions()[place_class].uncertainty_km if place_class in precisions() else None
    if place_class in _EXACT and usual is not None and not (uncertainty_km and uncertainty_km > usual):
        return Point()
    if place_class == EntityClass.COUNTRY:
        return None
    km = uncertainty_km or usual or max(row.uncertainty_km or 0.0 for row in precisions().values())
    return Circle(km) if 0 < km <= _WIDEST_KM else None


def _is_position(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return False
    return math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180


@cache
def shapes() -> dict[str, Shape]:
    """The places of the gazetteer that have a shape, by the end of their IRI."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return {row["id"]: Shape(Layer(row["layer"]), row["id"]) for row in csv.DictReader(rows, delimiter="\t")}
