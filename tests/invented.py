"""A small store with invented articles: every part of the schema that pages show, and hostile text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad

from builder.articles.rejection import Rejection
from builder.derived.write import publish
from builder.graph.concepts import concept_quads
from builder.graph.entities import entities_of, reference_quads
from builder.graph.iris import article_iri, event_iri
from builder.graph.merging import Decision, attack_quads, merged_quads, single_quads
from builder.model import (
    Act,
    Argument,
    Article,
    Basis,
    Certainty,
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
from builder.rules.run import run_rules
from builder.store.register import register
from builder.store.store import Store
from builder.vocabulary import Class, Concept, term
from tests.graph.incidents import extraction_quads

ID = "https://w3id.org/rasd/id/"

COUNTRY = Entity(f"{ID}place/nahria", EntityClass.COUNTRY, "النهرية", "Nahria", Link.KNOWN, 31.5, 41.25)
BASE = Entity(
    f"{ID}place/wadi-base",
    EntityClass.FACILITY,
    "قاعدة الوادي",
    "Wadi Base",
    Link.KNOWN,
    32.125,
    42.5,
    part_of=(COUNTRY.iri,),
)
TOWN = Entity(
    f"{ID}place/sidra", EntityClass.SETTLEMENT, "السدرة", "Sidra", Link.KNOWN, 32.5, 42, part_of=(COUNTRY.iri,)
)
BRIGADES = Entity(f"{ID}actor/raya", EntityClass.ARMED_GROUP, "كتائب الراية", "Raya Brigades", Link.KNOWN)
DAWN = Entity(f"{ID}actor/dawn", EntityClass.ARMED_GROUP, "لواء الفجر", "Dawn Brigade", Link.KNOWN)
AGENCY = Entity(f"{ID}outlet/difaf", EntityClass.NEWS_OUTLET, "شبكة الضفاف", "Difaf Network", Link.KNOWN)
KNOWN = {entity.iri: entity for entity in (COUNTRY, BASE, TOWN, BRIGADES, DAWN, AGENCY)}

FIRST = Article(
    id="raya-1",
    title="هجوم صاروخي على قاعدة الوادي وسط تضارب في الأنباء",
    body=(
        "أعلنت كتائب الراية في بيان، فجر الخميس، استهداف قاعدة الوادي برشقة صاروخية أصابت أهدافها بدقة.\n"
        "ونفى متحدث عسكري إصابة القاعدة، وقال لشبكة الضفاف إن الصواريخ سقطت في أرض خالية.\n"
        "وقال مصدر طبي إن أربعة جنود قتلوا في القصف، فيما تحدثت الكتائب عن مقتل عشرين جندياً على الأقل.\n"
        "وذكر مسؤول أن القوات تعرضت للهجوم 12 مرة منذ 17 أكتوبر، بينها 7 مرات بالصواريخ و3 مرات بالمسيّرات.\n"
        "وكانت وزارة الدفاع اتهمت كتائب الراية بتفجير سيارة مفخخة في السدرة الشهر الماضي، لكن الكتائب نفت صلتها به."
    ),
    published=date(2023, 11, 3),
    outlet="وكالة الوادي للأنباء",
    url="https://example.org/news/1",
)
SECOND = Article(
    id="raya-2",
    title="ارتفاع حصيلة هجوم قاعدة الوادي",
    body=(
        "قالت وزارة الصحة إن تسعة جنود قتلوا وجُرح ثلاثة في هجوم الخميس على قاعدة الوادي في النهرية.\n"
        "وتبنى لواء الفجر الهجوم، وقال إنه جاء رداً على غارة استهدفت السدرة."
    ),
    published=date(2023, 11, 5),
    outlet="شبكة الضفاف",
)
QUIET = Article(
    id="quiet", title="ارتفاع منسوب النهر", body="قالت هيئة المياه إن المنسوب ارتفع.", published=date(2023, 11, 4)
)
HOSTILE = Article(
    id='<b id="x">hostile</b>',
    title='<script>document.title = "taken"</script> غارة على السدرة',
    body='قُتل بين 12 و15 شخصاً في غارة على السدرة رداً على هجوم سابق <img src=x onerror="document.title=1">.',
    published=date(2023, 10, 20),
)


def words(article: Article, surface: str, nth: int = 0) -> Mention:
    """The mention of *surface* at its *nth* place in the article."""
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(surface, start + 1)
    return Mention(Span(start, start + len(surface)), surface, "invented")


def sentences(article: Article) -> tuple[Span, ...]:
    """One sentence a line."""
    spans, start = [], 0
    for line in article.text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return tuple(spans)


def local(article: Article, name: str, entity_class: EntityClass) -> Entity:
    """An entity that only this article knows."""
    return Entity(f"{article_iri(article.id)}#entity-{name.replace(' ', '-')}", entity_class, name)


def argument(
    article: Article, role: Role, surface: str, filler: Entity | DateValue | Quantity, nth: int = 0
) -> Argument:
    """An argument at the words *surface*."""
    return Argument(role, words(article, surface, nth), filler, 0.8)


def number(low: int | None, high: int | None, kind: QuantityKind = QuantityKind.EXACTLY) -> Quantity:
    """A figure."""
    return Quantity(low, high, kind)


def claim(article: Article, act: Act, quote: str, who: Entity, surface: str, nth: int = 0) -> Claim:
    """A claim of *who* in the words *quote*."""
    return Claim(act, words(article, quote).span, Certainty.CERTAIN, Filler(who, words(article, surface, nth)))


def rocket_attack() -> EventMention:
    """Claimed, disputed in its outcome and in its casualties."""
    a = FIRST
    speaker = local(a, "متحدث عسكري", EntityClass.UNNAMED_SOURCE)
    medic = local(a, "مصدر طبي", EntityClass.UNNAMED_SOURCE)
    statement = local(a, "بيان", EntityClass.STATEMENT)
    soldiers = local(a, "جنود", EntityClass.TARGET)
    claimed = claim(a, Act.RESPONSIBILITY, "استهداف قاعدة الوادي برشقة صاروخية", BRIGADES, "كتائب الراية")
    claimed = Claim(
        claimed.act,
        claimed.quote,
        claimed.certainty,
        claimed.claimer,
        perpetrators=(Filler(BRIGADES, words(a, "كتائب الراية")),),
        medium=(Filler(statement, words(a, "بيان")),),
    )
    hit = claim(a, Act.OUTCOME, "أصابت أهدافها بدقة", BRIGADES, "كتائب الراية")
    missed = claim(a, Act.OUTCOME, "الصواريخ سقطت في أرض خالية", speaker, "متحدث عسكري")
    four = claim(a, Act.CASUALTIES, "أربعة جنود قتلوا", medic, "مصدر طبي")
    twenty = claim(a, Act.CASUALTIES, "مقتل عشرين جندياً على الأقل", BRIGADES, "الكتائب")
    claims = (
        claimed,
        _with_outcome(hit, Outcome.HIT, ()),
        _with_outcome(missed, Outcome.MISSED, (Filler(AGENCY, words(a, "شبكة الضفاف")),)),
        four,
        twenty,
    )
    day = DateValue(date(2023, 11, 2), date(2023, 11, 2), DatePrecision.TIME, "weekday before publication")
    arguments = (
        _placed(argument(a, Role.PLACE, "قاعدة الوادي", BASE, 1), PlaceRole.IMPACT),
        argument(a, Role.DATE, "فجر الخميس", day),
        Argument(Role.PERPETRATOR, words(a, "كتائب الراية"), BRIGADES, 0.9, basis=Basis.CLAIMED, claim=0),
        argument(a, Role.TARGET, "قاعدة الوادي", BASE, 1),
        argument(a, Role.WEAPON, "رشقة صاروخية", local(a, "صواريخ", EntityClass.WEAPON)),
        Argument(Role.KILLED, words(a, "أربعة جنود"), number(4, 4), 0.8, who=words(a, "جنود"), claim=3),
        Argument(
            Role.KILLED,
            words(a, "عشرين جندياً على الأقل"),
            number(20, None, QuantityKind.AT_LEAST),
            0.7,
            who=words(a, "جندياً"),
            claim=4,
        ),
        argument(a, Role.SOURCE, "مصدر طبي", medic),
        argument(a, Role.TARGET, "جنود", soldiers),
    )
    triggers = (words(a, "هجوم صاروخي"), words(a, "القصف"))
    return EventMention(
        "rockets", EventKind.ATTACK, "RocketAttack", Status.OCCURRED, False, triggers, arguments, claims, 0.9
    )


def _with_outcome(made: Claim, outcome: Outcome, relayed_by: tuple[Filler, ...]) -> Claim:
    return Claim(made.act, made.quote, made.certainty, made.claimer, relayed_by=relayed_by, outcome=outcome)


def _placed(made: Argument, place_role: PlaceRole) -> Argument:
    return Argument(made.role, made.mention, made.filler, made.confidence, place_role=place_role)


def series() -> tuple[EventMention, ...]:
    """Twelve attacks, of which the article counts ten by weapon."""
    a = FIRST
    official = local(a, "مسؤول", EntityClass.UNNAMED_SOURCE)
    counted = claim(a, Act.COUNT, "تعرضت للهجوم 12 مرة", official, "مسؤول")
    period = DateValue(date(2023, 10, 17), date(2023, 11, 3), DatePrecision.RANGE, "from the day to publication")
    whole = EventMention(
        "series",
        EventKind.SERIES,
        "Attack",
        Status.OCCURRED,
        False,
        (words(a, "للهجوم"),),
        (
            Argument(Role.COUNT, words(a, "12 مرة"), number(12, 12), 0.9, claim=0),
            argument(a, Role.DATE, "منذ 17 أكتوبر", period),
            argument(a, Role.TARGET, "القوات", local(a, "القوات", EntityClass.TARGET)),
        ),
        (counted,),
        0.8,
    )
    return (
        whole,
        _part("rocket-part", "RocketAttack", "7 مرات", 7, "بالصواريخ"),
        _part("drone-part", "DroneStrike", "3 مرات", 3, "بالمسيّرات"),
    )


def _part(key: str, attack_type: str, surface: str, times: int, trigger: str) -> EventMention:
    count = argument(FIRST, Role.COUNT, surface, number(times, times))
    triggers = (words(FIRST, trigger),)
    return EventMention(
        key, EventKind.SERIES, attack_type, Status.OCCURRED, False, triggers, (count,), (), 0.7, part_of="series"
    )


def bombing() -> EventMention:
    """An incident of the background, attributed and denied."""
    a = FIRST
    ministry = local(a, "وزارة الدفاع", EntityClass.GOVERNMENT)
    month = DateValue(date(2023, 10, 1), date(2023, 10, 31), DatePrecision.MONTH, "month before publication")
    attribution = claim(a, Act.ATTRIBUTION, "اتهمت كتائب الراية بتفجير سيارة مفخخة", ministry, "وزارة الدفاع")
    group = (Filler(BRIGADES, words(a, "كتائب الراية", 1)),)
    claims = (
        Claim(attribution.act, attribution.quote, Certainty.UNCERTAIN, attribution.claimer, group),
        claim(a, Act.DENIAL, "الكتائب نفت صلتها به", BRIGADES, "الكتائب", 1),
    )
    perpetrator = Argument(
        Role.PERPETRATOR, words(a, "كتائب الراية", 1), BRIGADES, 0.6, basis=Basis.ATTRIBUTED, claim=0
    )
    arguments = (
        argument(a, Role.PLACE, "السدرة", TOWN),
        argument(a, Role.DATE, "الشهر الماضي", month),
        perpetrator,
    )
    return EventMention(
        "bombing", EventKind.ATTACK, "CarBombing", Status.DISPUTED, True, (words(a, "تفجير"),), arguments, claims, 0.7
    )


def hostile_events() -> tuple[EventMention, ...]:
    """An air strike in answer to another attack, in an article full of markup."""
    a = HOSTILE
    dead = argument(a, Role.KILLED, "بين 12 و15 شخصاً", number(12, 15, QuantityKind.BETWEEN))
    strike = EventMention(
        "strike",
        EventKind.ATTACK,
        "AirStrike",
        Status.OCCURRED,
        False,
        (words(a, "غارة"),),
        (argument(a, Role.PLACE, "السدرة", TOWN), dead),
        (),
        0.9,
    )
    earlier = EventMention(
        "earlier", EventKind.ATTACK, "Attack", Status.FOILED, True, (words(a, "هجوم سابق"),), (), (), 0.5
    )
    return strike, earlier


def extractions() -> tuple[Extraction, ...]:
    """What the invented articles say."""
    answer = Relation(RelationKind.RETALIATION, "strike", "earlier", words(HOSTILE, "رداً على هجوم سابق").span)
    return (
        Extraction(FIRST, sentences(FIRST), (rocket_attack(), *series(), bombing())),
        Extraction(QUIET, sentences(QUIET)),
        Extraction(HOSTILE, sentences(HOSTILE), hostile_events(), (answer,)),
    )


def retold() -> Extraction:
    """The rocket attack once more, by another article, with another toll, another perpetrator, and its reason."""
    a = SECOND
    ministry = local(a, "وزارة الصحة", EntityClass.GOVERNMENT)
    dead = claim(a, Act.CASUALTIES, "تسعة جنود قتلوا", ministry, "وزارة الصحة")
    claimed = claim(a, Act.RESPONSIBILITY, "وتبنى لواء الفجر الهجوم", DAWN, "لواء الفجر")
    claimed = Claim(
        claimed.act, claimed.quote, claimed.certainty, claimed.claimer, (Filler(DAWN, words(a, "لواء الفجر")),)
    )
    day = DateValue(date(2023, 11, 2), date(2023, 11, 2), DatePrecision.DAY, "weekday before publication")
    arguments = (
        _placed(argument(a, Role.PLACE, "قاعدة الوادي", BASE, 1), PlaceRole.IMPACT),
        argument(a, Role.PLACE, "النهرية", COUNTRY),
        argument(a, Role.DATE, "الخميس", day),
        Argument(Role.PERPETRATOR, words(a, "لواء الفجر"), DAWN, 0.9, basis=Basis.CLAIMED, claim=1),
        Argument(Role.KILLED, words(a, "تسعة جنود"), number(9, 9), 0.8, who=words(a, "جنود"), claim=0),
        argument(a, Role.WOUNDED, "ثلاثة", number(3, 3)),
        argument(a, Role.SOURCE, "وزارة الصحة", ministry),
    )
    attack = EventMention(
        "again",
        EventKind.ATTACK,
        "RocketAttack",
        Status.OCCURRED,
        False,
        (words(a, "هجوم"),),
        arguments,
        (dead, claimed),
        0.8,
    )
    strike = EventMention(
        "strike",
        EventKind.ATTACK,
        "AirStrike",
        Status.OCCURRED,
        True,
        (words(a, "غارة"),),
        (argument(a, Role.PLACE, "السدرة", TOWN),),
        (),
        0.6,
    )
    answer = Relation(
        RelationKind.RETALIATION,
        "again",
        "strike",
        words(a, "رداً على غارة").span,
        Filler(DAWN, words(a, "لواء الفجر")),
    )
    return Extraction(a, sentences(a), (attack, strike), (answer,))


def write_store(
    path: Path,
    made: Iterable[Extraction],
    rejections: Sequence[Rejection] = (),
    merged: Sequence[tuple[str, str]] = (),
) -> Path:
    """Publish a store with the extractions and rejections; *merged* are events that are one, by article and key."""
    one = [event_iri(article_iri(article), key) for article, key in merged]
    with Store.open_writer(path) as writer:
        for extraction in made:
            quads = [
                *extraction_quads(extraction, digest="invented", version="test"),
                *_attacks(extraction, one),
                *reference_quads(entities_of(extraction), KNOWN),
            ]
            writer.change(chain(quads, concept_quads(quads)), ())
        if one:
            decision = Decision(0.87, (Concept.SAME_PLACE, Concept.OTHER_TOLL))
            kinds = dict.fromkeys(one, term("RocketAttack"))
            writer.change(attack_quads(kinds, one[0], dict.fromkeys(one, decision)), ())
        run_rules(writer)
        for rejection in rejections:
            register(writer, rejection)
        publish(writer)
    return path


def _attacks(extraction: Extraction, merged: Sequence[str]) -> Iterable[Quad]:
    article = article_iri(extraction.article.id)
    if not any(event_iri(article, event.key) in merged for event in extraction.events):
        yield from merged_quads(extraction)
        return
    for event in extraction.events:
        mention = event_iri(article, event.key)
        if mention not in merged:
            kind = Class.ATTACK_SERIES if event.kind is EventKind.SERIES else term(event.attack_type)
            yield from single_quads(mention, kind)


def retold_store(path: Path) -> Path:
    """Publish the invented store with one more article, whose attack is one with that of the first."""
    return write_store(path, (*extractions(), retold()), merged=(("raya-1", "rockets"), ("raya-2", "again")))


def invented_store(path: Path) -> Path:
    """Publish the invented store."""
    rejections = (Rejection("empty.txt", None, "no text"), Rejection("lines.jsonl", 3, "not Arabic"))
    return write_store(path, extractions(), rejections)
