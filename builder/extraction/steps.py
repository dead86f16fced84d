"""Optional steps: what a program from outside knows of words and names, and how such programs are chosen by name.

Without any, extraction reads with the tables alone. A step gives evidence; the rules that ask for it are in the
modules of the things that it is evidence for (verbs, lexicon, localities, persons, groups, linking).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Protocol

STEP_NAMES = ("camel-morphology", "camel-ner")
_WASLA, _ALEF = "\u0671", "\u0627"
_IDENTITY_LENGTH = 8  # hexadecimal digits


class WordClass(StrEnum):
    """What a word can be by its morphology; ``other`` stands for particles, adverbs and foreign words."""

    VERB = "verb"
    NOUN = "noun"
    NAME = "name"
    ADJECTIVE = "adjective"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WordReading:
    """One way to read a written word.

    ``lemma`` is a :func:`lemma_key`; ``proclitics`` and ``enclitic`` are letters written together with the word, as in
    a normalised one. ``number`` is ``sg``, ``du`` or ``pl``, ``gender`` ``m`` or ``f``, ``tense`` ``past``,
    ``imperfect`` or empty.
    """

    lemma: str
    word_class: WordClass
    proclitics: str = ""
    enclitic: str = ""
    number: str = "sg"
    gender: str = "m"
    tense: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All readings of a word in the spelling that it has, and those that are most likely without its context."""

    readings: tuple[WordReading, ...] = ()
    likely: tuple[WordReading, ...] = ()


UNKNOWN = Analysis()


def lemma_key(lemma: str) -> str:
    """The letters of a lemma without marks; other than in a normalised word, hamza and teh marbuta tell words apart."""
    letters = (letter for letter in lemma.replace(_WASLA, _ALEF) if unicodedata.category(letter) != "Mn")
    return "".join(letters)


class NameKind(StrEnum):
    """What a name found by a step names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name on the words ``[first, last)`` of a sentence."""

    first: int
    last: int
    kind: NameKind


class WordAnalyser(Protocol):
    """Tells lemmas and word classes."""

    def analyse(self, words: Sequence[str]) -> tuple[Analysis, ...]:
        """The analysis of each word as written; :data:`UNKNOWN` for words that it does not know."""
        ...


class NameTagger(Protocol):
    """Finds names in running text."""

    def tag(self, words: Sequence[str]) -> tuple[NameSpan, ...]:
        """The names in a sentence, whose words and punctuation marks are given as written; without overlaps."""
        ...


@dataclass(frozen=True, slots=True)
class Steps:
    """The optional steps of an extraction."""

    analyser: WordAnalyser | None = None
    tagger: NameTagger | None = None


NO_STEPS = Steps()


def step_identities(names: Iterable[str]) -> tuple[str, ...]:
    """What each of the named steps is, in the order of :data:`STEP_NAMES`: its name and a digest of its data.

    Checks that all that the steps need is installed, without loading it.

    :raises StepError: if something is missing; the message says what to install.
    :raises ValueError: if there is no step of a name.
    """
    from builder.extraction.camel import camel_digest

    return tuple(f"{name}.{camel_digest(name)[:_IDENTITY_LENGTH]}" for name in _in_order(names))


def load_steps(names: Iterable[str]) -> Steps:
    """The named steps, loaded once in a process.

    :raises StepError: if something that a step needs is missing or damaged.
    :raises ValueError: if there is no step of a name.
    """
    return _load(_in_order(names))


@cache
def _load(names: tuple[str, ...]) -> Steps:
    if not names:
        return NO_STEPS
    from builder.extraction.camel import load_analyser, load_tagger

    return Steps(
        load_analyser() if "camel-morphology" in names else None, load_tagger() if "camel-ner" in names else None
    )


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(names)
    unknown = wanted.difference(STEP_NAMES)
    if unknown:
        raise ValueError(f"no such step: {', '.join(sorted(unknown))}")
    return tuple(name for name in STEP_NAMES if name in wanted)
