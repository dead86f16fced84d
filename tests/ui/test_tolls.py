from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.model import Span
from tests.ui.test_facts import document
from ui.labels import Named, Words
from ui.statements import Statement, Subject
from ui.tolls import toll_charts

MEDIC = Named("مصدر طبي", "", "https://x/medic")
ARTICLES = (document("one", "2023-11-03"), document("two", "2023-11-05"))


def toll(place: int, low: int | None, high: int | None, **given: object) -> Statement:
    values: dict[str, object] = {"subject": Subject.KILLED, "speakers": (), "casualties": "killed", **given}
    return Statement(
        document=place, value=Words(""), words=Span(0, 1), surface="", low=low, high=high, **values  # type: ignore[arg-type]
    )  # fmt: skip


def test_no_figure_no_chart() -> None:
    assert toll_charts([toll(0, None, None)], ARTICLES) == ()


def test_figures_lie_on_one_axis() -> None:
    charts = toll_charts([toll(0, 4, 4), toll(0, 12, 15), toll(1, 3, None, subject=Subject.WOUNDED)], ARTICLES)
    killed, wounded = charts
    assert killed.ticks == wounded.ticks == ((0, 0.0), (5, 100 / 3), (10, 200 / 3), (15, 100.0))
    assert [(figure.start, figure.end) for figure in killed.figures] == [(400 / 15, 400 / 15), (80.0, 100.0)]
    assert [(figure.start, figure.end, figure.is_open) for figure in wounded.figures] == [(20.0, 100.0, True)]


def test_totals_stand_before_parts_and_before_the_attackers() -> None:
    said = [
        toll(0, 1, 1, casualties="attackers-killed"),
        toll(0, 2, 2, group_kind="https://x/soldiers"),
        toll(1, 3, 3),
        toll(0, 4, 4),
    ]
    (chart,) = toll_charts(said, ARTICLES)
    assert [figure.statement.low for figure in chart.figures] == [4, 3, 2, 1]
    assert [(figure.is_part, figure.is_of_attackers) for figure in chart.figures][2:] == [(True, False), (False, True)]


def test_an_update_is_told_from_another_source() -> None:
    said = [toll(0, 4, 4, speakers=(MEDIC,)), toll(1, 9, 9, speakers=(MEDIC,)), toll(1, 12, 12)]
    (chart,) = toll_charts(said, ARTICLES)
    assert [figure.earlier and figure.earlier.low for figure in chart.figures] == [None, 4, None]


def test_the_same_figure_again_is_no_update() -> None:
    (chart,) = toll_charts([toll(0, 4, 4, speakers=(MEDIC,)), toll(1, 4, 4, speakers=(MEDIC,))], ARTICLES)
    assert [figure.earlier for figure in chart.figures] == [None, None]


bounds = st.tuples(st.integers(0, 10**7), st.integers(0, 10**6), st.booleans())


@given(st.lists(bounds, min_size=1, max_size=8))
def test_every_figure_lies_on_the_axis(figures: list[tuple[int, int, bool]]) -> None:
    said = [toll(0, low, None if is_open else low + more) for low, more, is_open in figures]
    (chart,) = toll_charts(said, ARTICLES)
    assert len(chart.ticks) <= 6
    for figure in chart.figures:
        assert 0 <= figure.start <= figure.end <= 100
    places = [place for _, place in chart.ticks]
    assert places == sorted(places)
