"""What sources say, as triples: one node for each claim, and for each link between events that the words state."""

from __future__ import annotations

from pyoxigraph import NamedNode

from builder.graph.entities import entity_triples, label_of
from builder.graph.iris import event_iri, relation_iri
from builder.graph.passages import Passages
from builder.graph.terms import Triples, fact, node, plain, types
from builder.model import Act, Citation, Claim, Filler, Link, Relation, RelationKind
from builder.vocabulary import Class, Concept, Property, term

CLAIM_CLASSES = {
    Act.RESPONSIBILITY: Class.RESPONSIBILITY_CLAIM,
    Act.ATTRIBUTION: Class.ATTRIBUTION_CLAIM,
    Act.DENIAL: Class.DENIAL_CLAIM,
    Act.OUTCOME: Class.OUTCOME_CLAIM,
    Act.CASUALTIES: Class.CASUALTIES_CLAIM,
    Act.COUNT: Class.COUNT_CLAIM,
    Act.RETALIATION: Class.RETALIATION_CLAIM,
}


def claim_triples(claim: Claim, subject: NamedNode, event: NamedNode, passages: Passages) -> Triples:
    """One claim about one event."""
    yield from types(subject, CLAIM_CLASSES[claim.act])
    yield fact(subject, Property.ABOUT_EVENT, event)
    yield from _citation(claim, subject, passages)
    if claim.outcome is not None:
        yield fact(subject, Property.OUTCOME, node(term(claim.outcome)))
    if claim.claimer is not None:
        yield from _filler(subject, Property.CLAIMER, claim.claimer, passages)
    for filler in claim.perpetrators:
        yield from _filler(subject, Property.CLAIMED_PERPETRATOR, filler, passages)


def citation_triples(citation: Citation, subject: NamedNode, passages: Passages) -> Triples:
    """What a source says that is about no event."""
    yield from types(subject, Class.CITATION)
    yield from _citation(citation, subject, passages)
    yield from _filler(subject, Property.CLAIMER, citation.claimer, passages)


def _citation(said: Citation | Claim, subject: NamedNode, passages: Passages) -> Triples:
    """Words, certainty, medium and relays, of a claim as of any other citation."""
    yield fact(NamedNode(passages.article), Property.CITES, subject)
    yield fact(subject, Property.CERTAINTY, node(term(said.certainty)))
    yield fact(subject, Property.QUOTE, passages.node(said.quote))
    yield from passages.quotation(said.quote)
    yield fact(subject, Property.RULE, plain(said.rule))
    for filler in said.medium:
        yield from _filler(subject, Property.MEDIUM, filler, passages)
    for filler in said.relayed_by:
        yield from _filler(subject, Property.RELAYED_BY, filler, passages)


def relation_triples(relation: Relation, passages: Passages) -> Triples:
    """One event linked to another; a retaliation is also a claim about the event that retaliates."""
    article = passages.article
    subject = NamedNode(relation_iri(article, relation.kind, relation.source, relation.target))
    source, target = (NamedNode(event_iri(article, key)) for key in (relation.source, relation.target))
    yield from types(subject, Class.EVENT_RELATION)
    yield fact(subject, Property.RELATION_KIND, node(term(relation.kind)))
    yield fact(subject, Property.FROM_EVENT, source)
    yield fact(subject, Property.TO_EVENT, target)
    yield fact(subject, Property.QUOTE, passages.node(relation.quote))
    yield from passages.quotation(relation.quote)
    if relation.by is not None:
        yield from _filler(subject, Property.CLAIMER, relation.by, passages)
    if relation.kind is RelationKind.RETALIATION:
        yield from types(subject, Class.RETALIATION_CLAIM)
        yield fact(subject, Property.ABOUT_EVENT, source)
        yield fact(subject, Property.CERTAINTY, node(Concept.CERTAIN))


# By the property of who stands in a claim: the property of the words, and that of the name.
_BESIDE = {
    Property.CLAIMER: (Property.CLAIMER_MENTION, Property.CLAIMER_NAME),
    Property.CLAIMED_PERPETRATOR: (Property.PERPETRATOR_MENTION, Property.PERPETRATOR_NAME),
    Property.MEDIUM: (Property.MEDIUM_MENTION, Property.MEDIUM_NAME),
    Property.RELAYED_BY: (Property.RELAYED_BY_MENTION, Property.RELAYED_BY_NAME),
}


def _filler(subject: NamedNode, role: str, filler: Filler, passages: Passages) -> Triples:
    mention, name = _BESIDE[role]
    yield fact(subject, role, NamedNode(filler.entity.iri))
    yield fact(subject, mention, passages.node(filler.mention.span))
    if passages.of_events:
        yield fact(subject, name, plain(label_of(filler.entity)))
    yield from passages.mention(filler.mention)
    if filler.entity.link is not Link.KNOWN:
        yield from entity_triples(filler.entity)
