"""When two surfaces name the same thing, and two figures or dates say the same.

Deliberately coarser than the normalisation of the extraction: annotators and rules seldom cut a name at the same word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from builder.resources import read_table

Bounds = tuple[int | None, int | None]
"""Lowest and highest number that a figure allows; None means open on that side."""

_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_FIGURE = re.compile(r"\s*(\d+)\s*(?:[-–/]\s*(\d+)|(\+))?\s*")
_LEAST_LEFT = 3  # letters that a prefix or a suffix must leave
_CACHED = 100_000


@cache
def _forms_of_kind(kind: str) -> tuple[str, ...]:
    return tuple(row["form"] for row in read_table("comparison_words.tsv") if row["kind"] == kind)


@cache
def _folding() -> dict[int, str]:
    rows = read_table("comparison_words.tsv")
    return str.maketrans({row["form"]: row["folded"] for row in rows if row["kind"] == "letter"})


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(_forms_of_kind("stop"))


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(_forms_of_kind("generic"))


def content_words(text: str) -> list[str]:
    """The words of a surface in folded spelling without function words; all of them where it has no others."""
    found = re.findall(r"\w+", _MARKS.sub("", text).translate(_folding()).lower())
    return [word for word in found if word not in _stop_words()] or found


@lru_cache(maxsize=_CACHED)
def word_forms(word: str) -> frozenset[str]:
    """The word, and what is left of it without a prefix, a suffix, or both (three letters at least)."""
    bases = {word}
    bases.update(
        word[len(prefix) :]
        for prefix in _forms_of_kind("prefix")
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_LEFT
    )
    cut = {
        base[: -len(suffix)]
        for base in bases
        for suffix in _forms_of_kind("suffix")
        if base.endswith(suffix) and len(base) - len(suffix) >= _LEAST_LEFT
    }
    return frozenset(bases | cut)


@lru_cache(maxsize=_CACHED)
def similar(one: str, other: str) -> bool:
    """Whether half of the words of the shorter surface, and a third of the longer one's, are shared.

    Words for a kind of thing (army, city, source) count only where one of the surfaces has no others.
    """
    first, second = content_words(one), content_words(other)
    telling_first, telling_second = _telling(first), _telling(second)
    if telling_first and telling_second:
        first, second = telling_first, telling_second
    if not first or not second:
        return False
    shared = _shared(first, second)
    shorter, longer = sorted((len(first), len(second)))
    return 2 * shared >= shorter and 3 * shared >= longer


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if not word_forms(word) & _generic_words()]


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words of the first have a partner of their own in the second."""
    left = list(second)
    for word in first:
        partner = next((other for other in left if word_forms(word) & word_forms(other)), None)
        if partner is not None:
            left.remove(partner)
    return len(second) - len(left)


def read_figure(text: str) -> Bounds | None:
    """``12`` as (12, 12), ``12-15`` as (12, 15), ``20+`` as (20, None); None for anything else."""
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    low = int(found[1])
    if found[2]:
        return low, int(found[2])
    return low, None if found[3] else low


def same_figure(annotated: Bounds, text: str) -> bool:
    """Whether a row's figure is the annotated one.

    It is if both have the same lower end, if an open one begins one higher ("more than 50" as 51 or as 50), or if it is
    a single number inside an annotated interval.
    """
    found = read_figure(text)
    low, high = annotated
    if found is None:
        return False
    if found[0] == low:
        return True
    if low is None:
        return False
    if found == (low + 1, None):
        return True
    return high is not None and low < high and found[0] == found[1] and low <= (found[0] or 0) <= high


def same_date(annotated: str, text: str) -> bool:
    """Whether a row's date is the annotated one, or lies inside an annotated interval."""
    if not annotated or not text:
        return False
    wanted, found = _ends(annotated), _ends(text)
    if wanted == found:
        return True
    return wanted[0] != wanted[1] and wanted[0] <= found[0] and found[1] <= wanted[1]


def _ends(text: str) -> tuple[str, str]:
    first, _, last = text.partition("/")
    return first, last or first
