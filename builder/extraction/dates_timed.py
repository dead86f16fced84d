"""Grammar of one day or period, with a time of day before it or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from builder.extraction.dates_model import Parsed, Period, Point, PointKind
from builder.extraction.dates_months import calendar_day, month, numeric_date
from builder.extraction.dates_periods import period
from builder.extraction.dates_points import night, referred, relative_day, weekday
from builder.extraction.dates_years import year_alone, year_named
from builder.extraction.line import Kind, Line

_WEEK = 7
_TIMES = frozenset({Kind.MOMENT, Kind.DAYPART, Kind.NIGHT, Kind.PART, Kind.AROUND})


def point(line: Line, index: int) -> Parsed | None:
    """One day or period that begins at a token, with a time of day before it or not."""
    reading = line.reading(index)
    if reading is not None and not reading.kinds.isdisjoint(_TIMES):
        timed = _timed(line, index)
        if timed is not None:
            return timed
    return _plain(line, index)


def _plain(line: Line, index: int) -> Parsed | None:
    if line.is_number(index):
        return numeric_date(line, index) or calendar_day(line, index) or year_alone(line, index)
    reading = line.reading(index)
    if reading is None:
        return None
    for kinds, rule in _RULES:
        found = None if reading.kinds.isdisjoint(kinds) else rule(line, index)
        if found is not None:
            return found
    return None


def _day_word(line: Line, index: int) -> Parsed | None:
    """The word for day before the name of one: "on the day of Monday", "the two days Monday and Tuesday"."""
    single = line.label(index, Kind.PERIOD) == Period.DAY
    plural = line.label(index, Kind.PERIOD_PLURAL) == Period.DAY
    if not (single or plural or line.label(index, Kind.PERIOD_DUAL) == Period.DAY) or line.definite(index):
        return None
    if plural:
        days = calendar_day(line, index + 1)
        return days if days is not None and days[0].last_day is not None else None
    if single and line.has(index - 1, Kind.EVERY):
        return None
    at = index + 1
    return (
        weekday(line, at, after_day=True) or relative_day(line, at) or calendar_day(line, at) or numeric_date(line, at)
    )


_PERIODS = frozenset({Kind.PERIOD, Kind.PERIOD_DUAL, Kind.PERIOD_PLURAL})
_NUMERALS = frozenset({Kind.UNIT, Kind.TEN, Kind.HUNDRED, Kind.ARTICLE})
_NAMED = frozenset({Kind.PART, Kind.OCCASION, Kind.THIS, Kind.PERIOD_VAGUE, Kind.SEASON, Kind.DECADE_OF, Kind.FRACTION})
_DAYS = frozenset({Kind.YESTERDAY, Kind.TOMORROW, Kind.ORDINAL, Kind.AGO, Kind.AFTER, Kind.PERIOD, Kind.THIS})

# Which rule to try on a word of which kinds, in this order.
_RULES: tuple[tuple[frozenset[Kind], Callable[[Line, int], Parsed | None]], ...] = (
    (_PERIODS, _day_word),
    (frozenset({Kind.SAME_BEFORE, Kind.THAT, Kind.NIGHT, Kind.PERIOD}), referred),
    (frozenset({Kind.NIGHT}), night),
    (_DAYS, relative_day),
    (frozenset({Kind.WEEKDAY}), weekday),
    (frozenset({Kind.ORDINAL, Kind.TEN, Kind.ARTICLE}), calendar_day),
    (_PERIODS | _NUMERALS | _NAMED, period),
    (frozenset({Kind.MONTH, Kind.MONTH_HEAD, Kind.PERIOD}), month),
    (_PERIODS, year_named),
)


POINT_STARTS = _TIMES.union(*(kinds for kinds, _ in _RULES))
"""What the first word of a day or period can be, if it is not written in digits."""


def _timed(line: Line, index: int) -> Parsed | None:
    """A time of day before a day: "at dawn on Monday", "late in the evening of", "the night of Monday to Tuesday"."""
    at = _moment(line, index)
    moment = at > index
    if line.has(at, Kind.AROUND) and line.has(at + 1, Kind.DAYPART, Kind.PART):
        at += 1
    if line.label(at, Kind.PART) == "middle" and line.has(at + 1, Kind.DAYPART, Kind.NIGHT):
        at += 1
    by_night = line.has(at, Kind.NIGHT)
    if by_night or line.has(at, Kind.DAYPART):
        at += 1
        if line.has(at, Kind.FROM):
            at += 1
    elif not moment:
        return None
    inner = _day(line, at)
    if inner is None and moment and not by_night:
        return period(line, at)
    if inner is None:
        return None
    day, end = inner
    if by_night and day.kind is PointKind.WEEKDAY and day.weekday is not None:
        second = _night_to(line, day, end)
        if second is not None:
            return replace(second[0], night=True, timed=True), second[1]
    return replace(day, timed=True), end


def _moment(line: Line, index: int) -> int:
    """The place after "late in", "early in", "at an earlier time in"; the index itself without them."""
    if not line.has(index, Kind.MOMENT):
        return index
    at = index + 1
    while line.has(at, Kind.MOMENT_QUALITY, Kind.ORDINAL, Kind.FROM):
        at += 1
    return at if at > index + 1 else index


def _night_to(line: Line, day: Point, index: int) -> Parsed | None:
    """The second weekday of a night: written after it, with a dash, a slash or "to"."""
    at = index + 1 if line.is_mark(index, "-–/") or line.has(index, Kind.TO, Kind.AND, Kind.ON) else index
    second = weekday(line, at)
    if second is None or second[0].weekday is None or day.weekday is None:
        return None
    return second if (second[0].weekday - day.weekday) % _WEEK == 1 else None


def _day(line: Line, index: int) -> Parsed | None:
    """A single day."""
    return (
        _day_word(line, index)
        or referred(line, index)
        or relative_day(line, index)
        or weekday(line, index)
        or calendar_day(line, index)
        or numeric_date(line, index)
    )
