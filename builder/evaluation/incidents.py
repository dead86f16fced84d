"""Annotated pairs of articles that tell of one incident or of different ones (annotations/README.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from builder.evaluation.annotations import json_lines
from builder.graph.iris import article_iri
from builder.vocabulary import Property

_IN_SENTENCE = ox.NamedNode(Property.IN_SENTENCE)

Place = tuple[int, int]  # half-open code points of the article's text
Told = tuple[Place, Place]  # an event of the first article and one of the second, by a trigger of each


@dataclass(frozen=True, slots=True)
class ArticlePair:
    """Two articles with the pairs of events that are the same incident, and those that cannot be told."""

    first: str
    second: str
    same: tuple[Told, ...]
    unclear: tuple[Told, ...]
    split: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Two mentions of rasd, by their IRIs, and whether they are the same incident."""

    first: str
    second: str
    same: bool


def read_article_pairs(path: Path) -> list[ArticlePair]:
    """The annotated pairs of a file.

    :raises ValueError: if a line is no JSON object.
    """
    return [
        ArticlePair(
            record["first"],
            record["second"],
            tuple(map(_told, record["same"])),
            tuple(map(_told, record.get("unclear", ()))),
            record["split"],
        )
        for _, record in json_lines(path)
    ]


def _told(pair: Sequence[Mapping[str, Sequence[int]]]) -> Told:
    (one, other) = ((int(event["trigger"][0]), int(event["trigger"][1])) for event in pair)
    return one, other


class Mentions:
    """The event mentions of the articles of a database, found by the places of their triggers."""

    def __init__(self, rdf: ox.Store) -> None:
        self._rdf = rdf
        self._known: dict[str, dict[str, list[tuple[Place, Place]]]] = {}

    def of(self, article: str) -> Mapping[str, Sequence[tuple[Place, Place]]]:
        """The mentions of an article, by its identifier, each with the places of its triggers and their sentences."""
        if article not in self._known:
            graph = ox.NamedNode(article_iri(article))
            found: dict[str, list[tuple[Place, Place]]] = {}
            for quad in self._rdf.quads_for_pattern(None, ox.NamedNode(Property.TRIGGER), None, graph):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    (told,) = self._rdf.quads_for_pattern(quad.object, _IN_SENTENCE, None, graph)
                    triggers = found.setdefault(quad.subject.value, [])
                    triggers.append((_place(quad.object), _place(told.object)))
            self._known[article] = found
        return self._known[article]

    def at(self, article: str, place: Place) -> str | None:
        """The mention with a trigger at a place or, failing that, the only one with a trigger in its sentence."""
        told = self.of(article)
        exact = sorted(iri for iri, triggers in told.items() if any(_overlap(word, place) for word, _ in triggers))
        if exact:
            return exact[0]
        near = [iri for iri, triggers in told.items() if any(_overlap(sentence, place) for _, sentence in triggers)]
        return near[0] if len(near) == 1 else None


def _place(words: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Place:
    """The place that the IRI of words ends in."""
    start, end = str(words).rstrip(">").rpartition("#char=")[2].split(",")
    return int(start), int(end)


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def judged_pairs(pairs: Sequence[ArticlePair], mentions: Mentions) -> Iterator[Judged]:
    """The pairs of mentions of the paired articles of which it is known whether they are the same.

    Of articles that share an incident these are the mentions that the annotations name, for another one may be the same
    incident found twice; of all others every mention. Unclear pairs are in none, nor are events that rasd lacks.
    """
    for pair in pairs:
        same, unclear = (
            {(mentions.at(pair.first, one), mentions.at(pair.second, other)) for one, other in told}
            for told in (pair.same, pair.unclear)
        )
        named = same | unclear
        firsts = {one for one, _ in named if one} if same else set(mentions.of(pair.first))
        seconds = {other for _, other in named if other} if same else set(mentions.of(pair.second))
        for one in sorted(firsts):
            for other in sorted(seconds):
                if (one, other) not in unclear:
                    yield Judged(one, other, (one, other) in same)


def missed_pairs(pairs: Sequence[ArticlePair], mentions: Mentions) -> int:
    """How many pairs of the same incident have a side that rasd has no mention of."""
    return sum(
        mentions.at(pair.first, one) is None or mentions.at(pair.second, other) is None
        for pair in pairs
        for one, other in pair.same
    )
