"""Which of the places of one name an article means."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from builder.model import Entity, EntityClass
from builder.reference.entries import PLACE_CLASSES, HitKind, ReferenceEntry
from builder.reference.gazetteer import Gazetteer, Hit
from builder.reference.keys import match_key
from builder.resources import read_table
from builder.text.normalize import Normalized

# Weights of the evidence, in units of the decimal logarithm of the population. Set by hand: a container beside the
# name outweighs any difference in size, the countries of the whole article outweigh a factor of ten thousand.
_KIND_WORD = 6.0
_CONTAINER_NEAR = 6.0
_CONTAINER_ANYWHERE = 2.0
_TOWN_OR_PROVINCE = 2.0  # more where the container is no country: all quarters of one name may lie in the country
_COUNTRY_SHARE = 4.0
_TOWN_FIRST = 0.5  # a town rather than the province of the same name
_GOVERNORATE = 500_000  # inhabitants, unless the choice is between a governorate and its own town
_NEAR = 100  # code points between a name and its container
_WORD_BEFORE = 24


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What an article says about where it happens."""

    countries: Mapping[str, float]
    mentions: Mapping[str, Sequence[int]]


@cache
def _kinds() -> Mapping[str, EntityClass]:
    return {match_key(row["word"]): PLACE_CLASSES[row["kind"]] for row in read_table("place_kinds.tsv")}


def disambiguate(text: Normalized, hits: Sequence[Hit], tables: Gazetteer) -> tuple[ReferenceEntry, ...]:
    """The entry that each hit means, in the order of *hits*.

    Decided by the kind of place that stands before the name, containers named near it or anywhere, the countries of
    the article's other names, and the number of inhabitants. Names of actors and outlets that have several entries
    are decided by the countries alone.
    """
    evidence = _Evidence(_countries(hits), _positions(hits))
    chosen: list[ReferenceEntry] = []
    for hit in hits:
        if len(hit.candidates) == 1:
            chosen.append(hit.candidates[0])
            continue
        kind = _kind_before(text.text, hit)
        scores = [_score(entry, hit, kind, evidence, tables) for entry in hit.candidates]
        chosen.append(hit.candidates[scores.index(max(scores))])
    return tuple(chosen)


def containers(entry: ReferenceEntry, tables: Gazetteer) -> tuple[str, ...]:
    """The IRIs of all places that hold a place, the smallest first.

    :raises KeyError: if a container is not in the tables.
    """
    found: list[str] = []
    waiting = list(entry.entity.part_of)
    while waiting:
        iri = waiting.pop(0)
        found.append(iri)
        waiting.extend(_entity(iri, tables).part_of)
    return tuple(found)


def _countries(hits: Sequence[Hit]) -> dict[str, float]:
    """The share of each country in the names that point to one country only."""
    counts: Counter[str] = Counter()
    for hit in hits:
        countries = {entry.entity.country for entry in hit.candidates}
        if len(countries) == 1 and hit.kind is not HitKind.OUTLET:
            counts[countries.pop()] += 1
    counts.pop("", None)
    total = sum(counts.values())
    return {country: count / total for country, count in counts.items()} if total else {}


def _positions(hits: Sequence[Hit]) -> dict[str, list[int]]:
    """Where each place, or a country by its adjective, is named."""
    mentions: dict[str, list[int]] = {}
    for hit in hits:
        if hit.kind in (HitKind.PLACE, HitKind.DEMONYM):
            for entry in hit.candidates:
                mentions.setdefault(entry.entity.iri, []).append(hit.norm_start)
    return mentions


def _kind_before(text: str, hit: Hit) -> EntityClass | None:
    words = text[max(0, hit.norm_start - _WORD_BEFORE) : hit.norm_start - len(hit.proclitics.rstrip())].split()
    if not words:
        return None
    word = words[-1].strip("\"'«»()")
    kinds = _kinds()
    return next((kinds[word[cut:]] for cut in range(3) if word[cut:] in kinds), None)


def _score(entry: ReferenceEntry, hit: Hit, kind: EntityClass | None, evidence: _Evidence, tables: Gazetteer) -> float:
    entity, position = entry.entity, hit.norm_start
    population = entry.population
    if (
        not population
        and entity.entity_class is EntityClass.GOVERNORATE
        and not any(entity.iri in other.entity.part_of for other in hit.candidates)
    ):
        population = _GOVERNORATE
    score = math.log10(population + 10)
    if kind is not None and entity.entity_class is kind:
        score += _KIND_WORD
    if entity.entity_class is EntityClass.SETTLEMENT:
        score += _TOWN_FIRST
    score += _COUNTRY_SHARE * evidence.countries.get(entity.country, 0.0)
    if entry.kind is HitKind.PLACE:
        rivals = {other.entity.iri for other in hit.candidates}  # a container of the same name is no evidence
        holders = [iri for iri in containers(entry, tables) if iri not in rivals]
        score += _named(holders, position, evidence)
        smaller = [iri for iri in holders if _entity(iri, tables).entity_class is not EntityClass.COUNTRY]
        if any(evidence.mentions.get(iri) for iri in smaller):
            score += _TOWN_OR_PROVINCE
    return score


def _named(holders: Sequence[str], position: int, evidence: _Evidence) -> float:
    """What it counts that one of the containers is named near a position, or anywhere."""
    named = [place for iri in holders for place in evidence.mentions.get(iri, ()) if place != position]
    if any(abs(place - position) <= _NEAR for place in named):
        return _CONTAINER_NEAR
    return _CONTAINER_ANYWHERE if named else 0.0


def _entity(iri: str, tables: Gazetteer) -> Entity:
    return tables.entry(HitKind.PLACE, iri.rsplit("/", 1)[1]).entity
