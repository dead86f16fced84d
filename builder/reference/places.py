"""Which of the places of one name an article means."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from builder.model import Entity, EntityClass, LinkEvidence, LinkReason
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


_DATELINE = 1.0  # a country of the dateline; correspondents report from the next safe capital, so it weighs little
_DATELINE_COMMAS = " \n،,"
_DATELINE_MARKS = frozenset("(-–—/:")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The entry that a name means in an article, and why that one."""

    entry: ReferenceEntry
    evidence: LinkEvidence


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What an article says about where it happens; ``dateline`` is the country from which it is reported."""

    countries: Mapping[str, float]
    mentions: Mapping[str, Sequence[int]]
    dateline: str


@cache
def _kinds() -> Mapping[str, EntityClass]:
    return {match_key(row["word"]): PLACE_CLASSES[row["kind"]] for row in read_table("place_kinds.tsv")}


def disambiguate(
    text: Normalized, hits: Sequence[Hit], tables: Gazetteer, datelined: Sequence[Hit] = ()
) -> tuple[Meaning, ...]:
    """The entry that each hit means, in the order of *hits*; *datelined* are those of :func:`dateline`.

    Decided by the kind of place that stands before the name, containers named near it or anywhere, the countries of
    the article's other names, the dateline, and the number of inhabitants. Names of actors and outlets that have
    several entries are decided by the countries alone. A score is the entry's share of the weight of all candidates,
    where a weight is ten to the power of the sum of the evidence: the evidence is measured in powers of ten.
    """
    reported = {entry.entity.country for hit in datelined[:1] for entry in hit.candidates}
    evidence = _Evidence(_countries(hits), _positions(hits), reported.pop() if len(reported) == 1 else "")
    return tuple(
        Meaning(hit.candidates[0], _UNIQUE) if len(hit.candidates) == 1 else _choose(text, hit, evidence, tables)
        for hit in hits
    )


_UNIQUE = LinkEvidence(1.0, (LinkReason.ONLY_BEARER,))


def _choose(text: Normalized, hit: Hit, evidence: _Evidence, tables: Gazetteer) -> Meaning:
    kind = _kind_before(text.text, hit)
    told = [_reasons(entry, hit, kind, evidence, tables) for entry in hit.candidates]
    sizes = [_size(entry, hit) for entry in hit.candidates]
    scores = [size + sum(reasons.values()) for size, reasons in zip(sizes, told, strict=True)]
    best = scores.index(max(scores))
    share = 1 / sum(10 ** min(score - scores[best], 0.0) for score in scores)
    reasons = [reason for reason in LinkReason if told[best].get(reason, 0.0) > 0]
    if sizes[best] == max(sizes):
        reasons.append(LinkReason.MOST_POPULOUS)
    return Meaning(hit.candidates[best], LinkEvidence(round(share, 2), tuple(reasons)))


def dateline(text: Normalized, hits: Sequence[Hit], body: int) -> tuple[Hit, ...]:
    """The places from which an article is reported: "Kabul (Reuters) -", "Baghdad, Iraq (CNN)", "Abha: …".

    *body* is the position in the original text at which the body begins. Places of a dateline are no places of an
    event. Not supported: datelines that end in a date or in the author's name without a mark before it.
    """
    end = bisect_left(text.origin, body)
    found: list[Hit] = []
    for hit in hits:
        if hit.norm_start < end or hit.kind is not HitKind.PLACE:
            continue
        if hit.proclitics or text.text[end : hit.norm_start].strip(_DATELINE_COMMAS):
            break
        found.append(hit)
        end = hit.norm_end
    return tuple(found) if found and text.text[end : end + 2].lstrip()[:1] in _DATELINE_MARKS else ()


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


def _size(entry: ReferenceEntry, hit: Hit) -> float:
    """How well known a place is before anything is read: the logarithm of its inhabitants, a town before a province."""
    entity, population = entry.entity, entry.population
    if (
        not population
        and entity.entity_class is EntityClass.GOVERNORATE
        and not any(entity.iri in other.entity.part_of for other in hit.candidates)
    ):
        population = _GOVERNORATE
    return math.log10(population + 10) + (_TOWN_FIRST if entity.entity_class is EntityClass.SETTLEMENT else 0.0)


def _reasons(
    entry: ReferenceEntry, hit: Hit, kind: EntityClass | None, evidence: _Evidence, tables: Gazetteer
) -> dict[LinkReason, float]:
    """What the article says for an entry, with the weight of each reason."""
    entity, position = entry.entity, hit.norm_start
    found: dict[LinkReason, float] = {}
    if kind is not None and entity.entity_class is kind:
        found[LinkReason.KIND_WORD] = _KIND_WORD
    found[LinkReason.ARTICLE_COUNTRIES] = _COUNTRY_SHARE * evidence.countries.get(entity.country, 0.0)
    if entity.country and entity.country == evidence.dateline:
        found[LinkReason.DATELINE] = _DATELINE
    if entry.kind is HitKind.PLACE:
        rivals = {other.entity.iri for other in hit.candidates}  # a container of the same name is no evidence
        holders = [iri for iri in containers(entry, tables) if iri not in rivals]
        named = [place for iri in holders for place in evidence.mentions.get(iri, ()) if place != position]
        smaller = [iri for iri in holders if _entity(iri, tables).entity_class is not EntityClass.COUNTRY]
        inside = _TOWN_OR_PROVINCE if any(evidence.mentions.get(iri) for iri in smaller) else 0.0
        if any(abs(place - position) <= _NEAR for place in named):
            found[LinkReason.CONTAINER_NEAR] = _CONTAINER_NEAR + inside
        elif named:
            found[LinkReason.CONTAINER_NAMED] = _CONTAINER_ANYWHERE + inside
    return found


def _entity(iri: str, tables: Gazetteer) -> Entity:
    return tables.entry(HitKind.PLACE, iri.rsplit("/", 1)[1]).entity
