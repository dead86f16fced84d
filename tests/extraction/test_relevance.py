from __future__ import annotations

from datetime import date

import pytest

from builder.extraction.extractor import extract
from builder.extraction.relevance import BACKGROUND, REPORTED, THRESHOLD
from builder.model import Article, EventMention
from builder.resources import read_table

DAY = date(2024, 3, 14)


def events(title: str, *paragraphs: str) -> tuple[EventMention, ...]:
    return extract(Article("a", title, "\n".join(paragraphs), DAY)).events


def test_both_models_have_a_threshold_and_no_feature_twice() -> None:
    rows = [(row["model"], row["feature"]) for row in read_table("incident_weights.tsv")]
    assert len(rows) == len(set(rows))
    assert {(REPORTED, THRESHOLD), (BACKGROUND, THRESHOLD)} <= set(rows)


def test_patrols_are_no_sport() -> None:
    found = events(
        "مقتل مسلحين في هجوم على دورية عسكرية",
        "تعرضت دورية تابعة للجيش لهجوم شنه مسلحون مجهولون شمال مالي، الثلاثاء.",
        "وأضاف البيان أن الدورية قتلت اثنين من المهاجمين، وأن دورية أخرى لاحقت الباقين.",
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "قال المدعي العام إن الرجل كان يريد تفجير محطة للقطارات.",
        "وأكد أنهم خططوا لمهاجمة ثكنة في المدينة.",
        "أطلقت إيران بنجاح صاروخا جديدا، الاثنين.",
        "عثرت الشرطة على مواد شديدة الانفجار في منزل.",
        "أصدر القضاء حكما على امرأة طعنت زوجها.",
    ],
)
def test_plans_tests_and_family_crimes_are_no_attacks(sentence: str) -> None:
    assert events("خبر", sentence) == ()


def test_an_attack_long_before_is_background_and_the_day_s_attack_is_news() -> None:
    found = events(
        "مقتل خمسة جنود في هجوم قرب كركوك",
        "قتل خمسة جنود في هجوم شنه مسلحون على نقطة تفتيش قرب كركوك، الأربعاء.",
        "وكان تفجير انتحاري قد أسفر عن مقتل عشرين شخصا في البصرة في يناير 2019.",
    )
    assert [event.background for event in found] == [False, True]
