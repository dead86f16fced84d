"""Dates of the Gregorian and the Hijri calendar: days, months and years that are named."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from builder.extraction.dates_arithmetic import (
    DAY,
    MONTHS,
    NO_ANCHOR,
    NO_SUCH_DAY,
    NO_YEAR,
    add_months,
    precision_of,
    safe_day,
    section_of,
    unresolved,
)
from builder.extraction.dates_model import Period, Point, Shift
from builder.model import DatePrecision, DateValue

_WEEKDAY_CYCLE = 6  # years within which a day of the month falls on each weekday, but for leap days
_HIJRI_EPOCH = 227014  # proleptic Gregorian ordinal of 1 Muharram 1 in the civil tabular calendar, less one
_HIJRI_CYCLE_YEARS, _HIJRI_CYCLE_DAYS = 30, 10631


def resolve_calendar(point: Point, anchor: date | None) -> DateValue:
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
            return unresolved(precision_of(point), NO_ANCHOR if point.year_shift else NO_YEAR)
        year, text = _nearest_year(point, anchor)
    if point.day is None:
        first, last = section_of(
            point, date(year, point.month, 1), date(year, point.month, monthrange(year, point.month)[1])
        )
        return DateValue(first, last, precision_of(point), text.replace("date", "month"))
    start = safe_day(year, point.month, point.day)
    if start is None:
        return unresolved(precision_of(point), NO_SUCH_DAY)
    end = safe_day(year, point.month, point.last_day)
    return DateValue(start, end or start, precision_of(point), text)


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
            year: abs((year - anchor.year) * MONTHS + month - anchor.month)
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
    days = {near: safe_day(near, point.month or 1, point.day) for near in range(year - _WEEKDAY_CYCLE, year + 2)}
    return [near for near, day in days.items() if day is not None and day.weekday() == point.weekday]


def _day_of_shifted_month(point: Point, anchor: date | None) -> DateValue:
    if anchor is None:
        return unresolved(precision_of(point), NO_ANCHOR)
    steps = {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}
    first = add_months(anchor.replace(day=1), steps[point.shift or Shift.PRESENT])
    start = safe_day(first.year, first.month, point.day)
    end = safe_day(first.year, first.month, point.last_day)
    if start is None:
        return unresolved(precision_of(point), NO_SUCH_DAY)
    return DateValue(start, end or start, precision_of(point), "day of a month named from publication")


def _years(point: Point) -> DateValue:
    if point.year is None:
        return unresolved(DatePrecision.UNKNOWN, NO_YEAR)
    first, last = section_of(point, date(point.year, 1, 1), date(point.last_year or point.year, MONTHS, 31))
    return DateValue(first, last, precision_of(point), "year as given")


def _hijri(point: Point, anchor: date | None) -> DateValue:
    """A date of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29)."""
    year = point.year
    if year is None:
        if anchor is None:
            return unresolved(precision_of(point), NO_YEAR)
        year = _nearest_hijri_year(point, anchor)
    day_text = "Hijri date by the tabular calendar, a day off at most"
    if point.day is None:
        first = _hijri_day(year, point.month or 1, 1)
        following = _hijri_day(year + 1, 1, 1) if point.month is None else _hijri_day(year, point.month + 1, 1)
        first, last = section_of(point, first, following - DAY)
        return DateValue(first, last, precision_of(point), day_text)
    start = _on_weekday(_hijri_day(year, point.month or 1, point.day), point.weekday)
    end = start if point.last_day is None else _hijri_day(year, point.month or 1, point.last_day)
    return DateValue(start, end, precision_of(point), day_text)


def _nearest_hijri_year(point: Point, anchor: date) -> int:
    """The year in which the month or day lies in the nearest past or ahead, or the one named from publication."""
    present = (anchor.toordinal() - _HIJRI_EPOCH) * _HIJRI_CYCLE_YEARS // _HIJRI_CYCLE_DAYS + 1
    days = {year: _hijri_day(year, point.month or 1, point.day or 1) for year in range(present - 2, present + 3)}
    if point.year_shift is not None:
        first = max(year for year in days if _hijri_day(year, 1, 1) <= anchor)
        return first + {Shift.PAST: -1, Shift.PRESENT: 0, Shift.FUTURE: 1}[point.year_shift]
    if point.shift is Shift.FUTURE:
        return next(year for year, day in days.items() if day > anchor)
    return max(year for year, day in days.items() if day <= anchor)


def _on_weekday(day: date, weekday: int | None) -> date:
    """The day itself, or its neighbour that falls on the weekday given with it."""
    near = (day + step * DAY for step in (0, -1, 1))
    return day if weekday is None else next((found for found in near if found.weekday() == weekday), day)


def _hijri_day(year: int, month: int, day: int) -> date:
    """Gregorian day of a Hijri one; months alternate between 30 and 29 days."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2
    return date.fromordinal(_HIJRI_EPOCH + before + day)
