"""Grammar of years: after the word for year, alone, in runs, and from the writer."""

from __future__ import annotations

from builder.extraction.dates_model import Parsed, Period, Point, PointKind, Shift
from builder.extraction.line import Kind, Line
from builder.extraction.numerals import read_numeral

YEARS = range(1900, 2101)  # four digits outside are counts
HIJRI_YEARS = range(1350, 1501)
_HIJRI = "hijri"


def shift_at(line: Line, index: int, *, month: bool = False) -> Shift | None:
    """The adjective that puts a period before, around or after the writer."""
    label = line.label(index, Kind.SHIFT)
    if label is None and month:
        label = line.label(index, Kind.SHIFT_MONTH)
    return Shift(label) if label is not None and line.definite(index) else None


def is_general(line: Line, index: int) -> bool:
    """Whether the word for year is the adjective "general" of an office: "the current secretary-general"."""
    return line.has(index - 1, Kind.GENERAL_BEFORE) and line.definite(index - 1)


def year_named(line: Line, index: int) -> Parsed | None:
    """A year, or a run of years, after the word for year."""
    if line.label(index, Kind.PERIOD) == Period.YEAR:
        value = _year_value(line, index + 1)
        if value is None:
            return _hijri_year(line, index + 1)
        return Point(PointKind.CALENDAR, year=value[0]), after_reckoning(line, value[1])
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
        return (int(text), index + 1) if text.isdigit() and len(text) == 4 and int(text) in YEARS else None
    numeral = read_numeral(line, index)
    if numeral is None or numeral.whole is None or numeral.scale == 1:
        return None
    return (numeral.whole, numeral.last) if numeral.whole in YEARS else None


def _hijri_year(line: Line, index: int) -> Parsed | None:
    """A year with the letter or word for the Hijri calendar after it."""
    text = line.norm(index)
    if not line.is_number(index) or not text.isdigit() or line.label(index + 1, Kind.RECKONING) != _HIJRI:
        return None
    if len(text) > 4 or int(text) not in HIJRI_YEARS:
        return None
    return Point(PointKind.CALENDAR, year=int(text), hijri=True), index + 2


def same_year(line: Line, index: int) -> int | None:
    """The place after "the same year", "that year"."""
    if line.has(index, Kind.SAME_BEFORE, Kind.THAT):
        index += 1
        return index + 1 if line.label(index, Kind.PERIOD) == Period.YEAR and line.definite(index) else None
    named = line.label(index, Kind.PERIOD) == Period.YEAR and line.definite(index)
    return index + 2 if named and is_same(line, index + 1) else None


def is_same(line: Line, index: int) -> bool:
    """Whether the word is "the same" after a noun; with a preposition it is "himself"."""
    reading = line.reading(index)
    return reading is not None and Kind.SAME in reading.kinds and not reading.preposition


def year_alone(line: Line, index: int) -> Parsed | None:
    """Four digits after "in", "since" and the like, or alone in brackets, or joined by a dash to another year."""
    value = _year_value(line, index) if line.is_number(index) else None
    if value is None or len(line.norm(index)) != 4:
        return None
    bracketed = line.is_mark(index - 1, "(") and line.is_mark(index + 1, ")")
    cue = line.has(index - 1, Kind.IN, Kind.SINCE, Kind.UNTIL, Kind.DURING, Kind.PART)
    if not (bracketed or cue):
        return None
    counted = line.norm(index + 1).endswith("ا") and line.is_word(index + 1) and line.reading(index + 1) is None
    if counted and line.has(index - 1, Kind.IN, Kind.DURING):
        return None  # an accusative noun
    return Point(PointKind.CALENDAR, year=value[0]), value[1]


def shifted_year(line: Line, index: int) -> tuple[Shift, int] | None:
    """Reads "This year", "last year" after a month."""
    if line.has(index, Kind.THIS) and line.label(index + 1, Kind.PERIOD) == Period.YEAR:
        return Shift.PRESENT, index + 2
    if line.label(index, Kind.PERIOD) == Period.YEAR and line.definite(index):
        shift = shift_at(line, index + 1)
        return None if shift is None else (shift, index + 2)
    return None


def after_reckoning(line: Line, index: int) -> int:
    """The place after the letter that names the calendar of a year, if one stands there."""
    return index + 1 if line.has(index, Kind.RECKONING) else index
