"""What the columns of an answer hold, told by their content and, where that is not enough, by their names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ui.records import AttackLine, Thing

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?:T[^/]*)?")
_RESOURCE = re.compile(r"(?:https?://|urn:)[^\s<>\"]+|_:\S+")
_POINT = re.compile(r"(?:<[^>]*>\s*)?POINT\s*Z?\s*\(\s*([-+.\deE]+)\s+([-+.\deE]+)[^)]*\)", re.IGNORECASE)
_BETWEEN = "; "  # the named queries put it between several values in a cell


class Content(StrEnum):
    """What a column holds in all rows that have a value."""

    NOTHING = "nothing"
    NUMBER = "number"
    DAY = "day"
    RESOURCE = "resource"
    POINT = "point"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0 on, its name, what it holds, and its values in the order of the rows."""

    index: int
    name: str
    content: Content
    values: tuple[str, ...]

    @property
    def distinct(self) -> dict[str, None]:
        """Its values without the empty one, in the order in which they come first."""
        return dict.fromkeys(value for value in self.values if value)


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of the values: entities and attacks by IRI, entities by names that only one of them has."""

    things: Mapping[str, Thing]
    attacks: Mapping[str, AttackLine]
    names: Mapping[str, Thing]

    @classmethod
    def of(cls, things: Mapping[str, Thing], lines: Sequence[AttackLine]) -> Known:
        """All that is known."""
        names: dict[str, Thing | None] = {}
        for thing in things.values():
            for name in {thing.words.ar, thing.words.en} - {""}:
                # Of those with one name the one that has a page stands for it.
                before = names.get(name)
                if before is None and name not in names:
                    names[name] = thing
                elif "#" not in thing.iri:
                    names[name] = thing if before is None or "#" in before.iri else None
        return cls(things, {line.iri: line for line in lines}, {name: one for name, one in names.items() if one})

    def named(self, cell: str) -> Iterator[tuple[str, Thing | None]]:
        """Each of the values in a cell, with what it is the name of."""
        for name in cell.split(_BETWEEN):
            if name:
                yield name, self.names.get(name)


def columns_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns of an answer."""
    found = []
    for index, name in enumerate(names):
        values = tuple(row[index] for row in rows)
        found.append(Column(index, name, _content(values), values))
    return tuple(found)


def _content(values: Sequence[str]) -> Content:
    given = [value for value in values if value]
    if not given:
        return Content.NOTHING
    tests = (
        (Content.DAY, lambda value: first_day(value) is not None),
        (Content.NUMBER, lambda value: number(value) is not None),
        (Content.POINT, lambda value: point(value) is not None),
        (Content.RESOURCE, is_resource),
    )
    return next((content for content, holds in tests if all(map(holds, given))), Content.TEXT)


def is_resource(value: str) -> bool:
    """Whether a value is an IRI or a blank node."""
    return _RESOURCE.fullmatch(value) is not None


def number(value: str) -> float | None:
    """The finite number that a value is."""
    found = float(value) if _NUMBER.fullmatch(value) else math.nan
    return found if math.isfinite(found) else None


def first_day(value: str) -> date | None:
    """The day that a value is or begins with: of an interval (2018-05-01/2018-05-03) and of a month the first one."""
    days = _days(value)
    return days[0] if days else None


def last_day(value: str) -> date | None:
    """The day that a value is, or the last one of an interval; of a month the first one too."""
    days = _days(value)
    return days[-1] if days else None


def _days(value: str) -> list[date]:
    """The one or two days of a value, none where it holds something else."""
    parts = value.split("/")
    found = [part for part in map(_DAY.fullmatch, parts) if part]
    if len(found) < len(parts) or len(parts) > 2:
        return []
    try:
        return [date(int(part[1]), int(part[2]), int(part[3] or 1)) for part in found]
    except ValueError:
        return []


def point(value: str) -> tuple[float, float] | None:
    """Latitude and longitude of a point in well-known text, whose order of axes is that of WGS 84 in GeoSPARQL."""
    found = _POINT.fullmatch(value.strip())
    if found is None:
        return None
    longitude, latitude = number(found[1]), number(found[2])
    return position(latitude, longitude)


def position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """Latitude and longitude where there can be such a place."""
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude
