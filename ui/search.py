"""Find words in texts although they are spelt otherwise, in Arabic or in Latin letters.

Three readings of a word are compared: its folded spelling (:func:`builder.text.normalize.normalize_key`), where a part
is enough; the folded spelling with one letter changed, added, left out or exchanged with its neighbour, for words of
five letters and more; and the skeleton of its consonants (:func:`builder.text.readings.skeleton`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.text.nearness import LONG_ENOUGH, is_near
from builder.text.normalize import normalize_key
from builder.text.readings import skeleton


@dataclass(frozen=True, slots=True)
class Text:
    """What is searched: the words of a thing in all their readings."""

    folded: str
    words: frozenset[str]
    skeletons: frozenset[str]


def searchable(texts: Iterable[str]) -> Text:
    """The readings of some texts together."""
    given = [text for text in texts if text]
    folded = normalize_key(" \n ".join(given))
    words = folded.split()
    return Text(folded, frozenset(words), frozenset(filter(None, map(skeleton, words))))


def matches(wanted: str, text: Text) -> bool:
    """Whether every word of *wanted* stands in the text, in whatever spelling; an empty one stands everywhere."""
    return all(_stands(word, text) for word in normalize_key(wanted).split())


def _stands(word: str, text: Text) -> bool:
    if word in text.folded:
        return True
    if len(word) >= LONG_ENOUGH and any(is_near(word, other) for other in text.words):
        return True
    consonants = skeleton(word) if word.isascii() else ""
    return bool(consonants) and consonants in text.skeletons
