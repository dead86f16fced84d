"""The vocabularies of weapons, of kinds of target and of casualties: concepts with labels and wider concepts.

``scripts/build_vocabularies.py`` writes them as SKOS into ``ontology/vocabularies.ttl``; both have the same IRIs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from builder.model import EntityClass, Role
from builder.reference.entries import BASE
from builder.resources import read_table


class Vocabulary(StrEnum):
    """The vocabularies; a value is the part of the IRIs of its concepts before their ids."""

    WEAPON = "weapon"
    TARGET_KIND = "target-kind"
    CASUALTY_KIND = "casualty-kind"


TABLES: Mapping[Vocabulary, str] = MappingProxyType(
    {
        Vocabulary.WEAPON: "weapons.tsv",
        Vocabulary.TARGET_KIND: "target_kinds.tsv",
        Vocabulary.CASUALTY_KIND: "casualty_kinds.tsv",
    }
)


@dataclass(frozen=True, slots=True)
class VocabularyConcept:
    """One row of a table; ``broader`` holds the ids of the next wider concepts, definitions may be empty."""

    id: str
    iri: str
    broader: tuple[str, ...]
    name_ar: str
    name_en: str
    alt_ar: tuple[str, ...]
    alt_en: tuple[str, ...]
    definition_ar: str
    definition_en: str


def scheme_iri(vocabulary: Vocabulary) -> str:
    """The IRI of the concept scheme."""
    return f"{BASE}/{vocabulary}"


def concept_iri(vocabulary: Vocabulary, concept: str) -> str:
    """The IRI of the concept with this id."""
    return f"{scheme_iri(vocabulary)}/{concept}"


def cells(text: str) -> tuple[str, ...]:
    """The values of a cell that ``|`` separates."""
    return tuple(filter(None, text.split("|")))


@cache
def concepts(vocabulary: Vocabulary) -> Mapping[str, VocabularyConcept]:
    """The concepts of a vocabulary by their ids, in the order of the table."""
    return MappingProxyType(
        {
            row["id"]: VocabularyConcept(
                row["id"],
                concept_iri(vocabulary, row["id"]),
                cells(row["broader"]),
                row["name_ar"],
                row["name_en"],
                cells(row["alt_ar"]),
                cells(row["alt_en"]),
                row["definition_ar"],
                row["definition_en"],
            )
            for row in read_table(TABLES[vocabulary])
        }
    )


@cache
def with_wider(vocabulary: Vocabulary, concept: str) -> frozenset[str]:
    """The ids of a concept and of all that are wider."""
    broader = concepts(vocabulary)[concept].broader
    return frozenset({concept}.union(*(with_wider(vocabulary, wider) for wider in broader)))


@cache
def kinds_of_classes() -> Mapping[EntityClass, str]:
    """The kind of target that every entity of a class is, by its id, for the classes that have one."""
    rows = read_table(TABLES[Vocabulary.TARGET_KIND])
    return MappingProxyType({EntityClass(name): row["id"] for row in rows for name in cells(row["classes"])})


def casualty_kind(role: Role, group: str) -> str | None:
    """The IRI of what a figure in a role counts, None for roles that count no casualties.

    *group* is the IRI of the kind of the counted group, empty where it is not known.
    """
    kinds = _casualty_kinds()
    return kinds.get((role, group), kinds.get((role, "")))


@cache
def _casualty_kinds() -> Mapping[tuple[str, str], str]:
    kinds: dict[tuple[str, str], str] = {}
    for row in read_table(TABLES[Vocabulary.CASUALTY_KIND]):
        if row["role"]:
            group = concept_iri(Vocabulary.TARGET_KIND, row["group"]) if row["group"] else ""
            kinds[row["role"], group] = concept_iri(Vocabulary.CASUALTY_KIND, row["id"])
    return kinds
