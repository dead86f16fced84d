"""Spelling folded so that the same word is the same string, with the way back to the original kept exactly."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from builder.model import Span
from builder.resources import read_table

QUOTES = frozenset("\"'`´“”„‟«»‹›‘’‚‛")  # dropped from keys, paired by the sentence splitter
_REMOVED = frozenset({"Mn", "Me", "Cf"})  # combining marks; zero-width, joining and bidi characters
_HASH = "#"  # opens a hashtag and is no part of its words
_BLANK = frozenset({"Cc", "Pc"})  # control characters; the underscore, which joins the words of a hashtag
_LONGEST_CACHED = 40  # longer words do not repeat: an article made of them must not fill the cache
_FEW_CHARACTERS = 500  # that are different; a text of all of Unicode would be read over and over
_OFTEN = 8  # times that a character stands in a text on average


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text in folded spelling and, for each of its characters, where it comes from.

    ``origin[i]`` is the code point of ``original`` that ``text[i]`` was made from; a last item holds the length of
    ``original``. The items never decrease; they repeat where one character became several.
    """

    original: str
    text: str
    origin: tuple[int, ...]

    def original_span(self, start: int, end: int) -> Span:
        """The range of the original that a half-open range of ``text`` was made from.

        Marks that were removed after a character of the range belong to it (the tanwin at a word's end), invisible
        format characters after the last one do not.

        :raises ValueError: if the range is empty or outside ``text``.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no range of the normalised text: [{start}, {end})")
        origin = self.origin
        last = origin[end - 1]
        while origin[end] == last:  # the rest of what one character became
            end += 1
        stop = origin[end]
        while stop - 1 > last and unicodedata.category(self.original[stop - 1]) == "Cf":
            stop -= 1
        return Span(origin[start], stop)


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["folded"] for row in read_table("letters.tsv")}


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """What normalisation writes for one character: mostly one, none for a mark, several for a ligature.

    A whole phrase in one character (U+FDFA) becomes a space, so that no word has a space in it.
    """
    if character == "\n":
        return character
    if character.isspace() or unicodedata.category(character) in _BLANK:
        return " "
    letters = _letters()
    folded: list[str] = []
    for part in str(normalize_unicode(character)).lower():
        plain = letters.get(part, part)
        plain = str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(plain))))
        if plain and unicodedata.category(plain) == "Nd":
            plain = str(unicodedata.decimal(plain))
        if plain and plain != _HASH and unicodedata.category(plain) not in _REMOVED:
            folded.append(plain)
    word = "".join(folded).strip(" ")  # NFKC puts a space before an isolated mark
    return " " if " " in word else word


def normalize(text: str) -> Normalized:
    """Folds spelling character by character, so that nothing depends on the neighbours.

    Removed: diacritics, tatweel, superscript alef, the sign of a hashtag, zero-width and bidi characters. Folded: forms
    of alef, alef maqsura to yeh, teh marbuta to heh, Persian and Kurdish letters (``letters.tsv``), digits to ASCII,
    presentation forms and ligatures by NFKC, underscores and white space other than the line feed to a space, Latin
    letters to lower case. Kept: hamza on waw, on yeh and alone, all other punctuation.

    Not supported: a hamza typed as a combining mark (U+0654) after waw or yeh is dropped like other marks.
    """
    folded = {character: _fold(character) for character in set(text)}
    uneven = {character for character, piece in folded.items() if len(piece) != 1}
    origin: list[int] = []
    done = 0
    for match in re.finditer(f"[{re.escape(''.join(sorted(uneven)))}]", text) if uneven else ():
        position = match.start()
        origin.extend(range(done, position))
        origin.extend([position] * len(folded[text[position]]))
        done = position + 1
    origin.extend(range(done, len(text) + 1))
    return Normalized(original=text, text="".join(map(folded.__getitem__, text)), origin=tuple(origin))


def normalize_text(text: str) -> str:
    """The text of :func:`normalize` alone."""
    characters = set(text)
    if len(characters) > min(_FEW_CHARACTERS, len(text) // _OFTEN):
        return "".join(map(_fold, text))
    # No character is folded twice, so that each can be replaced everywhere at once: a third of the time.
    for character in characters:
        folded = _fold(character)
        if folded != character:
            text = text.replace(character, folded)
    return text


_normalized_short = lru_cache(maxsize=65536)(normalize_text)


def normalize_word(word: str) -> str:
    """The same, remembered for short words."""
    return _normalized_short(word) if len(word) <= _LONGEST_CACHED else normalize_text(word)


def normalize_key(text: str) -> str:
    """The key of an entry of a lexicon or gazetteer: normalised, quotes dropped, white space single and trimmed."""
    plain = normalize_text(text)
    return " ".join("".join(character for character in plain if character not in QUOTES).split())
