"""How names and texts are spelled for matching: normalised, quotes and joins read as spaces, spaces single."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from builder.text.normalize import QUOTES, normalize_text, normalize_word

ARTICLE: Final = "ال"
FEMININE: Final = "ه"  # teh marbuta in normalised spelling
LI: Final = "ل"  # the preposition that merges with the article

_GAP = re.compile(f"[{re.escape(''.join(sorted(QUOTES)))}_]")
_HYPHENS = "-‐–"  # normalisation makes the one that does not break lines the plain one of these
_HYPHEN = re.compile(rf"[{_HYPHENS}](?<=\w.)(?=\w)")  # the hyphen first: few characters are one
_SEVERAL_SPACES = re.compile("  +")

WORD_END: Final = b" "
_COMPACT = "iso8859-6"
_WORD_CHARACTERS = bytes(
    code if bytes((code,)).decode(_COMPACT, "replace").isalnum() else WORD_END[0] for code in range(256)
)


@dataclass(frozen=True, slots=True)
class FlatText:
    """A text with quotes read as spaces and runs of spaces folded.

    ``folded`` holds, for each space folded away, the position in ``text`` before which it stood, in order.
    """

    text: str
    folded: tuple[int, ...]

    def position(self, flat: int) -> int:
        """The position before folding of a position after it."""
        return flat + bisect_right(self.folded, flat)


def _spaced(text: str) -> str:
    """A text in normalised spelling with quote marks, underscores and hyphens between letters read as spaces."""
    spaced = _GAP.sub(" ", text)
    return _HYPHEN.sub(" ", spaced) if any(hyphen in spaced for hyphen in _HYPHENS) else spaced


def flatten(text: str) -> FlatText:
    """Folds a normalised text for matching, with the way back.

    Quote marks, underscores (hashtags) and hyphens between letters become spaces.
    """
    spaced = _spaced(text)
    if "  " not in spaced:
        return FlatText(spaced, ())
    folded: list[int] = []
    for run in _SEVERAL_SPACES.finditer(spaced):
        first, end = run.start() + 1, run.end()
        folded.extend([first - len(folded)] * (end - first))
    return FlatText(_SEVERAL_SPACES.sub(" ", spaced), tuple(folded))


def compact(text: str) -> bytes:
    """A flat text in one byte a character, for searching: at least half as long as in UTF-8, with the same positions.

    Characters that are no letters or digits, or that ISO 8859-6 lacks, become spaces: what is found has to be compared
    with the text, and nothing is missed.
    """
    return text.encode(_COMPACT, "replace").translate(_WORD_CHARACTERS)


def compact_keys(keys: Iterable[str]) -> Iterator[bytes]:
    """Each match key in one byte a character, with a space behind: what ends there in a text ends a word."""
    lines = "".join([f"{key}\n" for key in keys])  # together: one call of the codec instead of thousands
    data, start = compact(lines), 0
    while start < len(data):
        end = lines.index("\n", start) + 1
        yield data[start:end]
        start = end


def match_key(name: str) -> str:
    """A name as it stands in a flat text."""
    return " ".join(_spaced(normalize_word(name)).split())


def match_keys(names: Iterable[str]) -> dict[str, str]:
    """The match keys of many names, by name.

    :raises ValueError: if a line feed stands in a name.
    """
    spellings = list(dict.fromkeys(names))
    text = normalize_text("".join([f"{name}\n" for name in spellings]))  # half the time of one after the other
    keys = (" ".join(line.split()) for line in _spaced(text).split("\n")[:-1])
    return dict(zip(spellings, keys, strict=True))
