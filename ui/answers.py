"""Answers to the user's queries, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from pyoxigraph import BlankNode, Triple


class Kind(StrEnum):
    """What a query asks for."""

    ROWS = "rows"
    YES_OR_NO = "yes or no"
    TRIPLES = "triples"


@dataclass(frozen=True, slots=True)
class Question:
    """A query of the user with the values of its parameters; ``name`` is that of a named query, or for messages."""

    name: str
    text: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of an answer as plain strings, full IRIs; ``cut`` where there are more. ``seconds`` is what it took."""

    kind: Kind
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cut: bool
    seconds: float


def triple_rows(triples: Iterable[Triple], limit: int) -> list[list[str]]:
    """The first *limit* triples as subject, predicate and object."""
    return [
        [
            str(term) if isinstance(term, BlankNode | Triple) else term.value
            for term in (triple.subject, triple.predicate, triple.object)
        ]
        for triple in islice(triples, limit)
    ]
