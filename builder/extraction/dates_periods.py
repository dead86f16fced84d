"""Grammar of periods: this week, the last three days, two years ago, the end of July, seasons and decades."""

from __future__ import annotations

from dataclasses import replace

from builder.extraction.approximations import before_number
from builder.extraction.dates_model import Parsed, Part, Period, Point, PointKind, Shift, Stretch
from builder.extraction.dates_months import month
from builder.extraction.dates_years import is_general, shift_at, year_named
from builder.extraction.line import Kind, Line
from builder.extraction.numerals import read_numeral

_LONGEST_APPROXIMATION = 3  # words between "since" and the number
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first months, as meteorologists count
_YEARS_FOR_DECADE = 10
_PARTED = (Period.WEEK, Period.MONTH, Period.YEAR)
_MONTHS, _THIRTY, _WEEK = 12, 30, 7
_WEEKS_OF_MONTH = 4
_LAST_WEEK = Stretch(-_WEEK, -1, Period.DAY)
_HALF = 2  # parts of a period
_AGE = "age"  # with "this" the word is an age and not the afternoon
_FEMININE = "ه"  # in normalised spelling


def period(line: Line, index: int) -> Parsed | None:
    """Any period named from the writer, or a third of one."""
    return (
        _part(line, index)
        or _weekend(line, index)
        or _stretch(line, index)
        or _whole(line, index)
        or _season(line, index)
        or _decade(line, index)
    )


def _whole(line: Line, index: int) -> Parsed | None:
    if line.has(index, Kind.THIS):
        return _this(line, index)
    return _shifted(line, index) or _counted_span(line, index)


def _this(line: Line, index: int) -> Parsed | None:
    """Reads "This week", "these two months" is not said; "this night" is tonight."""
    label = line.label(index + 1, Kind.PERIOD)
    if label is not None and line.definite(index + 1):
        at = Period(label)
        if at is Period.DAY:
            return Point(PointKind.OFFSET, amount=0), index + 2
        return Point(PointKind.PERIOD, Shift.PRESENT, period=at), index + 2
    part_of_day = line.has(index + 1, Kind.NIGHT) or line.label(index + 1, Kind.DAYPART) not in (None, _AGE)
    if part_of_day and line.definite(index + 1):
        return Point(PointKind.OFFSET, amount=0, timed=True), index + 2
    weekday = line.number(index + 1, Kind.WEEKDAY)
    if weekday is not None and line.definite(index + 1):
        return Point(PointKind.WEEKDAY, Shift.PRESENT, weekday=weekday), index + 2
    season = line.label(index + 1, Kind.SEASON)
    if season is not None and line.definite(index + 1):
        return Point(PointKind.SEASON, Shift.PRESENT, month=_SEASONS[season]), index + 2
    return None


def _shifted(line: Line, index: int) -> Parsed | None:
    """Reads "Last month", "the last two days", "the past five days", "recent weeks"."""
    if not line.definite(index):
        return None
    single = line.label(index, Kind.PERIOD)
    if single is not None:
        shift = shift_at(line, index + 1)
        if is_general(line, index) or single in (Period.DAY, Period.HOUR, Period.MINUTE):
            return None
        if line.has(index + 1, Kind.AGO) and shift_at(line, index + 2) is Shift.PAST:
            return Point(PointKind.PERIOD, Shift.PAST, amount=2, period=Period(single)), index + 3
        if shift is None:
            return None
        of_month = _end_of_month(line, index + 2) if single == Period.WEEK and shift is Shift.PAST else None
        return of_month or (Point(PointKind.PERIOD, shift, period=Period(single)), index + 2)
    dual = line.label(index, Kind.PERIOD_DUAL)
    if dual is not None:
        shift = shift_at(line, index + 1)
        return None if shift is None else (Point(PointKind.SPAN, shift, amount=2, period=Period(dual)), index + 2)
    plural = line.label(index, Kind.PERIOD_PLURAL)
    if plural is not None:
        return _shifted_plural(line, index, Period(plural))
    if line.has(index, Kind.PERIOD_VAGUE):
        shift = shift_at(line, index + 1)
        return None if shift is None else (Point(PointKind.VAGUE, shift), index + 2)
    return None


def _end_of_month(line: Line, index: int) -> Parsed | None:
    """The last week of a month that is named."""
    named = month(line, index + 1) if line.has(index, Kind.FROM) else None
    return None if named is None else (replace(named[0], stretch=_LAST_WEEK), named[1])


def _shifted_plural(line: Line, index: int, unit: Period) -> Parsed | None:
    numeral = read_numeral(line, index + 1)
    amount = numeral.whole if numeral is not None else None
    at = numeral.last if numeral is not None and amount is not None else index + 1
    if line.has(at, Kind.FEW_ADJECTIVE):
        at += 1
    shift = shift_at(line, at)
    if shift is None:
        return None
    if amount is None:
        hours = unit in (Period.HOUR, Period.MINUTE)
        vague = Point(PointKind.SPAN, shift, amount=1, period=unit) if hours else Point(PointKind.VAGUE, shift)
        return replace(vague, period=unit), at + 1
    return Point(PointKind.SPAN, shift, amount=amount, period=unit), at + 1


def _counted_span(line: Line, index: int) -> Parsed | None:
    """Reads "The four past days": the number first, with the article."""
    if not (line.definite(index) or line.has(index, Kind.ARTICLE)):
        return None
    numeral = read_numeral(line, index)
    if numeral is None or not numeral.definite or numeral.whole is None:
        return None
    label = line.label(numeral.last, Kind.PERIOD) or line.label(numeral.last, Kind.PERIOD_PLURAL)
    shift = shift_at(line, numeral.last + 1)
    if label is None or shift is None:
        return None
    return Point(PointKind.SPAN, shift, amount=numeral.whole, period=Period(label)), numeral.last + 2


def _weekend(line: Line, index: int) -> Parsed | None:
    """Reads "The weekend", with the word for holiday before it or not, and "last" after it or not."""
    holiday = line.has(index, Kind.OCCASION)
    at = index + holiday
    if line.label(at, Kind.PART) == Part.END:
        at += 1
    elif at == index:
        return None
    this = line.has(at, Kind.THIS)
    at += this
    if line.label(at, Kind.PERIOD) != Period.WEEK or not line.definite(at):
        return None
    if this:
        return Point(PointKind.WEEKEND, Shift.PRESENT, period=None if holiday else Period.WEEK), at + 1
    shift, reading = shift_at(line, at + 1), line.reading(at + 1)
    if shift is None or reading is None:
        return Point(PointKind.WEEKEND), at + 1
    # A feminine adjective is that of "end" or "holiday"; "this holiday" is the one that has begun.
    of_week = not reading.stem.endswith(_FEMININE) and not (holiday and shift is Shift.PRESENT)
    return Point(PointKind.WEEKEND, shift, period=Period.WEEK if of_week else None), at + 2


def _part(line: Line, index: int) -> Parsed | None:
    """A third of a month, a year, a week, or of a period named from the writer."""
    label = line.label(index, Kind.PART)
    if label is None or line.definite(index) or line.has(index - 1, Kind.OCCASION):
        return None
    at = index + 1
    inner = _calendar_period(line, at) or _whole(line, at) or _decade(line, at)
    turn = line.has(index, Kind.TURN) and line.label(at, Kind.PERIOD) == Period.WEEK  # its first days, or the weekend
    if inner is None and line.label(at, Kind.PERIOD) in _PARTED and line.definite(at) and not turn:
        inner = Point(PointKind.PERIOD, Shift.PRESENT, period=Period(str(line.label(at, Kind.PERIOD)))), at + 1
    if inner is None or inner[0].kind not in (PointKind.CALENDAR, PointKind.PERIOD, PointKind.SAME_YEAR):
        return None
    if inner[0].kind is PointKind.PERIOD and inner[0].period is Period.WEEK and label == Part.END:
        return None
    return replace(inner[0], part=Part(label)), inner[1]


def _calendar_period(line: Line, index: int) -> Parsed | None:
    """A month or a year that is named, the year with the word for it or in four digits."""
    if line.is_number(index) and line.norm(index).isdigit() and len(line.norm(index)) == 4:
        return Point(PointKind.CALENDAR, year=int(line.norm(index))), index + 1
    return month(line, index) or year_named(line, index)


def _stretch(line: Line, index: int) -> Parsed | None:
    """A stretch of a month or of a year: "the first half of", "the first nine months of", "the second week of"."""
    share = line.number(index, Kind.FRACTION)
    single = line.label(index, Kind.PERIOD)
    plural = line.label(index, Kind.PERIOD_PLURAL)
    amount, at = None, index + 1
    if plural in (Period.DAY, Period.MONTH):
        numeral = read_numeral(line, at)
        amount, at = (numeral.whole, numeral.last) if numeral is not None else (None, at)
    elif share is None and single != Period.WEEK:
        return None
    place = line.number(at, Kind.ORDINAL)
    final = line.has(at, Kind.FINAL)
    if not (line.definite(index) and line.definite(at) and line.has(at + 1, Kind.FROM) and (place or final)):
        return None
    whole = _calendar_period(line, at + 2) or _whole(line, at + 2)
    if whole is None or whole[0].part is not None or whole[0].stretch is not None:
        return None
    point, end = whole
    if point.kind is PointKind.PERIOD and point.period in (Period.MONTH, Period.YEAR):
        of_year = point.period is Period.YEAR
    elif point.kind in (PointKind.CALENDAR, PointKind.SAME_YEAR) and point.day is None and point.last_year is None:
        of_year = point.month is None
    else:
        return None
    stretch = _stretch_in(Period.YEAR if of_year else Period.MONTH, plural or single, share, amount, place)
    return None if stretch is None else (replace(point, stretch=stretch), end)


def _stretch_in(
    whole: Period, unit: str | None, share: int | None, amount: int | None, place: int | None
) -> Stretch | None:
    """The days or months; *share* 2 is a half, *place* None the last one; None where there is no such stretch."""
    if share is not None:
        parts, length = (Period.MONTH, _MONTHS // share) if whole is Period.YEAR else (Period.DAY, _THIRTY // share)
        number = share if place is None else place
        last = -1 if number == share else number * length
        return Stretch((number - 1) * length + 1, last, parts) if number <= share else None
    if unit == Period.WEEK:
        if whole is not Period.MONTH or (place or 0) > _WEEKS_OF_MONTH:
            return None
        return _LAST_WEEK if place is None else Stretch(_WEEK * (place - 1) + 1, _WEEK * place, Period.DAY)
    longest = {(Period.YEAR, Period.MONTH): _MONTHS, (Period.MONTH, Period.DAY): _THIRTY}.get(
        (whole, Period(str(unit)))
    )
    if amount is None or longest is None or not 0 < amount <= longest or (place or 1) != 1:
        return None
    return Stretch(-amount, -1, Period(str(unit))) if place is None else Stretch(1, amount, Period(str(unit)))


def _season(line: Line, index: int) -> Parsed | None:
    label = line.label(index, Kind.SEASON)
    if label is None:
        return None
    point = Point(PointKind.SEASON, month=_SEASONS[label])
    if line.definite(index):
        shift = shift_at(line, index + 1)
        return None if shift is None else (replace(point, shift=shift), index + 2)
    at = index + 1
    year = year_named(line, at)
    if year is not None:
        return replace(point, year=year[0].year), year[1]
    if line.is_number(at) and line.norm(at).isdigit() and len(line.norm(at)) == 4:
        return replace(point, year=int(line.norm(at))), at + 1
    named = _whole(line, at)
    if named is None or named[0].period is not Period.YEAR or named[0].kind is not PointKind.PERIOD:
        return None
    return replace(point, year_shift=named[0].shift), named[1]


def _decade(line: Line, index: int) -> Parsed | None:
    """Reads "The nineties", of the last century if nothing else is said."""
    year = line.number(index, Kind.DECADE_OF)
    if year is None:
        return None
    century = line.label(index + 1, Kind.PERIOD) == Period.CENTURY and shift_at(line, index + 2) is Shift.PAST
    if not (century or line.definite(index)):
        return None
    end = index + 3 if century else index + 1
    return Point(PointKind.CALENDAR, year=year, last_year=year + _YEARS_FOR_DECADE - 1), end


def ago(line: Line, index: int) -> Parsed | None:
    """Reads "Three days ago", "some weeks ago": from the word for before or since.

    Not where another event follows from which the time is counted ("two days before the attack").
    """
    found = amount_of_time(line, index + 1)
    if found is None:
        return None
    point, end = found
    if line.has(index, Kind.AGO) and line.has(end, Kind.FROM):
        return None
    return replace(point, kind=PointKind.VAGUE if point.amount is None else PointKind.AGO), end


def amount_of_time(line: Line, index: int) -> Parsed | None:
    """A length of time without the article, approximated or not; ``amount`` is None for an unnumbered plural."""
    for at in range(index, min(index + _LONGEST_APPROXIMATION + 1, len(line))):
        if at > index:
            approximation = before_number(line, at)
            if approximation is None or approximation.first != index:
                continue
        found = _amount(line, at)
        if found is not None:
            return _and_half(line, *found)
    return None


def _and_half(line: Line, point: Point, index: int) -> Parsed:
    """A length of time with "and a half" after it, the unit repeated or not."""
    if point.amount is None or not (line.number(index, Kind.FRACTION) == _HALF and line.conjunction(index)):
        return point, index
    repeated = line.label(index + 1, Kind.PERIOD) == point.period and line.definite(index + 1)
    return replace(point, half=True), index + 1 + repeated


def _amount(line: Line, index: int) -> Parsed | None:
    dual = line.label(index, Kind.PERIOD_DUAL)
    if dual is not None and not line.definite(index):
        return Point(PointKind.AGO, amount=2, period=Period(dual)), index + 1
    single = line.label(index, Kind.PERIOD)
    if single is not None and not line.definite(index):
        named = line.has(index + 1, Kind.WEEKDAY, Kind.MONTH, Kind.MONTH_HEAD) or line.is_number(index + 1)
        return None if named else (Point(PointKind.AGO, amount=1, period=Period(single)), index + 1)
    few = index + 1 if line.has(index, Kind.SEVERAL, Kind.FEW) else index
    plural = line.label(few, Kind.PERIOD_PLURAL)
    if plural is not None and not line.definite(few):
        end = few + 2 if line.has(few + 1, Kind.FEW_ADJECTIVE, Kind.SEVERAL) else few + 1
        return Point(PointKind.AGO, period=Period(plural)), end
    numeral = read_numeral(line, index)
    if numeral is None or numeral.whole is None:
        return None
    label = line.label(numeral.last, Kind.PERIOD) or line.label(numeral.last, Kind.PERIOD_PLURAL)
    if label is None or line.conjunction(numeral.last) or line.definite(numeral.last):
        return None
    return Point(PointKind.AGO, amount=numeral.whole, period=Period(label)), numeral.last + 1
