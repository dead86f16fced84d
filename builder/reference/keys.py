"""How names and texts are spelled for matching: normalised, quotes and joins read as spaces, spaces single."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from builder.text.normalize import QUOTES, normalize_word

ARTICLE: Final = "ال"
FEMININE: Final = "ه"  # teh marbuta in normalised spelling
LI: Final = "ل"  # the preposition that merges with the article

_SPACES = str.maketrans(dict.fromkeys([*QUOTES, "_"], " "))
_HYPHEN = re.compile(r"(?<=\w)[-‐‑–](?=\w)")
_EXTRA_SPACE = re.compile(r"(?<= ) +")


@dataclass(frozen=True, slots=True)
class FlatText:
    """A text with quotes read as spaces and runs of spaces folded; ``removed`` are the positions folded away."""

    text: str
    removed: tuple[int, ...]

    def position(self, flat: int) -> int:
        """The position before folding of a position after it."""
        count = bisect_right(self.removed, flat)
        while (more := bisect_right(self.removed, flat + count)) > count:
            count = more
        return flat + count


def flatten(text: str) -> FlatText:
    """Folds a normalised text for matching, with the way back.

    Quote marks, underscores (hashtags) and hyphens between letters become spaces.
    """
    spaced = text.translate(_SPACES)
    if "-" in spaced or "–" in spaced:
        spaced = _HYPHEN.sub(" ", spaced)
    if "  " not in spaced:
        return FlatText(spaced, ())
    removed = tuple(position for run in _EXTRA_SPACE.finditer(spaced) for position in range(*run.span()))
    return FlatText(_EXTRA_SPACE.sub("", spaced), removed)


class _Folding(dict[int, str]):
    """A table for ``str.translate`` that asks the normaliser once for each character: it looks at no neighbours."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = normalize_word(chr(code)).translate(_SPACES)
        return folded


_FOLDING = _Folding()


@lru_cache(maxsize=1 << 15)  # bodies of states are compared before they are registered
def match_key(name: str) -> str:
    """A name as it stands in a flat text."""
    spaced = name.translate(_FOLDING)
    if "-" in spaced or "–" in spaced:
        spaced = _HYPHEN.sub(" ", spaced)
    return " ".join(spaced.split())
