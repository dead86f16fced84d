"""The noun phrases of victims: a number of people, one person, or several joined by و and added up.

Added up are exact numbers and persons (ثلاثة جنود وشرطي, ضابط وأربعة مجندين, رجل وزوجته, قائد مع 13 آخرين); what is
joined to a vague number or counts something else than people is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.extraction.inflection import Number
from builder.extraction.lexicon import WA
from builder.extraction.numbers import NumberMention
from builder.extraction.persons import is_person_name
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import EntityClass, Quantity, QuantityKind
from builder.reference.entries import HitKind

_MEMBERS = 5  # joined groups; a longer list is more likely one of something else
_SUMMED = (QuantityKind.EXACTLY, QuantityKind.AT_LEAST, QuantityKind.ABOUT)
_THINGS = ("trigger", "weapon", "object", "times", "place-head", "site", "medium")
_PEOPLE = ("human", "agent", "family")
_SPEAKERS = (("source", "unnamed"), ("source", "spokesperson"), ("source", "reporter"), ("source", "official"))
_NOT_SINGULAR = ("ون", "ين", "ان", "ات")
_COLLECTIVE = "militia"  # a singular noun of many
_AT_LEAST_TWO = Quantity(2, None, QuantityKind.UNSPECIFIED)


@dataclass(frozen=True, slots=True)
class Victims:
    """How many people words on tokens ``[first, last)`` are, and the tokens that say who the first of them are."""

    quantity: Quantity
    first: int
    last: int
    who: Range | None


def counts_people(view: View, number: NumberMention, *, known: bool = False) -> bool:
    """Whether a number can be one of victims: it counts, and counts no attacks, weapons, buildings or occasions.

    With *known* only words for people are taken, no word that the lexicon lacks.
    """
    if number.unit != "count":
        return False
    counted = number.counted
    if counted is None or view.reading(counted, "human", "agent", "casualty") is not None:
        return True
    return not known and view.reading(counted, *_THINGS) is None


def counted_victims(view: View, number: NumberMention, *, verb: int | None = None) -> Victims:
    """The victims that a number counts, with those that are joined to them; *verb* is the index of theirs if known."""
    last = number.last
    who: Range | None = None
    if number.counted is not None:
        last = max(last, number.counted + 1)
        who = (number.counted, max(view.noun_phrase(number.counted), number.counted + 1))
    elif last + 1 < len(view.tokens) and view.function(last, "prep") == "from":
        who = (last + 1, max(view.noun_phrase(last + 1), last + 2))
        last = who[1]
    return _with_joined(view, Victims(number.value, number.first, last, who), verb)


def single_victim(view: View, at: int, *, verb: int | None = None) -> Victims | None:
    """One person named or described at a word, with those joined; "others" are at least two, other plurals nothing."""
    number = _person(view, at)
    if number is Number.SINGULAR:
        end = max(view.noun_phrase(at), at + 1)
        return _with_joined(view, Victims(Quantity(1, 1, QuantityKind.EXACTLY), at, end, (at, end)), verb)
    if number is not None and view.reading(at, "human", value="others") is not None:
        return Victims(_AT_LEAST_TWO, at, at + 1, (at, at + 1))
    return None


def is_person(view: View, at: int) -> bool:
    """Whether a word begins a noun phrase of people or of one person, or the name of one."""
    return _person(view, at) is not None


def _person(view: View, at: int) -> Number | None:
    """The number of the person or people whose noun phrase begins at a word, None where none does."""
    if view.is_punct(at) or view.is_verb(at):
        return None
    name = view.entity(at)
    if name is not None and name.first == at and name.hit.kind is not HitKind.DEMONYM:
        return Number.SINGULAR if name.entry.entity.entity_class is EntityClass.PERSON else None
    for reading in view.readings[at]:
        entry = reading.entry
        if entry.category == "force":
            return None
        if entry.value != _COLLECTIVE and (entry.category in _PEOPLE or (entry.category, entry.value) in _SPEAKERS):
            return reading.form.number
    if name is not None and name.first == at:
        return None if view.tokens[at].norm.endswith(_NOT_SINGULAR) or view.has_article(at) else Number.SINGULAR
    return Number.SINGULAR if is_person_name(view, (at, view.noun_phrase(at))) else None


def _with_joined(view: View, victims: Victims, verb: int | None = None) -> Victims:
    """The victims with those that و, "with" or "in addition to" joins to them, added up; *verb* is theirs."""
    if victims.quantity.kind not in _SUMMED or victims.quantity.low is None:
        return victims
    low, last, kind = victims.quantity.low, victims.last, victims.quantity.kind
    for _ in range(_MEMBERS):
        member = _joined(view, max(last, victims.who[1]) if victims.who is not None else last, verb)
        if member is None or member.quantity.low is None:
            break
        low, last = low + member.quantity.low, member.last
        if member.quantity.kind is not QuantityKind.EXACTLY:
            kind = QuantityKind.AT_LEAST
    if last == victims.last:
        return victims
    high = None if kind is QuantityKind.AT_LEAST else low
    return Victims(Quantity(low, high, kind), victims.first, last, victims.who)


def _joined(view: View, at: int, verb: int | None) -> Victims | None:
    """The people joined to the words before *at*, without those joined to them."""
    start = _after_conjunction(view, at)
    if start is None or start >= len(view.tokens):
        return None
    number = view.number(start)
    if number is not None:
        return _joined_number(view, number, verb) if number.first == start else None
    if view.reading(start, "casualty") is not None or _person(view, start) is not Number.SINGULAR:
        return None
    end = max(view.noun_phrase(start), start + 1)
    if end != verb and end < len(view.tokens) and view.is_verb(end):
        return None  # a new clause with its subject before the verb
    return Victims(Quantity(1, 1, QuantityKind.EXACTLY), start, end, (start, end))


def _after_conjunction(view: View, at: int) -> int | None:
    """The word after و, "with", "in addition to" at *at*; *at* itself where و is written together with it."""
    if at >= len(view.tokens):
        return None
    phrase = view.phrase(at, "addition")
    if phrase is not None:
        return phrase.last
    if view.tokens[at].norm == WA or view.function(at, "prep") == "with":
        return at + 1
    return at if view.is_coordinated(at) and not view.is_verb(at) else None


def _joined_number(view: View, number: NumberMention, verb: int | None) -> Victims | None:
    """The people of a number joined to others; dead or wounded counted as such are figures of their own."""
    counted = number.counted
    if number.value.kind not in _SUMMED or number.value.low is None or not counts_people(view, number):
        return None
    last = number.last
    if counted is None or (not view.readings[counted] and view.function(last, "prep") == "from"):
        if last + 1 >= len(view.tokens) or view.function(last, "prep") != "from":
            return None
        return Victims(number.value, number.first, max(view.noun_phrase(last + 1), last + 2), None)
    if view.reading(counted, "casualty") is not None or view.reading(counted, "human", "agent", "force") is None:
        return None
    end = max(last, view.noun_phrase(counted), counted + 1)
    if end != verb and end < len(view.tokens) and view.is_verb(end):
        return None
    return Victims(number.value, number.first, end, (counted, end))
