"""Finds the names of the reference tables in an article, with exact positions in the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from builder.model import Span
from builder.reference.cues import Cues, Evidence, load_cues
from builder.reference.entries import HitKind, ReferenceEntry, reference_entries
from builder.reference.keys import (
    ARTICLE,
    FEMININE,
    LI,
    WORD_END,
    FlatText,
    compact,
    compact_keys,
    flatten,
    match_key,
    match_keys,
)
from builder.reference.matches import (
    Claim,
    Known,
    Match,
    Slot,
    by_population,
    inside_others,
    known_names,
    longest,
    register,
    slots_of,
)
from builder.resources import read_table
from builder.text.normalize import QUOTES, Normalized

_LONGEST_PROCLITIC = 2  # the article belongs to the name
_LI_AND_ARTICLE = re.compile(rf"{LI}{LI}[^\W_]*")
_DEFINITE = re.compile(rf"^{ARTICLE}[^\W_]*", re.MULTILINE)
_BEFORE_LI = frozenset("وف")
_MARKS = QUOTES | {"("}
_LONGEST_NAME = 80  # code points; longer names would not be found after the preposition li


class Hit(NamedTuple):  # an article has dozens, and a frozen dataclass takes more than twice as long to make
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
    """The matcher over all tables; what it finds never changes after building.

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
        keys = match_keys(
            chain.from_iterable((*entry.names, *entry.ambiguous, *entry.demonyms) for entry in self._entries.values())
        )
        claims: dict[str, list[Claim]] = {}
        for entry in self._entries.values():
            ambiguous = {keys[name] for name in entry.ambiguous}
            own = dict.fromkeys([keys[name] for name in entry.names])
            register(claims, entry, entry.kind, own, ambiguous)
            if entry.demonyms:  # but the feminine, one in the accusative is no adjective where a country is so written
                forms = dict.fromkeys([keys[name] for name in entry.demonyms])
                adjectives = [key for key in forms if key not in own or key.endswith(FEMININE)]
                register(claims, entry, HitKind.DEMONYM, adjectives, ambiguous)
        self._keys = tuple(claims)
        self._claims = tuple(claims.values())
        self._slots: list[tuple[Slot, ...] | None] = [None] * len(claims)
        self._definite = frozenset(_DEFINITE.findall("\n".join(claims)))  # the first words of names with the article
        self._automaton = BytesAhoCorasick(list(compact_keys(claims)), matchkind=MatchKind.Standard)

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
        matches = [*self._matches(flat.text), *self._matches_after_li(flat.text)]
        chosen = [self._with_evidence(text, flat, match) for match in longest(matches)]
        known = known_names(chosen)
        covered = inside_others(chosen)
        return tuple([_hit(text, flat, match, known, inside) for match, inside in zip(chosen, covered, strict=True)])

    def _occurrences(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where a name ends at a word's end: its number, its start and its end."""
        data = compact(text) + WORD_END
        for pattern, start, stop in self._automaton.find_matches_as_indexes(data, overlapping=True):
            end = stop - len(WORD_END)
            if text.startswith(self._keys[pattern], start) and not text[end : end + 1].isalnum():
                yield pattern, start, end

    def _matches(self, text: str) -> Iterator[Match]:
        """All matches that begin at a word's start, proclitics aside, and end at a word's end."""
        for pattern, start, end in self._occurrences(text):
            word = start
            proclitics = ""
            if start and text[start - 1].isalnum():
                while word and text[word - 1].isalnum() and start - word <= _LONGEST_PROCLITIC:
                    word -= 1
                proclitics = text[word:start]
                least = self._proclitics.get(proclitics)
                if least is None or (end - start < least and not text.startswith(ARTICLE, start)):
                    continue
            if text[word:end] in self._stop:
                continue
            for slot in self._slots[pattern] or self._read(pattern):
                yield Match(start, end, slot.kind, slot, proclitics)

    def _matches_after_li(self, text: str) -> Iterator[Match]:
        """The names with the article whose alef the preposition li has swallowed: للعراق, للاذقية."""
        for lead in _LI_AND_ARTICLE.finditer(text):
            first = lead.start()
            word = first - 1 if text[max(0, first - 1) : first] in _BEFORE_LI else first
            if word and text[word - 1].isalnum():
                continue
            for kept in (first + 2, first + 1):  # the second lam is the article's, or the name's own first letter
                if ARTICLE + text[kept : lead.end()] not in self._definite:
                    continue
                window = ARTICLE + text[kept : kept + _LONGEST_NAME]
                shift = kept - len(ARTICLE)
                for pattern, start, stop in self._occurrences(window):
                    end = stop + shift
                    if start or text[end : end + 1].isalnum() or text[word:end] in self._stop:
                        continue
                    for slot in self._slots[pattern] or self._read(pattern):
                        yield Match(first, end, slot.kind, slot, text[word : first + 1])

    def _read(self, pattern: int) -> tuple[Slot, ...]:
        """The slots of a name, made when a text first has it: few of the names ever occur."""
        slots = self._slots[pattern] = slots_of(self._keys[pattern], self._claims[pattern])
        return slots

    def _with_evidence(self, text: Normalized, flat: FlatText, match: Match) -> Match:
        """The match with what stands near it, if it needs a cue."""
        if not match.slot.doubtful:
            return match
        before = flat.position(match.start) - 1
        marked = before >= 0 and text.text[before] in _MARKS
        return match._replace(
            evidence=self._cues.evidence(match.kind, flat.text, match.start, match.end, match.proclitics, marked=marked)
        )


def _hit(text: Normalized, flat: FlatText, match: Match, known: Known, covered: bool) -> Hit:
    """The hit of a match; one that is *covered* by a longer name is no common word that means something."""
    slot, evidence = match.slot, match.evidence
    candidates = slot.plain
    if slot.short:
        candidates += tuple(entry for entry in slot.short if entry.entity.country in known.countries)
    if evidence is not Evidence.NONE and not covered:
        cued = evidence is Evidence.CUE
        candidates += tuple(entry for entry in slot.doubtful if known.allows(entry, cued=cued))
    certain = bool(candidates)
    if not certain:
        candidates = slot.short + slot.doubtful
    if candidates is not slot.plain and len(candidates) > 1:
        candidates = by_population(candidates)
    start, end = flat.position(match.start), flat.position(match.end - 1) + 1
    span = text.original_span(start, end)
    return Hit(span, start, end, span.of(text.original), match.proclitics, candidates, match.kind, certain)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer over the tables of the package, built once.

    :raises FileNotFoundError: if a table is missing.
    """
    return Gazetteer(
        reference_entries(),
        frozenset(match_key(row["word"]) for row in read_table("place_stop.tsv")),
        {row["proclitic"]: int(row["least_letters"]) for row in read_table("name_proclitics.tsv")},
        load_cues(),
    )
