"""One extraction as the triples of one named graph, which has the article's IRI.

They depend on nothing but the arguments; sorted as N-Triples they are the same byte for byte on every machine.
Entities of the reference data are only named here: :func:`builder.graph.entities.reference_quads` describes them. An
outlet that the reference data lacks is described in the reference graph: told in the graph of each of its articles, it
would multiply the rows of queries over the union.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from builder.graph.checks import check_extraction
from builder.graph.claims import citation_triples, claim_triples, relation_triples
from builder.graph.entities import entity_triples, label_of
from builder.graph.iris import (
    article_iri,
    event_iri,
    extraction_iri,
    outlet_iri,
    part_iri,
    software_iri,
)
from builder.graph.passages import Passages
from builder.graph.terms import Triples, boolean, day, decimal, fact, integer, node, plain, types
from builder.model import (
    Argument,
    Article,
    DateValue,
    Entity,
    EntityClass,
    EventKind,
    EventMention,
    Extraction,
    Link,
    LinkEvidence,
    Quantity,
    Role,
    Span,
)
from builder.reference.vocabularies import casualty_kind
from builder.vocabulary import Class, Concept, External, Property, term

_CONFIDENCE_DIGITS = 2


def extraction_triples(
    extraction: Extraction, *, digest: str, version: str, publisher: Entity | None = None
) -> dict[Triple, None]:
    """All that the article's graph holds, each once and in order.

    *digest* is the digest of the article and *version* that of rasd: both together tell whether the article must be
    read again. *publisher* is the outlet of the reference data that ``Article.outlet`` names; without it the outlet is
    one that only its name is known of (:func:`outlet_triples`).

    :raises ValueError: if the extraction contradicts itself: a span outside the text, two events of one key, an
        argument of a claim or a part of a series that is not there.
    """
    check_extraction(extraction)
    article = extraction.article
    passages = Passages(article_iri(article.id), article.text, extraction.sentences)
    triples = chain(
        _article(article, digest, publisher or _named_outlet(article)),
        _extraction(extraction, version),
        *(_event(event, passages) for event in extraction.events),
        *(relation_triples(relation, passages) for relation in extraction.relations),
        _citations(extraction, passages),
    )
    return dict.fromkeys(triples)


def outlet_triples(article: Article, publisher: Entity | None = None) -> Triples:
    """What the reference graph has to hold of the outlet of an article that has no known *publisher*."""
    outlet = publisher or _named_outlet(article)
    if outlet is not None and outlet.link is not Link.KNOWN:
        yield from entity_triples(outlet)


def _named_outlet(article: Article) -> Entity | None:
    return Entity(outlet_iri(article.outlet), EntityClass.NEWS_OUTLET, article.outlet) if article.outlet else None


def _article(article: Article, digest: str, publisher: Entity | None) -> Triples:
    subject = NamedNode(article_iri(article.id))
    yield from types(subject, External.SCHEMA_NEWS_ARTICLE, External.PROV_ENTITY)
    yield fact(subject, External.SCHEMA_IDENTIFIER, plain(article.id))
    yield fact(subject, External.SCHEMA_HEADLINE, plain(article.title))
    yield fact(subject, External.SCHEMA_ARTICLE_BODY, plain(article.body))
    yield fact(subject, External.SCHEMA_IN_LANGUAGE, plain(article.lang))
    yield fact(subject, Property.DIGEST, plain(digest))
    if article.published is not None:
        yield fact(subject, External.SCHEMA_DATE_PUBLISHED, day(article.published))
    if article.url:
        url = Literal(article.url, datatype=node(External.XSD_ANY_URI))
        yield fact(subject, External.SCHEMA_URL, url)
    if publisher is not None:
        yield fact(subject, External.SCHEMA_PUBLISHER, NamedNode(publisher.iri))


def _extraction(extraction: Extraction, version: str) -> Triples:
    iri = article_iri(extraction.article.id)
    article, run = NamedNode(iri), NamedNode(extraction_iri(iri))
    state = Concept.EXTRACTED if extraction.events else Concept.NO_ATTACK
    yield fact(article, Property.EXTRACTION_STATE, node(state))
    yield from types(run, External.PROV_ACTIVITY, Class.EXTRACTION_RUN)
    yield fact(run, External.PROV_USED, article)
    yield fact(run, External.PROV_WAS_ASSOCIATED_WITH, NamedNode(software_iri(version)))
    yield fact(run, External.SCHEMA_SOFTWARE_VERSION, plain(version))
    for note in extraction.notes:
        yield fact(run, External.SKOS_NOTE, plain(note))


def _citations(extraction: Extraction, passages: Passages) -> Triples:
    places = [("said", citation.quote) for citation in extraction.citations]
    names = _numbered(passages.article, "citation", "article", places)
    for citation, name in zip(extraction.citations, names, strict=True):
        yield from citation_triples(citation, name, replace(passages, of_events=False))


def _event(event: EventMention, passages: Passages) -> Triples:
    iri = event_iri(passages.article, event.key)
    subject = NamedNode(iri)
    yield from types(subject, Class.SERIES_MENTION if event.kind is EventKind.SERIES else Class.ATTACK_MENTION)
    yield fact(subject, Property.IN_ARTICLE, NamedNode(passages.article))
    yield fact(subject, External.PROV_WAS_GENERATED_BY, NamedNode(extraction_iri(passages.article)))
    yield fact(subject, Property.ATTACK_TYPE, node(term(event.attack_type)))
    yield fact(subject, Property.STATUS, node(term(event.status)))
    yield fact(subject, Property.BACKGROUND, boolean(event.background))
    yield fact(subject, Property.CONFIDENCE, decimal(event.confidence, _CONFIDENCE_DIGITS))
    if event.part_of is not None:
        yield fact(subject, Property.PART_OF_SERIES, NamedNode(event_iri(passages.article, event.part_of)))
    for trigger in event.triggers:
        yield fact(subject, Property.TRIGGER, passages.node(trigger.span))
        yield from passages.mention(trigger)
    claims = _numbered(passages.article, "claim", event.key, [(claim.act, claim.quote) for claim in event.claims])
    for claim, name in zip(event.claims, claims, strict=True):
        yield from claim_triples(claim, name, subject, passages)
    places = [(argument.role, argument.mention.span) for argument in event.arguments]
    names = _numbered(passages.article, "argument", event.key, places)
    for argument, name in zip(event.arguments, names, strict=True):
        yield fact(subject, Property.ARGUMENT, name)
        yield fact(subject, _OF_ROLE[argument.role], name)
        yield from _argument(argument, name, passages)
        if argument.claim is not None:
            yield fact(name, Property.ACCORDING_TO, claims[argument.claim])


# The part of rasd:argument by which queries find the arguments of one role at once.
_OF_ROLE = {
    Role.PLACE: Property.PLACE_ARGUMENT,
    Role.DATE: Property.DATE_ARGUMENT,
    Role.PERPETRATOR: Property.PERPETRATOR_ARGUMENT,
    Role.TARGET: Property.TARGET_ARGUMENT,
    Role.WEAPON: Property.WEAPON_ARGUMENT,
    Role.KILLED: Property.KILLED_ARGUMENT,
    Role.WOUNDED: Property.WOUNDED_ARGUMENT,
    Role.SOURCE: Property.SOURCE_ARGUMENT,
    Role.COUNT: Property.COUNT_ARGUMENT,
}


def _argument(argument: Argument, subject: NamedNode, passages: Passages) -> Triples:
    yield from types(subject, _ARGUMENT_CLASSES[type(argument.filler)])
    yield fact(subject, Property.ROLE, node(term(argument.role)))
    yield fact(subject, Property.MENTION, passages.node(argument.mention.span))
    yield fact(subject, Property.CONFIDENCE, decimal(argument.confidence, _CONFIDENCE_DIGITS))
    yield from passages.mention(argument.mention)
    if argument.basis is not None:
        yield fact(subject, Property.BASIS, node(term(argument.basis)))
    if argument.place_role is not None:
        yield fact(subject, Property.PLACE_ROLE, node(term(argument.place_role)))
    if argument.who is not None:
        yield fact(subject, Property.COUNTED_GROUP, passages.node(argument.who.span))
        yield from passages.mention(argument.who)
    if isinstance(argument.filler, Entity):
        yield fact(subject, Property.FILLER, NamedNode(argument.filler.iri))
        yield fact(subject, Property.VALUE, plain(label_of(argument.filler)))
        if argument.mention.link is not None:
            yield from _link(argument.mention.link, subject)
        if argument.kind:
            yield fact(subject, Property.TARGET_KIND, node(argument.kind))
        if argument.filler.link is not Link.KNOWN:
            yield from entity_triples(argument.filler)
    elif isinstance(argument.filler, DateValue):
        yield from _date(argument.filler, subject)
    else:
        yield from _quantity(argument.filler, subject)
        if argument.kind:
            yield fact(subject, Property.COUNTED_GROUP_KIND, node(argument.kind))
        casualties = casualty_kind(argument.role, argument.kind)
        if casualties is not None:
            yield fact(subject, Property.CASUALTY_KIND, node(casualties))


def _link(evidence: LinkEvidence, subject: NamedNode) -> Triples:
    yield fact(subject, Property.LINK_SCORE, decimal(evidence.score, _CONFIDENCE_DIGITS))
    for reason in evidence.reasons:
        yield fact(subject, Property.LINK_REASON, node(term(reason)))


_ARGUMENT_CLASSES: dict[type[Entity | DateValue | Quantity], str] = {
    Entity: Class.ENTITY_ARGUMENT,
    DateValue: Class.DATE_ARGUMENT,
    Quantity: Class.QUANTITY_ARGUMENT,
}


def _date(value: DateValue, subject: NamedNode) -> Triples:
    yield from _value(value, subject)
    yield fact(subject, Property.DATE_PRECISION, node(term(value.precision)))
    yield fact(subject, Property.DATE_RESOLUTION, plain(value.resolution))
    if value.earliest is not None:
        yield fact(subject, Property.EARLIEST, day(value.earliest))
    if value.latest is not None:
        yield fact(subject, Property.LATEST, day(value.latest))


def _quantity(value: Quantity, subject: NamedNode) -> Triples:
    yield from _value(value, subject)
    yield fact(subject, Property.QUANTITY_KIND, node(term(value.kind)))
    if value.low is not None:
        yield fact(subject, Property.LOW, integer(value.low))
    if value.high is not None:
        yield fact(subject, Property.HIGH, integer(value.high))


def _value(value: DateValue | Quantity, subject: NamedNode) -> Triples:
    if text := value.to_text():
        yield fact(subject, Property.VALUE, plain(text))


def _numbered(article: str, kind: str, key: str, parts: Sequence[tuple[str, Span]]) -> list[NamedNode]:
    """The nodes of parts of an event; the second of one name at one place ends in -2, and so on."""
    seen: Counter[str] = Counter()
    nodes = []
    for name, span in parts:
        iri = part_iri(article, kind, key, name, span)
        seen[iri] += 1
        nodes.append(NamedNode(iri if seen[iri] == 1 else f"{iri}-{seen[iri]}"))
    return nodes
