"""Words near an ambiguous name that tell that the name is meant: الشرق after قناة is the channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

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


class Evidence(Enum):
    """What stands near a common word for its being a name.

    Weak: nothing against it, a place follows a preposition of place, an outlet a quotation mark or a bracket.
    """

    NONE = 0
    WEAK = 1
    CUE = 2


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of every kind of name, as normalised words with and without proclitics."""

    words: Mapping[tuple[HitKind, CueSide], frozenset[str]]

    def evidence(self, kind: HitKind, text: str, start: int, end: int, proclitics: str, *, marked: bool) -> Evidence:
        """What stands near the range of the normalised *text*, a common word with *proclitics*, for a name of *kind*.

        Most outlets are called by adjectives or plain nouns: unless the name is *marked* by a quotation mark or a
        bracket, only the word right before it counts.
        """
        before, after = _before(text, start), _after(text, end)
        if self._any(kind, CueSide.VETO_NEXT, after[:1]) or self._any(kind, CueSide.VETO_PREVIOUS, before[-1:]):
            return Evidence.NONE
        window = 1 if kind is HitKind.OUTLET and not marked else _BEFORE
        if (
            self._any(kind, CueSide.BEFORE, before[-window:])
            or self._any(kind, CueSide.NEXT, after[:1])
            or self._any(kind, CueSide.AFTER, after[:_AFTER])
        ):
            return Evidence.CUE
        if kind is HitKind.PLACE:
            weak = self._any(kind, CueSide.WEAK, [*proclitics, *before[-1:]]) or self._begins(kind, text[start:end])
        else:
            weak = marked or kind is not HitKind.OUTLET
        return Evidence.WEAK if weak else Evidence.NONE

    def _begins(self, kind: HitKind, name: str) -> bool:
        """Whether a name of several words begins with a word of kind."""
        first, *others = name.split(" ", 1)
        return bool(others) and self._any(kind, CueSide.FIRST, [first])

    def _any(self, kind: HitKind, side: CueSide, words: list[str]) -> bool:
        return not self.words.get((kind, side), frozenset()).isdisjoint(words)


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
    proclitics = ["", *(row["proclitic"] for row in read_table("name_proclitics.tsv"))]
    words: dict[tuple[HitKind, CueSide], set[str]] = {}
    for row in read_table("cues.tsv"):
        word = match_key(row["word"])
        found = words.setdefault((HitKind(row["kind"]), CueSide(row["side"])), set())
        found.update(proclitic + word for proclitic in proclitics)
    return Cues({key: frozenset(value) for key, value in words.items()})
