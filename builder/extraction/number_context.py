"""What stands beside a number: the noun that it counts, or the word that makes it a date, an age or a name."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from builder.extraction.approximations import Approximation, after_number
from builder.extraction.line import Kind, Line
from builder.extraction.numerals import Numeral
from builder.model import QuantityKind
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import TokenKind, clitic_analyses

OPENING, CLOSING = '(«"“[', ')»"”]'
_COMMAS = "،,"
_DUAL_ENDINGS = ("ان", "ين")
_ADJECTIVE_ENDINGS = ("يه", "يون", "يين")
_FUNCTION = frozenset({"prep", "sub", "comp", "rel", "aux", "neg", "conj", "dem", "future", "according"})
_DAY_WORDS = (Kind.WEEKDAY, Kind.YESTERDAY, Kind.TOMORROW, Kind.SINCE, Kind.UNTIL, Kind.DURING, Kind.AGO, Kind.AFTER)
_NAMES = frozenset(
    {Kind.NAME_BEFORE, Kind.GENERAL_BEFORE}
)  # common nouns; the other words of the tables end a noun phrase
_AGE_DISTANCE = 3  # words between "aged" and the number
_CHANGE_DISTANCE = 8  # words between "rose" and "from 10 to 15"
_YEARS = range(1900, 2101)


class Unit(StrEnum):
    """What a number measures; ``count`` alone is people, things, attacks or times."""

    COUNT = "count"
    DATE = "date"
    TIME = "time"
    YEAR = "year"
    PERCENT = "percent"
    MONEY = "money"
    DISTANCE = "distance"
    MEASURE = "measure"
    AGE = "age"
    ORDINAL = "ordinal"


@cache
def _units() -> dict[str, Unit]:
    return {normalize_key(row["word"]): Unit(row["unit"]) for row in read_table("number_units.tsv")}


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(normalize_key(row["word"]) for row in read_table("number_cues.tsv") if row["kind"] == kind)


@cache
def _function_words() -> frozenset[str]:
    rows = (row for row in read_table("function_words.tsv") if row["kind"] in _FUNCTION)
    return frozenset(normalize_key(row["word"]) for row in rows) | _cues("pronoun") | _cues("not-counted")


@lru_cache(maxsize=32768)
def _is_noun(norm: str) -> bool:
    """Whether a word may be a counted noun: no function word, no phrase with a conjunction or preposition."""
    if norm in _cues("waw"):
        return True
    analyses = [item for item in clitic_analyses(norm) if not item.enclitic]
    if norm in _function_words() or any(
        item.stem in _function_words() for item in analyses if item.proclitics in ("و", "ف")
    ):
        return False
    if norm.startswith("و") or any(item.proclitics.endswith(("بال", "لل", "كال")) for item in analyses):
        return False
    return not any(item.stem in _cues("manner") for item in analyses if item.proclitics == "ب")


def counted_noun(line: Line, index: int, *, definite: bool) -> int | None:
    """The token of the noun that a number before *index* counts; *definite* allows the article.

    After the word for "of" the article is always allowed; "of them" names no noun.
    """
    at = index + 1 if line.is_mark(index, CLOSING) else index
    at = at + 1 if line.is_mark(at, OPENING) else at
    if line.has(at, Kind.FROM):
        following = at + 2 if line.is_mark(at + 1, OPENING) else at + 1
        return following if line.is_word(following) and _is_noun(line.norm(following)) else None
    if not line.is_word(at) or not _is_noun(line.norm(at)) or line.has(at, *_DAY_WORDS):
        return None
    return at if definite or not has_article(line, at) else None


def has_article(line: Line, index: int) -> bool:
    """Whether any word has the article, by its letters."""
    reading = line.reading(index)
    return line.norm(index).startswith("ال") if reading is None else reading.definite or reading.stem.startswith("ال")


def counted_before(line: Line, numeral: Numeral) -> int | None:
    """The noun before a number that follows it: "the three attackers" and "one civilian" in Arabic order."""
    at = numeral.first - 1
    if not line.is_word(at) or line.conjunction(numeral.first) or not _is_noun(line.norm(at)):
        return None
    if numeral.definite:
        adjective = line.norm(at).endswith(_ADJECTIVE_ENDINGS) and line.is_word(at - 1) and has_article(line, at - 1)
        return at - adjective if has_article(line, at) else None
    if numeral.literal or numeral.value > 2 or line.has(at, Kind.FROM, Kind.IN, Kind.NUMBER_OF):
        return None
    return at if numeral.value == 1 or line.norm(at).endswith(_DUAL_ENDINGS) else None


def after_noun(line: Line, index: int) -> Approximation | None:
    """What approximates a number after its noun and up to two adjectives: "three soldiers at least"."""
    for at in range(index + 1, index + 4):
        found = after_number(line, at + line.is_mark(at, _COMMAS))
        if found is not None:  # "about" after an adjective is about the adjective
            return found if at == index + 1 or found.kind != QuantityKind.ABOUT else None
        reading = line.reading(at)
        if not line.is_word(at) or not _is_noun(line.norm(at)) or (reading is not None and not reading.kinds <= _NAMES):
            return None
    return None


def is_negated(line: Line, index: int) -> bool:
    """Whether a negation stands within two words before: then the word for "one of" means nobody."""
    return any(line.norm(at) in _cues("negation") for at in (index - 1, index - 2))


def is_negation(norm: str) -> bool:
    """Whether a normalised word negates what follows."""
    return norm.removeprefix("و") in _cues("negation") or norm in _cues("absence")


def is_reached(norm: str) -> bool:
    """Whether a normalised word is a verb of reaching a figure."""
    return norm in _cues("reach")


def is_change(line: Line, index: int) -> bool:
    """Whether a verb of rising or falling stands a few words before: "rose from 10 to 15" is no interval."""
    before = range(max(0, index - _CHANGE_DISTANCE), index)
    return any(line.norm(at).removeprefix("و") in _cues("change") for at in before)


def is_pronoun(line: Line, index: int) -> bool:
    """Whether the word is "of them" or the like."""
    return is_share(line.norm(index))


def is_share(norm: str) -> bool:
    """Whether a normalised word is "of them", "most of them" or the like."""
    return norm in _cues("pronoun")


def is_force(line: Line, index: int) -> bool:
    """Whether the word names a force or service that a dual stands before without the article."""
    return line.norm(index) in _cues("force")


def percent_end(line: Line, index: int) -> int | None:
    """The place after a sign or words for per cent that begin at a token."""
    if _units().get(line.norm(index)) is Unit.PERCENT:
        return index + 1
    at = index + 1 if line.has(index, Kind.IN) else index
    reading = line.reading(at)
    if reading is None or not reading.definite or reading.numbers.get(Kind.HUNDRED) != 100:
        return None
    return at + 1 if at > index or reading.preposition else None


def unit_of(line: Line, first: int, last: int, numeral: Numeral | None, counted: int | None) -> Unit:
    """What a number at ``[first, last)`` measures, if it is no part of a date."""
    if line.has(first - 1, Kind.CLOCK):
        return Unit.TIME
    if percent_end(line, last) is not None:
        return Unit.PERCENT
    unit = _units().get(line.norm(counted)) if counted is not None else None
    if unit is None:
        sign = None if line.is_word(first - 1) else _units().get(line.norm(first - 1))
        unit = _units().get(line.norm(last)) or sign or Unit.COUNT
    if unit is Unit.TIME:
        return Unit.AGE if _is_age(line, first, last) else Unit.TIME
    if unit is not Unit.COUNT or numeral is None:
        return unit
    if line.has(last, Kind.FROM) and line.norm(last + 1) in _cues("age"):
        return Unit.AGE
    if numeral.literal and _is_name(line, first):
        return Unit.ORDINAL
    if numeral.definite and counted is None:
        if line.norm(first - 1) in _cues("age-of"):
            return Unit.AGE
        if line.norm(first - 1) in _cues("label"):
            return Unit.ORDINAL
    year = len(numeral.literal) == 4 and numeral.literal.isdigit() and int(numeral.literal) in _YEARS
    return Unit.YEAR if year and counted is None else Unit.COUNT


def _is_age(line: Line, first: int, last: int) -> bool:
    near = range(max(0, first - _AGE_DISTANCE), first)
    if any(line.norm(at).removeprefix("و").removeprefix("ال") in _cues("age") for at in near):
        return True
    before, after = line.norm(first - 1), line.norm(last + 1)
    return (before == "(" and after == ")") or (before in tuple(_COMMAS) and after in tuple(_COMMAS) and before != "")


def _is_name(line: Line, first: int) -> bool:
    """Whether the number is part of a name: a unit, a channel, a model."""
    at = first - 1
    label = line.norm(at) in _cues("label")
    if line.is_mark(at, "-–"):
        at -= 1
    if label or line.norm(at) in _cues("model"):
        return not (line.is_word(first + 1) and line.norm(first + 1).endswith("ا"))  # an accusative: these are counted
    return 0 <= at < len(line) and line.tokens[at].kind is TokenKind.LATIN
