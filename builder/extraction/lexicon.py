"""The functional lexicon: which lemma, with which sense, a written word can be.

Tables: ``lexicon.tsv`` (single words), ``phrases.tsv`` (several words), ``function_words.tsv`` (closed classes).
Look-ups take a normalised word, split its clitics off, and return every reading; choosing is the caller's work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from builder.extraction.inflection import Form, Number, adjective_forms, noun_forms, verb_forms
from builder.extraction.steps import Analysis, WordClass, WordReading, lemma_key
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.tokens import Clitics, clitic_analyses

_GAP = "*"
_LONGEST_GAP = 3  # words
_WEAK = "-weak"  # ends the category of senses that need further evidence
# The letters of grammar that are written together with the next word.
WA, FA, BI, LI, KA, SA = "و", "ف", "ب", "ل", "ك", "س"
ARTICLE = "ال"
CONJUNCTIONS = (WA, FA)
_ARTICLES = (ARTICLE, LI + LI)
_VERB_PROCLITICS = frozenset(conjunction + letter for conjunction in ("", *CONJUNCTIONS) for letter in ("", SA, LI))
_POS = {  # of a word whose likely readings are of these classes: a participle counts as an adjective
    frozenset({WordClass.VERB}): "verb",
    frozenset({WordClass.NOUN}): "noun",
    frozenset({WordClass.ADJECTIVE}): "adj",
    frozenset({WordClass.NOUN, WordClass.ADJECTIVE}): "adj",
}
_NO_FUNCTIONS: Mapping[str, str] = {}
_CACHE = 65536  # distinct words kept; an article of news has some hundreds


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a lemma.

    ``strong`` is false for senses that need further evidence in the sentence (``needs``); ``frame`` tells what a
    trigger's genitive or object is. Values: header of ``lexicon.tsv``.
    """

    lemma: str
    pos: str
    category: str
    value: str
    strong: bool
    frame: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A written word read as a form of a lemma, with its clitics."""

    entry: Entry
    form: Form
    clitics: Clitics

    @property
    def is_verb(self) -> bool:
        """Whether the reading is a finite verb."""
        return self.entry.pos == "verb"

    @property
    def definite(self) -> bool:
        """Whether the article or a possessive pronoun stands with it."""
        return not self.is_verb and (has_article(self.clitics) or bool(self.clitics.enclitic))

    @property
    def plural(self) -> bool:
        """Whether the form shows more than two."""
        return self.form.number is Number.PLURAL


def has_article(clitics: Clitics) -> bool:
    """Whether the proclitics hold the definite article (also in its contraction لل)."""
    return clitics.proclitics.endswith(_ARTICLES)


def _entry(lemma: str, pos: str, category: str, value: str, frame: str = "", needs: str = "") -> Entry:
    strong = not category.endswith(_WEAK)
    return Entry(lemma, pos, category.removesuffix(_WEAK), value, strong, frame, needs)


def _forms(lemma: str, pos: str, forms: str) -> Iterable[Form]:
    parts = tuple(part for part in forms.split("|") if part)
    if pos == "verb":
        return verb_forms(lemma, parts[0])
    if pos == "noun":
        return noun_forms(lemma, parts)
    if pos == "adj":
        return adjective_forms(lemma, parts)
    return (Form(lemma, Number.SINGULAR),)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of several words; each word is the set of stems that may stand there, or None for a gap."""

    entry: Entry
    words: tuple[frozenset[str] | None, ...]


@dataclass(frozen=True, slots=True)
class KnownWord:
    """What the lexicon has of a normalised word: its readings, its closed-class senses, the phrases it can begin.

    ``categories`` are those of the readings and of the phrases.
    """

    readings: tuple[Reading, ...]
    functions: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    categories: frozenset[str]


_UNKNOWN = KnownWord((), _NO_FUNCTIONS, (), frozenset())  # most words of a text


class Lexicon:
    """All readings of words and phrases; immutable after construction.

    ``word`` gives all that is known of a normalised word, and remembers it.

    :raises KeyError: if a table lacks a column.
    """

    def __init__(self) -> None:
        self._stems: dict[str, list[tuple[Entry, Form]]] = defaultdict(list)
        self._lemmas: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        stems_of: dict[str, set[str]] = defaultdict(set)
        for row in read_table("lexicon.tsv"):
            entry = _entry(row["lemma"], row["pos"], row["category"], row["value"], row["frame"], row["needs"])
            self._lemmas[lemma_key(entry.lemma), entry.pos].append(entry)
            for form in _forms(row["lemma"], row["pos"], row["forms"]):
                key = normalize_key(form.written)
                self._stems[key].append((entry, form))
                stems_of[row["lemma"]].add(key)
        for row in read_table("verbs.tsv"):
            entry = _entry(row["past"], "verb", "verb", "")
            self._lemmas[lemma_key(entry.lemma), entry.pos].append(entry)
            for form in verb_forms(row["past"], row["imperfect"]):
                self._stems[normalize_key(form.written)].append((entry, form))
        self._functions: dict[str, dict[str, str]] = defaultdict(dict)
        for row in read_table("function_words.tsv"):
            self._functions[normalize_key(row["word"])][row["kind"]] = row["value"]
        self._phrases: dict[str, list[Phrase]] = defaultdict(list)
        for row in read_table("phrases.tsv"):
            self._add_phrase(row, stems_of)
        self.word: Callable[[str], KnownWord] = lru_cache(maxsize=_CACHE)(self._known)

    def _add_phrase(self, row: dict[str, str], stems_of: dict[str, set[str]]) -> None:
        words: list[frozenset[str] | None] = []
        for word in row["phrase"].split():
            if word == _GAP:
                words.append(None)
                continue
            stems = set(stems_of.get(word, ())) | {normalize_key(form.written) for form in adjective_forms(word)}
            words.append(frozenset(stems | {normalize_key(word)}))
        phrase = Phrase(_entry(row["phrase"], "phrase", row["category"], row["value"]), tuple(words))
        first = phrase.words[0]
        if first is None:
            raise ValueError(f"phrases.tsv: a phrase must not begin with a gap: {row['phrase']}")
        for stem in first:
            self._phrases[stem].append(phrase)

    def readings(self, norm: str) -> tuple[Reading, ...]:
        """Every reading of a normalised word, with or without clitics."""
        return self.word(norm).readings

    def _known(self, norm: str) -> KnownWord:
        functions, forms = self.functions(norm), stems(norm)
        if not functions and self._stems.keys().isdisjoint(forms) and self._phrases.keys().isdisjoint(forms):
            return _UNKNOWN
        readings = tuple(self._make_readings(norm))
        phrases = tuple([phrase for form in sorted(forms) for phrase in self._phrases.get(form, ())])  # the first wins
        entries = (*[reading.entry for reading in readings], *[phrase.entry for phrase in phrases])
        categories = frozenset([entry.category for entry in entries])
        return KnownWord(readings, functions, phrases, categories)

    def readings_by_lemma(self, norm: str, analysis: Analysis) -> tuple[Reading, ...]:
        """Readings of a word whose form the lexicon lacks, by the lemma that an analyser gives it.

        None where the likely readings of the analysis differ in lemma, or verbs are among other words. A form that can
        be a dual or a plural is taken for a plural.
        """
        likely = analysis.likely
        pos = _POS.get(frozenset(reading.word_class for reading in likely))
        if pos is None or len({reading.lemma for reading in likely}) != 1:
            return ()
        found = next((reading for reading in likely if reading.number != Number.DUAL), likely[0])
        form, clitics = _analysed_form(norm, found)
        return tuple(Reading(entry, form, clitics) for entry in self._lemmas.get((found.lemma, pos), ()))

    def functions(self, norm: str) -> Mapping[str, str]:
        """The closed-class senses of a word (kind to value), read with or without a leading conjunction."""
        found = self._functions.get(norm)
        if found is None and norm[:1] in CONJUNCTIONS:
            found = self._functions.get(norm[1:])
        return found or _NO_FUNCTIONS

    def _make_readings(self, norm: str) -> Iterator[Reading]:
        for clitics in clitic_analyses(norm):
            for entry, form in self._stems.get(clitics.stem, ()):
                if (form.bound and not clitics.enclitic) or (form.free and clitics.enclitic):
                    continue
                if entry.pos == "verb":
                    if clitics.proclitics not in _VERB_PROCLITICS:
                        continue
                elif clitics.proclitics.endswith(SA) or (has_article(clitics) and clitics.enclitic):
                    continue
                yield Reading(entry, form, clitics)

    def phrase_at(self, norms: Sequence[str], start: int) -> tuple[Entry, int] | None:
        """The longest phrase that begins at word *start*, and the index after its last word."""
        best: tuple[Entry, int] | None = None
        following = stems(norms[start + 1]) if start + 1 < len(norms) else frozenset()
        for phrase in self.word(norms[start]).phrases:
            if len(phrase.words) > 1 and (second := phrase.words[1]) is not None and second.isdisjoint(following):
                continue
            end = _match(phrase.words, 1, norms, start + 1)
            if end is not None and (best is None or end > best[1]):
                best = (phrase.entry, end)
        return best


def _analysed_form(norm: str, found: WordReading) -> tuple[Form, Clitics]:
    before, after = found.proclitics, found.enclitic
    stem = norm.removeprefix(before).removesuffix(after)
    return Form(stem, Number(found.number), found.gender, found.tense), Clitics(before, stem, after)


def _match(words: tuple[frozenset[str] | None, ...], position: int, norms: Sequence[str], start: int) -> int | None:
    """The index after the words of a phrase from *position* on, if they stand at *start*."""
    at = start
    while position < len(words):
        wanted = words[position]
        position += 1
        if wanted is None:
            for skipped in range(1, _LONGEST_GAP + 1):
                end = _match(words, position, norms, at + skipped)
                if end is not None:
                    return end
            return None
        if at >= len(norms) or wanted.isdisjoint(stems(norms[at])):
            return None
        at += 1
    return at


@lru_cache(maxsize=_CACHE)
def stems(norm: str) -> frozenset[str]:
    """All stems that a normalised word can have."""
    return frozenset([clitics.stem for clitics in clitic_analyses(norm)])  # the first one is the whole word


@cache
def lexicon() -> Lexicon:
    """The lexicon of the shipped tables, built once."""
    return Lexicon()
