"""Grammar of days: weekdays, yesterday and the like, days and periods named before."""

from __future__ import annotations

from dataclasses import replace

from builder.extraction.dates_model import Parsed, Period, Point, PointKind, Shift
from builder.extraction.dates_months import BESIDE, calendar_day, in_name, numeric_date
from builder.extraction.dates_years import is_general, is_same, shift_at
from builder.extraction.line import Kind, Line

_REFERRED = (Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR)
_TEN = 10


def weekday(line: Line, index: int, *, after_day: bool = False) -> Parsed | None:
    """A weekday with what stands beside it: a second one for a night, a date, "last", a time of day."""
    value = line.number(index, Kind.WEEKDAY)
    if value is None or not (line.definite(index) or after_day):
        return None
    if line.number(index + 1, Kind.UNIT) == _TEN and not line.conjunction(index + 1):
        return None  # eleven
    every = line.has(index - 1, Kind.PERIOD_PLURAL) and not line.definite(index - 1)
    if in_name(line, index) or (every and not after_day):
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
    named = _named_beside(line, end)
    if named is None:
        return _with_adverb(line, point, end)
    coming = amount > 0 and named[0].kind is PointKind.WEEKDAY
    return (replace(named[0], shift=Shift.FUTURE) if coming else named[0]), named[1]


def _named_beside(line: Line, index: int) -> Parsed | None:
    """The weekday or the date that says again which day is meant, with a comma or in brackets or not."""
    at = index + 1 if line.is_mark(index, BESIDE) else index
    if line.label(at, Kind.PERIOD) == Period.DAY and not line.definite(at):
        at += 1
    named = weekday(line, at) or calendar_day(line, at)
    if named is None or line.conjunction(at) or named[0].shift is not None:
        return None
    return named[0], named[1] + (line.is_mark(index, "(") and line.is_mark(named[1], ")"))


def night(line: Line, index: int) -> Parsed | None:
    """Reads "Last night", "tonight", "the night before last"; the word for night before a day is read elsewhere."""
    if not line.definite(index):
        return None
    before_last = line.has(index + 1, Kind.AGO)
    shift = shift_at(line, index + 1 + before_last)
    if shift is None or (before_last and shift is not Shift.PAST):
        return None
    amount = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}[shift] - before_last
    end = index + 2 + before_last
    named = _named_beside(line, end) if line.is_mark(end, "(") and shift is Shift.PAST else None
    if named is not None:
        return replace(named[0], timed=True), named[1]
    return Point(PointKind.OFFSET, amount=amount, timed=True, night=amount == -1), end


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
    following = line.has(index + 1, Kind.NOT_TODAY, Kind.SAME, Kind.NEXT_AFTER, Kind.SHIFT, Kind.SHIFT_MONTH)
    ordinal = line.has(index + 1, Kind.ORDINAL) and line.definite(index + 1)
    named = line.has(index - 1, Kind.TODAY_OUTLET) and not line.has(index - 2, Kind.IN)
    named = named or line.has(index - 1, Kind.SAME_BEFORE)
    named = named or (line.has(index - 1, Kind.THAT) and _after_preposition(line, index - 1))
    return None if following or ordinal or named else (0, index + 1)


def referred(line: Line, index: int) -> Parsed | None:
    """The day, night, week, month or year named before, or the one after or before it."""
    that = line.has(index, Kind.THAT) and _after_preposition(line, index)
    if that or line.has(index, Kind.SAME_BEFORE):
        unit = _referred_unit(line, index + 1)
        if unit is None or line.has(index + 2, Kind.FROM, Kind.SHIFT):
            return None
        return replace(unit, amount=0), index + 2
    unit = _referred_unit(line, index)
    if unit is None:
        return None
    at = index + 1
    if is_same(line, at):
        return None if line.has(at + 1, Kind.FROM) else (replace(unit, amount=0), at + 1)
    if line.has(at, Kind.NEXT_AFTER) and line.definite(at):
        return replace(unit, amount=1), at + 1
    if line.has(at, Kind.SHIFT_MONTH) and line.definite(at) and not line.has(at + 1, Kind.ON):
        return replace(unit, amount=-1), at + 1
    return None


def _referred_unit(line: Line, index: int) -> Point | None:
    if not line.definite(index) or is_general(line, index):
        return None
    if line.has(index, Kind.NIGHT):
        return Point(PointKind.REFERRED, period=Period.DAY, timed=True)
    label = line.label(index, Kind.PERIOD)
    return Point(PointKind.REFERRED, period=Period(label)) if label in _REFERRED else None


def _after_preposition(line: Line, index: int) -> bool:
    """Whether "that" follows a preposition: else it can be the object, and the day after it today."""
    reading = line.reading(index)
    written_together = reading is not None and reading.preposition
    return written_together or line.has(index - 1, Kind.IN, Kind.SINCE, Kind.UNTIL, Kind.FROM, Kind.DURING)
