"""Attacks as quads of the merged graph: which event mentions they stand for, and why.

An attack's IRI is made from one of its mentions, the first published: it stays the same whatever later articles tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from builder.graph.iris import MERGED_GRAPH, article_iri, attack_iri, event_iri, merge_iri
from builder.graph.terms import decimal, fact, in_graph, node, types
from builder.model import EventKind, Extraction
from builder.vocabulary import Class, Property, term

_SCORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Decision:
    """Why a mention belongs to its attack: the mean probability of its pairs, and concepts of rasd:MergeReason."""

    score: float
    reasons: tuple[str, ...]


def merged_quads(extraction: Extraction) -> Iterator[Quad]:
    """Each event of an article as an attack of its own, which it is until it is merged."""
    article = article_iri(extraction.article.id)
    for event in extraction.events:
        kind = Class.ATTACK_SERIES if event.kind is EventKind.SERIES else term(event.attack_type)
        yield from single_quads(event_iri(article, event.key), kind)


def single_quads(mention: str, kind: str) -> Iterator[Quad]:
    """A mention, by its IRI, as an attack of its own; *kind* is the IRI of its class."""
    yield from attack_quads({mention: kind}, mention, {})


def attack_quads(kinds: Mapping[str, str], first: str, decisions: Mapping[str, Decision]) -> Iterator[Quad]:
    """An attack with the mentions that describe it, each given with the IRI of the class that its article tells.

    *first* is the mention that names the attack. The attack is of the class that most mentions tell, a general one
    counting only where there is no other; of equally frequent ones the first mention's, then the first by IRI.
    """
    attack = NamedNode(attack_iri(first))
    yield from in_graph(types(attack, _class_of(list(kinds.values()), kinds[first])), MERGED_GRAPH)
    for mention in sorted(kinds):
        yield from in_graph([fact(attack, Property.DESCRIBED_BY, NamedNode(mention))], MERGED_GRAPH)
    for mention, decision in sorted(decisions.items()):
        subject = NamedNode(merge_iri(mention))
        yield from in_graph(types(subject, Class.MERGE_DECISION), MERGED_GRAPH)
        triples = [
            fact(subject, Property.MERGED_MENTION, NamedNode(mention)),
            fact(subject, Property.MERGED_INTO, attack),
            fact(subject, Property.MERGE_SCORE, decimal(decision.score, _SCORE_DIGITS)),
            *(fact(subject, Property.MERGE_REASON, node(reason)) for reason in decision.reasons),
        ]
        yield from in_graph(triples, MERGED_GRAPH)


def _class_of(kinds: Sequence[str], first: str) -> str:
    told = Counter(kind for kind in kinds if kind != Class.ATTACK)
    if not told:
        return Class.ATTACK
    return min(told, key=lambda kind: (-told[kind], kind != first, kind))
