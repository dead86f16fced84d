"""Find words in texts although they are spelt otherwise, in Arabic or in Latin letters.

Three readings of a word are compared: its folded spelling (:func:`builder.text.normalize.normalize_key`), where a part
is enough; the folded spelling with one letter changed, added, left out or exchanged with its neighbour, for words of
five letters and more; and the skeleton of its consonants in Latin letters, by which Mosul, Mosoul and الموصل are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from builder.text.normalize import normalize_key
from builder.text.transliterate import transliterate

_LONG_ENOUGH = 5  # letters from which one of them may be wrong: of shorter words too many are that near
_SKELETON = 3  # consonants from which a skeleton says enough
_CACHED = 65_536
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az)[-' ]|^(?:ال|وال|بال|لل)(?=...)")
_WORD = re.compile(r"\w+", re.ASCII)
# Letters that stand for one sound in the usual romanisations of Arabic names, the longer ones first.
_SOUNDS = (
    ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ou", ""),
    ("q", "k"), ("g", "g"), ("j", "g"), ("z", "z"), ("c", "k"), ("x", "ks"), ("v", "f"), ("p", "b"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouwy']")
_REPEATED = re.compile(r"(.)\1+")


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
    return Text(folded, frozenset(words), frozenset(filter(None, map(_skeleton, words))))


def matches(wanted: str, text: Text) -> bool:
    """Whether every word of *wanted* stands in the text, in whatever spelling; an empty one stands everywhere."""
    return all(_stands(word, text) for word in normalize_key(wanted).split())


def _stands(word: str, text: Text) -> bool:
    if word in text.folded:
        return True
    if len(word) >= _LONG_ENOUGH and any(_is_near(word, other) for other in text.words):
        return True
    skeleton = _skeleton(word) if word.isascii() else ""
    return bool(skeleton) and skeleton in text.skeletons


@lru_cache(maxsize=_CACHED)
def _skeleton(word: str) -> str:
    """The consonants of a word in Latin letters without the article, empty where there are too few."""
    latin = transliterate(_ARTICLE.sub("", word)).lower()
    latin = "".join(_WORD.findall(latin))
    for letters, sound in _SOUNDS:
        latin = latin.replace(letters, sound)
    consonants = _REPEATED.sub(r"\1", _VOWELS.sub("", latin)).removesuffix("h")  # a teh marbuta is written or not
    return consonants if len(consonants) >= _SKELETON else ""


def _is_near(one: str, other: str) -> bool:
    """Whether at most one letter is changed, added or left out, or two neighbours are exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
