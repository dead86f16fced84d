"""Finds the names of the reference tables in an article, with exact positions in the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from ahocorasick_rs import AhoCorasick, MatchKind

from builder.model import Span
from builder.reference.cues import Cues, load_cues
from builder.reference.entries import HitKind, ReferenceEntry, actors, outlets, places
from builder.reference.keys import ARTICLE, LI, FlatText, flatten, match_key
from builder.resources import read_table
from builder.text.normalize import Normalized

_LONGEST_PROCLITIC = 2  # the article belongs to the name
_LI_AND_ARTICLE = re.compile(rf"(?<!\w)[وف]?{LI}(?={LI})")
_LONGEST_NAME = 80  # code points; longer names would not be found after the preposition li


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the tables in a text.

    ``span`` counts code points of the original text and leaves proclitics out, except the lam that has merged with
    the article (للعراق). ``norm_start`` and ``norm_end`` are the same range in the normalised text. ``surface`` is
    the original's words. ``candidates`` are all entries of that name, the most populous first. ``certain`` is False
    where the name also is a common word and no cue stands near.
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
    """The entries of one kind and one name: those that it always means, and those for which it needs a cue."""

    plain: list[ReferenceEntry]
    doubtful: list[ReferenceEntry]


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    kind: HitKind
    slot: _Slot
    proclitics: str


class Gazetteer:
    """The matcher over all tables; cheap to use, unchanged after building.

    ``stop`` are words of running text that look like a name with or without proclitics, as match keys.
    """

    def __init__(
        self, entries: Iterable[ReferenceEntry], stop: frozenset[str], proclitics: frozenset[str], cues: Cues
    ) -> None:
        self._stop = stop
        self._proclitics = proclitics
        self._cues = cues
        self._entries = {(entry.kind, entry.id): entry for entry in entries}
        patterns: dict[str, dict[HitKind, _Slot]] = {}
        for entry in self._entries.values():
            for kind, names in ((entry.kind, entry.names), (HitKind.DEMONYM, entry.demonyms)):
                for name in names:
                    slots = patterns.setdefault(match_key(name), {})
                    slot = slots.get(kind) or slots.setdefault(kind, _Slot([], []))
                    found = slot.doubtful if name in entry.ambiguous else slot.plain
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
        chosen = chain.from_iterable(map(_longest, by_kind.values()))
        ordered = sorted(chosen, key=lambda match: (match.start, -match.end, match.kind))
        return tuple(self._hit(text, flat, match) for match in ordered)

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
            if (proclitics and proclitics not in self._proclitics) or text[word:end] in self._stop:
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

    def _hit(self, text: Normalized, flat: FlatText, match: _Match) -> Hit:
        start, end = flat.position(match.start), flat.position(match.end - 1) + 1
        span = text.original_span(start, end)
        candidates, certain = match.slot.plain, True
        if match.slot.doubtful:
            if self._cues.near(match.kind, flat.text, match.start, match.end):
                candidates = [*candidates, *match.slot.doubtful]
            elif not candidates:
                candidates, certain = match.slot.doubtful, False
        ordered = tuple(sorted(candidates, key=lambda entry: (-entry.population, entry.id)))
        return Hit(span, start, end, span.of(text.original), match.proclitics, ordered, match.kind, certain)


def _longest(matches: list[_Match]) -> Iterator[_Match]:
    """The matches that remain when longer ones take their place first."""
    taken: list[_Match] = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
        if all(match.end <= other.start or other.end <= match.start for other in taken):
            taken.append(match)
            yield match


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer over the tables of the package, built once.

    :raises FileNotFoundError: if a table is missing.
    """
    return Gazetteer(
        chain(places(), actors(), outlets()),
        frozenset(match_key(row["word"]) for row in read_table("place_stop.tsv")),
        frozenset(row["proclitic"] for row in read_table("name_proclitics.tsv")),
        load_cues(),
    )
