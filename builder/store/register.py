"""The register of rejected inputs: a graph of its own, so that nothing that was left out is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from sys import intern

import pyoxigraph as ox

from builder.articles.rejection import Rejection
from builder.graph.iris import REGISTER_GRAPH, rejection_iri
from builder.graph.terms import fact, integer, plain, types
from builder.store.store import Store, Writer
from builder.vocabulary import Class, Property

_REGISTER = ox.NamedNode(REGISTER_GRAPH)
_INPUT_NAME = ox.NamedNode(Property.INPUT_NAME)


def rejections(store: Store) -> tuple[Rejection, ...]:
    """All rejected inputs, by name and line."""
    return tuple(sorted(_registered(store.rdf), key=lambda rejection: (rejection.source, rejection.line or 0)))


def _registered(rdf: ox.Store) -> Iterator[Rejection]:
    """All rejected inputs, one after the other: there may be hundreds of thousands."""
    for named in rdf.quads_for_pattern(None, _INPUT_NAME, None, _REGISTER):
        values = {
            quad.predicate.value: quad.object.value
            for quad in rdf.quads_for_pattern(named.subject, None, None, _REGISTER)
            if isinstance(quad.object, ox.Literal)
        }
        line = values.get(Property.LINE)
        # The name of a file is the same in all its lines.
        yield Rejection(intern(values[Property.INPUT_NAME]), int(line) if line else None, values[Property.REASON])


def register(store: Writer, rejection: Rejection) -> bool:
    """Add a rejection, or replace the reason of the one that the same input has; returns whether anything changed.

    :raises StoreError: if the disk refuses.
    """
    wanted = set(_quads(rejection))
    stored = {quad for one in wanted for quad in store.rdf.quads_for_pattern(one.subject, None, None, _REGISTER)}
    return store.change(wanted - stored, stored - wanted)


def unregister(store: Writer, is_outdated: Callable[[Rejection], bool]) -> bool:
    """Remove the rejections that are outdated; returns whether there were any.

    :raises StoreError: if the disk refuses; nothing is then removed.
    """
    outdated = [rejection for rejection in _registered(store.rdf) if is_outdated(rejection)]
    return store.change((), [quad for rejection in outdated for quad in _quads(rejection)])


def _quads(rejection: Rejection) -> Iterable[ox.Quad]:
    subject = ox.NamedNode(rejection_iri(rejection.source, rejection.line))
    triples = [
        *types(subject, Class.REJECTION),
        fact(subject, Property.INPUT_NAME, plain(rejection.source)),
        fact(subject, Property.REASON, plain(rejection.reason)),
    ]
    if rejection.line is not None:
        triples.append(fact(subject, Property.LINE, integer(rejection.line)))
    return [ox.Quad(triple.subject, triple.predicate, triple.object, _REGISTER) for triple in triples]
