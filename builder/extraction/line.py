"""The words of a sentence, each with what the tables of numbers and dates say about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from builder.model import Span
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import Token, TokenKind, clitic_analyses


class Kind(StrEnum):
    """What a word can be in a number or a date; the values are those of the column ``kind`` of the tables."""

    UNIT = "unit"
    TEN = "ten"
    HUNDRED = "hundred"
    SCALE = "scale"
    SCALE_PLURAL = "scale-plural"
    SCALE_DUAL = "scale-dual"
    ONE_OF = "one-of"
    MORE = "more"
    DOZENS = "dozens"
    HUNDREDS = "hundreds"
    FEW = "few"
    SEVERAL = "several"
    NUMBER_OF = "number-of"
    MANY_OF = "many-of"
    ORDINAL = "ordinal"
    DUAL = "dual"
    DUAL_CONSTRUCT = "dual-construct"
    WEEKDAY = "weekday"
    MONTH = "month"
    MONTH_HEAD = "month-head"
    DAYPART = "daypart"
    NIGHT = "night"
    DAY_ADVERB = "day-adverb"
    MOMENT = "moment"
    MOMENT_QUALITY = "moment-quality"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    NOW = "now"
    PERIOD = "period"
    PERIOD_DUAL = "period-dual"
    PERIOD_PLURAL = "period-plural"
    PERIOD_VAGUE = "period-vague"
    OCCASION = "occasion"
    SHIFT = "shift"
    SHIFT_MONTH = "shift-month"
    THIS = "this"
    THAT = "that"
    ON = "on"
    AROUND = "around"
    FRACTION = "fraction"
    FINAL = "final"
    TURN = "turn"
    GENERAL_BEFORE = "general-before"
    SAME = "same"
    SAME_BEFORE = "same-before"
    NEXT_AFTER = "next-after"
    OF_IT = "of-it"
    PART = "part"
    SINCE = "since"
    UNTIL = "until"
    TO = "to"
    FROM = "from"
    BETWEEN = "between"
    AGO = "ago"
    AFTER = "after"
    DURING = "during"
    THROUGHOUT = "throughout"
    EQUALS = "equals"
    IN = "in"
    STRETCH = "stretch"
    BY = "by"
    LESS = "less"
    OR = "or"
    AND = "and"
    ARTICLE = "article"
    EVERY = "every"
    FEW_ADJECTIVE = "few-adjective"
    NOT_TODAY = "not-today"
    TODAY_OUTLET = "today-outlet"
    NAME_BEFORE = "name-before"
    SEASON = "season"
    DECADE_OF = "decade-of"
    CLOCK = "clock"
    RECKONING = "reckoning"


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of the tables with its clitics.

    ``kinds`` are its senses, ``labels`` holds the value of each, ``numbers`` those that are whole numbers.
    ``conjunction`` and ``preposition`` tell whether one is written together with the word.
    """

    stem: str
    labels: dict[Kind, str]
    numbers: dict[Kind, int]
    definite: bool
    conjunction: bool
    preposition: bool
    kinds: frozenset[Kind]


@cache
def _vocabulary() -> dict[str, dict[Kind, str]]:
    """The senses of each stem. Months of two words are found by their first one."""
    words: dict[str, dict[Kind, str]] = {}
    for table in ("number_words.tsv", "date_words.tsv"):
        for row in read_table(table):
            words.setdefault(normalize_key(row["form"]), {})[Kind(row["kind"])] = row["value"]
    for row in read_table("months.tsv"):
        first, _, second = normalize_key(row["form"]).partition(" ")
        words.setdefault(first, {})[Kind.MONTH_HEAD if second else Kind.MONTH] = "0"
    names = {normalize_key(row["word"]) for row in read_table("number_cues.tsv") if row["kind"] == "not-dual"}
    for form, kind, value in _dual_forms():
        if form in names:
            continue
        words.setdefault(form, {}).setdefault(kind, value)
    return words


@cache
def countable_nouns() -> frozenset[str]:
    """The nouns of the table of duals and the words of the table of units, normalised, as they stand there."""
    nouns = {normalize_key(row["singular"]) for row in read_table("dual_nouns.tsv")}
    return frozenset(nouns | {normalize_key(row["word"]) for row in read_table("number_units.tsv")})


_FEMININE = "ه"
CLEAR, UNCLEAR = "clear", "unclear"


def _dual_forms() -> Iterator[tuple[str, Kind, str]]:
    """The duals of the table of nouns in all cases, and before another noun; there masculine ones are unclear.

    Without its last nun the masculine dual is written like an accusative or a relative adjective.
    """
    for row in read_table("dual_nouns.tsv"):
        noun = normalize_key(row["singular"])
        feminine = noun.endswith(_FEMININE)
        stem = noun[:-1] + "ت" if feminine else noun
        yield stem + "ان", Kind.DUAL, CLEAR
        if row["plural"] == "broken":
            yield stem + "ين", Kind.DUAL, CLEAR
        if feminine or row["construct"] == "yes":
            yield stem + "ا", Kind.DUAL_CONSTRUCT, CLEAR if feminine else UNCLEAR
            yield stem + "ي", Kind.DUAL_CONSTRUCT, CLEAR if feminine else UNCLEAR


@lru_cache(maxsize=65536)
def read_word(norm: str) -> Reading | None:
    """The reading of a normalised word with the longest stem that the tables have, or None."""
    words = _vocabulary()
    for clitics in clitic_analyses(norm):
        senses = words.get(clitics.stem)
        before = clitics.proclitics
        if senses is None or clitics.enclitic or before.endswith("س"):
            continue
        definite = before.endswith(("ال", "لل"))
        rest = before.removesuffix("ال").removesuffix("لل") if definite else before
        numbers = {kind: int(value) for kind, value in senses.items() if value.isdigit()}
        conjunction = rest.startswith("و")
        preposition = before.endswith("لل") or rest.endswith(("ب", "ل", "ك"))
        return Reading(clitics.stem, senses, numbers, definite, conjunction, preposition, frozenset(senses))
    return None


_SHORTEST = 3  # letters: the conjunction and a word
_HAMZA_ALEFS = "أإآ"


def _read_token(token: Token) -> Reading | None:
    """The reading of a token; a conjunction before an alef with hamza cannot be part of the word ("and one of").

    Normalised spelling does not show that hamza.
    """
    if token.kind is not TokenKind.WORD:
        return None
    if token.surface[0] != "و" or token.surface[1:2] not in _HAMZA_ALEFS or len(token.norm) < _SHORTEST:
        return read_word(token.norm)
    reading = read_word(token.norm[1:])
    return None if reading is None else replace(reading, conjunction=True)


class Line:
    """The tokens of a sentence with their readings; an index outside has none of them.

    ``told`` are the indices of those that the tables have and of those in digits. Immutable after construction.
    """

    __slots__ = ("_size", "readings", "tokens", "told")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._size = len(tokens)
        self.readings = [_read_token(token) for token in tokens]
        self.told = [
            index
            for index, (token, reading) in enumerate(zip(tokens, self.readings, strict=True))
            if reading is not None or token.kind is TokenKind.NUMBER
        ]

    def __len__(self) -> int:
        return self._size

    def reading(self, index: int) -> Reading | None:
        """The reading of a word, None for others and outside the sentence."""
        return self.readings[index] if 0 <= index < self._size else None

    def has(self, index: int, *kinds: Kind) -> bool:
        """Whether the word has one of the senses."""
        if not 0 <= index < self._size:
            return False
        reading = self.readings[index]
        return reading is not None and not reading.kinds.isdisjoint(kinds)

    def number(self, index: int, kind: Kind) -> int | None:
        """The number of a sense, None where the word has it not."""
        reading = self.reading(index)
        return None if reading is None else reading.numbers.get(kind)

    def label(self, index: int, kind: Kind) -> str | None:
        """The value of a sense as written in the table, None where the word has it not."""
        reading = self.reading(index)
        return None if reading is None else reading.labels.get(kind)

    def definite(self, index: int) -> bool:
        """Whether a word of the tables has the article."""
        reading = self.reading(index)
        return reading is not None and reading.definite

    def conjunction(self, index: int) -> bool:
        """Whether a word of the tables begins with the conjunction."""
        reading = self.reading(index)
        return reading is not None and reading.conjunction

    def norm(self, index: int) -> str:
        """The normalised token, nothing outside the sentence."""
        return self.tokens[index].norm if 0 <= index < self._size else ""

    def is_number(self, index: int) -> bool:
        """Whether the token is written in digits."""
        return 0 <= index < self._size and self.tokens[index].kind is TokenKind.NUMBER

    def is_word(self, index: int) -> bool:
        """Whether the token is an Arabic word."""
        return 0 <= index < self._size and self.tokens[index].kind is TokenKind.WORD

    def is_mark(self, index: int, marks: str) -> bool:
        """Whether the token is one of the punctuation marks."""
        return 0 <= index < self._size and self.tokens[index].norm in marks

    def touches(self, index: int) -> bool:
        """Whether the token is written together with the next one."""
        return index + 1 < len(self.tokens) and self.tokens[index].end == self.tokens[index + 1].start

    def span(self, first: int, last: int) -> Span:
        """The range of the text from token *first* to before token *last*."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)
