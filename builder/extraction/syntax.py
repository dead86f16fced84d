"""A sentence with all that is known of its words: readings, entities, dates, numbers; and its noun phrases.

No full parser: noun phrases are read from left to right until something that cannot belong to them, clauses end at
commas and subordinators. Where a written word is a noun as well as a verb, its neighbours decide (see
:meth:`View.is_verb`). Positions are indices of ``view.tokens``, ranges half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from builder.extraction.dates import DateMention
from builder.extraction.inflection import Number
from builder.extraction.lexicon import Entry, Reading, has_article, lexicon
from builder.extraction.numbers import NumberMention
from builder.model import Span
from builder.reference.entries import ReferenceEntry
from builder.reference.gazetteer import Hit
from builder.text.sentences import Sentence
from builder.text.tokens import Token, TokenKind, clitic_analyses

OPENING_QUOTES = frozenset('"“«‹„')
CLOSING_QUOTES = frozenset('"”»›‟')
_BREAKING_FUNCTIONS = frozenset(
    (
        "prep",
        "sub",
        "comp",
        "rel",
        "aux",
        "neg",
        "conj",
        "according",
        "future",
        "dem",
        "irrealis",
        "hedge",
        "open",
        "pron",
    )
)
_NOUN_CATEGORIES = frozenset(
    (
        "human",
        "agent",
        "force",
        "object",
        "weapon",
        "source",
        "trigger",
        "casualty",
        "site",
        "outlet",
        "medium",
        "place-head",
    )
)
_CLOSED_ENDINGS = ("ون", "ان", "ين")
_LONGEST_PHRASE = 9  # tokens; longer noun phrases of news hold a clause
_LONGEST_NAME = 8  # tokens between quotation marks that still are a name


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of the lexicon on tokens ``[first, last)``."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntityHit:
    """A name of the reference data on tokens ``[first, last)``, and what it means in this article."""

    first: int
    last: int
    hit: Hit
    entry: ReferenceEntry


@dataclass(slots=True)
class View:
    """One sentence ready for the extraction steps; filled once by :func:`view_sentence`, then only read."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    readings: tuple[tuple[Reading, ...], ...]
    functions: tuple[dict[str, str], ...]
    phrases: dict[int, PhraseHit] = field(default_factory=dict)
    entities: tuple[EntityHit, ...] = ()
    dates: tuple[DateMention, ...] = ()
    numbers: tuple[NumberMention, ...] = ()
    verbs: tuple[bool, ...] = ()
    _entity_at: dict[int, EntityHit] = field(default_factory=dict)
    _date_at: dict[int, DateMention] = field(default_factory=dict)
    _number_at: dict[int, NumberMention] = field(default_factory=dict)

    def reading(self, index: int, *categories: str, value: str | None = None) -> Reading | None:
        """The first reading of a word in one of the categories."""
        for reading in self.readings[index]:
            if reading.entry.category in categories and (value is None or reading.entry.value == value):
                return reading
        return None

    def function(self, index: int, kind: str) -> str | None:
        """The value of a closed-class sense of a word, None where it has none of that kind."""
        return self.functions[index].get(kind)

    def is_function(self, index: int) -> bool:
        """Whether a word ends a noun phrase by its class."""
        return not _BREAKING_FUNCTIONS.isdisjoint(self.functions[index])

    def is_punct(self, index: int) -> bool:
        """Whether a token is a punctuation mark."""
        return self.tokens[index].kind is TokenKind.PUNCT

    def is_quote(self, index: int) -> bool:
        """Whether a token is a quotation mark."""
        return self.tokens[index].surface in OPENING_QUOTES or self.tokens[index].surface in CLOSING_QUOTES

    def is_verb(self, index: int) -> bool:
        """Whether a word is most likely a finite verb here."""
        return self.verbs[index]

    def entity(self, index: int) -> EntityHit | None:
        """The longest name that covers a token."""
        return self._entity_at.get(index)

    def date(self, index: int) -> DateMention | None:
        """The date expression that covers a token."""
        return self._date_at.get(index)

    def number(self, index: int) -> NumberMention | None:
        """The number expression that covers a token."""
        return self._number_at.get(index)

    def names(self, first: int, last: int, *kinds: str) -> list[EntityHit]:
        """Names of the given kinds that lie within a range, in order."""
        return [e for e in self.entities if first <= e.first and e.last <= last and (not kinds or e.hit.kind in kinds)]

    def has_article(self, index: int) -> bool:
        """Whether a word is written with the definite article."""
        return any(has_article(c) for c in clitic_analyses(self.tokens[index].norm)[1:])

    def proclitic(self, index: int) -> str:
        """The preposition written together with a noun: ``ب``, ``ل``, ``ك`` or nothing.

        A letter counts only where the word as a whole is unknown, and the rest is known or has the article.
        """
        norm = self.tokens[index].norm
        if self.tokens[index].kind is not TokenKind.WORD or self.functions[index]:
            return ""
        name = self.entity(index)
        if name is not None and name.first == index:
            return name.hit.proclitics.removeprefix("و").removeprefix("ف")[:1]
        bare = norm.removeprefix("و") if norm[:2] in ("وب", "ول") else norm
        if bare[:1] not in ("ب", "ل", "ك"):
            return ""
        if bare.startswith(("بال", "لل", "كال")) and len(bare) > 4:
            return bare[0]
        for reading in self.readings[index]:
            letter = reading.clitics.proclitics.removeprefix("و").removeprefix("ف")
            if not letter:
                return ""
            if not reading.is_verb and letter[0] in "بلك":
                return letter[0]
        return ""

    def is_coordinated(self, index: int) -> bool:
        """Whether a word begins with the conjunction و rather than with a letter of its own."""
        norm = self.tokens[index].norm
        if not norm.startswith("و"):
            return False
        if len(norm) == 1:
            return True
        name = self.entity(index)
        if name is not None and name.first == index:
            return name.hit.proclitics.startswith("و")
        readings = self.readings[index]
        if readings:
            return readings[0].clitics.proclitics.startswith("و")
        return norm.startswith(("وال", "ولل", "وب", "ول")) or len(norm) > 4

    def noun_phrase(self, start: int, limit: int | None = None) -> int:
        """The index after the noun phrase that begins at *start*; *start* itself if none does."""
        end = len(self.tokens) if limit is None else min(limit, len(self.tokens))
        at = self._phrase_head(start, end)
        if at == start:
            return start
        while at < end and at - start < _LONGEST_PHRASE:
            name = self.entity(at)
            if name is not None and name.first == at and not self.proclitic(at) and not self.is_coordinated(at):
                if name.hit.kind == "place" and self.entity(at - 1) is not None and not self.is_quote(at - 1):
                    break
                at = min(name.last, end)
                continue
            if self.is_quote(at) and sum(self.is_quote(i) for i in range(start, at)) % 2 == 1:
                at += 1
                continue
            if self.is_quote(at):
                closing = self._closing_quote(at, end)
                if closing is None:
                    break
                at = closing + 1
                continue
            if not self._continues(start, at):
                break
            at += 1
        return self._with_self_name(at, end)

    def _with_self_name(self, at: int, end: int) -> int:
        """The index after "that calls itself X" where it follows a noun phrase, else *at*."""
        phrase = self.phrases.get(at)
        if phrase is None or phrase.entry.category != "self-name":
            return at
        if phrase.last < end and self.is_quote(phrase.last):
            closing = self._closing_quote(phrase.last, end)
            return at if closing is None else closing + 1
        name = self.noun_phrase(phrase.last, end)
        return name if name > phrase.last else at

    def _phrase_head(self, start: int, end: int) -> int:
        """The index after the first word of a phrase, numbers and quotation marks before it included."""
        at = start
        if at < end and self.is_quote(at):
            at += 1
        number = self.number(at) if at < end else None
        if number is not None and number.first == at and number.unit == "count":
            at = number.last
            if number.counted is not None and number.counted >= at:
                at = number.counted + 1
            elif at < end and self.function(at, "prep") == "from":
                at += 2
            return min(at, end)
        if at >= end or self.is_punct(at) or self.is_function(at) or self.is_verb(at) or self.date(at) is not None:
            return start
        name = self.entity(at)
        return min(name.last, end) if name is not None and name.first == at else at + 1

    def _continues(self, start: int, at: int) -> bool:
        """Whether the word at *at* can belong to the phrase that began at *start*."""
        token = self.tokens[at]
        if token.kind is TokenKind.PUNCT or token.kind is TokenKind.NUMBER:
            return False
        if self.is_function(at) or self.is_verb(at) or self.is_coordinated(at) or self.proclitic(at):
            return False
        if self.date(at) is not None or self.number(at) is not None:
            return False
        previous_definite = self.has_article(at - 1)
        if previous_definite and not self.has_article(at) and token.kind is TokenKind.WORD:
            return False  # after the article nothing indefinite follows in the same phrase
        ending = self.tokens[at - 1].norm[-2:]
        if ending in _CLOSED_ENDINGS and any(
            r.form.number is not Number.SINGULAR and not r.is_verb for r in self.readings[at - 1]
        ):
            name = self.entity(at)  # a plural or dual that keeps its nun has no genitive: only an adjective may follow
            demonym = name is not None and name.hit.kind == "demonym"
            if token.norm[-2:] not in _CLOSED_ENDINGS and not demonym:
                return False
        known_noun = any(not r.is_verb and r.entry.category in _NOUN_CATEGORIES for r in self.readings[at])
        return not (previous_definite and known_noun and not self._adjectival(at))

    def _adjectival(self, at: int) -> bool:
        """Whether a known noun is as likely an adjective here (المسلحة after a definite noun)."""
        categories = {r.entry.category for r in self.readings[at] if not r.is_verb}
        return categories <= {"human", "agent"} and self.tokens[at].norm.endswith(("يه", "ي", "حه", "ون", "ين"))

    def _closing_quote(self, at: int, end: int) -> int | None:
        for index in range(at + 1, min(end, at + _LONGEST_NAME + 2)):
            if self.is_quote(index):
                return index
            if self.is_verb(index) or (self.is_punct(index) and self.tokens[index].surface not in "-()"):
                return None
        return None

    def clause(self, index: int) -> tuple[int, int]:
        """The range of the clause around a word: between commas, subordinators and complementisers."""
        first = index
        while first > 0 and not self._clause_border(first - 1):
            first -= 1
        last = index + 1
        while last < len(self.tokens) and not self._clause_border(last):
            last += 1
        return first, last

    def _clause_border(self, index: int) -> bool:
        if self.is_punct(index) and not self.is_quote(index) and self.tokens[index].surface not in "-()/":
            return True
        kinds = self.functions[index]
        return "comp" in kinds or kinds.get("sub") in ("when", "where", "while", "also", "result", "but", "although")

    def span(self, first: int, last: int, *, strip: bool = True) -> Span:
        """The code points of a range of tokens, without quotation marks at its borders and without a leading clitic."""
        while last - first > 1 and self.is_punct(first):
            first += 1
        while last - first > 1 and self.is_punct(last - 1) and not self._quote_inside(first, last - 1):
            last -= 1
        start = self.tokens[first].start
        if strip and not self.is_punct(first):
            start += self._clitic_length(first)
        return Span(start, self.tokens[last - 1].end)

    def _quote_inside(self, first: int, index: int) -> bool:
        """Whether the closing mark at *index* belongs to a quotation that opens inside the range."""
        return self.is_quote(index) and sum(self.is_quote(i) for i in range(first, index)) % 2 == 1

    def _clitic_length(self, index: int) -> int:
        """How many written letters of a word are a conjunction or a preposition before a noun."""
        token = self.tokens[index]
        letters = 0
        if self.is_coordinated(index) and len(token.surface) > 1:
            letters += 1
        if self.proclitic(index) in ("ب", "ك") and len(token.surface) > letters + 2:
            letters += 1
        return letters if token.surface[:letters] == token.norm[:letters] else 0


def _is_verb(view: View, index: int) -> bool:
    token = view.tokens[index]
    if token.kind is not TokenKind.WORD or view.functions[index].keys() & {"prep", "comp", "rel"}:
        return bool({"aux"} & view.functions[index].keys())
    if view.entity(index) is not None or view.date(index) is not None:
        return False
    readings = view.readings[index]
    verbal = any(r.is_verb for r in readings)
    nominal = any(not r.is_verb for r in readings)
    if verbal and not nominal:
        return True
    if verbal:
        return _stands_as_verb(view, index)
    if nominal or view.functions[index] or view.has_article(index):
        return False
    bare = token.norm[1:] if token.norm[:1] in ("و", "ف") and len(token.norm) > 4 else token.norm
    if len(bare) < 4:
        return False
    past_feminine = bare.endswith("ت") and not bare.endswith("ات") and not bare.startswith(("ب", "ل"))
    imperfect = bare.startswith("ي") and not bare.endswith(("ه", "ات", "يه"))
    return past_feminine or imperfect


def _stands_as_verb(view: View, index: int) -> bool:
    """Decide for a word that is written alike as verb and as noun."""
    if index > 0:
        previous = view.functions[index - 1].keys()
        if previous & {"rel", "comp", "aux", "neg"} or view.function(index - 1, "sub") == "what":
            return True
        if previous & {"prep", "sub", "dem", "according", "irrealis"}:
            return False
        if not view.is_punct(index - 1) and any(not r.is_verb for r in view.readings[index - 1]):
            return False  # the second word of a noun phrase
        if not view.is_punct(index - 1) and any(r.is_verb for r in view.readings[index - 1]):
            return False  # the object of a verb
    if index == 0 or view.is_punct(index - 1) or view.is_coordinated(index):
        return _opens_as_verb(view, index + 1)
    following = index + 1
    if following >= len(view.tokens) or view.is_punct(following):
        return False
    if any(r.is_verb and r.form.gender == "f" for r in view.readings[index]):
        return True
    number = view.number(following)
    if view.has_article(following) or (number is not None and number.unit == "count"):
        return True
    return any(
        r.entry.category in ("agent", "force", "human") and not r.clitics.proclitics for r in view.readings[following]
    )


def _opens_as_verb(view: View, following: int) -> bool:
    """Whether a clause opens with a verb: then a noun follows, no adjective and no preposition."""
    if following >= len(view.tokens) or view.is_punct(following) or view.functions[following]:
        return False
    name = view.entity(following)
    if name is not None and name.first == following:
        return name.hit.kind in ("actor", "outlet")
    if view.number(following) is not None or view.date(following) is not None or view.has_article(following):
        return True
    if view.proclitic(following):
        return False
    readings = view.readings[following]
    return bool(readings) and not readings[0].is_verb and readings[0].entry.category != "trigger"


def _cover(hits: Iterable[EntityHit]) -> dict[int, EntityHit]:
    """For each token the longest name on it; at equal length the first kind named wins."""
    rank = {"place": 0, "actor": 1, "outlet": 2, "demonym": 3}
    covered: dict[int, EntityHit] = {}
    for entity in sorted(hits, key=lambda e: (-(e.last - e.first), rank.get(e.hit.kind, 9), e.first)):
        if all(index not in covered for index in range(entity.first, entity.last)):
            covered.update(dict.fromkeys(range(entity.first, entity.last), entity))
    return covered


def token_range(tokens: Sequence[Token], span: Span) -> tuple[int, int] | None:
    """The tokens that a span of code points touches, None if it touches none."""
    inside = [index for index, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
    return (inside[0], inside[-1] + 1) if inside else None


def view_sentence(
    sentence: Sentence,
    names: Sequence[tuple[Hit, ReferenceEntry]],
    dates: tuple[DateMention, ...],
    numbers: tuple[NumberMention, ...],
) -> View:
    """Bring together what is known of one sentence; *names* are those inside it, each with its meaning."""
    words = lexicon()
    tokens = sentence.tokens
    readings = tuple(words.readings(t.norm) if t.kind is TokenKind.WORD else () for t in tokens)
    functions = tuple(words.functions(t.norm) if t.kind is TokenKind.WORD else {} for t in tokens)
    view = View(sentence, tokens, readings, functions, dates=dates, numbers=numbers)
    ranges = ((token_range(tokens, hit.span), hit, entry) for hit, entry in names)
    view.entities = tuple(EntityHit(r[0], r[1], hit, entry) for r, hit, entry in ranges if r is not None)
    view._entity_at = _cover(view.entities)
    view._date_at = {index: date for date in dates for index in range(date.first, date.last)}
    view._number_at = {index: number for number in numbers for index in range(number.first, number.last)}
    norms = [token.norm for token in tokens]
    for index, token in enumerate(tokens):
        found = words.phrase_at(norms, index) if token.kind is TokenKind.WORD else None
        if found is not None:
            view.phrases[index] = PhraseHit(index, found[1], found[0])
    view.verbs = tuple(_is_verb(view, index) for index in range(len(tokens)))
    return view
