"""The shapes of ``ontology/shapes.ttl`` as Python sees them: the part of SHACL that the file uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from builder.ontology import Language, ontology_path
from builder.resources import data_dir
from builder.vocabulary import RDFS

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SHACL: Final = "http://www.w3.org/ns/shacl#"
SHAPES: Final = "https://w3id.org/rasd/shapes#"

_ABOUT_THE_SHAPE = frozenset({"path", "message", "property", "sparql", "targetClass"})


@dataclass(frozen=True, slots=True)
class PropertyPath:
    """A property, or, with *inverse*, its opposite direction."""

    property: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that a shape demands of the instances of its target class.

    ``shape`` is the IRI that reports name, ``parameter`` the local name of the SHACL parameter (``minCount``) or
    ``sparql``, ``value`` its value: a term, the members of a list, or the text of a query. ``path`` is None for
    queries.
    """

    shape: str
    target: str
    path: PropertyPath | None
    parameter: str
    value: tuple[ox.NamedNode | ox.Literal, ...] | str
    messages: Mapping[Language, str] = field(hash=False)


def shapes_path() -> Path:
    """Where the file of the shapes is."""
    return data_dir("ontology") / "shapes.ttl"


@cache
def shapes_graph() -> Graph:
    """The file of the shapes; do not change it."""
    from rdflib import Graph

    return Graph().parse(shapes_path())


@cache
def constraints() -> tuple[Constraint, ...]:
    """All constraints, by shape and parameter."""
    from rdflib import RDF, Namespace

    shacl = Namespace(SHACL)
    graph = shapes_graph()
    found: list[Constraint] = []
    for shape in graph.subjects(RDF.type, shacl.NodeShape):
        target = str(graph.value(shape, shacl.targetClass))
        for part in graph.objects(shape, shacl.property):
            found += _of_property(graph, part, target)
        for query in graph.objects(shape, shacl.sparql):
            found.append(_of_query(graph, shape, query, target))
    return tuple(sorted(found, key=lambda constraint: (constraint.shape, constraint.parameter)))


def _of_property(graph: Graph, shape: Node, target: str) -> Iterator[Constraint]:
    from rdflib import Namespace
    from rdflib.collection import Collection

    shacl = Namespace(SHACL)
    path, messages = _path(graph, shape), _messages(graph, shape)
    for predicate, value in graph.predicate_objects(shape):
        parameter = str(predicate).removeprefix(SHACL)
        if not str(predicate).startswith(SHACL) or parameter in _ABOUT_THE_SHAPE:
            continue
        values = Collection(graph, value) if predicate in (shacl["in"], shacl.languageIn) else [value]
        yield Constraint(str(shape), target, path, parameter, tuple(map(to_term, values)), messages)


def _of_query(graph: Graph, shape: Node, query: Node, target: str) -> Constraint:
    from rdflib import Namespace

    shacl = Namespace(SHACL)
    prefixes = "".join(
        f"PREFIX {graph.value(declared, shacl.prefix)}: <{graph.value(declared, shacl.namespace)}>\n"
        for ontology in graph.objects(query, shacl.prefixes)
        for declared in graph.objects(ontology, shacl.declare)
    )
    text = prefixes + str(graph.value(query, shacl.select))
    return Constraint(str(shape), target, None, "sparql", text, _messages(graph, query))


def _path(graph: Graph, shape: Node) -> PropertyPath:
    from rdflib import BNode, Namespace

    shacl = Namespace(SHACL)
    path = graph.value(shape, shacl.path)
    if isinstance(path, BNode):
        return PropertyPath(str(graph.value(path, shacl.inversePath)), inverse=True)
    return PropertyPath(str(path))


def _messages(graph: Graph, subject: Node) -> Mapping[Language, str]:
    from rdflib import Literal, Namespace

    shacl = Namespace(SHACL)
    texts = {text.language: str(text) for text in graph.objects(subject, shacl.message) if isinstance(text, Literal)}
    return MappingProxyType({"ar": texts["ar"], "en": texts["en"]})


def to_term(term: Node | None) -> ox.NamedNode | ox.Literal:
    """A term of rdflib as one of pyoxigraph.

    :raises ValueError: if it is neither an IRI nor a literal.
    """
    from rdflib import Literal, URIRef

    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if not isinstance(term, Literal):
        raise ValueError(f"neither an IRI nor a literal: {term}")
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)


@cache
def with_narrower(class_: str) -> tuple[str, ...]:
    """The IRIs of a class and of all that are narrower in the ontology, sorted."""
    narrower = _narrower()
    found, waiting = {class_}, [class_]
    while waiting:
        new = narrower.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return tuple(sorted(found))


@cache
def _narrower() -> Mapping[str, frozenset[str]]:
    """The classes right below each class of the ontology."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in ox.parse(path=ontology_path(), format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == RDFS + "subClassOf" and isinstance(quad.object, ox.NamedNode):
            found[quad.object.value].add(str(getattr(quad.subject, "value", "")))
    return MappingProxyType({wide: frozenset(narrow) for wide, narrow in found.items()})
