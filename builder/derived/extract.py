"""What of a store has changed, with all that the kept queries read of it, as a graph in memory.

The queries give the same rows about an attack there as over the whole store: the extract has what they read of all
articles that tell of it, what the shared graphs say of it, and the reference graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

import pyoxigraph as ox

from builder.derived.answers import KEPT
from builder.graph.iris import MERGED_GRAPH, REFERENCE_GRAPH
from builder.store.changes import Changes
from builder.vocabulary import PREFIXES, External, Property

_MERGED = ox.NamedNode(MERGED_GRAPH)
_REFERENCE = ox.NamedNode(REFERENCE_GRAPH)
_NAME = re.compile(r"\b([a-z]+):(\w+)")
_LABEL = ox.NamedNode(External.SKOS_PREF_LABEL)
_TYPE = ox.NamedNode(External.RDF_TYPE)
_DESCRIBED_BY = ox.NamedNode(Property.DESCRIBED_BY)
_IN_ARTICLE = ox.NamedNode(Property.IN_ARTICLE)


@cache
def _read() -> frozenset[ox.NamedNode]:
    """The terms of the vocabularies that the kept queries name, among them all properties that they read.

    An article has many others, most of them about the places of words.
    """
    names = {name for kept in KEPT.values() for name in _NAME.findall(kept.query.text)}
    return frozenset(ox.NamedNode(PREFIXES[prefix] + local) for prefix, local in names if prefix in PREFIXES)


def _part(rdf: ox.Store, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """What the kept queries read of a graph; of classes only those that they name, for most things are spans of text.

    The classes of entities are among what is said of the subjects.
    """
    read = _read()
    for quad in rdf.quads_for_pattern(None, None, None, graph):
        if quad.predicate in read or (quad.predicate == _TYPE and quad.object in read):
            yield quad


@dataclass(frozen=True, slots=True)
class Extract:
    """``rdf`` holds the changed articles and attacks; ``subjects`` are IRIs of attacks and entities that did.

    Some of these may be gone, and some be neither.
    """

    rdf: ox.Store
    subjects: frozenset[str]


def extract(rdf: ox.Store, changes: Changes) -> Extract:
    """The extract of a store; its changes must be known."""
    articles = {ox.NamedNode(article) for article in changes.articles}
    subjects = {ox.NamedNode(iri) for iri in changes.subjects}
    for article in articles:
        subjects.update(_told_by(rdf, article))
        subjects.update(_described_in(rdf, article))
    said = [quad for subject in subjects for quad in rdf.quads_for_pattern(subject, None, None, None)]
    graphs = {_REFERENCE, *articles}
    for quad in said:
        if quad.predicate == _DESCRIBED_BY and isinstance(quad.object, ox.NamedNode):
            graphs.update(_articles_of(rdf, quad.object))
    found = ox.Store()
    found.bulk_extend(chain(said, *(_part(rdf, graph) for graph in graphs)))
    return Extract(found, frozenset(subject.value for subject in subjects))


def _told_by(rdf: ox.Store, article: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The attacks that an article tells of now."""
    for mention in rdf.quads_for_pattern(None, _IN_ARTICLE, article, article):
        for quad in rdf.quads_for_pattern(None, _DESCRIBED_BY, mention.subject, _MERGED):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject


def _described_in(rdf: ox.Store, article: ox.NamedNode) -> Iterator[ox.NamedNode]:
    """The entities that an article describes, some of which others describe too."""
    for quad in rdf.quads_for_pattern(None, _LABEL, None, article):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _articles_of(rdf: ox.Store, mention: ox.NamedNode) -> Iterator[ox.NamedNode]:
    for quad in rdf.quads_for_pattern(mention, _IN_ARTICLE, None, None):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object
