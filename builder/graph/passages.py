"""Words of an article as nodes that lead back to their place (Web Annotation)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from pyoxigraph import NamedNode

from builder.graph.iris import position_iri, quote_iri, span_iri
from builder.graph.terms import Triples, fact, integer, plain, types
from builder.model import Mention, Span
from builder.vocabulary import Class, External, Property


@dataclass(frozen=True, slots=True)
class Passages:
    """The text of one article, its sentences in order, and the article's IRI.

    What is about an event (``of_events``) has short cuts for queries: the words stand on their node itself, and a claim
    has the names of those who stand in it. Other citations, which are most, have none.
    """

    article: str
    text: str
    sentences: tuple[Span, ...]
    of_events: bool = True

    def node(self, span: Span) -> NamedNode:
        """The node of these words."""
        return NamedNode(span_iri(self.article, span))

    def mention(self, mention: Mention) -> Triples:
        """The words of a mention, the sentence around them, and the rule that found them."""
        yield from self._within_sentence(mention.span, Class.MENTION)
        yield fact(self.node(mention.span), Property.RULE, plain(mention.rule))

    def quotation(self, span: Span) -> Triples:
        """The words of a claim, and the sentence that they begin in."""
        yield from self._within_sentence(span, Class.QUOTATION)

    def _within_sentence(self, span: Span, kind: str) -> Triples:
        sentence = self._sentence_of(span)
        yield from self._words(span, kind)
        yield fact(self.node(span), Property.IN_SENTENCE, self.node(sentence))
        yield from self._words(sentence, Class.SENTENCE)

    def _words(self, span: Span, kind: str) -> Triples:
        """The words come from the text, not from a mention's copy of them: a quote is exact or it is not there."""
        words, position, quote = (NamedNode(make(self.article, span)) for make in (span_iri, position_iri, quote_iri))
        yield from types(words, kind, External.OA_SPECIFIC_RESOURCE)
        yield fact(words, External.OA_HAS_SOURCE, NamedNode(self.article))
        yield fact(words, External.OA_HAS_SELECTOR, position)
        yield fact(words, External.OA_HAS_SELECTOR, quote)
        yield from types(position, External.OA_TEXT_POSITION_SELECTOR)
        yield fact(position, External.OA_START, integer(span.start))
        yield fact(position, External.OA_END, integer(span.end))
        yield from types(quote, External.OA_TEXT_QUOTE_SELECTOR)
        yield fact(quote, External.OA_EXACT, plain(span.of(self.text)))
        if self.of_events:
            yield fact(words, Property.TEXT, plain(span.of(self.text)))

    def _sentence_of(self, span: Span) -> Span:
        """The sentence that the words begin in; words outside of all sentences are one: queries count on a sentence."""
        at = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        if at < 0 or self.sentences[at].end <= span.start:
            return span
        return self.sentences[at]
