"""Words that report an attack: verbs, verbal nouns and phrases, with the tests that keep other uses out.

Kept out: threats, plans, calls and hypotheses (an irrealis cue shortly before), negation and the future, cease-fires
and figures of speech (phrases of category ``no-event``), accidents and diseases. A word of weak sense counts only with
its evidence beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.extraction.inflection import Number
from builder.extraction.lexicon import Entry, Reading
from builder.extraction.numbers import NumberMention
from builder.extraction.syntax import View
from builder.reference.weapons import weapon_classes

_NEAR = 3  # tokens: a cue that governs a noun stands this close ("preventing an attack")
_FAR = 12  # tokens: a verb of threatening or planning, its subject, and what is threatened
_FAR_CUES = frozenset({"threat", "plan", "hypothesis", "fear", "warning", "call", "condition", "drill"})
_PROJECTILES = frozenset({"RocketAttack", "DroneStrike", "Shelling", "AirStrike"})
_LONGEST_HEADING = 4  # tokens
_ADJECTIVES = 2  # words after a trigger noun that belong to its mention


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that reports an attack, on tokens ``[first, last)`` of a sentence; ``head`` is its main word.

    ``casualty`` triggers tell only of the victims (مقتل، أصيب). ``count`` is the number that counts the attacks
    (23 هجوماً). ``foiled`` ones were prevented. ``other`` ones are told apart from one told before (انفجار ثان). ``confidence`` is the step's own, between 0 and 1.
    """

    sentence: int
    first: int
    last: int
    head: int
    lemma: str
    attack_type: str
    frame: str
    verb: bool
    strong: bool
    number: Number
    definite: bool
    casualty: bool = False
    foiled: bool = False
    attempt: bool = False
    count: NumberMention | None = None
    other: bool = False
    confidence: float = 0.8

    @property
    def several(self) -> bool:
        """Whether the words speak of more than one attack."""
        return self.count is not None or self.number is Number.PLURAL


def find_triggers(view: View) -> tuple[Trigger, ...]:
    """All triggers of a sentence, in order; casualty words only where no other trigger shares their clause."""
    found: list[Trigger] = []
    taken: set[int] = set()
    if _is_heading(view):
        return ()
    for index in range(len(view.tokens)):
        if index in taken or _inside_name(view, index):
            continue
        phrase = view.phrases.get(index)
        if phrase is not None and phrase.entry.category == "no-event":
            taken.update(range(phrase.first, phrase.last))
            continue
        trigger = _trigger_at(view, index)
        if trigger is not None and _asserted(view, trigger):
            found.append(trigger)
            taken.update(range(trigger.first, trigger.last))
    return tuple(found)


def _is_heading(view: View) -> bool:
    """Whether a short line without a full stop inside the body is a cross-heading, which tells nothing by itself."""
    short = len(view.tokens) <= _LONGEST_HEADING and not any(view.is_verb(i) for i in range(len(view.tokens)))
    return short and view.sentence.paragraph > 0 and not view.is_punct(len(view.tokens) - 1)


def _inside_name(view: View, index: int) -> bool:
    name = view.entity(index)
    if name is not None and name.hit.kind in ("actor", "outlet"):
        return True
    date = view.date(index)
    return date is not None


def _trigger_at(view: View, index: int) -> Trigger | None:
    phrase = view.phrases.get(index)
    if phrase is not None and phrase.entry.category == "trigger":
        return _make(view, index, phrase.last, phrase.entry, _first_reading(view, index))
    if phrase is not None and phrase.entry.category == "casualty":
        return _casualty(view, index, phrase.last, phrase.entry, _first_reading(view, index))
    verb = view.is_verb(index)
    for reading in view.readings[index]:
        entry = reading.entry
        if reading.is_verb != verb:
            continue
        if entry.category == "trigger" and (entry.strong or _has_evidence(view, index, reading)):
            return _make(view, index, index + 1, entry, reading)
    for reading in view.readings[index]:
        if reading.entry.category == "casualty" and reading.entry.strong and reading.is_verb == verb:
            return _casualty(view, index, index + 1, reading.entry, reading)
    return None


def _first_reading(view: View, index: int) -> Reading | None:
    readings = view.readings[index]
    return next((r for r in readings if r.entry.category in ("trigger", "casualty")), readings[0] if readings else None)


def _make(view: View, first: int, last: int, entry: Entry, reading: Reading | None) -> Trigger | None:
    if _accident(view, first, entry):
        return None
    verb = view.is_verb(first)
    if any(
        _is(view, i, "accident") or _is(view, i, "judicial")
        for i in range(max(0, first - 3), min(len(view.tokens), first + 4))
    ):
        return None  # a storm that struck, a rocket on trial, an execution by law
    counted = reading is not None and reading.entry.category == "trigger" and not verb
    count = _count_before(view, first) if counted else None
    number = Number.SINGULAR if reading is None or verb else reading.form.number
    start = min(count.first, first) if count is not None else first
    if first > 0 and count is None and view.reading(first - 1, "attempt") is not None:
        start = first - 1
    return Trigger(
        view.sentence.index,
        start,
        last if verb else _with_adjectives(view, last),
        first,
        entry.lemma,
        entry.value,
        _frame(entry, reading),
        verb,
        entry.strong,
        number,
        reading is not None and reading.definite,
        foiled=_foiled(view, start),
        attempt=start < first and count is None,
        count=count,
        other=last < len(view.tokens) and view.reading(last, "other") is not None,
    )


def _frame(entry: Entry, reading: Reading | None) -> str:
    """The frame of a word, or of a phrase's first word; a fight has two sides however it is named."""
    if entry.value == "ArmedClash":
        return "sides"
    if entry.frame:
        return entry.frame
    return reading.entry.frame if reading is not None and reading.entry.frame else "event"


def _casualty(view: View, first: int, last: int, entry: Entry, reading: Reading | None) -> Trigger | None:
    if any(_is(view, i, kind) for kind in ("accident", "family", "judicial") for i in range(len(view.tokens))):
        return None
    return Trigger(
        view.sentence.index,
        first,
        last,
        first,
        entry.lemma,
        "Attack",
        "victim",
        view.is_verb(first),
        False,
        Number.SINGULAR,
        reading is not None and reading.definite,
        casualty=True,
        confidence=0.5,
    )


def _is(view: View, index: int, category: str) -> bool:
    phrase = view.phrases.get(index)
    if phrase is not None and phrase.entry.category == category:
        return True
    reading = view.reading(index, category)
    return reading is not None and reading.entry.strong


def _accident(view: View, index: int, entry: Entry) -> bool:
    """An explosion with a technical cause beside it is none of ours."""
    if entry.value != "Bombing":
        return False
    window = range(index, min(len(view.tokens), index + 5))
    return any(_is(view, i, "accident") or view.reading(i, "accident") is not None for i in window)


def _with_adjectives(view: View, last: int) -> int:
    """Adjectives and demonyms that belong to the trigger's words."""
    at = last
    while at < len(view.tokens) and at - last < _ADJECTIVES:
        name = view.entity(at)
        adjective = view.tokens[at].norm.endswith(("ي", "يا", "يه", "ين", "ات")) and not view.readings[at]
        if view.is_function(at) or view.is_verb(at) or view.date(at) is not None or view.is_punct(at):
            break
        if not ((name is not None and name.hit.kind == "demonym") or adjective) or view.proclitic(at):
            break
        at += 1
    return at


def _count_before(view: View, index: int) -> NumberMention | None:
    """The number that counts the noun at *index*."""
    for number in view.numbers:
        if number.unit == "count" and (number.counted == index or number.last == index):
            return number
    return None


def _has_evidence(view: View, index: int, reading: Reading) -> bool:
    """Whether a word of weak sense has beside it what makes it an attack (column ``needs`` of the lexicon)."""
    after = range(index + 1, min(len(view.tokens), index + 5))
    needs = reading.entry.needs
    if needs == "projectile":
        weapons = [
            r.entry.value for i in _around(view, index) for r in view.readings[i] if r.entry.category == "weapon"
        ]
        return any(weapon_classes()[value].attack_type in _PROJECTILES for value in weapons)
    if needs == "definite":
        return (
            reading.definite and index + 1 not in view.phrases and not view.has_article(min(index + 1, after.stop - 1))
        )
    if needs == "charge":
        return reading.is_verb and any(view.reading(i, "weapon", "agent", "object", "force") is not None for i in after)
    if needs == "human":
        return any(view.reading(i, "human", "weapon", "force", "agent") is not None for i in after)
    categories = ("object", "force", "agent", "weapon", "human")
    return any(view.reading(i, *categories) is not None or _names_actor(view, i) for i in after)


def _around(view: View, index: int) -> Iterator[int]:
    yield from range(max(0, index - 3), index)
    yield from range(index + 1, min(len(view.tokens), index + 5))


def _names_actor(view: View, index: int) -> bool:
    name = view.entity(index)
    return name is not None and name.hit.kind in ("actor", "demonym", "place")


def _foiled(view: View, start: int) -> bool:
    return any(view.reading(i, "foil") is not None for i in range(max(0, start - _NEAR), start))


def _asserted(view: View, trigger: Trigger) -> bool:
    """Whether the words report the attack as having happened."""
    head = trigger.head
    if trigger.verb:
        readings = [r for r in view.readings[head] if r.is_verb]
        if any(r.clitics.proclitics.endswith("س") for r in readings):
            return False
        if any(r.form.tense == "imperfect" and r.clitics.proclitics.endswith("ل") for r in readings):
            return False
        if head > 0 and view.function(head - 1, "neg") is not None:
            return False
        if (
            head > 0
            and view.function(head - 1, "prep") == "from"
            and any(r.form.tense == "imperfect" for r in readings)
        ):
            return False  # whoever attacks
        imperfect = all(r.form.tense == "imperfect" for r in readings) and bool(readings)
        if imperfect and head > 0 and view.function(head - 1, "comp") == "that":
            return False  # "that he attack": what is wanted, not what was done
    elif _purpose(view, trigger):
        return False
    for index in range(max(0, trigger.first - _FAR), trigger.first):
        cue = view.function(index, "irrealis")
        if cue is None:
            continue
        distance = trigger.first - index
        if cue == "any" and distance > 1:
            continue
        if (cue in _FAR_CUES or distance <= _NEAR) and not _interrupted(view, index, trigger.first):
            return False
    return True


def _purpose(view: View, trigger: Trigger) -> bool:
    """Whether a verbal noun with ل tells an aim ("to bomb a building") rather than what somebody underwent."""
    if trigger.frame != "patient" or view.proclitic(trigger.first) != "ل" or view.has_article(trigger.first):
        return False
    before = range(max(0, trigger.first - _FAR), trigger.first)
    return not any(view.reading(i, "light", value="patient") is not None for i in before)


def _interrupted(view: View, first: int, last: int) -> bool:
    """Whether a comma or "after" frees what follows from an irrealis cue."""
    return any(
        view.tokens[i].surface in "،.:؛"
        or view.function(i, "sub") == "after"
        or view.function(i, "according") is not None
        for i in range(first + 1, last)
    )
