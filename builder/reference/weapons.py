"""The classes of weapons as reference entities, and the attack type that each implies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from builder.model import Entity, EntityClass, Link
from builder.reference.vocabularies import TABLES, Vocabulary, concept_iri
from builder.resources import read_table


@dataclass(frozen=True, slots=True)
class WeaponClass:
    """A class of weapons; ``attack_type`` is the local name of the type it implies, empty where it implies none."""

    id: str
    entity: Entity
    attack_type: str


def weapon_iri(weapon: str) -> str:
    """The IRI of a class of weapons."""
    return concept_iri(Vocabulary.WEAPON, weapon)


@cache
def weapon_classes() -> dict[str, WeaponClass]:
    """The table weapons.tsv by id."""
    return {
        row["id"]: WeaponClass(
            row["id"],
            Entity(weapon_iri(row["id"]), EntityClass.WEAPON, row["name_ar"], row["name_en"], Link.KNOWN),
            row["attack_type"],
        )
        for row in read_table(TABLES[Vocabulary.WEAPON])
    }
