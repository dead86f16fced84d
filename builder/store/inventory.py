"""What is in a store: the articles with their state, the rejected inputs, the triples of each kind of graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from builder.articles.rejection import Rejection
from builder.graph.iris import GRAPH
from builder.store.register import rejections
from builder.store.stamps import stamps, values_of
from builder.store.store import Store
from builder.vocabulary import RASD, External, Property

ARTICLE_GRAPHS = "articles"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the store; ``state`` is ``extracted`` or ``noAttack``, ``events`` counts its event mentions.

    ``published`` is an ISO day, or empty where the day is not known.
    """

    id: str
    title: str
    published: str
    state: str
    version: str
    events: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that ``rasd status`` tells.

    ``articles`` are sorted by id, ``rejected`` by input and line. ``triples`` counts by kind of graph: ``articles``
    for all graphs of articles together, and the last part of the IRI for the others.
    """

    articles: tuple[StoredArticle, ...]
    rejected: tuple[Rejection, ...]
    triples: Mapping[str, int]


def take_inventory(store: Store) -> Inventory:
    """Count what is in the store."""
    identifiers = values_of(store.rdf, External.SCHEMA_IDENTIFIER)
    titles = values_of(store.rdf, External.SCHEMA_HEADLINE)
    published = values_of(store.rdf, External.SCHEMA_DATE_PUBLISHED)
    states = values_of(store.rdf, Property.EXTRACTION_STATE)
    events = Counter(
        quad.object.value
        for quad in store.rdf.quads_for_pattern(None, ox.NamedNode(Property.IN_ARTICLE), None, None)
        if isinstance(quad.object, ox.NamedNode)
    )
    articles = [
        StoredArticle(
            id=identifiers[iri],
            title=titles[iri],
            published=published.get(iri, ""),
            state=states[iri].removeprefix(RASD),
            version=stamp.version,
            events=events[iri],
        )
        for iri, stamp in stamps(store).items()
    ]
    return Inventory(tuple(sorted(articles, key=lambda article: article.id)), rejections(store), _triples(store.rdf))


def _triples(rdf: ox.Store) -> Counter[str]:
    """How many triples each kind of graph has."""
    counted: Counter[str] = Counter()
    answer = rdf.query("SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
    for row in answer if isinstance(answer, ox.QuerySolutions) else ():
        graph, triples = row["graph"], row["triples"]
        if isinstance(graph, ox.NamedNode) and isinstance(triples, ox.Literal):
            kind = graph.value.removeprefix(GRAPH) if graph.value.startswith(GRAPH) else ARTICLE_GRAPHS
            counted[kind] += int(triples.value)
    return counted
