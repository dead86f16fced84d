"""Events that annotations keep apart, against attacks of a store."""

from __future__ import annotations

from datetime import date

from builder.evaluation.annotations import AnnotatedArticle, AnnotatedEvent, AnnotatedPlace
from builder.evaluation.apart import Apart, told_in
from builder.extraction.extractor import extract
from builder.graph.iris import article_iri, event_iri
from builder.model import Article, Extraction

ARTICLE = Article(
    "two",
    "هجومان في بغداد",
    "قتل تسعة أشخاص في تفجير سيارة مفخخة في سوق بحي الكرادة وسط بغداد، الاثنين. وفي هجوم آخر، اغتال مسلحون قاضياً"
    " أمام منزله في حي الدورة جنوبي بغداد، الاثنين.",
    published=date(2024, 4, 2),
)
BOMB = AnnotatedEvent(
    "e1",
    "attack",
    ("CarBombing",),
    triggers=("تفجير سيارة مفخخة",),
    places=(AnnotatedPlace(("حي الكرادة",), primary=True),),
    date="2024-04-01",
)
MURDER = AnnotatedEvent(
    "e2",
    "attack",
    ("Assassination",),
    triggers=("اغتال",),
    places=(AnnotatedPlace(("حي الدورة",), primary=True),),
    date="2024-04-01",
)
# One attack in two annotated parts, as rasd has it: both triggers are in its mention.
PART = AnnotatedEvent("e3", "attack", ("CarBombing",), triggers=("في تفجير",))


def mentions(extraction: Extraction) -> list[str]:
    return [event_iri(article_iri(extraction.article.id), event.key) for event in extraction.events]


def counted(*events: AnnotatedEvent, merged: bool) -> Apart:
    extraction = extract(ARTICLE)
    attacks = {iri: "attack" if merged else iri for iri in mentions(extraction)}
    apart = Apart()
    apart.add(AnnotatedArticle("two", events), extraction, attacks)
    return apart


def test_events_with_a_mention_each_are_apart_until_their_mentions_are_one_attack() -> None:
    assert counted(BOMB, MURDER, merged=False) == Apart(mentions=1, triggers=1)
    assert counted(BOMB, MURDER, merged=True) == Apart(mentions=1, merged=[("two", "e1", "e2")], triggers=1)


def test_events_whose_triggers_are_in_one_mention_are_grouped() -> None:
    assert counted(BOMB, PART, merged=False).grouped == [("two", "e1", "e3")]


def test_a_trigger_that_two_events_share_or_that_no_mention_has_tells_nothing() -> None:
    extraction = extract(ARTICLE)
    assert told_in([BOMB, BOMB], extraction) == {}
    assert told_in([AnnotatedEvent("e4", "attack", ("Raid",), triggers=("منزله",))], extraction) == {}
    assert set(told_in([BOMB, MURDER], extraction).values()) == set(mentions(extraction))
