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
from builder.reference.entries import HitKind, ReferenceEntry, actors, outlets, places
from builder.reference.keys import ARTICLE, FEMININE, LI, FlatText, flatten, match_key
from builder.reference.matches import Known, Match, Slot, inside_others, known_names, longest, register
from builder.resources import read_table
from builder.text.normalize import QUOTES, Normalized

_LONGEST_PROCLITIC = 2  # the article belongs to the name
_LI_AND_ARTICLE = re.compile(rf"(?<!\w)[وف]?{LI}(?={LI})")
_MARKS = QUOTES | {"("}
_LONGEST_NAME = 80  # code points; longer names would not be found after the preposition li


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
        patterns: dict[str, dict[HitKind, Slot]] = {}
        for entry in self._entries.values():
            ambiguous = frozenset(map(match_key, entry.ambiguous))
            own = [match_key(name) for name in entry.names]
            register(patterns, entry, entry.kind, own, ambiguous)
            if entry.demonyms:  # but the feminine, one in the accusative is no adjective where a country is so written
                keys = [key for key in map(match_key, entry.demonyms) if key not in own or key.endswith(FEMININE)]
                register(patterns, entry, HitKind.DEMONYM, keys, ambiguous)
        self._slots = tuple(patterns.values())
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard, store_patterns=False)

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
        by_kind: dict[HitKind, list[Match]] = {}
        for match in chain(self._matches(flat.text), self._matches_after_li(flat.text)):
            by_kind.setdefault(match.kind, []).append(match)
        chosen = [self._cued(text, flat, match) for matches in by_kind.values() for match in longest(matches)]
        known = known_names(chosen)
        chosen.sort(key=lambda match: (match.start, -match.end, match.kind))
        covered = inside_others(chosen)
        return tuple(self._hit(text, flat, match, known, match in covered) for match in chosen)

    def _matches(self, text: str) -> Iterator[Match]:
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
                yield Match(start, end, kind, slot, proclitics)

    def _matches_after_li(self, text: str) -> Iterator[Match]:
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
                        yield Match(first, end, kind, slot, lead[0])

    def _cued(self, text: Normalized, flat: FlatText, match: Match) -> Match:
        """The match, marked where a cue stands near a name that needs one."""
        if not match.slot.doubtful:
            return match
        marked = _marked(text, flat.position(match.start))
        near = self._cues.near(match.kind, flat.text, match.start, match.end, marked=marked)
        return replace(match, cued=True) if near else match

    def _hit(self, text: Normalized, flat: FlatText, match: Match, known: Known, covered: bool) -> Hit:
        slot = match.slot
        start, end = flat.position(match.start), flat.position(match.end - 1) + 1
        candidates = list(slot.plain)
        candidates.extend(entry for entry in slot.short if entry.entity.country in known.countries)
        if slot.doubtful and not covered:
            believed = match.cued or self._weakly(text, flat, match, start)
            candidates.extend(entry for entry in slot.doubtful if believed and known.allows(entry, cued=match.cued))
        certain = bool(candidates)
        ordered = sorted(candidates or (*slot.short, *slot.doubtful), key=lambda entry: (-entry.population, entry.id))
        span = text.original_span(start, end)
        return Hit(span, start, end, span.of(text.original), match.proclitics, tuple(ordered), match.kind, certain)

    def _weakly(self, text: Normalized, flat: FlatText, match: Match, start: int) -> bool:
        """Whether nothing speaks against a name that needs a cue: a place has a preposition, an outlet quotes."""
        if self._cues.vetoed(match.kind, flat.text, match.start, match.end):
            return False
        if match.kind is HitKind.PLACE:
            return self._cues.weak(flat.text, match.start, match.end, match.proclitics)
        return match.kind is not HitKind.OUTLET or _marked(text, start)


def _marked(text: Normalized, start: int) -> bool:
    """Whether a quotation mark or a bracket stands right before a position."""
    return start > 0 and text.text[start - 1] in _MARKS


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
