"""The stems of the words of an article, its title, the sentences of an incident and the words near its triggers.

They are features of the models of :mod:`builder.extraction.relevance`: what an article is about (trade, medicine,
computers) tells whether words that may report an attack do. Names of places, parties and outlets, numbers and dates are
left out, for they tell of a time and not of a topic; of an article and its title the function words too. Each group of
stems has the same length as a vector however long the text is, unless it is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from math import sqrt

from builder.extraction.frame import Frame
from builder.extraction.syntax import View
from builder.resources import read_table
from builder.text.tokens import TokenKind

_NEAR = 4  # tokens on either side of a trigger
_LEAST_LEFT = 3  # letters of a stem
_LEAST_SENTENCES = 7  # of an article whose words tell its topic
# For each group its length as a vector and the number of stems below which it is shorter. A longer group is penalised
# less in fitting (chosen by cross-validation); in a short text a single word shall not tip the scale.
_GROUPS = {"article": (5.0, 150), "title": (2.0, 10), "sentence": (2.0, 30), "near": (2.0, 10)}


def article_words(views: Sequence[View]) -> dict[str, float]:
    """The stems of an article and those of its title, as features; none of a short text."""
    if len(views) < _LEAST_SENTENCES:
        return {}
    found = _group("article", (stem for view in views for stem in _content(view)))
    return found | _group("title", _content(views[0]))


def incident_words(frames: Iterable[Frame]) -> dict[str, float]:
    """The lemmas of the triggers of frames, the stems near them and those of their sentences, as features."""
    lemmas: dict[str, float] = {}
    near: set[str] = set()
    sentences: dict[int, View] = {}
    for frame in frames:
        view = frame.view
        for trigger in frame.triggers:
            lemmas[f"lemma={trigger.lemma}"] = 1.0
            near.update(_stems(view, range(max(0, trigger.first - _NEAR), trigger.first)))
            near.update(_stems(view, range(trigger.last, min(len(view.tokens), trigger.last + _NEAR))))
            sentences[frame.sentence] = view
    told = (stem for view in sentences.values() for stem in _stems(view, range(len(view.tokens))))
    return lemmas | _group("near", near) | _group("sentence", told)


def _group(name: str, stems: Iterable[str]) -> dict[str, float]:
    different = set(stems)
    length, least = _GROUPS[name]
    value = length / sqrt(max(least, len(different)))
    return {f"{name}={stem}": value for stem in sorted(different)}


def _content(view: View) -> Iterator[str]:
    return _stems(view, (index for index in range(len(view.tokens)) if not view.is_function(index)))


def _stems(view: View, indices: Iterable[int]) -> Iterator[str]:
    for index in indices:
        token = view.tokens[index]
        named = index in view.entity_at or index in view.date_at or index in view.number_at
        if token.kind is TokenKind.WORD and not named:
            yield light10(token.norm)


@lru_cache(maxsize=65536)
def light10(norm: str) -> str:
    """A normalised word without the longest proclitic and one ending that leave three letters (light10, once)."""
    rests = (norm[len(form) :] for form in _proclitics() if norm.startswith(form))
    stem = next((rest for rest in rests if len(rest) >= _LEAST_LEFT), norm)
    rests = (stem[: -len(form)] for form in _endings() if stem.endswith(form))
    return next((rest for rest in rests if len(rest) >= _LEAST_LEFT), stem)


@cache
def _proclitics() -> tuple[str, ...]:
    forms = {row["form"] for row in read_table("clitics.tsv") if row["kind"] == "proclitic"}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["ending"] for row in read_table("light_endings.tsv"))
