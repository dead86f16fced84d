"""Place, weapons and date that a sentence tells of an attack without a grammatical tie to its words: by nearness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.extraction.attribution import Attribution
from builder.extraction.dates import DateMention
from builder.extraction.lexicon import BI
from builder.extraction.slots import Rule, Slot, make_slot
from builder.extraction.steps import NameKind
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.extraction.words import Range
from builder.model import PlaceRole, Role

_PLACES = 2  # the place and what it lies in
_FRONTED = 3  # tokens before the name of a place that opens a sentence
_LOCATIVE_REACH = 2  # tokens before a name that may hold its preposition: "in Baquba", "in the city of Baquba"
_DATE_REACH = 12  # tokens between a date and the attack where the sentence tells of another one too
_DATE_BEFORE = 4  # tokens: a date that stands before the attack must be so much nearer than one after it
_PLACE = Rule("place of the sentence", 0.5)
_WEAPON = Rule("weapon in the sentence", 0.55)


def locative(view: View, index: int) -> bool:
    """Whether a preposition of place stands right before a name, or before the noun that the name qualifies."""
    if view.proclitic(index) == BI:
        return True
    return any(
        view.function(before, "prep") in ("in", "near", "on", "at") or view.proclitic(before) == BI
        for before in range(max(0, index - _LOCATIVE_REACH), index)
    )


def _gap(group: Sequence[Trigger], index: int) -> int:
    return min(abs(trigger.head - index) for trigger in group)


def _nearer_to_other(others: frozenset[int], index: int, gap: int) -> bool:
    return any(abs(other - index) < gap for other in others)


def places_of_sentence(view: View, group: Sequence[Trigger], others: frozenset[int]) -> list[Slot]:
    """The two nearest places of a sentence, told with a preposition, whose nearest attack is that of *group*.

    A place that opens the sentence is that of every attack in it. *others* are the first words of the other attacks.
    """
    found: list[tuple[int, Range]] = []
    known = [(name.first, name.last) for name in view.names(0, len(view.tokens), "place")]
    for words in (*known, *view.new_names(NameKind.PLACE)):
        if locative(view, words[0]):
            gap = _gap(group, words[0])
            if not _nearer_to_other(others, words[0], gap) or _is_fronted(view, words[0]):
                found.append((gap, words))
    nearest = sorted(found, key=lambda item: item[0])[:_PLACES]
    return [make_slot(view, Role.PLACE, words, _PLACE, place_role=PlaceRole.IMPACT) for _, words in nearest]


def _is_fronted(view: View, index: int) -> bool:
    """Whether a place opens the sentence ("And in Baquba …")."""
    return index <= _FRONTED and view.function(0, "prep") == "in"


def weapons_of_sentence(view: View, group: Sequence[Trigger], others: frozenset[int]) -> Iterator[Slot]:
    """The weapons of a sentence whose nearest attack is that of *group*, those inside its triggers left out."""
    end = 0
    for index in range(len(view.tokens)):
        phrase = view.phrase(index, "weapon")
        reading = view.reading(index, "weapon")
        if index < end or (phrase is None and (reading is None or not reading.entry.strong)):
            continue
        if _nearer_to_other(others, index, _gap(group, index)) or any(t.first <= index < t.last for t in group):
            continue
        end = phrase.last if phrase is not None else index + 1
        yield make_slot(view, Role.WEAPON, (index, end), _WEAPON)


def date_of_attack(
    view: View, group: Sequence[Trigger], attributions: Sequence[Attribution], *, alone: bool
) -> tuple[DateMention | None, bool]:
    """The date of an attack and whether it is only the announcement's.

    First the nearest date in a clause of its triggers, then the nearest one at all if the attack is *alone* in its
    sentence or the date near, then the day of the announcement.
    """
    announced = _days_of_announcement(view, group, attributions)
    own = [date for date in view.dates if date not in announced]
    heads = [trigger.head for trigger in group]

    def distance(date: DateMention) -> int:
        before = all(date.first < head for head in heads)
        return _gap(group, date.first) + (_DATE_BEFORE if before else 0)

    for head in heads:
        first, last = view.clause(head)
        inside = [date for date in own if first <= date.first < last]
        if inside:
            return min(inside, key=distance), False
    if own and (alone or min(map(distance, own)) <= _DATE_REACH):
        return min(own, key=distance), False
    return (min(announced, key=distance), True) if announced else (None, False)


def _days_of_announcement(
    view: View, group: Sequence[Trigger], attributions: Sequence[Attribution]
) -> list[DateMention]:
    """Days between a verb of speech and what it says, the attack after both ("said on Tuesday that …")."""
    first = min(trigger.first for trigger in group)
    return [
        date
        for date in view.dates
        if (date.weekday_only or (date.value.resolved and date.value.earliest == date.value.latest))
        and any(a.act != "according" and a.cue < date.first <= a.scope[0] <= first for a in attributions)
    ]
