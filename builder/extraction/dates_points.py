"""Grammar of days: weekdays, yesterday and the like, days of a month, months and years."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from builder.extraction.dates_model import Parsed, Period, Point, PointKind, Shift
from builder.extraction.line import Kind, Line
from builder.extraction.numerals import read_numeral, read_ordinal
from builder.resources import read_table
from builder.text.normalize import normalize_key

_DAYS_OF_MONTH = range(1, 32)
_YEARS = range(1900, 2101)  # four digits outside are counts
_HIJRI_YEARS = range(1350, 1501)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_MONTHS = 12
_BEFORE_MONTH = (Kind.IN, Kind.SINCE, Kind.DURING, Kind.UNTIL, Kind.PART, Kind.FROM, Kind.TO)
_MADDA = "\u0622"
_SEPARATORS = "/-–—("
_BESIDE = "،,(-–"


@cache
def _months() -> dict[tuple[str, str], tuple[int, bool, str]]:
    """Number, calendar (true is Hijri) and use of each month, by its one or two words."""
    found = {}
    for row in read_table("months.tsv"):
        first, _, second = normalize_key(row["form"]).partition(" ")
        found[first, second] = (int(row["month"]), row["calendar"] == "hijri", row["use"])
    return found


def shift_at(line: Line, index: int, *, month: bool = False) -> Shift | None:
    """The adjective that puts a period before, around or after the writer."""
    label = line.label(index, Kind.SHIFT)
    if label is None and month:
        label = line.label(index, Kind.SHIFT_MONTH)
    return Shift(label) if label is not None and line.definite(index) else None


def numeric_date(line: Line, index: int) -> Parsed | None:
    """``17/10/2023``, ``17.10.2023``, ``2023-10-17``; the month first only where nothing else is possible."""
    if not line.is_number(index):
        return None
    day_first, year_first = _DAY_FIRST.fullmatch(line.norm(index)), _YEAR_FIRST.fullmatch(line.norm(index))
    if day_first:
        day, month, year = int(day_first[1]), int(day_first[3]), int(day_first[4])
    elif year_first:
        day, month, year = int(year_first[4]), int(year_first[3]), int(year_first[1])
    else:
        return None
    if month > _MONTHS >= day:
        day, month = month, day
    return Point(PointKind.CALENDAR, day=day, month=month, year=year), index + 1


def weekday(line: Line, index: int, *, after_day: bool = False) -> Parsed | None:
    """A weekday with what stands beside it: a second one for a night, a date, "last", a time of day."""
    value = line.number(index, Kind.WEEKDAY)
    if value is None or not (line.definite(index) or after_day):
        return None
    previous = index - 1
    if line.has(previous, Kind.NAME_BEFORE) and not line.definite(previous):
        return None
    if line.has(previous, Kind.EVERY) or (line.has(previous, Kind.PERIOD_PLURAL) and not line.definite(previous)):
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
    at = index + 1 if line.is_mark(index, _BESIDE) else index
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
    at = end + 1 if line.is_mark(end, _BESIDE) else end
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
        return 0, index + 2
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
    head = _day_number(line, index)
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
        return _or_equal(line, *_with_year(line, replace(point, day=day, last_day=last_day), end))
    return _day_of_shifted_month(line, after_from, at, Point(PointKind.CALENDAR, day=day, last_day=last_day))


def _or_equal(line: Line, point: Point, index: int) -> Parsed:
    """A Hijri date, or the Gregorian one that is given with it."""
    at = index + 1 if line.is_mark(index, _BESIDE) else index
    if not point.hijri or not line.has(at, Kind.EQUALS):
        return point, index
    return calendar_day(line, at + 1) or numeric_date(line, at + 1) or (point, index)


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
        joined = line.has(at + 1, Kind.AND) or line.is_mark(at + 1, "-–")
        last = _day_value(line.norm(at + 2)) if joined and line.is_number(at + 2) else None
        return (day, last, at + 3) if last is not None and last > day else (day, None, at + 1)
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
    if found is None:
        return None
    number, hijri, use, end = found
    point, last = _with_year(line, Point(PointKind.CALENDAR, month=number, hijri=hijri), end)
    reading = line.reading(index)
    if use == "strict" and reading is not None and _MADDA in line.tokens[index].surface:
        use = "context"  # written with madda it cannot be the town of Ibb or a father
    supported = labelled or last > end or use == "free"
    if not supported and use == "context":
        supported = line.has(index - 1, *_BEFORE_MONTH) or (reading is not None and reading.preposition)
    return (point, last) if supported else None


def _with_year(line: Line, point: Point, index: int) -> Parsed:
    """The year or the adjective after a month."""
    shift = shift_at(line, index, month=True)
    if shift is not None:
        return replace(point, shift=shift), index + 1
    at = index + 1 if line.has(index, Kind.FROM) or line.is_mark(index, "،,") else index
    wanted = _HIJRI_YEARS if point.hijri else _YEARS
    literal = line.norm(at)
    if (
        line.is_number(at)
        and literal.isdigit()
        and len(literal) == 4
        and int(literal) in wanted
        and not (line.has(index, Kind.FROM))
    ):
        return replace(point, year=int(literal)), _after_reckoning(line, at + 1)
    if line.is_mark(index, "،,"):
        return point, index
    year = year_named(line, at)
    if year is not None and year[0].last_year is None and (year[0].year or 0) in wanted:
        return replace(point, year=year[0].year), year[1]
    shifted = _shifted_year(line, at)
    return (replace(point, year_shift=shifted[0]), shifted[1]) if shifted else (point, index)


def _shifted_year(line: Line, index: int) -> tuple[Shift, int] | None:
    """Reads "This year", "last year" after a month."""
    if line.has(index, Kind.THIS) and line.label(index + 1, Kind.PERIOD) == Period.YEAR:
        return Shift.PRESENT, index + 2
    if line.label(index, Kind.PERIOD) == Period.YEAR and line.definite(index):
        shift = shift_at(line, index + 1)
        return None if shift is None else (shift, index + 2)
    return None


def _after_reckoning(line: Line, index: int) -> int:
    return index + 1 if line.has(index, Kind.RECKONING) else index


def year_named(line: Line, index: int) -> Parsed | None:
    """A year, or a run of years, after the word for year."""
    if line.label(index, Kind.PERIOD) == Period.YEAR:
        value = _year_value(line, index + 1)
        if value is None:
            return None
        return Point(PointKind.CALENDAR, year=value[0]), _after_reckoning(line, value[1])
    plural = line.label(index, Kind.PERIOD_DUAL) == Period.YEAR or line.label(index, Kind.PERIOD_PLURAL) == Period.YEAR
    value = _year_value(line, index + 1) if plural else None
    if value is None:
        return None
    first, last, end = value[0], value[0], value[1]
    while line.has(end, Kind.AND) or line.is_mark(end, "،,-–"):
        following = _year_value(line, end + 1)
        if following is None or following[0] <= last:
            break
        last, end = following
    return Point(PointKind.CALENDAR, year=first, last_year=last if last > first else None), end


def _year_value(line: Line, index: int) -> tuple[int, int] | None:
    """A year in digits or words, at most 2100."""
    text = line.norm(index)
    if line.is_number(index):
        return (int(text), index + 1) if text.isdigit() and len(text) == 4 and int(text) in _YEARS else None
    numeral = read_numeral(line, index)
    if numeral is None or numeral.whole is None or numeral.scale == 1:
        return None
    return (numeral.whole, numeral.last) if numeral.whole in _YEARS else None


def year_alone(line: Line, index: int) -> Parsed | None:
    """Four digits after "in", "since" and the like, or alone in brackets, or joined by a dash to another year."""
    value = _year_value(line, index) if line.is_number(index) else None
    if value is None or len(line.norm(index)) != 4:
        return None
    bracketed = line.is_mark(index - 1, "(") and line.is_mark(index + 1, ")")
    cue = line.has(index - 1, Kind.IN, Kind.SINCE, Kind.UNTIL, Kind.DURING, Kind.PART)
    if not (bracketed or cue):
        return None
    following = line.norm(index + 1)
    if line.is_word(index + 1) and following.endswith("ا") and line.reading(index + 1) is None:
        return None  # an accusative noun: these are counted
    return Point(PointKind.CALENDAR, year=value[0]), value[1]
