"""Words near an ambiguous name that tell that the name is meant: الشرق after قناة is the channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.reference.entries import HitKind
from builder.reference.keys import match_key
from builder.resources import read_table

_WORDS = re.compile(r"\w+")
_WINDOW = 32  # characters looked at on either side: about five words
_BEFORE, _AFTER = 3, 2  # words that may hold a cue
_STOPS = re.compile(r"[.!?؟؛\n]")


class CueSide(StrEnum):
    """Where a cue stands; a veto makes any cue worthless, a weak one counts together with other evidence.

    The first word of a name of several words is a weak cue (حي السلام).
    """

    BEFORE = "before"
    AFTER = "after"
    NEXT = "next"
    WEAK = "weak"
    FIRST = "first"
    VETO_NEXT = "veto-next"
    VETO_PREVIOUS = "veto-previous"


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of every kind of name, as normalised words."""

    words: Mapping[tuple[HitKind, CueSide], frozenset[str]]
    proclitics: tuple[str, ...]

    def near(self, kind: HitKind, text: str, start: int, end: int, *, marked: bool) -> bool:
        """Whether a cue for *kind* stands near the range of the normalised *text* and no veto does.

        Most outlets are called by adjectives or plain nouns: unless the name is *marked* by a quotation mark or a
        bracket, only the word right before it counts.
        """
        before, after = _before(text, start), _after(text, end)
        window = 1 if kind is HitKind.OUTLET and not marked else _BEFORE
        return not self.vetoed(kind, text, start, end) and (
            self._any(kind, CueSide.BEFORE, before[-window:])
            or self._any(kind, CueSide.NEXT, after[:1])
            or self._any(kind, CueSide.AFTER, after[:_AFTER])
        )

    def vetoed(self, kind: HitKind, text: str, start: int, end: int) -> bool:
        """Whether the neighbour of the range shows that no name of *kind* stands there."""
        return self._any(kind, CueSide.VETO_NEXT, _after(text, end)[:1]) or self._any(
            kind, CueSide.VETO_PREVIOUS, _before(text, start)[-1:]
        )

    def weak(self, text: str, start: int, end: int, proclitics: str) -> bool:
        """Whether the range follows a preposition of place or begins with a word of kind."""
        marks = self.words.get((HitKind.PLACE, CueSide.WEAK), frozenset())
        first, *others = text[start:end].split(" ", 1)
        return (
            bool(marks.intersection(proclitics))
            or self._any(HitKind.PLACE, CueSide.WEAK, _before(text, start)[-1:])
            or bool(others and first in self.words.get((HitKind.PLACE, CueSide.FIRST), frozenset()))
        )

    def _any(self, kind: HitKind, side: CueSide, words: list[str]) -> bool:
        cues = self.words.get((kind, side), frozenset())
        return any(
            word in cues or any(word.startswith(mark) and word[len(mark) :] in cues for mark in self.proclitics)
            for word in words
        )


def _before(text: str, start: int) -> list[str]:
    """The words of the same sentence before a position, without proclitics that hang on the name itself."""
    lead = _STOPS.split(text[max(0, start - _WINDOW) : start])[-1]
    words = _WORDS.findall(lead)
    return words[:-1] if words and lead[-1:].isalnum() else words


def _after(text: str, end: int) -> list[str]:
    return _WORDS.findall(_STOPS.split(text[end : end + _WINDOW], maxsplit=1)[0])


def load_cues() -> Cues:
    """The table cues.tsv.

    :raises ValueError: if a row names a kind or a side that does not exist.
    """
    words: dict[tuple[HitKind, CueSide], set[str]] = {}
    for row in read_table("cues.tsv"):
        words.setdefault((HitKind(row["kind"]), CueSide(row["side"])), set()).add(match_key(row["word"]))
    proclitics = tuple(row["proclitic"] for row in read_table("name_proclitics.tsv"))
    return Cues({key: frozenset(value) for key, value in words.items()}, proclitics)
