"""Numbers in Arabic news: what a sentence counts, how exactly, and which numbers are no counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.extraction.approximations import after_number, before_number
from builder.extraction.dates import DateMention
from builder.extraction.dates_grammar import read_dates
from builder.extraction.line import Kind, Line
from builder.extraction.number_context import (
    Unit,
    after_noun,
    counted_before,
    counted_noun,
    percent_end,
    unit_of,
)
from builder.extraction.quantities import STARTERS, Amount, read_amount
from builder.model import Quantity, QuantityKind, Span
from builder.text.sentences import Sentence


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number with the words that approximate it, and its value.

    ``first`` and ``last`` are the half-open range of the sentence's tokens: approximation before the number, the
    number, approximation right after it; the counted noun is not in it, but a dual noun is. ``counted`` is the index
    of the counted noun, if there is one. ``unit`` says what is counted: only ``Unit.COUNT`` is people, things,
    attacks or times.
    """

    first: int
    last: int
    span: Span
    value: Quantity
    counted: int | None
    unit: Unit


def find_numbers(
    sentence: Sentence, dates: Iterable[DateMention] | None = None, line: Line | None = None
) -> tuple[NumberMention, ...]:
    """The numbers of a sentence in order, without overlap.

    *dates* are the dates of the sentence, *line* its words, where they have been found already; else they are read
    again.

    Read are digits, number words, ranges, vague quantities (dozens 24 to 99, hundreds 100 to 999, "a number of" at
    least 2; annotation guidelines) and duals of the nouns of ``dual_nouns.tsv``. "More than 50" begins at 51, "about
    50" stays 50, "more than" before a singular is at least 2. A noun alone is no number. Fractions other than those
    of thousands and millions ("half a million"), and sums over several nouns ("an officer and three soldiers"), are
    not read.
    """
    line = line or Line(sentence.tokens)
    readings = line.readings
    places = [at for at in line.told if (told := readings[at]) is None or not told.kinds.isdisjoint(STARTERS)]
    if not places:
        return ()
    expressions = read_dates(line) if dates is None else dates
    in_date = frozenset(index for found in expressions for index in range(found.first, found.last))
    found: list[NumberMention] = []
    after = 0
    for index in places:
        if index < after or (index in in_date and line.has(index, Kind.WEEKDAY)):
            continue
        amount = read_amount(line, index)
        if amount is not None:
            mention = _mention(line, amount, earliest=after, in_date=index in in_date)
            found.append(mention)
            after = max(mention.last, amount.last)
    return tuple(found)


def _mention(line: Line, amount: Amount, *, earliest: int, in_date: bool) -> NumberMention:
    """The number with its neighbours from token *earliest* on: approximation, counted noun, unit."""
    first, last, value = max(amount.first, earliest), amount.last, amount.value
    counted = amount.counted
    before = before_number(line, first)
    if before is not None and before.first < earliest:
        before = None
    after = after_number(line, last)
    if after is not None:
        last = after.last
    if counted is None:
        counted = _counted(line, amount, last)
    if after is None and before is None and counted is not None:
        after = after_noun(line, max(counted, last - 1))
    unit = _unit(line, amount, last, counted, in_date=in_date)
    approximation = before or after
    if approximation is not None and value.kind in (QuantityKind.EXACTLY, QuantityKind.ABOUT, QuantityKind.BETWEEN):
        value = _approximated(value, approximation.apply(value.low or 0, value.high or 0))
    first = before.first if before is not None else first
    if unit is Unit.PERCENT:
        last = percent_end(line, last) or last
    return NumberMention(first, last, line.span(first, last), value, counted, unit)


def _approximated(value: Quantity, approximated: Quantity) -> Quantity:
    """A range stays one when it is "about" that."""
    return value if approximated.kind is QuantityKind.ABOUT and value.low != value.high else approximated


def _counted(line: Line, amount: Amount, last: int) -> int | None:
    vague = amount.numeral is None
    if amount.ordinal:
        return None
    before = None
    if amount.numeral is not None and not line.has(last, Kind.FROM):
        before = counted_before(line, amount.numeral)
    if before is not None:
        return before
    counted = counted_noun(line, last, definite=vague)
    if counted is None and vague and line.is_word(amount.first - 1) and line.has(amount.first, Kind.SEVERAL):
        return amount.first - 1
    return counted


def _unit(line: Line, amount: Amount, last: int, counted: int | None, *, in_date: bool) -> Unit:
    numeral = amount.numeral
    if in_date:
        return Unit.YEAR if numeral is not None and len(numeral.literal) == 4 else Unit.DATE
    if amount.ordinal:
        return Unit.TIME if line.has(amount.first - 1, Kind.CLOCK) else Unit.ORDINAL
    return unit_of(line, amount.first, last, numeral, counted)
