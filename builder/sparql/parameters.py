"""Parameters of queries: typed, and put into a query as terms, never as bare text.

A query marks where a parameter goes with a slot, ``VALUES ?name { UNDEF }``, which means nothing by itself, so that the
query runs anywhere as it stands. A value fills the slot as an escaped RDF term. Slots are preferred to the
substitutions of pyoxigraph because the planner sees the value (one attack out of 100,000 quads: 5 ms instead of 460 ms,
measured), because they also work for variables that are not in the answer, and because remote stores know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from builder.errors import ParameterError, QueryError
from builder.vocabulary import External

Term = NamedNode | Literal

_SLOT = re.compile(r"\bVALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}", re.IGNORECASE)
_SELECTS_ALL = re.compile(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s*)?\*", re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class ParameterType(StrEnum):
    """Types that the header of a query can give to a parameter."""

    STRING = "string"
    IRI = "iri"
    INTEGER = "integer"
    DATE = "date"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query. ``default`` is None where there is none; ``required`` ones must be given."""

    name: str
    type: ParameterType
    default: str | None
    required: bool
    meaning: str

    def term(self, text: str) -> Term:
        """The RDF term of a value as a user writes it.

        :raises ParameterError: if the value is not of the parameter's type.
        """
        try:
            return _term(text, self.type)
        except ValueError as error:
            raise ParameterError(f"parameter {self.name}: {text!r} is no {_EXAMPLES[self.type]}", self.name) from error


def untyped_term(text: str) -> Term:
    """The term of a value whose type no header gives: ``<...>`` is an IRI, everything else a plain string.

    :raises QueryError: if what stands between the brackets is no IRI.
    """
    if text.startswith("<") and text.endswith(">"):
        try:
            return NamedNode(text[1:-1])
        except ValueError as error:
            raise QueryError(f"{text} is no IRI: {error}") from error
    return Literal(text)


def fill_slot(text: str, name: str, terms: Iterable[Term]) -> str:
    """The query with several values in the slot of one parameter."""
    values = " ".join(map(str, terms))
    return _SLOT.sub(lambda slot: f"VALUES ?{name} {{ {values} }}" if slot[1] == name else slot[0], text)


def fill_slots(text: str, terms: Mapping[str, Term]) -> tuple[str, dict[str, Term]]:
    """The query with its slots filled, and the terms for which it has no slot."""
    filled: set[str] = set()

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if name not in terms:
            return slot[0]
        filled.add(name)
        return _filled(name, terms[name])

    return _SLOT.sub(fill, text), {name: term for name, term in terms.items() if name not in filled}


def without_slots(text: str) -> str:
    """The query without the slots that nothing has filled.

    They mean nothing, but Virtuoso 7.2 plans badly around them: over the example articles, attack-roles and
    casualty-range come to no answer in 45 s with them, and to the right one in 2 s without (measured). ``SELECT *``
    keeps them, since it would lose their columns.
    """
    return text if _SELECTS_ALL.search(text) else _SLOT.sub("", text)


def place_before_filling(text: str, terms: Mapping[str, Term], line: int, column: int) -> tuple[int, int]:
    """The line and column in *text* of what lies at *line* and *column* once :func:`fill_slots` has filled its slots.

    Both count from 1 on. What lies in a filled slot is led back to the beginning of the slot.
    """
    filled, _ = fill_slots(text, terms)
    lines = filled.split("\n")
    place = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    grown = 0
    for slot in _SLOT.finditer(text):
        start = slot.start() + grown
        if slot[1] not in terms or place < start:
            continue
        length = len(_filled(slot[1], terms[slot[1]]))
        if place < start + length:
            place = start
            break
        grown += length - len(slot[0])
    before = text[: place - grown]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _filled(name: str, term: Term) -> str:
    return f"VALUES ?{name} {{ {term} }}"  # the text of a pyoxigraph term is escaped: nothing breaks out


def _term(text: str, kind: ParameterType) -> Term:
    """:raises ValueError: if *text* is not of that type."""
    match kind:
        case ParameterType.STRING:
            return Literal(text)
        case ParameterType.IRI:
            return NamedNode(text.strip().removeprefix("<").removesuffix(">"))
        case ParameterType.DATE:
            return Literal(date.fromisoformat(text.strip()).isoformat(), datatype=NamedNode(External.XSD_DATE))
        case ParameterType.INTEGER:
            return Literal(str(int(text)), datatype=NamedNode(External.XSD_INTEGER))
        case ParameterType.DECIMAL:
            if not _DECIMAL.fullmatch(text.strip()):
                raise ValueError(text)
            return Literal(text.strip(), datatype=NamedNode(External.XSD_DECIMAL))
        case ParameterType.BOOLEAN:
            if text.strip() not in ("true", "false"):
                raise ValueError(text)
            return Literal(text.strip(), datatype=NamedNode(External.XSD_BOOLEAN))


_EXAMPLES = {
    ParameterType.STRING: "string",
    ParameterType.IRI: "absolute IRI, such as https://example.org/1",
    ParameterType.INTEGER: "whole number, such as 12",
    ParameterType.DECIMAL: "number, such as 0.5",
    ParameterType.DATE: "date, such as 2024-05-06",
    ParameterType.BOOLEAN: "boolean: write true or false",
}
