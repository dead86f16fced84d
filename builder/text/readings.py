"""The readings of a word by which searches find it: without its article, and as the skeleton of its consonants.

By its skeleton in Latin letters Mosul, Mosoul and الموصل are one. Words are in the spelling of
:func:`builder.text.normalize.normalize_key`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from builder.text.normalize import normalize_key
from builder.text.transliterate import transliterate

_SKELETON = 3  # consonants from which a skeleton says enough
_CACHED = 65_536
_ARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az)[-' ]|^(?:ال|وال|بال|لل)(?=...)")
_BEFORE_HYPHEN = re.compile(r"\b(?:al|el|as|ash|ad|an|ar|at|az)-(?=\w)")
_ALONE = frozenset({"al", "el", "ال"})
_LATIN = re.compile(r"\w+", re.ASCII)
_WORD = re.compile(r"\w+")
# Letters that stand for one sound in the usual romanisations of Arabic names, the longer ones first.
_SOUNDS = (
    ("kh", "h"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ou", ""),
    ("q", "k"), ("g", "g"), ("j", "g"), ("z", "z"), ("c", "k"), ("x", "ks"), ("v", "f"), ("p", "b"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouwy']")
_REPEATED = re.compile(r"(.)\1+")


def words_of(text: str) -> list[str]:
    """The words of a text in folded spelling, without anything that is no letter or digit; al-Anbar is one word."""
    return _WORD.findall(_BEFORE_HYPHEN.sub("", normalize_key(text)))


def telling_words(text: str) -> list[str]:
    """The words of a text but for articles that stand alone, as in Al Anbar; all of them where it has no others."""
    words = words_of(text)
    return [word for word in words if word not in _ALONE] or words


def key_of(text: str) -> str:
    """What is the same of two names that differ in spelling, signs and articles only."""
    return " ".join(map(without_article, telling_words(text)))


def without_article(word: str) -> str:
    """A word without the article at its beginning; a short word keeps what looks like one."""
    return _ARTICLE.sub("", word)


@lru_cache(maxsize=_CACHED)
def skeleton(word: str) -> str:
    """The consonants of a word in Latin letters without the article, empty where there are too few."""
    latin = transliterate(without_article(word)).lower()
    latin = "".join(_LATIN.findall(latin))
    for letters, sound in _SOUNDS:
        latin = latin.replace(letters, sound)
    consonants = _REPEATED.sub(r"\1", _VOWELS.sub("", latin)).removesuffix("h")  # a teh marbuta is written or not
    return consonants if len(consonants) >= _SKELETON else ""
