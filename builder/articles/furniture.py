"""Page furniture: lines that a page puts around an article, such as share buttons and links to other articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from builder.resources import read_table
from builder.text.normalize import normalize_text

_LONGEST_LINE = 1000  # code points; a longer line is text
_DECORATION = " \t*•·-–—_.…>»«<|›‹▪■◾:"
_HASHTAGS = re.compile(r"(?:#[^\s#]++\s*+)++")  # of the line as written: normalisation drops the sign
_LONGEST_TAIL = 15  # lines
_LONGEST_HEADLINE = 20  # words
_FULL_STOPS = (".", "؟", "!")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its furniture, and the lines that were removed, in order."""

    text: str
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    expression: re.Pattern[str]
    kind: str
    max_words: int


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(re.compile(row["pattern"]), row["kind"], int(row["max_words"])) for row in read_table("furniture.tsv")
    )


def remove_furniture(text: str) -> Cleaned:
    """*text* without furniture lines; every other line stays exactly as it is.

    A line goes if it matches ``furniture.tsv`` as a whole and is short enough, or if it holds only hashtags. After a
    heading such as "related stories" the rest goes too, where it is a short list of headlines without full stops.
    """
    lines = text.split("\n")
    kept: list[str] = []
    removed: list[str] = []
    for number, line in enumerate(lines):
        kind = _kind(line)
        if kind == "tail" and _only_headlines(lines[number + 1 :]):
            removed.extend(rest for rest in lines[number:] if rest.strip())
            break
        (removed if kind else kept).append(line)
    return Cleaned("\n".join(kept), tuple(removed))


def _kind(line: str) -> str | None:
    """``line`` or ``tail`` for furniture, None for text."""
    if len(line) > _LONGEST_LINE:
        return None
    plain = normalize_text(line).strip(_DECORATION)
    if not plain:
        return None
    if _HASHTAGS.fullmatch(line.strip(_DECORATION)):
        return "line"
    words = len(plain.split())
    for pattern in _patterns():
        if words <= pattern.max_words and pattern.expression.fullmatch(plain):
            return pattern.kind
    return None


def _only_headlines(lines: Sequence[str]) -> bool:
    filled = [line.strip() for line in lines if line.strip()]
    return len(filled) <= _LONGEST_TAIL and all(
        len(line.split()) <= _LONGEST_HEADLINE and not line.endswith(_FULL_STOPS) for line in filled
    )
