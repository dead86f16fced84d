"""Answers to the user's queries, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from urllib.parse import unquote

from pyoxigraph import BlankNode, Triple

from builder.graph.iris import ID
from builder.sparql.results import shorten

_ATTACK = f"{ID}attack/"


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


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown; ``whole`` is the value itself, ``attack`` the IRI of the attack that it is, or empty."""

    text: str
    whole: str
    attack: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether it has no letters: then it reads from left to right, whatever stands around it."""
        return not any(char.isalpha() for char in self.text)


def cell(value: str) -> Cell:
    """An IRI is shown by its prefix, or without what all IRIs of things begin with; all else as it is."""
    if value.startswith(ID):
        return Cell(unquote(value.removeprefix(ID)), value, value if value.startswith(_ATTACK) else "")
    return Cell(shorten(value), value)


def triple_rows(triples: Iterable[Triple], limit: int) -> list[list[str]]:
    """The first *limit* triples as subject, predicate and object."""
    return [
        [
            str(term) if isinstance(term, BlankNode | Triple) else term.value
            for term in (triple.subject, triple.predicate, triple.object)
        ]
        for triple in islice(triples, limit)
    ]
