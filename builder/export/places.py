"""Where an attack was, as one place: the finest that its reports name, and how exact that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from builder.export.records import Argument, Attack, Entity
from builder.resources import read_table

_COUNTRY = "Country"
_GOVERNORATE = "Governorate"
_RELATIVE = "RelativePlace"
_LAUNCH = "launch"
_NEAR_KM = 25  # UCDP's where_prec 2
_FUZZY = 5


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

    Positions are in degrees (WGS 84) and are missing for a country, whose middle says nothing about an attack.
    ``geo_precision`` and ``where_prec`` are codes of ACLED and UCDP GED.
    """

    place: Entity
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

    Places of launch are none. Of the others, those with a position come first (that of a country counts as none), then
    finer classes, those that more reports name, those that the extraction is surer of; then the IRI decides.
    """
    found = [
        one
        for one in attack.with_role("place")
        if one.place_role != _LAUNCH and attack.entities[one.filler].kind in precisions()
    ]
    if not found:
        return None
    reports = Counter(iri for iri, _ in {(one.filler, one.event) for one in found})

    def preference(one: Argument) -> tuple[bool, int, int, float, str]:
        place = attack.entities[one.filler]
        return not _has_point(place), precisions()[place.kind].rank, -reports[place.iri], -one.confidence, place.iri

    return _location(attack.entities[min(found, key=preference).filler], attack.entities)


def _location(place: Entity, entities: Mapping[str, Entity]) -> Location:
    around = [place, *containers(place, entities)]
    precision = precisions()[place.kind]
    pinned = _has_point(place)
    uncertainty = place.uncertainty_km if place.uncertainty_km is not None else precision.uncertainty_km
    far = place.kind == _RELATIVE and (uncertainty is None or uncertainty > _NEAR_KM)
    return Location(
        place=place,
        country=next((one for one in around if one.kind == _COUNTRY), None),
        admin1=next((one for one in reversed(around) if one.kind == _GOVERNORATE), None),
        latitude=place.latitude if pinned else None,
        longitude=place.longitude if pinned else None,
        uncertainty_km=uncertainty if pinned else None,
        geo_precision=precision.geo_precision,
        where_prec=_FUZZY if far else precision.where_prec,
    )


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


def _has_point(place: Entity) -> bool:
    return place.kind != _COUNTRY and place.latitude is not None and place.longitude is not None
