"""Numbers, ranges, vague quantities and duals as they stand, before their neighbours make them inexact."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from builder.extraction.line import CLEAR, Kind, Line, countable_nouns
from builder.extraction.number_context import (
    Unit,
    counted_noun,
    has_article,
    is_change,
    is_force,
    is_negated,
    is_pronoun,
    unit_of,
)
from builder.extraction.numerals import Numeral, read_numeral, read_ordinal
from builder.model import Quantity, QuantityKind

_DASHES = "-–"
_TANWIN = "\u064b"
_FEW = (3, 9)  # the word for "some", of counts below ten
_DOZENS, _HUNDREDS = (24, 99), (100, 999)  # annotation guidelines
_SEVERAL = 2
_TEN = 10


@dataclass(frozen=True, slots=True)
class Amount:
    """A number before its neighbours are looked at: half-open range of tokens and its bounds.

    ``counted`` is set where the reading already knows the noun (duals). ``numeral`` is the number as read, None for
    vague quantities and duals. ``ordinal`` marks an ordinal number.
    """

    first: int
    last: int
    value: Quantity
    counted: int | None = None
    numeral: Numeral | None = None
    ordinal: bool = False


STARTERS = frozenset(
    {
        Kind.ARTICLE,
        Kind.UNIT,
        Kind.TEN,
        Kind.HUNDRED,
        Kind.SCALE,
        Kind.SCALE_DUAL,
        Kind.SCALE_PLURAL,
        Kind.ONE_OF,
        Kind.DOZENS,
        Kind.HUNDREDS,
        Kind.FEW,
        Kind.SEVERAL,
        Kind.NUMBER_OF,
        Kind.MANY_OF,
        Kind.DUAL,
        Kind.DUAL_CONSTRUCT,
        Kind.ORDINAL,
        Kind.FRACTION,
        Kind.MORE,
        Kind.PERIOD_DUAL,
    }
)


def read_amount(line: Line, index: int) -> Amount | None:
    """The number, range, vague quantity, dual or ordinal that begins at a token."""
    return (
        _number(line, index)
        or _vague(line, index)
        or _unspecified(line, index)
        or _dual(line, index)
        or _one_of(line, index)
        or _more_than_one(line, index)
        or _ordinal(line, index)
    )


def _number(line: Line, index: int) -> Amount | None:
    numeral = read_numeral(line, index)
    if numeral is None:
        return None
    ranged = _range(line, numeral)
    if ranged is not None:
        return ranged
    last = _repeated(line, numeral)
    low, high = floor(numeral.value), ceil(numeral.value)
    kind = QuantityKind.EXACTLY if low == high else QuantityKind.ABOUT
    return Amount(index, last, Quantity(low, high, kind), numeral=numeral)


def _repeated(line: Line, numeral: Numeral) -> int:
    """The place after a number given twice, in digits and words: "five (5)", "39 thirty-nine"."""
    bracketed = line.is_mark(numeral.last, "(")
    second = read_numeral(line, numeral.last + bracketed)
    if second is None or second.value != numeral.value or bool(second.literal) == bool(numeral.literal):
        return numeral.last
    if bracketed:
        return second.last + 1 if line.is_mark(second.last, ")") else numeral.last
    return second.last


def _range(line: Line, low: Numeral) -> Amount | None:
    """Reads "10-15", "from 10 to 15", "five or six", "between 10 and 15"."""
    first, at = low.first, low.last
    joined = line.has(at, Kind.AND) or line.conjunction(at)
    if line.has(first - 1, Kind.BETWEEN) and joined:
        first -= 1
        at += line.has(at, Kind.AND)
    elif line.is_mark(at, _DASHES) and line.touches(at) and line.touches(at - 1):
        at += 1
    elif line.has(at, Kind.TO, Kind.OR) and not is_change(line, first):
        first -= line.has(first - 1, Kind.FROM, Kind.BETWEEN) and line.has(at, Kind.TO)
        at += 1
    else:
        return None
    high = read_numeral(line, at)
    if high is None:
        return None
    start = low.value * high.scale if low.scale == 1 and low.value < high.scale else low.value
    if start >= high.value or start.denominator != 1 or high.value.denominator != 1:
        return None
    value = Quantity(int(start), int(high.value), QuantityKind.BETWEEN)
    return Amount(first, high.last, value, numeral=high)


def _vague(line: Line, index: int) -> Amount | None:
    """Dozens, hundreds, thousands, "some hundreds", "tens of thousands"."""
    at = index
    few = line.has(at, Kind.FEW)
    if few or (line.has(at, Kind.SEVERAL) and line.has(at + 1, Kind.DOZENS, Kind.HUNDREDS, Kind.SCALE_PLURAL)):
        at += 1
    base = _vague_base(line, at)
    if few and base is None:
        tens = _few_and_tens(line, at)
        if tens is not None:
            return tens
    if base is None:
        return Amount(index, index + 1, Quantity(*_FEW, QuantityKind.ABOUT)) if few else None
    unit, (low, high) = base
    if at > index:
        low, high = (_FEW[0] * unit, _FEW[1] * unit) if few else (_SEVERAL * unit, high)
    scale = line.number(at + 1, Kind.SCALE_PLURAL)
    if scale is not None and not line.conjunction(at + 1):
        high = (high + 1) * scale - 1
        low, at = low * scale, at + 1
    return Amount(index, at + 1, Quantity(low, high, QuantityKind.ABOUT))


def _few_and_tens(line: Line, index: int) -> Amount | None:
    """Some units with a ten: "thirteen to nineteen", "some and twenty"."""
    if line.number(index, Kind.UNIT) == _TEN and not line.conjunction(index):
        ten, last = _TEN, index + 1
    else:
        at = index + 1 if line.has(index, Kind.AND) else index
        joined = at > index or line.conjunction(index)
        ten, last = (line.number(at, Kind.TEN) or 0) if joined else 0, at + 1
    if not ten:
        return None
    return Amount(index - 1, last, Quantity(ten + _FEW[0], ten + _FEW[1], QuantityKind.ABOUT))


def _vague_base(line: Line, index: int) -> tuple[int, tuple[int, int]] | None:
    if line.has(index, Kind.DOZENS):
        return 10, _DOZENS
    if line.has(index, Kind.HUNDREDS):
        return 100, _HUNDREDS
    scale = line.number(index, Kind.SCALE_PLURAL)
    return None if scale is None else (scale, (scale, 10 * scale - 1))


def _unspecified(line: Line, index: int) -> Amount | None:
    """Reads "several", "a number of", "many of": at least two."""
    value = Quantity(_SEVERAL, None, QuantityKind.UNSPECIFIED)
    if line.has(index, Kind.SEVERAL) and not line.definite(index):
        return Amount(index, index + 1, value)
    at = index + 1
    if line.has(index, Kind.NUMBER_OF) and not line.definite(index):
        if line.is_word(at) and not line.has(at, Kind.FROM) and not has_article(line, at):
            at += 1  # a great number of
    elif not line.has(index, Kind.MANY_OF):
        return None
    if is_pronoun(line, at):
        return Amount(index, at, value)
    return Amount(index, at + 1, value, counted_noun(line, at, definite=True)) if line.has(at, Kind.FROM) else None


def _dual(line: Line, index: int) -> Amount | None:
    construct = line.label(index, Kind.DUAL_CONSTRUCT)
    if construct is not None and not line.has(index, Kind.DUAL):
        if not _is_construct(line, index, clear=construct == CLEAR):
            return None
    elif not line.has(index, Kind.DUAL) and not _is_period_dual(line, index):
        return None
    last = index + 1
    while line.has(last, Kind.DUAL) and not line.conjunction(last):
        last += 1  # an adjective in the dual
    if line.number(last, Kind.UNIT) == 2 and not line.conjunction(last) and not line.definite(last):
        last += 1
    high = read_numeral(line, last + 1) if line.has(last, Kind.OR) else None
    if high is not None and high.whole is not None and high.whole > 2:
        return Amount(index, high.last, Quantity(2, high.whole, QuantityKind.BETWEEN), counted=index)
    return Amount(index, last, Quantity(2, 2, QuantityKind.EXACTLY), counted=index)


def _is_period_dual(line: Line, index: int) -> bool:
    """Whether a word is two periods; before a noun its form is also that of an adjective ("daily", "monthly")."""
    if not line.has(index, Kind.PERIOD_DUAL):
        return False
    if not line.norm(index).endswith("ي"):
        return True
    named = line.is_number(index + 1) or line.has(index + 1, Kind.WEEKDAY, Kind.MONTH, Kind.MONTH_HEAD)
    return named and not line.definite(index)


def _is_construct(line: Line, index: int, *, clear: bool) -> bool:
    """Whether a word that may be a dual before another noun is one."""
    reading = line.reading(index)
    following = index + 1
    if reading is None or reading.definite or not line.is_word(following) or _TANWIN in line.tokens[index].surface:
        return False
    if is_force(line, following):
        return True
    if clear:
        return line.reading(following) is None and counted_noun(line, following, definite=True) == following
    return has_article(line, following) and line.reading(following) is None


def _one_of(line: Line, index: int) -> Amount | None:
    if not line.has(index, Kind.ONE_OF) or line.definite(index) or is_negated(line, index):
        return None
    counted = counted_noun(line, index + 1, definite=True)
    return None if counted is None else Amount(index, index + 1, Quantity(1, 1, QuantityKind.EXACTLY), counted)


def _more_than_one(line: Line, index: int) -> Amount | None:
    """Reads "More than" before a noun in the singular without a number: at least two."""
    noun = index + 2
    if not (line.has(index, Kind.MORE) and line.has(index + 1, Kind.FROM)) or line.definite(index):
        return None
    if line.norm(noun) not in countable_nouns() or unit_of(line, index, noun, None, noun) is not Unit.COUNT:
        return None
    return Amount(index, noun, Quantity(_SEVERAL, None, QuantityKind.MORE_THAN), noun)


def _ordinal(line: Line, index: int) -> Amount | None:
    ordinal = read_ordinal(line, index) if line.definite(index) else None
    if ordinal is None:
        return None
    return Amount(index, ordinal[1], Quantity(ordinal[0], ordinal[0], QuantityKind.EXACTLY), ordinal=True)
