"""Positions on the sphere: where a distance and a direction lead, and how far two places are apart."""

from __future__ import annotations

import math
from typing import Final

EARTH_RADIUS_KM: Final = 6371.0  # mean radius; the flattening matters less than any uncertainty here
Position = tuple[float, float]  # latitude, longitude; WGS 84 decimal degrees

BEARINGS: Final = {
    name: 45.0 * index for index, name in enumerate(("n", "ne", "e", "se", "s", "sw", "w", "nw"))
}  # degrees clockwise from north


def distance_km(one: Position, other: Position) -> float:
    """The great-circle distance (haversine formula)."""
    lat1, long1, lat2, long2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((long2 - long1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def destination(start: Position, direction: float, km: float) -> Position:
    """The position *km* kilometres from *start* in a direction (degrees clockwise from north)."""
    lat, long = map(math.radians, start)
    angle, course = km / EARTH_RADIUS_KM, math.radians(direction)
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(course)
    there = math.asin(max(-1.0, min(1.0, sine)))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(there)
    )
    return math.degrees(there), (math.degrees(long + turn) + 540.0) % 360.0 - 180.0


def bearing(start: Position, end: Position) -> float:
    """The direction in which the great circle from *start* to *end* sets out, in degrees clockwise from north."""
    lat1, long1, lat2, long2 = map(math.radians, (*start, *end))
    east = math.sin(long2 - long1) * math.cos(lat2)
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(long2 - long1)
    return math.degrees(math.atan2(east, north)) % 360.0


def midpoint(one: Position, other: Position) -> Position:
    """The position halfway on the great circle; any of the shortest ones for antipodes."""
    lat1, long1, lat2, long2 = map(math.radians, (*one, *other))
    x, y = math.cos(lat2) * math.cos(long2 - long1), math.cos(lat2) * math.sin(long2 - long1)
    lat = math.atan2(math.sin(lat1) + math.sin(lat2), math.hypot(math.cos(lat1) + x, y))
    long = long1 + math.atan2(y, math.cos(lat1) + x)
    return math.degrees(lat), (math.degrees(long) + 540.0) % 360.0 - 180.0
