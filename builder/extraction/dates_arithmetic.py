"""Days, months and parts of periods, for the two modules that give date expressions their days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from builder.extraction.dates_model import Part, Period, Point, PointKind, Stretch
from builder.model import DatePrecision, DateValue

NO_ANCHOR = "unresolved: no publication date"
NO_YEAR = "unresolved: no year"
NO_SUCH_DAY = "unresolved: no such day"
REFERS_BACK = "unresolved: refers to a day that is not named before"
VAGUE = "unresolved: vague"
DAY = timedelta(days=1)
_LONGEST_YEAR = 366
_WEEK = 7
MONTHS = 12
_FIRST_THIRD, _SECOND_THIRD = 10, 20  # days of a month that end its thirds


@dataclass(frozen=True, slots=True)
class Context:
    """What a point is resolved against: the publication date, and the value found before it in the sentence."""

    anchor: date | None
    previous: DateValue | None = None


def unresolved(precision: DatePrecision, reason: str) -> DateValue:
    """A value without days."""
    return DateValue(None, None, precision, reason)


def precision_of(point: Point) -> DatePrecision:
    """How exact a point is as it is named, whether it can be resolved or not."""
    if point.timed:
        return DatePrecision.TIME
    if point.part is Part.FIRST_DAY:
        return DatePrecision.DAY
    if point.stretch is not None:
        week = point.stretch.unit is Period.DAY and point.stretch.last - point.stretch.first == _WEEK - 1
        return DatePrecision.WEEK if week else DatePrecision.RANGE
    if point.kind in (PointKind.CALENDAR, PointKind.SAME_YEAR):
        if point.last_day is not None or point.last_year is not None or point.part is not None:
            return DatePrecision.RANGE
        if point.day is not None:
            return DatePrecision.DAY
        return DatePrecision.MONTH if point.month is not None else DatePrecision.YEAR
    if point.kind in (PointKind.PERIOD, PointKind.AGO, PointKind.REFERRED):
        if point.part is not None:
            return DatePrecision.RANGE
        units = {Period.WEEK: DatePrecision.WEEK, Period.MONTH: DatePrecision.MONTH, Period.YEAR: DatePrecision.YEAR}
        day = point.kind is not PointKind.PERIOD and point.period is Period.DAY
        other = DatePrecision.DAY if day else DatePrecision.RANGE
        return other if point.period is None else units.get(point.period, other)
    if point.kind in (PointKind.SPAN, PointKind.WEEKEND, PointKind.SEASON):
        return DatePrecision.RANGE
    return DatePrecision.UNKNOWN if point.kind is PointKind.VAGUE else DatePrecision.DAY


def safe_day(year: int, month: int, day: int | None) -> date | None:
    """The day, None where there is no such day."""
    if day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def section_of(point: Point, first: date, last: date) -> tuple[date, date]:
    """What a point names of the period that it lies in: a stretch or a part of it, or all of it."""
    if point.stretch is not None:
        return _stretch_of(first, last, point.stretch)
    return _part_of(first, last, point.part)


def _stretch_of(first: date, last: date, stretch: Stretch) -> tuple[date, date]:
    if stretch.unit is Period.DAY:
        start, end = (
            first + (number - 1) * DAY if number > 0 else last + (number + 1) * DAY
            for number in (stretch.first, stretch.last)
        )
        return start, min(end, last)
    start, end = (
        add_months(first, number - 1) if number > 0 else add_months(first, MONTHS + number)
        for number in (stretch.first, stretch.last)
    )
    return start, add_months(end, 1) - DAY


def _part_of(first: date, last: date, part: Part | None) -> tuple[date, date]:
    """A part of a month (thirds, ending on the 10th and 20th), a year or a week.

    The beginning and the end of a year are its first and last three months, its middle the four from May; those of
    a week are its first two and last three days. Longer periods have thirds.
    """
    if part is None:
        return first, last
    if part is Part.FIRST_DAY:
        return first, first
    length = (last - first).days + 1
    if length <= 7:
        cuts = (first + 2 * DAY, first + 4 * DAY)
    elif length <= 31:
        cuts = (first + _FIRST_THIRD * DAY, first + _SECOND_THIRD * DAY)
    elif length > _LONGEST_YEAR:
        cuts = (first + length // 3 * DAY, first + 2 * length // 3 * DAY)
    else:
        bounds = {Part.BEGINNING: (0, 3), Part.MIDDLE: (4, 8), Part.END: (9, 12)}[part]
        return add_months(first, bounds[0]), add_months(first, bounds[1]) - DAY
    if part is Part.BEGINNING:
        return first, min(last, cuts[0] - DAY)
    return (cuts[0], min(last, cuts[1] - DAY)) if part is Part.MIDDLE else (cuts[1], max(last, cuts[1]))


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier, or the last one of a shorter month."""
    index = day.year * MONTHS + day.month - 1 + months
    year, month = index // MONTHS, index % MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
