"""The ontology as owlready2 loads it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from builder.ontology import attack_types, is_subtype, label, load_ontology
from builder.vocabulary import RASD, Class, Concept, Property

# The values of the column "type" of the query "attack-roles", which other tools rely on.
CONTRACT = (
    "AirStrike DroneStrike RocketAttack Shelling Bombing CarBombing SuicideBombing Shooting ArmedClash Assassination "
    "Abduction VehicleRamming Stabbing Arson Raid Execution ChemicalAttack Interception Attack"
)


def test_attack_types_are_those_of_the_contract() -> None:
    names = [type_.name for type_ in attack_types()]
    assert names[0] == "Attack"
    assert sorted(names) == sorted(CONTRACT.split())


def test_attack_types_are_individuals_of_their_own_class(published: Graph) -> None:
    members = {str(s).removeprefix(RASD) for s in published.subjects(RDF.type, URIRef(Class.ATTACK_TYPE))}
    assert members == {type_.name for type_ in attack_types()}


def test_wider_types_come_first() -> None:
    seen: set[str] = set()
    for type_ in attack_types():
        assert set(type_.parents) <= seen
        seen.add(type_.name)


def test_parents() -> None:
    parents = {type_.name: type_.parents for type_ in attack_types()}
    assert parents.pop("Attack") == ()
    assert {name for name, wider in parents.items() if wider == ("Bombing",)} == {"CarBombing", "SuicideBombing"}
    assert {wider for name, wider in parents.items() if not name.endswith("Bombing")} == {("Attack",)}


def test_labels_of_attack_types() -> None:
    labels = {type_.name: (type_.label_ar, type_.label_en) for type_ in attack_types()}
    assert labels["AirStrike"] == ("غارة جوية", "air strike")
    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize(
    ("narrow", "wide", "expected"),
    [
        ("CarBombing", "Bombing", True),
        ("CarBombing", "Attack", True),
        ("Attack", "Attack", True),
        ("Bombing", "CarBombing", False),
        ("SuicideBombing", "CarBombing", False),
        ("DroneStrike", "AirStrike", False),
    ],
)
def test_is_subtype(narrow: str, wide: str, expected: bool) -> None:
    assert is_subtype(narrow, wide) is expected


@pytest.mark.parametrize(("narrow", "wide"), [("Attack", "Event"), ("Parade", "Attack"), ("Person", "Attack")])
def test_is_subtype_knows_attacks_only(narrow: str, wide: str) -> None:
    with pytest.raises(KeyError):
        is_subtype(narrow, wide)


@pytest.mark.parametrize(
    ("term", "english"),
    [("ArmedGroup", "armed group"), (Property.KILLED, "killed"), (Concept.HIT, "hit"), ("outcomeScheme", "outcomes")],
)
def test_label(term: str, english: str) -> None:
    assert label(term, "en") == english
    assert label(term, "ar") != english


def test_label_of_an_unknown_term() -> None:
    with pytest.raises(KeyError):
        label("Parade", "ar")


def test_every_label_survives_the_way_through_owlready2(published: Graph) -> None:
    for subject, text in published.subject_objects(RDFS.label):
        if str(subject).startswith(RASD):
            language = getattr(text, "language", None)
            assert language in ("ar", "en")
            assert label(str(subject), language) == str(text)


def test_the_world_is_our_own() -> None:
    from owlready2 import default_world

    assert load_ontology().world is not default_world
    assert load_ontology() is load_ontology()


def test_owlready2_is_imported_only_when_needed() -> None:
    code = "import sys, builder.ontology; sys.exit('owlready2' in sys.modules or 'rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
