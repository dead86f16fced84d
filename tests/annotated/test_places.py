"""How many of the places that annotators marked are recognised and rightly located; floors, not aims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.model import Entity
from builder.reference.geometry import distance_km
from tests.annotated.conftest import Annotated

RECOGNISED = 0.92
LOCATED = 0.90
NEAR_KM = 25.0
POINTS = frozenset({"facility", "neighbourhood", "city", "district"})  # levels whose position is a matter of kilometres


def primary_places(articles: list[Annotated]) -> Iterator[tuple[Annotated, dict[str, Any], list[Entity]]]:
    """Each main place of an event once in its article, with the entities recognised on its words."""
    for annotated in articles:
        spans = [(annotated.span(place.sentence, place.first, place.last), place.entity) for place in annotated.places]
        seen: set[tuple[str, ...]] = set()
        for place in (place for event in annotated.events for place in event.get("place") or ()):
            if not place.get("primary") or tuple(place["mentions"]) in seen:
                continue
            seen.add(tuple(place["mentions"]))
            words = list(annotated.spans(place["mentions"]))
            yield annotated, place, [entity for span, entity in spans if any(span.overlaps(word) for word in words)]


def test_most_main_places_are_recognised(annotated: list[Annotated]) -> None:
    found = [bool(entities) for _, _, entities in primary_places(annotated)]
    assert sum(found) / len(found) >= RECOGNISED


def test_most_main_places_are_located_within_25_km(annotated: list[Annotated]) -> None:
    near: list[bool] = []
    for _, place, entities in primary_places(annotated):
        if place["lat"] is None or place["level"] not in POINTS:
            continue
        position = (place["lat"], place["lon"])
        near.append(
            any(
                distance_km(position, (entity.latitude, entity.longitude)) <= NEAR_KM
                for entity in entities
                if entity.latitude is not None and entity.longitude is not None
            )
        )
    assert sum(near) / len(near) >= LOCATED
