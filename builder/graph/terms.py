"""Triples and literals in the one spelling that the graph uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

from builder.vocabulary import External

Subject = NamedNode
Object = NamedNode | Literal
Triples = Iterator[Triple]


@lru_cache(maxsize=1024)
def node(iri: str) -> NamedNode:
    """The term of an IRI of the vocabulary; those of articles are better made directly, they are too many to keep."""
    return NamedNode(iri)


def types(subject: Subject, *classes: str) -> Triples:
    """*subject* is an instance of each of the classes, given by their IRIs."""
    for iri in classes:
        yield Triple(subject, node(External.RDF_TYPE), node(iri))


def fact(subject: Subject, predicate: str, value: Object) -> Triple:
    """One triple; *predicate* is an IRI."""
    return Triple(subject, node(predicate), value)


def in_graph(triples: Iterable[Triple], graph: str) -> Iterator[Quad]:
    """The triples as quads of the graph with this IRI."""
    name = NamedNode(graph)
    for triple in triples:
        yield Quad(triple.subject, triple.predicate, triple.object, name)


def plain(text: str) -> Literal:
    """A string without a language."""
    return Literal(text)


def arabic(text: str) -> Literal:
    """A string in Arabic."""
    return Literal(text, language="ar")


def english(text: str) -> Literal:
    """A string in English."""
    return Literal(text, language="en")


def day(value: date) -> Literal:
    """A calendar day without a time zone."""
    return Literal(value.isoformat(), datatype=node(External.XSD_DATE))


def integer(value: int) -> Literal:
    """A whole number; xsd:integer throughout, for the store does not keep types derived from it."""
    return Literal(str(value), datatype=node(External.XSD_INTEGER))


def boolean(value: bool) -> Literal:
    """``true`` or ``false``."""
    return Literal("true" if value else "false", datatype=node(External.XSD_BOOLEAN))


def decimal(value: float, digits: int) -> Literal:
    """A number rounded to *digits* places, without trailing zeros: the spelling that the store gives back."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal("0" if text == "-0" else text, datatype=node(External.XSD_DECIMAL))
