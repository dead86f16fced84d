"""Put decisions into the curation graph, and bring the graphs that follow from it up to date.

Decisions about attacks are kept as pairs of event mentions, so that they hold whatever else is merged later. A build
does not touch them; those about mentions that are gone say nothing until the mentions come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import combinations, product

import pyoxigraph as ox

from builder.errors import RunError
from builder.graph.concepts import concept_quads
from builder.graph.iris import CURATION_GRAPH, INFERRED_GRAPH, MERGED_GRAPH, article_iri
from builder.graph.terms import fact, in_graph, node
from builder.merging.clusters import pair_of
from builder.merging.merge import merge
from builder.rules.run import run_rules
from builder.store.store import Store, Writer
from builder.store.upkeep import take_apart
from builder.vocabulary import Class, Concept, External, Property

_CURATION = ox.NamedNode(CURATION_GRAPH)
_INFERRED = ox.NamedNode(INFERRED_GRAPH)
_MERGED = ox.NamedNode(MERGED_GRAPH)
_TYPE = ox.NamedNode(External.RDF_TYPE)
_CANDIDATE_IDENTITY = ox.NamedNode(Class.CANDIDATE_IDENTITY)
_ATTACK_SERIES = ox.NamedNode(Class.ATTACK_SERIES)
_DECISIONS = (Property.DECIDED_SAME, Property.DECIDED_OTHER)


class IdentityStatus(StrEnum):
    """What became of the proposal that two entities are one; the value is the concept's IRI."""

    PROPOSED = Concept.PROPOSED
    ACCEPTED = Concept.ACCEPTED
    REJECTED = Concept.REJECTED


@dataclass(frozen=True, slots=True)
class Identity:
    """A candidate identity: the two entities with a label each, the score from 0 to 1, and what became of it."""

    iri: str
    candidate: str
    candidate_label: str
    other: str
    other_label: str
    score: float
    status: IdentityStatus


@dataclass(frozen=True, slots=True)
class IncidentDecision:
    """Two event mentions, by their IRIs, of which was decided that they tell of the same event or of two."""

    one: str
    other: str
    same: bool


def identities(store: Store) -> tuple[Identity, ...]:
    """All candidate identities, the likeliest first."""
    proposed = store.rdf.quads_for_pattern(None, _TYPE, _CANDIDATE_IDENTITY, _INFERRED)
    found = [_identity(store.rdf, quad.subject) for quad in proposed if isinstance(quad.subject, ox.NamedNode)]
    return tuple(sorted(found, key=lambda identity: (-identity.score, identity.iri)))


def incident_decisions(store: Store) -> tuple[IncidentDecision, ...]:
    """All decisions about event mentions, also those about mentions that are gone, by the mentions' IRIs."""
    return tuple(
        sorted(
            (
                IncidentDecision(quad.subject.value, quad.object.value, predicate == Property.DECIDED_SAME)
                for predicate in _DECISIONS
                for quad in store.rdf.quads_for_pattern(None, node(predicate), None, _CURATION)
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
            ),
            key=lambda decision: (decision.one, decision.other),
        )
    )


def decide_identity(store: Writer, identity: str, status: IdentityStatus) -> bool:
    """Accept or reject a candidate identity, by its IRI, or leave it open again; returns whether that is new.

    :raises RunError: if the store has no such proposal.
    :raises StoreError: if the disk refuses.
    """
    subject = _named(identity)
    if ox.Quad(subject, _TYPE, _CANDIDATE_IDENTITY, _INFERRED) not in store.rdf:
        raise RunError(f"there is no candidate identity {identity}: rasd curate list shows them")
    decision = fact(subject, Property.IDENTITY_STATUS, node(status.value))
    wanted = set(in_graph([] if status is IdentityStatus.PROPOSED else [decision], CURATION_GRAPH))
    stored = set(store.rdf.quads_for_pattern(subject, node(Property.IDENTITY_STATUS), None, _CURATION))
    if wanted == stored:
        return False
    store.change([*wanted, *concept_quads(wanted)], stored - wanted)
    run_rules(store, ())
    merge(store, partial(run_rules, store))  # what an interrupted build has stored: readers will see it now
    return True


def join_attacks(store: Writer, one: str, other: str) -> bool:
    """Decide that two attacks, by their IRIs, are one; returns whether they were two.

    :raises RunError: if one of them is not stored, or one is an attack and the other a series.
    :raises StoreError: if the disk refuses.
    """
    mentions, others = _mentions(store.rdf, one), _mentions(store.rdf, other)
    if one == other:
        return False
    if len({_is_series(store.rdf, attack) for attack in (one, other)}) > 1:
        raise RunError("an attack and a series of attacks cannot be one")
    members = sorted({*mentions, *others})
    opposed = _decisions_on(set(members), store.rdf, Property.DECIDED_OTHER, within=True)
    # Every two of them, so that what stays together does not hang on one mention that is split off or withdrawn later.
    store.change([quad for pair in combinations(members, 2) for quad in _quads(pair, Property.DECIDED_SAME)], opposed)
    _merge_anew(store, (one, other))
    return True


def split_attack(store: Writer, attack: str, article: str) -> bool:
    """Decide that an article, by its identifier, does not tell of an attack; returns whether it was held to do so.

    :raises RunError: if the attack is not stored, the article does not tell of it, or no other one does.
    :raises StoreError: if the disk refuses.
    """
    mentions = _mentions(store.rdf, attack)
    own = [mention for mention in mentions if _article(store.rdf, mention) == article_iri(article)]
    others = [mention for mention in mentions if mention not in own]
    if not own or not others:
        raise RunError(f"{attack} has no mention in the article {article}, or no other one")
    pairs = [pair_of(a, b) for a, b in product(own, others)]
    opposed = {
        quad
        for quad in _decisions_on(set(mentions), store.rdf, Property.DECIDED_SAME, within=True)
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and pair_of(quad.subject.value, quad.object.value) in pairs
    }
    store.change([quad for pair in pairs for quad in _quads(pair, Property.DECIDED_OTHER)], opposed)
    _merge_anew(store, (attack,))
    return True


def forget_decisions(store: Writer, attack: str) -> bool:
    """Take back all decisions about the mentions of an attack, by its IRI; returns whether there were any.

    :raises RunError: if the attack is not stored.
    :raises StoreError: if the disk refuses.
    """
    mentions = set(_mentions(store.rdf, attack))
    old = {quad for predicate in _DECISIONS for quad in _decisions_on(mentions, store.rdf, predicate, within=False)}
    if not old:
        return False
    touched = {
        each.subject for quad in old for end in (quad.subject, quad.object) for each in _described(store.rdf, end)
    }
    store.change((), old)
    _merge_anew(store, (one.value for one in touched if isinstance(one, ox.NamedNode)))
    return True


def _merge_anew(store: Writer, attacks: Iterable[str]) -> None:
    take_apart(store, attacks)
    merge(store, partial(run_rules, store))


def _quads(pair: tuple[str, str], predicate: str) -> Iterator[ox.Quad]:
    one, other = map(ox.NamedNode, pair)
    yield from in_graph([fact(one, predicate, other)], CURATION_GRAPH)


def _decisions_on(mentions: set[str], rdf: ox.Store, predicate: str, *, within: bool) -> set[ox.Quad]:
    """The decisions about *mentions*: those of which both ends are among them, or one end at least."""
    enough = 2 if within else 1
    return {
        quad
        for quad in rdf.quads_for_pattern(None, node(predicate), None, _CURATION)
        if sum(isinstance(end, ox.NamedNode) and end.value in mentions for end in (quad.subject, quad.object)) >= enough
    }


def _mentions(rdf: ox.Store, attack: str) -> list[str]:
    """The mentions of an attack, sorted.

    :raises RunError: if it is not stored.
    """
    found = sorted(
        quad.object.value
        for quad in rdf.quads_for_pattern(_named(attack), node(Property.DESCRIBED_BY), None, _MERGED)
        if isinstance(quad.object, ox.NamedNode)
    )
    if not found:
        raise RunError(f"there is no attack {attack} in the store")
    return found


def _article(rdf: ox.Store, mention: str) -> str:
    return _value(rdf, ox.NamedNode(mention), Property.IN_ARTICLE)


def _is_series(rdf: ox.Store, attack: str) -> bool:
    return ox.Quad(ox.NamedNode(attack), _TYPE, _ATTACK_SERIES, _MERGED) in rdf


def _described(rdf: ox.Store, mention: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> Iterator[ox.Quad]:
    return rdf.quads_for_pattern(None, node(Property.DESCRIBED_BY), mention, _MERGED)


def _identity(rdf: ox.Store, identity: ox.NamedNode) -> Identity:
    candidate = _value(rdf, identity, Property.CANDIDATE)
    other = _value(rdf, identity, Property.IDENTITY_WITH)
    return Identity(
        iri=identity.value,
        candidate=candidate,
        candidate_label=_label(rdf, candidate),
        other=other,
        other_label=_label(rdf, other),
        score=float(_value(rdf, identity, Property.IDENTITY_SCORE)),
        status=IdentityStatus(_value(rdf, identity, Property.IDENTITY_STATUS)),
    )


def _value(rdf: ox.Store, subject: ox.NamedNode, predicate: str) -> str:
    """The one value of a property that every node of its kind has, in whatever graph."""
    values = (quad.object for quad in rdf.quads_for_pattern(subject, node(predicate), None, None))
    return next(value.value for value in values if isinstance(value, ox.NamedNode | ox.Literal))


def _label(rdf: ox.Store, entity: str) -> str:
    """The preferred Arabic label, which every entity has."""
    labels = (
        quad.object for quad in rdf.quads_for_pattern(ox.NamedNode(entity), node(External.SKOS_PREF_LABEL), None, None)
    )
    return next(label.value for label in labels if isinstance(label, ox.Literal) and label.language == "ar")


def _named(iri: str) -> ox.NamedNode:
    """:raises RunError: if it is no IRI."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise RunError(f"{iri} is no IRI: {error}") from error
