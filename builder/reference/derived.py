"""The entity of a relative place: a rough position, how far off it may be, and what holds it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import fmean

from builder.model import Entity, EntityClass, Link
from builder.reference.entries import reference_entries
from builder.reference.geometry import BEARINGS, Position, bearing, destination, distance_km, midpoint
from builder.reference.relative import PlaceRelation, RelativePlace

# Kilometres from the point of a place of a class within which the place itself lies.
_RADIUS = {
    EntityClass.GOVERNORATE: 60.0,
    EntityClass.REGION: 60.0,
    EntityClass.SETTLEMENT: 5.0,
    EntityClass.FACILITY: 10.0,
}
_WORLD_RADIUS = 1500.0  # a region of several countries, such as a continent
_COUNTRY_RADIUS = 300.0  # a country that the table lacks
_PART_SHIFT = 0.5  # of the radius; the centre of half a disc lies 0.42 of it away from the middle
_PART_RADIUS = 0.8
_FEWEST_TOWNS = 5  # that tell where a part of a country is
_MOST_TOWNS = 0.95  # of a part's towns lie within its radius
_SECTORS = {1: 67.5, 2: 45.0}  # degrees on either side of a main direction and of a diagonal that belong to the part
_NEAR_KM = 10.0
_OUTSIDE_KM = 15.0  # north of a town, no distance told
_SECTOR = 0.4  # tangent of 22 degrees: the eight directions are no finer
_WIDE = frozenset((EntityClass.COUNTRY, EntityClass.GOVERNORATE, EntityClass.REGION))


def derive(relative: RelativePlace, anchor: Entity, iri: Callable[[EntityClass, str], str]) -> Entity:
    """The entity of a relative place whose anchor is known; *iri* makes the IRI of an entity of the article.

    A part of a country, governorate or region is a region, a part of a town too; anything else is a relative place.
    Parts lie in the anchor, other places in what holds it (a place near a town need not belong to it). The position is
    None where the anchor has none; ``uncertainty_km`` is estimated from the anchor's size, the distance and the eight
    directions, and never counts on a border. A part of a country lies where the table has the towns of that part.
    """
    within = relative.relation is PlaceRelation.WITHIN
    entity_class = EntityClass.REGION if within else EntityClass.RELATIVE_PLACE
    position, uncertainty = _located(relative, anchor)
    part_of = (anchor.iri,) if within else anchor.part_of
    country = anchor.country
    if relative.other is not None:
        part_of = tuple(holder for holder in part_of if holder in relative.other.part_of)
        country = country if country == relative.other.country else ""
    return Entity(
        iri=iri(entity_class, relative.words),
        entity_class=entity_class,
        label_ar=relative.words,
        link=Link.UNRESOLVED,
        latitude=None if position is None else round(position[0], 4),
        longitude=None if position is None else round(position[1], 4),
        uncertainty_km=None if position is None else float(math.ceil(uncertainty)),
        part_of=part_of,
        country=country,
    )


@cache
def _country_radii() -> dict[str, float]:
    """The radius of a disc of each country's area, by IRI."""
    return {entry.entity.iri: math.sqrt(entry.area_km2 / math.pi) for entry in reference_entries() if entry.area_km2}


@cache
def _towns() -> dict[str, list[Position]]:
    """The positions of the settlements of the tables by country; quarters would count their town many times."""
    towns: dict[str, list[Position]] = {}
    entries = [entry for entry in reference_entries() if entry.entity.entity_class is EntityClass.SETTLEMENT]
    settlements = {entry.entity.iri for entry in entries}
    for entry in entries:
        position = _position(entry.entity)
        if position is not None and settlements.isdisjoint(entry.entity.part_of):
            towns.setdefault(entry.entity.country, []).append(position)
    return towns


@cache
def _part_of_country(country: str, middle: Position, direction: str) -> tuple[Position, float] | None:
    """The middle of the outer towns on one side of a country, and the radius around it that holds most of that side.

    None where the table has too few towns there. The news calls "the north" what lies far to the north: the outer half
    of the side's towns gives a point that is half as far from the places meant as all of them do.
    """
    sector = _SECTORS[len(direction)]
    turned = 180.0 - BEARINGS[direction]
    side = [t for t in _towns().get(country, ()) if abs((bearing(middle, t) + turned) % 360.0 - 180.0) <= sector]
    if len(side) < _FEWEST_TOWNS:
        return None
    course = math.radians(BEARINGS[direction])
    narrowing = math.cos(math.radians(middle[0]))  # of a degree of longitude at this latitude
    side.sort(key=lambda town: town[0] * math.cos(course) + town[1] * narrowing * math.sin(course))
    outer = side[len(side) // 2 :]
    centre = (fmean(lat for lat, _ in outer), fmean(long for _, long in outer))
    distances = sorted(distance_km(centre, town) for town in side)
    return centre, distances[math.ceil(_MOST_TOWNS * len(distances)) - 1]


def radius_km(entity: Entity) -> float:
    """The kilometres from the point of a place within which the place itself lies, as far as its class tells."""
    if entity.uncertainty_km is not None:
        return entity.uncertainty_km
    if entity.entity_class is EntityClass.COUNTRY:
        return _country_radii().get(entity.iri, _COUNTRY_RADIUS)
    if entity.entity_class is EntityClass.REGION and not entity.country:
        return _WORLD_RADIUS
    return _RADIUS.get(entity.entity_class, _OUTSIDE_KM)


def _position(entity: Entity) -> Position | None:
    if entity.latitude is None or entity.longitude is None:
        return None
    return entity.latitude, entity.longitude


def _located(relative: RelativePlace, anchor: Entity) -> tuple[Position | None, float]:
    """The position of a relative place and the radius in which it truly lies."""
    start, radius = _position(anchor), radius_km(anchor)
    if start is None:
        return None, 0.0
    if relative.other is not None:
        end = _position(relative.other)
        if end is None:
            return None, 0.0
        far = max(radius, radius_km(relative.other))
        return midpoint(start, end), distance_km(start, end) / 2 + far
    course = BEARINGS.get(relative.direction)
    if relative.relation is PlaceRelation.WITHIN:
        if course is None:
            return start, radius
        if anchor.entity_class is EntityClass.COUNTRY:
            part = _part_of_country(anchor.country, start, relative.direction)
            if part is not None:
                return part
        if anchor.entity_class is EntityClass.SETTLEMENT:  # the countryside of a town lies around it
            radius += _OUTSIDE_KM
        return destination(start, course, _PART_SHIFT * radius), _PART_RADIUS * radius
    if relative.distance_km is not None:
        distance = relative.distance_km
        if course is None:
            return start, distance + radius
        return destination(start, course, distance), _SECTOR * distance + radius
    if course is None or relative.relation is PlaceRelation.NEAR:
        return start, radius + _NEAR_KM
    if anchor.entity_class in _WIDE:  # north of a province: beyond its edge
        return destination(start, course, radius + _OUTSIDE_KM), radius + _OUTSIDE_KM
    return destination(start, course, _OUTSIDE_KM), radius + _OUTSIDE_KM
