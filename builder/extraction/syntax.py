"""A sentence with its verbs, noun phrases and clauses, made from what is known of its words.

No full parser: noun phrases are read from left to right until something that cannot belong to them, clauses end at
commas and subordinators. Positions are indices of ``view.tokens``, ranges half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from builder.extraction.dates import DateMention
from builder.extraction.inflection import Number
from builder.extraction.lexicon import BI, KA
from builder.extraction.numbers import NumberMention
from builder.extraction.senses import Senses
from builder.extraction.steps import NO_STEPS, Steps
from builder.extraction.verbs import reads_as_verb
from builder.extraction.words import EntityHit, Range, Words
from builder.model import Entity, Span
from builder.reference.entries import HitKind
from builder.reference.gazetteer import Hit
from builder.reference.places import Meaning
from builder.reference.relative import RelativePlace, find_relative_places
from builder.text.tokens import Token, TokenKind

_NOUN_CATEGORIES = frozenset(
    {
        "agent",
        "casualty",
        "force",
        "human",
        "medium",
        "object",
        "outlet",
        "place-head",
        "site",
        "source",
        "trigger",
        "weapon",
    }
)
_CLOSED_ENDINGS = ("ون", "ان", "ين")
_ADJECTIVE_ENDINGS = ("يه", "ي", "حه", "ون", "ين")
_INSIDE_NAMES = frozenset("-()")
_INSIDE_CLAUSES = frozenset("-()/")
_CLAUSE_SUBORDINATORS = frozenset({"when", "where", "while", "also", "result", "but", "although"})
_NAME_RANK = {"place": 0, "actor": 1, "outlet": 2, "demonym": 3}  # which kind wins on the same words
_LONGEST_PHRASE = 9  # tokens; longer noun phrases of news hold a clause
_LONGEST_NAME = 8  # tokens between quotation marks that still are a name
_SHORTEST_STEM = 2  # letters that are left of a word when its clitics are cut off


@dataclass(frozen=True, slots=True)
class View(Words):
    """One sentence ready for the extraction steps, as :func:`view_sentence` makes it; ``verbs`` marks finite verbs."""

    verbs: tuple[bool, ...] = ()

    def is_verb(self, index: int) -> bool:
        """Whether a word is most likely a finite verb here."""
        return self.verbs[index]

    def noun_phrase(self, start: int, limit: int | None = None) -> int:
        """The index after the noun phrase that begins at *start*; *start* itself if none does."""
        end = len(self.tokens) if limit is None else min(limit, len(self.tokens))
        at = self._phrase_head(start, end)
        if at == start:
            return start
        while at < end and at - start < _LONGEST_PHRASE:
            following = self._next_part(start, at, end)
            if following == at:
                break
            at = following
        return self._with_self_name(at, end)

    def _next_part(self, start: int, at: int, end: int) -> int:
        """The index after the name, quoted name or word at *at* if it goes on with the phrase, else *at*."""
        name = self.entity(at)
        if name is not None and name.first == at and not self.proclitic(at) and not self.is_coordinated(at):
            named = self.entity(at - 1) is not None or self._after_tagged(at)
            if name.hit.kind == "place" and named and not self.is_quote(at - 1):
                return at  # two names side by side: the second is the place of what the first did
            return min(name.last, end)
        if self._quote_inside(start, at):
            return at + 1
        if self.is_quote(at):
            closing = self._closing_quote(at, end)
            return at if closing is None else closing + 1
        return at + 1 if self._continues(at) else at

    def _with_self_name(self, at: int, end: int) -> int:
        """The index after "that calls itself X" where it follows a noun phrase, else *at*."""
        phrase = self.phrase(at, "self-name")
        if phrase is None:
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

    def _continues(self, at: int) -> bool:
        """Whether the word at *at* can belong to the phrase before it."""
        token = self.tokens[at]
        if token.kind is TokenKind.PUNCT or token.kind is TokenKind.NUMBER:
            return False
        if self.is_function(at) or self.is_verb(at) or self.is_coordinated(at) or self.proclitic(at):
            return False
        if self.date(at) is not None or self.number(at) is not None:
            return False
        if self._after_name(at) and not self._qualifies_name(at):
            return False
        after_article = self.has_article(at - 1)
        if after_article and not self.has_article(at) and token.kind is TokenKind.WORD:
            return False  # after the article nothing indefinite follows in the same phrase
        if self._closed(at - 1) and not self._agrees_in_number(at):
            return False
        known_noun = any(not r.is_verb and r.entry.category in _NOUN_CATEGORIES for r in self.readings[at])
        return not (after_article and known_noun and not self._adjectival(at))

    def _after_name(self, at: int) -> bool:
        """Whether the word before is the end of a party's or a country's name, or of a name that a step found."""
        name = self.entity(at - 1)
        if name is None:
            return self._after_tagged(at)
        return name.last == at and name.hit.kind in ("actor", "place")

    def _after_tagged(self, at: int) -> bool:
        return any(name.last == at for name in self.tagged)

    def _qualifies_name(self, at: int) -> bool:
        """Whether a word after a name is an adjective to it: with the article like it, or of its shape."""
        return self.has_article(at) and not any(
            not r.is_verb and r.entry.category in _NOUN_CATEGORIES for r in self.readings[at]
        )

    def _closed(self, at: int) -> bool:
        """Whether a word is a plural or dual that keeps its nun: then it has no genitive, only adjectives."""
        plural = any(r.form.number is not Number.SINGULAR and not r.is_verb for r in self.readings[at])
        return plural and self.tokens[at].norm.endswith(_CLOSED_ENDINGS)

    def _agrees_in_number(self, at: int) -> bool:
        name = self.entity(at)
        demonym = name is not None and name.hit.kind == "demonym"
        return demonym or self.tokens[at].norm.endswith(_CLOSED_ENDINGS)

    def _adjectival(self, at: int) -> bool:
        """Whether a known noun is as likely an adjective here (المسلحة after a definite noun)."""
        categories = {r.entry.category for r in self.readings[at] if not r.is_verb}
        return categories <= {"human", "agent"} and self.tokens[at].norm.endswith(_ADJECTIVE_ENDINGS)

    def _closing_quote(self, at: int, end: int) -> int | None:
        for index in range(at + 1, min(end, at + _LONGEST_NAME + 2)):
            if self.is_quote(index):
                return index
            if self.is_verb(index) or (self.is_punct(index) and self.tokens[index].surface not in _INSIDE_NAMES):
                return None
        return None

    def clause(self, index: int) -> Range:
        """The range of the clause around a word: between commas, subordinators and complementisers."""
        first = index
        while first > 0 and not self._clause_border(first - 1):
            first -= 1
        last = index + 1
        while last < len(self.tokens) and not self._clause_border(last):
            last += 1
        return first, last

    def _clause_border(self, index: int) -> bool:
        if self.is_punct(index) and not self.is_quote(index) and self.tokens[index].surface not in _INSIDE_CLAUSES:
            return True
        kinds = self.functions[index]
        return "comp" in kinds or kinds.get("sub") in _CLAUSE_SUBORDINATORS

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
        if self.proclitic(index) in (BI, KA) and len(token.surface) > letters + _SHORTEST_STEM:
            letters += 1
        return letters if token.surface[:letters] == token.norm[:letters] else 0


def _cover(hits: Iterable[EntityHit]) -> dict[int, EntityHit]:
    """For each token the longest name on it; at equal length the first kind named wins."""
    covered: dict[int, EntityHit] = {}
    for entity in sorted(
        hits, key=lambda e: (-(e.last - e.first), _NAME_RANK.get(e.hit.kind, len(_NAME_RANK)), e.first)
    ):
        if all(index not in covered for index in range(entity.first, entity.last)):
            covered.update(dict.fromkeys(range(entity.first, entity.last), entity))
    return covered


def token_range(tokens: Sequence[Token], span: Span) -> Range | None:
    """The tokens that a span of code points touches, None if it touches none."""
    inside = [index for index, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
    return (inside[0], inside[-1] + 1) if inside else None


def _relative_places(tokens: Sequence[Token], entities: Sequence[EntityHit]) -> dict[int, RelativePlace]:
    """For each token the place told by another place on it."""
    anchors = [(e.first, e.last, e.entry.entity) for e in entities if e.hit.kind in (HitKind.PLACE, HitKind.DEMONYM)]
    found = find_relative_places(tokens, anchors)
    return {index: place for place in found for index in range(place.first, place.last)}


def view_sentence(
    senses: Senses,
    names: Sequence[tuple[Hit, Meaning]],
    dates: tuple[DateMention, ...],
    numbers: tuple[NumberMention, ...],
    *,
    reported_from: Entity | None = None,
    steps: Steps = NO_STEPS,
) -> View:
    """Bring together what is known of one sentence; *names* are those inside it, each with its meaning.

    Its relative places are read by :func:`with_relative_places`.
    """
    tokens = senses.sentence.tokens
    ranges = ((token_range(tokens, hit.span), hit, meaning) for hit, meaning in names)
    entities = tuple(EntityHit(*words, hit, meaning) for words, hit, meaning in ranges if words is not None)
    view = View(
        senses.sentence,
        tokens,
        readings=senses.readings,
        functions=senses.functions,
        phrases=senses.phrases,
        entities=entities,
        dates=dates,
        numbers=numbers,
        entity_at=_cover(entities),
        date_at={index: date for date in dates for index in range(date.first, date.last)},
        number_at={index: number for number in numbers for index in range(number.first, number.last)},
        reported_from=reported_from,
        analyses=senses.analyses,
        tagged=() if steps.tagger is None else steps.tagger.tag([token.surface for token in tokens]),
    )
    return replace(view, verbs=tuple([reads_as_verb(view, index) for index in range(len(tokens))]))


def with_relative_places(view: View) -> View:
    """The sentence with the places that it tells by other places; only articles with attacks need them."""
    return replace(view, relative_at=_relative_places(view.tokens, view.entities))
