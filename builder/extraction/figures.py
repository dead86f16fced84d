"""Which killed and wounded that the sentences of an incident tell are its own.

A figure beside a period or a day long before (6500 since the war began, 12 in the attack of last year) is no figure of
a single attack. "Nobody hurt" does not count where another sentence counts victims, nor "several" where one gives a
number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from builder.extraction.casualties import Casualty
from builder.extraction.dates import DateMention
from builder.extraction.frame import Frame, Incident, Linked
from builder.extraction.syntax import View
from builder.model import DateValue, EventKind, QuantityKind

_BESIDE = 8  # tokens between a figure and the date or "since" that it belongs to
_PERIOD = timedelta(days=7)  # a longer one is no time of a single attack
_EARLIER = timedelta(days=3)  # before the attack: a report of another day
_NEWS = timedelta(days=30)  # before the publication: no news, where the attack has no date


def own_figures(incident: Incident, day: DateValue | None, published: date | None) -> Iterator[tuple[Linked, Casualty]]:
    """The figures of an incident with the frames that tell them; *day* is its date if one is told."""
    kept = [
        (member, casualty)
        for member in incident.members
        for casualty in member.frame.casualties
        if incident.kind is EventKind.SERIES or _is_own(member.frame, casualty, day, published)
    ]
    counted = {casualty.role for _, casualty in kept if casualty.harmed}
    numbered = {casualty.role for _, casualty in kept if casualty.harmed and not _is_several(casualty)}
    for member, casualty in kept:
        silent = numbered if _is_several(casualty) else counted
        if (casualty.harmed and not _is_several(casualty)) or casualty.role not in silent:
            yield member, casualty


def _is_several(casualty: Casualty) -> bool:
    """Whether a figure says no more than that there are several."""
    return casualty.quantity.kind is QuantityKind.UNSPECIFIED


def _is_own(frame: Frame, casualty: Casualty, day: DateValue | None, published: date | None) -> bool:
    if day is not None and _is_long(day):
        return True
    view = frame.view
    beside = _date_beside(view, casualty)
    if beside is None or not beside.value.resolved:
        return not _since(view, casualty)
    if frame.date is not None and beside == frame.date and frame.triggers and day == beside.value:
        return True
    return not _is_long(beside.value) and not _is_earlier(beside.value, day, published)


def _is_long(value: DateValue) -> bool:
    return value.latest is not None and value.earliest is not None and value.latest - value.earliest > _PERIOD


def _is_earlier(value: DateValue, day: DateValue | None, published: date | None) -> bool:
    """Whether a date lies well before that of the attack, or before what the article can report as news."""
    if value.latest is None:
        return False
    if day is not None and day.earliest is not None:
        return value.latest < day.earliest - _EARLIER
    return published is not None and value.latest < published - _NEWS


def _date_beside(view: View, casualty: Casualty) -> DateMention | None:
    """The date nearest to a figure, in the same clause or a few words away."""
    first, last = view.clause(casualty.first)

    def distance(found: DateMention) -> int:
        return max(found.first - casualty.last, casualty.first - found.last, 0)

    near = [d for d in view.dates if first <= d.first < last or distance(d) <= _BESIDE]
    return min(near, key=distance, default=None)


def _since(view: View, casualty: Casualty) -> bool:
    """Whether "since" with no date stands beside a figure (منذ اندلاع الحرب)."""
    nearby = range(max(0, casualty.cue - _BESIDE), min(len(view.tokens), casualty.last + _BESIDE))
    return any(view.function(at, "sub") == "since" and view.date(at) is None for at in nearby)
