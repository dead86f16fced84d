"""Where an attack was, as one place: the finest that its reports name, and how exact that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from builder.export.records import Argument, Attack, Entity
from builder.resources import read_table

COUNTRY = "Country"
_GOVERNORATE = "Governorate"
_NEAR, REGION = "RelativePlace", "Region"
_LAUNCH = "launch"
_NEAR_KM = 25  # UCDP's where_prec 2
WIDEST_KM = 200  # a point that is further off says no more than the country


@dataclass(frozen=True, slots=True)
class Precision:
    """How exact the places of a class are: a row of ``place_precisions.tsv``; ``rank`` is 0 for the finest."""

    rank: int
    geo_precision: int | None
    where_prec: int
    uncertainty_km: float | None


@dataclass(frozen=True, slots=True)
class Location:
    """The place of an attack, with the country and the first-order division around it, where they are known.

    ``precision`` is the class of place (local name) that the position is as exact as: a market that has only the
    position of its town is as exact as a town. Positions are in degrees (WGS 84) and are missing where they say no more
    than the country. ``geo_precision`` and ``where_prec`` are codes of ACLED and UCDP GED.
    """

    place: Entity
    precision: str
    country: Entity | None
    admin1: Entity | None
    latitude: float | None
    longitude: float | None
    uncertainty_km: float | None
    geo_precision: int | None
    where_prec: int


@cache
def precisions() -> Mapping[str, Precision]:
    """How exact places are, by the local name of their class."""
    return {
        row["id"]: Precision(
            rank,
            int(row["geo_precision"]) if row["geo_precision"] else None,
            int(row["where_prec"]),
            float(row["uncertainty_km"]) if row["uncertainty_km"] else None,
        )
        for rank, row in enumerate(read_table("place_precisions.tsv"))
    }


def location(attack: Attack) -> Location | None:
    """The place of the attack that a map or a table shows; None where no report names one.

    Places of launch are none. Of the others, those with a position come first, then those whose position is more exact,
    then finer classes, those that more reports name, those that the extraction is surer of; then the IRI decides.
    """
    found = [
        one
        for one in attack.with_role("place")
        if one.place_role != _LAUNCH and attack.entities[one.filler].kind in precisions()
    ]
    if not found:
        return None
    reports = Counter(iri for iri, _ in {(one.filler, one.event) for one in found})
    located = {iri: _location(attack.entities[iri], attack.entities) for iri in reports}

    def preference(one: Argument) -> tuple[bool, int, int, int, float, str]:
        place = located[one.filler]
        exact, own = (precisions()[kind].rank for kind in (place.precision, place.place.kind))
        return place.latitude is None, exact, own, -reports[one.filler], -one.confidence, one.filler

    return located[min(found, key=preference).filler]


def _location(place: Entity, entities: Mapping[str, Entity]) -> Location:
    around = [place, *containers(place, entities)]
    kind = _exact_as(place, around[1:])
    precision = precisions()[kind]
    uncertainty = place.uncertainty_km if place.uncertainty_km is not None else precision.uncertainty_km
    pinned = kind != COUNTRY and _position(place) is not None
    return Location(
        place=place,
        precision=kind,
        country=next((one for one in around if one.kind == COUNTRY), None),
        admin1=next((one for one in reversed(around) if one.kind == _GOVERNORATE), None),
        latitude=place.latitude if pinned else None,
        longitude=place.longitude if pinned else None,
        uncertainty_km=uncertainty if pinned else None,
        geo_precision=precision.geo_precision,
        where_prec=precision.where_prec,
    )


def _exact_as(place: Entity, around: list[Entity]) -> str:
    """The class of place that the position of *place* is as exact as; *around* contains it, nearest first.

    A place that the reference data lacks has the position of what it lies in. A relative place and a region are told
    apart by the uncertainty: both can be a strip beside a town or half a country. A region in no one country is as
    wide as a sea (:func:`builder.reference.derived.radius_km`).
    """
    if place.uncertainty_km is not None and place.uncertainty_km > WIDEST_KM:
        return COUNTRY
    if place.uncertainty_km is not None and place.kind != _NEAR:
        lent = next((one.kind for one in around if _position(one) == _position(place)), place.kind)
        if lent in precisions() and lent not in (_NEAR, REGION):
            return lent
    if place.kind in (_NEAR, REGION) and place.uncertainty_km is not None:
        return _NEAR if place.uncertainty_km <= _NEAR_KM else REGION
    if place.kind == REGION and not any(one.kind == COUNTRY for one in around):
        return COUNTRY
    return place.kind


def containers(entity: Entity, entities: Mapping[str, Entity]) -> list[Entity]:
    """What contains the entity, nearest first; of two at one distance, the IRI decides."""
    found: dict[str, Entity] = {}
    waiting = list(entity.containers)
    while waiting:
        iri = waiting.pop(0)
        if iri in entities and iri not in found and iri != entity.iri:
            found[iri] = entities[iri]
            waiting += entities[iri].containers
    return list(found.values())


def _position(place: Entity) -> tuple[float, float] | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
