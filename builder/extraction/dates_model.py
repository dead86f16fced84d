"""What the date grammar reads, before a publication date gives it days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PointKind(StrEnum):
    """Ways to name a day or a period."""

    OFFSET = "offset"  # yesterday, today: ``amount`` days from the writer
    WEEKDAY = "weekday"
    CALENDAR = "calendar"  # any of day, month, year
    PERIOD = "period"  # the past, present or coming week, month, year
    SPAN = "span"  # the last or next ``amount`` periods
    AGO = "ago"  # ``amount`` periods before the writer
    WEEKEND = "weekend"
    SEASON = "season"  # ``month`` is its first one
    REFERRED = "referred"  # the ``period`` named before, or one ``amount`` periods from it
    SAME_MONTH = "same-month"  # ``day`` of the month named before
    SAME_YEAR = "same-year"  # ``month``, and ``day`` of it, in the year named before
    VAGUE = "vague"  # recent days, some years ago


class Shift(StrEnum):
    """Where a period lies from the writer."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


class Period(StrEnum):
    """Lengths of time."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Part(StrEnum):
    """A third of a period, or its first day."""

    FIRST_DAY = "first-day"
    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a month, or the months of a year, from one to another, both included.

    They are counted from 1, or backwards from -1 for the last one.
    """

    first: int
    last: int
    unit: Period


@dataclass(frozen=True, slots=True)
class Point:
    """A day or a period as it is named; which fields are set depends on ``kind``.

    ``weekday`` is 0 for Monday; ``last_day`` ends a run of days of one month; ``night`` is a night between the day
    before ``weekday`` and that day; ``timed`` tells that a time of day was given; ``last_year`` ends a run of years;
    ``half`` adds half a period to ``amount``.
    """

    kind: PointKind
    shift: Shift | None = None
    weekday: int | None = None
    day: int | None = None
    last_day: int | None = None
    month: int | None = None
    year: int | None = None
    last_year: int | None = None
    year_shift: Shift | None = None
    hijri: bool = False
    amount: int | None = None
    half: bool = False
    period: Period | None = None
    part: Part | None = None
    stretch: Stretch | None = None
    timed: bool = False
    night: bool = False


class Operator(StrEnum):
    """How the points of an expression make an interval."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: half-open range of tokens, its points, and what they make."""

    first: int
    last: int
    operator: Operator
    start: Point
    end: Point | None = None


Parsed = tuple[Point, int]
"""A point and the index after its last token."""
