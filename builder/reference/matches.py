"""Matches of names in a text before their meaning is settled: which are kept, and what they tell of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from builder.model import EntityClass
from builder.reference.entries import GENERATED, HitKind, ReferenceEntry

_FEW_LETTERS = 4  # names of so few letters often are other words or parts of foreign names
_LARGE_TOWN = 200_000  # inhabitants: from here on a short name is believed without its country
_TOWN = 30_000  # inhabitants: from here on a longer name of one word is believed without its country
_OFTEN_NAMED_ALIKE = frozenset({EntityClass.SETTLEMENT, EntityClass.FACILITY})


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """The entries of one kind and one name, by what it takes to believe in them.

    ``plain``: nothing. ``short``: a town too small for its short name, which needs its country in the article.
    ``doubtful``: a common word, which needs a cue.
    """

    plain: list[ReferenceEntry]
    short: list[ReferenceEntry]
    doubtful: list[ReferenceEntry]


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A name at a range of the flat text; ``cued`` where a cue stands near a name that needs one."""

    start: int
    end: int
    kind: HitKind
    slot: Slot
    proclitics: str
    cued: bool = False


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


def inside_others(matches: Sequence[Match]) -> frozenset[Match]:
    """The matches in order of their start that lie in a longer one of another kind that needs no cue."""
    inside: list[Match] = []
    holder: Match | None = None
    for match in matches:
        if holder is not None and match.end <= holder.end and match.kind is not holder.kind:
            inside.append(match)
        elif match.slot.plain and (holder is None or match.end > holder.end):
            holder = match
    return frozenset(inside)


def known_names(matches: Iterable[Match]) -> Known:
    """What the matches that need no further evidence, or have their cue, tell of the article.

    A place that needs its country does not tell of it.
    """
    named: set[tuple[HitKind, str]] = set()
    countries: set[str] = set()
    for match in matches:
        believed = [entry for entry in match.slot.doubtful if match.cued and not _needs_country(entry)]
        entries = [*match.slot.plain, *believed]
        named.update((entry.kind, entry.id) for entry in entries)
        if match.kind in (HitKind.PLACE, HitKind.DEMONYM):
            found = {entry.entity.country for entry in entries}
            if len(found) == 1:
                countries |= found
    return Known(frozenset(named), frozenset(countries - {""}))


def register(
    patterns: dict[str, dict[HitKind, Slot]],
    entry: ReferenceEntry,
    kind: HitKind,
    keys: Iterable[str],
    ambiguous: frozenset[str],
) -> None:
    """Put the names of an entry, as match keys, into the patterns."""
    town = entry.population if entry.kind is HitKind.PLACE and entry.id.startswith(GENERATED) else _LARGE_TOWN
    for key in keys:
        slots = patterns.setdefault(key, {})
        slot = slots.get(kind) or slots.setdefault(kind, Slot([], [], []))
        if key in ambiguous:
            found = slot.doubtful
        else:
            least = _LARGE_TOWN if len(key) <= _FEW_LETTERS else 0 if " " in key else _TOWN
            found = slot.short if town < least else slot.plain
        if not found or found[-1] is not entry:
            found.append(entry)


def longest(matches: list[Match]) -> Iterator[Match]:
    """The longer one of two that overlap, from left to right."""
    last: Match | None = None
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if last is None or match.start >= last.end:
            if last is not None:
                yield last
            last = match
        elif match.end - match.start > last.end - last.start:
            last = match
    if last is not None:
        yield last
