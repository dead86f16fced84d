"""Invented reports of two attacks by several articles, to be put together in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pyoxigraph import NamedNode, Quad

from builder.graph.iris import MERGED_GRAPH, article_iri, attack_iri, event_iri
from builder.model import (
    Act,
    Argument,
    Article,
    Basis,
    Certainty,
    Claim,
    Entity,
    EntityClass,
    EventKind,
    EventMention,
    Extraction,
    Link,
    Outcome,
    PlaceRole,
    Quantity,
    Relation,
    RelationKind,
    Role,
    Status,
)
from tests.graph.incidents import ARMY, BASE, FALCONS, GUARDS, PROVINCE, Marker, on, quads_of

TITLE = "قصف قاعدة النخيل"
BODY = (
    "قصفت سرايا الفجر الأحمر قاعدة النخيل في محافظة الوادي الاثنين بصواريخ. وأعلن لواء الصقور وحراس التل تبني القصف. "
    "وقال جيش السد إن القصف أصاب هدفه وإن القصف قتل سبعة. ونفى حراس التل الاتهام. ثم قصف جيش السد لواء الصقور ردا."
)


def report(
    name: str,
    published: date | None,
    *,
    day: date = date(2024, 5, 6),
    place: Entity = BASE,
    killed: Quantity | None = None,
    outcome: Outcome | None = None,
    claimed: tuple[Entity, ...] = (),
    accused: Entity | None = None,
    denier: Entity | None = None,
    status: Status = Status.OCCURRED,
    new_name: str = "",
    answered: bool = False,
    key: str = "first",
) -> Extraction:
    """An article that tells of the attack *key*, and, if it was answered, of the attack ``answer`` by the army."""
    m = Marker(Article(name, TITLE, BODY, published, "وكالة المرصد"))
    words = {FALCONS: "لواء الصقور", GUARDS: "حراس التل", ARMY: "جيش السد"}
    arguments = [
        Argument(Role.DATE, m.mention("الاثنين"), on(day), 0.9),
        Argument(Role.PLACE, m.mention("قاعدة النخيل", 2), place, 0.9, place_role=PlaceRole.IMPACT),
        Argument(Role.TARGET, m.mention("جيش السد"), ARMY, 0.9),
    ]
    claims = []
    for actor in claimed:
        filler = m.filler(actor, words[actor])
        claims.append(
            Claim(Act.RESPONSIBILITY, m.span("تبني القصف"), Certainty.CERTAIN, claimer=filler, perpetrators=(filler,))
        )
    army = m.filler(ARMY, words[ARMY])
    if accused is not None:
        claims.append(
            Claim(
                Act.ATTRIBUTION,
                m.span("الاتهام"),
                Certainty.CERTAIN,
                claimer=army,
                perpetrators=(m.filler(accused, words[accused]),),
            )
        )
    if denier is not None:
        claims.append(Claim(Act.DENIAL, m.span("ونفى"), Certainty.CERTAIN, claimer=m.filler(denier, words[denier])))
    if outcome is not None:
        claims.append(Claim(Act.OUTCOME, m.span("القصف أصاب هدفه"), Certainty.CERTAIN, claimer=army, outcome=outcome))
    if killed is not None:
        arguments.append(Argument(Role.KILLED, m.mention("سبعة"), killed, 0.9))
    if new_name:
        group = m.local("group", EntityClass.ARMED_GROUP, new_name, Link.NEW)
        arguments.append(Argument(Role.PERPETRATOR, m.mention(new_name), group, 0.9, basis=Basis.STATED))
    first = EventMention(
        key,
        EventKind.ATTACK,
        "CarBombing",
        status,
        False,
        (m.mention("قصفت"),),
        tuple(arguments),
        tuple(claims),
        0.9,
    )
    if not answered:
        return Extraction(m.article, m.sentences(), (first,))
    answer = replace(
        first,
        key="answer",
        attack_type="AirStrike",
        triggers=(m.mention("ثم قصف"),),
        arguments=(
            Argument(Role.PERPETRATOR, m.mention("جيش السد", 2), ARMY, 0.9, basis=Basis.STATED),
            Argument(Role.TARGET, m.mention("لواء الصقور", 2), FALCONS, 0.9),
            Argument(Role.DATE, m.mention("الاثنين"), on(date(2024, 5, 9)), 0.9),
            Argument(Role.PLACE, m.mention("محافظة الوادي"), PROVINCE, 0.9, place_role=PlaceRole.IMPACT),
        ),
        claims=(),
    )
    relation = Relation(RelationKind.RETALIATION, "answer", key, m.span("ردا"))
    return Extraction(m.article, m.sentences(), (first, answer), (relation,))


def together(*reports: Extraction) -> set[Quad]:
    """What a store holds of the reports when mentions of one key are taken to describe one attack."""
    attacks = {
        attack_iri(event_iri(article_iri(one.article.id), event.key)): attack_of(event.key)
        for one in reports
        for event in one.events
    }
    return {
        Quad(NamedNode(attacks[quad.subject.value]), quad.predicate, quad.object, quad.graph_name)
        if quad.graph_name == NamedNode(MERGED_GRAPH) and isinstance(quad.subject, NamedNode)
        else quad
        for quad in quads_of(*reports)
    }


def attack_of(key: str) -> str:
    """The attack that the mentions of a key describe together."""
    return attack_iri(key)
