"""The rows of an answer as bars: sums of a column of numbers, or counts of rows, by day or by category."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ui.columns import Column, Content, first_day, number

MOST_BARS = 120
"""Of a chart over time; with more, days are taken together to weeks, then months, then years."""
MOST_CATEGORIES = 30
MOST_SERIES = 11
LONGEST_CATEGORY = 60
"""Code points of a value that can be a category; longer ones are sentences."""

# Columns of numbers that nobody adds up: positions on the ground and in texts, and measures of one row.
_MEASURES = frozenset(
    ("lat", "long", "latitude", "longitude", "lon", "lng", "start", "end", "confidence", "uncertainty_km")
)
_COUNTS = frozenset(("n", "count", "number", "total", "sum", "attacks"))


class Grain(StrEnum):
    """What one bar of a chart over time stands for; the values end keys of labels."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Axes:
    """The columns that a chart can have; either of the first two may be empty, but not both.

    ``days`` and ``categories`` can be the axis of bars, ``numbers`` be summed up; without numbers the rows are counted.
    """

    days: tuple[Column, ...]
    categories: tuple[Column, ...]
    numbers: tuple[Column, ...]

    @property
    def bars(self) -> tuple[Column, ...]:
        """The columns that the bars can stand for; categories only where there is a number."""
        return (*self.days, *self.categories) if self.numbers else self.days


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: an ISO day, month or year, or a category; what the part stands for; and its height."""

    bar: str
    series: str
    value: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by ``names`` in their order, those without any part too, except over centuries.

    ``grain`` is None for categories.

    ``left_out`` is the number of categories that have no bar, ``without`` that of rows without a day or a number.
    """

    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    grain: Grain | None
    left_out: int
    without: int


def axes_of(columns: Sequence[Column]) -> Axes | None:
    """The columns for a chart, the best first; None where no chart would say more than the table.

    A chart needs two rows and a column of days, or one of categories and one of numbers.
    """
    if not columns or len(columns[0].values) < 2:
        return None
    numbers = [
        column for column in columns if column.content is Content.NUMBER and column.name.lower() not in _MEASURES
    ]
    numbers.sort(key=lambda column: column.name.lower() not in _COUNTS)
    days = tuple(column for column in columns if column.content is Content.DAY and len(column.distinct) > 1)
    categories = tuple(column for column in columns if _is_category(column))
    found = Axes(days, categories, tuple(numbers))
    return found if found.bars else None


def _is_category(column: Column) -> bool:
    if column.content not in (Content.TEXT, Content.RESOURCE) or len(column.distinct) < 2:
        return False
    return column.content is Content.RESOURCE or all(len(value) <= LONGEST_CATEGORY for value in column.distinct)


def chart(bars: Column, numbers: Column | None, series: Column | None) -> Chart:
    """The sums of *numbers* over the rows of each bar, or the counts of rows, parted by *series*."""
    heights = _heights(bars, numbers)
    rows = [(*row, _part(series, at)) for at, row in enumerate(heights) if row is not None]
    without = len(heights) - len(rows)
    if bars.content is Content.DAY:
        return _over_time([(date.fromisoformat(day), value, part) for day, value, part in rows], bars, without)
    totals = Counter[str]()
    for name, value, _ in rows:
        totals[name] += value  # type: ignore[assignment]
    names = tuple(sorted(totals, key=lambda name: (-totals[name], name))[:MOST_CATEGORIES])
    kept = [row for row in rows if row[0] in set(names)]
    return Chart(names, _parts(kept), None, len(totals) - len(names), without)


def _heights(bars: Column, numbers: Column | None) -> list[tuple[str, float] | None]:
    found: list[tuple[str, float] | None] = []
    for at, cell in enumerate(bars.values):
        value = 1.0 if numbers is None else number(numbers.values[at])
        day = first_day(cell) if bars.content is Content.DAY else None
        name = day.isoformat() if day else "" if bars.content is Content.DAY else cell
        found.append((name, value) if name and value is not None else None)
    return found


def _part(series: Column | None, row: int) -> str:
    return "" if series is None else series.values[row]


def _over_time(rows: Sequence[tuple[date, float, str]], bars: Column, without: int) -> Chart:
    if not rows:
        return Chart((), (), Grain.DAY, 0, without)
    first, last = min(row[0] for row in rows), max(row[0] for row in rows)
    grain = _grain(bars, first, last)
    start = _STARTS[grain]
    kept = [(_name(start(day), grain), value, part) for day, value, part in rows]
    if last.year - first.year > MOST_BARS:
        names = tuple(sorted({name for name, _, _ in kept}))
    else:
        names = tuple(_name(day, grain) for day in _every(start(first), start(last), grain))
    return Chart(names, _parts(kept), grain, 0, without)


def _parts(rows: Sequence[tuple[str, float, str]]) -> tuple[Bar, ...]:
    """The parts of the bars; of the series the largest, the others together under an empty name."""
    totals = Counter[str]()
    for _, value, part in rows:
        totals[part] += abs(value)  # type: ignore[assignment]
    largest = {part for part, _ in totals.most_common(MOST_SERIES)}
    sums: dict[tuple[str, str], float] = {}
    for name, value, part in rows:
        key = (name, part if part in largest else "")
        sums[key] = sums.get(key, 0.0) + value
    return tuple(Bar(*key, value) for key, value in sums.items())


def _grain(bars: Column, first: date, last: date) -> Grain:
    months = all(len(value) == len("2024-05") for value in bars.distinct)
    weeks = len({day.weekday() for value in bars.distinct if (day := first_day(value))}) == 1 and not months
    finest = Grain.MONTH if months else Grain.WEEK if weeks and len(bars.distinct) > 2 else Grain.DAY
    days = (last - first).days
    lengths = {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 30, Grain.YEAR: 365}
    grains = list(Grain)[list(Grain).index(finest) :]
    return next((grain for grain in grains if days / lengths[grain] <= MOST_BARS), Grain.YEAR)


_STARTS: dict[Grain, Callable[[date], date]] = {
    Grain.DAY: lambda day: day,
    Grain.WEEK: lambda day: day - timedelta(days=day.weekday()),
    Grain.MONTH: lambda day: day.replace(day=1),
    Grain.YEAR: lambda day: day.replace(month=1, day=1),
}


def _every(first: date, last: date, grain: Grain) -> Iterator[date]:
    """Every beginning from the first to the last; dates end with the year 9999."""
    day = first
    while day < last:
        yield day
        day = _next(day, grain)
    yield last


def _next(day: date, grain: Grain) -> date:
    if grain is Grain.DAY:
        return day + timedelta(days=1)
    if grain is Grain.WEEK:
        return day + timedelta(weeks=1)
    return _STARTS[grain](day + timedelta(days=31 if grain is Grain.MONTH else 366))


def _name(day: date, grain: Grain) -> str:
    return {Grain.MONTH: day.isoformat()[:7], Grain.YEAR: day.isoformat()[:4]}.get(grain, day.isoformat())
