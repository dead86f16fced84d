"""Annotated articles beside the project; they belong to their publishers and are not part of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from builder.extraction.extractor import view_document
from builder.extraction.linking import local_entity
from builder.extraction.localities import PlaceMention, find_localities
from builder.extraction.syntax import View
from builder.model import Article, Span
from builder.text.document import analyse

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "exam" / "train"
ABSENT = "needs the annotated articles in ../shared/exam/train, which are not part of the project"


@dataclass(frozen=True)
class Annotated:
    """An article with what its annotators found, and with the names and places that are recognised in it."""

    article: Article
    events: list[dict[str, Any]]
    views: tuple[View, ...]
    places: tuple[PlaceMention, ...]

    def spans(self, surfaces: list[str]) -> Iterator[Span]:
        """Where some of the words given stand in the text."""
        for surface in surfaces:
            start = self.article.text.find(surface)
            while start >= 0:
                yield Span(start, start + len(surface))
                start = self.article.text.find(surface, start + 1)

    def span(self, sentence: int, first: int, last: int) -> Span:
        """The code points of a range of tokens, clitics included."""
        return self.views[sentence].span(first, last, strip=False)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (FOLDER / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@pytest.fixture(scope="session")
def annotated() -> list[Annotated]:
    """The annotated articles with at least one event."""
    if not FOLDER.is_dir():
        pytest.skip(ABSENT)
    events = {row["id"]: row["events"] for row in _lines("gold.jsonl") if row["events"]}
    found: list[Annotated] = []
    for row in _lines("articles.jsonl"):
        if row["id"] not in events:
            continue
        published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
        article = Article(row["id"], row["title"] or "", row["text"], published)
        views = view_document(analyse(article))
        places = find_localities(views, partial(local_entity, article.id)).mentions
        found.append(Annotated(article, events[row["id"]], views, places))
    return found
