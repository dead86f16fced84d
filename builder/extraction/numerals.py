"""Whole numbers in digits and words, without regard to what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from builder.extraction.line import Kind, Line, countable_nouns

_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"(\d+)[.,](\d{1,2})")
_LONGEST = 15  # digits; nothing in the news is counted in more
_HUNDRED = 100
_TEN = 10
_THREE_DIGITS = 3
_TANWIN = "\u064b"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it stands in a sentence: half-open range of tokens and its value.

    ``literal`` is the token where the number is one token of digits. ``scale`` is its greatest scale word (1000 and
    up), 1 without. ``definite`` tells whether the article stands with it.
    """

    first: int
    last: int
    value: Fraction
    literal: str = ""
    scale: int = 1
    definite: bool = False

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number."""
        return int(self.value) if self.value.denominator == 1 else None


def digits_value(text: str) -> Fraction | None:
    """The value of a token of digits; None for dates, times and other things with digits in them.

    Groups of three are read as thousands with either separator (``8,300``, ``8.300``), one or two digits after a
    separator as decimals.
    """
    if len(text) > _LONGEST + 5:
        return None
    if _PLAIN.fullmatch(text):
        return Fraction(int(text))
    if _GROUPED.fullmatch(text):
        return Fraction(int(text.replace(",", "").replace(".", "")))
    decimal = _DECIMAL.fullmatch(text)
    return Fraction(f"{decimal[1]}.{decimal[2]}") if decimal else None


def read_numeral(line: Line, index: int) -> Numeral | None:
    """The longest number that begins at a token, in digits, words or both (``85`` and the word for thousand).

    The article written apart before digits (``ال 32``) belongs to it. A conjunction before the first word does not
    hinder. Plural scale words alone (thousands, millions) are no number. "Half a million" is one.
    """
    start = index
    definite = line.definite(index)
    if line.has(index, Kind.ARTICLE) and line.is_number(index + 1):
        start, definite = index + 1, True
    found = _read_part(line, start) if line.has(start, Kind.FRACTION) else _read_scaled(line, start)
    if found is None:
        return None
    value, last, scale = found
    literal = line.norm(start) if last == start + 1 and line.is_number(start) else ""
    return Numeral(index, last, value, literal, scale, definite)


def _read_part(line: Line, index: int) -> tuple[Fraction, int, int] | None:
    """A half, a third or a quarter of a thousand or more."""
    share, scale = line.number(index, Kind.FRACTION), line.number(index + 1, Kind.SCALE)
    if not share or scale is None or line.definite(index) or line.conjunction(index + 1):
        return None
    return Fraction(scale, share), index + 2, scale


def _read_scaled(line: Line, index: int) -> tuple[Fraction, int, int] | None:
    """Groups below a thousand with their scales in falling order, joined by the conjunction."""
    total, at, last, lowest, greatest = Fraction(0), index, index, 0, 1
    while True:
        group = _read_group(line, at, lowest)
        after = group[1] if group else at
        scale = _scale_at(line, after, counted=group is not None)
        if scale is None:
            if group is not None and (not lowest or group[0] < lowest):
                total, last = total + group[0], after
            break
        factor, unit = scale
        if lowest and unit >= lowest:
            break
        total += (group[0] if group else Fraction(1)) * factor * unit
        last, lowest, greatest = after + 1, unit, max(greatest, unit)
        part = _part_at(line, last)
        if part:
            return total + Fraction(unit, part[0]), part[1], greatest
        following = _after_conjunction(line, last)
        if following is None:
            break
        at = following
    return (total, last, greatest) if last > index else None


def _scale_at(line: Line, index: int, *, counted: bool) -> tuple[int, int] | None:
    """How often and which scale: a singular, a dual, or after a number a plural."""
    singular = line.number(index, Kind.SCALE)
    if singular is not None and not (counted and line.conjunction(index)):
        return 1 if counted or not _is_dual_construct(line, index) else 2, singular
    if counted:
        plural = line.number(index, Kind.SCALE_PLURAL)
        return None if plural is None or line.conjunction(index) else (1, plural)
    dual = line.number(index, Kind.SCALE_DUAL)
    return None if dual is None else (2, dual)


def _is_dual_construct(line: Line, index: int) -> bool:
    """Whether a scale word that ends in alef is two of them, before the noun that is counted.

    Else it is one in the accusative: then no noun follows that it governs, or tanwin is written.
    """
    if not line.norm(index).endswith("ا") or _TANWIN in line.tokens[index].surface:
        return False
    return line.norm(index + 1) in countable_nouns()


def _part_at(line: Line, index: int) -> tuple[int, int] | None:
    """The share in "and a half", "and a quarter", and the place after, with the scale word repeated or not."""
    at = _after_conjunction(line, index)
    share = None if at is None else line.number(at, Kind.FRACTION)
    if at is None or not share:
        return None
    return share, at + 2 if line.has(at + 1, Kind.SCALE) and line.definite(at + 1) else at + 1


def _after_conjunction(line: Line, index: int) -> int | None:
    """Where the word joined by the conjunction begins: the same token, or the next where it is written apart."""
    if line.norm(index) and line.has(index, Kind.AND):
        return index + 1
    return index if line.conjunction(index) else None


def _read_group(line: Line, index: int, lowest: int) -> tuple[Fraction, int] | None:
    """A number in digits, or in words below a thousand."""
    if line.is_number(index):
        return _read_digits(line, index, lowest)
    total, at = 0, index
    hundred = line.number(index, Kind.HUNDRED)
    unit = line.number(index, Kind.UNIT)
    if hundred is not None:
        total, at = hundred, index + 1
    elif unit is not None and unit > 1 and line.number(index + 1, Kind.HUNDRED) == _HUNDRED:
        total, at = (0, index) if line.conjunction(index + 1) else (unit * _HUNDRED, index + 2)
    if total:
        joined = _after_conjunction(line, at)
        tail = _below_hundred(line, joined) if joined is not None else None
        return (Fraction(total + tail[0]), tail[1]) if tail else (Fraction(total), at)
    small = _below_hundred(line, index)
    return (Fraction(small[0]), small[1]) if small else None


def _read_digits(line: Line, index: int, lowest: int) -> tuple[Fraction, int] | None:
    value = digits_value(line.norm(index))
    if value is None:
        return None
    following = line.norm(index + 1)
    spaced = line.is_number(index + 1) and line.tokens[index + 1].start == line.tokens[index].end + 1
    grouped = len(following) == _THREE_DIGITS and following.isdigit() and len(line.norm(index)) <= _THREE_DIGITS
    if spaced and grouped and value >= 1 and value.denominator == 1 and not lowest:
        return value * 1000 + int(following), index + 2  # a space between thousands, as in French
    return value, index + 1


def _below_hundred(line: Line, index: int) -> tuple[int, int] | None:
    """Units, teens, tens, and units with tens, in words."""
    unit = line.number(index, Kind.UNIT)
    if unit is None and line.has(index, Kind.ONE_OF):  # one, but only in eleven and twenty-one
        one = _with_ten(line, index, 1)
        return one if one[0] > 1 else None
    if unit is None:
        ten = line.number(index, Kind.TEN)
        return None if ten is None else (ten, index + 1)
    return _with_ten(line, index, unit)


def _with_ten(line: Line, index: int, unit: int) -> tuple[int, int]:
    if unit < _TEN and line.number(index + 1, Kind.UNIT) == _TEN and not line.conjunction(index + 1):
        return unit + _TEN, index + 2
    joined = _after_conjunction(line, index + 1)
    ten = line.number(joined, Kind.TEN) if joined is not None and unit < _TEN else None
    if joined is None or ten is None:
        return unit, index + 1
    return unit + ten, joined + 1


def read_ordinal(line: Line, index: int) -> tuple[int, int] | None:
    """An ordinal number (up to 99th) that begins at a token, and the place after it."""
    ordinal = line.number(index, Kind.ORDINAL)
    if ordinal is None:
        ten = line.number(index, Kind.TEN)
        return (ten, index + 1) if ten is not None and line.definite(index) else None
    if line.number(index + 1, Kind.UNIT) == _TEN and not line.conjunction(index + 1):
        return ordinal % _TEN + _TEN, index + 2
    joined = _after_conjunction(line, index + 1)
    ten = line.number(joined, Kind.TEN) if joined is not None else None
    if joined is not None and ten is not None and line.definite(joined):
        return ordinal % _TEN + ten, joined + 1
    return (1, index + 1) if ordinal == _TEN + 1 else (ordinal, index + 1)
