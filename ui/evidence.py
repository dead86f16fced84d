"""An article's text cut into pieces, so that mentions that nest or overlap can be marked without broken markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.model import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be marked: ``group`` chooses the colour, ``label`` says in words what the colour says.

    ``target`` is the name of the place on the page that tells of it, empty where there is none.
    """

    span: Span
    group: str
    label: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks.

    ``ends`` holds the marks whose label is written behind this piece: at the end of the word, because a label inside a
    word would break the joined letters apart.
    """

    span: Span
    text: str
    marks: tuple[Mark, ...]
    ends: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or what stands between two; ``is_evidence`` where something of the attack is said in it."""

    span: Span
    is_evidence: bool
    pieces: tuple[Piece, ...]


def passages(text: str, sentences: Iterable[Span], marks: Sequence[Mark]) -> list[list[Passage]]:
    """The paragraphs of a text, each a list of passages; all the pieces together are the text without line feeds.

    *sentences* are those that hold evidence, in any order; overlapping ones are joined. Marks may overlap each other
    and the borders of sentences. Spans that reach past the text are cut off, empty ones left out.
    """
    evidence = _joined(sentences)
    marks = [mark for mark in marks if mark.span.of(text).strip("\n")]
    labels = {mark: _label_place(text, mark.span) for mark in marks}
    result = []
    for paragraph in _paragraphs(text):
        borders = {paragraph.start, paragraph.end}
        borders.update(edge for span in evidence for edge in (span.start, span.end) if _inside(edge, paragraph))
        cuts = [Span(start, end) for start, end in pairwise(sorted(borders))]
        result.append([_passage(cut, text, evidence, marks, labels) for cut in cuts])
    return result


def _paragraphs(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _joined(spans: Iterable[Span]) -> list[Span]:
    result: list[Span] = []
    for span in sorted(spans):
        if result and result[-1].overlaps(span):
            result[-1] = result[-1].cover(span)
        else:
            result.append(span)
    return result


def _inside(edge: int, span: Span) -> bool:
    return span.start < edge < span.end


def _passage(
    cut: Span, text: str, evidence: Sequence[Span], marks: Sequence[Mark], labels: Mapping[Mark, int]
) -> Passage:
    borders = {cut.start, cut.end}
    for mark in marks:
        edges = (mark.span.start, mark.span.end, labels[mark])
        borders.update(edge for edge in edges if _inside(edge, cut))
    pieces = []
    for start, end in pairwise(sorted(borders)):
        span = Span(start, end)
        here = tuple(mark for mark in marks if mark.span.overlaps(span))
        ends = tuple(mark for mark in marks if labels[mark] == end)
        pieces.append(Piece(span, span.of(text), here, ends))
    return Passage(cut, any(span.overlaps(cut) for span in evidence), tuple(pieces))


def _label_place(text: str, span: Span) -> int:
    """Where the label of a mark is written: behind its last word, which may go on behind the mark."""
    end = span.start + len(span.of(text).rstrip("\n"))
    if end > span.start and _is_word(text[end - 1]):
        while end < len(text) and _is_word(text[end]):
            end += 1
    return end


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) == "Mn" or char == "\u0640"


def anchors(paragraphs: Iterable[Iterable[Passage]], names: Mapping[int, str]) -> dict[int, list[str]]:
    """The name of each wanted position, by the start of the piece that holds it."""
    pieces = [piece.span for paragraph in paragraphs for passage in paragraph for piece in passage.pieces]
    result: dict[int, list[str]] = {}
    for position, name in names.items():
        for span in pieces:
            if span.start <= position < span.end:
                result.setdefault(span.start, []).append(name)
                break
    return result
