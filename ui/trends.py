"""Counts over time: attacks of a period against the one before it, by week, and by whoever is named most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ui.records import AttackLine, Thing


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def before(self) -> Period:
        """The period of the same length that ends on the day before."""
        length = self.last - self.first
        last = self.first - timedelta(days=1)
        return Period(last - length, last)

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in it; no day does not."""
        return bool(day) and self.first <= date.fromisoformat(day) <= self.last


@dataclass(frozen=True, slots=True)
class Change:
    """A count in a period and in the one before it."""

    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Week:
    """How many attacks of one series (a type, an actor) there were in the week that begins on ``monday``."""

    monday: date
    series: str
    attacks: int


def latest_period(lines: Iterable[AttackLine], days: int) -> Period | None:
    """The last *days* days up to the newest attack, None where no attack has a day.

    The newest attack counts and not the present day: an archive has no attacks of this week.
    """
    newest = max((line.day for line in lines if line.day), default="")
    if not newest:
        return None
    last = date.fromisoformat(newest)
    return Period(last - timedelta(days=days - 1), last)


def change(lines: Iterable[AttackLine], period: Period, of: Callable[[AttackLine], int] = lambda line: 1) -> Change:
    """The sum of a figure of the attacks in a period and in the one before; by default each attack counts 1."""
    now = before = 0
    for line in lines:
        if period.holds(line.day):
            now += of(line)
        elif period.before.holds(line.day):
            before += of(line)
    return Change(now, before)


def by_week(lines: Iterable[AttackLine], of: Callable[[AttackLine], Iterable[str]]) -> list[Week]:
    """Attacks by week and by what *of* gives for each, in the order of the weeks; those without a day are left out.

    An attack with several values counts in each of their series.
    """
    counted: Counter[tuple[date, str]] = Counter()
    for line in lines:
        if line.day:
            day = date.fromisoformat(line.day)
            monday = day - timedelta(days=day.weekday())
            for series in dict.fromkeys(of(line)):
                counted[monday, series] += 1
    return [Week(monday, series, number) for (monday, series), number in sorted(counted.items())]


def every_week(weeks: Sequence[Week]) -> list[date]:
    """All Mondays from the first to the last week, those without attacks too."""
    if not weeks:
        return []
    first, last = min(week.monday for week in weeks), max(week.monday for week in weeks)
    return [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]


def most_frequent(
    lines: Sequence[AttackLine], things: Callable[[AttackLine], Iterable[Thing]], most: int
) -> list[tuple[Thing, int]]:
    """The *most* entities that stand in most of the lines, with the number of lines; then by name."""
    names: dict[str, Thing] = {}
    counted: Counter[str] = Counter()
    for line in lines:
        for thing in dict.fromkeys(things(line)):
            names[thing.iri] = thing
            counted[thing.iri] += 1
    ranked = sorted(counted, key=lambda iri: (-counted[iri], names[iri].words.ar, iri))
    return [(names[iri], counted[iri]) for iri in ranked[:most]]


def first_named(
    lines: Iterable[AttackLine], things: Callable[[AttackLine], Iterable[Thing]], period: Period
) -> list[tuple[Thing, str]]:
    """The entities whose first attack of all lies in the period, with its day, the newest first."""
    named: dict[str, Thing] = {}
    first: dict[str, str] = {}
    for line in lines:
        for thing in things(line) if line.day else ():
            named[thing.iri] = thing
            first[thing.iri] = min(line.day, first.get(thing.iri, line.day))
    new = [(named[iri], day) for iri, day in first.items() if period.holds(day)]
    return sorted(sorted(new, key=lambda pair: pair[0].words.ar), key=lambda pair: pair[1], reverse=True)
