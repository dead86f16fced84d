from __future__ import annotations

import pytest

from builder.model import Entity, EntityClass, Link
from builder.reference.derived import derive
from builder.reference.entries import HitKind
from builder.reference.gazetteer import Gazetteer
from builder.reference.geometry import distance_km
from builder.reference.relative import PlaceRelation, RelativePlace


def local_iri(kind: EntityClass, label: str) -> str:
    return f"https://example.org/a#{kind}-{label}"


def told(
    anchor: Entity,
    relation: PlaceRelation,
    direction: str = "",
    distance: float | None = None,
    other: Entity | None = None,
) -> RelativePlace:
    return RelativePlace(0, 2, anchor, 1, 2, anchor.entity_class, relation, "موضع", direction, distance, other)


def known(tables: Gazetteer, identifier: str) -> Entity:
    return tables.entry(HitKind.PLACE, identifier).entity


def position(entity: Entity) -> tuple[float, float]:
    assert entity.latitude is not None
    assert entity.longitude is not None
    return entity.latitude, entity.longitude


def test_makes_an_article_s_own_entity(tables: Gazetteer) -> None:
    iraq = known(tables, "iraq")
    west = derive(told(iraq, PlaceRelation.WITHIN, "w"), iraq, local_iri)
    assert west.iri == "https://example.org/a#Region-موضع"
    assert (west.entity_class, west.link, west.label_ar, west.country) == (
        EntityClass.REGION,
        Link.UNRESOLVED,
        "موضع",
        "IQ",
    )
    assert west.part_of == (iraq.iri,)


@pytest.mark.parametrize(
    ("country", "direction", "inside"),
    [
        ("iraq", "w", "gn-98717"),
        ("iraq", "n", "gn-99072"),
        ("syria", "nw", "gn-170063"),
        ("syria", "ne", "gn-173811"),
        ("pakistan", "n", "gn-1168197"),
        ("yemen", "s", "gn-415189"),
    ],
)
def test_part_of_a_country_covers_its_towns(tables: Gazetteer, country: str, direction: str, inside: str) -> None:
    anchor = known(tables, country)
    part = derive(told(anchor, PlaceRelation.WITHIN, direction), anchor, local_iri)
    assert part.uncertainty_km is not None
    assert distance_km(position(part), position(known(tables, inside))) <= part.uncertainty_km


def test_offset_goes_the_distance_in_the_direction(tables: Gazetteer) -> None:
    anchor = known(tables, "ain-al-asad-air-base")
    place = derive(told(anchor, PlaceRelation.OFFSET, "n", 25.0), anchor, local_iri)
    assert place.entity_class is EntityClass.RELATIVE_PLACE
    assert distance_km(position(place), position(anchor)) == pytest.approx(25.0, abs=0.1)
    assert position(place)[0] > position(anchor)[0]
    assert place.part_of == anchor.part_of
    assert place.uncertainty_km is not None
    assert 10 <= place.uncertainty_km <= 25


def test_is_less_certain_the_less_is_told(tables: Gazetteer) -> None:
    anchor = known(tables, "baghdad")
    offset, near = PlaceRelation.OFFSET, PlaceRelation.NEAR
    exact = derive(told(anchor, offset, "n", 5.0), anchor, local_iri)
    far = derive(told(anchor, offset, "n", 100.0), anchor, local_iri)
    undirected = derive(told(anchor, offset, "", 100.0), anchor, local_iri)
    assert exact.uncertainty_km is not None
    assert far.uncertainty_km is not None
    assert undirected.uncertainty_km is not None
    assert exact.uncertainty_km < far.uncertainty_km < undirected.uncertainty_km
    close = derive(told(anchor, near), anchor, local_iri)
    assert position(close) == position(anchor)


def test_between_lies_halfway_and_covers_both(tables: Gazetteer) -> None:
    one, other = known(tables, "gn-169577"), known(tables, "gn-170017")
    place = derive(told(one, PlaceRelation.BETWEEN, other=other), one, local_iri)
    assert place.uncertainty_km is not None
    for end in (one, other):
        assert distance_km(position(place), position(end)) <= place.uncertainty_km
    assert (place.country, place.part_of) == ("SY", ())


def test_has_no_country_between_two_countries(tables: Gazetteer) -> None:
    syria, iraq = known(tables, "syria"), known(tables, "iraq")
    assert derive(told(syria, PlaceRelation.BETWEEN, other=iraq), syria, local_iri).country == ""


def test_has_no_position_without_one_of_the_anchor() -> None:
    village = Entity("https://example.org/a#v", EntityClass.SETTLEMENT, "قرية")
    for relation in PlaceRelation:
        place = derive(told(village, relation, "n", 5.0), village, local_iri)
        assert (place.latitude, place.longitude, place.uncertainty_km) == (None, None, None)
