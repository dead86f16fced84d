"""Invented incidents, annotated by hand: what the tests of the graph and of the queries are run on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Quad, Store

from builder.graph.concepts import concept_quads
from builder.graph.entities import entities_of, reference_quads
from builder.graph.iris import REFERENCE_GRAPH, article_iri
from builder.graph.merging import merged_quads
from builder.graph.quads import extraction_triples, outlet_triples
from builder.graph.terms import in_graph
from builder.model import (
    Act,
    Argument,
    Article,
    Basis,
    Certainty,
    Citation,
    Claim,
    DatePrecision,
    DateValue,
    Entity,
    EntityClass,
    EventKind,
    EventMention,
    Extraction,
    Filler,
    Link,
    Mention,
    Outcome,
    PlaceRole,
    Quantity,
    QuantityKind,
    Relation,
    RelationKind,
    Role,
    Span,
    Status,
)
from builder.rules.catalogue import Stage, rules
from builder.rules.extract import Extract

_PLACE = "https://w3id.org/rasd/id/place/"
_ACTOR = "https://w3id.org/rasd/id/actor/"
_OUTLET = "https://w3id.org/rasd/id/outlet/"


def known(iri: str, kind: EntityClass, arabic: str, english: str, *part_of: str) -> Entity:
    return Entity(iri, kind, arabic, english, Link.KNOWN, part_of=part_of)


COUNTRY = replace(
    known(_PLACE + "country", EntityClass.COUNTRY, "بلاد السد", "Sadd"), latitude=33.0, longitude=44.0, country="XS"
)
PROVINCE = replace(
    known(_PLACE + "province", EntityClass.GOVERNORATE, "محافظة الوادي", "Wadi Governorate", COUNTRY.iri),
    latitude=33.5,
    longitude=42.25,
    country="XS",
)
BASE = replace(
    known(_PLACE + "base", EntityClass.FACILITY, "قاعدة النخيل", "Nakhil Base", PROVINCE.iri),
    latitude=33.785,
    longitude=42.441,
    country="XS",
)
NORTH = known(_PLACE + "north", EntityClass.REGION, "إقليم الشمال", "the North", COUNTRY.iri)
UMBRELLA = known(_ACTOR + "umbrella", EntityClass.UMBRELLA_GROUP, "جبهة الساحل", "Sahil Front")
FALCONS = known(_ACTOR + "falcons", EntityClass.ARMED_GROUP, "لواء الصقور", "Falcons Brigade", UMBRELLA.iri)
GUARDS = known(_ACTOR + "guards", EntityClass.ARMED_GROUP, "حراس التل", "Hill Guards")
ARMY = known(_ACTOR + "army", EntityClass.STATE_FORCE, "جيش السد", "Army of Sadd")
MINISTRY = known(_ACTOR + "ministry", EntityClass.GOVERNMENT, "وزارة الصحة", "Ministry of Health")
AGENCY = known(_OUTLET + "agency", EntityClass.NEWS_OUTLET, "وكالة المرصد", "Marsad Agency")

LOOKUP = {
    entity.iri: entity for entity in (COUNTRY, PROVINCE, BASE, NORTH, UMBRELLA, FALCONS, GUARDS, ARMY, MINISTRY, AGENCY)
}


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds words in an article, and makes mentions, arguments and fillers of them."""

    article: Article

    def span(self, words: str, nth: int = 1) -> Span:
        start = -1
        for _ in range(nth):
            start = self.article.text.index(words, start + 1)
        return Span(start, start + len(words))

    def mention(self, words: str, nth: int = 1, rule: str = "by hand") -> Mention:
        return Mention(self.span(words, nth), words, rule)

    def filler(self, entity: Entity, words: str, nth: int = 1) -> Filler:
        return Filler(entity, self.mention(words, nth))

    def local(self, name: str, kind: EntityClass, label: str, link: Link = Link.UNRESOLVED) -> Entity:
        return Entity(f"{article_iri(self.article.id)}#entity-{name}", kind, label, link=link)

    def sentences(self) -> tuple[Span, ...]:
        spans, start = [], 0
        for line in self.article.text.split("\n"):
            for part in line.split(". "):
                if part.strip():
                    spans.append(self.span_from(part, start))
                start += len(part) + 2
            start -= 1
        return tuple(spans)

    def span_from(self, words: str, start: int) -> Span:
        at = self.article.text.index(words, max(0, start - 2))
        return Span(at, at + len(words))


def with_suffix(article: Article, suffix: str) -> Article:
    return replace(article, id=article.id + suffix)


def quantity(low: int | None, high: int | None, kind: QuantityKind = QuantityKind.EXACTLY) -> Quantity:
    return Quantity(low, high, kind)


def on(day: date) -> DateValue:
    return DateValue(day, day, DatePrecision.DAY, "weekday before publication")


BASE_ARTICLE = Article(
    id="base",
    title="صواريخ على قاعدة النخيل وأرقام متضاربة",
    body=(
        "سقطت صواريخ الاثنين على قاعدة النخيل في محافظة الوادي. "
        "أعلن لواء الصقور في بيان مسؤوليته عن القصف وقال إن الصواريخ أصابت أهدافها. "
        "وقال ضابط في جيش السد إن الصواريخ ربما سقطت بعيداً عن القاعدة وإن أربعة جنود قتلوا.\n"
        "وأكدت وزارة الصحة مقتل سبعة جنود على الأقل وإصابة 12 مدنياً. "
        "واتهم جيش السد حراس التل بإطلاق الصواريخ من تلة تبعد 20 كيلومتراً شمالي القاعدة، ونفى حراس التل ذلك. "
        "ونقلت وكالة المرصد عن مصدر أمني أن طائرات جيش السد قصفت الثلاثاء مخزناً رداً على الهجوم."
    ),
    published=date(2024, 5, 8),
    outlet="وكالة المرصد",
    url="https://example.org/base?a=1&b=2",
)


def base_extraction(suffix: str = "") -> Extraction:
    """Two claimers of outcome, two tolls, a claim, an accusation and its denial, and an answer to the attack."""
    m = Marker(with_suffix(BASE_ARTICLE, suffix))
    officer = m.local("officer", EntityClass.UNNAMED_SOURCE, "ضابط في جيش السد")
    soldiers = m.local("soldiers", EntityClass.TARGET, "جنود")
    statement = m.local("statement", EntityClass.STATEMENT, "بيان")
    rockets = m.local("rockets", EntityClass.WEAPON, "صواريخ")
    hill = replace(
        m.local("hill", EntityClass.RELATIVE_PLACE, "تلة تبعد 20 كيلومتراً شمالي القاعدة"),
        latitude=33.965,
        longitude=42.441,
        uncertainty_km=5.0,
        part_of=(PROVINCE.iri,),
    )
    claims = (
        Claim(
            Act.RESPONSIBILITY,
            m.span("أعلن لواء الصقور في بيان مسؤوليته عن القصف"),
            Certainty.CERTAIN,
            claimer=m.filler(FALCONS, "لواء الصقور"),
            perpetrators=(m.filler(FALCONS, "لواء الصقور"),),
            medium=(m.filler(statement, "بيان"),),
            rule="claims.declared",
        ),
        Claim(
            Act.OUTCOME,
            m.span("الصواريخ أصابت أهدافها"),
            Certainty.CERTAIN,
            claimer=m.filler(FALCONS, "لواء الصقور"),
            outcome=Outcome.HIT,
        ),
        Claim(
            Act.OUTCOME,
            m.span("الصواريخ ربما سقطت بعيداً عن القاعدة"),
            Certainty.UNCERTAIN,
            claimer=m.filler(officer, "ضابط في جيش السد"),
            outcome=Outcome.MISSED,
        ),
        Claim(
            Act.CASUALTIES,
            m.span("أربعة جنود قتلوا"),
            Certainty.CERTAIN,
            claimer=m.filler(officer, "ضابط في جيش السد"),
        ),
        Claim(
            Act.CASUALTIES,
            m.span("مقتل سبعة جنود على الأقل وإصابة 12 مدنياً"),
            Certainty.CERTAIN,
            claimer=m.filler(MINISTRY, "وزارة الصحة"),
        ),
        Claim(
            Act.ATTRIBUTION,
            m.span("واتهم جيش السد حراس التل بإطلاق الصواريخ"),
            Certainty.CERTAIN,
            claimer=m.filler(ARMY, "جيش السد", 2),
            perpetrators=(m.filler(GUARDS, "حراس التل"),),
        ),
        Claim(
            Act.DENIAL,
            m.span("ونفى حراس التل ذلك"),
            Certainty.CERTAIN,
            claimer=m.filler(GUARDS, "حراس التل", 2),
        ),
    )
    rocket_attack = EventMention(
        key="e42",
        kind=EventKind.ATTACK,
        attack_type="RocketAttack",
        status=Status.DISPUTED,
        background=False,
        triggers=(m.mention("سقطت صواريخ"), m.mention("القصف")),
        arguments=(
            Argument(Role.DATE, m.mention("الاثنين"), on(date(2024, 5, 6)), 0.9),
            Argument(Role.PLACE, m.mention("قاعدة النخيل"), BASE, 0.95, place_role=PlaceRole.IMPACT),
            Argument(Role.PLACE, m.mention("قاعدة النخيل", 2), BASE, 0.95, place_role=PlaceRole.IMPACT),
            Argument(Role.PLACE, m.mention("محافظة الوادي"), PROVINCE, 0.8, place_role=PlaceRole.IMPACT),
            Argument(
                Role.PLACE,
                m.mention("تلة تبعد 20 كيلومتراً شمالي القاعدة"),
                hill,
                0.7,
                place_role=PlaceRole.LAUNCH,
                claim=5,
            ),
            Argument(Role.WEAPON, m.mention("صواريخ", 2), rockets, 1.0),
            Argument(Role.TARGET, m.mention("قاعدة النخيل", 2), BASE, 0.8),
            Argument(Role.TARGET, m.mention("جنود"), soldiers, 0.5),
            Argument(Role.PERPETRATOR, m.mention("لواء الصقور"), FALCONS, 0.9, basis=Basis.CLAIMED, claim=0),
            Argument(Role.PERPETRATOR, m.mention("حراس التل"), GUARDS, 0.6, basis=Basis.ATTRIBUTED, claim=5),
            Argument(Role.KILLED, m.mention("أربعة"), quantity(4, 4), 0.9, who=m.mention("جنود"), claim=3),
            Argument(
                Role.KILLED,
                m.mention("سبعة جنود على الأقل"),
                quantity(7, None, QuantityKind.AT_LEAST),
                0.9,
                who=m.mention("جنود", 2),
                claim=4,
            ),
            Argument(Role.WOUNDED, m.mention("12"), quantity(12, 12), 0.9, who=m.mention("مدنياً"), claim=4),
            Argument(Role.SOURCE, m.mention("بيان"), statement, 0.9),
            Argument(Role.SOURCE, m.mention("ضابط في جيش السد"), officer, 0.9),
        ),
        claims=claims,
        confidence=0.875,
    )
    answer = EventMention(
        key="e400",
        kind=EventKind.ATTACK,
        attack_type="AirStrike",
        status=Status.OCCURRED,
        background=False,
        triggers=(m.mention("قصفت"),),
        arguments=(
            Argument(Role.DATE, m.mention("الثلاثاء"), on(date(2024, 5, 7)), 0.9),
            Argument(Role.PERPETRATOR, m.mention("طائرات جيش السد"), ARMY, 0.9, basis=Basis.STATED),
            Argument(Role.SOURCE, m.mention("وكالة المرصد"), AGENCY, 0.9),
        ),
        claims=(),
        confidence=0.5,
    )
    relation = Relation(
        RelationKind.RETALIATION,
        "e400",
        "e42",
        m.span("رداً على الهجوم"),
        by=m.filler(m.local("source", EntityClass.UNNAMED_SOURCE, "مصدر أمني"), "مصدر أمني"),
    )
    citation = Citation(
        m.filler(AGENCY, "وكالة المرصد"), m.span("ونقلت وكالة المرصد عن مصدر أمني"), Certainty.CERTAIN, rule="by hand"
    )
    return Extraction(
        m.article,
        m.sentences(),
        (rocket_attack, answer),
        (relation,),
        notes=("a note",),
        citations=(citation,),
    )


CLAIM_ARTICLE = Article(
    id="الوادي/1 ؟",
    title="لواء الصقور يتبنى هجوماً بطائرتين مسيرتين",
    body=(
        "قال لواء الصقور في بيان نقلته وكالة المرصد إنه هاجم الأربعاء قاعدة النخيل بطائرتين مسيرتين. "
        'وأعلنت "جبهة الساحل" و"حراس التل" تبني هجوم آخر بعبوة في إقليم الشمال أمس، بحسب بيان وتسجيل. '
        "غير أن لواء الصقور تبنى الهجوم وحده."
    ),
    published=date(2024, 5, 9),
    outlet="صحيفة بلا سجل",
)


def claim_extraction(suffix: str = "") -> Extraction:
    """An attack of which only its perpetrator speaks, and one without a date that two groups claim, and a third too."""
    m = Marker(with_suffix(CLAIM_ARTICLE, suffix))
    statement = m.local("statement", EntityClass.STATEMENT, "بيان")
    recording = m.local("recording", EntityClass.STATEMENT, "تسجيل")
    drones = m.local("drones", EntityClass.WEAPON, "طائرتان مسيرتان")
    claimed = EventMention(
        key="e30",
        kind=EventKind.ATTACK,
        attack_type="DroneStrike",
        status=Status.OCCURRED,
        background=False,
        triggers=(m.mention("هجوماً"), m.mention("هاجم")),
        arguments=(
            Argument(Role.DATE, m.mention("الأربعاء"), on(date(2024, 5, 8)), 0.9),
            Argument(Role.PLACE, m.mention("قاعدة النخيل"), BASE, 0.9, place_role=PlaceRole.IMPACT),
            Argument(Role.WEAPON, m.mention("بطائرتين مسيرتين"), drones, 0.9),
            Argument(Role.PERPETRATOR, m.mention("لواء الصقور"), FALCONS, 0.9, basis=Basis.CLAIMED, claim=0),
            Argument(Role.SOURCE, m.mention("وكالة المرصد"), AGENCY, 0.9),
            Argument(Role.SOURCE, m.mention("بيان"), statement, 0.9),
        ),
        claims=(
            Claim(
                Act.RESPONSIBILITY,
                m.span("قال لواء الصقور في بيان نقلته وكالة المرصد إنه هاجم"),
                Certainty.CERTAIN,
                claimer=m.filler(FALCONS, "لواء الصقور", 2),
                perpetrators=(m.filler(FALCONS, "لواء الصقور", 2),),
                medium=(m.filler(statement, "بيان"),),
                relayed_by=(m.filler(AGENCY, "وكالة المرصد"),),
            ),
        ),
        confidence=0.8,
    )
    quote = m.span('وأعلنت "جبهة الساحل" و"حراس التل" تبني هجوم آخر')
    both = (m.filler(UMBRELLA, "جبهة الساحل"), m.filler(GUARDS, "حراس التل"))
    shared = tuple(
        Claim(
            Act.RESPONSIBILITY,
            quote,
            Certainty.CERTAIN,
            claimer=claimer,
            perpetrators=both,
            medium=(m.filler(recording, "تسجيل"), m.filler(statement, "بيان", 2)),
        )
        for claimer in both
    )
    alone = Claim(
        Act.RESPONSIBILITY,
        m.span("لواء الصقور تبنى الهجوم وحده"),
        Certainty.CERTAIN,
        claimer=m.filler(FALCONS, "لواء الصقور", 3),
        perpetrators=(m.filler(FALCONS, "لواء الصقور", 3),),
    )
    unknown_day = DateValue(None, None, DatePrecision.UNKNOWN, "unresolved: no publication date")
    bomb = EventMention(
        key="e150",
        kind=EventKind.ATTACK,
        attack_type="Bombing",
        status=Status.OCCURRED,
        background=True,
        triggers=(m.mention("هجوم آخر"),),
        arguments=(
            Argument(Role.PLACE, m.mention("إقليم الشمال"), NORTH, 0.9, place_role=PlaceRole.IMPACT),
            Argument(Role.DATE, m.mention("أمس"), unknown_day, 0.4),
        ),
        claims=(*shared, alone),
        confidence=0.7,
    )
    return Extraction(m.article, m.sentences(), (claimed, bomb))


SERIES_ARTICLE = Article(
    id="series",
    title="المتحدث باسم الجيش: 12 هجوماً في أسبوع",
    body=(
        "قال متحدث باسم جيش السد إن قواته تعرضت لـ12 هجوماً منذ الأحد، سبعة منها على الأقل في إقليم الشمال "
        "وثلاثة في محافظة الوادي. وأحصى مراقب 9 غارات: ست في إقليم الشمال وغارتان في محافظة الوادي."
    ),
    published=date(2024, 5, 10),
)


def series_extraction(suffix: str = "") -> Extraction:
    """Two totals: the parts of the first are lower bounds, those of the second are one short."""
    m = Marker(with_suffix(SERIES_ARTICLE, suffix))
    spokesman = m.local("spokesman", EntityClass.UNNAMED_SOURCE, "متحدث باسم جيش السد")
    count = Claim(
        Act.COUNT,
        m.span("قواته تعرضت لـ12 هجوماً"),
        Certainty.CERTAIN,
        claimer=m.filler(spokesman, "متحدث باسم جيش السد"),
    )

    def series(
        key: str, trigger: Mention, number: str, value: Quantity, place: Entity, kind: str, whole: str | None
    ) -> EventMention:
        nth = 2 if kind == "AirStrike" else 1
        arguments: tuple[Argument, ...] = (Argument(Role.COUNT, m.mention(number), value, 0.9),)
        if whole is None and kind == "Attack":
            since = DateValue(date(2024, 5, 5), date(2024, 5, 10), DatePrecision.RANGE, "from weekday to publication")
            arguments = (
                replace(arguments[0], claim=0),
                Argument(Role.DATE, m.mention("منذ الأحد"), since, 0.9),
                Argument(Role.SOURCE, m.mention("متحدث باسم جيش السد"), spokesman, 0.9),
            )
        elif whole is not None:
            argument = Argument(Role.PLACE, m.mention(place.label_ar, nth), place, 0.9, place_role=PlaceRole.IMPACT)
            arguments += (argument,)
        claims = (count,) if whole is None and kind == "Attack" else ()
        return EventMention(
            key, EventKind.SERIES, kind, Status.OCCURRED, False, (trigger,), arguments, claims, 0.9, part_of=whole
        )

    attacks, raids = m.mention("هجوماً", 2), m.mention("غارات")
    return Extraction(
        m.article,
        m.sentences(),
        (
            series("s1", attacks, "12", quantity(12, 12), NORTH, "Attack", None),
            series("s2", attacks, "سبعة", quantity(7, None, QuantityKind.AT_LEAST), NORTH, "Attack", "s1"),
            series("s3", attacks, "ثلاثة", quantity(3, 3), PROVINCE, "Attack", "s1"),
            series("s4", raids, "9", quantity(9, 9), NORTH, "AirStrike", None),
            series("s5", raids, "ست", quantity(6, 6), NORTH, "AirStrike", "s4"),
            series("s6", raids, "غارتان", quantity(2, 2), PROVINCE, "AirStrike", "s4"),
        ),
    )


QUIET_ARTICLE = Article(id="quiet", title="افتتاح سوق الوادي", body="افتتح السوق الخميس.", published=date(2024, 5, 9))


def quiet_extraction(suffix: str = "") -> Extraction:
    """An article without an attack."""
    m = Marker(with_suffix(QUIET_ARTICLE, suffix))
    return Extraction(m.article, m.sentences())


def extractions(suffix: str = "") -> tuple[Extraction, ...]:
    """All the articles; *suffix* makes them other ones with the same words."""
    return (base_extraction(suffix), claim_extraction(suffix), series_extraction(suffix), quiet_extraction(suffix))


def with_derived(quads: Iterable[Quad]) -> list[Quad]:
    """The quads with what the rules say of their attacks, which named queries ask for."""
    stored = list(quads)
    live = Store()
    live.extend(stored)
    extract = Extract(live)
    extract.add_attacks(None)
    return [*stored, *extract.infer((*rules()[Stage.ATTACKS_FIRST], *rules()[Stage.ATTACKS]))]


def extraction_quads(
    extraction: Extraction, *, digest: str, version: str, publisher: Entity | None = None
) -> Iterator[Quad]:
    """What the graph of an article holds, and in the reference graph an outlet that is known by name only."""
    triples = extraction_triples(extraction, digest=digest, version=version, publisher=publisher)
    yield from in_graph(triples, article_iri(extraction.article.id))
    yield from in_graph(outlet_triples(extraction.article, publisher), REFERENCE_GRAPH)


def quads_of(*given: Extraction) -> list[Quad]:
    """All that a store holds of these articles before the rules are run."""
    quads: list[Quad] = []
    for extraction in given:
        publisher = AGENCY if extraction.article.outlet == AGENCY.label_ar else None
        quads += extraction_quads(extraction, digest="0" * 64, version="0.1.0", publisher=publisher)
        quads += merged_quads(extraction)
    entities = [entity for extraction in given for entity in entities_of(extraction)]
    quads += reference_quads([*entities, AGENCY], LOOKUP)
    quads += concept_quads(quads)
    return quads
