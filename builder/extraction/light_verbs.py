"""Light verbs before a trigger noun (شن، نفذ، تعرض لـ، وقع، هز), which lend it their subject and place."""

from __future__ import annotations

from collections.abc import Iterator

from builder.extraction.complements import LOCATIVE
from builder.extraction.constituents import is_place, phrase_at, skip_dates
from builder.extraction.slots import Collector, Rule
from builder.extraction.speakers import phrase_before
from builder.extraction.words import STOPS, Range

_BACK = 13  # tokens before a trigger in which a light verb stands
_PLACES = 2  # names of places after one preposition: the place and what it lies in
_SUBJECT = Rule("subject of a light verb", 0.85)
_SUBJECT_PLACE = Rule("subject of a light verb", 0.8)
_JOINED = Rule("coordination", 0.75)
_SHAKEN_PLACE = Rule("shaken", 0.75)
_SHAKEN = Rule("shaken", 0.65)
_IN = Rule("in", 0.7)


def read_light_verb(slots: Collector) -> None:
    """Add what the nearest light verb or its noun before a trigger tells."""
    view, first = slots.view, slots.trigger.first
    for index in range(first - 1, max(-1, first - 1 - _BACK), -1):
        if view.tokens[index].surface in STOPS or view.function(index, "comp") is not None:
            return
        reading = view.reading(index, "light")
        if reading is not None and view.is_verb(index) == reading.is_verb:
            _light(slots, index, reading.entry.value)
            return


def _light(slots: Collector, index: int, value: str) -> None:
    if value == "shake":
        _shaken(slots)
        return
    words = _subject(slots, index)
    if words is None:
        return
    if value in ("agent", "retaliation"):
        slots.perpetrator(words, _SUBJECT)
    elif value == "patient":
        slots.target(words, _SUBJECT)
        for joined in _coordinated(slots, words[1]):
            slots.target(joined, _JOINED)
        _places_between(slots, words[1])
    elif value == "place" and is_place(slots.view, words):
        slots.place(words, _SUBJECT_PLACE)
    elif value == "occur":
        _places_between(slots, index + 1)


def _subject(slots: Collector, verb: int) -> Range | None:
    """The phrase between a light verb and the trigger, else the one before the verb, in the position of a speaker."""
    view, first = slots.view, slots.trigger.first
    at = skip_dates(view, verb + 1)
    words = phrase_at(view, at) if at < first else None
    words = words or phrase_before(view, verb)
    return words if words is not None and words[1] <= first else None


def _shaken(slots: Collector) -> None:
    """What an explosion shakes: the phrase after it."""
    words = phrase_at(slots.view, skip_dates(slots.view, slots.trigger.last))
    if words is not None:
        slots.attacked_or_place(words, _SHAKEN_PLACE, _SHAKEN)


def _coordinated(slots: Collector, at: int) -> Iterator[Range]:
    view, first = slots.view, slots.trigger.first
    while at < first and view.is_coordinated(at):
        end = view.noun_phrase(at, first)
        if end <= at:
            return
        yield at, end
        at = end


def _places_between(slots: Collector, first: int) -> None:
    """The places after the first locative preposition before the trigger."""
    for index in range(first, slots.trigger.first):
        if slots.view.function(index, "prep") in LOCATIVE:
            slots.places((index + 1, slots.trigger.first), _IN, most=_PLACES)
            return
