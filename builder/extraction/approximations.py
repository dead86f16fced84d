"""Words that make a number inexact, before it ("more than") and after it ("at least")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from builder.extraction.line import Kind, Line
from builder.model import Quantity, QuantityKind
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import clitic_analyses

_GAP = "~"
_LONGEST_GAP = 3  # words: "the number of the victims"
_LESS_THAN = "lessThan"


@dataclass(frozen=True, slots=True)
class Approximation:
    """What approximates a number: half-open range of tokens and the kind of the table."""

    first: int
    last: int
    kind: str

    def apply(self, low: int, high: int) -> Quantity:
        """The quantity that the words make of an exact number or of an interval."""
        if self.kind == _LESS_THAN:
            return Quantity(None, max(low - 1, 0), QuantityKind.AT_MOST)
        kind = QuantityKind(self.kind)
        if kind is QuantityKind.MORE_THAN:
            return Quantity(low + 1, None, kind)
        if kind is QuantityKind.AT_LEAST:
            return Quantity(low, None, kind)
        if kind is QuantityKind.AT_MOST:
            return Quantity(None, high, kind)
        return Quantity(low, high, kind)


@cache
def _phrases(position: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """The phrases of a position, longest first, by the word next to the number (that beyond a gap included)."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in read_table("approximations.tsv"):
        if row["position"] != position:
            continue
        words = tuple(normalize_key(word) for word in row["phrase"].split())
        solid = tuple(word for word in words if word != _GAP)
        for variant in {words, solid}:
            nearest = variant[-1] if position == "before" else variant[0]
            found.setdefault(nearest, []).append((variant, row["kind"]))
    return {word: tuple(sorted(phrases, key=lambda item: -len(item[0]))) for word, phrases in found.items()}


@lru_cache(maxsize=16384)
def _without_prefix(norm: str) -> frozenset[str]:
    """A word with and without conjunctions and prepositions, never without its article."""
    return frozenset(
        clitics.stem
        for clitics in clitic_analyses(norm)
        if not clitics.enclitic and not clitics.proclitics.endswith(("ال", "لل", "س"))
    )


def before_number(line: Line, index: int) -> Approximation | None:
    """The longest approximating phrase that ends just before token *index*."""
    at = index - 1
    if line.conjunction(index):
        return None  # the words belong to the number before
    if line.is_mark(at, "(\"«“'"):
        at -= 1
    phrases = _phrases("before")
    candidates = list(phrases.get(line.norm(at), ()))
    if any(line.has(at - gap, Kind.NUMBER_OF) for gap in range(_LONGEST_GAP)):
        candidates += phrases.get(_GAP, ())
    candidates += [
        item for stem in _without_prefix(line.norm(at)) for item in phrases.get(stem, ()) if len(item[0]) == 1
    ]
    best: Approximation | None = None
    for words, kind in candidates:
        first = _match_back(line, at, words)
        if first is not None and (best is None or first < best.first):
            best = Approximation(first, index, kind)
    return best


def _match_back(line: Line, last: int, words: tuple[str, ...]) -> int | None:
    """The token at which the words begin that end at token *last*."""
    at = last
    for position in range(len(words) - 1, -1, -1):
        word = words[position]
        if word == _GAP:
            return next(
                (
                    first
                    for gap in range(1, _LONGEST_GAP + 1)
                    if line.has(at - gap + 1, Kind.NUMBER_OF)
                    and (first := _match_back(line, at - gap, words[:position])) is not None
                ),
                None,
            )
        found = word == line.norm(at) or (position == 0 and word in _without_prefix(line.norm(at)))
        if not found or at < 0:
            return None
        at -= 1
    return at + 1


def after_number(line: Line, index: int) -> Approximation | None:
    """The longest approximating phrase that begins at token *index*."""
    for words, kind in _phrases("after").get(line.norm(index), ()):
        if all(line.norm(index + offset) == word for offset, word in enumerate(words)):
            return Approximation(index, index + len(words), kind)
    return None
