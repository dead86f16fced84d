"""The tolls of one attack, figure by figure: who says how many, and what changed from article to article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.statements import TOLLS, Document, Statement


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one source.

    ``start`` and ``end`` are its ends on the chart, in percent of the axis; ``is_open`` where nothing bounds it above.
    ``earlier`` is the last other figure that the same source gave of the same people before, None where there is none.
    """

    statement: Statement
    published: str
    start: float
    end: float
    is_open: bool
    is_part: bool
    is_of_attackers: bool
    earlier: Statement | None


@dataclass(frozen=True, slots=True)
class TollChart:
    """The figures of one kind of casualties, and the marks of the axis below them, each with its place in percent."""

    subject: str
    figures: tuple[Figure, ...]
    ticks: tuple[tuple[int, float], ...]


def toll_charts(said: Sequence[Statement], articles: Sequence[Document]) -> tuple[TollChart, ...]:
    """A chart for the killed and one for the wounded, where there are figures; totals first, then by day.

    All charts have one axis, so that they can be compared. It reaches to the greatest bound, or a fifth beyond the
    greatest lower bound of a figure that is open above.
    """
    told = [one for one in said if one.subject in TOLLS and (one.low is not None or one.high is not None)]
    top = max((_top(one) for one in told), default=0)
    step = _step(top)
    most = -(-top // step) * step
    ticks = tuple((number, 100 * number / most) for number in range(0, most + 1, step)) if most else ((0, 0.0),)
    charts = []
    for subject in dict.fromkeys(one.subject for one in told):
        own = [one for one in told if one.subject == subject]
        figures = [_figure(one, own, articles, most or 1) for one in own]
        figures.sort(key=lambda one: (one.is_of_attackers, one.is_part, one.published, one.statement.document))
        charts.append(TollChart(subject, tuple(figures), ticks))
    return tuple(charts)


def _top(one: Statement) -> int:
    if one.high is not None:
        return one.high
    return (one.low or 0) + max(1, (one.low or 0) // 5)


def _step(top: int) -> int:
    """The distance of the marks: 1, 2 or 5 times a power of ten, so that there are five of them at most."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if top <= 5 * factor * unit:
                return factor * unit
        unit *= 10


def _figure(one: Statement, own: Iterable[Statement], articles: Sequence[Document], most: int) -> Figure:
    published = articles[one.document].article.published
    low, high = one.low or 0, most if one.high is None else one.high
    before = [
        other
        for other in own
        if _source(other, articles) == _source(one, articles)
        and (other.casualties, other.group_kind) == (one.casualties, one.group_kind)
        and articles[other.document].article.published < published
        and (other.low, other.high) != (one.low, one.high)
    ]
    return Figure(
        statement=one,
        published=published,
        start=100 * low / most,
        end=100 * high / most,
        is_open=one.high is None,
        is_part=bool(one.group_kind),
        is_of_attackers=one.casualties.startswith("attackers-"),
        earlier=max(before, key=lambda other: articles[other.document].article.published, default=None),
    )


def _source(one: Statement, articles: Sequence[Document]) -> tuple[str, ...]:
    """Who gives the figure: the speakers, or the outlet that says it in its own voice."""
    return tuple(speaker.ar for speaker in one.speakers) or ("", articles[one.document].name.ar)
