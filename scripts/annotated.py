"""What the scripts that train on annotated articles have in common: reading them, their scorer, folds of articles."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from zlib import crc32

import numpy as np

from builder.articles.assemble import parse_day
from builder.model import Act, Article, Certainty, Entity, Extraction

FOLDS = 5
COLUMNS = ("article", "attack", "kind", "type", "status", "background", "role", "value", "mention", "lat", "long")


def fold_of(article: str) -> int:
    """The fold that an article belongs to."""
    return crc32(article.encode("utf-8")) % FOLDS


def read_lines(path: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]


def read_pairs(paths: Sequence[str]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The articles of files with their annotations; *paths* are ARTICLES and GOLD in turn."""
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for articles, gold in zip(paths[::2], paths[1::2], strict=True):
        annotated = {entry["id"]: entry for entry in read_lines(gold)}
        pairs.extend((record, annotated[record["id"]]) for record in read_lines(articles) if record["id"] in annotated)
    return pairs


def article_of(record: Mapping[str, Any]) -> Article:
    """The article of a line of ARTICLES."""
    published = parse_day(record.get("published") or "")
    return Article(record["id"], record["title"] or "", record["text"], published, record.get("outlet"))


def rows(extraction: Extraction) -> Iterator[dict[str, str]]:
    """The rows of the query attack-roles, without a store."""
    article = extraction.article.id
    for event in extraction.events:
        head = (article, f"{article}#{event.key}", event.kind, event.attack_type, event.status)
        base = (*head, str(event.background).lower())
        for trigger in event.triggers:
            yield dict(zip(COLUMNS, (*base, "trigger", trigger.surface, trigger.surface, "", ""), strict=True))
        for argument in event.arguments:
            entity = isinstance(argument.filler, Entity)
            value = argument.filler.label_ar if isinstance(argument.filler, Entity) else argument.filler.to_text()
            if value or entity:
                cells = (*base, argument.role.value, value, argument.mention.surface, "", "")
                yield dict(zip(COLUMNS, cells, strict=True))
        for claim in event.claims:
            role = {Act.RESPONSIBILITY: "claimant", Act.DENIAL: "denier"}.get(claim.act)
            if role is None or claim.claimer is None or claim.certainty is Certainty.NEGATED:
                continue
            cells = (*base, role, claim.claimer.entity.label_ar, claim.claimer.mention.surface, "", "")
            yield dict(zip(COLUMNS, cells, strict=True))


def load_scorer(path: str) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Example(Protocol):
    """Words that may fill a role of an event."""

    @property
    def value(self) -> str:
        """The value as a filler."""

    @property
    def names(self) -> frozenset[int]:
        """The positions of the annotated fillers that they name."""


class Case(Protocol):
    """A role of an event."""

    @property
    def due(self) -> frozenset[int]:
        """The positions of the fillers that must be found."""

    @property
    def examples(self) -> Sequence[Example]:
        """The words that may fill the role."""


def f1(cases: Sequence[Case], kept: Sequence[Sequence[bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 as the scorer counts them: one value of an event is one filler."""
    right = wrong = missed = 0
    for case, flags in zip(cases, kept, strict=True):
        values: dict[str, bool] = defaultdict(bool)
        named: set[int] = set()
        for example, keep in zip(case.examples, flags, strict=True):
            if keep:
                values[example.value] |= bool(example.names)
                named |= example.names
        right += len(named & case.due)
        missed += len(case.due - named)
        wrong += sum(not value for value in values.values())
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def split(values: np.ndarray, cases: Sequence[Case]) -> list[np.ndarray]:
    """The values of all examples as one array for each case."""
    return np.split(values, np.cumsum([len(case.examples) for case in cases])[:-1])
