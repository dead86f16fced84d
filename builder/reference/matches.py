"""Matches of names in a text before their meaning is settled: which are kept, and what they tell of each other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from builder.model import EntityClass
from builder.reference.cues import Evidence
from builder.reference.entries import GENERATED, HitKind, ReferenceEntry

_FEW_LETTERS = 4  # names of so few letters often are other words or parts of foreign names
_LARGE_TOWN = 200_000  # inhabitants: from here on a short name is believed without its country
_TOWN = 30_000  # inhabitants: from here on a longer name of one word is believed without its country
_OFTEN_NAMED_ALIKE = frozenset({EntityClass.SETTLEMENT, EntityClass.FACILITY})


class Claim(NamedTuple):
    """That an entry is called by a name, ``ambiguous`` where the name also is a common word."""

    kind: HitKind
    entry: ReferenceEntry
    ambiguous: bool


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """The entries of one kind and one name, by what it takes to believe in them.

    ``plain``: nothing. ``short``: a town too small for its short name, which needs its country in the article.
    ``doubtful``: a common word, which needs a cue. Each has the most populous first. ``named`` and ``country`` are
    what the plain entries tell of an article (:class:`Known`); the country is empty where there are none or several.
    """

    kind: HitKind
    plain: tuple[ReferenceEntry, ...]
    short: tuple[ReferenceEntry, ...]
    doubtful: tuple[ReferenceEntry, ...]
    named: frozenset[tuple[HitKind, str]]
    country: str


class Match(NamedTuple):
    """A name at a range of the flat text; ``evidence`` is what stands near a name that needs a cue."""

    start: int
    end: int
    kind: HitKind
    slot: Slot
    proclitics: str
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True)
class Known:
    """What the certain names of an article are: ``named`` are entries by kind and id, ``countries`` ISO codes."""

    named: frozenset[tuple[HitKind, str]]
    countries: frozenset[str]

    def allows(self, entry: ReferenceEntry, *, cued: bool) -> bool:
        """Whether an ambiguous name may mean the entry: by the cue, or by what the article speaks of elsewhere.

        That is the entry itself or, for a place or a demonym, its country. A small town, a quarter, or a facility needs
        its country in any case: many towns have a quarter of that name.
        """
        if entry.kind is not HitKind.PLACE:
            return cued or (entry.kind, entry.id) in self.named
        in_country = entry.entity.country in self.countries
        return in_country or (not _needs_country(entry) and (cued or (entry.kind, entry.id) in self.named))


def _needs_country(entry: ReferenceEntry) -> bool:
    """Whether an ambiguous name of a place is believed only where its country is named."""
    return entry.entity.entity_class in _OFTEN_NAMED_ALIKE and entry.population < _LARGE_TOWN


def register(
    claims: dict[str, list[Claim]],
    entry: ReferenceEntry,
    kind: HitKind,
    keys: Iterable[str],
    ambiguous: Container[str],
) -> None:
    """Put the names of an entry, as match keys that are all different, into the claims by name."""
    plain, doubtful = Claim(kind, entry, ambiguous=False), Claim(kind, entry, ambiguous=True)
    for key in keys:
        claims.setdefault(key, []).append(doubtful if key in ambiguous else plain)


def by_population(entries: Iterable[ReferenceEntry]) -> tuple[ReferenceEntry, ...]:
    """The entries with the most populous first."""
    return tuple(sorted(entries, key=lambda entry: (-entry.population, entry.id)))


def _identifiers(entries: Iterable[ReferenceEntry]) -> frozenset[tuple[HitKind, str]]:
    return frozenset((entry.kind, entry.id) for entry in entries)


def _only_country(kind: HitKind, entries: Sequence[ReferenceEntry]) -> str:
    """The country of all entries of a name of a place or a demonym, empty where there are none or several."""
    if kind not in (HitKind.PLACE, HitKind.DEMONYM):
        return ""
    countries = {entry.entity.country for entry in entries}
    return countries.pop() if len(countries) == 1 else ""


def slots_of(key: str, claims: Iterable[Claim]) -> tuple[Slot, ...]:
    """The slots of a name, one for each kind of those that claim it."""
    by_kind: dict[HitKind, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim)
    return tuple(_slot(key, kind, found) for kind, found in by_kind.items())


def _slot(key: str, kind: HitKind, claims: Iterable[Claim]) -> Slot:
    plain: list[ReferenceEntry] = []
    short: list[ReferenceEntry] = []
    doubtful: list[ReferenceEntry] = []
    least = _LARGE_TOWN if len(key) <= _FEW_LETTERS else 0 if " " in key else _TOWN
    for _, entry, ambiguous in claims:
        small = entry.kind is HitKind.PLACE and entry.id.startswith(GENERATED) and entry.population < least
        (doubtful if ambiguous else short if small else plain).append(entry)
    return Slot(
        kind,
        by_population(plain),
        by_population(short),
        by_population(doubtful),
        _identifiers(plain),
        _only_country(kind, plain),
    )


def longest(matches: Sequence[Match]) -> list[Match]:
    """The longer one of two of a kind that overlap, from left to right.

    Ordered by start, the longer ones first, then by kind.
    """
    ordered = sorted(matches, key=lambda match: (match.start, -match.end, match.kind))
    kept: list[Match] = []
    beaten: set[int] = set()
    last: dict[HitKind, int] = {}  # where the last one of each kind is
    for match in ordered:
        index = last.get(match.kind)
        if index is not None and match.start < kept[index].end:
            if match.end - match.start <= kept[index].end - kept[index].start:
                continue
            beaten.add(index)
        last[match.kind] = len(kept)
        kept.append(match)
    return [match for index, match in enumerate(kept) if index not in beaten]


def inside_others(matches: Iterable[Match]) -> list[bool]:
    """Which of the matches in order of their start lie in a longer one of another kind that needs no cue."""
    inside: list[bool] = []
    holder: Match | None = None
    for match in matches:
        covered = holder is not None and match.end <= holder.end and match.kind is not holder.kind
        inside.append(covered)
        if not covered and match.slot.plain and (holder is None or match.end > holder.end):
            holder = match
    return inside


def known_names(matches: Iterable[Match]) -> Known:
    """What the matches that need no further evidence, or have their cue, tell of the article.

    A place that needs its country does not tell of it.
    """
    named: set[tuple[HitKind, str]] = set()
    countries: set[str] = set()
    for match in matches:
        slot = match.slot
        if match.evidence is Evidence.CUE:
            entries = (*slot.plain, *(entry for entry in slot.doubtful if not _needs_country(entry)))
            named |= _identifiers(entries)
            countries.add(_only_country(match.kind, entries))
        else:
            named |= slot.named
            countries.add(slot.country)
    return Known(frozenset(named), frozenset(countries - {""}))
