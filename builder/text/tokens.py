"""Words, numbers and punctuation marks with their positions, and what may be written together with a word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from builder.model import Span
from builder.resources import read_table
from builder.text.normalize import normalize_word


class TokenKind(StrEnum):
    """What a token is made of; ``latin`` is a word of any script but Arabic."""

    WORD = "word"
    NUMBER = "number"
    LATIN = "latin"
    PUNCT = "punct"


class Token(NamedTuple):  # an article has hundreds, and a frozen dataclass takes more than twice as long to make
    """A token: half-open code points of the text it was found in, its letters as written, and normalised."""

    start: int
    end: int
    surface: str
    norm: str
    kind: TokenKind

    @property
    def span(self) -> Span:
        """The range of the text that the token covers."""
        return Span(self.start, self.end)


_ARABIC = r"\u0620-\u063F\u0641-\u064A\u066E\u066F\u0671-\u06D3\u06D5\u06EE\u06EF\u06FA-\u06FC\u06FF\u0750-\u077F"
_ARABIC += r"\u08A0-\u08C9\uFB50-\uFBB1\uFBD3-\uFD3D\uFD50-\uFDFC\uFE70-\uFEFC"
_MARKS = r"\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08CA-\u08FF"
_FORMAT = r"\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF"

# Possessive quantifiers: no input makes the pattern try a character again and again.
_TOKEN = re.compile(
    rf"""
    (?P<number>\d{{1,4}}-\d{{1,2}}-\d{{1,4}}(?!\d) | \d++(?:[.,\u060C\u066B\u066C/:]\d++)*+)
    | (?P<word>[{_ARABIC}](?:[{_MARKS}{_FORMAT}]*+[{_ARABIC}])*+[{_MARKS}]*+)
    | (?P<dash>\u0640++)
    | (?P<latin>(?:(?![{_ARABIC}\u0640])[^\W\d_][\u0300-\u036F]*+)++)
    | (?P<punct>\S)
    """,
    re.VERBOSE,
)
_LONGEST_CACHED = 40  # code points; longer tokens do not repeat
_LONGEST_NUMBER = 40  # Characters; Python refuses to convert thousands of digits, and nothing counts so far.


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of *text*, or of a range of it, in order; positions are those of *text*.

    They cover all that normalisation leaves, except white space.

    Each punctuation mark is a token. A number keeps its inner separators (``8,300``, ``17/10/2023``, ``10:30``,
    ``2023-10-17``), a range (``10-15``) is three tokens; an Arabic comma inside a number is written as ``,`` in
    ``norm``. Letters and digits that touch are split. A word includes its diacritics and tatweel. A run of tatweel
    on its own is a dash. A run of digits longer than any number is of kind ``latin``.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        surface = match.group()
        read = _read_short if len(surface) <= _LONGEST_CACHED else _read
        norm, kind = read(surface, match.lastgroup)
        if norm:
            first, last = match.span()
            tokens.append(Token(first, last, surface, norm, kind))
    return tuple(tokens)


def _read(surface: str, group: str | None) -> tuple[str, TokenKind]:
    """A token normalised, empty where nothing is left of it, and its kind by the group of the pattern."""
    norm = normalize_word(surface)
    if group == "word":
        kind = TokenKind.WORD
    elif group == "number":
        kind = TokenKind.NUMBER if len(surface) <= _LONGEST_NUMBER else TokenKind.LATIN
        norm = norm.replace("،", ",")
    elif group == "latin":
        kind = TokenKind.LATIN
    else:
        kind = TokenKind.PUNCT
        norm = "-" if group == "dash" else norm
    return norm if norm.strip() else "", kind


_read_short = lru_cache(maxsize=65536)(_read)


class Clitics(NamedTuple):
    """One way to read a written word: conjunctions, prepositions and article; the stem; an attached pronoun.

    All in normalised spelling. ``proclitics`` and ``enclitic`` may be empty; ``l`` with the article is written with
    two lams, as in the word.
    """

    proclitics: str
    stem: str
    enclitic: str


@cache
def _clitics() -> tuple[Mapping[str, Sequence[tuple[str, bool]]], Mapping[str, Sequence[str]]]:
    """Proclitics by their first letter, each with whether it holds the article, and enclitics by their last one."""
    before: dict[str, list[tuple[str, bool]]] = {}
    after: dict[str, list[str]] = {}
    for row in read_table("clitics.tsv"):
        form = row["form"]
        if row["kind"] == "proclitic":
            before.setdefault(form[0], []).append((form, row["article"] == "yes"))
        else:
            after.setdefault(form[-1], []).append(form)
    return before, after


@cache
def _stem_endings() -> dict[str, str]:
    return {row["before_pronoun"]: row["alone"] for row in read_table("stem_endings.tsv")}


_SHORTEST_STEM = 2
_NO_PROCLITIC = ("", False)


@lru_cache(maxsize=65536)
def clitic_analyses(norm: str) -> tuple[Clitics, ...]:
    """All ways to split a normalised word, the whole word first, then longer stems before shorter ones.

    Only spelling is checked, no dictionary: the caller looks the stems up. A stem has two letters or more. A stem
    with the article takes no pronoun. Before a pronoun the stem is also given as it is written alone (teh marbuta
    for teh, ``stem_endings.tsv``).
    """
    before, after = _clitics()
    proclitics, enclitics = before.get(norm[:1], ()), after.get(norm[-1:], ())
    whole = Clitics("", norm, "")
    if not proclitics and not enclitics:
        return (whole,)
    alone_endings = _stem_endings()
    endings = ["", *[enclitic for enclitic in enclitics if norm.endswith(enclitic)]]
    beginnings = [_NO_PROCLITIC, *[pair for pair in proclitics if norm.startswith(pair[0])]]
    found: list[tuple[int, Clitics]] = []
    for proclitic, has_article in beginnings:
        for enclitic in endings[:1] if has_article else endings:
            stem = norm[len(proclitic) : len(norm) - len(enclitic)]
            length = len(stem)
            if length < _SHORTEST_STEM or stem == norm:
                continue
            found.append((length, Clitics(proclitic, stem, enclitic)))
            if enclitic and stem[-1] in alone_endings:
                found.append((length, Clitics(proclitic, stem[:-1] + alone_endings[stem[-1]], enclitic)))
    found.sort(key=itemgetter(0), reverse=True)
    return (whole, *[clitics for _, clitics in found])


@lru_cache(maxsize=65536)
def light_stem(norm: str) -> str:
    """The shortest stem that a normalised word can have: without all that may be clitics."""
    return clitic_analyses(norm)[-1].stem
