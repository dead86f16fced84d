"""Sentences: paragraphs at line breaks, within them at marks that end a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from builder.model import Span
from builder.resources import read_table
from builder.text.normalize import normalize_word
from builder.text.tokens import Token, TokenKind, tokenize

_LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ENDERS = frozenset(".!?؟…۔")
_COMMAS = frozenset("،,؛;")
_OPENING = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "﴾": "﴿"}
_CLOSING = frozenset(_OPENING.values())
_DOUBLE_QUOTES = frozenset('"“”„‟')  # Arabic pages use them in either direction
_LONGEST_QUOTATION = 60  # tokens; a longer one is several sentences
_DEEPEST = 4  # brackets in brackets; more is not writing
_LONGEST_SENTENCE = 200  # tokens


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its range of the text, its tokens, its paragraph (0 is the title) and its place in the order."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    index: int


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    rows = read_table("abbreviations.tsv")
    return frozenset(normalize_word(row["word"]) for row in rows if row["kind"] == kind)


def split_sentences(text: str, title_end: int) -> tuple[Sentence, ...]:
    """The sentences of *text*, whose first *title_end* code points are the title.

    Every token lies in exactly one sentence. A sentence ends at ``. ! ?`` and their Arabic forms when white space
    follows, or when the space is missing between two Arabic words; not after a single letter or an abbreviation
    (``abbreviations.tsv``), not inside a quotation or bracket of up to 60 tokens that is closed in its paragraph. The
    Arabic semicolon does not end one. Marks alone belong to the sentence before. More than 200 tokens are cut at the
    last comma before the limit.
    """
    sentences: list[Sentence] = []
    paragraph = 0
    for start, end in _paragraphs(text, title_end):
        tokens = tokenize(text, start, end)
        if start >= title_end and tokens:
            paragraph += 1
        for piece in _pieces(tokens):
            span = Span(piece[0].start, piece[-1].end)
            sentences.append(Sentence(span, tuple(piece), paragraph, len(sentences)))
    return tuple(sentences)


def _paragraphs(text: str, title_end: int) -> Iterator[tuple[int, int]]:
    """The title, whole, then the lines of the body."""
    if title_end:
        yield 0, title_end
    start = title_end
    for match in _LINE_BREAK.finditer(text, title_end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _pieces(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The sentences of one paragraph, none longer than the limit."""
    pairs = _quotations(tokens)
    inside = [False] * (len(tokens) + 1)  # for each place between tokens, whether a quotation goes on across it
    for closing, opening in pairs.items():
        if closing - opening <= _LONGEST_QUOTATION:
            inside[opening + 1 : closing + 1] = [True] * (closing - opening)
    cuts = [0]
    position = 0
    last_word = -1  # marks alone are no sentence
    while position < len(tokens):
        if tokens[position].kind is not TokenKind.PUNCT:
            last_word = position
        elif tokens[position].norm[0] in _ENDERS:
            after = _after_cluster(tokens, position, pairs)
            if last_word >= cuts[-1] and not inside[after] and _ends(tokens, cuts[-1], position, after):
                cuts.append(after)
            position = after - 1
        position += 1
    if last_word < cuts[-1] and len(cuts) > 1:
        cuts.pop()
    for first, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True):
        yield from _limited(tokens[first:end])


def _quotations(tokens: Sequence[Token]) -> dict[int, int]:
    """For each mark that closes a quotation or bracket, the mark that opened it."""
    pairs: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    quote: int | None = None
    for index, token in enumerate(tokens):
        mark = token.surface
        if mark in _OPENING:
            stack = [*stack[1 - _DEEPEST :], (_OPENING[mark], index)]
        elif mark in _CLOSING:
            depth = next((depth for depth in reversed(range(len(stack))) if stack[depth][0] == mark), None)
            if depth is not None:
                pairs[index] = stack[depth][1]
                del stack[depth:]
        elif mark in _DOUBLE_QUOTES:
            spaced = index == 0 or tokens[index - 1].end < token.start
            if quote is None or (spaced and _touches_word(tokens, index)):
                quote = index  # a second opening mark: the first was never closed
            else:
                pairs[index], quote = quote, None
    return pairs


def _touches_word(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word or number follows without a space."""
    following = tokens[position + 1 : position + 2]
    return any(token.start == tokens[position].end and token.kind is not TokenKind.PUNCT for token in following)


def _after_cluster(tokens: Sequence[Token], position: int, pairs: Mapping[int, int]) -> int:
    """The place after the mark at *position*, further such marks, and the closing brackets or quotes that touch it."""
    after = position + 1
    while after < len(tokens):
        mark, touches = tokens[after].surface, tokens[after].start == tokens[after - 1].end
        closes_quote = mark in _DOUBLE_QUOTES and (after in pairs or not _touches_word(tokens, after))
        further = mark in _ENDERS and (touches or not _touches_word(tokens, after))
        if not further and not (touches and (mark in _CLOSING or closes_quote)):
            break
        after += 1
    return after


def _ends(tokens: Sequence[Token], first: int, position: int, after: int) -> bool:
    """Whether the mark at *position*, in a cluster that ends at *after*, ends the sentence that began at *first*."""
    if after == len(tokens):
        return True
    before, following = tokens[position - 1], tokens[after]
    spaced = tokens[after - 1].end < following.start
    single_stop = after == position + 1 and tokens[position].surface in ".۔"
    if not single_stop:
        return spaced or following.kind is not TokenKind.PUNCT
    if _is_abbreviation(tokens, first, position - 1):
        return False
    letters = _abbreviations("letter")
    if before.norm in letters and (following.norm in letters or len(following.norm) == 1):
        return False
    if spaced:
        return True
    opens = following.surface in _OPENING or following.surface in _DOUBLE_QUOTES
    return opens or following.kind is TokenKind.WORD


def _is_abbreviation(tokens: Sequence[Token], first: int, position: int) -> bool:
    """Whether the token before a full stop is a title, an initial or the number of an item in a list.

    A single letter after a number is a unit (the Hijri year), and one after another letter ends an agency's name
    that is spelt with spaces: there the sentence may end.
    """
    token = tokens[position]
    if token.kind is TokenKind.NUMBER:
        return position == first
    if token.kind is TokenKind.PUNCT or len(token.norm) > 1:
        return token.norm in _abbreviations("title")
    if position == first:
        return True
    previous = tokens[position - 1]
    return previous.kind is TokenKind.PUNCT or (previous.kind is not TokenKind.NUMBER and len(previous.norm) > 1)


def _limited(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens in pieces of at most the limit, cut after the last comma before it where there is one."""
    first = 0
    while len(tokens) - first > _LONGEST_SENTENCE:
        end = first + _LONGEST_SENTENCE
        half = first + _LONGEST_SENTENCE // 2  # no comma in the second half: cut at the limit
        cut = next((place for place in range(end, half, -1) if tokens[place - 1].surface in _COMMAS), end)
        yield tokens[first:cut]
        first = cut
    if first < len(tokens):
        yield tokens[first:]
