"""Killed and wounded: how many, of whom, in which words.

A figure is read beside its cue: after it (مقتل خمسة جنود، أصيب عشرون شخصا), before it (خمسة قتلى، ثلاثة أشخاص قتلوا),
or after "to" (ارتفعت حصيلة القتلى إلى عشرين). A singular noun is one (مقتل جندي), a noun and a number joined by و add
up (ضابط وثلاثة جنود). A plural without a number gives no figure. Sub-groups ("among them two children") are figures
of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.extraction.inflection import Number
from builder.extraction.lexicon import WA
from builder.extraction.numbers import NumberMention
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import Quantity, QuantityKind, Role

_FAR = 16  # tokens between a verb of killing and its figure where the attack stands between them
_WINDOW = 5  # tokens between a cue and its figure
_SUBJECT_WINDOW = 7  # tokens from the figure of a subject to its verb; its noun phrase is longer than an object's
_WEAK_WINDOW = 2  # tokens from a word that only may be a cue to its number
_VICTIMS = ("human", "agent", "source")


@dataclass(frozen=True, slots=True)
class Casualty:
    """A figure: its words on tokens ``[first, last)``, the cue's token, the group's tokens, all of one sentence."""

    role: Role
    quantity: Quantity
    first: int
    last: int
    cue: int
    who: Range | None


def find_casualties(view: View) -> tuple[Casualty, ...]:
    """All figures of a sentence, each number used once; a cue takes the figure after it before the one before it."""
    found: list[Casualty] = []
    used: set[int] = set()
    for index in range(len(view.tokens)):
        role = _cue(view, index)
        if role is None:
            continue
        casualty = _beside(view, index, role, used)
        if casualty is not None:
            found.append(casualty)
            used.update(range(casualty.first, casualty.last))
    found.extend(_subgroups(view, found, used))
    return tuple(found)


def _cue(view: View, index: int) -> Role | None:
    phrase = view.phrases.get(index)
    if phrase is not None and phrase.entry.category == "casualty":
        return Role(phrase.entry.value)
    verb = view.is_verb(index)
    for reading in view.readings[index]:
        entry = reading.entry
        if entry.category == "casualty" and reading.is_verb == verb and (entry.strong or _weak_ok(view, index)):
            return Role(entry.value)
    return None


def _weak_ok(view: View, index: int) -> bool:
    """Whether a weak cue is counted (17 جثة), or has a number of people or of dead right after it (سقط عشرة قتلى)."""
    for number in view.numbers:
        if number.unit == "count" and number.counted == index:
            return True
        if number.unit == "count" and index < number.first <= index + _WEAK_WINDOW:
            counted = number.counted
            return counted is not None and view.reading(counted, "human", "agent", "casualty") is not None
    return False


def _beside(view: View, cue: int, role: Role, used: set[int]) -> Casualty | None:
    """The figure of a cue, none of the numbers in *used*."""
    reading = view.reading(cue, "casualty")
    counted_noun = reading is not None and not reading.is_verb and reading.form.number is not Number.SINGULAR
    figure_noun = reading is not None and not reading.is_verb and reading.entry.frame == "counted"
    if counted_noun or figure_noun:
        own = _number_on(view, cue, used)
        return _casualty(view, role, own, cue) if own is not None else _after_to(view, cue, role, used)
    right = _to_the_right(view, cue, role, used)
    if right is not None:
        return right
    before = _number_before(view, cue, used)
    return _casualty(view, role, before, cue) if before is not None else None


def _number_on(view: View, index: int, used: set[int]) -> NumberMention | None:
    """The number that counts the noun at *index*, that stands right before it, or that it is itself (a dual)."""
    for number in view.numbers:
        on = number.counted == index or number.first <= index < number.last or number.last == index
        if on and number.unit == "count" and number.first not in used:
            return number
    return None


def _after_to(view: View, cue: int, role: Role, used: set[int]) -> Casualty | None:
    """The figure of "the number of dead rose to N"."""
    for number in view.numbers:
        near = cue < number.first <= cue + _WINDOW and number.first not in used
        if near and number.unit == "count" and view.function(number.first - 1, "prep") == "to":
            return _casualty(view, role, number, cue)
    return None


def _to_the_right(view: View, cue: int, role: Role, used: set[int]) -> Casualty | None:
    """The figure after a cue, a single victim included; after an attack as subject ("the shelling killed") further."""
    phrase = view.phrase(cue, "casualty")
    at = phrase.last if phrase is not None else cue + 1
    subject = view.is_verb(cue) and at < len(view.tokens) and view.reading(at, "trigger", "agent", "weapon") is not None
    limit = min(len(view.tokens), at + (_FAR if subject else _WINDOW))
    while at < limit:
        number = view.number(at)
        if number is not None and number.unit == "count" and number.first not in used:
            return _casualty(view, role, number, cue)
        if view.function(at, "comp") is not None or (view.is_verb(at) and at > cue):
            return None
        if view.is_punct(at) and not (subject and view.is_comma(at)):
            return None
        victim = None if subject else next((r for r in view.readings[at] if r.entry.category in _VICTIMS), None)
        if victim is not None and not view.proclitic(at):
            return _single(view, cue, role, at, victim.form.number)
        if not subject and not _skippable(view, at):
            return None
        at += 1
    return None


def _skippable(view: View, at: int) -> bool:
    return (
        bool(view.functions[at]) or view.date(at) is not None or bool(view.proclitic(at)) or view.entity(at) is not None
    )


def _single(view: View, cue: int, role: Role, at: int, number: Number) -> Casualty | None:
    """A singular noun is one victim; with "and N soldiers" after it one more than N."""
    if number is not Number.SINGULAR:
        return None
    end = max(view.noun_phrase(at), at + 1)
    joined = _joined_number(view, end)
    if joined is None:
        return Casualty(role, Quantity(1, 1, QuantityKind.EXACTLY), at, end, cue, (at, end))
    count = 1 + (joined.value.low or 0)
    last = max(joined.last, (joined.counted or joined.last - 1) + 1)
    return Casualty(role, Quantity(count, count, QuantityKind.EXACTLY), at, last, cue, (at, end))


def _joined_number(view: View, at: int) -> NumberMention | None:
    """The exact count that و joins to the words before *at*, written together with it or apart."""
    if at >= len(view.tokens):
        return None
    apart = view.tokens[at].norm == WA
    number = view.number(at + 1) if apart and at + 1 < len(view.tokens) else view.number(at)
    exact = number is not None and number.unit == "count" and number.value.kind is QuantityKind.EXACTLY
    return number if exact and (apart or view.is_coordinated(at)) else None


def _number_before(view: View, cue: int, used: set[int]) -> NumberMention | None:
    """The number of a subject before a verb: nothing but its noun phrase may stand between."""
    for number in reversed(view.numbers):
        if number.unit != "count" or number.first in used or number.last > cue or cue - number.first > _SUBJECT_WINDOW:
            continue
        end = view.noun_phrase(number.first)
        return number if end == cue or number.last == cue else None
    return None


def _casualty(view: View, role: Role, number: NumberMention, cue: int) -> Casualty:
    last = number.last
    who: Range | None = None
    if number.counted is not None:
        last = max(last, number.counted + 1)
        who = (number.counted, max(view.noun_phrase(number.counted), number.counted + 1))
    elif last + 1 < len(view.tokens) and view.function(last, "prep") == "from":
        who = (last + 1, max(view.noun_phrase(last + 1), last + 2))
        last = who[1]
    return Casualty(role, number.value, number.first, last, cue, who)


def _subgroups(view: View, found: list[Casualty], used: set[int]) -> list[Casualty]:
    """Figures of a part of the last figure before ("among them N")."""
    groups: list[Casualty] = []
    for index in range(len(view.tokens)):
        if view.function(index, "subgroup") is None:
            continue
        before = [c for c in found if c.first < index]
        number = view.number(index + 1) if index + 1 < len(view.tokens) else None
        if before and number is not None and number.unit == "count" and number.first not in used:
            group = _casualty(view, before[-1].role, number, before[-1].cue)
            groups.append(group)
            used.update(range(group.first, group.last))
    return groups
