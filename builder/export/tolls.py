"""How many were killed or wounded in an attack, over all its reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from builder.export.records import Argument, Attack

_EVERYBODY = "people"  # the kind of target that leaves nobody out


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of people: at least ``low``, at most ``high``; ``best`` is the number that most reports give.

    None where nothing is told; ``high`` also where a report gives no upper bound.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None


def toll(attack: Attack, role: str) -> Toll:
    """The figures of a role (``killed``, ``wounded``) over all reports of the attack.

    Figures are never added up over reports. ``low`` is the lowest that any report gives, as ACLED takes the most
    conservative estimate where sources differ; ``high`` is the highest; ``best`` is what most reports give as their
    least number, the lower one of two that are equally frequent.
    """
    by_report: dict[str, list[Argument]] = defaultdict(list)
    for one in attack.arguments:
        if one.role == role and not (one.low is None and one.high is None):
            by_report[one.event].append(one)
    tolls = [_of_report(figures) for figures in by_report.values()]
    if not tolls:
        return Toll()
    bests = Counter(one.best for one in tolls if one.best is not None)
    best = min(bests, key=lambda number: (-bests[number], number)) if bests else None
    return Toll(min(one.low or 0 for one in tolls), best, _highest(one.high for one in tolls))


def _of_report(figures: list[Argument]) -> Toll:
    """The toll that one report gives.

    Figures without a group are totals, which different sources may give: from the lowest to the highest. Without a
    total there are groups, which may overlap (children among civilians) or not: at least the largest, at most all.
    """
    totals = [one for one in figures if one.counted_kind == _EVERYBODY or not (one.counted or one.counted_kind)]
    if totals:
        return _span(totals)
    groups: dict[str, list[Argument]] = defaultdict(list)
    for one in figures:
        groups[one.counted_kind or one.counted].append(one)
    parts = [_span(group) for group in groups.values()]
    highs = [part.high for part in parts if part.high is not None]
    return Toll(
        max(part.low or 0 for part in parts),
        max((part.best for part in parts if part.best is not None), default=None),
        sum(highs) if len(highs) == len(parts) else None,
    )


def _span(figures: Iterable[Argument]) -> Toll:
    """From the lowest to the highest of several figures of the same people."""
    found = list(figures)
    lows = [one.low for one in found if one.low is not None]
    low = min(one.low or 0 for one in found)
    return Toll(low, min(lows, default=None), _highest(one.high for one in found))


def _highest(numbers: Iterable[int | None]) -> int | None:
    """The highest of the numbers, None where one of them is open."""
    found = list(numbers)
    finite = [number for number in found if number is not None]
    return max(finite) if len(finite) == len(found) else None
