"""Annotated articles as typed objects; the format is described in docs/evaluation.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha1
from pathlib import Path
from typing import Any

from builder.errors import RunError
from builder.evaluation.similarity import Bounds, similar
from builder.model import Act, Certainty
from builder.reference.geometry import Position

ONE_ANNOTATOR = "one annotator only"


class Half(StrEnum):
    """Fixed halves of a set of articles, by the SHA-1 of their identifiers: even or odd."""

    LOOK = "look"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class AnnotatedFiller:
    """Who or what fills a role: its surfaces, each enough; ``optional`` if it is neither due nor wrong."""

    mentions: tuple[str, ...]
    name_en: str = ""
    optional: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names by which a row can hit it."""
        return (*self.mentions, self.name_en) if self.name_en else self.mentions


@dataclass(frozen=True, slots=True)
class AnnotatedPlace(AnnotatedFiller):
    """A place; the ``primary`` one is the most specific, the others contain it. ``position`` is in degrees."""

    primary: bool = False
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedFigure:
    """A figure of killed or wounded; ``main`` marks the article's total."""

    bounds: Bounds
    main: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedEvent:
    """An attack or series that annotators found; ``date`` is an ISO day or interval, empty where unknown.

    ``fillers`` holds the roles perpetrator, target, weapon, source, claimant and denier, ``figures`` killed and
    wounded.
    """

    id: str
    kind: str
    types: tuple[str, ...]
    status: str = ""
    background: bool = False
    one_annotator: bool = False
    triggers: tuple[str, ...] = ()
    places: tuple[AnnotatedPlace, ...] = ()
    date: str = ""
    fillers: Mapping[str, tuple[AnnotatedFiller, ...]] = field(default_factory=dict)
    figures: Mapping[str, tuple[AnnotatedFigure, ...]] = field(default_factory=dict)
    count: Bounds | None = None

    @property
    def primary(self) -> AnnotatedPlace | None:
        """The most specific place."""
        return next((place for place in self.places if place.primary), None)

    def of(self, role: str) -> tuple[AnnotatedFiller, ...]:
        """The fillers of a role that is none of date and figures."""
        return self.places if role == "place" else self.fillers.get(role, ())


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article's events; none where it reports no attack."""

    id: str
    events: tuple[AnnotatedEvent, ...]


def read_annotations(path: Path, half: Half | None = None) -> list[AnnotatedArticle]:
    """The annotated articles of a JSON Lines file, of one half if given.

    :raises RunError: if a line is no annotation.
    """
    found: list[AnnotatedArticle] = []
    for number, record in json_lines(path):
        try:
            article = AnnotatedArticle(str(record["id"]), tuple(map(_event, record["events"])))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise RunError(f"{path}, line {number}: no annotated article ({type(error).__name__}: {error})") from error
        if half is None or half_of(article.id) is half:
            found.append(article)
    return found


def half_of(identifier: str) -> Half:
    """The half that an article belongs to."""
    odd = int(sha1(identifier.encode("utf-8"), usedforsecurity=False).hexdigest(), 16) % 2
    return Half.CHECK if odd else Half.LOOK


def read_texts(path: Path) -> dict[str, str]:
    """Title, line feed and text of each article of a JSON Lines file, as they stand there.

    :raises RunError: if a line has no ``id`` or no ``text``.
    """
    texts: dict[str, str] = {}
    for number, record in json_lines(path):
        if not isinstance(record.get("id"), str) or not isinstance(record.get("text"), str):
            raise RunError(f"{path}, line {number}: an article needs an id and a text, both strings")
        texts[record["id"]] = f"{record.get('title') or ''}\n{record['text']}"
    return texts


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with the numbers of their lines; blank lines are skipped.

    :raises RunError: if the file is not UTF-8 or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise RunError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise RunError(f"{path}, line {number}: no valid JSON") from error
        if not isinstance(record, dict):
            raise RunError(f"{path}, line {number}: no JSON object")
        yield number, record


def _event(record: Mapping[str, Any]) -> AnnotatedEvent:
    claims = record.get("claims") or ()
    count = (record.get("series") or {}).get("count")
    return AnnotatedEvent(
        id=str(record["id"]),
        kind=record["kind"],
        types=tuple(record["types"]),
        status=record.get("status") or "",
        background=bool(record.get("background")),
        one_annotator=record.get("notes") == ONE_ANNOTATOR,
        triggers=tuple(record.get("trigger") or ()),
        places=tuple(map(_place, record.get("place") or ())),
        date=(record.get("date") or {}).get("value") or "",
        fillers={
            **{role: tuple(map(_filler, record.get(role) or ())) for role in ("perpetrator", "target", "weapon")},
            "source": _sources(record),
            "claimant": _claimers(claim for claim in claims if _claims_responsibility(claim)),
            "denier": _claimers(claim for claim in claims if claim["act"] == Act.DENIAL),
        },
        figures={role: tuple(map(_figure, record.get(role) or ())) for role in ("killed", "wounded")},
        count=None if count is None else _bounds(count),
    )


def _filler(record: Mapping[str, Any]) -> AnnotatedFiller:
    mentions = tuple(record.get("mentions") or ())
    return AnnotatedFiller(mentions, record.get("name_en") or "", bool(record.get("optional")))


def _place(record: Mapping[str, Any]) -> AnnotatedPlace:
    latitude, longitude = record.get("lat"), record.get("lon")
    return AnnotatedPlace(
        tuple(record.get("mentions") or ()),
        record.get("name_en") or "",
        bool(record.get("optional")),
        bool(record.get("primary")),
        None if latitude is None or longitude is None else (latitude, longitude),
    )


def _figure(record: Mapping[str, Any]) -> AnnotatedFigure:
    return AnnotatedFigure(_bounds(record["value"]), bool(record.get("main")), bool(record.get("optional")))


def _bounds(value: object) -> Bounds:
    """``12`` or ``[12, 15]``; either end of the latter can be null."""
    if isinstance(value, list):
        low, high = value
        return low, high
    return (value, value) if isinstance(value, int) else (None, None)


def _sources(record: Mapping[str, Any]) -> tuple[AnnotatedFiller, ...]:
    due = (AnnotatedFiller(tuple(surfaces)) for surfaces in record.get("sources") or () if surfaces)
    extra = (AnnotatedFiller(tuple(surfaces), optional=True) for surfaces in record.get("optional_sources") or ())
    return (*due, *extra)


def _claims_responsibility(claim: Mapping[str, Any]) -> bool:
    return bool(claim["act"] == Act.RESPONSIBILITY and claim.get("certainty") != Certainty.NEGATED)


def _claimers(claims: Iterable[Mapping[str, Any]]) -> tuple[AnnotatedFiller, ...]:
    """Who makes some claims: each once, with all surfaces; optional if all of his claims are."""
    found: list[AnnotatedFiller] = []
    for claim in claims:
        surfaces, optional = tuple(claim.get("claimer") or ()), bool(claim.get("optional"))
        if not surfaces:
            continue
        for position, known in enumerate(found):
            if any(similar(one, other) for one in known.mentions for other in surfaces):
                merged = AnnotatedFiller((*known.mentions, *surfaces), optional=known.optional and optional)
                found[position] = merged
                break
        else:
            found.append(AnnotatedFiller(surfaces, optional=optional))
    return tuple(found)
