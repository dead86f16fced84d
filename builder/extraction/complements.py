"""What prepositions after a trigger tell.

ضد and على give the target, ب the weapon, من قبل and على يد the agent, في and words of nearness the place.

Read in the order of the text until the sentence turns to something else: a stop, "that", "while", "according to", or
the trigger of another incident.
"""

from __future__ import annotations

from builder.extraction.constituents import (
    head_of,
    is_agentive,
    is_patientive,
    is_several,
    phrase_at,
    skip_dates,
    weapon_at,
)
from builder.extraction.lexicon import BI, LI, WA
from builder.extraction.slots import Collector, Rule
from builder.extraction.speakers import source_phrase
from builder.extraction.words import STOPS, Range
from builder.model import Basis, PlaceRole

LOCATIVE = frozenset({"in", "near", "at", "outside", "over", "under"})
_REACH = 28  # tokens after a trigger in which its complements stand
_SIDES = 4  # parties of one fight that are read at the most, besides the first
_BETWEEN_SIDES = 4  # tokens between one side of a fight and the و of the next
_NEXT = 1  # tokens that may stand between a trigger and its ل
_TURNS = frozenset({"while", "where", "but", "also", "although", "result"})
_TAKING_ON = frozenset({"agent", "patient", "event", "subject"})  # frames with the target after على
_LAUNCHED = frozenset({"RocketAttack", "DroneStrike"})  # types for which "from" tells the place of launch

_BY_PHRASE = Rule("by-phrase", 0.85)
_AGENT_WITH_LI = Rule("agent with li", 0.7)
_PATIENT_WITH_LI = Rule("patient with li", 0.65)
_RELATIVE_CLAUSE = Rule("relative clause", 0.85)
_WITH = Rule("with", 0.85)
_BY_MEANS = Rule("by means of", 0.8)
_JOINED_WEAPON = Rule("coordination", 0.8)
_JOINED_TARGET = Rule("coordination", 0.65)
_JOINED_PLACE = Rule("coordination", 0.65)
_BI_PLACE = Rule("bi", 0.75)
_BI_FACILITY = Rule("bi", 0.6)
_AGAINST = Rule("against", 0.8)
_ON_PLACE = Rule("on a place", 0.75)
_FROM = Rule("from", 0.6)
_IN = Rule("in", 0.75)
_NEAR = Rule("near", 0.75)
_FACILITY_CONFIDENCE = 0.65  # a facility without a name may be that of another sentence


def read_complements(slots: Collector) -> None:
    """Add the slots that the complements to the right of a trigger give."""
    view = slots.view
    at = slots.trigger.last
    end = min(len(view.tokens), at + _REACH)
    while at < end:
        locution = view.phrase(at, "locution")
        if locution is not None:
            if locution.entry.value == "stop":
                break
            at = _agent(slots, locution.last) if locution.entry.value == "by" else locution.last
            continue
        if _stops(slots, at):
            break
        number = view.number(at)
        at = number.last if number is not None and not _counts_weapon(slots, at) else _complement(slots, at)


def _stops(slots: Collector, at: int) -> bool:
    view = slots.view
    if at in slots.others or view.function(at, "according") is not None or view.function(at, "comp") is not None:
        return True
    if view.is_verb(at) and view.is_coordinated(at):
        return True  # the next clause
    return view.function(at, "sub") in _TURNS or view.tokens[at].surface in STOPS


def _counts_weapon(slots: Collector, at: int) -> bool:
    """Whether a number word carries the preposition of a weapon: "with two drones", "with 4 rockets"."""
    view = slots.view
    number = view.number(at)
    if number is None or number.first != at:
        return False
    return bool(view.proclitic(at)) or weapon_at(view, at) is not None


def _complement(slots: Collector, at: int) -> int:
    """Read the complement at *at*; the index after it, or after the word where there is none."""
    view = slots.view
    preposition = view.function(at, "prep")
    if preposition is not None and at + 1 < len(view.tokens):
        return _prepositional(slots, at, preposition)
    letter = view.proclitic(at)
    if letter == BI:
        return _with_bi(slots, at)
    if letter == LI and (end := _with_li(slots, at)) > at:
        return end
    verb = view.reading(at, "light", "claim")
    if verb is not None and verb.is_verb and view.is_verb(at) and verb.clitics.enclitic:
        return _done_by(slots, at, Basis.CLAIMED if verb.entry.category == "claim" else Basis.STATED)
    return at + 1


def _with_li(slots: Collector, at: int) -> int:
    """Read agent or patient after ل right behind the trigger; the index after it, else *at*."""
    view, frame = slots.view, slots.trigger.frame
    end = view.noun_phrase(at)
    if at - slots.trigger.last > _NEXT or end == at:
        return at
    if frame in ("agent", "event") and is_agentive(view, (at, end)):
        slots.perpetrator((at, end), _AGENT_WITH_LI)
        return end
    if frame == "patient" and view.has_article(at) and not view.names(at, end, "outlet"):
        slots.attacked((at, end), _PATIENT_WITH_LI)
        return end
    return at


def _done_by(slots: Collector, at: int, basis: Basis) -> int:
    """Read a relative clause on the attack: "which X carried out", "which X claimed"."""
    view = slots.view
    words = phrase_at(view, skip_dates(view, at + 1))
    if words is None:
        return at + 1
    slots.perpetrator(words, _RELATIVE_CLAUSE, basis)
    return max(source_phrase(view, words[0]), words[1])


def _with_bi(slots: Collector, at: int) -> int:
    """Read weapon, place or facility after the letter ب."""
    view = slots.view
    weapon = weapon_at(view, at)
    if weapon is not None:
        return _weapons(slots, weapon)
    name = view.entity(at)
    if name is not None and name.hit.kind == "place":
        slots.place((name.first, name.last), _BI_PLACE)
        return name.last
    end = view.noun_phrase(at)
    if end > at and view.reading(at, "object") is not None and view.names(at, end, "place"):
        slots.place((at, end), _BI_FACILITY)
    following = max(at + 1, end)
    return at + 1 if view.names(at, following, "place") else following


def _weapons(slots: Collector, first: Range) -> int:
    """Read a weapon after its preposition, and those joined to it."""
    view = slots.view
    slots.weapon(first, _WITH)
    at = first[1]
    while at < len(view.tokens) and view.is_coordinated(at):
        joined = weapon_at(view, at + 1 if view.tokens[at].norm == WA else at)
        if joined is None:
            break
        slots.weapon(joined, _JOINED_WEAPON)
        at = joined[1]
    return at


def _prepositional(slots: Collector, at: int, preposition: str) -> int:
    """Read what a preposition governs; the index after it, or after the preposition where it tells nothing."""
    view, trigger, noun = slots.view, slots.trigger, at + 1
    words = (noun, view.noun_phrase(noun))
    if words[1] == noun:
        return noun
    takes_on = trigger.frame in _TAKING_ON
    if preposition == "by":
        return _by(slots, noun)
    if preposition == "against" or (preposition == "on" and takes_on):
        return _against(slots, words)
    if preposition == "towards" and takes_on and not view.number(noun):
        return _against(slots, words)
    if preposition in LOCATIVE:
        return _place(slots, words, _IN if preposition == "in" else _NEAR)
    if trigger.frame == "sides" and preposition == "with":
        slots.side(words)
        return words[1]
    if trigger.frame == "sides" and preposition == "between":
        return _sides(slots, words)
    weapon = weapon_at(view, noun) if preposition == "with" else None
    if weapon is not None:
        return _weapons(slots, weapon)
    if preposition == "from" and trigger.attack_type in _LAUNCHED:
        name, relative = view.entity(noun), view.relative(noun)
        if relative is not None and relative.first == noun:
            slots.place((noun, relative.last), _FROM, PlaceRole.LAUNCH)
            return relative.last
        if name is not None and name.hit.kind == "place":
            slots.place(words, _FROM, PlaceRole.LAUNCH)
            return words[1]
    return noun


def _by(slots: Collector, noun: int) -> int:
    weapon = weapon_at(slots.view, noun)
    if weapon is None:
        return _agent(slots, noun)
    slots.weapon(weapon, _BY_MEANS)
    return weapon[1]


def _agent(slots: Collector, at: int) -> int:
    words = phrase_at(slots.view, at)
    if words is None:
        return at
    slots.perpetrator(words, _BY_PHRASE)
    return words[1]


def _sides(slots: Collector, first: Range) -> int:
    """Read the sides of a fight after "between", each joined to the one before it by و, "between" repeated or not."""
    view = slots.view
    slots.side(first)
    end = first[1]
    for _ in range(_SIDES):
        joint = end
        while joint < len(view.tokens) and joint - end < _BETWEEN_SIDES and not view.is_coordinated(joint):
            joint += 1
        if joint >= len(view.tokens) or not view.is_coordinated(joint):
            break
        start = joint + 1 if view.tokens[joint].norm == WA else joint
        if start < len(view.tokens) and view.function(start, "prep") == "between":
            start += 1
        words = (start, view.noun_phrase(start) if start < len(view.tokens) else start)
        if words[1] == start or not (is_agentive(view, words) or is_patientive(view, words)):
            break
        slots.side(words)
        end = words[1]
    return end


def _against(slots: Collector, words: Range) -> int:
    """Read what was attacked, and what is joined to it."""
    view = slots.view
    slots.attacked_or_place(words, _ON_PLACE, _AGAINST)
    at = words[1]
    while at < len(view.tokens) and view.is_coordinated(at) and not view.is_verb(at):
        last = view.noun_phrase(at) if view.tokens[at].norm != WA else view.noun_phrase(at + 1)
        if last <= at or not (is_patientive(view, (at, last)) or view.names(at, last, "actor", "place")):
            break
        slots.attacked((at, last), _JOINED_TARGET)
        at = last
    return at


def _place(slots: Collector, words: Range, rule: Rule) -> int:
    """Read a place in a locative phrase: its name, or a facility that a name or its kind tells."""
    view, head = slots.view, head_of(slots.view, words)
    names = view.names(*words, "place")
    several = is_several(view, head)
    if view.reading(head, "place-head") is not None and words[1] - words[0] > 1 and not several:
        slots.place(words, rule)
        return words[1]
    if view.reading(head, "object") is not None and (names or rule is _NEAR) and not several:
        slots.place(words, Rule(f"{rule.name}: facility", _FACILITY_CONFIDENCE))
        return words[1]
    if not names:
        return words[0]
    slots.places(words, rule)
    at = words[1]
    while at < len(view.tokens) and view.is_coordinated(at):
        joined = view.entity(at)
        if joined is None or joined.hit.kind != "place":
            break
        slots.place((joined.first, joined.last), _JOINED_PLACE)
        at = joined.last
    return at
