"""Calendar arithmetic: what the points of the date grammar mean at a publication date."""

from __future__ import annotations

from dataclasses import replace
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
    precision_of,
    safe_day,
    section_of,
    unresolved,
)
from builder.extraction.dates_model import Period, Point, PointKind, Shift
from builder.model import DatePrecision, DateValue

_SUNDAY = 6
_HALF_WEEK = 3  # days
_FRIDAY = 4
_HOURS_PER_DAY = 24
_HALF_MONTH = 15  # days
_LONGEST_PAST = 2000  # periods; more is no date of the news, and could leave the calendar


def resolve(point: Point, context: Context) -> DateValue:
    """The days that a point means.

    A weekday is the latest such day on or before the publication date; with "last" strictly before it, with "this"
    the nearest one. A day and month without a year lie in the nearest past. Weeks run from Monday to Sunday. This
    week, month or year ends at the publication date, because news tells what has happened. Hijri dates are converted
    by the tabular calendar and can be a day off.
    """
    anchor = context.anchor
    if point.kind in (PointKind.REFERRED, PointKind.SAME_MONTH, PointKind.SAME_YEAR):
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
    """A day, month or year by the one named before; that must lie in a single such period."""
    if previous is None or previous.earliest is None or previous.latest is None:
        return unresolved(_precision_back(point), REFERS_BACK)
    first, last = previous.earliest, previous.latest
    if point.kind is PointKind.SAME_YEAR:
        if first.year != last.year or point.hijri:
            return unresolved(_precision_back(point), REFERS_BACK)
        return resolve_calendar(replace(point, kind=PointKind.CALENDAR, year=first.year), None)
    if point.kind is PointKind.SAME_MONTH:
        day = safe_day(first.year, first.month, point.day)
        end = safe_day(first.year, first.month, point.last_day)
        if day is None:
            return unresolved(DatePrecision.DAY, NO_SUCH_DAY)
        return DateValue(day, end or day, DatePrecision.DAY, "day of the month named before")
    return _referred(point, previous, first, last)


def _precision_back(point: Point) -> DatePrecision:
    return DatePrecision.DAY if point.kind is PointKind.SAME_MONTH else precision_of(point)


def _referred(point: Point, previous: DateValue, first: date, last: date) -> DateValue:
    steps = point.amount or 0
    words = {0: "same {} as the one named before", 1: "{} after the one named before"}
    text = words.get(steps, "{} before the one named before").format(point.period)
    if point.period is Period.DAY:
        if previous.precision not in (DatePrecision.DAY, DatePrecision.TIME):
            return unresolved(precision_of(point), REFERS_BACK)
        start, end = {0: (first, last), 1: (last + DAY, last + DAY)}.get(steps, (first - DAY, first - DAY))
        return DateValue(start, end, precision_of(point), text)
    if point.period is Period.WEEK:
        monday, other = (day - day.weekday() * DAY for day in (first, last))
        start, end = monday + 7 * steps * DAY, monday + (7 * steps + _SUNDAY) * DAY
        single = monday == other
    elif point.period is Period.MONTH:
        start = add_months(first.replace(day=1), steps)
        end = add_months(start, 1) - DAY
        single = (first.year, first.month) == (last.year, last.month)
    else:
        start, end = date(first.year + steps, 1, 1), date(first.year + steps, MONTHS, 31)
        single = first.year == last.year
    return DateValue(start, end, precision_of(point), text) if single else unresolved(precision_of(point), REFERS_BACK)


def _weekday(point: Point, anchor: date) -> DateValue:
    wanted = point.weekday or 0
    back = (anchor.weekday() - wanted) % 7
    if point.shift is Shift.FUTURE:
        day, text = anchor + (7 - back) * DAY, "weekday after publication"
    elif point.shift is Shift.PAST and back == 0:
        day, text = anchor - 7 * DAY, "weekday strictly before publication"
    elif point.shift is Shift.PRESENT and back > _HALF_WEEK:
        day, text = anchor + (7 - back) * DAY, "weekday nearest to publication"
    else:
        day = anchor - back * DAY
        text = "weekday of publication" if back == 0 else "weekday before publication"
    if point.night:
        return DateValue(day - DAY, day, DatePrecision.TIME, f"night to the {text}")
    return DateValue(day, day, precision_of(point), text)


def _period(point: Point, anchor: date) -> DateValue:
    """The past, present or next week, month, year, decade or century."""
    first, last = _bounds(point, anchor)
    first, last = section_of(point, first, last)
    if point.shift is Shift.PRESENT and first <= anchor:
        last = min(last, anchor)
    if point.shift is Shift.PAST:
        before = "the one before that" if point.amount is None else f"{point.amount} before that"
        text = f"{before} of publication"
    else:
        text = "that of publication" if point.shift is Shift.PRESENT else "the one after that of publication"
    return DateValue(first, last, precision_of(point), f"{point.period}: {text}")


def _bounds(point: Point, anchor: date) -> tuple[date, date]:
    step = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}[point.shift or Shift.PRESENT] * (point.amount or 1)
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
    if point.half:
        day = _half_before(day, point.period)
        text = text.replace(" before", " and a half before")
    if point.period is Period.MONTH or (point.period is Period.YEAR and point.half):
        first = day.replace(day=1)
        return DateValue(first, add_months(first, 1) - DAY, DatePrecision.MONTH, text)
    if point.period in (Period.YEAR, Period.DECADE, Period.CENTURY):
        return DateValue(date(day.year, 1, 1), date(day.year, MONTHS, 31), DatePrecision.YEAR, text)
    if point.period is Period.HOUR and amount < _HOURS_PER_DAY:
        return DateValue(day, anchor, DatePrecision.RANGE, text)
    return DateValue(day, day, precision_of(point), text)


def _half_before(day: date, period: Period | None) -> date:
    """Half a period earlier: fifteen days of a month, six months of a year; of shorter ones the day itself."""
    if period is Period.MONTH:
        return day - _HALF_MONTH * DAY
    months = {Period.YEAR: 6, Period.DECADE: 60, Period.CENTURY: 600}.get(period or Period.DAY, 0)
    return add_months(day, -months)


def _weekend(point: Point, anchor: date) -> DateValue:
    """Friday to Sunday: the last one that has begun by the publication date; the days after it are left out.

    The end of this week or of the coming one (``period`` is the week) is counted in weeks from Monday, and whole.
    """
    friday = anchor - (anchor.weekday() - _FRIDAY) % 7 * DAY
    of_week = point.period is Period.WEEK and point.shift is not Shift.PAST
    if of_week:
        friday = anchor + (_FRIDAY - anchor.weekday() + 7 * (point.shift is Shift.FUTURE)) * DAY
    elif point.shift is Shift.FUTURE:
        friday += 7 * DAY
    elif point.shift is Shift.PAST and anchor <= friday + 2 * DAY:
        friday -= 7 * DAY
    last = friday + 2 * DAY
    end = last if of_week or point.shift is Shift.FUTURE else min(last, anchor)
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
            year = anchor.year - (anchor.month < month)
            if point.shift is Shift.PAST and add_months(date(year, month, 1), 3) > anchor:
                year -= 1
            year += point.shift is Shift.FUTURE
    first = date(year, month, 1)
    return DateValue(first, add_months(first, 3) - DAY, DatePrecision.RANGE, "season")
