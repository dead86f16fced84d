"""The rows of an answer as places on the map."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.graph.entities import PLACES
from builder.model import EntityClass
from builder.sparql.results import shorten
from ui.columns import Column, Content, Known, first_day, is_resource, last_day, number, point, position
from ui.description import local_name
from ui.labels import Labels, Words
from ui.map import MapPlace
from ui.records import Thing

_LATITUDE = re.compile(r"(?P<of>.*?)_?lat(?:itude)?", re.IGNORECASE)
_LONGITUDES = ("long", "longitude", "lng", "lon")
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class _Found:
    """Where something lies, with the place that is known there."""

    latitude: float
    longitude: float
    place: Thing | None


def has_places(columns: Sequence[Column], known: Known) -> bool:
    """Whether any row can be drawn."""
    return any(_positions(columns, row, known) for row in range(_length(columns)))


def row_places(columns: Sequence[Column], known: Known, labels: Labels) -> list[MapPlace]:
    """Each row at each of its places; one without a position where it has none, so that the map can count it.

    ``attack`` is the number of the row from 0 on. A position comes from columns of latitude and longitude, else from
    points in well-known text, else it is that of a place, else those of the places of an attack. Beside columns of
    positions ``precision`` is the class of the place, and ``uncertainty_km`` what it says; without them the place that
    the store has there counts, and otherwise the position is taken as exact.
    """
    return [place for row in range(_length(columns)) for place in _row_places(columns, row, known, labels)]


def _length(columns: Sequence[Column]) -> int:
    return len(columns[0].values) if columns else 0


def _row_places(columns: Sequence[Column], row: int, known: Known, labels: Labels) -> Iterator[MapPlace]:
    cells = {column.name.lower(): column.values[row] for column in columns}
    found: Sequence[_Found | None] = _positions(columns, row, known) or [None]
    when = next((one.values[row] for one in columns if one.content is Content.DAY), "")
    first, last = first_day(when), last_day(when)
    for one in found:
        thing = one.place if one else None
        own = thing.position if thing else None
        yield MapPlace(
            attack=str(row),
            title=_title(columns, row, known, labels),
            attack_type=_type(cells, known),
            status="",
            earliest=first.isoformat() if first else "",
            latest=last.isoformat() if last else "",
            place=thing.iri if thing else "",
            name=thing.words if thing else Words(cells.get("place", "")),
            place_class=_place_class(cells, thing),
            latitude=one.latitude if one else None,
            longitude=one.longitude if one else None,
            uncertainty_km=number(cells.get("uncertainty_km", "")) or (own.uncertainty_km if own else None),
        )


def _type(cells: Mapping[str, str], known: Known) -> str:
    """The type of the attack that a row tells of, empty where it tells of none."""
    if given := cells.get("type", ""):
        return local_name(given) if is_resource(given) else given
    return next((known.attacks[value].attack_type for value in cells.values() if value in known.attacks), "")


def _place_class(cells: Mapping[str, str], thing: Thing | None) -> str:
    given = cells.get("precision", "")  # that of a date has the same name
    return given if given in PLACES else thing.kind if thing else EntityClass.FACILITY


def _positions(columns: Sequence[Column], row: int, known: Known) -> list[_Found]:
    for latitudes, longitudes in _pairs(columns):
        if here := position(number(latitudes.values[row]), number(longitudes.values[row])):
            return [_Found(*here, _there(here, columns, row, known))]
    for column in columns:
        if here := point(column.values[row]):
            return [_Found(*here, _there(here, columns, row, known))]
    resources = [column.values[row] for column in columns if column.content is Content.RESOURCE]
    for iri in resources:
        thing = known.things.get(iri)
        if thing and thing.position:
            return [_Found(thing.position.latitude, thing.position.longitude, thing)]
    for iri in resources:
        places = known.attacks[iri].places if iri in known.attacks else ()
        if found := [_Found(one.position.latitude, one.position.longitude, one) for one in places if one.position]:
            return found
    return []


def _pairs(columns: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    """Columns of latitude and longitude by their names: ``lat`` and ``long``, ``place_latitude`` and ``place_lon``."""
    by_name = {column.name.lower(): column for column in columns}
    for name, column in by_name.items():
        if found := _LATITUDE.fullmatch(name):
            before = name[: found.end("of")]
            between = "_" if name.startswith(f"{before}_") else ""
            for ending in _LONGITUDES:
                if other := by_name.get(before + between + ending):
                    yield column, other


def _there(here: tuple[float, float], columns: Sequence[Column], row: int, known: Known) -> Thing | None:
    """The place of the store that a row names and that has this position."""
    for column in columns:
        for name, thing in known.named(column.values[row]):
            thing = thing or known.things.get(name)
            if thing and thing.position and (thing.position.latitude, thing.position.longitude) == here:
                return thing
    return None


def _title(columns: Sequence[Column], row: int, known: Known, labels: Labels) -> str:
    """The first values of a row that say something to people."""
    parts: dict[str, None] = {}
    for column in columns:
        value = column.values[row]
        if value and column.content in (Content.TEXT, Content.RESOURCE):
            thing = known.things.get(value)
            if thing:
                parts[thing.words.get(labels.language)] = None
            elif value in known.attacks:
                line = known.attacks[value]
                parts[" ".join(filter(None, (labels.term("type", line.attack_type), line.day)))] = None
            else:
                parts[labels.term("type", shorten(value))] = None
    title = " · ".join(list(parts)[:3])
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
