"""Which event mentions are one attack.

This version merges nothing: each event mention is an attack of its own. Its IRI is made from the mention's, so it
stays the same however often and with whatever else the article is built.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from builder.graph.iris import MERGED_GRAPH, article_iri, attack_iri, event_iri
from builder.graph.terms import fact, in_graph, types
from builder.model import EventKind, Extraction
from builder.vocabulary import Class, Property, term


def merged_quads(extraction: Extraction) -> Iterator[Quad]:
    """The attacks that the article's events stand for, in the merged graph."""
    article = article_iri(extraction.article.id)
    for event in extraction.events:
        mention = event_iri(article, event.key)
        attack = NamedNode(attack_iri(mention))
        kind = Class.ATTACK_SERIES if event.kind is EventKind.SERIES else term(event.attack_type)
        yield from in_graph(types(attack, kind), MERGED_GRAPH)
        yield from in_graph([fact(attack, Property.DESCRIBED_BY, NamedNode(mention))], MERGED_GRAPH)
