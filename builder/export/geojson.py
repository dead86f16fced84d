"""The attacks as GeoJSON (RFC 7946): a feature each, with its position, and what is known of it as properties.

A feature has a point only where the place is known better than by its country; ``precision`` and ``uncertainty_km``
say how well. Other attacks are left out, or, if all are wanted, stand without a geometry.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import BinaryIO

from pyoxigraph import Store

from builder.export.event_table import shortened
from builder.export.events import Event, events
from builder.export.places import Location
from builder.export.records import Entity, labels

_Labels = Mapping[str, tuple[str, str]]


def write_geojson(rdf: Store, out: BinaryIO, *, everything: bool = False, only: Collection[str] | None = None) -> None:
    """One FeatureCollection, a feature a line; with *everything* also the attacks without a position.

    *only* the attacks with these IRIs are in it, where given.
    """
    terms = labels(rdf)
    out.write(b'{"type": "FeatureCollection", "features": [')
    separator = "\n"
    for event in events(rdf, only):
        if everything or _is_pinned(event.location):
            out.write(f"{separator}{json.dumps(feature(event, terms), ensure_ascii=False)}".encode())
            separator = ",\n"
    out.write(b"\n]}\n")


def feature(event: Event, terms: _Labels) -> dict[str, object]:
    """One attack; *terms* holds the Arabic and English labels of terms of the ontology by local name."""
    place = event.location
    point = {"type": "Point", "coordinates": [place.longitude, place.latitude]} if place and _is_pinned(place) else None
    type_ar, type_en = terms.get(event.attack.kind, ("", ""))
    status_ar, status_en = terms.get(event.status, ("", ""))
    properties = {
        "label_ar": _label(type_ar, place.place.label_ar if place else "", "، "),
        "label_en": _label(type_en, place.place.label_en if place else "", ", "),
        "type": event.attack.kind,
        "type_ar": type_ar,
        "type_en": type_en,
        "status": event.status,
        "status_ar": status_ar,
        "status_en": status_en,
        "background": event.background,
        "date_earliest": event.period.earliest or None,
        "date_latest": event.period.latest or None,
        "date_precision": event.period.precision or None,
        **_place(place),
        "perpetrators": [
            {**_entity(one.actor), "basis": list(one.bases), "reports": one.reports} for one in event.perpetrators
        ],
        "claimed_by": _entities(event.claimed_by),
        "denied_by": _entities(event.denied_by),
        "targets": _entities(event.targets),
        "target_kinds": list(event.target_kinds),
        "weapons": _entities(event.weapons),
        "killed_low": event.killed.low,
        "killed_best": event.killed.best,
        "killed_high": event.killed.high,
        "wounded_low": event.wounded.low,
        "wounded_best": event.wounded.best,
        "wounded_high": event.wounded.high,
        "outlets": _entities(event.outlets),
        "sources": _entities(event.sources),
        "reports": len(event.attack.reports),
        "articles": list(event.articles),
        "confidence": event.confidence,
        "quote": shortened(event.quote),
    }
    return {"type": "Feature", "id": event.attack.iri, "geometry": point, "properties": properties}


def _place(place: Location | None) -> dict[str, object]:
    country, admin1 = (place.country, place.admin1) if place else (None, None)
    return {
        "place_ar": place.place.label_ar if place else None,
        "place_en": place.place.label_en if place else None,
        "precision": place.precision if place else None,
        "place_class": place.place.kind if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "admin1_ar": admin1.label_ar if admin1 else None,
        "admin1_en": admin1.label_en if admin1 else None,
        "country_ar": country.label_ar if country else None,
        "country_en": country.label_en if country else None,
    }


def _is_pinned(place: Location | None) -> bool:
    return place is not None and place.latitude is not None


def _label(kind: str, place: str, comma: str) -> str:
    return comma.join(part for part in (kind, place) if part)


def _entities(entities: Iterable[Entity]) -> list[dict[str, str]]:
    return [_entity(entity) for entity in entities]


def _entity(entity: Entity) -> dict[str, str]:
    return {"ar": entity.label_ar, "en": entity.label_en, "kind": entity.kind}
