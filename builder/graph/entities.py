"""Entities as triples: those of one article in its graph, those of the reference data in theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad

from builder.graph.iris import REFERENCE_GRAPH, affiliation_iri, geometry_iri
from builder.graph.terms import Triples, arabic, day, decimal, english, fact, in_graph, node, plain, types
from builder.model import Entity, EntityClass, Extraction, Link
from builder.reference.affiliations import Affiliation, AffiliationRelation
from builder.vocabulary import Class, Concept, External, Property, term

PLACES = frozenset(
    {
        EntityClass.COUNTRY,
        EntityClass.GOVERNORATE,
        EntityClass.SETTLEMENT,
        EntityClass.FACILITY,
        EntityClass.REGION,
        EntityClass.RELATIVE_PLACE,
    }
)
ACTORS = frozenset(
    {
        EntityClass.ARMED_GROUP,
        EntityClass.UMBRELLA_GROUP,
        EntityClass.STATE_FORCE,
        EntityClass.COALITION,
        EntityClass.GOVERNMENT,
        EntityClass.ORGANISATION,
        EntityClass.PERSON,
    }
)
"""Classes of those who have a name of their own."""

# That one came out of another, or took its place, is no affiliation.
AFFILIATION_ROLES = MappingProxyType(
    {
        AffiliationRelation.PART_OF: Concept.MEMBER_ROLE,
        AffiliationRelation.MEMBER_OF: Concept.MEMBER_ROLE,
        AffiliationRelation.AFFILIATE: Concept.MEMBER_ROLE,
        AffiliationRelation.LEADS: Concept.MEMBER_ROLE,
        AffiliationRelation.FRONT_OF: Concept.COVER_NAME,
        AffiliationRelation.BACKED_BY: Concept.BACKER,
    }
)
_DEGREE_DIGITS = 6  # a tenth of a metre


def label_of(entity: Entity) -> str:
    """The preferred label in Arabic; the English one where there is none, for queries count on a label."""
    return entity.label_ar or entity.label_en


def entity_triples(entity: Entity) -> Triples:
    """Class, labels, position and containers of an entity; an entity without reference data says so."""
    subject = NamedNode(entity.iri)
    yield from types(subject, term(entity.entity_class))
    yield fact(subject, External.SKOS_PREF_LABEL, arabic(label_of(entity)))
    if entity.link is Link.KNOWN or entity.part_of:  # others are found by the values of arguments
        yield fact(subject, Property.PLAIN_LABEL, plain(label_of(entity)))
    if entity.label_en:
        yield fact(subject, External.SKOS_PREF_LABEL, english(entity.label_en))
        yield fact(subject, Property.PLAIN_LABEL, plain(entity.label_en))
    if entity.link is not Link.KNOWN:
        yield fact(subject, Property.LINK_STATUS, node(term(entity.link)))
    if entity.country:
        yield fact(subject, Property.COUNTRY_CODE, plain(entity.country))
    inside = Property.WITHIN if entity.entity_class in PLACES else Property.MEMBER_OF
    for container in entity.part_of:
        yield fact(subject, inside, NamedNode(container))
    yield from _position(entity, subject)


def _position(entity: Entity, subject: NamedNode) -> Triples:
    if entity.latitude is None or entity.longitude is None:
        return
    latitude, longitude = (decimal(degrees, _DEGREE_DIGITS) for degrees in (entity.latitude, entity.longitude))
    geometry = NamedNode(geometry_iri(entity.iri))
    point = Literal(f"POINT({longitude.value} {latitude.value})", datatype=node(External.GEO_WKT_LITERAL))
    yield fact(subject, External.WGS_LAT, latitude)
    yield fact(subject, External.WGS_LONG, longitude)
    yield fact(subject, External.GEO_HAS_GEOMETRY, geometry)
    yield from types(geometry, External.GEO_GEOMETRY)
    yield fact(geometry, External.GEO_AS_WKT, point)
    if entity.uncertainty_km is not None:
        yield fact(subject, Property.UNCERTAINTY_KM, decimal(entity.uncertainty_km, 3))


def entities_of(extraction: Extraction) -> Iterator[Entity]:
    """Every entity that stands in a role of an event, a claim or a relation, in order, with repetitions."""
    for event in extraction.events:
        for argument in event.arguments:
            if isinstance(argument.filler, Entity):
                yield argument.filler
        for claim in event.claims:
            if claim.claimer is not None:
                yield claim.claimer.entity
            for filler in (*claim.perpetrators, *claim.medium, *claim.relayed_by):
                yield filler.entity
    for relation in extraction.relations:
        if relation.by is not None:
            yield relation.by.entity
    for citation in extraction.citations:
        for filler in (citation.claimer, *citation.medium, *citation.relayed_by):
            yield filler.entity


def affiliation_triples(member: str, whole: str, affiliation: Affiliation) -> Triples:
    """What an actor is to a wider one, for how long and as which table says; *member* and *whole* are IRIs.

    A date of which only the year or the month is known counts from its first day, or until its last.
    """
    since = affiliation.since.first if affiliation.since else None
    until = affiliation.until.last if affiliation.until else None
    subject = NamedNode(affiliation_iri(member, whole, affiliation.relation, since.isoformat() if since else ""))
    yield from types(subject, Class.AFFILIATION)
    yield fact(subject, Property.MEMBER, NamedNode(member))
    yield fact(subject, Property.UMBRELLA, NamedNode(whole))
    yield fact(subject, Property.AFFILIATION_ROLE, node(AFFILIATION_ROLES[affiliation.relation]))
    yield fact(subject, External.DCTERMS_SOURCE, plain(affiliation.source))
    if since is not None:
        yield fact(subject, Property.VALID_FROM, day(since))
    if until is not None:
        yield fact(subject, Property.VALID_UNTIL, day(until))


def reference_quads(
    entities: Iterable[Entity],
    lookup: Mapping[str, Entity],
    affiliations: Mapping[str, Iterable[tuple[str, Affiliation]]] = MappingProxyType({}),
) -> Iterator[Quad]:
    """The known ones of *entities*, and all that contains them or the others, step by step upwards.

    *lookup* gives the entities of the reference data by their IRIs; a container that it lacks is left out. Each
    entity is given once. *affiliations* gives, by the IRI of a member, the IRIs of wider actors and what it is to them:
    they and these actors are given with each known actor of *entities*, not with those that are only containers.
    """
    entities = list(entities)
    for member in sorted({entity.iri for entity in entities if entity.link is Link.KNOWN}):
        for whole, affiliation in affiliations.get(member, ()):
            if affiliation.relation in AFFILIATION_ROLES and whole in lookup:
                entities.append(lookup[whole])
                yield from in_graph(affiliation_triples(member, whole, affiliation), REFERENCE_GRAPH)
    seen: set[str] = set()
    waiting = list(entities)
    while waiting:
        entity = waiting.pop()
        if entity.iri in seen:
            continue
        seen.add(entity.iri)
        waiting.extend(lookup[iri] for iri in entity.part_of if iri in lookup)
        if entity.link is Link.KNOWN:
            yield from in_graph(entity_triples(entity), REFERENCE_GRAPH)
