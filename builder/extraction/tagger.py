"""Which words of a sentence tell of a role of an attack, whichever attack it is: a conditional random field.

A linear-chain model over the tokens: each label of a token has the sum of the weights of the token's features, each
pair of neighbouring labels a weight of its own. What comes out are marginal probabilities, by forward and backward
sums; they are one of the cues of the ranking of arguments (:mod:`builder.extraction.ranking`) and decide nothing
alone. Weights: table tagger_weights.tsv, trained by ``scripts/train_tagger.py``. Features are stems and endings of the
word and its neighbours, their classes in the lexicon and in the reference data, and what the rules found. Only
sentences with a trigger, beside one, and the headline are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import exp
from operator import mul

from builder.extraction.frame import Linked
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import Role
from builder.resources import read_table
from builder.text.tokens import light_stem

OTHER = "none"  # the label of words in no role
SPEAKER = "speaker"  # the label of sources: a column "source" says where a row is from
LABELS = (OTHER, Role.TARGET.value, Role.PERPETRATOR.value, SPEAKER, Role.PLACE.value, Role.WEAPON.value)
TRANSITION = "after="  # rows with this prefix hold the weights of the labels after a label
_AROUND = ((-2, "-2"), (-1, "-1"), (1, "+1"), (2, "+2"))  # tokens before and after a word that tell of it
_VERB_BEFORE = 6  # tokens in which the verb before a word is looked for
_BEGINNING = 3  # sentences of headline and lead; all later ones count alike
_OUTSIDE = "#"
_QUOTE = '"'  # stands for quotation marks of all kinds
_STEPS = ((3, None), (6, 5))  # distances to the trigger up to which they count as themselves, or alike
_FURTHEST = 9

Scores = tuple[float, ...]
Marginals = tuple[float, ...]  # a probability for each of LABELS
Tags = Mapping[int, Sequence[Marginals]]  # of the tokens of a sentence, by its index


class Tagger:
    """The trained weights; immutable after construction. *rows* have the columns feature and one for each label."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._weights: dict[str, Scores] = {}
        after: dict[str, Scores] = {}
        for row in rows:
            scores = tuple(float(row[label] or 0) for label in LABELS)
            name = row["feature"]
            if name.startswith(TRANSITION):
                after[name.removeprefix(TRANSITION)] = scores
            else:
                self._weights[name] = scores
        none = (0.0,) * len(LABELS)
        self._after = tuple(tuple(map(exp, after.get(label, none))) for label in LABELS)
        self._before = tuple(zip(*self._after, strict=True))

    def marginals(self, features: Sequence[Iterable[str]]) -> list[Marginals]:
        """For each token, given its features, the probability of each of ``LABELS``."""
        local = [self._local(names) for names in features]
        if not local:
            return []
        forward = [_normalised(local[0])]
        for scores in local[1:]:
            last = forward[-1]
            sums = (sum(map(mul, last, column)) for column in self._before)
            forward.append(_normalised([s * own for s, own in zip(sums, scores, strict=True)]))
        found = [forward[-1]]
        later: Sequence[float] = (1.0,) * len(LABELS)
        for position in range(len(local) - 2, -1, -1):
            ahead = [own * rest for own, rest in zip(local[position + 1], later, strict=True)]
            later = _normalised([sum(map(mul, row, ahead)) for row in self._after])
            found.append(_normalised([f * b for f, b in zip(forward[position], later, strict=True)]))
        return found[::-1]

    def _local(self, names: Iterable[str]) -> list[float]:
        """The exponentials of the sums of weights, the largest made 1."""
        weights = self._weights
        known = [weights[name] for name in names if name in weights]
        sums = [sum(column) for column in zip(*known, strict=True)] if known else [0.0] * len(LABELS)
        highest = max(sums)
        return [exp(value - highest) for value in sums]


def _normalised(values: Sequence[float]) -> Marginals:
    total = sum(values)
    return tuple([value / total for value in values])


@cache
def tagger() -> Tagger:
    """The shipped weights, read once."""
    return Tagger(read_table("tagger_weights.tsv"))


def tag(views: Sequence[View], frames: Sequence[Linked], model: Tagger) -> Tags:
    """The probabilities of the roles for the tokens of the sentences that are read; others have no entry."""
    return {index: model.marginals(found) for index, found in sentence_features(views, frames)}


def sentence_features(views: Sequence[View], frames: Sequence[Linked]) -> Iterator[tuple[int, list[list[str]]]]:
    """The sentences that are read, each with the features of its tokens."""
    triggers: dict[int, list[Trigger]] = defaultdict(list)
    slots: dict[tuple[int, int], set[str]] = defaultdict(set)
    for member in frames:
        triggers[member.frame.sentence].extend(member.frame.triggers)
        for slot, _ in member.fillers:
            for index in range(slot.first, slot.last):
                slots[slot.sentence, index].add(slot.role.value)
    told = {index for index, found in triggers.items() if found}
    for view in views:
        at = view.sentence.index
        if at == 0 or told & {at - 1, at, at + 1}:
            yield at, list(_features(view, triggers.get(at, ()), slots))


def _features(
    view: View, triggers: Sequence[Trigger], slots: Mapping[tuple[int, int], set[str]]
) -> Iterator[list[str]]:
    sentence = min(_BEGINNING, view.sentence.index)
    norms = [_QUOTE if view.is_quote(index) else token.norm for index, token in enumerate(view.tokens)]
    stems = list(map(light_stem, norms))
    around = [list(_of_neighbour(view, index)) for index in range(len(view.tokens))]
    verb = ""
    verb_at = -_VERB_BEFORE
    for index in range(len(view.tokens)):
        found = ["bias", f"sentence={sentence}", *_of_word(view, index, norms[index], stems[index])]
        for offset, sign in _AROUND:
            at = index + offset
            inside = 0 <= at < len(stems)
            found.append(f"stem{sign}={stems[at] if inside else _OUTSIDE}")
            if inside and around[at]:
                found += [f"{name}{sign}={value}" for name, value in around[at]]
        found += (f"slot={role}" for role in sorted(slots.get((view.sentence.index, index), ())))
        if triggers:
            found += _to_trigger(index, triggers)
        if index - verb_at <= _VERB_BEFORE:
            found.append(f"verb={verb}")
        if view.is_verb(index):
            verb, verb_at = stems[index], index
        yield found


def _of_neighbour(view: View, index: int) -> Iterator[tuple[str, str]]:
    for reading in view.readings[index][:1]:
        yield "class", reading.entry.category
    name = view.entity(index)
    if name is not None:
        yield "name", name.hit.kind.value


def _of_word(view: View, index: int, norm: str, stem: str) -> Iterator[str]:
    yield f"stem={stem}"
    yield f"opening={norm[:2]}"
    yield f"ending={norm[-2:]}"
    yield f"ending={norm[-3:]}"
    for reading in view.readings[index][:2]:
        yield f"class={reading.entry.category}"
        yield f"class={reading.entry.category}:{reading.entry.value}"
    name = view.entity(index)
    if name is not None:
        yield f"name={name.hit.kind.value}"
        yield f"name={name.entry.entity.entity_class.value}"
    if view.is_verb(index):
        yield "is verb"
    if view.number(index) is not None:
        yield "is number"
    if view.date(index) is not None:
        yield "is date"
    if view.has_article(index):
        yield "definite"
    proclitic = view.proclitic(index)
    if proclitic:
        yield f"with={proclitic}"
    for kind in view.functions[index]:
        yield f"function={kind}"


def _to_trigger(index: int, triggers: Sequence[Trigger]) -> Iterator[str]:
    """Where a word stands to the nearest trigger, and to which."""
    nearest = min(triggers, key=lambda t: min(abs(t.first - index), abs(t.last - 1 - index)))
    distance = index - nearest.last + 1 if index >= nearest.last else min(0, index - nearest.first)
    far = next((most or abs(distance) for least, most in _STEPS if abs(distance) <= least), _FURTHEST)
    side = "+" if distance > 0 else "-" if distance < 0 else "="
    yield f"distance={side}{far}"
    yield f"distance={side}{far}&frame={nearest.frame}"
    yield f"trigger={nearest.lemma}{side}"
