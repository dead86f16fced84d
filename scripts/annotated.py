"""What the scripts that train on annotated articles have in common: reading them, their scorer, folds of articles."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

from builder.model import Act, Certainty, Entity, Extraction

FOLDS = 5
COLUMNS = ("article", "attack", "kind", "type", "status", "background", "role", "value", "mention", "lat", "long")


def fold_of(article: str) -> int:
    """The fold that an article belongs to."""
    return crc32(article.encode("utf-8")) % FOLDS


def read_lines(path: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]


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
