"""What a person decided about which mentions tell of one event; merging obeys it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from builder.graph.iris import CURATION_GRAPH
from builder.merging.clusters import Pair, pair_of
from builder.vocabulary import Property

_CURATION = ox.NamedNode(CURATION_GRAPH)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pairs of mentions that are one event or two, by decision.

    ``partners`` holds, for each mention of a pair in ``same``, the others.
    """

    same: frozenset[Pair]
    other: frozenset[Pair]
    partners: Mapping[str, frozenset[str]]


def read_rulings(rdf: ox.Store) -> Rulings:
    """The decisions of the curation graph; those about mentions that the store has no more are left out."""
    same = _pairs(rdf, Property.DECIDED_SAME)
    partners: dict[str, set[str]] = defaultdict(set)
    for one, other in same:
        partners[one].add(other)
        partners[other].add(one)
    return Rulings(
        same,
        _pairs(rdf, Property.DECIDED_OTHER),
        {mention: frozenset(others) for mention, others in partners.items()},
    )


def _pairs(rdf: ox.Store, predicate: str) -> frozenset[Pair]:
    return frozenset(
        pair_of(quad.subject.value, quad.object.value)
        for quad in rdf.quads_for_pattern(None, ox.NamedNode(predicate), None, _CURATION)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and all(_is_stored(rdf, end) for end in (quad.subject, quad.object))
    )


def _is_stored(rdf: ox.Store, mention: ox.NamedNode) -> bool:
    articles = rdf.quads_for_pattern(mention, ox.NamedNode(Property.IN_ARTICLE), None, None)
    return next(articles, None) is not None
