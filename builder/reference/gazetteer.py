"""Finds the names of the reference tables in an article, with exact positions in the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from builder.model import Span
from builder.reference.cues import Cues, load_cues
from builder.reference.entries import GENERATED, HitKind, ReferenceEntry, actors, outlets, places
from builder.reference.keys import ARTICLE, LI, FlatText, flatten, match_key
from builder.resources import read_table
from builder.text.normalize import Normalized

_LONGEST_PROCLITIC = 2  # the article belongs to the name
_LI_AND_ARTICLE = re.compile(rf"(?<!\w)[وف]?{LI}(?={LI})")
_LONGEST_NAME = 80  # code points; longer names would not be found after the preposition li
_FEW_LETTERS = 4  # names of so few letters often are other words or parts of foreign names
_LARGE_TOWN = 200_000  # inhabitants: from here on a short name is believed without its country


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the tables in a text.

    ``span`` counts code points of the original text and leaves proclitics out, except the lam that has merged with
    the article (للعراق). ``norm_start`` and ``norm_end`` are the same range in the normalised text. ``surface`` is
    the original's words. ``candidates`` are all entries of that name, the most populous first. ``certain`` is False
    where the name also is a common word and nothing near it or in the article speaks for the name.
    """

    span: Span
    norm_start: int
    norm_end: int
    surface: str
    proclitics: str
    candidates: tuple[ReferenceEntry, ...]
    kind: HitKind
    certain: bool


@dataclass(frozen=True, slots=True)
class _Slot:
    """The entries of one kind and one name, by what it takes to believe in them.

    ``plain``: nothing. ``short``: a small town with a name of few letters, which needs its country in the article.
    ``doubtful``: a common word, which needs a cue.
    """

    plain: list[ReferenceEntry]
    short: list[ReferenceEntry]
    doubtful: list[ReferenceEntry]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    kind: HitKind
    slot: _Slot
    proclitics: str
    cued: bool = False


class Gazetteer:
    """The matcher over all tables; cheap to use, unchanged after building.

    ``stop`` are words of running text that look like a name with or without proclitics, as match keys. ``proclitics``
    maps each one to the least length of a name without the article that it may be read before.
    """

    def __init__(
        self, entries: Iterable[ReferenceEntry], stop: frozenset[str], proclitics: Mapping[str, int], cues: Cues
    ) -> None:
        self._stop = stop
        self._proclitics = proclitics
        self._cues = cues
        self._entries = {(entry.kind, entry.id): entry for entry in entries}
        patterns: dict[str, dict[HitKind, _Slot]] = {}
        for entry in self._entries.values():
            for kind, names in ((entry.kind, entry.names), (HitKind.DEMONYM, entry.demonyms)):
                for name in names:
                    key = match_key(name)
                    slots = patterns.setdefault(key, {})
                    slot = slots.get(kind) or slots.setdefault(kind, _Slot([], [], []))
                    found = slot.doubtful if name in entry.ambiguous else _unless_short(slot, key, entry)
                    if not found or found[-1] is not entry:
                        found.append(entry)
        self._slots = tuple(patterns.values())
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard)

    def entry(self, kind: HitKind, identifier: str) -> ReferenceEntry:
        """The entry of an id.

        :raises KeyError: if there is none.
        """
        return self._entries[kind, identifier]

    def find(self, text: Normalized) -> tuple[Hit, ...]:
        """The names in *text*, the longest of each kind where several overlap, in the order of the text.

        Hits of different kinds may overlap (a place inside the name of a ministry).
        """
        flat = flatten(text.text)
        by_kind: dict[HitKind, list[_Match]] = {}
        for match in chain(self._matches(flat.text), self._matches_after_li(flat.text)):
            by_kind.setdefault(match.kind, []).append(match)
        chosen = [self._cued(flat.text, match) for matches in by_kind.values() for match in _longest(matches)]
        known = _known(chosen)
        chosen.sort(key=lambda match: (match.start, -match.end, match.kind))
        return tuple(self._hit(text, flat, match, known) for match in chosen)

    def _matches(self, text: str) -> Iterator[_Match]:
        """All matches that begin at a word's start, proclitics aside, and end at a word's end."""
        length = len(text)
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if end < length and text[end].isalnum():
                continue
            word = start
            while word and text[word - 1].isalnum() and start - word <= _LONGEST_PROCLITIC:
                word -= 1
            proclitics = text[word:start]
            if proclitics:
                least = self._proclitics.get(proclitics)
                if least is None or (end - start < least and not text.startswith(ARTICLE, start)):
                    continue
            if text[word:end] in self._stop:
                continue
            for kind, slot in self._slots[pattern].items():
                yield _Match(start, end, kind, slot, proclitics)

    def _matches_after_li(self, text: str) -> Iterator[_Match]:
        """The names with the article whose alef the preposition li has swallowed: للعراق, للاذقية."""
        for lead in _LI_AND_ARTICLE.finditer(text):
            first = lead.end() - 1  # the first lam
            for kept in (first + 2, first + 1):  # the second lam is the article's, or the name's own first letter
                window = ARTICLE + text[kept : kept + _LONGEST_NAME]
                shift = kept - len(ARTICLE)
                for pattern, start, stop in self._automaton.find_matches_as_indexes(window, overlapping=True):
                    end = stop + shift
                    if start or (end < len(text) and text[end].isalnum()) or text[lead.start() : end] in self._stop:
                        continue
                    for kind, slot in self._slots[pattern].items():
                        yield _Match(first, end, kind, slot, lead[0])

    def _cued(self, text: str, match: _Match) -> _Match:
        """The match, marked where a cue stands near a name that needs one."""
        if match.slot.doubtful and self._cues.near(match.kind, text, match.start, match.end):
            return replace(match, cued=True)
        return match

    def _hit(self, text: Normalized, flat: FlatText, match: _Match, known: _Known) -> Hit:
        slot = match.slot
        candidates = list(slot.plain)
        candidates.extend(entry for entry in slot.short if entry.entity.country in known.countries)
        if slot.doubtful:
            vetoed = self._cues.vetoed(match.kind, flat.text, match.start, match.end)
            weak = match.kind is not HitKind.PLACE or self._cues.weak(flat.text, match.start, match.proclitics)
            for entry in slot.doubtful:
                if match.cued or (weak and not vetoed and known.supports(entry)):
                    candidates.append(entry)
        certain = bool(candidates)
        ordered = sorted(candidates or (*slot.short, *slot.doubtful), key=lambda entry: (-entry.population, entry.id))
        start, end = flat.position(match.start), flat.position(match.end - 1) + 1
        span = text.original_span(start, end)
        return Hit(span, start, end, span.of(text.original), match.proclitics, tuple(ordered), match.kind, certain)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the certain names of an article are: ``named`` are entries by kind and id, ``countries`` ISO codes."""

    named: frozenset[tuple[HitKind, str]]
    countries: frozenset[str]

    def supports(self, entry: ReferenceEntry) -> bool:
        """Whether the article speaks of the entry elsewhere or, for a place, of its country."""
        by_country = entry.kind is HitKind.PLACE and entry.entity.country in self.countries
        return by_country or (entry.kind, entry.id) in self.named


def _known(matches: Iterable[_Match]) -> _Known:
    named: set[tuple[HitKind, str]] = set()
    countries: set[str] = set()
    for match in matches:
        entries = [*match.slot.plain, *match.slot.doubtful] if match.cued else match.slot.plain
        named.update((entry.kind, entry.id) for entry in entries)
        if match.kind in (HitKind.PLACE, HitKind.DEMONYM):
            found = {entry.entity.country for entry in entries}
            if len(found) == 1:
                countries |= found
    return _Known(frozenset(named), frozenset(countries - {""}))


def _unless_short(slot: _Slot, key: str, entry: ReferenceEntry) -> list[ReferenceEntry]:
    generated = entry.kind is HitKind.PLACE and entry.id.startswith(GENERATED)
    short = generated and len(key) <= _FEW_LETTERS and entry.population < _LARGE_TOWN
    return slot.short if short else slot.plain


def _longest(matches: list[_Match]) -> Iterator[_Match]:
    """The longer one of two that overlap, from left to right."""
    last: _Match | None = None
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if last is None or match.start >= last.end:
            if last is not None:
                yield last
            last = match
        elif match.end - match.start > last.end - last.start:
            last = match
    if last is not None:
        yield last


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer over the tables of the package, built once.

    :raises FileNotFoundError: if a table is missing.
    """
    return Gazetteer(
        chain(places(), actors(), outlets()),
        frozenset(match_key(row["word"]) for row in read_table("place_stop.tsv")),
        {row["proclitic"]: int(row["least_letters"]) for row in read_table("name_proclitics.tsv")},
        load_cues(),
    )
