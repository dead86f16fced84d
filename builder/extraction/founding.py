"""Whether a frame tells of an attack of its article at all: a log-linear model over what it says and how.

The weights of the features stand in ``founding_weights.tsv``, made by ``scripts/train_founding.py``. A feature is there
or absent. The sum is the logarithm of the odds that the frame tells of an attack, and not of war in general, of a plan,
of an accident or of a figure of speech.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from builder.extraction.agreement import frame_types
from builder.extraction.constituents import is_agentive
from builder.extraction.evidence import tells_of
from builder.extraction.frame import Frame, Linked
from builder.extraction.inflection import Number
from builder.extraction.slots import Slot
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import Basis, EntityClass, EventKind, Filler, Role

EVEN = 0.0  # sum at which telling and not telling are equally probable
_ROLES = (Role.PLACE, Role.TARGET, Role.PERPETRATOR, Role.WEAPON)
_GENERAL_PLACES = frozenset({EntityClass.COUNTRY, EntityClass.REGION})
_GENERAL_TYPES = {"Attack"}
_AGES = ((3, "days"), (14, "weeks"), (60, "months"))  # days before publication up to which an age has that name
_PARTS = ((0, "headline"), (2, "lead"), (5, "top"), (12, "middle"))  # sentences up to which a part has that name
_WIDE = 31  # days; a longer period is a year or more often an era
_NEAR = 3  # tokens before a trigger whose function words are looked at
_GRAMMAR = frozenset({"prep", "sub", "aux", "neg", "irrealis", "comp", "rel"})
_OTHER_TOPICS = ("accident", "judicial", "sport", "anniversary", "family")
_MANY = 4  # facts: from here on it does not matter how many


def odds_of(member: Linked, kind: EventKind, published: date | None, w: Mapping[str, float]) -> float:
    """The logarithm of the odds that a frame tells of an attack of its article; *w* are the weights of the features."""
    return sum(w.get(name, 0.0) for name in features(member, kind, published))


def features(member: Linked, kind: EventKind, published: date | None) -> list[str]:
    """The features of a frame that has triggers."""
    frame, head, types = member.frame, member.frame.head, frame_types(member)
    if head is None:
        return []
    reference = _reference(frame, head)
    found = ["bias", f"reference={reference}", f"kind={kind.value}", f"part={_part(frame)}"]
    found += [f"type={name}" for name in sorted(types)]
    if types == _GENERAL_TYPES:
        found.append(f"general reference={reference}")
    if not head.strong:
        found.append("weak head")
    found += [name for name in ("foiled", "other", "several") if any(getattr(t, name) for t in frame.triggers)]
    found.append(f"frame={head.frame}")
    found += _fact_features(member, reference)
    found.append(f"age={_age(frame, published)}")
    interval = _interval(frame)
    if interval is not None and (interval[1] - interval[0]).days > _WIDE:
        found.append("long period")
    found += _context_features(frame, head)
    return found


def _fact_features(member: Linked, reference: str) -> Iterator[str]:
    """Which arguments a frame has."""
    frame = member.frame
    told = 0
    for role in _ROLES:
        own = [(s, f) for s, f in member.fillers if s.role is role]
        if role is Role.PERPETRATOR:
            can = any(can_attack(s, f, frame.view) for s, f in own)
            if own and not can:
                yield "perpetrator unknown"
            told += can
            yield "perpetrator" if can else "no perpetrator"
            continue
        told += bool(own)
        yield role.value if own else f"no {role.value}"
        if role is Role.PLACE and own:
            general = all(f.entity.entity_class in _GENERAL_PLACES for _, f in own)
            yield "place general" if general else "place specific"
    told += bool(frame.casualties) + (frame.event_date is not None)
    yield "casualties" if frame.casualties else "no casualties"
    yield "date" if frame.event_date is not None else "no date"
    if frame.statement_date and frame.date is not None:
        yield "date of a statement"
    yield f"facts={min(told, _MANY)}"
    yield f"facts={min(told, _MANY)} reference={reference}"
    if any(slot.basis is Basis.CLAIMED for slot, _ in member.fillers):
        yield "claimed"


def can_attack(slot: Slot, filler: Filler, view: View) -> bool:
    """Whether a party is known, or is named as one that attacks; the head of a chamber of commerce is neither."""
    known = filler.entity.entity_class is not EntityClass.UNRESOLVED_ACTOR
    return known or is_agentive(view, (slot.first, slot.last))


def _interval(frame: Frame) -> tuple[date, date] | None:
    if frame.date is None or frame.date.value.earliest is None or frame.date.value.latest is None:
        return None
    return frame.date.value.earliest, frame.date.value.latest


def _reference(frame: Frame, head: Trigger) -> str:
    """How the head refers: a verb, a definite noun, one with "this", or an indefinite one; words of victims apart."""
    view = frame.view
    if head.casualty:
        return "victims"
    if head.verb:
        return "verb"
    if any(view.function(i, "dem") is not None for i in (head.first - 1, head.last) if 0 <= i < len(view.tokens)):
        return "this"
    if head.definite:
        return "definite plural" if head.number is Number.PLURAL else "definite"
    return "plural" if head.number is Number.PLURAL else "indefinite"


def _age(frame: Frame, published: date | None) -> str:
    """How long before publication the frame's date lies."""
    interval = _interval(frame)
    if published is None and frame.date is not None:
        return _AGES[0][1]  # without a publication date nothing is known but that the dates of news are recent
    if interval is None or published is None:
        return "unknown"
    age = (published - interval[1]).days
    return next((name for most, name in _AGES if age <= most), "years") if age >= 0 else "future"


def _part(frame: Frame) -> str:
    return next((name for most, name in _PARTS if frame.sentence <= most), "end")


def _context_features(frame: Frame, head: Trigger) -> Iterator[str]:
    """Words before the trigger, who says it, and signs that the sentence is about something else."""
    view = frame.view
    for index in range(max(0, head.first - _NEAR), head.first):
        for kind, value in view.functions[index].items():
            if kind in _GRAMMAR:
                near = " next" if index == head.first - 1 else ""
                yield f"before{near}={kind} {value}"
    if head.first > 0:
        for reading in view.readings[head.first - 1][:1]:
            yield f"word before={reading.entry.category}"
    elif head.first == 0:
        yield "opens the sentence"
    for attribution in frame.attributions:
        if attribution.covers(head.head):
            yield f"said={attribution.act}"
    if not frame.attributions:
        yield "unsaid"
    for category in _OTHER_TOPICS:
        if any(tells_of(view, i, category) for i in range(len(view.tokens))):
            yield f"sentence={category}"
    irrealis = {view.function(i, "irrealis") for i in range(len(view.tokens))} - {None}
    yield from sorted(f"irrealis={value}" for value in irrealis)
    if frame.new_topic:
        yield "new topic"
    if frame.part:
        yield "counted part"
