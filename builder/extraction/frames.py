"""One frame for each incident that a sentence tells: triggers that belong together, with arguments, figures and date.

Triggers of one sentence belong together where one is the other's subject (هجوم استهدف), where one names the means of
the other (قتل في تفجير), where they touch (عملية اغتيال), or where a definite noun takes the former up (وأدى الهجوم
إلى). Words that only count victims join the nearest attack of their sentence; a sentence without an attack gives a
report, which a later step adds to the incident it tells of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builder.extraction.arguments import find_arguments
from builder.extraction.attribution import Attribution
from builder.extraction.casualties import Casualty
from builder.extraction.circumstances import date_of_attack, places_of_sentence, weapons_of_sentence
from builder.extraction.frame import Frame
from builder.extraction.inflection import Number
from builder.extraction.lexicon import BI
from builder.extraction.numbers import NumberMention
from builder.extraction.slots import Rule, Slot, in_reading_order, make_slot, surest
from builder.extraction.speakers import phrase_before
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.extraction.words import Range
from builder.model import Role

_MEANS = frozenset({"in", "by", "with"})
_MEANS_SUB = frozenset({"during", "because"})
_TELLING = frozenset({"responsibility", "denial", "attribution"})
_VAGUE = frozenset({"people", "others"})  # "persons" says nothing of who was attacked
_EVIDENCE = ("weapon", "agent")
_TOUCHING = 1  # tokens between two triggers of one incident (a preposition, a quotation mark)
_LONGEST_ANTECEDENT = 6  # tokens before a relative pronoun that are searched where they read as no noun phrase
_VICTIMS = Rule("victims", 0.5)
_PLACE_OF_COUNT = Rule("place of a count", 0.8)


def build_frames(
    view: View, triggers: Sequence[Trigger], attributions: Sequence[Attribution], casualties: Sequence[Casualty]
) -> tuple[Frame, ...]:
    """The frames of a sentence, in the order of their first triggers."""
    groups = _groups(view, triggers)
    if not groups:
        report = _report(view, attributions, casualties)
        return (report,) if report is not None else ()
    of_group: list[list[Casualty]] = [[] for _ in groups]
    for casualty in casualties:
        of_group[_nearest(groups, casualty.cue)].append(casualty)
    frames: list[Frame] = []
    for group, figures in zip(groups, of_group, strict=True):
        others = frozenset(t.first for other in groups if other is not group for t in other if not t.casualty)
        frames.extend(_by_occasions(_frame(view, group, figures, attributions, others)))
    return tuple(frames)


def _report(view: View, attributions: Sequence[Attribution], casualties: Sequence[Casualty]) -> Frame | None:
    """The frame of a sentence without an attack, None where it neither tells nor says anything of one."""
    told = bool(casualties) or any(p.entry.category == "outcome" for p in view.phrases.values())
    told = told or any(a.act in _TELLING for a in attributions)
    if not told and all(a.source is None for a in attributions):
        return None
    return Frame(
        view,
        triggers=(),
        slots=(),
        casualties=tuple(casualties),
        date=view.dates[0] if view.dates else None,
        statement_date=True,
        attributions=tuple(attributions),
        remark=not told,
    )


def _groups(view: View, triggers: Sequence[Trigger]) -> list[list[Trigger]]:
    """The triggers of each incident; victims alone are one only where the sentence names a weapon or an attacker."""
    groups: list[list[Trigger]] = []
    victims = [t for t in triggers if t.casualty]
    for trigger in triggers:
        if trigger.casualty:
            continue
        home = next((g for g in reversed(groups) if any(_belong(view, t, trigger) for t in g)), None)
        if home is None:
            groups.append([trigger])
        else:
            home.append(trigger)
    if groups:
        for victim in victims:
            groups[_nearest(groups, victim.head)].append(victim)
    elif victims and any(view.reading(i, *_EVIDENCE) is not None for i in range(len(view.tokens))):
        groups.append(victims)
    return groups


def _nearest(groups: Sequence[Sequence[Trigger]], index: int) -> int:
    """The position of the group with the trigger nearest to a word, the first one of equals."""
    return min(range(len(groups)), key=lambda at: min(abs(t.head - index) for t in groups[at]))


def _belong(view: View, first: Trigger, second: Trigger) -> bool:
    """Whether the later trigger tells of the same incident as the earlier one."""
    if second.count is None and second.first <= first.last + _TOUCHING:
        return True
    if second.verb:
        subject = _subject(view, second.head)
        return subject is not None and subject[0] <= first.head < subject[1]
    if second.count is not None or any(view.function(i, "comp") is not None for i in range(first.last, second.first)):
        return False
    before = second.first - 1
    if before > first.head and _tells_means(view, second.first):
        return True
    taken_up = second.definite and second.number is Number.SINGULAR
    return taken_up and not first.several and "after" not in view.functions[max(0, before)].values()


def _subject(view: View, verb: int) -> Range | None:
    if verb > 0 and view.function(verb - 1, "rel") is not None:
        antecedent = (max(0, verb - _LONGEST_ANTECEDENT), verb - 1)
        return phrase_before(view, verb - 1, speaker=False) or antecedent
    return phrase_before(view, verb, speaker=False)


def _tells_means(view: View, index: int) -> bool:
    """Whether a trigger stands after "in", "by", "with", "during", "because of"."""
    before = index - 1
    preposition = view.function(before, "prep") in _MEANS or view.function(before, "sub") in _MEANS_SUB
    return preposition or view.proclitic(index) == BI


def _frame(
    view: View,
    group: Sequence[Trigger],
    figures: Sequence[Casualty],
    attributions: Sequence[Attribution],
    others: frozenset[int],
) -> Frame:
    """The frame of the triggers of one incident; *others* are the first words of the other incidents' triggers."""
    slots = surest(slot for trigger in group for slot in find_arguments(view, trigger, others))
    for slot in (*weapons_of_sentence(view, group, others), *_victims(view, figures)):
        slots.setdefault((slot.role, slot.first), slot)
    if not any(role is Role.PLACE for role, _ in slots):
        slots.update({(slot.role, slot.first): slot for slot in places_of_sentence(view, group, others)})
    alone = not others
    date, announced = date_of_attack(view, group, attributions, alone=alone)
    return Frame(
        view,
        tuple(group),
        in_reading_order(slots.values()),
        tuple(figures),
        date,
        announced,
        next((t.count for t in group if t.count is not None), None),
        attributions=tuple(a for a in attributions if alone or any(a.covers(t.head) for t in group)),
    )


def _victims(view: View, figures: Sequence[Casualty]) -> list[Slot]:
    """The groups of the killed and wounded as targets, where their words say who they are."""
    found: list[Slot] = []
    for figure in figures:
        people = view.reading(figure.who[0], "human", "agent") if figure.who is not None else None
        if figure.who is not None and people is not None and people.entry.value not in _VAGUE:
            found.append(make_slot(view, Role.TARGET, figure.who, _VICTIMS))
    return found


def _by_occasions(frame: Frame) -> list[Frame]:
    """A frame counted by occasions: one count makes it a series, several with their places make parts."""
    counts = _occasions(frame)
    if not counts:
        return [frame]
    if len(counts) == 1:
        return [replace(frame, count=counts[0])]
    shared = [slot for slot in frame.slots if slot.role is not Role.PLACE]
    ends = [*(count.first for count in counts[1:]), len(frame.view.tokens)]
    parts: list[Frame] = []
    for count, end in zip(counts, ends, strict=True):
        names = frame.view.names(count.first, end, "place")
        last = names[-1].last if names else count.last
        trigger = replace(frame.triggers[0], first=count.first, last=last, count=count)
        slots = (*shared, *_places_between(frame, (count.first, end)))
        parts.append(replace(frame, triggers=(trigger,), slots=slots, count=count, part=True))
    return parts


def _occasions(frame: Frame) -> list[NumberMention]:
    """Numbers that count occasions (23 مرة) after the frame's first trigger."""
    view, start = frame.view, min(t.first for t in frame.triggers)
    counts = [n for n in view.numbers if n.unit == "count" and n.first > start]
    return [n for n in counts if n.counted is not None and view.reading(n.counted, "times") is not None]


def _places_between(frame: Frame, words: Range) -> list[Slot]:
    known = [slot for slot in frame.slots if slot.role is Role.PLACE and words[0] <= slot.first < words[1]]
    if known:
        return known
    names = frame.view.names(*words, "place")
    return [make_slot(frame.view, Role.PLACE, (name.first, name.last), _PLACE_OF_COUNT) for name in names]
