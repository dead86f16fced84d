from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builder.extraction.coreference import group_frames
from builder.extraction.extractor import Draft, draft, extract, finish
from builder.extraction.weights import Weights, weights
from builder.model import Article, EventKind, Extraction, Quantity, QuantityKind, Role
from tests.extraction.cases import article_of, cases, known_limits

SEPARATE: Weights = replace(weights(), join=1_000.0)  # nothing agrees that well
PUBLISHED = date(2024, 3, 14)


def extracted(*paragraphs: str) -> Extraction:
    return extract(Article("coreference", "أخبار أمنية", "\n".join(paragraphs), PUBLISHED))


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    return [draft(article_of(case)) for case in (*cases(), *known_limits())]


def test_a_frame_belongs_to_one_incident_at_the_most(drafts: list[Draft]) -> None:
    for read in drafts:
        incidents = group_frames(read.frames)
        members = [id(member) for incident in incidents for member in incident.members]
        assert len(set(members)) == len(members), read.article.id
        assert set(members) <= {id(frame) for frame in read.frames}, read.article.id


def test_an_incident_keeps_the_order_of_the_text(drafts: list[Draft]) -> None:
    for read in drafts:
        for incident in group_frames(read.frames):
            told = [member.frame.sentence for member in incident.members if not member.frame.remark]
            assert told == sorted(told), read.article.id
            assert any(member.frame.triggers for member in incident.members), read.article.id
            assert incident.first_sentence == told[0], read.article.id
            assert incident.last_sentence >= told[-1], read.article.id


def test_weights_that_let_nothing_join_give_as_many_incidents_or_more(drafts: list[Draft]) -> None:
    for read in drafts:
        apart, together = group_frames(read.frames, SEPARATE), group_frames(read.frames)
        assert len(apart) >= len(together), read.article.id


def test_grouping_leaves_the_frames_as_they_are(drafts: list[Draft]) -> None:
    for read in drafts:
        first = [[id(member) for member in incident.members] for incident in group_frames(read.frames)]
        again = [[id(member) for member in incident.members] for incident in group_frames(read.frames)]
        assert first == again, read.article.id


def test_no_frames_give_no_incidents() -> None:
    assert group_frames(()) == []


@pytest.mark.parametrize(
    "second",
    [
        "وقال مصدر أمني إن الهجوم وقع عند الفجر.",
        "وأعلن تنظيم داعش، في بيان، مسؤوليته عن الهجوم.",
        "وارتفعت حصيلة الهجوم على الثكنة إلى سبعة قتلى.",
        "وكان مسلحون قد هاجموا الثكنة في كركوك الثلاثاء.",
    ],
)
def test_the_same_incident_told_again(second: str) -> None:
    first = "قتل خمسة جنود في هجوم مسلح على ثكنة في كركوك، الثلاثاء."
    assert len(extracted(first, second).events) == 1


@pytest.mark.parametrize(
    "second",
    [
        "من جهة أخرى، قتل شرطيان بانفجار سيارة مفخخة في البصرة، الأربعاء.",
        "وفي البصرة، انفجرت عبوة ناسفة بحافلة ركاب، الأربعاء.",
        "وقصفت طائرات تركية مواقع في دهوك، الأربعاء.",
        "كما خطف مسلحون ثلاثة مهندسين في الموصل، الأربعاء.",
    ],
)
def test_another_incident(second: str) -> None:
    first = "قتل خمسة جنود في هجوم مسلح على ثكنة في كركوك، الثلاثاء."
    events = extracted(first, second).events
    assert len(events) == 2
    assert events[0].triggers[0].span < events[1].triggers[0].span


def test_a_counted_series_is_no_single_attack() -> None:
    events = extracted(
        "تعرضت قوات الأمن لثمانية هجمات في سيناء خلال الأسبوع الماضي.",
        "وقتل جندي بانفجار عبوة ناسفة في العريش، الأربعاء.",
    ).events
    assert [event.kind for event in events] == [EventKind.SERIES, EventKind.ATTACK]


def test_a_report_without_an_attack_joins_the_only_one() -> None:
    (event,) = extracted("انفجرت سيارة مفخخة في حلب، الثلاثاء.", "وأصيب تسعة أشخاص بجروح.").events
    wounded = [argument.filler for argument in event.arguments if argument.role is Role.WOUNDED]
    assert wounded == [Quantity(9, 9, QuantityKind.EXACTLY)]


def test_keys_are_positions_of_first_triggers(drafts: list[Draft]) -> None:
    for read in drafts:
        for event in finish(read).events:
            assert event.key.split("-")[0] == str(event.triggers[0].span.start), read.article.id
