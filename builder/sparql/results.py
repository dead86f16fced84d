"""Print the answer of a query: tables for people, standard formats for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)
from rdflib import Graph

from builder.errors import QueryError
from builder.sparql.run import Answer
from builder.vocabulary import PREFIXES


class Format(StrEnum):
    """Formats that an answer can be written in."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"


_ROWS = {
    Format.CSV: QueryResultsFormat.CSV,
    Format.TSV: QueryResultsFormat.TSV,
    Format.JSON: QueryResultsFormat.JSON,
    Format.XML: QueryResultsFormat.XML,
}
# The triples that a query gives stand in no graph: TriG writes them as Turtle, N-Quads as N-Triples.
_GRAPHS = {Format.TURTLE: "turtle", Format.TRIG: "turtle", Format.NQUADS: "nt", Format.JSONLD: "json-ld"}


def write_answer(answer: Answer, form: Format, out: BinaryIO) -> None:
    """Write an answer in a machine's format, in UTF-8.

    Rows and yes or no go as CSV, TSV, JSON or XML of the W3C; lexical forms are those of the store (``1.50`` is ``1.5``
    there). Triples go as Turtle, TriG, N-Quads (sorted) or JSON-LD, and are held in memory for that.

    :raises QueryError: if the format is not for this kind of answer.
    """
    if isinstance(answer, QuerySolutions | QueryBoolean):
        if form not in _ROWS:
            raise QueryError(f"this query gives rows, which {form} cannot hold: use table, {', '.join(_ROWS)}")
        answer.serialize(out, format=_ROWS[form])
    elif form in _GRAPHS:
        out.write(_serialize(answer, form))
    else:
        raise QueryError(f"this query gives triples, which {form} cannot hold: use table, {', '.join(_GRAPHS)}")


def table(answer: Answer) -> tuple[list[str], Iterator[list[str]]]:
    """The heading and the lines of an answer, for people: IRIs of known namespaces with their prefix.

    Yes or no is one line; triples have the columns subject, predicate and object.
    """
    if isinstance(answer, QueryBoolean):
        return ["answer"], iter([["true" if answer else "false"]])
    if isinstance(answer, QuerySolutions):
        variables = answer.variables
        return [variable.value for variable in variables], (
            [_cell(solution[variable]) for variable in variables] for solution in answer
        )
    return ["subject", "predicate", "object"], ([_cell(term) for term in triple] for triple in answer)


def records(answer: QuerySolutions) -> Iterator[dict[str, str]]:
    """Each row as plain strings by column, full IRIs, and empty strings for what is unbound."""
    variables = answer.variables
    for solution in answer:
        yield {variable.value: _text(solution[variable]) for variable in variables}


def shorten(iri: str, prefixes: Sequence[tuple[str, str]] = tuple(PREFIXES.items())) -> str:
    """``rasd:target`` for an IRI of a known namespace, the IRI itself for others."""
    for prefix, namespace in prefixes:
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier():
            return f"{prefix}:{local}"
    return iri


def _cell(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    return shorten(term.value) if isinstance(term, NamedNode) else _text(term)


def _text(term: NamedNode | BlankNode | Literal | Triple | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def _serialize(triples: Iterable[Triple], form: Format) -> bytes:
    lines = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    if form is Format.NQUADS:
        return b"".join(sorted(lines.splitlines(keepends=True)))
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    graph.parse(data=lines, format="nt")
    return graph.serialize(format=_GRAPHS[form], encoding="utf-8")
