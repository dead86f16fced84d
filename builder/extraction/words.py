"""What is known of the single words of a sentence: readings, closed-class senses, names, dates, numbers, clitics.

Positions are indices of ``words.tokens``, ranges half-open. Noun phrases and clauses: :mod:`builder.extraction.syntax`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from builder.extraction.dates import DateMention
from builder.extraction.lexicon import ARTICLE, BI, CONJUNCTIONS, KA, LI, WA, Entry, Reading, has_article
from builder.extraction.numbers import NumberMention
from builder.extraction.steps import UNKNOWN, Analysis, NameKind, NameSpan, WordClass
from builder.model import Entity
from builder.reference.entries import ReferenceEntry
from builder.reference.gazetteer import Hit
from builder.reference.places import Meaning
from builder.reference.relative import RelativePlace
from builder.text.sentences import Sentence
from builder.text.tokens import Token, TokenKind, clitic_analyses

Range = tuple[int, int]

OPENING_QUOTES = frozenset('"“«‹„')
CLOSING_QUOTES = frozenset('"”»›‟')
COMMAS = frozenset("،,")
STOPS = frozenset(".؛:")  # marks after which nothing belongs to what stands before
_PREPOSITIONS = (BI, LI, KA)
_WITH_PREPOSITION = (WA + BI, WA + LI)
_PREPOSITION_WITH_ARTICLE = (BI + ARTICLE, LI + LI, KA + ARTICLE)
_AFTER_WA = (WA + ARTICLE, WA + LI + LI, *_WITH_PREPOSITION)
# An unknown word of up to four letters is more likely a root that begins with these letters (بالغ، وائل).
_LONGEST_BARE_WORD = 4
_CACHE = 65536  # distinct words kept; an article of news has some hundreds


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of the lexicon on tokens ``[first, last)``."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntityHit:
    """A name of the reference data on tokens ``[first, last)``, what it means in this article, and why."""

    first: int
    last: int
    hit: Hit
    meaning: Meaning

    @property
    def entry(self) -> ReferenceEntry:
        """The entry that is meant."""
        return self.meaning.entry


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence with all that the tables and the steps before know of each.

    ``phrases`` has the index of a phrase's first word as key. ``entity_at``, ``date_at`` and ``number_at`` give for a
    token the expression that covers it. ``reported_from`` is the place of the article's dateline, in its sentence only.
    ``analyses`` and ``tagged`` are the evidence of optional steps; empty without them.
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    readings: tuple[tuple[Reading, ...], ...]
    functions: tuple[Mapping[str, str], ...]
    phrases: Mapping[int, PhraseHit] = field(default_factory=dict)
    entities: tuple[EntityHit, ...] = ()
    dates: tuple[DateMention, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    entity_at: Mapping[int, EntityHit] = field(default_factory=dict)
    date_at: Mapping[int, DateMention] = field(default_factory=dict)
    number_at: Mapping[int, NumberMention] = field(default_factory=dict)
    relative_at: Mapping[int, RelativePlace] = field(default_factory=dict)
    reported_from: Entity | None = None
    analyses: tuple[Analysis, ...] = ()
    tagged: tuple[NameSpan, ...] = ()

    def analysis(self, index: int) -> Analysis:
        """What an analyser knows of a word; nothing without one."""
        return self.analyses[index] if self.analyses else UNKNOWN

    def is_only(self, index: int, word_class: WordClass) -> bool:
        """Whether all likely readings that an analyser gives a word are of one class."""
        likely = self.analysis(index).likely
        return bool(likely) and all(reading.word_class is word_class for reading in likely)

    def new_names(self, kind: NameKind) -> list[Range]:
        """The names of a kind that a tagger found and that touch no name of the tables, in order."""
        return [
            (name.first, name.last)
            for name in self.tagged
            if name.kind is kind and all(self.entity(index) is None for index in range(name.first, name.last))
        ]

    def reading(self, index: int, *categories: str, value: str | None = None) -> Reading | None:
        """The first reading of a word in one of the categories."""
        for reading in self.readings[index]:
            if reading.entry.category in categories and (value is None or reading.entry.value == value):
                return reading
        return None

    def in_lexicon(self, index: int) -> bool:
        """Whether a word has a reading, or begins a phrase."""
        return bool(self.readings[index]) or index in self.phrases

    def function(self, index: int, kind: str) -> str | None:
        """The value of a closed-class sense of a word, None where it has none of that kind."""
        return self.functions[index].get(kind)

    def phrase(self, index: int, category: str) -> PhraseHit | None:
        """The phrase of a category that begins at a word."""
        phrase = self.phrases.get(index)
        return phrase if phrase is not None and phrase.entry.category == category else None

    def is_function(self, index: int) -> bool:
        """Whether a word ends a noun phrase by its class: words of every closed class do."""
        return bool(self.functions[index])

    def is_punct(self, index: int) -> bool:
        """Whether a token is a punctuation mark."""
        return self.tokens[index].kind is TokenKind.PUNCT

    def is_comma(self, index: int) -> bool:
        """Whether a token is a comma, Arabic or Latin."""
        return self.tokens[index].surface in COMMAS

    def is_quote(self, index: int) -> bool:
        """Whether a token is a quotation mark."""
        return self.tokens[index].surface in OPENING_QUOTES or self.tokens[index].surface in CLOSING_QUOTES

    def entity(self, index: int) -> EntityHit | None:
        """The longest name that covers a token."""
        return self.entity_at.get(index)

    def date(self, index: int) -> DateMention | None:
        """The date expression that covers a token."""
        return self.date_at.get(index)

    def number(self, index: int) -> NumberMention | None:
        """The number expression that covers a token."""
        return self.number_at.get(index)

    def relative(self, index: int) -> RelativePlace | None:
        """The place told by another place that covers a token."""
        return self.relative_at.get(index)

    def names(self, first: int, last: int, *kinds: str) -> list[EntityHit]:
        """Names of the given kinds (of any kind if none is given) that lie within a range, in order."""
        return [e for e in self.entities if first <= e.first and e.last <= last and (not kinds or e.hit.kind in kinds)]

    def has_article(self, index: int) -> bool:
        """Whether a word is written with the definite article."""
        return _can_have_article(self.tokens[index].norm)

    def proclitic(self, index: int) -> str:
        """The preposition written together with a noun: ``ب``, ``ل``, ``ك`` or nothing.

        A letter counts only where the word as a whole is unknown, and the rest is known or has the article.
        """
        norm = self.tokens[index].norm
        if self.tokens[index].kind is not TokenKind.WORD or self.functions[index]:
            return ""
        name = self.entity(index)
        if name is not None and name.first == index:
            return _after_conjunction(name.hit.proclitics)[:1]
        bare = norm.removeprefix(WA) if norm.startswith(_WITH_PREPOSITION) else norm
        if not bare.startswith(_PREPOSITIONS):
            return ""
        if bare.startswith(_PREPOSITION_WITH_ARTICLE) and len(bare) > _LONGEST_BARE_WORD:
            return bare[0]
        for reading in self.readings[index]:
            letters = _after_conjunction(reading.clitics.proclitics)
            if not letters:
                return ""
            if not reading.is_verb and letters.startswith(_PREPOSITIONS):
                return letters[0]
        return ""

    def is_coordinated(self, index: int) -> bool:
        """Whether a word begins with the conjunction و rather than with a letter of its own."""
        norm = self.tokens[index].norm
        if not norm.startswith(WA):
            return False
        if norm == WA:
            return True
        name = self.entity(index)
        if name is not None and name.first == index:
            return name.hit.proclitics.startswith(WA)
        readings = self.readings[index]
        if readings:
            return readings[0].clitics.proclitics.startswith(WA)
        return norm.startswith(_AFTER_WA) or len(norm) > _LONGEST_BARE_WORD


@lru_cache(maxsize=_CACHE)
def _can_have_article(norm: str) -> bool:
    """Whether a normalised word can be read with the definite article, as a function of its letters alone."""
    return any(has_article(clitics) for clitics in clitic_analyses(norm)[1:])


def _after_conjunction(proclitics: str) -> str:
    for conjunction in CONJUNCTIONS:
        proclitics = proclitics.removeprefix(conjunction)
    return proclitics
