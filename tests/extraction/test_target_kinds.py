"""Which kind of target words name, and which an entity has by its class."""

from __future__ import annotations

from datetime import date

import pytest

from builder.extraction.extractor import extract
from builder.extraction.target_kinds import kind_of_target, target_words
from builder.model import Article, Entity, EntityClass, Link, Role
from builder.reference.vocabularies import Vocabulary, concepts, kinds_of_classes
from builder.resources import read_table

ROWS = list(read_table("target_words.tsv"))
LEXICON = {row["lemma"] for row in read_table("lexicon.tsv") if row["pos"] == "noun"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("مستشفى", "hospital"),
        ("المستشفيات", "hospital"),
        ("ثلاثة جنود", "soldiers"),
        ("جنديين", "soldiers"),
        ("5 صحفيات", "journalists"),
        ("عشرات المدنيين", "civilians"),
        ("عدد من الأطفال", "children"),
        ("أحد المباني السكنية", "residential-building"),
        ("عناصر", "armed-personnel"),
        ("عناصر من الشرطة", "police"),
        ("رجال الدين", "religious-figures"),
        ("رجل أمن", "security-forces"),
        ("رجل", "people"),
        ("مركز للشرطة", "police-station"),
        ("مركز طبي", "health-facility"),
        ("مركز", "headquarters"),
        ("نقطة تفتيش عسكرية", "checkpoint"),
        ("مواقع عسكرية", "military-site"),
        ("مواقع", "position"),
        ("مبنى القنصلية الأميركية", "consulate"),
        ("مقاتلين أكراد", "armed-personnel"),  # an adjective of origin does not change what they are
        ("ضابط شرطة", "police"),
        ("القصر الرئاسي", "palace"),
        ("مستوطنة", "settlement"),
        ("مستوطنين", "settlers"),
        ("سيارة إسعاف", "ambulance"),
        ("قوات حفظ السلام", "peacekeepers"),
        ("آخرين", ""),
        ("العشرات", ""),
        ("كثيف", ""),
        ("", ""),
    ],
)
def test_kind_of_words(words: str, kind: str) -> None:
    assert target_words().kind(words) == kind


def entity(kind: EntityClass, label: str, link: Link = Link.KNOWN) -> Entity:
    return Entity("https://example.org/x", kind, label, link=link)


@pytest.mark.parametrize(
    ("known", "words", "kind"),
    [
        (entity(EntityClass.ARMED_GROUP, "حزب الله"), "الحزب", "armed-groups"),  # not a party
        (entity(EntityClass.STATE_FORCE, "الشرطة العراقية"), "العراقية", "police"),
        (entity(EntityClass.STATE_FORCE, "الباسيج"), "هي", "paramilitary-forces"),
        (entity(EntityClass.FACILITY, "قاعدة عين الأسد"), "عين الأسد", "military-base"),
        (entity(EntityClass.FACILITY, "كورمور"), "كورمور", "objects"),
        (entity(EntityClass.SETTLEMENT, "مخيم جنين"), "المخيم", "refugee-camp"),
        (entity(EntityClass.COUNTRY, "فرنسا"), "فرنسا", "area"),
        (entity(EntityClass.TARGET, "قافلة", Link.UNRESOLVED), "القافلة", "convoy"),
        (entity(EntityClass.TARGET, "مدرسة", Link.UNRESOLVED), "هي", ""),
    ],
)
def test_the_class_of_an_entity_bounds_its_kind(known: Entity, words: str, kind: str) -> None:
    assert kind_of_target(known, words) == kind


def test_arguments_have_the_kinds_of_their_words() -> None:
    article = Article(
        "x",
        "تفجير في حلب",
        "قتل أربعة أطفال وأصيب عشرون شخصا في تفجير استهدف مسجدا في حلب.",
        published=date(2024, 5, 8),
    )
    told = {
        (argument.role, argument.kind.rpartition("/")[2])
        for event in extract(article).events
        for argument in event.arguments
    }
    assert {(Role.TARGET, "mosque"), (Role.KILLED, "children"), (Role.WOUNDED, "people")} <= told
    assert (Role.PLACE, "") in told


def test_rows_name_kinds_and_have_forms() -> None:
    kinds = concepts(Vocabulary.TARGET_KIND)
    formed = {row["lemma"] for row in ROWS if row["pos"] in ("noun", "adj")}
    for row in ROWS:
        assert row["kind"] in kinds or (not row["kind"] and row["further"]), row
        assert row["further"] in kinds or row["further"] in ("", "*"), row
        assert row["lemma"] in LEXICON | formed, row
        assert bool(row["pos"]) or not row["forms"], row


def test_each_lemma_stands_once_with_each_companion() -> None:
    keys = [(row["lemma"], companion) for row in ROWS for companion in row["with"].split("|")]
    assert {key for key in keys if keys.count(key) > 1} == set()


def test_rows_are_in_order() -> None:
    lemmas = [row["lemma"] for row in ROWS]
    assert lemmas == sorted(lemmas)


def test_every_kind_is_named_by_words_a_class_or_narrower_kinds() -> None:
    kinds = concepts(Vocabulary.TARGET_KIND)
    named = {row["kind"] for row in ROWS} | set(kinds_of_classes().values())
    named |= {wider for kind in kinds.values() for wider in kind.broader}
    assert set(kinds) - named == set()
