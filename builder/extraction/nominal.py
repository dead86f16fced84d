"""What a trigger that is a noun tells by itself: its genitive, its adjective of nationality, a weapon inside it.

A verbal noun takes its genitive as patient (استهداف القاعدة) or as agent (هجوم الحركة), as its frame in the lexicon
says, unless a second phrase shows the other.
"""

from __future__ import annotations

from builder.extraction.constituents import head_of, is_agentive, is_place, phrase_at, skip_dates, weapon_at
from builder.extraction.lexicon import LI, has_article
from builder.extraction.slots import WEAPON_OF_ATTACK, Collector, Rule
from builder.extraction.syntax import View
from builder.extraction.verbal import read_object
from builder.extraction.words import Range

_ADJECTIVE = Rule("adjective of the attack", 0.7)
_GENITIVE_PLACE = Rule("genitive", 0.8)
_GENITIVE_OF_ATTACK = Rule("genitive of the attack", 0.75)
_GENITIVE_AGENT = Rule("genitive agent", 0.75)
_GENITIVE_PATIENT = Rule("genitive patient", 0.8)
_GENITIVE_PATIENT_PLACE = Rule("genitive patient", 0.75)
_GENITIVE_WEAPON = Rule("weapon of the attack", 0.75)
_INNER_WEAPON = Rule("weapon of the attack", 0.8)


def read_noun(slots: Collector) -> None:
    """Add the demonym and the genitive of a trigger."""
    view, trigger = slots.view, slots.trigger
    for name in view.names(trigger.first, trigger.last, "demonym"):
        slots.perpetrator((name.first, name.last), _ADJECTIVE)
    at = skip_dates(view, trigger.last)
    while at < len(view.tokens) and view.reading(at, "other") is not None:
        at += 1  # another, a similar attack
    first = phrase_at(view, at)
    if first is None or view.function(at, "dem") is not None or _has_article(view, trigger.head):
        return  # a noun with the article has no genitive
    if trigger.frame == "patient":
        _patient(slots, first)
    elif trigger.frame in ("agent", "sides", "event"):
        if is_place(view, first):
            slots.place(first, _GENITIVE_PLACE)
        elif (is_agentive(view, first) or view.names(*first, "actor")) and not _only_qualifies(slots, first[0]):
            slots.perpetrator(first, _GENITIVE_OF_ATTACK)
        else:
            slots.weapon_if_any(head_of(view, first), WEAPON_OF_ATTACK)


def _has_article(view: View, index: int) -> bool:
    """Whether a trigger noun carries the article in its own reading."""
    return any(has_article(r.clitics) for r in view.readings[index] if r.entry.category == "trigger")


def _only_qualifies(slots: Collector, at: int) -> bool:
    """Whether an agent noun right after the trigger is its adjective (هجوم مسلح، هجمات مسلحة)."""
    reading = slots.view.reading(at, "agent")
    if reading is None or reading.definite:
        return False
    return reading.form.number is slots.trigger.number or reading.form.gender == "f"


def _patient(slots: Collector, first: Range) -> None:
    """The genitive of a noun whose genitive is the patient; with a patient after it, it is the agent."""
    view, after = slots.view, first[1]
    second = phrase_at(view, after)
    marked = after < len(view.tokens) and (
        view.proclitic(after) == LI or view.function(after, "prep") in ("on", "against")
    )
    if is_agentive(view, first) and (second is not None or marked):
        slots.perpetrator(first, _GENITIVE_AGENT)
        if second is not None:
            read_object(slots, second)
        return
    head = head_of(view, first)
    if view.reading(head, "weapon") is not None or weapon_at(view, head) is not None:
        slots.weapon_if_any(head, _GENITIVE_WEAPON)
        return
    slots.attacked(first, _GENITIVE_PATIENT)
    if is_place(view, first):
        slots.place(first, _GENITIVE_PATIENT_PLACE)


def read_own_weapon(slots: Collector) -> None:
    """Add a weapon inside the trigger's own words ("4 rockets were launched"), its number included."""
    view = slots.view
    for index in range(slots.trigger.first, slots.trigger.last):
        if view.reading(index, "weapon") is not None:
            number = view.number(index - 1) if index > 0 else None
            counted = number is not None and number.unit == "count"
            slots.weapon((number.first if number is not None and counted else index, index + 1), _INNER_WEAPON)
            return
