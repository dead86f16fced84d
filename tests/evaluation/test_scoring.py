"""Counting on small annotations made by hand; test_scorer.py compares with the reference scorer if it is there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.errors import RunError
from builder.evaluation.annotations import (
    AnnotatedArticle,
    AnnotatedEvent,
    AnnotatedFigure,
    AnnotatedFiller,
    AnnotatedPlace,
)
from builder.evaluation.problems import Problem, ProblemKind, find_problems
from builder.evaluation.reliability import Case, by_confidence, by_rule, calibration_error, cases
from builder.evaluation.rows import Evidence, Row
from builder.evaluation.scoring import Scores, score

TEXT = "قصف حلب\nقصف الجيش حلب يوم الأحد فقتل 12 شخصا وفق سانا. انفجار في إدلب."
EVENT = AnnotatedEvent(
    id="e1",
    kind="attack",
    types=("Shelling", "Attack"),
    status="occurred",
    triggers=("قصف",),
    places=(
        AnnotatedPlace(("حلب",), "Aleppo", primary=True, position=(36.2, 37.15)),
        AnnotatedPlace(("سوريا",), "Syria"),
    ),
    date="2024-03-10",
    fillers={
        "perpetrator": (AnnotatedFiller(("الجيش",)),),
        "target": (AnnotatedFiller(("مدرسة",)),),
        "source": (AnnotatedFiller(("سانا",)), AnnotatedFiller(("شهود",), optional=True)),
    },
    figures={"killed": (AnnotatedFigure((12, 12), main=True), AnnotatedFigure((3, 3)))},
)
BASE = Row("a", "a#1", "attack", "Shelling", "occurred", False, "trigger", "قصف", "قصف")
ROWS = [
    BASE,
    replace(BASE, role="place", value="حلب", mention="حلب", position=(36.2, 37.2)),
    replace(BASE, role="place", value="سوريا", mention="سوريا"),
    replace(BASE, role="place", value="إدلب", mention="إدلب"),
    replace(BASE, role="date", value="2024-03-10", mention="يوم الأحد"),
    replace(BASE, role="perpetrator", value="الجيش السوري", mention="الجيش"),
    replace(BASE, role="perpetrator", value="الجيش السوري", mention="جيش"),
    replace(BASE, role="source", value="شهود", mention="شهود"),
    replace(BASE, role="killed", value="12", mention="12"),
    replace(BASE, role="killed", value="3", mention="ثلاثة"),
]
OTHER = replace(BASE, attack="a#2", type="Bombing", value="انفجار", mention="انفجار")
FALSE = [OTHER, replace(OTHER, role="place", value="إدلب", mention="إدلب")]


def scored(rows: list[Row], *events: AnnotatedEvent) -> Scores:
    return score([AnnotatedArticle("a", events)], rows, {"a": TEXT})[0]


def counts(scores: Scores, name: str) -> tuple[int, int, int]:
    tally = scores.tallies()[name]
    return tally.right, tally.wrong, tally.missed


def test_containers_other_figures_and_optional_fillers_are_not_wrong() -> None:
    scores = scored(ROWS, EVENT)
    assert counts(scores, "event") == (1, 0, 0)
    assert counts(scores, "place") == (1, 1, 0)
    assert counts(scores, "date") == (1, 0, 0)
    assert counts(scores, "perpetrator") == (1, 0, 0)
    assert counts(scores, "target") == (0, 0, 1)
    assert counts(scores, "source") == (0, 0, 1)
    assert counts(scores, "killed") == (1, 0, 0)
    assert counts(scores, "roles") == (4, 1, 2)
    assert scores.near.value == 1.0
    assert (scores.grounded.hits, scores.grounded.cases) == (7, 10)


def test_a_figure_that_is_not_the_total_misses_but_is_not_wrong() -> None:
    rows = [row for row in ROWS if row.value != "12"]
    assert counts(scored(rows, EVENT), "killed") == (0, 0, 1)
    rows.append(replace(BASE, role="killed", value="40", mention="40"))
    assert counts(scored(rows, EVENT), "killed") == (0, 1, 1)


def test_two_wrong_dates_cost_once() -> None:
    rows = [row for row in ROWS if row.role != "date"]
    rows += [replace(BASE, role="date", value=f"2024-03-0{n}", mention="يوم") for n in (1, 2)]
    assert counts(scored(rows, EVENT), "date") == (0, 1, 1)


def test_a_place_without_an_annotated_one_is_not_judged() -> None:
    assert counts(scored(ROWS, replace(EVENT, places=(), date="")), "place") == (0, 0, 0)


def test_a_false_event_costs_itself_and_its_fillers() -> None:
    scores = scored([*ROWS, *FALSE], EVENT)
    assert counts(scores, "event") == counts(scores, "event_all") == (1, 1, 0)
    assert counts(scores, "place") == (1, 2, 0)
    background = [replace(row, background=True) for row in FALSE]
    assert counts(scored([*ROWS, *background], EVENT), "event") == (1, 0, 0)
    assert counts(scored([*ROWS, *background], EVENT), "event_all") == (1, 1, 0)


def test_false_events_of_an_article_without_attacks_are_counted() -> None:
    assert scored(FALSE).false_events_in_negatives == 1


def test_background_counts_only_in_event_all() -> None:
    scores = scored(ROWS, replace(EVENT, background=True))
    assert counts(scores, "event") == counts(scores, "roles") == (0, 0, 0)
    assert counts(scores, "event_all") == (1, 0, 0)
    assert scores.background.value == 0.0


def test_news_called_background_is_news_missed() -> None:
    scores = scored([replace(row, background=True) for row in ROWS], EVENT)
    assert counts(scores, "event") == (0, 0, 1)
    assert counts(scores, "event_all") == (1, 0, 0)
    assert counts(scores, "place") == (0, 0, 1)


def test_the_events_that_agree_most_are_paired() -> None:
    second = replace(EVENT, id="e2", date="2024-03-09", figures={}, fillers={})
    rows = [*ROWS, *FALSE, replace(OTHER, role="place", value="حلب", mention="حلب")]
    _, [pairing] = score([AnnotatedArticle("a", (second, EVENT))], rows, {"a": TEXT})
    partners = {event.id: found.head.attack for event, found in pairing.pairs if found is not None}
    assert partners == {"e1": "a#1"}  # the type differs and the place alone is too little
    assert [event.head.attack for event in pairing.false] == ["a#2"]


def test_swapped_parties_are_noticed() -> None:
    rows = [replace(row, role="target") if row.role == "perpetrator" else row for row in ROWS]
    rows.append(replace(BASE, role="perpetrator", value="مدرسة", mention="مدرسة"))
    assert scored(rows, EVENT).swapped.value == 1.0
    assert scored(ROWS, EVENT).swapped.value == 0.0


def test_an_annotated_article_must_be_among_the_articles() -> None:
    with pytest.raises(RunError, match="b is not among the articles"):
        score([AnnotatedArticle("b", ())], ROWS, {"a": TEXT})


def test_errors_name_words_rule_and_sentence() -> None:
    evidences = {row.key: (Evidence(f"rule of {row.role}", TEXT, 0.5),) for row in [*ROWS, *FALSE]}
    _, pairings = score(
        [AnnotatedArticle("a", (EVENT,)), AnnotatedArticle("b", (EVENT,))], [*ROWS, *FALSE], {"a": TEXT, "b": ""}
    )
    assert find_problems(pairings, evidences) == [
        Problem(ProblemKind.MISSED_EVENT, "b", "e1", "Shelling", annotated=("قصف",)),
        Problem(ProblemKind.FALSE_EVENT, "a", type="Bombing", found=("انفجار",), rule="rule of trigger", sentence=TEXT),
        Problem(
            ProblemKind.MISSED_FILLER, "a", "e1", "Shelling", "source", ("سانا",), ("شهود",), "rule of source", TEXT
        ),
        Problem(ProblemKind.MISSED_FILLER, "a", "e1", "Shelling", "target", ("مدرسة",)),
        Problem(ProblemKind.WRONG_FILLER, "a", "e1", "Shelling", "place", (), ("إدلب",), "rule of place", TEXT),
    ]


def test_reliability_counts_rules_and_confidences() -> None:
    evidences = {row.key: (Evidence("in; linked", TEXT, 0.8),) for row in [*ROWS, *FALSE]}
    _, pairings = score([AnnotatedArticle("a", (EVENT,))], [*ROWS, *FALSE], {"a": TEXT})
    found = list(cases(pairings, evidences))
    assert [(c.confidence, c.right) for c in found if c.role == "event"] == [(0.8, True), (0.8, False)]
    place = by_rule(found)["place", "in"]
    assert (place.hits, place.cases) == (2, 3)  # the container is right; false events are not judged
    [one] = by_confidence(found)["events"]
    assert (one.low, one.share.hits, one.share.cases) == (0.8, 1, 2)
    assert calibration_error([one]) == pytest.approx(0.3)


def test_a_confidence_of_one_is_in_the_last_bin() -> None:
    found = by_confidence([Case("place", "in", 1.0, True), Case("place", "in", 0.3, False)])
    assert [one.low for one in found["arguments"]] == [0.3, 0.9]
