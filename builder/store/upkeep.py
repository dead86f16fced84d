"""What else changes in the store when an article is stored: the attacks and the reference data that it uses.

The reference graph holds the entities that other graphs name, with all that contains them, and nothing else. They
enter with the article that first names them, in its transaction, and leave in a sweep at the end of a build.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import pyoxigraph as ox

from builder.graph.iris import MERGED_GRAPH, REFERENCE_GRAPH
from builder.store.store import Writer
from builder.vocabulary import Property

_MERGED = ox.NamedNode(MERGED_GRAPH)
_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
_DESCRIBED_BY = ox.NamedNode(Property.DESCRIBED_BY)
_MEMBER = ox.NamedNode(Property.MEMBER)
_IN_ARTICLE = ox.NamedNode(Property.IN_ARTICLE)


def store_article(store: Writer, article: str, quads: Iterable[ox.Quad]) -> bool:
    """Replace all that the store has of one article, in one transaction; returns whether anything changed.

    *article* is its IRI; *quads* are those of its graph, of its attacks in the merged graph, and of the entities that
    it uses in the reference graph. Descriptions of the same entities from earlier builds are replaced too.

    :raises StoreError: if the disk refuses; the article then stays as it was.
    """
    wanted = set(quads)
    described = {quad.subject for quad in wanted if quad.graph_name == _REFERENCE}
    stored = set(_article_quads(store.rdf, ox.NamedNode(article)))
    for subject in described:
        stored.update(store.rdf.quads_for_pattern(subject, None, None, _REFERENCE))
    return store.change(wanted - stored, stored - wanted)


def _article_quads(rdf: ox.Store, article: ox.NamedNode) -> Iterable[ox.Quad]:
    """The article's graph, and the attacks that its events alone stand for."""
    yield from rdf.quads_for_pattern(None, None, None, article)
    for event in rdf.quads_for_pattern(None, _IN_ARTICLE, article, article):
        for attack in rdf.quads_for_pattern(None, _DESCRIBED_BY, event.subject, _MERGED):
            yield from rdf.quads_for_pattern(attack.subject, None, None, _MERGED)


def sweep_reference(store: Writer) -> bool:
    """Remove the entities that nothing uses any more from the reference graph; returns whether there were any.

    :raises StoreError: if the disk refuses; nothing is then removed.
    """
    unused = {quad.subject for quad in store.rdf.quads_for_pattern(None, None, None, _REFERENCE)}
    waiting = [entity for entity in unused if _is_used(store.rdf, entity)]
    unused.difference_update(waiting)
    while waiting:  # containers and geometries are named by the entities themselves
        entity = waiting.pop()
        for quad in store.rdf.quads_for_pattern(None, _MEMBER, entity, _REFERENCE):
            if quad.subject in unused:  # an affiliation, which nothing names, stays with its member
                unused.remove(quad.subject)
                waiting.append(quad.subject)
        for quad in store.rdf.quads_for_pattern(entity, None, None, _REFERENCE):
            if isinstance(quad.object, ox.NamedNode) and quad.object in unused:
                unused.remove(quad.object)
                waiting.append(quad.object)
    descriptions = (store.rdf.quads_for_pattern(entity, None, None, _REFERENCE) for entity in unused)
    return store.change((), chain.from_iterable(descriptions))


def _is_used(rdf: ox.Store, entity: ox.NamedNode | ox.BlankNode | ox.Triple) -> bool:
    """Whether another graph than the reference graph names it."""
    return any(quad.graph_name != _REFERENCE for quad in rdf.quads_for_pattern(None, None, entity, None))
