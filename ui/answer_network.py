"""The rows of an answer as a network: two columns are the ends of its edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from builder.graph.entities import ACTORS, PLACES
from builder.graph.iris import ID
from builder.model import EntityClass
from builder.sparql.results import shorten
from builder.vocabulary import RDF, RDFS, SKOS
from ui.columns import Column, Content, Known, is_resource
from ui.completion import terms
from ui.connections import attack_title
from ui.labels import Words
from ui.network import Edge, Network, Node, NodeKind
from ui.records import Thing

TRIPLE = ("subject", "predicate", "object")

_TYPE = RDF + "type"
_LABELS = frozenset((RDFS + "label", SKOS + "prefLabel"))
_SOURCES = frozenset((EntityClass.NEWS_OUTLET, EntityClass.UNNAMED_SOURCE, EntityClass.STATEMENT))
_ATTACK = f"{ID}attack/"


def node_columns(columns: Sequence[Column], known: Known) -> list[Column]:
    """The columns whose values can be nodes: IRIs, and names of which the store knows at least half."""
    return [column for column in columns if column.content is Content.RESOURCE or _are_names(column, known)]


def _are_names(column: Column, known: Known) -> bool:
    if column.content is not Content.TEXT:
        return False
    found = [thing is not None for value in column.distinct for _, thing in known.named(value)]
    return any(found) and 2 * sum(found) >= len(found)


def row_network(first: Column, second: Column, known: Known) -> Network:
    """The network with an edge for each pair of values that stand in one row, as heavy as there are such rows.

    Several values in one cell each have an edge.
    """
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    nodes: dict[str, Node] = {}
    for here, there in zip(first.values, second.values, strict=True):
        for one in _nodes(here, known):
            for other in _nodes(there, known):
                if one.id != other.id:
                    nodes.setdefault(one.id, one)
                    nodes.setdefault(other.id, other)
                    weights[one.id, other.id] += 1
    label = Words(f"{first.name} – {second.name}")
    edges = tuple(
        Edge(f"edge {number}", one, other, f"{first.name}-{second.name}", label, weight)
        for number, ((one, other), weight) in enumerate(weights.items())
    )
    return Network(tuple(nodes.values()), edges)


def triple_network(columns: Sequence[Column], known: Known) -> Network:
    """The network of triples whose object is an IRI or a blank node.

    Classes (rdf:type) are nodes only where nothing else would be. Labels among the triples name the nodes.
    """
    triples = list(zip(*(column.values for column in columns), strict=True))
    links = [triple for triple in triples if is_resource(triple[2])]
    links = [triple for triple in links if triple[1] != _TYPE] or links
    own = {subject: Words(value) for subject, predicate, value in triples if predicate in _LABELS}
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    for subject, predicate, value in links:
        if subject == value:
            continue
        for end in (subject, value):
            made = _resource(end, known)
            nodes.setdefault(end, Node(end, made.kind, own.get(end, made.label)))
        number = f"edge {len(edges)}"
        edges.setdefault(
            (subject, predicate, value), Edge(number, subject, value, shorten(predicate), term_words(predicate))
        )
    return Network(tuple(nodes.values()), tuple(edges.values()))


def default_pair(found: Sequence[Column]) -> tuple[Column, Column] | None:
    """The first two neighbours among the columns of nodes that are not the same in each row."""
    return next(((one, other) for one, other in pairwise(found) if one.values != other.values), None)


def term_words(iri: str) -> Words:
    """The label of a term of the ontology, else its IRI with a prefix."""
    label = _terms().get(iri)
    return label if label and label.ar else Words(shorten(iri))


def _terms() -> dict[str, Words]:
    return {term.iri: term.label for term in terms()}


def _nodes(cell: str, known: Known) -> Iterator[Node]:
    if not cell:
        return
    if is_resource(cell):
        yield _resource(cell, known)
        return
    for name, thing in known.named(cell):
        yield _thing(thing) if thing else Node(f"name {name}", NodeKind.OTHER, Words(name))


def _resource(iri: str, known: Known) -> Node:
    if thing := known.things.get(iri):
        return _thing(thing)
    if line := known.attacks.get(iri):
        return Node(iri, NodeKind.ATTACK, attack_title(line))
    kind = NodeKind.ATTACK if iri.startswith(_ATTACK) else NodeKind.OTHER
    label = Words(iri.removeprefix(ID)) if iri.startswith(ID) else term_words(iri)
    return Node(iri, kind, label)


def _thing(thing: Thing) -> Node:
    return Node(thing.iri, _kind(thing.kind), thing.words)


def _kind(name: str) -> NodeKind:
    if name in ACTORS or name == EntityClass.UNRESOLVED_ACTOR:
        return NodeKind.ACTOR
    if name in PLACES:
        return NodeKind.PLACE
    if name in _SOURCES:
        return NodeKind.SOURCE
    return NodeKind.TARGET if name == EntityClass.TARGET else NodeKind.OTHER
