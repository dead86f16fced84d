"""Calendar arithmetic: what the points of the date grammar mean at a publication date."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from builder.extraction.dates_model import Part, Period, Point, PointKind, Shift
from builder.model import DatePrecision, DateValue

NO_ANCHOR = "unresolved: no publication date"
NO_YEAR = "unresolved: no year"
NO_SUCH_DAY = "unresolved: no such day"
REFERS_BACK = "unresolved: refers to a day that is not named before"
VAGUE = "unresolved: vague"

_DAY = timedelta(days=1)
_SUNDAY = 6
_FRIDAY = 4
_HOURS_PER_DAY = 24
_MONTHS = 12
_FIRST_THIRD, _SECOND_THIRD = 10, 20  # days of a month that end its thirds
_WEEKDAY_CYCLE = 6  # years within which a day of the month falls on each weekday, but for leap days
_HIJRI_EPOCH = 227014  # proleptic Gregorian ordinal of 1 Muharram 1 in the civil tabular calendar, less one
_HIJRI_CYCLE_YEARS, _HIJRI_CYCLE_DAYS = 30, 10631
_WEEKS_PER_MONTH = 4


@dataclass(frozen=True, slots=True)
class Context:
    """What a point is resolved against: the publication date, and the value found before it in the sentence."""

    anchor: date | None
    previous: DateValue | None = None


def unresolved(precision: DatePrecision, reason: str) -> DateValue:
    """A value without days."""
    return DateValue(None, None, precision, reason)


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
        return _calendar(point, anchor)
    if anchor is None:
        if point.kind is PointKind.SEASON and point.year is not None:
            return _season(point, date(point.year, _MONTHS, 31))
        return unresolved(_precision(point), NO_ANCHOR)
    if point.kind is PointKind.OFFSET:
        day = anchor + (point.amount or 0) * _DAY
        words = {-2: "two days before publication", -1: "day before publication", 0: "day of publication"}
        text = (
            "night after the day before publication"
            if point.night
            else words.get(point.amount or 0, "after publication")
        )
        return DateValue(day, day, _precision(point), text)
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


def _precision(point: Point) -> DatePrecision:
    if point.timed:
        return DatePrecision.TIME
    if point.kind is PointKind.CALENDAR:
        if point.last_day is not None or point.last_year is not None or point.part is not None:
            return DatePrecision.RANGE
        if point.day is not None:
            return DatePrecision.DAY
        return DatePrecision.MONTH if point.month is not None else DatePrecision.YEAR
    if point.kind in (PointKind.PERIOD, PointKind.AGO):
        if point.part is not None:
            return DatePrecision.RANGE
        units = {Period.WEEK: DatePrecision.WEEK, Period.MONTH: DatePrecision.MONTH, Period.YEAR: DatePrecision.YEAR}
        ago = DatePrecision.DAY if point.kind is PointKind.AGO and point.period is Period.DAY else DatePrecision.RANGE
        return units.get(point.period, ago) if point.period is not None else DatePrecision.RANGE
    if point.kind in (PointKind.SPAN, PointKind.WEEKEND, PointKind.SEASON):
        return DatePrecision.RANGE
    return DatePrecision.UNKNOWN if point.kind is PointKind.VAGUE else DatePrecision.DAY


def _refer_back(point: Point, previous: DateValue | None) -> DateValue:
    day_named = previous is not None and previous.precision in (DatePrecision.DAY, DatePrecision.TIME)
    if (
        previous is None
        or previous.earliest is None
        or previous.latest is None
        or not (day_named or point.kind is PointKind.SAME_MONTH)
    ):
        return unresolved(
            _precision(point) if point.kind is not PointKind.SAME_MONTH else DatePrecision.DAY, REFERS_BACK
        )
    precision = DatePrecision.TIME if point.timed else DatePrecision.DAY
    if point.kind is PointKind.SAME_DAY:
        return DateValue(previous.earliest, previous.latest, precision, "same day as the one named before")
    if point.kind is PointKind.NEXT_DAY:
        day = previous.latest + _DAY
        return DateValue(day, day, precision, "day after the one named before")
    month = previous.earliest
    first, last = _safe_day(month.year, month.month, point.day), _safe_day(month.year, month.month, point.last_day)
    if first is None:
        return unresolved(DatePrecision.DAY, NO_SUCH_DAY)
    return DateValue(first, last or first, precision, "day of the month named before")


def _weekday(point: Point, anchor: date) -> DateValue:
    wanted = point.weekday or 0
    back = (anchor.weekday() - wanted) % 7
    if point.shift is Shift.FUTURE:
        day, text = anchor + (7 - back) * _DAY, "weekday after publication"
    elif point.shift is Shift.PAST and back == 0:
        day, text = anchor - 7 * _DAY, "weekday strictly before publication"
    else:
        day = anchor - back * _DAY
        text = "weekday of publication" if back == 0 else "weekday before publication"
    if point.night:
        return DateValue(day - _DAY, day, DatePrecision.TIME, f"night to the {text}")
    return DateValue(day, day, _precision(point), text)


def _safe_day(year: int, month: int, day: int | None) -> date | None:
    if day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _calendar(point: Point, anchor: date | None) -> DateValue:
    """A date of the calendar, its year taken from the words or from the nearest past."""
    if point.hijri:
        return _hijri(point, anchor)
    if point.period is Period.MONTH:
        return _day_of_shifted_month(point, anchor)
    if point.month is None:
        return _years(point)
    year, text = point.year, "date as given"
    if year is None:
        if anchor is None:
            return unresolved(_precision(point), NO_ANCHOR if point.year_shift else NO_YEAR)
        year, text = _nearest_year(point, anchor)
    if point.day is None:
        first, last = _third(
            date(year, point.month, 1), date(year, point.month, monthrange(year, point.month)[1]), point.part
        )
        return DateValue(first, last, _precision(point), text.replace("date", "month"))
    start = _safe_day(year, point.month, point.day)
    if start is None:
        return unresolved(_precision(point), NO_SUCH_DAY)
    end = _safe_day(year, point.month, point.last_day)
    return DateValue(start, end or start, _precision(point), text)


def _nearest_year(point: Point, anchor: date) -> tuple[int, str]:
    """The year of a month, or of a day of it, that is named without one."""
    month, day = point.month or 1, point.day
    if point.year_shift is not None:
        years = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}
        return anchor.year + years[point.year_shift], "date in a year named from publication"
    here, there = (anchor.month, anchor.day), (month, day or 0)
    if point.shift is Shift.FUTURE:
        later = there > here if day else month > anchor.month
        return anchor.year + (not later), "next such date after publication"
    if point.shift is Shift.PRESENT:
        months = {
            year: abs((year - anchor.year) * _MONTHS + month - anchor.month)
            for year in range(anchor.year - 1, anchor.year + 2)
        }
        return min(months, key=lambda year: months[year]), "date nearest to publication"
    if point.weekday is not None and day is not None:
        near = _years_of_weekday(point, anchor.year)
        if near:
            return min(near, key=lambda year: abs(date(year, month, day) - anchor)), "nearest date with that weekday"
    strict = point.shift is Shift.PAST and day is None
    passed = month < anchor.month if strict else (there <= here if day else month <= anchor.month)
    return anchor.year - (not passed), "nearest past date"


def _years_of_weekday(point: Point, year: int) -> list[int]:
    """Years around one in which the day of the month falls on the weekday."""
    days = {near: _safe_day(near, point.month or 1, point.day) for near in range(year - _WEEKDAY_CYCLE, year + 2)}
    return [near for near, day in days.items() if day is not None and day.weekday() == point.weekday]


def _day_of_shifted_month(point: Point, anchor: date | None) -> DateValue:
    if anchor is None:
        return unresolved(_precision(point), NO_ANCHOR)
    steps = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}
    first = _add_months(anchor.replace(day=1), steps[point.shift or Shift.PRESENT])
    start = _safe_day(first.year, first.month, point.day)
    end = _safe_day(first.year, first.month, point.last_day)
    if start is None:
        return unresolved(_precision(point), NO_SUCH_DAY)
    return DateValue(start, end or start, _precision(point), "day of a month named from publication")


def _years(point: Point) -> DateValue:
    if point.year is None:
        return unresolved(DatePrecision.UNKNOWN, NO_YEAR)
    first, last = _third(date(point.year, 1, 1), date(point.last_year or point.year, _MONTHS, 31), point.part)
    return DateValue(first, last, _precision(point), "year as given")


def _third(first: date, last: date, part: Part | None) -> tuple[date, date]:
    """A third of a month (ending on the 10th and 20th), a year (four months) or a week (two, two and three days)."""
    if part is None:
        return first, last
    length = (last - first).days + 1
    if length <= 7:
        cuts = (first + 2 * _DAY, first + 4 * _DAY)
    elif length <= 31:
        cuts = (first + _FIRST_THIRD * _DAY, first + _SECOND_THIRD * _DAY)
    else:
        cuts = (_add_months(first, 4), _add_months(first, 8))
    if part is Part.BEGINNING:
        return first, min(last, cuts[0] - _DAY)
    return (cuts[0], min(last, cuts[1] - _DAY)) if part is Part.MIDDLE else (cuts[1], max(last, cuts[1]))


def _period(point: Point, anchor: date) -> DateValue:
    """The past, present or next week, month, year, decade or century."""
    first, last = _bounds(point, anchor)
    first, last = _third(first, last, point.part)
    if point.shift is Shift.PRESENT and first <= anchor:
        last = min(last, anchor)
    if point.shift is Shift.PAST:
        text = "the one before that of publication"
    else:
        text = "that of publication" if point.shift is Shift.PRESENT else "the one after that of publication"
    return DateValue(first, last, _precision(point), f"{point.period}: {text}")


def _bounds(point: Point, anchor: date) -> tuple[date, date]:
    step = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}[point.shift or Shift.PRESENT]
    if point.period is Period.WEEK:
        monday = anchor - anchor.weekday() * _DAY + 7 * step * _DAY
        return monday, monday + _SUNDAY * _DAY
    if point.period is Period.MONTH:
        first = _add_months(anchor.replace(day=1), step)
        return first, _add_months(first, 1) - _DAY
    years = {Period.DECADE: 10, Period.CENTURY: 100}.get(point.period or Period.YEAR, 1)
    start = anchor.year // years * years + step * years
    return date(start, 1, 1), date(start + years - 1, _MONTHS, 31)


def _add_months(day: date, months: int) -> date:
    """The same day some months later or earlier, or the last one of a shorter month."""
    index = day.year * _MONTHS + day.month - 1 + months
    year, month = index // _MONTHS, index % _MONTHS + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _back(anchor: date, amount: int, period: Period | None) -> date:
    """The day some periods before; hours count as the days that they touch."""
    if period in (Period.HOUR, Period.MINUTE):
        return anchor - -(-amount // _HOURS_PER_DAY) * _DAY if period is Period.HOUR else anchor
    if period is Period.WEEK:
        return anchor - 7 * amount * _DAY
    months = {Period.MONTH: 1, Period.YEAR: 12, Period.DECADE: 120, Period.CENTURY: 1200}.get(period or Period.DAY)
    return anchor - amount * _DAY if months is None else _add_months(anchor, -amount * months)


_LONGEST_PAST = 2000  # periods; more is no date of the news, and could leave the calendar


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
        return unresolved(_precision(point), NO_SUCH_DAY)
    amount, text = point.amount or 1, f"{_counted(point.amount or 1, point.period)} before publication"
    day = _back(anchor, amount, point.period)
    if point.period is Period.MONTH:
        first = day.replace(day=1)
        return DateValue(first, _add_months(first, 1) - _DAY, DatePrecision.MONTH, text)
    if point.period in (Period.YEAR, Period.DECADE, Period.CENTURY):
        return DateValue(date(day.year, 1, 1), date(day.year, _MONTHS, 31), DatePrecision.YEAR, text)
    if point.period is Period.HOUR and amount < _HOURS_PER_DAY:
        return DateValue(day, anchor, DatePrecision.RANGE, text)
    return DateValue(day, day, _precision(point), text)


def _weekend(point: Point, anchor: date) -> DateValue:
    """Friday to Sunday: the last one that has begun by the publication date; the days after it are left out."""
    friday = anchor - (anchor.weekday() - _FRIDAY) % 7 * _DAY
    if point.shift is Shift.FUTURE:
        friday += 7 * _DAY
    elif point.shift is Shift.PAST and anchor <= friday + 2 * _DAY:
        friday -= 7 * _DAY
    last = friday + 2 * _DAY
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
    return DateValue(first, _add_months(first, 3) - _DAY, DatePrecision.RANGE, "season")


def _hijri(point: Point, anchor: date | None) -> DateValue:
    """A date of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29)."""
    year = point.year
    if year is None:
        if anchor is None:
            return unresolved(_precision(point), NO_YEAR)
        year = (anchor.toordinal() - _HIJRI_EPOCH) * _HIJRI_CYCLE_YEARS // _HIJRI_CYCLE_DAYS + 1
        if _hijri_day(year, point.month or 1, point.day or 1) > anchor:
            year -= 1
    day_text = "Hijri date by the tabular calendar, a day off at most"
    if point.day is None:
        first = _hijri_day(year, point.month or 1, 1)
        following = _hijri_day(year, (point.month or 1) + 1, 1)
        first, last = _third(first, following - _DAY, point.part)
        return DateValue(first, last, _precision(point), day_text)
    start = _hijri_day(year, point.month or 1, point.day)
    end = start if point.last_day is None else _hijri_day(year, point.month or 1, point.last_day)
    return DateValue(start, end, _precision(point), day_text)


def _hijri_day(year: int, month: int, day: int) -> date:
    """Gregorian day of a Hijri one; months alternate between 30 and 29 days."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2
    return date.fromordinal(_HIJRI_EPOCH + before + day)
