"""What else changes in the store when an article is stored: the attacks and the reference data that it uses.

The reference graph holds the entities that other graphs name, with all that contains them, and nothing else. They
enter with the article that first names them, in its transaction, and leave in a sweep at the end of a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from builder.graph.iris import KEYS_GRAPH, MERGED_GRAPH, REFERENCE_GRAPH
from builder.graph.merging import single_quads
from builder.store.store import Writer
from builder.vocabulary import Class, External, Property

_MERGED = ox.NamedNode(MERGED_GRAPH)
_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
_DESCRIBED_BY = ox.NamedNode(Property.DESCRIBED_BY)
_MEMBER = ox.NamedNode(Property.MEMBER)
_IN_ARTICLE = ox.NamedNode(Property.IN_ARTICLE)
_MERGED_INTO = ox.NamedNode(Property.MERGED_INTO)
_KEY = ox.NamedNode(Property.BLOCKING_KEY)
_TYPE = ox.NamedNode(External.RDF_TYPE)
_ATTACK_TYPE = ox.NamedNode(Property.ATTACK_TYPE)
_SERIES = ox.NamedNode(Class.SERIES_MENTION)
_KEYS = ox.NamedNode(KEYS_GRAPH)
_Node = ox.NamedNode | ox.BlankNode | ox.Triple


def store_article(store: Writer, article: str, quads: Iterable[ox.Quad]) -> bool:
    """Replace all that the store has of one article, in one transaction; returns whether anything changed.

    *article* is its IRI; *quads* are those of its graph, of its attacks in the merged graph, and of the entities that
    it uses in the reference graph; without any it is withdrawn. Descriptions of the same entities from earlier builds
    are replaced too. Attacks that it shares with other articles come apart until they are merged again
    (:mod:`builder.merging.merge`).

    :raises StoreError: if the disk refuses; the article then stays as it was.
    """
    wanted = set(quads)
    described = {quad.subject for quad in wanted if quad.graph_name == _REFERENCE}
    graph = ox.NamedNode(article)
    stored = set(store.rdf.quads_for_pattern(None, None, None, graph))
    for subject in described:
        stored.update(store.rdf.quads_for_pattern(subject, None, None, _REFERENCE))
    if stored == {quad for quad in wanted if quad.graph_name != _MERGED}:
        return False  # so that what it is merged with stays
    mentions = {quad.subject for quad in store.rdf.quads_for_pattern(None, _IN_ARTICLE, graph, graph)}
    apart, together = _taken_apart(store.rdf, _attacks_of(store.rdf, mentions), mentions)
    stored |= together
    wanted |= apart
    return store.change(wanted - stored, stored - wanted)


def take_apart(store: Writer, attacks: Iterable[str]) -> bool:
    """Let each mention of some attacks, by their IRIs, stand for itself until it is merged anew.

    Returns whether there was anything to take apart.

    :raises StoreError: if the disk refuses; nothing is then changed.
    """
    added, removed = _taken_apart(store.rdf, {ox.NamedNode(attack) for attack in attacks}, ())
    return store.change(added, removed)


def _attacks_of(rdf: ox.Store, mentions: Iterable[_Node]) -> set[_Node]:
    return {quad.subject for one in mentions for quad in rdf.quads_for_pattern(None, _DESCRIBED_BY, one, _MERGED)}


def _taken_apart(
    rdf: ox.Store, attacks: Iterable[_Node], leaving: Iterable[_Node]
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """What is to be added and to be removed so that *attacks* are there no more, nor the keys of their mentions.

    The mentions of these attacks stand for themselves again, without keys: they are to be merged anew. Those that are
    *leaving* the store do not.
    """
    added: set[ox.Quad] = set()
    removed = {quad for attack in attacks for quad in attack_statements(rdf, attack)}
    gone = set(leaving)
    told = {quad.object for quad in removed if quad.predicate == _DESCRIBED_BY}
    for mention in gone | {one for one in told if isinstance(one, ox.NamedNode)}:
        removed.update(rdf.quads_for_pattern(mention, _KEY, None, _KEYS))
        if isinstance(mention, ox.NamedNode) and mention not in gone:
            added.update(single_quads(mention.value, _class_of(rdf, mention)))
    return added, removed


def attack_statements(rdf: ox.Store, attack: _Node) -> Iterator[ox.Quad]:
    """What the merged graph says of an attack, and the decisions that merged mentions into it."""
    yield from rdf.quads_for_pattern(attack, None, None, _MERGED)
    for decision in rdf.quads_for_pattern(None, _MERGED_INTO, attack, _MERGED):
        yield from rdf.quads_for_pattern(decision.subject, None, None, _MERGED)


def _class_of(rdf: ox.Store, mention: ox.NamedNode) -> str:
    """The IRI of the class that an attack has by what its article tells: a type of attack, or a series."""
    classes = {quad.object for quad in rdf.quads_for_pattern(mention, _TYPE, None, None)}
    if _SERIES in classes:
        return Class.ATTACK_SERIES
    kinds = (quad.object for quad in rdf.quads_for_pattern(mention, _ATTACK_TYPE, None, None))
    return next(kind.value for kind in kinds if isinstance(kind, ox.NamedNode))


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
