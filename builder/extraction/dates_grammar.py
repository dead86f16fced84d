"""Grammar of date expressions: points, and the intervals that words make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.extraction.dates_model import Expression, Operator, Parsed, Period, Point, PointKind, Shift
from builder.extraction.dates_months import month_pair
from builder.extraction.dates_periods import ago, amount_of_time
from builder.extraction.dates_points import weekday
from builder.extraction.dates_timed import POINT_STARTS, point
from builder.extraction.line import Kind, Line
from builder.extraction.numerals import read_numeral

_COMMAS = "،,"
_WEEK = 7
_SHORTEST_LIST = 3  # weekdays after the plural "days"; of two every week's are meant
_SHORTEST_SPAN = 12  # hours; editorial


def read_dates(line: Line) -> Iterator[Expression]:
    """The date expressions of a sentence, left to right, the longest at each place, without overlap."""
    after = 0
    for index in line.told:
        reading = line.readings[index]
        if index < after or (reading is not None and reading.kinds.isdisjoint(_FIRST)):
            continue
        found = _expression(line, index)
        if found is not None:
            yield found
            after = found.last


def _expression(line: Line, index: int) -> Expression | None:
    reading = line.readings[index]
    if reading is None:
        start = point(line, index)
        return None if start is None else _continued(line, index, start)
    if not reading.kinds.isdisjoint(_OPERATORS):
        return _operated(line, index)
    if line.has(index, Kind.AGO):
        before = ago(line, index)
        if before is not None:
            return Expression(index, before[1], Operator.AT, before[0])
    if line.has(index, Kind.PERIOD_DUAL, Kind.PERIOD_PLURAL):
        pair = month_pair(line, index)
        if pair is not None:
            return Expression(index, pair[2], Operator.BETWEEN, pair[0], pair[1])
        if line.label(index, Kind.PERIOD_PLURAL) == Period.DAY and not line.definite(index):
            days = _weekday_list(line, index)
            if days is not None:
                return days
    start = point(line, index)
    return None if start is None else _continued(line, index, start)


_OPERATORS = frozenset(
    {Kind.SINCE, Kind.DURING, Kind.THROUGHOUT, Kind.IN, Kind.STRETCH, Kind.FROM, Kind.BETWEEN, Kind.UNTIL}
)
_FIRST = _OPERATORS | POINT_STARTS | {Kind.AGO}


def _operated(line: Line, index: int) -> Expression | None:
    """An expression that begins with a preposition, or with the word for a stretch of time."""
    if line.has(index, Kind.SINCE):
        return _since(line, index)
    if line.has(index, Kind.DURING, Kind.THROUGHOUT):
        return _during(line, index)
    if line.has(index, Kind.IN):
        return _in_stretch(line, index)
    if line.has(index, Kind.FROM):
        return _from_to(line, index, index + 1)
    if line.has(index, Kind.BETWEEN):
        return _between(line, index, index + 1) or _from_to(line, index, index + 1)
    if line.has(index, Kind.UNTIL):
        end = point(line, index + 1)
        return None if end is None else Expression(index, end[1], Operator.UNTIL, end[0])
    start = point(line, index)
    vague = None if start is None else _continued(line, index, start)
    return _in_stretch(line, index) or vague


def _continued(line: Line, first: int, start: Parsed) -> Expression:
    """A point, or the interval to a second one after "until", or to the weekday joined to it."""
    begin, at = start
    following = _following_weekdays(line, begin, at)
    if following:
        last, after = following[-1]
        return Expression(first, after, Operator.BETWEEN, *_same_shift(begin, last))
    end = _after_to(line, at)
    if end is not None and begin.kind in (PointKind.WEEKDAY, PointKind.OFFSET, PointKind.CALENDAR):
        return Expression(first, end[1], Operator.BETWEEN, begin, end[0])
    return Expression(first, at, Operator.AT, begin)


def _weekday_list(line: Line, index: int) -> Expression | None:
    """The plural "days" with three weekdays or more, each the day after the other."""
    start = weekday(line, index + 1, after_day=True)
    following = [] if start is None else _following_weekdays(line, *start)
    if start is None or len(following) < _SHORTEST_LIST - 1:
        return None
    return Expression(index, following[-1][1], Operator.BETWEEN, *_same_shift(start[0], following[-1][0]))


def _following_weekdays(line: Line, begin: Point, index: int) -> list[Parsed]:
    """The weekdays that are joined to the first, each the day after the one before it."""
    found: list[Parsed] = []
    day, at = begin, index
    while (line.has(at, Kind.AND) or line.conjunction(at)) and len(found) < _WEEK:
        pair = _next_weekday(line, day, at)
        if pair is None:
            break
        found.append(pair)
        day, at = pair
    return found


def _next_weekday(line: Line, begin: Point, index: int) -> Parsed | None:
    """A second weekday joined to the first, if it is the day after it."""
    if begin.kind is not PointKind.WEEKDAY or begin.weekday is None:
        return None
    second = point(line, index + 1 if line.has(index, Kind.AND) else index)
    if second is None or second[0].kind is not PointKind.WEEKDAY or second[0].weekday is None:
        return None
    return second if (second[0].weekday - begin.weekday) % _WEEK == 1 else None


def _same_shift(begin: Point, end: Point) -> tuple[Point, Point]:
    return replace(begin, shift=end.shift if begin.shift is None else begin.shift), end


def _after_to(line: Line, index: int) -> Parsed | None:
    """The point after "to" or "until", with a comma before it or not."""
    at = index + 1 if line.is_mark(index, _COMMAS) and line.has(index + 1, Kind.TO, Kind.UNTIL) else index
    if not line.has(at, Kind.TO, Kind.UNTIL):
        return None
    if line.has(at + 1, Kind.NOW):
        return Point(PointKind.OFFSET, amount=0), at + 2
    return point(line, at + 1)


def _since(line: Line, index: int) -> Expression | None:
    """Reads "Since" a point, to the writer or to a second point; "since two days" is the day itself, as "ago"."""
    start = ago(line, index)
    if start is not None:
        before, end = start
        if before.kind is PointKind.AGO and before.period in (Period.MONTH, Period.YEAR, Period.DECADE):
            before = replace(before, kind=PointKind.SPAN, shift=Shift.PAST)
        return Expression(index, end, Operator.AT, before)
    start = point(line, index + 1)
    if start is None:
        return None
    until = _after_to(line, start[1])
    if until is not None:
        return Expression(index, until[1], Operator.BETWEEN, start[0], until[0])
    return Expression(index, start[1], Operator.SINCE, start[0])


def _during(line: Line, index: int) -> Expression | None:
    """Reads "During" a period, "within" a length of time up to the writer, "in the period from … to …"."""
    at = index + 1
    stretch = _stretch(line, index, at)
    if stretch is not None:
        return stretch
    inner = point(line, at)
    if inner is not None:
        return replace(_continued(line, index, inner), first=index)
    length = amount_of_time(line, at) if line.has(index, Kind.DURING) else None
    if length is None or length[0].amount is None or _is_short(length[0]):
        return None
    return Expression(index, length[1], Operator.AT, replace(length[0], kind=PointKind.SPAN, shift=Shift.PAST))


def _is_short(length: Point) -> bool:
    """Whether a length of time is no matter of days: "within five minutes" tells how long, not when."""
    hours = length.period is Period.HOUR and (length.amount or 0) < _SHORTEST_SPAN
    return hours or length.period is Period.MINUTE


def _stretch(line: Line, first: int, index: int) -> Expression | None:
    at = index + 1 if line.has(index, Kind.STRETCH) and line.definite(index) else index
    if line.has(at, Kind.FROM) and at > index:
        return _from_to(line, first, at + 1)
    return _between(line, first, at + 1) if line.has(at, Kind.BETWEEN) and at > index else None


def _in_stretch(line: Line, index: int) -> Expression | None:
    """Reads "In the period from … to …", "in less than a month"; else the preposition is no part of a date."""
    at = index + 1 if line.has(index, Kind.IN) else index
    stretch = _stretch(line, index, at)
    if stretch is not None or not line.has(index, Kind.IN):
        return stretch
    if line.has(at, Kind.LESS) and line.has(at + 1, Kind.FROM):
        length = amount_of_time(line, at)
        if length is not None and length[0].amount is not None:
            return Expression(index, length[1], Operator.AT, replace(length[0], kind=PointKind.SPAN, shift=Shift.PAST))
    return None


def _from_to(line: Line, first: int, index: int) -> Expression | None:
    """Reads "From … to …"; the month or year of the first may be said with the second only."""
    start = point(line, index)
    end = _after_to(line, start[1]) if start is not None else None
    if start is not None and end is not None:
        return Expression(first, end[1], Operator.BETWEEN, start[0], end[0])
    bare = _bare(line, index)
    end = _after_to(line, bare[1]) if bare is not None else None
    if bare is None or end is None or not _completes(bare[0], end[0]):
        return None
    return Expression(first, end[1], Operator.BETWEEN, bare[0], end[0])


def _between(line: Line, first: int, index: int) -> Expression | None:
    """Reads "Between … and …" of two days, months or years, the word for two months or years before them or not."""
    pair = month_pair(line, index)
    if pair is not None:
        return Expression(first, pair[2], Operator.BETWEEN, pair[0], pair[1])
    index += line.label(index, Kind.PERIOD_DUAL) == Period.YEAR
    for start in (point(line, index), _bare(line, index)):
        if start is None:
            continue
        at = start[1] + 1 if line.is_mark(start[1], _COMMAS) else start[1]
        if line.has(at, Kind.AND):
            at += 1
        elif not line.conjunction(at):
            continue
        end = point(line, at) or (_bare(line, at) if start[0].year is not None else None)
        if end is not None and _completes(start[0], end[0]):
            return Expression(first, end[1], Operator.BETWEEN, start[0], end[0])
    return None


def _bare(line: Line, index: int) -> Parsed | None:
    """A day or a year in digits with nothing beside it, or an ordinal."""
    text = line.norm(index)
    if line.is_number(index) and text.isdigit():
        if len(text) == 4:
            return Point(PointKind.CALENDAR, year=int(text)), index + 1
        return (Point(PointKind.CALENDAR, day=int(text)), index + 1) if 0 < int(text) < 32 else None
    numeral = read_numeral(line, index)
    if numeral is not None and numeral.definite and numeral.literal:
        return _bare(line, index + 1)
    return None


def _completes(start: Point, end: Point) -> bool:
    """Whether a bare start is a day before a day of a month, or a year before a year."""
    if start.kind is not PointKind.CALENDAR or start.month is not None or start.period is not None:
        return True
    if start.day is not None:
        return end.day is not None
    return end.year is not None and end.day is None
