"""An attack as one row: what the map and the flat event table say of it.

Reports of one attack can differ. What is put into one cell follows rules that docs/export.md states column by column;
the graph keeps what each report says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Store

from builder.export.places import Location, location
from builder.export.records import Argument, Attack, Entity, attacks
from builder.export.tolls import Toll, toll

BASES = ("claimed", "attributed", "stated")
_DISPUTED = "disputed"
_WEEK, _MONTH = 7, 31  # days


@dataclass(frozen=True, slots=True)
class Period:
    """When an attack was: from the first day that is possible to the last, as ISO days; ``precision`` is that of rasd.

    ``time_precision`` is ACLED's code: 1 the day is known, 2 the week, 3 the month; None for what is wider.
    """

    earliest: str = ""
    latest: str = ""
    precision: str = ""
    time_precision: int | None = None


@dataclass(frozen=True, slots=True)
class Perpetrator:
    """Who is said to have done it; ``bases`` are of claimed, attributed and stated, ``reports`` how many say so."""

    actor: Entity
    bases: tuple[str, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class Event:
    """An attack with one value for each question; lists are ordered by how many reports name their members."""

    attack: Attack
    period: Period
    location: Location | None
    perpetrators: tuple[Perpetrator, ...]
    targets: tuple[Entity, ...]
    target_kinds: tuple[str, ...]
    weapons: tuple[Entity, ...]
    claimed_by: tuple[Entity, ...]
    denied_by: tuple[Entity, ...]
    outlets: tuple[Entity, ...]
    sources: tuple[Entity, ...]
    killed: Toll
    wounded: Toll
    status: str
    background: bool
    confidence: float
    armed_target: bool

    @property
    def first_published(self) -> str:
        """The day on which the first article appeared, empty where no day is known."""
        return self.attack.reports[0].published

    @property
    def quote(self) -> str:
        """The sentence of the first report that has the attack as its news, else of the first one."""
        return min(self.attack.reports, key=lambda report: report.background).sentence

    @property
    def articles(self) -> tuple[str, ...]:
        """The identifiers of the articles, in the order of publication."""
        return tuple(dict.fromkeys(report.article for report in self.attack.reports))


def events(rdf: Store, only: Collection[str] | None = None) -> Iterator[Event]:
    """Every attack of the store as one row, in the order of the IRIs; *only* those with these IRIs where given."""
    return map(event, (attack for attack in attacks(rdf, only) if attack.reports))


def event(attack: Attack) -> Event:
    """One value for each question, out of all that is told of the attack."""
    statuses = {report.status for report in attack.reports}
    kinds = [one for one in attack.arguments if one.role == "target" and one.target_kind]
    return Event(
        attack=attack,
        period=period(attack),
        location=location(attack),
        perpetrators=_perpetrators(attack),
        targets=_fillers(attack, "target"),
        target_kinds=tuple(sorted({one.target_kind for one in kinds})),
        weapons=_fillers(attack, "weapon"),
        claimed_by=_claimers(attack, "ResponsibilityClaim"),
        denied_by=_claimers(attack, "DenialClaim"),
        outlets=_ordered(attack, [(report.outlet, report.event) for report in attack.reports]),
        sources=_fillers(attack, "source"),
        killed=toll(attack, "killed"),
        wounded=toll(attack, "wounded"),
        status=min(statuses) if len(statuses) == 1 else _DISPUTED,
        background=all(report.background for report in attack.reports),
        confidence=max(report.confidence for report in attack.reports),
        armed_target=bool(kinds) and all(one.armed for one in kinds),
    )


def period(attack: Attack) -> Period:
    """The narrowest dates of the reports; of equally narrow ones, those that most reports give, then the earliest."""
    reports: dict[tuple[str, str], set[str]] = defaultdict(set)
    precision: dict[tuple[str, str], str] = {}
    for one in attack.arguments:
        if one.role == "date" and one.earliest and one.latest:
            days = one.earliest, one.latest
            reports[days].add(one.event)
            precision[days] = min(one.date_precision, precision.get(days, one.date_precision))
    if not reports:
        return Period()
    earliest, latest = min(reports, key=lambda days: (_length(days), -len(reports[days]), days))
    return Period(earliest, latest, precision[earliest, latest], _time_precision(_length((earliest, latest))))


def _length(days: tuple[str, str]) -> int:
    """How many days there are from the first to the last, both counted."""
    first, last = map(date.fromisoformat, days)
    return (last - first).days + 1


def _time_precision(length: int) -> int | None:
    return 1 if length <= 1 else 2 if length <= _WEEK else 3 if length <= _MONTH else None


def _perpetrators(attack: Attack) -> tuple[Perpetrator, ...]:
    said: dict[str, list[Argument]] = defaultdict(list)
    for one in attack.with_role("perpetrator"):
        said[one.filler].append(one)
    return tuple(
        Perpetrator(
            actor,
            tuple(basis for basis in BASES if any(one.basis == basis for one in said[actor.iri])),
            len({one.event for one in said[actor.iri]}),
        )
        for actor in _fillers(attack, "perpetrator")
    )


def _fillers(attack: Attack, role: str) -> tuple[Entity, ...]:
    return _ordered(attack, [(one.filler, one.event) for one in attack.with_role(role)])


def _claimers(attack: Attack, kind: str) -> tuple[Entity, ...]:
    return _ordered(attack, [(one.claimer, one.event) for one in attack.claims if one.kind == kind])


def _ordered(attack: Attack, named: list[tuple[str, str]]) -> tuple[Entity, ...]:
    """The known entities of pairs of entity and report: those of most reports first, then by IRI."""
    reports: dict[str, set[str]] = defaultdict(set)
    for iri, report in named:
        if iri in attack.entities:
            reports[iri].add(report)
    return tuple(attack.entities[iri] for iri in sorted(reports, key=lambda iri: (-len(reports[iri]), iri)))
