"""Whether a remote store answers the named queries as the embedded one does.

Rows are compared as bags: how often each stands in the answer counts, their order does not. Terms are compared by what
they mean, so that these differences of stores do not count: 1.50 and 1.5, 1 and true (Virtuoso gives a number for a
computed yes or no), the letter case of a language tag, ``+00:00`` and ``Z``, Virtuoso's own type of geometries.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

import pyoxigraph as ox

from builder.errors import RunError
from builder.resources import read_table
from builder.sparql.catalogue import Query, catalogue, find_query
from builder.sparql.remote import ask
from builder.sparql.results import records
from builder.sparql.run import Answer, run_query
from builder.sparql.transport import Transport
from builder.vocabulary import XSD, External

Cell = tuple[str, str] | None
Row = tuple[Cell, ...]

_NUMBERS = frozenset(
    XSD + name
    for name in (
        *("decimal", "double", "float", "integer", "byte", "short", "int", "long"),
        *("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"),
        *("negativeInteger", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
    )
)
_MOMENTS = frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "time"))
_GEOMETRY = {"http://www.openlinksw.com/schemas/virtrdf#Geometry": External.GEO_WKT_LITERAL}  # in Virtuoso
_TRUTHS = {"true": "1", "false": "0"}
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """One query on both stores.

    ``missing`` and ``strange`` are rows that only the embedded store or only the endpoint gives, as text, with
    repetitions; ``error`` says why the endpoint gave no answer, ``skipped`` why the query was not asked.
    """

    query: str
    rows: int = 0
    missing: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    error: str = ""
    skipped: str = ""
    seconds: float = 0.0

    @property
    def same(self) -> bool:
        """Whether there is nothing to list."""
        return not (self.missing or self.strange or self.error)

    def __str__(self) -> str:
        if self.skipped:
            return f"{self.query}: not asked: {self.skipped}"
        if self.error:
            return f"{self.query}: {self.error}"
        if self.same:
            return f"{self.query}: {self.rows:,} rows, the same"
        lines = [f"{self.query}: of {self.rows:,} rows {len(self.missing):,} missing, {len(self.strange):,} strange"]
        for sign, rows in (("-", self.missing), ("+", self.strange)):
            lines += [f"  {sign} {row}" for row in rows[:_SHOWN]]
        return "\n".join(lines)


def compare_queries(rdf: ox.Store, transport: Transport, endpoint: str) -> Iterator[Comparison]:
    """Run every named query on both stores, with its defaults and sample values for what it needs.

    Samples are answers of other named queries of the embedded store (``builder/data/query_samples.tsv``).

    :raises RunError: if the endpoint cannot be reached at all.
    """
    ask(transport, endpoint, "ASK {}")
    for query in catalogue():
        yield compare(rdf, transport, endpoint, query)


def compare(rdf: ox.Store, transport: Transport, endpoint: str, query: Query) -> Comparison:
    """Run one query on both stores."""
    values = {
        parameter.name: _sample(rdf, query.name, parameter.name) for parameter in query.parameters if parameter.required
    }
    if lacking := [name for name, value in values.items() if value is None]:
        return Comparison(query.name, skipped=f"the store has no value for {', '.join(lacking)}")
    terms = query.bind({name: value for name, value in values.items() if value is not None})
    here = _bag(run_query(rdf, query.text, terms))
    started = time.monotonic()
    try:
        there = _bag(ask(transport, endpoint, query.text, terms))
    except RunError as error:
        return Comparison(query.name, here.total(), error=str(error), seconds=time.monotonic() - started)
    return Comparison(
        query.name,
        here.total(),
        missing=_as_text(here - there),
        strange=_as_text(there - here),
        seconds=time.monotonic() - started,
    )


def normal_form(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> Cell:
    """What a term means: two terms that stores give for the same value have one normal form."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return "", str(term)
    if term.language:
        return f"@{term.language.lower()}", term.value
    kind, value = _GEOMETRY.get(term.datatype.value, term.datatype.value), term.value
    if kind in _NUMBERS:
        return "number", _number(value)
    if kind == XSD + "boolean":
        return "number", _TRUTHS.get(value, value)
    if kind in _MOMENTS and value.endswith("+00:00"):
        return kind, value.removesuffix("+00:00") + "Z"
    return kind, value


def _number(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return format(number.normalize(), "f") if number.is_finite() and abs(number.adjusted()) < 50 else str(number)


def _bag(answer: Answer) -> Counter[Row]:
    if isinstance(answer, ox.QuerySolutions):
        columns = [variable.value for variable in answer.variables]
        return Counter(tuple(normal_form(row[column]) for column in columns) for row in answer)
    if isinstance(answer, ox.QueryBoolean):
        return Counter([(("number", "1" if answer else "0"),)])
    return Counter(tuple(map(normal_form, triple)) for triple in answer)


def _as_text(rows: Counter[Row]) -> tuple[str, ...]:
    return tuple(sorted(" | ".join(cell[1] if cell else "" for cell in row) for row in rows.elements()))


def _sample(rdf: ox.Store, query: str, parameter: str) -> str | None:
    """A value that gives rows: that of the first row of the named query where it has one."""
    source = _samples()[query, parameter]
    asked = find_query(source["from"])
    answer = run_query(rdf, asked.text, asked.bind({}))
    rows = records(answer) if isinstance(answer, ox.QuerySolutions) else iter(())
    role, column = source["role"], source["column"]
    return next((row[column] for row in rows if row[column] and (not role or row["role"] == role)), None)


@cache
def _samples() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["query"], row["parameter"]): row for row in read_table("query_samples.tsv")}
