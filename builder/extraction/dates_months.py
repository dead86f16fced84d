"""Grammar of months and of days of a month, in names and in digits."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from builder.extraction.dates_model import Parsed, Period, Point, PointKind, Shift
from builder.extraction.dates_years import (
    HIJRI_YEARS,
    YEARS,
    after_reckoning,
    same_year,
    shift_at,
    shifted_year,
    year_named,
)
from builder.extraction.line import Kind, Line
from builder.extraction.numerals import read_ordinal
from builder.resources import read_table
from builder.text.normalize import normalize_key

_DAYS_OF_MONTH = range(1, 32)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_MONTHS = 12
_BEFORE_MONTH = (Kind.IN, Kind.SINCE, Kind.DURING, Kind.UNTIL, Kind.PART, Kind.FROM, Kind.TO)
_MADDA = "\u0622"
_SEPARATORS = "/-–—("
BESIDE = "،,(-–"


@cache
def _months() -> dict[tuple[str, str], tuple[int, bool, str]]:
    """Number, calendar (true is Hijri) and use of each month, by its one or two words."""
    found = {}
    for row in read_table("months.tsv"):
        first, _, second = normalize_key(row["form"]).partition(" ")
        found[first, second] = (int(row["month"]), row["calendar"] == "hijri", row["use"])
    return found


def numeric_date(line: Line, index: int) -> Parsed | None:
    """``17/10/2023``, ``17.10.2023``, ``2023-10-17``; the month first only where nothing else is possible."""
    if not line.is_number(index):
        return None
    text, end = _spaced_date(line, index)
    day_first, year_first = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if day_first:
        day, month, year = int(day_first[1]), int(day_first[3]), int(day_first[4])
    elif year_first:
        day, month, year = int(year_first[4]), int(year_first[3]), int(year_first[1])
    else:
        return None
    if month > _MONTHS >= day:
        day, month = month, day
    point = Point(PointKind.CALENDAR, day=day, month=month, year=year, hijri=year in HIJRI_YEARS)
    return _or_equal(line, point, after_reckoning(line, end))


def _spaced_date(line: Line, index: int) -> tuple[str, int]:
    """The token of a number, or five tokens of a date that is written with spaces, and the place after."""
    mark = line.norm(index + 1)
    if mark not in ("/", "-", ".") or line.norm(index + 3) != mark or not line.is_number(index + 4):
        return line.norm(index), index + 1
    return "".join(line.norm(at) for at in range(index, index + 5)), index + 5


def month_at(line: Line, index: int) -> tuple[int, bool, str, int] | None:
    """Number, whether Hijri, use and end of a month name, its second name (Levantine or Western) included."""
    name = _month_name(line, index)
    if name is None:
        return None
    number, hijri, _, end = name
    at = end + 1 if line.is_mark(end, _SEPARATORS) else end
    second = _month_name(line, at)
    if second is None or second[0] != number or second[1] != hijri or line.conjunction(at):
        return name
    close = second[3] + 1 if line.is_mark(end, "(") and line.is_mark(second[3], ")") else second[3]
    return number, hijri, "free", close


def _month_name(line: Line, index: int) -> tuple[int, bool, str, int] | None:
    reading = line.reading(index)
    if reading is None or not (Kind.MONTH in reading.labels or Kind.MONTH_HEAD in reading.labels) or reading.definite:
        return None
    months = _months()
    double = months.get((reading.stem, line.norm(index + 1))) if index + 1 < len(line) else None
    if double is not None:
        return (*double, index + 2)
    single = months.get((reading.stem, ""))
    return None if single is None else (*single, index + 1)


def calendar_day(line: Line, index: int) -> Parsed | None:
    """A day of a month: ``17 October``, "the seventeenth of October", "the seventh of this month", "30 of it"."""
    head = None if in_name(line, index) else _day_number(line, index)
    if head is None:
        return None
    day, last_day, at = head
    if line.has(at, Kind.OF_IT):
        return Point(PointKind.SAME_MONTH, day=day, last_day=last_day), at + 1
    joined = line.has(at, Kind.FROM)
    after_from = at + 1 if joined else at
    named = _named_month(line, after_from)
    if named is not None:
        point, end = named
        dated = _with_year(line, replace(point, day=day, last_day=last_day), end)
        return _or_equal(line, _by(line, index, dated[0]), dated[1])
    return _day_of_shifted_month(line, after_from, at, Point(PointKind.CALENDAR, day=day, last_day=last_day))


def in_name(line: Line, index: int) -> bool:
    """Whether a word before makes the day part of a name: a street, a movement, a market, "each Friday"."""
    previous = index - 1
    return line.has(previous, Kind.EVERY) or (line.has(previous, Kind.NAME_BEFORE) and not line.definite(previous))


def _by(line: Line, index: int, point: Point) -> Point:
    """A date after the word for "by" lies ahead, if nothing else is said."""
    floating = point.year is None and point.year_shift is None and point.shift is None
    return replace(point, shift=Shift.FUTURE) if floating and line.has(index - 1, Kind.BY) else point


def _or_equal(line: Line, point: Point, index: int) -> Parsed:
    """A date with the one of the other calendar that is given with it; the Gregorian one is taken."""
    at = index + 1 if line.is_mark(index, BESIDE) else index
    if not line.has(at, Kind.EQUALS):
        return point, index
    second = calendar_day(line, at + 1) or numeric_date(line, at + 1)
    if second is None or (second[0].hijri and not point.hijri):
        return point, index if second is None else second[1]
    return second if point.hijri else (point, index)


def _day_of_shifted_month(line: Line, index: int, bare: int, point: Point) -> Parsed | None:
    """A day of "this month", "the same month", or with the adjective alone (``7 of the current``)."""
    period = index + 1 if line.has(index, Kind.THIS, Kind.SAME_BEFORE) else index
    if line.label(period, Kind.PERIOD) == Period.MONTH and line.definite(period):
        if line.has(index, Kind.SAME_BEFORE) or line.has(period + 1, Kind.SAME):
            end = period + 1 if line.has(index, Kind.SAME_BEFORE) else period + 2
            return replace(point, kind=PointKind.SAME_MONTH), end
        if line.has(index, Kind.THIS):
            return replace(point, period=Period.MONTH, shift=Shift.PRESENT), period + 1
        shift = shift_at(line, period + 1, month=True)
        return None if shift is None else (replace(point, period=Period.MONTH, shift=shift), period + 2)
    if index == bare and line.is_number(bare - 1) and shift_at(line, bare) is Shift.PRESENT:
        return replace(point, period=Period.MONTH, shift=Shift.PRESENT), bare + 1
    return None


def _day_number(line: Line, index: int) -> tuple[int, int | None, int] | None:
    """The day, the last of two or more days where given, and the place after."""
    at = index + 1 if line.has(index, Kind.ARTICLE) and line.is_number(index + 1) else index
    if line.is_number(at):
        day = _day_value(line.norm(at))
        if day is None:
            return None
        last, end = day, at + 1
        while line.is_number(end + 1) and (line.has(end, Kind.AND) or line.is_mark(end, "-–")):
            following = _day_value(line.norm(end + 1))
            if following is None or following <= last:
                break
            last, end = following, end + 2
        return day, last if last > day else None, end
    ordinal = read_ordinal(line, index)
    if ordinal is not None and ordinal[0] in _DAYS_OF_MONTH:
        first = ordinal[0] == 1 and not line.definite(index)
        return (ordinal[0], None, ordinal[1]) if line.definite(index) or first else None
    return None


def _day_value(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) <= 2 and int(text) in _DAYS_OF_MONTH else None


def _named_month(line: Line, index: int) -> Parsed | None:
    """A month by its name, with the word for month before it or not."""
    labelled = line.label(index, Kind.PERIOD) == Period.MONTH
    found = month_at(line, index + 1 if labelled else index)
    return None if found is None else (Point(PointKind.CALENDAR, month=found[0], hijri=found[1]), found[3])


def month(line: Line, index: int) -> Parsed | None:
    """A month by its name, where it cannot be another word, with its year or "last"."""
    labelled = line.label(index, Kind.PERIOD) == Period.MONTH
    found = month_at(line, index + 1 if labelled else index)
    if found is None or in_name(line, _day_before(line, index)):
        return None
    number, hijri, use, end = found
    point, last = _with_year(line, Point(PointKind.CALENDAR, month=number, hijri=hijri), end)
    point = _by(line, index, point)
    reading = line.reading(index)
    if use == "strict" and reading is not None and _MADDA in line.tokens[index].surface:
        use = "context"  # written with madda it cannot be the town of Ibb or a father
    supported = labelled or last > end or use == "free"
    if not supported and use == "context":
        supported = line.has(index - 1, *_BEFORE_MONTH) or (reading is not None and reading.preposition)
    return (point, last) if supported else None


def _day_before(line: Line, index: int) -> int:
    """Where the day begins that stands before a month, in digits or as an ordinal; else the month itself."""
    at = index - 1 if line.has(index - 1, Kind.FROM) else index
    if line.is_number(at - 1):
        return at - 1
    while line.has(at - 1, Kind.ORDINAL, Kind.TEN) and line.definite(at - 1):
        at -= 1
    return at if at < index - 1 else index


def month_pair(line: Line, index: int) -> tuple[Point, Point, int] | None:
    """Two months after the word for two of them: "the two months July and August"."""
    if line.label(index, Kind.PERIOD_DUAL) != Period.MONTH or line.definite(index):
        return None
    start = month_at(line, index + 1)
    joined = start is not None and (line.has(start[3], Kind.AND) or line.conjunction(start[3]))
    end = month_at(line, start[3] + line.has(start[3], Kind.AND)) if start is not None and joined else None
    if start is None or end is None:
        return None
    last, after = _with_year(line, Point(PointKind.CALENDAR, month=end[0], hijri=end[1]), end[3])
    return Point(PointKind.CALENDAR, month=start[0], hijri=start[1]), last, after


def _with_year(line: Line, point: Point, index: int) -> Parsed:
    """The year or the adjective after a month."""
    shift = shift_at(line, index, month=True)
    if shift is not None:
        return replace(point, shift=shift), index + 1
    at = index + 1 if line.has(index, Kind.FROM) or line.is_mark(index, "،,") else index
    wanted = HIJRI_YEARS if point.hijri else YEARS
    literal = line.norm(at)
    if (
        line.is_number(at)
        and literal.isdigit()
        and len(literal) == 4
        and int(literal) in wanted
        and not line.has(index, Kind.FROM)
    ):
        return replace(point, year=int(literal)), after_reckoning(line, at + 1)
    if line.is_mark(index, "،,"):
        return point, index
    year = year_named(line, at)
    if year is not None and year[0].last_year is None and (year[0].year or 0) in wanted:
        return replace(point, year=year[0].year), year[1]
    same = same_year(line, at)
    if same is not None:
        return replace(point, kind=PointKind.SAME_YEAR), same
    shifted = shifted_year(line, at)
    return (replace(point, year_shift=shifted[0]), shifted[1]) if shifted else (point, index)
