from __future__ import annotations

from functools import partial

import pytest

from builder.extraction.extractor import view_document
from builder.extraction.linking import local_entity
from builder.extraction.localities import PlaceMention, find_localities
from builder.model import Article, EntityClass, Link, LinkReason
from builder.text.document import analyse
from builder.text.normalize import normalize_key


def told(title: str, body: str = "") -> list[tuple[str, PlaceMention]]:
    """The places of an article with their words, in order."""
    article = Article("a", title, body)
    views = view_document(analyse(article))
    mentions = find_localities(views, partial(local_entity, article.id)).mentions
    return [(views[m.sentence].span(m.first, m.last).of(article.text), m) for m in mentions]


def place(title: str, words: str, body: str = "") -> PlaceMention:
    """The place that stands on the given words.

    :raises StopIteration: if there is none.
    """
    return next(mention for surface, mention in reversed(told(title, body)) if surface == words)


@pytest.mark.parametrize(
    ("text", "words", "holder", "reason"),
    [
        ("انفجار قرب مسجد الرحمة في مدينة كركوك", "مسجد الرحمة", "كركوك", LinkReason.PLACE_AFTER),
        ("هاجم مسلحون مركز للشرطة في مدينة قندهار", "مركز", "قندهار", LinkReason.PLACE_AFTER),
        ("قصف مستشفى الموصل العام", "مستشفى الموصل العام", "الموصل", LinkReason.NAME_INSIDE),
        ("شهدت بعقوبة هجوما على نقطة تفتيش", "نقطة تفتيش", "بعقوبة", LinkReason.SAME_SENTENCE),
    ],
)
def test_a_building_is_located_by_what_it_lies_in(text: str, words: str, holder: str, reason: LinkReason) -> None:
    mention = place(text, words)
    city = place(text, holder) if reason is not LinkReason.NAME_INSIDE else place("انفجار في الموصل", "الموصل")
    assert mention.entity.entity_class is EntityClass.FACILITY
    assert mention.entity.part_of == (city.entity.iri,)
    assert (mention.entity.latitude, mention.entity.longitude) == (city.entity.latitude, city.entity.longitude)
    assert mention.entity.uncertainty_km == 5.0, "the radius of a town"
    assert mention.evidence.reasons == (reason,)


def test_a_building_of_a_later_sentence_lies_in_the_place_told_last() -> None:
    mention = place("انفجار في الفلوجة", "سوق مزدحم", "وقع الانفجار في سوق مزدحم.")
    assert mention.entity.part_of == (place("انفجار في الفلوجة", "الفلوجة").entity.iri,)
    assert mention.evidence.reasons == (LinkReason.EARLIER_SENTENCE,)


def test_nothing_is_known_of_a_building_without_any_place() -> None:
    mention = place("هجوم على فندق", "فندق")
    assert mention.entity.latitude is None
    assert mention.evidence.score == 0.0


@pytest.mark.parametrize(
    ("text", "words", "entity_class"),
    [
        ("اشتباكات في قرية دلهامة بمحافظة ديالى", "قرية دلهامة", EntityClass.SETTLEMENT),
        ("غارة على منطقة الكريشة بمحافظة ديالى", "منطقة الكريشة", EntityClass.REGION),
        ('قصف بلدة "دلهامة" بمحافظة ديالى', 'بلدة "دلهامة"', EntityClass.SETTLEMENT),
    ],
)
def test_an_unknown_name_after_a_noun_of_place_is_a_new_place(text: str, words: str, entity_class: EntityClass) -> None:
    mention = place(text, words)
    assert mention.entity.link is Link.NEW
    assert mention.entity.entity_class is entity_class
    assert mention.entity.part_of == (place(text, "محافظة ديالى").entity.iri,)


@pytest.mark.parametrize("words", ["منطقة حدودية", "قرية صغيرة", "منطقة سكنية", "مدينة قديمة"])
def test_an_adjective_after_a_noun_of_place_is_no_name(words: str) -> None:
    mention = place(f"هجوم في {words} بمحافظة ديالى", words)
    assert mention.entity.link is Link.UNRESOLVED


def test_a_new_name_is_recognised_without_its_noun() -> None:
    mentions = told("هجوم في قرية دلهامة بديالى", "وقتل ثلاثة أشخاص في دلهامة.")
    assert [surface for surface, _ in mentions] == ["قرية دلهامة", "ديالى", "دلهامة"]
    assert mentions[0][1].entity == mentions[2][1].entity


@pytest.mark.parametrize(
    ("title", "body", "words", "meant"),
    [
        ("انفجار في مدينة الموصل", "وتشهد المدينة هجمات.", "المدينة", "الموصل"),
        ("انفجار في مدينة الموصل بالعراق", "وتشهد البلاد هجمات.", "البلاد", "العراق"),
        ("انفجار في قندهار بأفغانستان", "ووقع هجوم آخر في العاصمة.", "العاصمة", "كابل"),
        ("هجوم في محافظة نينوى", "ووقعت هجمات أخرى في المحافظة.", "المحافظة", "محافظة نينوى"),
        ("قصف على قطاع غزة", "وأصيب عشرة في القطاع.", "القطاع", "قطاع غزة"),
        ("هجوم على قاعدة عين الأسد", "وقال إن القاعدة قصفت.", "القاعدة", "قاعدة عين الأسد"),
    ],
)
def test_a_noun_with_the_article_takes_up_a_place(title: str, body: str, words: str, meant: str) -> None:
    mention = place(title, words, body)
    assert mention.evidence.reasons == (LinkReason.TAKEN_UP,)
    assert mention.entity.link is Link.KNOWN
    expected = place(f"هجوم في {meant}", meant)
    assert mention.entity == expected.entity


def test_the_country_of_somebody_is_not_the_country_of_the_text() -> None:
    assert [surface for surface, _ in told("هجوم في العراق", "وقال الوزير إن بلاده تدين.")][-1] == "بلاده"
    assert place("هجوم في العراق", "بلاده", "وقال الوزير إن بلاده تدين.").entity.link is Link.UNRESOLVED


def test_one_noun_in_two_towns_is_two_places() -> None:
    mentions = told("انفجار في سوق بمدينة كركوك وآخر في سوق بمدينة البصرة")
    markets = [mention.entity for surface, mention in mentions if surface == "سوق"]
    assert len({entity.iri for entity in markets}) == 2
    assert len({entity.latitude for entity in markets}) == 2


def test_one_noun_told_ever_more_exactly_is_one_place() -> None:
    mentions = told("هجوم على ملهى في تركيا", "قتل عشرات في هجوم على ملهى بمدينة إسطنبول.")
    clubs = [mention.entity for surface, mention in mentions if surface == "ملهى"]
    assert len(clubs) == 2
    assert clubs[0] == clubs[1]
    assert clubs[0].part_of == (place("انفجار في إسطنبول", "إسطنبول").entity.iri,)


@pytest.mark.parametrize(
    "body",
    [
        "دبي (رويترز) - قتل شخص في هجوم بمدينة عدن.",
        "دبي - أحمد علي: قتل شخص في هجوم بمدينة عدن.",
        "دبي، الإمارات العربية المتحدة (CNN) -- قتل شخص في هجوم بمدينة عدن.",
        "دبي: قتل شخص في هجوم بمدينة عدن.",
    ],
)
def test_the_place_of_a_dateline_is_no_place_of_the_text(body: str) -> None:
    assert {surface for surface, _ in told("هجوم", body)} == {"مدينة عدن", "عدن"}


def test_a_road_and_a_way_are_told_apart_by_the_letter() -> None:
    assert not told("بحث عن طريقة جديدة")


def test_the_same_words_mean_the_same_in_any_run() -> None:
    text = ("انفجار في سوق بمدينة كركوك", "وقتل ثلاثة في قرية دلهامة شمال المدينة.")
    assert told(*text) == told(*text)


@pytest.mark.parametrize(
    ("words", "uncertainty"),
    [
        ("قرب كركوك", 15.0),
        ("الطريق بين كركوك وتكريت", 60.0),
        ("على بعد 30 كيلومترا جنوب كركوك", 17.0),
    ],
)
def test_a_place_told_by_another_one_is_as_uncertain_as_its_words(words: str, uncertainty: float) -> None:
    mention = place(f"انفجار {words}", words)
    assert mention.entity.entity_class is EntityClass.RELATIVE_PLACE
    assert mention.entity.uncertainty_km == pytest.approx(uncertainty, rel=0.15)
    assert mention.entity.latitude is not None


@pytest.mark.parametrize("words", ["للمحكمة", "لِلمحكمة", "لًلمحكمة", "لل\u0651محكمة"])
def test_the_label_of_a_place_has_no_preposition(words: str) -> None:
    mention = next(mention for surface, mention in told(f"هجوم في محيط مبنى تابع {words}") if "محكم" in surface)
    assert normalize_key(mention.entity.label_ar) == normalize_key("المحكمة")
