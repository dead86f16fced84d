from __future__ import annotations

from collections.abc import Callable

import pytest

from builder.model import Article
from builder.reference.entries import HitKind, ReferenceEntry
from builder.reference.gazetteer import Gazetteer, Hit, gazetteer
from builder.reference.places import disambiguate
from builder.text.document import analyse
from builder.text.normalize import normalize
from builder.text.tokens import Token

Names = Callable[..., list[str]]
Meaning = Callable[[str], dict[str, str]]
Sentences = Callable[[str], tuple[Token, ...]]


@pytest.fixture(scope="session")
def tables() -> Gazetteer:
    return gazetteer()


def _certain(tables: Gazetteer, text: str) -> list[tuple[Hit, ReferenceEntry]]:
    normalized = normalize(text)
    hits = [hit for hit in tables.find(normalized) if hit.certain]
    meanings = disambiguate(normalized, hits, tables)
    return [(hit, meaning.entry) for hit, meaning in zip(hits, meanings, strict=True)]


@pytest.fixture(scope="session")
def names(tables: Gazetteer) -> Names:
    """The surfaces of the certain names of a kind in a text, in order."""

    def find(text: str, kind: HitKind = HitKind.PLACE) -> list[str]:
        return [hit.surface for hit, _ in _certain(tables, text) if hit.kind is kind]

    return find


@pytest.fixture(scope="session")
def meaning(tables: Gazetteer) -> Meaning:
    """The id that each surface of a place in a text means; the last one counts."""

    def find(text: str) -> dict[str, str]:
        return {hit.surface: entry.id for hit, entry in _certain(tables, text) if hit.kind is HitKind.PLACE}

    return find


@pytest.fixture(scope="session")
def first_sentence() -> Sentences:
    """The tokens of the first sentence of a text."""

    def tokens(text: str) -> tuple[Token, ...]:
        return analyse(Article("a", text, "")).sentences[0].tokens

    return tokens
