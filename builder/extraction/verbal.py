"""Subject and object of a trigger that is a verb.

The subject stands before the verb (after "that", before a relative pronoun, or at the beginning) or right after it,
then the object. A verb of killing whose subject is an attack ("the shelling killed five") takes no argument here: its
figure is read by :mod:`builder.extraction.casualties`.
"""

from __future__ import annotations

from builder.extraction.constituents import (
    head_of,
    is_agentive,
    is_country,
    is_patientive,
    phrase_at,
    skip_adjuncts,
    skip_dates,
)
from builder.extraction.slots import WEAPON_OF_ATTACK, Collector, Rule
from builder.extraction.speakers import phrase_before
from builder.extraction.words import Range
from builder.text.normalize import normalize_word

_DAMMA = "\u064f"
_SHOWS_PASSIVE = 3  # letters and dammas of a verb within which a damma is that of its first radical
_SUBJECT_BEFORE = Rule("subject before verb", 0.8)
_SUBJECT_AFTER = Rule("subject after verb", 0.8)
_OBJECT = Rule("object", 0.75)


def read_verb(slots: Collector) -> None:
    """Add the subject and the object of a trigger."""
    view, trigger = slots.view, slots.trigger
    subject = _subject_before(slots)
    first = phrase_at(view, skip_dates(view, trigger.last))
    if subject is not None:
        if first is not None:
            read_object(slots, first)
        _subject(slots, subject, _SUBJECT_BEFORE)
        return
    if first is None:
        return
    if trigger.frame == "sides":
        slots.side(first)
        return
    second = phrase_at(view, skip_dates(view, first[1]))
    doer = is_agentive(view, first) or (second is not None and is_country(view, first))
    if doer and (second is not None or not trigger.casualty) and not _passive(slots):
        _subject(slots, first, _SUBJECT_AFTER)
        if second is not None and (not is_agentive(view, second) or is_patientive(view, second)):
            read_object(slots, second)
        return
    attack = view.reading(first[0], "trigger") is not None
    if attack and not trigger.casualty:
        hit = phrase_at(view, skip_adjuncts(view, first[1]))
        if hit is not None:
            read_object(slots, hit)
    attack_kills = trigger.casualty and attack and second is not None
    if not attack_kills and not view.names(*first, "outlet"):
        read_object(slots, first)


def _passive(slots: Collector) -> bool:
    """Whether a vowel sign shows the verb as passive; most text has none."""
    surface = slots.view.tokens[slots.trigger.head].surface
    letters = [sign for sign in surface if sign == _DAMMA or normalize_word(sign)]  # other marks may stand before it
    return _DAMMA in letters[:_SHOWS_PASSIVE]


def _subject_before(slots: Collector) -> Range | None:
    """The noun phrase before the verb, or before the relative pronoun that opens the verb's clause."""
    view, head = slots.view, slots.trigger.head
    relative = head > 0 and view.function(head - 1, "rel") is not None
    return phrase_before(view, head - 1 if relative else head, speaker=False)


def _subject(slots: Collector, words: Range, rule: Rule) -> None:
    view, head = slots.view, head_of(slots.view, words)
    agentive = is_agentive(view, words)
    if view.reading(words[0], "trigger", "casualty") is not None and not agentive:
        return
    if agentive or is_country(view, words) or view.names(*words, "actor"):
        slots.perpetrator(words, rule)
    if view.reading(head, "weapon") is not None or head in view.phrases:
        slots.weapon_if_any(head, WEAPON_OF_ATTACK)


def read_object(slots: Collector, words: Range) -> None:
    """Add what a verb's object is: target, place or weapon; an attack as object gives nothing."""
    head = head_of(slots.view, words)
    if slots.view.reading(head, "trigger", "casualty", "responsibility", "weapon") is not None:
        slots.weapon_if_any(head, WEAPON_OF_ATTACK)
    else:
        slots.attacked(words, _OBJECT)
