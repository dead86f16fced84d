"""Words that report an attack: verbs, verbal nouns and phrases, with the tests that keep other uses out.

Kept out: threats, plans, calls and hypotheses (an irrealis cue shortly before), negation and the future, cease-fires
and figures of speech (phrases of category ``no-event``), accidents and diseases. A word of weak sense counts only with
its evidence beside it, a word that is as often a figure of speech only in a sentence of violence or of an armed party.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.extraction.evidence import can_have_evidence, has_evidence, is_something_else, tells_of
from builder.extraction.inflection import Number
from builder.extraction.lexicon import LI, SA, Entry, Reading
from builder.extraction.numbers import NumberMention
from builder.extraction.senses import REPORTING, Senses
from builder.extraction.syntax import View
from builder.extraction.words import COMMAS, STOPS, Words

_NEAR = 3  # tokens: a cue that governs a noun stands this close ("preventing an attack")
_FAR = 12  # tokens: a verb of threatening or planning, its subject, and what is threatened
_FAR_CUES = frozenset({"threat", "plan", "hypothesis", "fear", "warning", "call", "condition", "drill", "rumour"})
_FREEING = STOPS | COMMAS - {","}  # marks that end the reach of a cue
_LONGEST_HEADING = 4  # tokens
_ADJECTIVES = 2  # words after a trigger noun that belong to its mention
_ADJECTIVE_ENDINGS = ("ي", "يا", "يه", "ين", "ات")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that reports an attack, on tokens ``[first, last)`` of a sentence; ``head`` is its main word.

    ``casualty`` triggers tell only of the victims (مقتل، أصيب). ``count`` is the number that counts the attacks
    (23 هجوماً). ``foiled`` ones were prevented. ``other`` ones are told apart from one told before (انفجار ثان).
    ``frame`` is the lexicon's, see the header of ``lexicon.tsv``, or ``victim``.
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
    count: NumberMention | None = None
    other: bool = False

    @property
    def several(self) -> bool:
        """Whether the words speak of more than one attack."""
        return self.count is not None or self.number is Number.PLURAL


def may_report(senses: Senses) -> bool:
    """Whether a sentence has a word or phrase that can be a trigger: without one :func:`find_triggers` finds none.

    Judged by the words alone, for names, dates and numbers cost more to find than all else.
    """
    if any(phrase.entry.category in REPORTING for phrase in senses.phrases.values()):
        return True
    found = [
        (index, reading)
        for index, readings in enumerate(senses.readings)
        for reading in readings
        if reading.entry.category == "trigger" or _tells_of_victims(reading)
    ]
    if not found:
        return False
    words = Words(senses.sentence, senses.sentence.tokens, senses.readings, senses.functions, senses.phrases)
    if any(_tells_of_victims(reading) for _, reading in found) and not _has_other_victims(words):
        return True
    return any(
        can_have_evidence(words, index, reading) and not is_something_else(words, index, reading.entry)
        for index, reading in found
        if reading.entry.category == "trigger"
    )


def _tells_of_victims(reading: Reading) -> bool:
    return reading.entry.category == "casualty" and reading.entry.strong


def find_triggers(view: View) -> tuple[Trigger, ...]:
    """All triggers of a sentence, in order; none in a cross-heading."""
    if _is_heading(view):
        return ()
    found: list[Trigger] = []
    taken: set[int] = set()
    for index in range(len(view.tokens)):
        if index in taken or _inside_name(view, index):
            continue
        phrase = view.phrase(index, "no-event")
        if phrase is not None:
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
    return (name is not None and name.hit.kind in ("actor", "outlet")) or view.date(index) is not None


def _trigger_at(view: View, index: int) -> Trigger | None:
    for category, make in (("trigger", _attack), ("casualty", _casualty)):
        phrase = view.phrase(index, category)
        if phrase is not None:
            return make(view, index, phrase.last, phrase.entry, _first_reading(view, index))
    readings = [r for r in view.readings[index] if r.is_verb == view.is_verb(index)]
    for reading in readings:
        entry = reading.entry
        if entry.category == "trigger" and has_evidence(view, index, reading):
            return _attack(view, index, index + 1, entry, reading)
    for reading in readings:
        if _tells_of_victims(reading):
            return _casualty(view, index, index + 1, reading.entry, reading)
    return None


def _first_reading(view: View, index: int) -> Reading | None:
    readings = view.readings[index]
    return next((r for r in readings if r.entry.category in ("trigger", "casualty")), readings[0] if readings else None)


def _attack(view: View, first: int, last: int, entry: Entry, reading: Reading | None) -> Trigger | None:
    """The trigger of an attack's word or phrase with its count, adjectives and the "attempt" before it."""
    if is_something_else(view, first, entry):
        return None
    verb = view.is_verb(first)
    counted = reading is not None and reading.entry.category == "trigger" and not verb
    count = _count_before(view, first) if counted else None
    start = min(count.first, first) if count is not None else first
    if first > 0 and count is None and view.reading(first - 1, "attempt") is not None:
        start = first - 1
    return Trigger(
        sentence=view.sentence.index,
        first=start,
        last=last if verb else _with_adjectives(view, last),
        head=first,
        lemma=entry.lemma,
        attack_type=entry.value,
        frame=_frame(entry, reading),
        verb=verb,
        strong=entry.strong,
        number=Number.SINGULAR if reading is None or verb else reading.form.number,
        definite=reading is not None and reading.definite,
        foiled=any(view.reading(i, "foil") is not None for i in range(max(0, start - _NEAR), start)),
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
    """The trigger of a word of victims, unless the sentence tells of others."""
    if _has_other_victims(view):
        return None
    return Trigger(
        sentence=view.sentence.index,
        first=first,
        last=last,
        head=first,
        lemma=entry.lemma,
        attack_type="Attack",
        frame="victim",
        verb=view.is_verb(first),
        strong=False,
        number=Number.SINGULAR,
        definite=reading is not None and reading.definite,
        casualty=True,
    )


def _has_other_victims(words: Words) -> bool:
    """Whether a sentence tells of an accident, a family or a court."""
    categories = ("accident", "family", "judicial")
    known = list(filter(words.in_lexicon, range(len(words.tokens))))
    return any(tells_of(words, i, category) for category in categories for i in known)


def _with_adjectives(view: View, last: int) -> int:
    """The index after the adjectives and demonyms that belong to a trigger's words."""
    at = last
    while at < len(view.tokens) and at - last < _ADJECTIVES:
        if view.is_function(at) or view.is_verb(at) or view.date(at) is not None or view.is_punct(at):
            break
        name = view.entity(at)
        demonym = name is not None and name.hit.kind == "demonym"
        adjective = view.tokens[at].norm.endswith(_ADJECTIVE_ENDINGS) and not view.readings[at]
        if not (demonym or adjective) or view.proclitic(at):
            break
        at += 1
    return at


def _count_before(view: View, index: int) -> NumberMention | None:
    """The number that counts the noun at *index*."""
    for number in view.numbers:
        if number.unit == "count" and (number.counted == index or number.last == index):
            return number
    return None


def _asserted(view: View, trigger: Trigger) -> bool:
    """Whether the words report the attack as having happened."""
    if trigger.first > 0 and view.function(trigger.first - 1, "conj") == "or":
        return False
    if _wanted(view, trigger.head) if trigger.verb else _unreal_noun(view, trigger):
        return False
    return not any(_governs(view, index, trigger) for index in range(max(0, trigger.first - _FAR), trigger.first))


def _wanted(view: View, head: int) -> bool:
    """Whether a verb stands in the future, is negated, or tells what is wanted, may be or whoever does it does."""
    readings = [r for r in view.readings[head] if r.is_verb]
    imperfect = [r for r in readings if r.form.tense == "imperfect"]
    if any(r.clitics.proclitics.endswith(SA) for r in readings):
        return True
    if any(r.clitics.proclitics.endswith(LI) for r in imperfect):
        return True
    if head == 0:
        return False
    if view.function(head - 1, "neg") is not None:
        return True
    if imperfect and view.function(head - 1, "prep") == "from":
        return True  # whoever attacks
    if not imperfect or len(imperfect) < len(readings):
        return False
    if view.function(head - 1, "aux") == "past":
        return True  # قد with the imperfect: what may happen
    return view.function(head - 1, "comp") == "that" and not _tells_time(view, head - 2)


def _tells_time(view: View, index: int) -> bool:
    """Whether "before" or "after" makes of "that he attack" what was done, not what is wanted."""
    return index >= 0 and view.function(index, "sub") in ("before", "after")


def _unreal_noun(view: View, trigger: Trigger) -> bool:
    """Whether a noun tells an aim or an attack that was not made ("without an attack", "may launch raids")."""
    if trigger.first > 0 and view.function(trigger.first - 1, "neg") == "without":
        return True
    if _purpose(view, trigger):
        return True
    return not trigger.definite and trigger.count is None and _lightly_unreal(view, trigger)


def _lightly_unreal(view: View, trigger: Trigger) -> bool:
    """Whether the light verb or noun right before an indefinite noun is wanted, negated or an aim (لشن هجمات)."""
    for index in range(trigger.first - 1, max(-1, trigger.first - 1 - _NEAR), -1):
        light = [r for r in view.readings[index] if r.entry.category == "light" and r.is_verb == view.is_verb(index)]
        if not light:
            continue
        if view.is_verb(index):
            return _wanted(view, index)
        return light[0].clitics.proclitics.endswith(LI) and index == trigger.first - 1
    return False


def _governs(view: View, index: int, trigger: Trigger) -> bool:
    """Whether the word at *index* makes the attack after it a threat, a plan, a call, a hypothesis or the like."""
    cue = _irrealis(view, index)
    if cue is None:
        return False
    distance = trigger.first - index
    if cue == "any" and distance > 1:
        return False
    if cue == "condition" and trigger.definite:
        return False  # "whether the attack was planned": it happened
    return (cue in _FAR_CUES or distance <= _NEAR) and not _interrupted(view, index, trigger.first)


def _irrealis(view: View, index: int) -> str | None:
    """The kind of irrealis that a word or a phrase that begins with it is a cue of."""
    phrase = view.phrase(index, "irrealis")
    return view.function(index, "irrealis") if phrase is None else phrase.entry.value


def _purpose(view: View, trigger: Trigger) -> bool:
    """Whether a verbal noun with ل tells an aim ("to bomb a building") rather than what somebody underwent."""
    if trigger.frame != "patient" or view.proclitic(trigger.first) != LI or view.has_article(trigger.first):
        return False
    before = range(max(0, trigger.first - _FAR), trigger.first)
    return not any(view.reading(i, "light", value="patient") is not None for i in before)


def _interrupted(view: View, first: int, last: int) -> bool:
    """Whether a comma or "after" frees what follows from an irrealis cue; the commas around a date do not."""
    return any(
        (view.tokens[i].surface in _FREEING and not _beside_date(view, i))
        or view.function(i, "sub") == "after"
        or view.function(i, "according") is not None
        for i in range(first + 1, last)
    )


def _beside_date(view: View, index: int) -> bool:
    around = (index - 1, index + 1)
    return view.is_punct(index) and any(0 <= i < len(view.tokens) and view.date(i) is not None for i in around)
