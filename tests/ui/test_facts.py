from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Span
from ui.facts import By, Verdict, excludes, fact_table, meet, suspects
from ui.labels import Named, Words
from ui.records import ArticleText, Conflict, Side
from ui.statements import Document, Statement, Subject

MINISTRY = Named("وزارة", "Ministry", "https://x/ministry")
MEDIC = Named("مصدر طبي", "", "https://x/article#medic")


def document(name: str, published: str = "") -> Document:
    article = ArticleText(f"https://x/{name}", name, "عنوان", "نص", published, Words(""), "")
    return Document(article, ())


ARTICLES = (document("one"), document("two"), document("three"))


def says(subject: Subject, place: int, value: str, **given: object) -> Statement:
    return Statement(subject, place, given.pop("speakers", ()), Words(value), Span(0, 1), value, **given)  # type: ignore[arg-type]


def dead(place: int, low: int | None, high: int | None, **given: object) -> Statement:
    return says(Subject.KILLED, place, f"{low}-{high}", low=low, high=high, casualties="killed", **given)


def day(place: int, earliest: str, latest: str) -> Statement:
    return says(Subject.DATE, place, earliest, earliest=earliest, latest=latest)


def at(place: int, iri: str) -> Statement:
    return says(Subject.PLACE, place, iri, filler=iri)


def verdict(*said: Statement, **given: object) -> Verdict:
    (fact,) = fact_table(said, ARTICLES, By.ARTICLE, **given).facts  # type: ignore[arg-type]
    return fact.verdict


def test_one_article_alone_agrees_with_nobody() -> None:
    assert verdict(dead(0, 4, 4), dead(0, 9, 9)) is Verdict.SINGLE


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (dead(1, 4, 4), Verdict.AGREE),
        (dead(1, 3, 5), Verdict.AGREE),
        (dead(1, 2, None), Verdict.AGREE),
        (dead(1, None, 3), Verdict.CONFLICT),
        (dead(1, 9, 9), Verdict.CONFLICT),
        (dead(1, 5, None), Verdict.CONFLICT),
        (dead(1, 9, 9, group_kind="https://x/soldiers"), Verdict.DIFFER),
        (dead(1, None, None), Verdict.DIFFER),
    ],
)
def test_tolls_of_the_same_people_conflict_where_they_do_not_overlap(other: Statement, expected: Verdict) -> None:
    assert verdict(dead(0, 4, 4), other) is expected


def test_days_conflict_where_they_do_not_overlap() -> None:
    month = day(0, "2023-10-01", "2023-10-31")
    assert verdict(month, day(1, "2023-10-17", "2023-10-17")) is Verdict.AGREE
    assert verdict(month, day(1, "2023-11-01", "2023-11-01")) is Verdict.CONFLICT


def test_a_place_agrees_with_what_it_lies_in() -> None:
    within = {"base": ("district",), "district": ("country",)}
    assert verdict(at(0, "base"), at(1, "country"), containers=within) is Verdict.AGREE
    assert verdict(at(0, "base"), at(1, "elsewhere"), containers=within) is Verdict.DIFFER


def test_containers_that_contain_each_other_end() -> None:
    assert verdict(at(0, "a"), at(1, "c"), containers={"a": ("b",), "b": ("a",)}) is Verdict.DIFFER


def test_a_denial_conflicts_with_the_accusation_and_not_with_another() -> None:
    accused = says(Subject.PERPETRATOR, 0, "كتائب", filler="group")
    denial = says(Subject.PERPETRATOR, 1, "كتائب", filler="group", denied=True)
    other = says(Subject.PERPETRATOR, 1, "لواء", filler="brigade", denied=True)
    assert verdict(accused, denial) is Verdict.CONFLICT
    assert verdict(accused, other) is Verdict.DIFFER


def test_statuses() -> None:
    def status(place: int, name: str) -> Statement:
        return says(Subject.STATUS, place, name, term=("status", name))

    assert verdict(status(0, "occurred"), status(1, "occurred")) is Verdict.AGREE
    assert verdict(status(0, "occurred"), status(1, "foiled")) is Verdict.CONFLICT
    assert verdict(status(0, "occurred"), status(1, "disputed")) is Verdict.DIFFER


def test_all_must_meet_to_agree() -> None:
    assert verdict(at(0, "a"), at(1, "a"), at(2, "b")) is Verdict.DIFFER
    assert verdict(at(0, "a"), at(1, "a"), at(2, "a")) is Verdict.AGREE


def test_a_known_conflict_marks_its_sides() -> None:
    one = says(Subject.OUTCOME, 0, "hit", term=("outcome", "hit"), speakers=(MINISTRY,))
    two = says(Subject.OUTCOME, 1, "hit", term=("outcome", "hit"), speakers=(MEDIC,), denied=True)
    three = says(Subject.OUTCOME, 2, "harm", term=("outcome", "harm"))
    known = Conflict("a", "one", "outcome", Side("وزارة", "hit", ""), Side("مصدر طبي", "not hit", ""))
    table = fact_table((one, two, three), ARTICLES, By.ARTICLE, [known])
    assert table.facts[0].verdict is Verdict.CONFLICT
    assert [cell.disputed for cell in table.facts[0].cells] == [True, True, False]


def test_a_known_conflict_within_one_article_is_one_of_the_fact() -> None:
    said = (dead(0, 4, 4, speakers=(MEDIC,)), dead(0, 20, None, speakers=(MINISTRY,)))
    known = Conflict("a", "one", "killed", Side("مصدر طبي", "4-4", ""), Side("وزارة", "20-None", ""))
    assert verdict(*said, conflicts=[known]) is Verdict.CONFLICT


def test_columns_of_speakers() -> None:
    said = (dead(0, 4, 4, speakers=(MEDIC,)), dead(1, 9, 9, speakers=(MINISTRY,)), dead(2, 9, 9, speakers=(MINISTRY,)))
    table = fact_table((*said, at(0, "base")), ARTICLES, By.SPEAKER)
    assert [(voice.name.ar, voice.document, voice.own) for voice in table.voices] == [
        ("مصدر طبي", 0, False),
        ("وزارة", None, False),
        ("one", 0, True),
    ]
    killed, place = table.facts
    assert killed.verdict is Verdict.CONFLICT
    assert [len(cell.said) for cell in killed.cells] == [1, 2, 0]
    assert place.verdict is Verdict.SINGLE


def test_who_claims_comes_first() -> None:
    said = [
        says(Subject.PERPETRATOR, 0, "جيش", filler="army", speakers=(MINISTRY,)),
        says(Subject.PERPETRATOR, 1, "جيش", filler="army"),
        says(Subject.PERPETRATOR, 1, "لواء", filler="brigade", notes=(("basis", "claimed"),)),
        says(Subject.PERPETRATOR, 2, "جيش", filler="army", denied=True),
        says(Subject.PERPETRATOR, 0, "مسلحون", filler="https://x/one#gunmen"),
        says(Subject.PERPETRATOR, 1, "مسلحون", filler="https://x/two#gunmen"),
    ]
    found = suspects(said)
    assert [one.thing.ar for one in found] == ["لواء", "جيش", "مسلحون"]
    counts = [(len(one.claimed), len(one.attributed), len(one.denied)) for one in found]
    assert counts == [(1, 0, 0), (0, 2, 1), (0, 2, 0)]


figures = st.builds(
    lambda place, low, more, open_above: dead(place, low, None if open_above else low + more),
    st.integers(0, 2),
    st.integers(0, 30),
    st.integers(0, 10),
    st.booleans(),
)


@given(figures, figures)
def test_two_figures_meet_or_exclude_each_other(one: Statement, other: Statement) -> None:
    assert meet(one, other, {}) != excludes([one], [other])
    assert excludes([one], [other]) == excludes([other], [one])


@given(st.lists(figures, min_size=1, max_size=6))
def test_every_statement_stands_in_the_column_of_its_article(said: list[Statement]) -> None:
    (fact,) = fact_table(said, ARTICLES, By.ARTICLE).facts
    for place, cell in enumerate(fact.cells):
        assert list(cell.said) == [statement for statement in said if statement.document == place]
