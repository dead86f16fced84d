"""Calendar arithmetic: what the points of the date grammar mean at a publication date."""

from __future__ import annotations

from datetime import date

from builder.extraction.dates_absolute import resolve_calendar
from builder.extraction.dates_arithmetic import (
    DAY,
    MONTHS,
    NO_ANCHOR,
    NO_SUCH_DAY,
    REFERS_BACK,
    VAGUE,
    Context,
    add_months,
    part_of,
    precision_of,
    safe_day,
    unresolved,
)
from builder.extraction.dates_model import Period, Point, PointKind, Shift
from builder.model import DatePrecision, DateValue

_SUNDAY = 6
_FRIDAY = 4
_HOURS_PER_DAY = 24
_LONGEST_PAST = 2000  # periods; more is no date of the news, and could leave the calendar


def resolve(point: Point, context: Context) -> DateValue:
    """The days that a point means.

    A weekday is the latest such day on or before the publication date; with "last" strictly before it. A day and
    month without a year lie in the nearest past. Weeks run from Monday to Sunday. This week, month or year ends at
    the publication date, because news tells what has happened. Hijri dates are converted by the tabular calendar
    and can be a day off.
    """
    anchor = context.anchor
    if point.kind in (PointKind.SAME_DAY, PointKind.NEXT_DAY, PointKind.SAME_MONTH):
        return _refer_back(point, context.previous)
    if point.kind is PointKind.CALENDAR:
        return resolve_calendar(point, anchor)
    if anchor is None:
        if point.kind is PointKind.SEASON and point.year is not None:
            return _season(point, date(point.year, MONTHS, 31))
        return unresolved(precision_of(point), NO_ANCHOR)
    if point.kind is PointKind.OFFSET:
        day = anchor + (point.amount or 0) * DAY
        words = {-2: "two days before publication", -1: "day before publication", 0: "day of publication"}
        text = (
            "night after the day before publication"
            if point.night
            else words.get(point.amount or 0, "after publication")
        )
        return DateValue(day, day, precision_of(point), text)
    if point.kind is PointKind.WEEKDAY:
        return _weekday(point, anchor)
    if point.kind is PointKind.PERIOD:
        return _period(point, anchor)
    if point.kind is PointKind.SPAN:
        return _span(point, anchor)
    if point.kind is PointKind.AGO:
        return _ago(point, anchor)
    if point.kind is PointKind.WEEKEND:
        return _weekend(point, anchor)
    if point.kind is PointKind.SEASON:
        return _season(point, anchor)
    latest = anchor if point.shift is not Shift.FUTURE else None
    return DateValue(None, latest, DatePrecision.UNKNOWN, VAGUE)


def _refer_back(point: Point, previous: DateValue | None) -> DateValue:
    day_named = previous is not None and previous.precision in (DatePrecision.DAY, DatePrecision.TIME)
    if (
        previous is None
        or previous.earliest is None
        or previous.latest is None
        or not (day_named or point.kind is PointKind.SAME_MONTH)
    ):
        return unresolved(
            precision_of(point) if point.kind is not PointKind.SAME_MONTH else DatePrecision.DAY, REFERS_BACK
        )
    precision = DatePrecision.TIME if point.timed else DatePrecision.DAY
    if point.kind is PointKind.SAME_DAY:
        return DateValue(previous.earliest, previous.latest, precision, "same day as the one named before")
    if point.kind is PointKind.NEXT_DAY:
        day = previous.latest + DAY
        return DateValue(day, day, precision, "day after the one named before")
    month = previous.earliest
    first, last = safe_day(month.year, month.month, point.day), safe_day(month.year, month.month, point.last_day)
    if first is None:
        return unresolved(DatePrecision.DAY, NO_SUCH_DAY)
    return DateValue(first, last or first, precision, "day of the month named before")


def _weekday(point: Point, anchor: date) -> DateValue:
    wanted = point.weekday or 0
    back = (anchor.weekday() - wanted) % 7
    if point.shift is Shift.FUTURE:
        day, text = anchor + (7 - back) * DAY, "weekday after publication"
    elif point.shift is Shift.PAST and back == 0:
        day, text = anchor - 7 * DAY, "weekday strictly before publication"
    else:
        day = anchor - back * DAY
        text = "weekday of publication" if back == 0 else "weekday before publication"
    if point.night:
        return DateValue(day - DAY, day, DatePrecision.TIME, f"night to the {text}")
    return DateValue(day, day, precision_of(point), text)


def _period(point: Point, anchor: date) -> DateValue:
    """The past, present or next week, month, year, decade or century."""
    first, last = _bounds(point, anchor)
    first, last = part_of(first, last, point.part)
    if point.shift is Shift.PRESENT and first <= anchor:
        last = min(last, anchor)
    if point.shift is Shift.PAST:
        text = "the one before that of publication"
    else:
        text = "that of publication" if point.shift is Shift.PRESENT else "the one after that of publication"
    return DateValue(first, last, precision_of(point), f"{point.period}: {text}")


def _bounds(point: Point, anchor: date) -> tuple[date, date]:
    step = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}[point.shift or Shift.PRESENT]
    if point.period is Period.WEEK:
        monday = anchor - anchor.weekday() * DAY + 7 * step * DAY
        return monday, monday + _SUNDAY * DAY
    if point.period is Period.MONTH:
        first = add_months(anchor.replace(day=1), step)
        return first, add_months(first, 1) - DAY
    years = {Period.DECADE: 10, Period.CENTURY: 100}.get(point.period or Period.YEAR, 1)
    start = anchor.year // years * years + step * years
    return date(start, 1, 1), date(start + years - 1, MONTHS, 31)


def _back(anchor: date, amount: int, period: Period | None) -> date:
    """The day some periods before; hours count as the days that they touch."""
    if period in (Period.HOUR, Period.MINUTE):
        return anchor - -(-amount // _HOURS_PER_DAY) * DAY if period is Period.HOUR else anchor
    if period is Period.WEEK:
        return anchor - 7 * amount * DAY
    months = {Period.MONTH: 1, Period.YEAR: 12, Period.DECADE: 120, Period.CENTURY: 1200}.get(period or Period.DAY)
    return anchor - amount * DAY if months is None else add_months(anchor, -amount * months)


def _span(point: Point, anchor: date) -> DateValue:
    """The last periods up to the publication date, or the next ones after it."""
    amount = point.amount or 1
    if not _reachable(point, anchor):
        return unresolved(DatePrecision.RANGE, NO_SUCH_DAY)
    if point.shift is Shift.FUTURE:
        end = anchor + (anchor - _back(anchor, amount, point.period))
        return DateValue(anchor, end, DatePrecision.RANGE, "span after publication")
    first = _back(anchor, amount, point.period)
    return DateValue(first, anchor, DatePrecision.RANGE, f"span of {_counted(amount, point.period)} before publication")


def _counted(amount: int, period: Period | None) -> str:
    return f"{amount} {period}" if amount == 1 else f"{amount} {period}s"


def _reachable(point: Point, anchor: date) -> bool:
    years = {Period.YEAR: 1, Period.DECADE: 10, Period.CENTURY: 100}.get(point.period or Period.DAY, 0)
    return (point.amount or 0) <= _LONGEST_PAST and (point.amount or 0) * years < anchor.year - 1


def _ago(point: Point, anchor: date) -> DateValue:
    """A day some days or weeks before; the calendar month or year where the unit is one."""
    if not _reachable(point, anchor):
        return unresolved(precision_of(point), NO_SUCH_DAY)
    amount, text = point.amount or 1, f"{_counted(point.amount or 1, point.period)} before publication"
    day = _back(anchor, amount, point.period)
    if point.period is Period.MONTH:
        first = day.replace(day=1)
        return DateValue(first, add_months(first, 1) - DAY, DatePrecision.MONTH, text)
    if point.period in (Period.YEAR, Period.DECADE, Period.CENTURY):
        return DateValue(date(day.year, 1, 1), date(day.year, MONTHS, 31), DatePrecision.YEAR, text)
    if point.period is Period.HOUR and amount < _HOURS_PER_DAY:
        return DateValue(day, anchor, DatePrecision.RANGE, text)
    return DateValue(day, day, precision_of(point), text)


def _weekend(point: Point, anchor: date) -> DateValue:
    """Friday to Sunday: the last one that has begun by the publication date; the days after it are left out."""
    friday = anchor - (anchor.weekday() - _FRIDAY) % 7 * DAY
    if point.shift is Shift.FUTURE:
        friday += 7 * DAY
    elif point.shift is Shift.PAST and anchor <= friday + 2 * DAY:
        friday -= 7 * DAY
    last = friday + 2 * DAY
    end = last if point.shift is Shift.FUTURE else min(last, anchor)
    return DateValue(friday, end, DatePrecision.RANGE, "weekend, Friday to Sunday")


def _season(point: Point, anchor: date) -> DateValue:
    """Three months, as meteorologists count; the one that began last before the publication date if no year is said."""
    month = point.month or 3
    year = point.year
    if year is None:
        step = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}
        if point.year_shift is not None:
            year = anchor.year + step[point.year_shift]
        else:
            begun = anchor.month >= month
            over = anchor.month >= month + 3
            year = anchor.year - (not over if point.shift is Shift.PAST else not begun)
            year += 1 if point.shift is Shift.FUTURE else 0
    first = date(year, month, 1)
    return DateValue(first, add_months(first, 3) - DAY, DatePrecision.RANGE, "season")
