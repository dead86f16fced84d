"""Dates in Arabic news: every day or period a sentence names, resolved against the publication date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from builder.extraction.dates_arithmetic import NO_ANCHOR, NO_SUCH_DAY, Context, unresolved
from builder.extraction.dates_calendar import resolve
from builder.extraction.dates_grammar import read_dates
from builder.extraction.dates_model import Expression, Operator, Point, PointKind
from builder.extraction.line import Line
from builder.model import DatePrecision, DateValue, Span
from builder.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: half-open range of the sentence's tokens, its span of the text, its value.

    ``is_relative`` tells that the value depends on the publication date; ``weekday_only`` that nothing but weekdays
    (with times of day) is named: such a day often dates a statement and not an attack.
    """

    first: int
    last: int
    span: Span
    value: DateValue
    is_relative: bool
    weekday_only: bool


def find_dates(sentence: Sentence, anchor: date | None, line: Line | None = None) -> tuple[DateMention, ...]:
    """The dates of a sentence in order, the longest expression at each place, without overlap.

    *anchor* is the publication date. Without it relative expressions, and days without a year, stay unresolved with
    a reason; "since" an absolute day then has an earliest day only. "The same day", "the next month", "30 of it" and
    "May of the same year" refer to the date before them in the sentence, and stay unresolved where there is none.
    Clock times are no part of a date; neither are spans counted from another event ("two days after the attack").
    *line* are the sentence's words where they have been read already.
    """
    line = line or Line(sentence.tokens)
    found: list[DateMention] = []
    previous: DateValue | None = None
    for expression in read_dates(line):
        value = _value(expression, Context(anchor, previous))
        found.append(
            DateMention(
                expression.first,
                expression.last,
                line.span(expression.first, expression.last),
                value,
                _is_relative(expression),
                _only_weekdays(expression),
            )
        )
        if value.resolved:
            previous = value
    return tuple(found)


def _points(expression: Expression) -> tuple[Point, ...]:
    return (expression.start,) if expression.end is None else (expression.start, expression.end)


def _only_weekdays(expression: Expression) -> bool:
    return all(point.kind is PointKind.WEEKDAY for point in _points(expression))


def _is_relative(expression: Expression) -> bool:
    """Whether a publication date is needed: always with "since", else unless each point has its year."""
    if expression.operator is Operator.SINCE:
        return True
    years = [point.year is not None for point in _points(expression)]
    return not (years[-1] and all(_completed_by(point, expression) for point in _points(expression)))


def _completed_by(point: Point, expression: Expression) -> bool:
    last = expression.end or expression.start
    return point.year is not None or (point.kind is PointKind.CALENDAR and last.year is not None)


def _value(expression: Expression, context: Context) -> DateValue:
    """The value; none where it lies outside the years that dates have (an anchor in the year 1)."""
    try:
        return _evaluate(expression, context)
    except (OverflowError, ValueError):
        return unresolved(DatePrecision.UNKNOWN, NO_SUCH_DAY)


def _evaluate(expression: Expression, context: Context) -> DateValue:
    start, end = expression.start, expression.end
    if expression.operator is Operator.AT:
        return resolve(start, context)
    if expression.operator is Operator.UNTIL:
        value = resolve(start, context)
        text = value.resolution if value.latest is None else f"until: {value.resolution}"
        return DateValue(None, value.latest, DatePrecision.RANGE, text)
    if expression.operator is Operator.SINCE or end is None:
        return _since(start, context)
    return _between(start, end, context)


def _since(start: Point, context: Context) -> DateValue:
    value = resolve(start, context)
    if value.earliest is None:
        return replace(value, precision=DatePrecision.RANGE)
    if context.anchor is None:
        return DateValue(value.earliest, None, DatePrecision.RANGE, f"since: {value.resolution}; no publication date")
    if value.earliest > context.anchor:
        return replace(value, latest=None, resolution=f"since: {value.resolution}")
    return DateValue(value.earliest, context.anchor, DatePrecision.RANGE, f"since: {value.resolution}, to publication")


def _between(start: Point, end: Point, context: Context) -> DateValue:
    """An interval; what the first point lacks (month, year) is taken from the second, or the other way round."""
    if end.kind is PointKind.SAME_MONTH:
        first = resolve(start, context)
        last = resolve(end, replace(context, previous=first))
    else:
        last = resolve(end, context)
        first = _start_before(start, end, last, context)
    if first.earliest is None or last.latest is None:
        reason = first.resolution if first.earliest is None else last.resolution
        return unresolved(DatePrecision.RANGE, reason if reason.startswith("unresolved") else NO_ANCHOR)
    if first.earliest > last.latest:
        return unresolved(DatePrecision.RANGE, "unresolved: ends before it begins")
    return DateValue(first.earliest, last.latest, DatePrecision.RANGE, f"from {first.resolution} to {last.resolution}")


def _start_before(start: Point, end: Point, last: DateValue, context: Context) -> DateValue:
    floating = start.kind is PointKind.WEEKDAY and start.shift is None
    if start.kind is PointKind.CALENDAR and start.year is None:
        if start.month is None and start.period is None:
            filled = replace(end, day=start.day, last_day=None, weekday=None, timed=False, month=end.month, part=None)
            return resolve(filled, context)
        floating = start.year_shift is None
    if floating and last.latest is not None:
        return resolve(replace(start, shift=None), replace(context, anchor=last.latest))
    return resolve(start, context)
