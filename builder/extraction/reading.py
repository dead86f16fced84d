"""The sentences of an article as views, each made when it is asked for: most articles need few of them.

An article in which no word can tell of an attack needs no names, dates and numbers at all; where one can, its sentence
is viewed first, and the others only if it does. Words are looked at singly before they are looked at together.
"""

from __future__ import annotations

from bisect import bisect_left

from builder.extraction.dates import find_dates
from builder.extraction.line import Line
from builder.extraction.numbers import find_numbers
from builder.extraction.senses import Glance, Senses, glance, is_off_topic, look_up
from builder.extraction.steps import NO_STEPS, Steps
from builder.extraction.syntax import View, view_sentence
from builder.extraction.triggers import may_report
from builder.model import Entity
from builder.reference.gazetteer import Hit, gazetteer
from builder.reference.places import Meaning, dateline, disambiguate
from builder.text.document import Document


class Reader:
    """Makes the views of one article, each once.

    ``off_topic`` counts the words of the article that tell of sport or film and can tell of nothing else.
    """

    __slots__ = ("_document", "_glances", "_names", "_senses", "_steps", "_views", "off_topic")

    def __init__(self, document: Document, steps: Steps = NO_STEPS) -> None:
        self._document = document
        self._steps = steps
        self._names: _Names | None = None
        self._senses: dict[int, Senses] = {}
        self._views: dict[int, View] = {}
        self._glances = tuple([self._glance(index) for index in range(len(document.sentences))])
        self.off_topic = sum(glanced.off_topic for glanced in self._glances)

    def _glance(self, index: int) -> Glance:
        if self._steps.analyser is None:
            return glance(self._document.sentences[index])
        readings = self.senses(index).readings  # an analyser gives readings to words that the lexicon lacks
        return Glance(reports=True, off_topic=sum(map(is_off_topic, readings)))

    def may_report(self, index: int) -> bool:
        """Whether a sentence has a word or phrase that can be a trigger: without one it has no triggers."""
        return self._glances[index].reports and may_report(self.senses(index))

    def senses(self, index: int) -> Senses:
        """What the lexicon says of the words of a sentence."""
        known = self._senses.get(index)
        if known is None:
            known = self._senses[index] = look_up(self._document.sentences[index], self._steps)
        return known

    def view(self, index: int) -> View:
        """A sentence with its words, names, dates and numbers, without relative places."""
        known = self._views.get(index)
        if known is None:
            known = self._views[index] = self._make(index)
        return known

    def views(self) -> tuple[View, ...]:
        """All sentences."""
        return tuple([self.view(index) for index in range(len(self._glances))])

    def _make(self, index: int) -> View:
        if self._names is None:
            self._names = _Names(self._document)
        names, sentence = self._names, self._document.sentences[index]
        line = Line(sentence.tokens)
        dates = find_dates(sentence, self._document.article.published, line)
        numbers = find_numbers(sentence, dates, line)
        inside = names.between(sentence.span.start, sentence.span.end)
        first = names.dateline is not None and sentence.span.contains(names.dateline.span)
        home = names.home if first else None
        return view_sentence(self.senses(index), inside, dates, numbers, reported_from=home, steps=self._steps)


class _Names:
    """The names of an article with their meanings; the place of a dateline is no name of its sentence."""

    __slots__ = ("_found", "_starts", "dateline", "home")

    def __init__(self, document: Document) -> None:
        text = document.normalized
        hits = [hit for hit in gazetteer().find(text) if hit.certain]
        datelined = dateline(text, hits, len(document.article.title) + 1)
        named = list(zip(hits, disambiguate(text, hits, gazetteer(), datelined), strict=True))
        self._found = [(hit, meaning) for hit, meaning in named if hit not in datelined]
        self._starts = [hit.span.start for hit, _ in self._found]
        self.dateline: Hit | None = datelined[0] if datelined else None
        self.home: Entity | None = next((meaning.entry.entity for hit, meaning in named if hit in datelined), None)

    def between(self, start: int, end: int) -> list[tuple[Hit, Meaning]]:
        """The names that begin in a range of the text."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
