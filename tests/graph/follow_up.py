"""A second article on two attacks of the first ones, and what rules and the reference data say across articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from builder.graph.iris import REFERENCE_GRAPH, article_iri, attack_iri, event_iri
from builder.graph.merging import Decision, attack_quads
from builder.graph.terms import day, decimal, fact, in_graph, integer, node, types
from builder.model import (
    Act,
    Argument,
    Article,
    Basis,
    Certainty,
    Claim,
    EntityClass,
    EventKind,
    EventMention,
    Extraction,
    Link,
    PlaceRole,
    QuantityKind,
    Relation,
    RelationKind,
    Role,
    Status,
)
from builder.vocabulary import Class, Concept, Property, term
from tests.graph.incidents import (
    AGENCY,
    ARMY,
    BASE,
    BASE_ARTICLE,
    FALCONS,
    GUARDS,
    MINISTRY,
    UMBRELLA,
    Marker,
    extractions,
    on,
    quads_of,
    quantity,
)

ARTICLE = Article(
    id="follow-up",
    title="ارتفاع حصيلة قصف قاعدة النخيل",
    body=(
        "ارتفعت إلى تسعة قتلى حصيلة القصف الذي استهدف الاثنين قاعدة النخيل، بحسب وزارة الصحة. "
        "ونفى لواء الصقور صلته بالقصف. "
        "ونقلت وكالة المرصد عن شاهد أن كتائب الفجر هاجمت الخميس قاعدة النخيل رداً على غارة جيش السد."
    ),
    published=date(2024, 5, 10),
    outlet="وكالة المرصد",
)
DAWN_LABEL = "كتائب الفجر"


def follow_up() -> Extraction:
    """The attack on the base again, with another toll and a denial, and a new group that answers the air strike."""
    m = Marker(ARTICLE)
    dawn = replace(m.local("dawn", EntityClass.ARMED_GROUP, DAWN_LABEL), link=Link.NEW)
    witness = m.local("witness", EntityClass.UNNAMED_SOURCE, "شاهد")
    rockets = EventMention(
        key="e10",
        kind=EventKind.ATTACK,
        attack_type="RocketAttack",
        status=Status.OCCURRED,
        background=False,
        triggers=(m.mention("القصف"),),
        arguments=(
            Argument(Role.DATE, m.mention("الاثنين"), on(date(2024, 5, 6)), 0.9),
            Argument(Role.PLACE, m.mention("قاعدة النخيل", 2), BASE, 0.9, place_role=PlaceRole.IMPACT),
            Argument(Role.KILLED, m.mention("تسعة قتلى"), quantity(9, 9, QuantityKind.EXACTLY), 0.9, claim=0),
        ),
        claims=(
            Claim(
                Act.CASUALTIES,
                m.span("ارتفعت إلى تسعة قتلى حصيلة القصف"),
                Certainty.CERTAIN,
                claimer=m.filler(MINISTRY, "وزارة الصحة"),
            ),
            Claim(
                Act.DENIAL,
                m.span("ونفى لواء الصقور صلته بالقصف"),
                Certainty.CERTAIN,
                claimer=m.filler(FALCONS, "لواء الصقور"),
            ),
        ),
        confidence=0.9,
    )
    strike = EventMention(
        key="e20",
        kind=EventKind.ATTACK,
        attack_type="AirStrike",
        status=Status.OCCURRED,
        background=True,
        triggers=(m.mention("غارة"),),
        arguments=(Argument(Role.PERPETRATOR, m.mention("جيش السد"), ARMY, 0.9, basis=Basis.STATED),),
        claims=(),
        confidence=0.8,
    )
    assault = EventMention(
        key="e30",
        kind=EventKind.ATTACK,
        attack_type="Attack",
        status=Status.OCCURRED,
        background=False,
        triggers=(m.mention("هاجمت"),),
        arguments=(
            Argument(Role.DATE, m.mention("الخميس"), on(date(2024, 5, 9)), 0.9),
            Argument(Role.PLACE, m.mention("قاعدة النخيل", 3), BASE, 0.9, place_role=PlaceRole.IMPACT),
            Argument(Role.PERPETRATOR, m.mention(DAWN_LABEL), dawn, 0.8, basis=Basis.ATTRIBUTED, claim=0),
            Argument(Role.SOURCE, m.mention("شاهد"), witness, 0.9),
        ),
        claims=(
            Claim(
                Act.ATTRIBUTION,
                m.span("ونقلت وكالة المرصد عن شاهد أن كتائب الفجر هاجمت"),
                Certainty.CERTAIN,
                claimer=m.filler(witness, "شاهد"),
                perpetrators=(m.filler(dawn, DAWN_LABEL),),
                relayed_by=(m.filler(AGENCY, "وكالة المرصد"),),
            ),
        ),
        confidence=0.7,
    )
    answer = Relation(
        RelationKind.RETALIATION, "e30", "e20", m.span("رداً على غارة جيش السد"), by=m.filler(witness, "شاهد")
    )
    return Extraction(m.article, m.sentences(), (rockets, strike, assault), (answer,))


def shared_quads() -> list[Quad]:
    """All articles; two of their attacks have mentions in both, and the graph says something of the groups."""
    first, second = article_iri(BASE_ARTICLE.id), article_iri(ARTICLE.id)
    same = {
        attack_iri(event_iri(second, "e10")): attack_iri(event_iri(first, "e42")),
        attack_iri(event_iri(second, "e20")): attack_iri(event_iri(first, "e400")),
    }
    quads = []
    for quad in quads_of(*extractions(), follow_up()):
        subject = quad.subject
        if isinstance(subject, NamedNode) and subject.value in same:
            quad = Quad(NamedNode(same[subject.value]), quad.predicate, quad.object, quad.graph_name)
        quads.append(quad)
    merged = attack_quads(
        {event_iri(first, "e42"): term("RocketAttack"), event_iri(second, "e10"): term("RocketAttack")},
        event_iri(first, "e42"),
        {event_iri(second, "e10"): Decision(0.9, (Concept.SAME_DATE,))},
    )
    return [*dict.fromkeys((*quads, *merged)), *_across()]


def _across() -> list[Quad]:
    made = "https://w3id.org/rasd/id/test/"
    attack = NamedNode(attack_iri(event_iri(article_iri(BASE_ARTICLE.id), "e42")))
    dawn = NamedNode(f"{article_iri(ARTICLE.id)}#entity-dawn")
    affiliation, link, use, identity = (NamedNode(made + name) for name in ("affiliation", "link", "use", "identity"))
    triples = [
        *types(affiliation, Class.AFFILIATION),
        fact(affiliation, Property.MEMBER, node(GUARDS.iri)),
        fact(affiliation, Property.UMBRELLA, node(UMBRELLA.iri)),
        fact(affiliation, Property.AFFILIATION_ROLE, node(Concept.FRONT)),
        fact(affiliation, Property.VALID_FROM, day(date(2024, 1, 1))),
        fact(affiliation, Property.VALID_UNTIL, day(date(2024, 5, 7))),
        *types(link, Class.GROUP_LINK),
        fact(link, Property.LINKED_ACTOR, node(FALCONS.iri)),
        fact(link, Property.LINKED_ACTOR, node(GUARDS.iri)),
        fact(link, Property.LINK_KIND, node(Concept.SHARED_TARGET)),
        fact(link, Property.LINK_WEIGHT, decimal(1.0, 1)),
        fact(link, Property.LINK_EVIDENCE, attack),
        *types(use, Class.NAME_USE),
        fact(use, Property.NAME, Literal("لواء الفجر", language="ar")),
        fact(use, Property.NAME_OF, dawn),
        fact(use, Property.FIRST_USED, day(date(2024, 5, 9))),
        fact(use, Property.LAST_USED, day(date(2024, 5, 10))),
        fact(use, Property.USE_COUNT, integer(2)),
        *types(identity, Class.CANDIDATE_IDENTITY),
        fact(identity, Property.CANDIDATE, dawn),
        fact(identity, Property.IDENTITY_WITH, node(FALCONS.iri)),
        fact(identity, Property.IDENTITY_STATUS, node(Concept.PROPOSED)),
        fact(identity, Property.IDENTITY_SCORE, decimal(0.4, 1)),
    ]
    return list(in_graph(triples, REFERENCE_GRAPH))
