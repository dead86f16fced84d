from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Entity, EntityClass
from builder.reference.relative import PlaceRelation, RelativePlace, find_relative_places
from builder.text.tokens import Token, tokenize

Sentences = Callable[[str], tuple[Token, ...]]
WITHIN, OFFSET, NEAR, BETWEEN = PlaceRelation


@dataclass(frozen=True, slots=True)
class Known:
    """A place that the tests' sentences know, without the tables: the words it is written with, its class."""

    words: tuple[str, ...]
    kind: EntityClass


KNOWN = [
    *(Known((name,), EntityClass.COUNTRY) for name in ("العراق", "سوريا", "اليمن", "اللبناني", "تركيا", "ايران")),
    *(Known((name,), EntityClass.SETTLEMENT) for name in ("بغداد", "الموصل", "حلب", "حمص", "كركوك", "صنعاء", "واسط")),
    Known(("دير", "الزور"), EntityClass.GOVERNORATE),
    Known(("شمال", "سيناء"), EntityClass.GOVERNORATE),
    Known(("قطاع", "غزه"), EntityClass.REGION),
    Known(("عين", "الاسد"), EntityClass.FACILITY),
]
CLITICS = ("", "و", "ب", "ل", "ول", "وب")


def entity(words: tuple[str, ...], kind: EntityClass) -> Entity:
    label = " ".join(words)
    return Entity(f"https://example.org/{label}", kind, label, latitude=33.0, longitude=44.0, country="XX")


def anchors(tokens: tuple[Token, ...]) -> list[tuple[int, int, Entity]]:
    norms = [token.norm for token in tokens]
    found: list[tuple[int, int, Entity]] = []
    for place in KNOWN:
        for at in range(len(norms)):
            first, *rest = place.words
            if norms[at] in [clitic + first for clitic in CLITICS] and norms[at + 1 : at + 1 + len(rest)] == rest:
                found.append((at, at + len(place.words), entity(place.words, place.kind)))
    return found


def read(tokens: tuple[Token, ...]) -> list[RelativePlace]:
    return list(find_relative_places(tokens, anchors(tokens)))


@pytest.mark.parametrize(
    ("text", "words", "relation", "direction", "distance"),
    [
        ("قتلوا غرب العراق", "غرب العراق", WITHIN, "w", None),
        ("قتلوا في غربي العراق", "غربي العراق", WITHIN, "w", None),
        ("في شمال غرب سوريا", "شمال غرب سوريا", WITHIN, "nw", None),
        ("في شمال غربي سوريا", "شمال غربي سوريا", WITHIN, "nw", None),
        ("في جنوبي شرق سوريا", "جنوبي شرق سوريا", WITHIN, "se", None),
        ("في أقصى شمال سوريا", "أقصى شمال سوريا", WITHIN, "n", None),
        ("وبشمال سوريا", "شمال سوريا", WITHIN, "n", None),
        ("في شمال وشرق سوريا", "شمال وشرق سوريا", WITHIN, "ne", None),
        ("في الجنوب اللبناني", "الجنوب اللبناني", WITHIN, "s", None),
        ("في جنوب قطاع غزة", "جنوب قطاع غزة", WITHIN, "s", None),
        ("في الجزء الغربي من العراق", "الجزء الغربي من العراق", WITHIN, "w", None),
        ("في وسط سوريا", "وسط سوريا", WITHIN, "", None),
        ("جنوبي بغداد", "جنوبي بغداد", OFFSET, "s", None),
        ("شرقي مدينة الموصل", "شرقي مدينة الموصل", OFFSET, "e", None),
        ("غرب العاصمة صنعاء", "غرب العاصمة صنعاء", OFFSET, "w", None),
        ("إلى الغرب من بغداد", "إلى الغرب من بغداد", OFFSET, "w", None),
        ("شمال قاعدة عين الأسد", "شمال قاعدة عين الأسد", OFFSET, "n", None),
        ("على بعد 25 كيلومتراً شمالي بغداد", "على بعد 25 كيلومتراً شمالي بغداد", OFFSET, "n", 25.0),
        ("وعلى بعد نحو 25 كم شمالي بغداد", "على بعد نحو 25 كم شمالي بغداد", OFFSET, "n", 25.0),
        ("على مسافة 50 كيلو مترا إلى الشمال من صنعاء", "على مسافة 50 كيلو مترا إلى الشمال من صنعاء", OFFSET, "n", 50.0),
        ("على بعد ٧٠ كلم إلى الشمال الشرقي من بغداد", "على بعد ٧٠ كلم إلى الشمال الشرقي من بغداد", OFFSET, "ne", 70.0),
        ("على بعد عشرين كيلومترا جنوب بغداد", "على بعد عشرين كيلومترا جنوب بغداد", OFFSET, "s", 20.0),
        ("على بعد خمسة وعشرين كيلومترا من بغداد", "على بعد خمسة وعشرين كيلومترا من بغداد", OFFSET, "", 25.0),
        ("على بعد كيلومترين من حلب", "على بعد كيلومترين من حلب", OFFSET, "", 2.0),
        ("على بعد كيلومتر من حلب", "على بعد كيلومتر من حلب", OFFSET, "", 1.0),
        ("على بعد 100 ميل من حلب", "على بعد 100 ميل من حلب", OFFSET, "", 160.9),
        ("(60 كم شمال شرق بغداد)", "60 كم شمال شرق بغداد", OFFSET, "ne", 60.0),
        ("تبعد 90 كلم عن حلب", "تبعد 90 كلم عن حلب", OFFSET, "", 90.0),
        ("على بعد 66 كيلومترا من حلب شمالا", "على بعد 66 كيلومترا من حلب شمالا", OFFSET, "n", 66.0),
        ("على بعد مئات الأمتار من حلب", "على بعد مئات الأمتار من حلب", NEAR, "", None),
        ("منطقة صحراوية على بعد 9 كم من حلب", "منطقة صحراوية على بعد 9 كم من حلب", OFFSET, "", 9.0),
        ("في قرية تقع على بعد 9 كم من حلب", "قرية تقع على بعد 9 كم من حلب", OFFSET, "", 9.0),
        ("قرب كركوك", "قرب كركوك", NEAR, "", None),
        ("بالقرب من كركوك", "بالقرب من كركوك", NEAR, "", None),
        ("في محيط مدينة حلب", "محيط مدينة حلب", NEAR, "", None),
        ("بمحيط حلب", "محيط حلب", NEAR, "", None),
        ("أطراف حلب الشمالية", "أطراف حلب الشمالية", NEAR, "n", None),
        ("الأطراف الشمالية لمدينة حلب", "الأطراف الشمالية لمدينة حلب", NEAR, "n", None),
        ("قبالة سواحل اليمن", "قبالة سواحل اليمن", NEAR, "", None),
        ("ريف حلب", "ريف حلب", WITHIN, "", None),
        ("بريف حلب الشمالي", "ريف حلب الشمالي", WITHIN, "n", None),
        ("ريف دير الزور الجنوبي الشرقي", "ريف دير الزور الجنوبي الشرقي", WITHIN, "se", None),
        ("الريف الشمالي لحلب", "الريف الشمالي لحلب", WITHIN, "n", None),
        ("بين حمص وحلب", "بين حمص وحلب", BETWEEN, "", None),
        ("بين بغداد وواسط", "بين بغداد وواسط", BETWEEN, "", None),
        ("على الطريق بين حمص وحلب", "الطريق بين حمص وحلب", BETWEEN, "", None),
        ("على الطريق الدولي الواصل بين مدينتي حمص وحلب", None, BETWEEN, "", None),
        ("الطريق الرابط بين سوريا والعراق", "الطريق الرابط بين سوريا والعراق", BETWEEN, "", None),
        ("على طريق حمص - حلب", "طريق حمص - حلب", BETWEEN, "", None),
    ],
)
def test_reads_relative_places(
    first_sentence: Sentences,
    text: str,
    words: str | None,
    relation: PlaceRelation,
    direction: str,
    distance: float | None,
) -> None:
    (found,) = read(first_sentence(text))
    assert found.relation is relation
    assert found.words == (words or found.words)
    assert found.direction == direction
    assert found.distance_km == (None if distance is None else pytest.approx(distance))
    assert found.anchor is not None
    assert found.first <= found.anchor_first < found.anchor_last <= found.last


@pytest.mark.parametrize(
    ("text", "relation", "kind"),
    [
        ("على بعد نحو 25 كيلومتراً شمالي القاعدة", OFFSET, EntityClass.FACILITY),
        ("في شمال البلاد", WITHIN, EntityClass.COUNTRY),
        ("في جنوب شرقي المحافظة", WITHIN, EntityClass.GOVERNORATE),
        ("جنوبي المدينة", OFFSET, EntityClass.SETTLEMENT),
        ("قرب المطار", NEAR, EntityClass.FACILITY),
        ("المناطق الشمالية الغربية من البلاد", WITHIN, EntityClass.COUNTRY),
    ],
)
def test_leaves_bare_nouns_to_the_caller(
    first_sentence: Sentences, text: str, relation: PlaceRelation, kind: EntityClass
) -> None:
    tokens = first_sentence(text)
    (found,) = read(tokens)
    assert found.anchor is None
    assert (found.relation, found.kind) == (relation, kind)
    assert (found.anchor_first, found.anchor_last) == (len(tokens) - 1, len(tokens))


@pytest.mark.parametrize(
    "text",
    [
        "العلاقات بين العراق وتركيا",
        "في شمال سيناء",
        "عن طريق سوريا وتركيا",
        "خارج العراق",
        "على بعد خطوة من حلب",
        "على بعد نقطتين",
        "الشرق والغرب",
        "المنطقة الغربية وحلب",
        "قصف 25 كيلومترا من حلب",
    ],
)
def test_finds_none_where_none_is(first_sentence: Sentences, text: str) -> None:
    assert read(first_sentence(text)) == []


def test_finds_several_in_one_sentence(first_sentence: Sentences) -> None:
    tokens = first_sentence("سقطت في منطقة صحراوية على بعد نحو 25 كيلومتراً شمالي القاعدة غربي العراق")
    assert [place.words for place in read(tokens)] == [
        "منطقة صحراوية على بعد نحو 25 كيلومتراً شمالي القاعدة",
        "غربي العراق",
    ]


def test_writes_quotes_as_the_text_has_them(first_sentence: Sentences) -> None:
    (found,) = read(first_sentence('غربي مدينة "حلب" أمس'))
    assert found.words == 'غربي مدينة "حلب"'


WORDS = (
    *("شمال", "غرب", "الشمال", "الغربي", "بين", "قرب", "ريف", "على", "بعد", "نحو", "25", "كم", "كيلومترا", "من", "إلى"),
    *(
        "العراق",
        "حلب",
        "وحمص",
        "القاعدة",
        "مدينة",
        "منطقة",
        "طريق",
        "الطريق",
        "(",
        ")",
        '"',
        "،",
        "-",
        "تبعد",
        "عن",
        "مئات",
    ),
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
def test_gives_ranges_in_order_that_hold_their_anchor(words: list[str]) -> None:
    tokens = tokenize(" ".join(words))
    found = read(tokens)
    assert all(one.last <= other.first for one, other in pairwise(found))
    for place in found:
        assert 0 <= place.first <= place.anchor_first < place.anchor_last <= place.last <= len(tokens)
        assert place.words
