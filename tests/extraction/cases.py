"""Invented reports with what must come out of them (data/cases.json), and how an extraction is held against them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from builder.model import Argument, Article, Claim, Entity, EventMention, Extraction, Filler
from builder.text.normalize import normalize_key

ANY = "*"
_LONGER = 6  # words: a mention may hold so many more than the expectation names
_CLITICS = frozenset("وفبلك")


class ClaimData(TypedDict):
    """An expected claim; what is left out may be anything, a claimer of None is the article itself."""

    act: str
    claimer: str | None
    certainty: NotRequired[str]
    outcome: NotRequired[str]
    perpetrator: NotRequired[str]
    medium: NotRequired[str]
    relayed_by: NotRequired[str]


class EventData(TypedDict):
    """An expected event; ``labels`` gives the label that the entity of a mention must have."""

    kind: list[str]
    type: list[str]
    status: str
    background: bool
    required: dict[str, list[str]]
    forbidden: NotRequired[dict[str, list[str]]]
    labels: NotRequired[dict[str, str]]
    claims: NotRequired[list[ClaimData]]


class RelationData(TypedDict):
    """A relation between two events, by their positions, that must hold or must not."""

    kind: str
    source: int
    target: int
    holds: bool


class Case(TypedDict):
    """One invented report; ``reason`` stands with known limits only."""

    id: str
    theme: str
    published: str | None
    text: list[str]
    events: list[EventData]
    further_events: NotRequired[bool]
    relations: NotRequired[list[RelationData]]
    reason: NotRequired[str]


class _File(TypedDict):
    about: list[str]
    cases: list[Case]
    known_limits: list[Case]


@cache
def _file() -> _File:
    path = Path(__file__).parent / "data" / "cases.json"
    return cast(_File, json.loads(path.read_text(encoding="utf-8")))


def cases(*themes: str) -> list[Case]:
    """The cases of some themes, or all."""
    return [case for case in _file()["cases"] if not themes or case["theme"] in themes]


def known_limits() -> list[Case]:
    """The texts that the rules do not understand yet."""
    return _file()["known_limits"]


def article_of(case: Case, *further: str) -> Article:
    """The case's text as an article, with further paragraphs at its end."""
    published = date.fromisoformat(case["published"]) if case["published"] else None
    title, *body = case["text"]
    return Article(case["id"], title, "\n".join((*body, *further)), published)


def problems(case: Case, found: Extraction) -> list[str]:
    """Whatever in the extraction is not as the case expects; empty if nothing."""
    expected = case["events"]
    wrong: list[str] = []
    too_few = len(found.events) < len(expected)
    if too_few or (len(found.events) > len(expected) and not case.get("further_events")):
        wrong.append(f"{len(found.events)} events, not {len(expected)}")
    for position, (wanted, event) in enumerate(zip(expected, found.events, strict=False)):
        wrong.extend(f"event {position}: {text}" for text in _event_problems(wanted, event))
    wrong.extend(_relation_problems(case.get("relations", []), found))
    return wrong


def _event_problems(wanted: EventData, event: EventMention) -> Iterator[str]:
    if event.kind not in wanted["kind"]:
        yield f"kind {event.kind}"
    if event.attack_type not in wanted["type"]:
        yield f"type {event.attack_type}"
    if event.status != wanted["status"]:
        yield f"status {event.status}"
    if event.background != wanted["background"]:
        yield f"background {event.background}"
    for role, filler in _pairs(wanted["required"]):
        if not any(_fills(filler, argument) for argument in _of_role(event, role)):
            yield f"no {role} {filler}; {[a.mention.surface for a in _of_role(event, role)]}"
    for role, filler in _pairs(wanted.get("forbidden", {})):
        for argument in _of_role(event, role):
            if _fills(filler, argument):
                yield f"{role} {argument.mention.surface}"
    for surface, label in wanted.get("labels", {}).items():
        entities = [a.filler for a in event.arguments if holds_words(a.mention.surface, surface)]
        if not any(isinstance(entity, Entity) and entity.label_ar == label for entity in entities):
            yield f"no entity {label} for {surface}"
    for claim in wanted.get("claims", []):
        if not any(_is_claim(claim, other) for other in event.claims):
            yield f"no claim {claim}"


def _relation_problems(relations: Iterable[RelationData], found: Extraction) -> Iterator[str]:
    keys = [event.key for event in found.events]
    have = {(r.kind.value, keys.index(r.source), keys.index(r.target)) for r in found.relations}
    for relation in relations:
        if ((relation["kind"], relation["source"], relation["target"]) in have) is not relation["holds"]:
            yield f"relation {relation}: {sorted(have)}"


def _pairs(roles: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for role, fillers in roles.items():
        for filler in fillers:
            yield role, filler


def _of_role(event: EventMention, role: str) -> list[Argument]:
    return [argument for argument in event.arguments if argument.role == role]


def _fills(wanted: str, argument: Argument) -> bool:
    if wanted == ANY:
        return True
    if isinstance(argument.filler, Entity):
        return _means(wanted, Filler(argument.filler, argument.mention))
    return argument.filler.to_text() == wanted


def _means(wanted: str, filler: Filler) -> bool:
    surface = filler.mention.surface
    fitting = len(surface.split()) <= len(wanted.split()) + _LONGER
    return (fitting and holds_words(surface, wanted)) or holds_words(filler.entity.label_ar, wanted)


def _is_claim(wanted: ClaimData, claim: Claim) -> bool:
    if claim.act != wanted["act"] or wanted.get("certainty", claim.certainty) != claim.certainty:
        return False
    if wanted.get("outcome", claim.outcome) != claim.outcome:
        return False
    claimer = wanted["claimer"]
    if claimer is None or claim.claimer is None:
        if claimer is not None or claim.claimer is not None:
            return False
    elif not _means(claimer, claim.claimer):
        return False
    return (
        _among(wanted.get("perpetrator"), claim.perpetrators)
        and _among(wanted.get("medium"), claim.medium)
        and _among(wanted.get("relayed_by"), claim.relayed_by)
    )


def _among(wanted: str | None, fillers: Iterable[Filler]) -> bool:
    return wanted is None or any(_means(wanted, filler) for filler in fillers)


def holds_words(text: str, wanted: str) -> bool:
    """Whether the words stand in a text one after the other; the first one may carry a conjunction or preposition."""
    have, first_and_rest = normalize_key(text).split(), normalize_key(wanted).split()
    first, rest = first_and_rest[0], first_and_rest[1:]
    return any(first in _bare(word) and have[at + 1 : at + 1 + len(rest)] == rest for at, word in enumerate(have))


def _bare(word: str) -> Iterator[str]:
    """A word as it is, and without one or two letters that are written together with it."""
    yield word
    if word.startswith("لل"):
        yield "ال" + word[2:]
    if word[:1] in _CLITICS:
        yield word[1:]
        if word[0] in "وف" and word[1:2] in _CLITICS:
            yield word[2:]
