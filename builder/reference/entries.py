"""The rows of the reference tables as entries with the entity that each stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Final

from builder.model import Entity, EntityClass, Link
from builder.reference.affiliations import Affiliation, AffiliationRelation, affiliations
from builder.reference.keys import match_keys
from builder.resources import read_table

BASE = "https://w3id.org/rasd/id"
GENERATED = "gn-"  # how the ids of rows made from GeoNames begin


class HitKind(StrEnum):
    """What a name in a text stands for; a demonym is an adjective or noun made from a country's name."""

    PLACE = "place"
    ACTOR = "actor"
    OUTLET = "outlet"
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """One known thing with all its names.

    ``names`` holds the preferred name first. ``ambiguous`` holds those names and demonyms that also are common words or
    names of something else. ``population`` is 0 where unknown or without meaning; ``area_km2`` is given for countries
    only. ``demonyms`` are the forms of :func:`demonym_forms`, for countries and peoples. ``affiliations`` are those of
    an actor.
    """

    id: str
    kind: HitKind
    entity: Entity
    names: tuple[str, ...]
    ambiguous: frozenset[str] = frozenset()
    demonyms: tuple[str, ...] = ()
    population: int = 0
    area_km2: int = 0
    affiliations: tuple[Affiliation, ...] = ()


def _cells(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|"))) if text else ()


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["ending"].strip("-") for row in read_table("nisba_endings.tsv"))


def demonym_forms(stem: str) -> tuple[str, ...]:
    """All written forms of a relational adjective: gender, number, case, each with and without the article.

    A stem of two words takes the article on both (الجنوب أفريقي is left out, الكورية الجنوبية is made).
    """
    forms: list[str] = []
    first, _, second = stem.partition(" ")
    for ending in _endings():
        for article in ("", "ال"):
            tail = f" {article}{second}{ending}" if second else ""
            forms.append(f"{article}{first}{ending}{tail}")
    return tuple(forms)


def place_iri(place: str) -> str:
    """The IRI of a place of the reference tables."""
    return f"{BASE}/place/{place}"


def actor_iri(actor: str) -> str:
    """The IRI of an actor of the reference tables."""
    return f"{BASE}/actor/{actor}"


def outlet_iri(outlet: str) -> str:
    """The IRI of an outlet of the reference tables."""
    return f"{BASE}/outlet/{outlet}"


PLACE_CLASSES: Final = {
    "country": EntityClass.COUNTRY,
    "governorate": EntityClass.GOVERNORATE,
    "settlement": EntityClass.SETTLEMENT,
    "facility": EntityClass.FACILITY,
    "region": EntityClass.REGION,
}


def _place(row: dict[str, str], kind: str, part_of: tuple[str, ...], more: Iterable[str] = ()) -> ReferenceEntry:
    """The entry of a row; *more* are names beside those of the row."""
    names = tuple(dict.fromkeys((row["name_ar"], *_cells(row["variants_ar"]), *more)))
    context = _cells(row.get("context", ""))
    stems = _cells(row.get("adjectives_ar", ""))
    demonyms = {stem: demonym_forms(stem) for stem in stems}
    doubtful = chain.from_iterable(forms for stem, forms in demonyms.items() if stem in context)
    return ReferenceEntry(
        id=row["id"],
        kind=HitKind.PLACE,
        entity=Entity(
            iri=place_iri(row["id"]),
            entity_class=PLACE_CLASSES[kind],
            label_ar=row["name_ar"],
            label_en=row["name_en"],
            link=Link.KNOWN,
            latitude=float(row["lat"]),
            longitude=float(row["long"]),
            part_of=tuple(map(place_iri, part_of)),
            country=row.get("iso2") or row.get("country", ""),
        ),
        names=names,
        ambiguous=frozenset((*context, *doubtful)),
        demonyms=(*chain.from_iterable(demonyms.values()), *_cells(row.get("plurals_ar", ""))),
        population=int(row["population"] or 0),
        area_km2=int(row.get("area_km2") or 0),
    )


def places() -> Iterator[ReferenceEntry]:
    """Countries, then places entered by hand, then the towns of GeoNames.

    A place whose row names no container lies in its country. Countries and capitals have the names of
    place_patterns.tsv beside their own.

    :raises KeyError: if a row has a kind or a country that does not exist.
    """
    patterns = [(row["of"], row["pattern"]) for row in read_table("place_patterns.tsv")]
    countries: dict[str, str] = {"": ""}
    capitals: dict[str, list[str]] = {}
    for row in read_table("countries.tsv"):
        countries[row["iso2"]] = row["id"]
        capitals[row["capital"]] = adjectives = _feminine_adjectives(row)
        of_country = [pattern for of, pattern in patterns if of == "country"]
        yield _place(row, "country", (), [p.format(f=f) for p in of_country for f in adjectives])
    of_capital = [pattern for of, pattern in patterns if of == "capital"]
    for table in ("places_own.tsv", "places.tsv"):
        for row in read_table(table):
            container = row["part_of"] or countries[row["country"]]
            adjectives = capitals.get(row["id"], [])
            names = [p.format(f=f, n=row["name_ar"]) for p in of_capital for f in adjectives]
            yield _place(row, row["kind"], (container,) if container else (), names)


def _feminine_adjectives(country: dict[str, str]) -> list[str]:
    """The definite feminine adjectives of a country, those of one word."""
    return [f"ال{stem}ة" for stem in _cells(country["adjectives_ar"]) if " " not in stem]


# The relations that make an actor a member of another in the graph. Who once led a group stays its member there: the
# graph has no dates of membership yet, and in the articles of his time he speaks for the group.
_LASTING = frozenset({AffiliationRelation.LEADS, AffiliationRelation.MEMBER_OF})
_PARTS = frozenset({AffiliationRelation.PART_OF, AffiliationRelation.AFFILIATE})


def _containers(entity_class: EntityClass, found: Iterable[Affiliation]) -> Iterator[str]:
    """The ids of the wider actors: of a person all that he leads or belongs to, of a group those not left yet."""
    for affiliation in found:
        if entity_class is EntityClass.PERSON:
            lasting = affiliation.relation in _LASTING
        else:
            lasting = affiliation.relation in _PARTS and affiliation.until is None
        if lasting:
            yield affiliation.whole


def _actor(row: dict[str, str], names: tuple[str, ...], found: tuple[Affiliation, ...]) -> ReferenceEntry:
    entity_class = EntityClass(row["class"])
    return ReferenceEntry(
        id=row["id"],
        kind=HitKind.ACTOR,
        entity=Entity(
            iri=actor_iri(row["id"]),
            entity_class=entity_class,
            label_ar=row["name_ar"],
            label_en=row["name_en"],
            link=Link.UNRESOLVED if entity_class is EntityClass.UNRESOLVED_ACTOR else Link.KNOWN,
            part_of=tuple(dict.fromkeys(map(actor_iri, _containers(entity_class, found)))),
            country=row["country"],
        ),
        names=names,
        ambiguous=frozenset(_cells(row.get("context", ""))),
        affiliations=found,
    )


def actors() -> Iterator[ReferenceEntry]:
    """Armed groups, forces, governments, parties, persons and generic labels, and the bodies that every state has.

    A body of a state (state_bodies.tsv) whose name stands in a row of actors.tsv gives its names to that row.

    :raises ValueError: if a row has a class that the model does not know, or an affiliation a relation or date.
    """
    rows = list(read_table("actors.tsv"))
    names = {row["id"]: [row["name_ar"], *_cells(row["aliases_ar"])] for row in rows}
    generated = [(body, _cells(body["aliases_ar"])) for body in _bodies()]
    keys = match_keys(chain(*names.values(), *([body["name_ar"], *aliases] for body, aliases in generated)))
    owner = {keys[name]: identifier for identifier, given in names.items() for name in given}
    bodies: list[dict[str, str]] = []
    replaced: dict[str, str] = {}
    for body, aliases in generated:
        given = [name for name in aliases if keys[name] not in owner]
        present = owner.get(keys[body["name_ar"]])
        if present is None:
            bodies.append(body)
            names[body["id"]] = [body["name_ar"], *given]
        else:
            replaced[body["id"]] = present
            names[present].extend(given)
    for row in (*rows, *bodies):
        found = list(affiliations().get(row["id"], ()))
        if row.get("parent"):
            found.append(Affiliation(row["parent"], AffiliationRelation.PART_OF, source="state_bodies.tsv"))
        named = (
            replace(affiliation, whole=replaced.get(affiliation.whole, affiliation.whole)) for affiliation in found
        )
        others = tuple(affiliation for affiliation in named if affiliation.whole != row["id"])
        yield _actor(row, tuple(names[row["id"]]), others)


def _bodies() -> Iterator[dict[str, str]]:
    """Rows like those of actors.tsv for every state and every pattern of state_bodies.tsv, with ``parent``."""
    patterns = list(read_table("state_bodies.tsv"))
    for country in read_table("countries.tsv"):
        stems = [stem for stem in _cells(country["adjectives_ar"]) if " " not in stem]
        for row in patterns:
            names = [
                name
                for pattern in _cells(row["names_ar"])
                for name in dict.fromkeys(
                    pattern.format(m=f"ال{stem}", f=f"ال{stem}ة", fi=f"{stem}ة", c=country["name_ar"]) for stem in stems
                )
            ]
            if names:
                yield {
                    "id": f"{row['id']}-of-{country['id']}",
                    "pattern": row["id"],
                    "class": row["class"],
                    "name_ar": names[0],
                    "aliases_ar": "|".join(names[1:]),
                    "name_en": row["name_en"].format(en=country["name_en"]),
                    "country": country["iso2"],
                    "parent": f"{row['parent']}-of-{country['id']}" if row["parent"] else "",
                }


def outlets() -> Iterator[ReferenceEntry]:
    """News agencies, broadcasters, papers, sites, monitors and platforms."""
    for row in read_table("outlets.tsv"):
        yield ReferenceEntry(
            id=row["id"],
            kind=HitKind.OUTLET,
            entity=Entity(
                iri=outlet_iri(row["id"]),
                entity_class=EntityClass.NEWS_OUTLET,
                label_ar=row["name_ar"],
                label_en=row["name_en"],
                link=Link.KNOWN,
                country=row["country"],
            ),
            names=(row["name_ar"], *_cells(row["aliases_ar"])),
            ambiguous=frozenset(_cells(row["context"])),
        )


@cache
def reference_entries() -> tuple[ReferenceEntry, ...]:
    """All entries of the tables: places, actors, outlets; read once and shared by all that look things up in them.

    :raises FileNotFoundError: if a table is missing.
    """
    return (*places(), *actors(), *outlets())


@cache
def state_bodies() -> Mapping[tuple[str, str], ReferenceEntry]:
    """The entry of each body of a state by the id of its pattern (state_bodies.tsv) and the country's ISO code."""
    known = [entry for entry in reference_entries() if entry.kind is HitKind.ACTOR]
    bodies = list(_bodies())
    keys = match_keys(chain((name for entry in known for name in entry.names), (body["name_ar"] for body in bodies)))
    by_name = {keys[name]: entry for entry in known for name in entry.names}
    return {(body["pattern"], body["country"]): by_name[keys[body["name_ar"]]] for body in bodies}
