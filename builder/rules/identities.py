"""Which entities may be one in the world: proposals from the names that go with them.

A proposal is a node with what speaks for it; nothing else follows from it. Names are compared in folded spelling
(:func:`builder.text.normalize.normalize_key`), which SPARQL cannot do, so this is code and no named rule. Entities of
one name are proposed each with the first of them, one of the reference data if there is any, and not each with each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from functools import cache
from types import MappingProxyType

import pyoxigraph as ox

from builder.graph.iris import INFERRED_GRAPH, identity_iri
from builder.graph.terms import Triples, decimal, fact, in_graph, node, types
from builder.reference.entries import HitKind, reference_entries
from builder.rules.extract import Node
from builder.text.normalize import normalize_key
from builder.vocabulary import Class, Concept, Property

_SAME_WORDS = 0.8
_NAME_CONTAINED = 0.4
_Proposals = dict[tuple[str, str], tuple[float, str]]  # score and reason by candidate and other
_FEWEST = 2  # words of a name that is looked for inside another: a single word is shared by too many


def identity_quads(names: Mapping[Node, set[str]], new: Container[Node], decided: Container[Node]) -> Iterator[ox.Quad]:
    """The candidate identities among the entities of *names*, in the inferred graph.

    *names* gives the names in use of each entity; those of the reference data have their other names as well. *new* are
    the entities that an article brought, and one of two is always such; two of one article are never proposed. A
    candidate identity in *decided* is described without a status: the curation graph has it.
    """
    if not any(entity in new for entity in names):
        return
    bearers = _bearers(names)
    groups = {
        key: sorted(entities, key=lambda entity: (entity in new, str(entity))) for key, entities in bearers.items()
    }
    found: _Proposals = {}
    for key, entities in sorted(groups.items()):
        for entity in entities[1:]:
            _propose(found, entities[0], entity, new, (_SAME_WORDS, Concept.SAME_WORDS))
        for part in _parts(key):
            if part in groups:
                _propose(found, entities[0], groups[part][0], new, (_NAME_CONTAINED, Concept.NAME_CONTAINED))
    for (candidate, other), (score, reason) in found.items():
        yield from in_graph(_identity(candidate, other, score, reason, decided), INFERRED_GRAPH)


def _bearers(names: Mapping[Node, set[str]]) -> Mapping[str, set[Node]]:
    """The entities by the keys of their names."""
    bearers: dict[str, set[Node]] = defaultdict(set)
    for entity, given in names.items():
        keys = {normalize_key(name) for name in given}
        if isinstance(entity, ox.NamedNode):
            keys |= _other_names().get(entity.value, frozenset())
        for key in filter(None, keys):
            bearers[key].add(entity)
    return bearers


@cache
def _other_names() -> Mapping[str, frozenset[str]]:
    """The keys of all names of the actors of the reference data, by their IRIs."""
    return MappingProxyType(
        {
            entry.entity.iri: frozenset(map(normalize_key, entry.names))
            for entry in reference_entries()
            if entry.kind is HitKind.ACTOR
        }
    )


def _parts(key: str) -> Iterator[str]:
    """The shorter names that stand in a name, word by word."""
    words = key.split()
    for length in range(_FEWEST, len(words)):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _propose(
    found: dict[tuple[str, str], tuple[float, str]],
    one: Node,
    other: Node,
    new: Container[Node],
    why: tuple[float, str],
) -> None:
    """Add the pair unless it is known better; the candidate is the new one, of two new ones the later by its IRI."""
    if not (isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode)) or one == other:
        return
    old, candidate = sorted((one, other), key=lambda entity: (entity in new, entity.value))
    if candidate not in new or _article(old) == _article(candidate):
        return
    pair = candidate.value, old.value
    found[pair] = max(why, found.get(pair, why))


def _article(entity: ox.NamedNode) -> str:
    return entity.value.partition("#")[0]


def _identity(candidate: str, other: str, score: float, reason: str, decided: Container[Node]) -> Triples:
    subject = ox.NamedNode(identity_iri(candidate, other))
    yield from types(subject, Class.CANDIDATE_IDENTITY)
    yield fact(subject, Property.CANDIDATE, ox.NamedNode(candidate))
    yield fact(subject, Property.IDENTITY_WITH, ox.NamedNode(other))
    yield fact(subject, Property.IDENTITY_SCORE, decimal(score, 2))
    yield fact(subject, Property.IDENTITY_REASON, node(reason))
    if subject not in decided:
        yield fact(subject, Property.IDENTITY_STATUS, node(Concept.PROPOSED))
