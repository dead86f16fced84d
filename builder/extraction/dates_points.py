"""Grammar of days: weekdays, yesterday and the like, the day named before."""

from __future__ import annotations

from dataclasses import replace

from builder.extraction.dates_model import Parsed, Period, Point, PointKind, Shift
from builder.extraction.dates_months import BESIDE, calendar_day, in_name, numeric_date
from builder.extraction.dates_years import shift_at
from builder.extraction.line import Kind, Line


def weekday(line: Line, index: int, *, after_day: bool = False) -> Parsed | None:
    """A weekday with what stands beside it: a second one for a night, a date, "last", a time of day."""
    value = line.number(index, Kind.WEEKDAY)
    if value is None or not (line.definite(index) or after_day):
        return None
    if in_name(line, index) or (line.has(index - 1, Kind.PERIOD_PLURAL) and not line.definite(index - 1)):
        return None
    point = Point(PointKind.WEEKDAY, weekday=value)
    shift = shift_at(line, index + 1)
    if shift is not None:
        return _with_adverb(line, replace(point, shift=shift), index + 2)
    return _with_adverb(line, *_with_date(line, point, index + 1))


def _with_adverb(line: Line, point: Point, index: int) -> Parsed:
    adverb = line.has(index, Kind.DAY_ADVERB) and not line.definite(index) and not line.conjunction(index)
    return (replace(point, timed=True), index + 1) if adverb else (point, index)


def _with_date(line: Line, point: Point, index: int) -> Parsed:
    """A weekday followed by its date, with a comma, dash or bracket between or not."""
    at = index + 1 if line.is_mark(index, BESIDE) or line.has(index, Kind.EQUALS) else index
    date = calendar_day(line, at) or numeric_date(line, at)
    if date is None or date[0].day is None:
        return point, index
    end = date[1] + 1 if at > index and line.is_mark(index, "(") and line.is_mark(date[1], ")") else date[1]
    return replace(date[0], weekday=point.weekday, timed=point.timed), end


def relative_day(line: Line, index: int) -> Parsed | None:
    """Yesterday, the day before, today, tomorrow, with the weekday or the date beside it."""
    found = _offset(line, index)
    if found is None:
        return None
    amount, end = found
    point = Point(PointKind.OFFSET, amount=amount)
    at = end + 1 if line.is_mark(end, BESIDE) else end
    if line.has(at, Kind.PERIOD) and line.label(at, Kind.PERIOD) == Period.DAY and not line.definite(at):
        at += 1
    named = weekday(line, at) or calendar_day(line, at)
    if named is None or line.conjunction(at) or named[0].shift is not None:
        return _with_adverb(line, point, end)
    close = named[1] + 1 if line.is_mark(end, "(") and line.is_mark(named[1], ")") else named[1]
    coming = amount > 0 and named[0].kind is PointKind.WEEKDAY
    return (replace(named[0], shift=Shift.FUTURE) if coming else named[0]), close


def _offset(line: Line, index: int) -> tuple[int, int] | None:
    """Days from the writer, and the place after the words."""
    if line.has(index, Kind.YESTERDAY):
        reading = line.reading(index)
        if reading is not None and reading.definite and reading.preposition:
            return None  # "in the past"
        before = line.number(index + 1, Kind.ORDINAL) == 1 and line.definite(index + 1)
        return (-2, index + 2) if before else (-1, index + 1)
    if line.number(index, Kind.ORDINAL) == 1 and not line.definite(index):
        at = index + 2 if line.has(index + 1, Kind.FROM) else index + 1
        return (-2, at + 1) if line.has(at, Kind.YESTERDAY) else None
    if line.has(index, Kind.AGO) and line.has(index + 1, Kind.YESTERDAY):
        return -2, index + 2
    if line.has(index, Kind.AFTER) and line.has(index + 1, Kind.TOMORROW):
        return 2, index + 2
    if line.has(index, Kind.TOMORROW):
        return 1, index + 1
    if line.label(index, Kind.PERIOD) == Period.DAY and line.definite(index):
        return _today(line, index)
    if line.has(index, Kind.THIS) and line.label(index + 1, Kind.PERIOD) == Period.DAY and line.definite(index + 1):
        return None if line.has(index - 1, Kind.SAME_BEFORE) else (0, index + 2)
    return None


def _today(line: Line, index: int) -> tuple[int, int] | None:
    """The word for "the day" where it means today, not in a name, not "the first day"."""
    following = line.has(index + 1, Kind.NOT_TODAY, Kind.SAME, Kind.NEXT_AFTER, Kind.SHIFT)
    ordinal = line.has(index + 1, Kind.ORDINAL) and line.definite(index + 1)
    named = line.has(index - 1, Kind.TODAY_OUTLET) and not line.has(index - 2, Kind.IN)
    named = named or line.has(index - 1, Kind.SAME_BEFORE)
    return None if following or ordinal or named else (0, index + 1)


def same_day(line: Line, index: int) -> Parsed | None:
    """The day named before, or the day after it."""
    if line.has(index, Kind.SAME_BEFORE) and line.label(index + 1, Kind.PERIOD) == Period.DAY:
        return None if line.has(index + 2, Kind.FROM) else (Point(PointKind.SAME_DAY), index + 2)
    if line.label(index, Kind.PERIOD) == Period.DAY and line.definite(index):
        if line.has(index + 1, Kind.SAME):
            return Point(PointKind.SAME_DAY), index + 2
        if line.has(index + 1, Kind.NEXT_AFTER) and line.definite(index + 1):
            return Point(PointKind.NEXT_DAY), index + 2
    return None
