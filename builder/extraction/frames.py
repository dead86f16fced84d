"""One frame for each incident that a sentence tells: triggers that belong together, with arguments, figures and date.

Triggers of one sentence belong together where one is the other's subject (هجوم استهدف), where one names the means of the
other (قتل في تفجير), where they touch (عملية اغتيال), or where a definite noun takes the former up (وأدى الهجوم إلى). Words that only
count victims join the nearest attack of their sentence; a sentence without an attack gives a report, which a later step
adds to the incident it tells of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.extraction.arguments import Slot, find_arguments
from builder.extraction.attribution import Attribution, phrase_before
from builder.extraction.casualties import Casualty
from builder.extraction.dates import DateMention
from builder.extraction.inflection import Number
from builder.extraction.numbers import NumberMention
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import PlaceRole, Role

_MEANS = frozenset({"in", "by", "with"})
_MEANS_SUB = frozenset({"during", "because"})
_TELLING = frozenset({"responsibility", "denial", "attribution"})
_VAGUE = frozenset({"people", "others"})  # "persons" says nothing of who was attacked
_EVIDENCE = ("weapon", "agent")


@dataclass(frozen=True, slots=True)
class Frame:
    """What one sentence tells of one incident; without triggers it is a report on an incident told elsewhere.

    ``remark`` frames only have a speaker. ``part`` frames are counted parts of a total in the same sentence. ``statement_date`` says that the date is only
    that of the announcement.
    """

    view: View
    triggers: tuple[Trigger, ...]
    slots: tuple[Slot, ...]
    casualties: tuple[Casualty, ...] = ()
    date: DateMention | None = None
    statement_date: bool = False
    count: NumberMention | None = None
    part: bool = False
    attributions: tuple[Attribution, ...] = ()
    remark: bool = False

    @property
    def sentence(self) -> int:
        """The index of the sentence."""
        return self.view.sentence.index

    @property
    def head(self) -> Trigger | None:
        """The strongest trigger: no casualty word if there is another, then the most specific type."""
        ranked = sorted(self.triggers, key=lambda t: (t.casualty, not t.strong, t.attack_type == "Attack", t.first))
        return ranked[0] if ranked else None

    @property
    def new_topic(self) -> bool:
        """Whether the sentence opens with words that turn to something else, or tells of "another" attack."""
        phrases = self.view.phrases.values()
        turned = any(p.entry.category == "segment" and p.first <= 2 for p in phrases)
        return turned or any(t.other for t in self.triggers)

    @property
    def reports_only(self) -> bool:
        """Whether the sentence has no attack of its own."""
        return not self.triggers

    def of_role(self, role: Role) -> list[Slot]:
        """The slots of a role."""
        return [slot for slot in self.slots if slot.role is role]


def build_frames(
    view: View, triggers: Sequence[Trigger], attributions: Sequence[Attribution], casualties: Sequence[Casualty]
) -> tuple[Frame, ...]:
    """The frames of a sentence, in the order of their first triggers."""
    attacks = [t for t in triggers if not t.casualty]
    victims = [t for t in triggers if t.casualty]
    groups = _group(view, attacks)
    if not groups and victims and _violent(view):
        groups = [victims]
    elif groups:
        for victim in victims:
            _nearest(groups, victim.head).append(victim)
    if not groups:
        told = casualties or any(p.entry.category == "outcome" for p in view.phrases.values())
        told = told or any(a.act in _TELLING for a in attributions)
        spoken = any(a.source is not None for a in attributions)
        return (_report(view, attributions, casualties, told=bool(told)),) if told or spoken else ()
    of_group: list[list[Casualty]] = [[] for _ in groups]
    for casualty in casualties:
        of_group[groups.index(_nearest(groups, casualty.cue))].append(casualty)
    frames: list[Frame] = []
    for group, figures in zip(groups, of_group, strict=True):
        others = frozenset(t.first for other in groups if other is not group for t in other if not t.casualty)
        frames.extend(_frame(view, group, figures, attributions, others))
    return tuple(frames)


def _violent(view: View) -> bool:
    """Whether a sentence of victims names a weapon, an attacker or a shooting."""
    return any(view.reading(i, *_EVIDENCE) is not None for i in range(len(view.tokens)))


def _report(view: View, attributions: Sequence[Attribution], casualties: Sequence[Casualty], *, told: bool) -> Frame:
    date = view.dates[0] if view.dates else None
    return Frame(
        view, (), (), tuple(casualties), date, statement_date=True, attributions=tuple(attributions), remark=not told
    )


def _group(view: View, triggers: Sequence[Trigger]) -> list[list[Trigger]]:
    groups: list[list[Trigger]] = []
    for trigger in triggers:
        home = next((g for g in reversed(groups) if any(_belong(view, t, trigger) for t in g)), None)
        if home is None:
            groups.append([trigger])
        else:
            home.append(trigger)
    return groups


def _belong(view: View, first: Trigger, second: Trigger) -> bool:
    """Whether the later trigger tells of the same incident as the earlier one."""
    if second.first <= first.last + 1 and second.count is None:
        return True
    if second.verb:
        subject = phrase_before(view, second.head, speaker=False)
        head = second.head
        if head > 0 and view.function(head - 1, "rel") is not None:
            subject = phrase_before(view, head - 1, speaker=False) or (max(0, head - 6), head - 1)
        return subject is not None and subject[0] <= first.head < subject[1]
    before = second.first - 1
    if any(view.function(i, "comp") is not None for i in range(first.last, second.first)):
        return False
    if before > first.head and second.count is None:
        means = view.function(before, "prep") in _MEANS or view.function(before, "sub") in _MEANS_SUB
        means = means or view.proclitic(second.first) == "ب"
        if means:
            return True
    anaphoric = second.definite and second.number is Number.SINGULAR and second.count is None
    return anaphoric and not first.several and "after" not in view.functions[max(0, before)].values()


def _nearest(groups: list[list[Trigger]], index: int) -> list[Trigger]:
    return min(groups, key=lambda group: min(abs(t.head - index) for t in group))


def _frame(
    view: View,
    group: list[Trigger],
    figures: list[Casualty],
    attributions: Sequence[Attribution],
    others: frozenset[int],
) -> list[Frame]:
    slots: dict[tuple[Role, int], Slot] = {}
    alone = not others
    for trigger in group:
        for slot in find_arguments(view, trigger, others):
            key = (slot.role, slot.first)
            if key not in slots or slot.confidence > slots[key].confidence:
                slots[key] = slot
    for slot in _weapons(view, group, others):
        slots.setdefault((Role.WEAPON, slot.first), slot)
    for figure in figures:
        people = view.reading(figure.who[0], "human", "agent") if figure.who is not None else None
        if figure.who is not None and people is not None and people.entry.value not in _VAGUE:
            slot = Slot(view.sentence.index, Role.TARGET, *figure.who, "victims", 0.5)
            slots.setdefault((Role.TARGET, slot.first), slot)
    if not any(role is Role.PLACE for role, _ in slots):
        for slot in _places_of_sentence(view, group, others):
            slots[Role.PLACE, slot.first] = slot
    date, announced = _date_of(view, group, attributions, alone=alone)
    own = tuple(a for a in attributions if any(a.covers(t.head) for t in group) or alone)
    frame = Frame(
        view,
        tuple(group),
        tuple(sorted(slots.values(), key=lambda s: (s.first, s.role))),
        tuple(figures),
        date,
        announced,
        next((t.count for t in group if t.count is not None), None),
        attributions=own,
    )
    return _with_times(frame)


def _places_of_sentence(view: View, group: list[Trigger], others: frozenset[int]) -> list[Slot]:
    """The places of the sentence, told with a preposition, whose nearest attack is this one; the nearest two."""
    found: list[tuple[int, Slot]] = []
    for name in view.names(0, len(view.tokens), "place"):
        if not locative(view, name.first):
            continue
        gap = min(abs(t.head - name.first) for t in group)
        if not any(abs(other - name.first) < gap for other in others) or _fronted(view, name.first):
            slot = Slot(
                view.sentence.index,
                Role.PLACE,
                name.first,
                name.last,
                "place of the sentence",
                0.5,
                place_role=PlaceRole.IMPACT,
            )
            found.append((gap, slot))
    return [slot for _, slot in sorted(found, key=lambda item: item[0])[:2]]


def _fronted(view: View, index: int) -> bool:
    """Whether a place opens the sentence ("And in Baquba …")."""
    return index <= 3 and view.function(0, "prep") == "in"


def locative(view: View, index: int) -> bool:
    """Whether a preposition of place stands right before a name, or before the noun that the name qualifies."""
    if view.proclitic(index) == "ب":
        return True
    return any(
        view.function(before, "prep") in ("in", "near", "on", "at") or view.proclitic(before) == "ب"
        for before in range(max(0, index - 2), index)
    )


def _weapons(view: View, group: list[Trigger], others: frozenset[int]) -> list[Slot]:
    """Weapons named in the sentence whose nearest attack is this one."""
    found: list[Slot] = []
    for index in range(len(view.tokens)):
        phrase = view.phrases.get(index)
        reading = view.reading(index, "weapon")
        named = phrase is not None and phrase.entry.category == "weapon"
        if not named and (reading is None or not reading.entry.strong):
            continue
        gap = min(abs(t.head - index) for t in group)
        if any(abs(other - index) < gap for other in others) or any(t.first <= index < t.last for t in group):
            continue
        last = phrase.last if named and phrase is not None else index + 1
        if not any(slot.first <= index < slot.last for slot in found):
            found.append(Slot(view.sentence.index, Role.WEAPON, index, last, "weapon in the sentence", 0.55))
    return found


def _times(view: View, frame: Frame) -> list[NumberMention]:
    """Numbers that count occasions (23 مرة) after the frame's first trigger."""
    start = min(t.first for t in frame.triggers)
    return [
        n
        for n in view.numbers
        if n.unit == "count"
        and n.counted is not None
        and view.reading(n.counted, "times") is not None
        and n.first > start
    ]


def _with_times(frame: Frame) -> list[Frame]:
    """A frame counted by occasions: one count makes it a series, several with their places make parts."""
    counts = _times(frame.view, frame)
    if not counts:
        return [frame]
    if len(counts) == 1:
        return [replace(frame, count=counts[0])]
    parts: list[Frame] = []
    for index, count in enumerate(counts):
        end = counts[index + 1].first if index + 1 < len(counts) else len(frame.view.tokens)
        trigger = replace(frame.triggers[0], first=count.first, last=_end_of_part(frame.view, count, end), count=count)
        places = [s for s in _places_between(frame, count.first, end)]
        shared = [s for s in frame.slots if s.role is not Role.PLACE]
        parts.append(replace(frame, triggers=(trigger,), slots=(*shared, *places), count=count, part=True))
    return parts


def _end_of_part(view: View, count: NumberMention, end: int) -> int:
    names = view.names(count.first, end, "place")
    return names[-1].last if names else count.last


def _places_between(frame: Frame, first: int, last: int) -> list[Slot]:
    known = [s for s in frame.slots if s.role is Role.PLACE and first <= s.first < last]
    if known:
        return known
    return [
        Slot(frame.sentence, Role.PLACE, name.first, name.last, "place of a count", 0.8)
        for name in frame.view.names(first, last, "place")
    ]


def _date_of(
    view: View, group: list[Trigger], attributions: Sequence[Attribution], *, alone: bool
) -> tuple[DateMention | None, bool]:
    """The date of an incident: the nearest one that is not the announcement's; else that one, marked as such."""
    announced = {
        date.first
        for date in view.dates
        for a in attributions
        if date.weekday_only
        and a.act != "according"
        and a.cue < date.first < a.scope[0] + 1 <= min(t.first for t in group) + 1
    }
    own = [date for date in view.dates if date.first not in announced]
    heads = [t.head for t in group]

    def distance(date: DateMention) -> tuple[int, int]:
        gap = min(abs(date.first - head) for head in heads)
        before = all(date.first < head for head in heads)
        return gap + (4 if before else 0), date.first

    for head in heads:
        first, last = view.clause(head)
        inside = [d for d in own if first <= d.first < last]
        if inside:
            return min(inside, key=distance), False
    if own and (alone or min(distance(d)[0] for d in own) <= 12):
        return min(own, key=distance), False
    stated = [d for d in view.dates if d.first in announced]
    return (min(stated, key=distance), True) if stated else (None, False)
