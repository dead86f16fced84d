"""What the lexicon says of the words of a sentence, before names, dates and numbers are looked for.

That is enough to see that most sentences can report no attack, most of these by their single words (:class:`Glance`);
only the others need the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.extraction.lexicon import Reading, lexicon
from builder.extraction.steps import UNKNOWN, Analysis, Steps
from builder.extraction.words import PhraseHit
from builder.text.sentences import Sentence
from builder.text.tokens import Token, TokenKind

REPORTING = frozenset({"trigger", "casualty"})  # categories of words that can tell of an attack
_SPORT = "sport"
_NOTED = REPORTING | {_SPORT}


@dataclass(frozen=True, slots=True)
class Senses:
    """The words of one sentence with their readings, closed-class senses and phrases, as in a view."""

    sentence: Sentence
    readings: tuple[tuple[Reading, ...], ...]
    functions: tuple[Mapping[str, str], ...]
    phrases: Mapping[int, PhraseHit]
    analyses: tuple[Analysis, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """What the single words of a sentence can tell of.

    ``reports`` is False where none can tell of an attack or its victims, nor begin a phrase that does. ``off_topic``
    counts the words that tell of sport or film and can tell of nothing else (دورية is a patrol as well as a league).
    """

    reports: bool
    off_topic: int


def glance(sentence: Sentence) -> Glance:
    """What the words of a sentence can tell of by the lexicon alone, without an analyser."""
    known = map(lexicon().word, [token.norm for token in sentence.tokens if token.kind is TokenKind.WORD])
    told = [word for word in known if not _NOTED.isdisjoint(word.categories)]
    reports = any(not REPORTING.isdisjoint(word.categories) for word in told)
    return Glance(reports, sum(is_off_topic(word.readings) for word in told))


def is_off_topic(readings: Sequence[Reading]) -> bool:
    """Whether a word tells of sport or film and can tell of nothing else."""
    return bool(readings) and all(reading.entry.category == _SPORT for reading in readings)


def look_up(sentence: Sentence, steps: Steps) -> Senses:
    """The senses of the words of a sentence.

    A word that the lexicon lacks has the readings of the lemma that the analyser of *steps* gives it.
    """
    tables = lexicon()
    tokens = sentence.tokens
    analyses = _analyses(tokens, steps)
    norms = [token.norm for token in tokens]
    words = [tables.word(token.norm) if token.kind is TokenKind.WORD else None for token in tokens]
    phrases: dict[int, PhraseHit] = {}
    for index, word in enumerate(words):
        found = tables.phrase_at(norms, index) if word is not None and word.phrases else None
        if found is not None:
            phrases[index] = PhraseHit(index, found[1], found[0])
    readings = [() if word is None else word.readings for word in words]
    for index, analysis in enumerate(analyses):
        if not readings[index]:
            readings[index] = tables.readings_by_lemma(norms[index], analysis)
    functions = tuple([_NONE if word is None else word.functions for word in words])
    return Senses(sentence, tuple(readings), functions, phrases, analyses)


_NONE: Mapping[str, str] = {}


def _analyses(tokens: Sequence[Token], steps: Steps) -> tuple[Analysis, ...]:
    """What the analyser knows of each word; nothing of tokens that are no words, and nothing at all without one."""
    if steps.analyser is None:
        return ()
    words = iter(steps.analyser.analyse([token.surface for token in tokens if token.kind is TokenKind.WORD]))
    return tuple(next(words) if token.kind is TokenKind.WORD else UNKNOWN for token in tokens)
