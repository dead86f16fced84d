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
    SAME_DAY = "same-day"  # the day named before
    NEXT_DAY = "next-day"  # the day after the day named before
    SAME_MONTH = "same-month"  # ``day`` of the month named before
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
    """A third of a period."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Point:
    """A day or a period as it is named; which fields are set depends on ``kind``.

    ``weekday`` is 0 for Monday; ``last_day`` ends a run of days of one month; ``night`` is a night between the day
    before ``weekday`` and that day; ``timed`` tells that a time of day was given; ``last_year`` ends a run of years.
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
    period: Period | None = None
    part: Part | None = None
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
