from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from builder.assembly import known_entities
from builder.graph.entities import reference_quads
from builder.graph.iris import REFERENCE_GRAPH
from builder.model import Entity
from builder.store.store import Store
from builder.store.upkeep import store_article, sweep_reference
from builder.vocabulary import Property

ARTICLE = "https://w3id.org/rasd/id/article/a"
PLACE = "https://w3id.org/rasd/id/place/"
REFERENCE = ox.NamedNode(REFERENCE_GRAPH)


def names(entity: str) -> ox.Quad:
    """A quad of the article that names an entity."""
    return ox.Quad(
        ox.NamedNode(f"{ARTICLE}#1"), ox.NamedNode(Property.FILLER), ox.NamedNode(entity), ox.NamedNode(ARTICLE)
    )


def describe(*entities: Entity) -> list[ox.Quad]:
    return list(reference_quads(entities, known_entities()))


def described(store: Store) -> set[ox.Quad]:
    return set(store.rdf.quads_for_pattern(None, None, None, REFERENCE))


@pytest.fixture
def baghdad() -> Entity:
    return known_entities()[PLACE + "baghdad"]


def test_an_entity_stays_with_its_containers_and_positions_while_it_is_used(tmp_path: Path, baghdad: Entity) -> None:
    with Store.open_writer(tmp_path) as store:
        store_article(store, ARTICLE, [names(baghdad.iri), *describe(baghdad)])
        assert not sweep_reference(store)
        assert described(store) == set(describe(baghdad))
        assert {PLACE + "iraq", PLACE + "iraq#geometry"} <= {str(quad.subject)[1:-1] for quad in described(store)}
        store_article(store, ARTICLE, [])
        assert described(store), "only the sweep at the end of a build removes"
        assert sweep_reference(store)
        assert list(store.rdf) == []


def test_what_is_used_from_two_places_stays_for_the_other(tmp_path: Path, baghdad: Entity) -> None:
    syria = known_entities()[PLACE + "syria"]
    with Store.open_writer(tmp_path) as store:
        store_article(store, ARTICLE, [names(baghdad.iri), names(syria.iri), *describe(baghdad, syria)])
        store_article(store, ARTICLE, [names(syria.iri), *describe(syria)])
        assert sweep_reference(store)
        assert described(store) == set(describe(syria))


def test_a_new_description_replaces_the_old_one(tmp_path: Path, baghdad: Entity) -> None:
    renamed = replace(baghdad, label_en="Bagdad", latitude=33.5)
    with Store.open_writer(tmp_path) as store:
        store_article(store, ARTICLE, [names(baghdad.iri), *describe(baghdad)])
        store_article(store, ARTICLE, [names(baghdad.iri), *describe(renamed)])
        assert described(store) == set(describe(renamed))
