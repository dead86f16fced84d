"""Who or what a target is, and whom a casualty figure counts: a concept of the vocabulary of kinds of target.

The head of the words decides (``target_words.tsv``). An entity whose class has a kind of its own (an armed group, a
facility) is of that kind; its words, then its label, can only make it narrower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from builder.extraction.inflection import Form, adjective_forms, noun_forms
from builder.extraction.lexicon import lexicon
from builder.extraction.line import Kind, read_word
from builder.model import Argument, Entity, Link, Role
from builder.reference.vocabularies import Vocabulary, cells, concept_iri, kinds_of_classes, with_wider
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import TokenKind, clitic_analyses, tokenize

_REACH = 3  # words after a head among which its companion stands: one with a word such as "belonging to" before it
_ANY = "*"
_COUNTING = frozenset(
    {
        *(Kind.UNIT, Kind.TEN, Kind.HUNDRED, Kind.SCALE, Kind.SCALE_PLURAL, Kind.SCALE_DUAL, Kind.FRACTION),
        *(Kind.DOZENS, Kind.HUNDREDS, Kind.FEW, Kind.SEVERAL, Kind.NUMBER_OF, Kind.MANY_OF),
    }
)


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a head names beside one of ``companions`` (empty: alone).

    The next word may name a kind within ``further`` instead (``*``: any kind, empty: none).
    """

    companions: frozenset[str]
    further: str
    kind: str


class TargetWords:
    """The table ``target_words.tsv``; immutable after construction."""

    def __init__(self) -> None:
        self._senses: dict[str, list[_Sense]] = defaultdict(list)
        self._lemmas: dict[str, set[str]] = defaultdict(set)
        for row in read_table("target_words.tsv"):
            lemma, companions = row["lemma"], cells(row["with"])
            self._senses[lemma].append(_Sense(frozenset(companions), row["further"], row["kind"]))
            self._add(lemma, _forms(lemma, row["pos"], row["forms"]))
            for companion in companions:
                self._add(companion, (*noun_forms(companion), *adjective_forms(companion)))

    def _add(self, lemma: str, forms: Iterable[Form]) -> None:
        for form in forms:
            self._lemmas[normalize_key(form.written)].add(lemma)

    def kind(self, text: str) -> str:
        """The id of the kind that the words of *text* name, empty where they name none."""
        tokens = [token for token in tokenize(text) if token.kind in (TokenKind.WORD, TokenKind.NUMBER)]
        return self._kind([token.norm for token in tokens])

    def _kind(self, words: Sequence[str]) -> str:
        for at, word in enumerate(words):
            lemma = next((lemma for lemma in self._readings(word) if lemma in self._senses), None)
            if lemma is not None:
                return self._of_head(lemma, words[at + 1 :])
            if not _is_passed_over(word):
                return ""
        return ""

    def _of_head(self, lemma: str, rest: Sequence[str]) -> str:
        near = {reading for word in rest[:_REACH] for reading in self._readings(word)}
        senses = [s for s in self._senses[lemma] if not s.companions.isdisjoint(near) or not s.companions]
        sense = max(senses, key=lambda s: bool(s.companions), default=None)
        if sense is None:
            return ""
        following = self._kind(rest) if sense.further else ""
        return following if following and _within(following, sense.further) else sense.kind

    def _readings(self, word: str) -> Iterator[str]:
        """The lemmas that a word can be a form of, those with the longest stem first."""
        from_lexicon = lexicon().readings(word)
        for clitics in clitic_analyses(word):
            yield from sorted(self._lemmas.get(clitics.stem, ()))
            for reading in from_lexicon:
                if reading.clitics == clitics and not reading.is_verb:
                    yield reading.entry.lemma


def _within(kind: str, wider: str) -> bool:
    return wider == _ANY or wider in with_wider(Vocabulary.TARGET_KIND, kind)


def _forms(lemma: str, pos: str, forms: str) -> Iterable[Form]:
    """The forms that a row gives; none where the lexicon or another row gives them."""
    if pos == "adj":
        return adjective_forms(lemma, cells(forms))
    return noun_forms(lemma, cells(forms)) if pos == "noun" else ()


def _is_passed_over(word: str) -> bool:
    """Whether a word before the head says nothing of the kind: a number or a word of a closed class."""
    number = read_word(word)
    counting = number is not None and not number.kinds.isdisjoint(_COUNTING)
    return counting or not word[0].isalpha() or bool(lexicon().functions(word))


@cache
def target_words() -> TargetWords:
    """The shipped table, read once."""
    return TargetWords()


@lru_cache(maxsize=65536)
def _kind_of_words(text: str) -> str:
    return target_words().kind(text)


def kind_of_target(entity: Entity, surface: str) -> str:
    """The id of the kind of a target told in the words *surface*, empty where neither they nor its class tell."""
    widest = kinds_of_classes().get(entity.entity_class)
    for text in (surface, entity.label_ar) if entity.link is Link.KNOWN else (surface,):
        kind = _kind_of_words(text)
        if kind and _within(kind, widest or _ANY):
            return kind
    return widest or ""


def with_kinds(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """The arguments, those of targets and of casualties with the kind of what they name."""
    for argument in arguments:
        kind = ""
        if argument.role is Role.TARGET and isinstance(argument.filler, Entity):
            kind = kind_of_target(argument.filler, argument.mention.surface)
        elif argument.who is not None:
            kind = _kind_of_words(argument.who.surface)
        yield replace(argument, kind=concept_iri(Vocabulary.TARGET_KIND, kind)) if kind else argument
