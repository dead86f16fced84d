"""Which attacks the reader wants to see, and how many there are of each choice that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ui.records import AttackLine, Thing
from ui.search import matches
from ui.trends import most_frequent


class Basis(StrEnum):
    """On what ground an actor counts as perpetrator; the values stand in permalinks."""

    CLAIMED = "claimed"
    ATTRIBUTED = "attributed"
    DISPUTED = "disputed"


_DISPUTED = "disputedPerpetrator"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see; an empty field wants everything.

    ``since`` and ``until`` are days, both included; an attack without a date counts by the day of publication. Places,
    actors, targets, weapons and sources are IRIs, of which one is enough; a place stands for all that it contains.
    ``basis`` narrows ``actors``, or any perpetrator where there are none. ``text`` is found in names and headlines in
    any usual spelling (:mod:`ui.search`). ``confidence`` is the least one, from 0 to 1.
    """

    since: date | None = None
    until: date | None = None
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    basis: Basis | None = None
    targets: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    text: str = ""
    background: bool | None = None
    conflicting: bool = False
    confidence: float = 0.0

    def apply(self, lines: Iterable[AttackLine]) -> list[AttackLine]:
        """The lines that are wanted, in their order."""
        return [line for line in lines if self.wants(line)]

    def wants(self, line: AttackLine) -> bool:
        """Whether an attack is wanted."""
        return (
            (not self.types or line.attack_type in self.types)
            and (not self.statuses or line.status in self.statuses)
            and (not self.kinds or line.kind in self.kinds)
            and (self.background is None or line.background == self.background)
            and (not self.conflicting or line.conflicts > 0)
            and (not self.confidence or (line.confidence or 0.0) >= self.confidence)
            and self._in_period(line)
            and _any(self.places, (*line.places, *line.wider))
            and _any(self.targets, line.targets)
            and _any(self.weapons, line.weapons)
            and _any(self.sources, line.sources)
            and self._by_actor(line)
            and (not self.text or matches(self.text, line.search))
        )

    def _in_period(self, line: AttackLine) -> bool:
        first, last = line.earliest or line.published, line.latest or line.published
        if self.since and not (last and date.fromisoformat(last) >= self.since):
            return False
        return not self.until or bool(first and date.fromisoformat(first) <= self.until)

    def _by_actor(self, line: AttackLine) -> bool:
        if not self.actors and self.basis is None:
            return True
        parties = [party for party in line.parties if not self.actors or party.thing.iri in self.actors]
        match self.basis:
            case None:
                return bool(parties)
            case Basis.CLAIMED:
                return any(party.claimed for party in parties)
            case Basis.ATTRIBUTED:
                return any(party.attributed for party in parties)
            case Basis.DISPUTED:
                return bool(parties) and line.basis == _DISPUTED


def _any(wanted: frozenset[str], things: Iterable[Thing]) -> bool:
    return not wanted or any(thing.iri in wanted for thing in things)


# The fields of a filter that hold IRIs, each with the entities of a line that it chooses from.
FACETS: Mapping[str, Callable[[AttackLine], Sequence[Thing]]] = MappingProxyType(
    {
        "places": lambda line: (*line.places, *line.wider),
        "actors": lambda line: tuple(party.thing for party in line.parties),
        "targets": lambda line: line.targets,
        "weapons": lambda line: line.weapons,
        "sources": lambda line: line.sources,
    }
)


def choices(facet: str, wanted: Filter, lines: Iterable[AttackLine], most: int) -> list[tuple[Thing, int]]:
    """The *most* frequent values that one facet (a key of ``FACETS``) can be narrowed to, with the number of attacks.

    Counted are the attacks that the rest of the filter leaves, so that no choice leads to nothing.
    """
    none: dict[str, Any] = {facet: frozenset()}
    rest = replace(wanted, **none).apply(lines)
    return most_frequent(rest, FACETS[facet], most)


def counts(of: Callable[[AttackLine], str], lines: Iterable[AttackLine]) -> Iterator[tuple[str, int]]:
    """How many of the lines have each value, the most frequent first."""
    found = Counter(map(of, lines))
    return iter(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
