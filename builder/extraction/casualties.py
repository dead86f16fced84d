"""Killed and wounded: how many, of whom, in which words.

A figure is read beside its cue: after it (مقتل خمسة جنود، أصيب عشرون شخصا), before it (خمسة قتلى، ثلاثة أشخاص قتلوا),
or after "to" (ارتفعت حصيلة القتلى إلى عشرين). A singular noun is one (مقتل جندي), a noun and a number joined by و add
up (ضابط وثلاثة جنود). Of plurals without a number only "others" and dead or wounded told to be there (سقوط قتلى) give
a figure: at least two; a negated cue is none (دون إصابات). Sub-groups ("among them two children") are figures of their
own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from builder.extraction.approximations import after_number
from builder.extraction.inflection import Number
from builder.extraction.lexicon import BI, Reading
from builder.extraction.line import Line
from builder.extraction.number_context import is_negation, is_reached, is_share
from builder.extraction.numbers import NumberMention
from builder.extraction.syntax import View
from builder.extraction.victims import Victims, counted_victims, counts_people, is_person, single_victim
from builder.extraction.words import Range
from builder.model import Quantity, QuantityKind, Role

_FAR = 16  # tokens between a verb of killing and its figure where the attack stands between them
_WINDOW = 5  # tokens between a cue and its figure
_TOLL_WINDOW = 16  # tokens between "the number of dead" and what it rose to
_SUBJECT_WINDOW = 10  # tokens from the figure of a subject to its verb; its noun phrase is longer than an object's
_IDIOM_WINDOW = 12  # tokens from a verb to the noun that makes it one of dying (لقي … مصرعه)
_WEAK_WINDOW = 2  # tokens from a word that only may be a cue to its number
_NEGATION_WINDOW = 6  # tokens from a negation to the victims that it denies
_APPROXIMATION = 4  # tokens of the longest words that make a number inexact after its noun
_IDIOM = "idiom"
_SUBJECTS = ("trigger", "agent", "weapon", "force")  # what kills or wounds, right after its verb
_ONE = Quantity(1, 1, QuantityKind.EXACTLY)
_SEVERAL = Quantity(2, None, QuantityKind.UNSPECIFIED)
_KILLINGS = ("Assassination", "Execution")  # types of triggers that tell of a dead person
_RECORDING = "recording"  # تسجيل: also that something was registered
_TELLING = ("speech", "speech-noun", "source", "medium", "relay", "deny")  # nobody told of victims: that is no figure


@dataclass(frozen=True, slots=True)
class Casualty:
    """A figure: its words on tokens ``[first, last)``, the cue's token, the group's tokens, all of one sentence."""

    role: Role
    quantity: Quantity
    first: int
    last: int
    cue: int
    who: Range | None

    @property
    def harmed(self) -> bool:
        """Whether the figure tells of victims, not of nobody hurt."""
        return self.quantity.high != 0


def find_casualties(view: View) -> tuple[Casualty, ...]:
    """All figures of a sentence, each number used once; a cue takes the figure after it before the one before it."""
    found: list[Casualty] = []
    used: set[int] = set()
    for index in filter(view.in_lexicon, range(len(view.tokens))):
        role = None if index in used else _cue(view, index)
        if role is None:
            continue
        casualty = _none(view, index, role) or _beside(view, index, role, used)
        figures = list(_of_both(view, casualty)) if casualty is not None else _unnumbered(view, index, role, found)
        found.extend(figures)
        if casualty is not None:
            used.update(range(casualty.first, casualty.last))
    found.extend(_subgroups(view, found, used))
    return tuple(found)


def _of_both(view: View, casualty: Casualty) -> Iterator[Casualty]:
    """A figure, once for each role where dozens or several are told of killed and wounded (عشرات القتلى والجرحى)."""
    yield casualty
    other = _other_role(view, casualty) if casualty.harmed and _is_vague(casualty.quantity) else None
    if other is not None:
        yield replace(casualty, role=other)


def _is_vague(quantity: Quantity) -> bool:
    """Whether a quantity is told by no number (dozens, several)."""
    wide = quantity.high is not None and quantity.low is not None and quantity.high > 2 * quantity.low
    return quantity.kind is QuantityKind.UNSPECIFIED or (quantity.kind is QuantityKind.ABOUT and wide)


def _other_role(view: View, casualty: Casualty) -> Role | None:
    """The second role of a figure that counts killed and wounded together."""
    counted = next((at for at in range(casualty.first, casualty.last) if _is_counted(view, at)), None)
    roles = None if counted is None else _pair(view, counted, counted + 1)
    return None if roles is None else next(role for role in roles if role is not casualty.role)


def _pair(view: View, first: int, second: int) -> tuple[Role, Role] | None:
    """The two different roles of two nouns of victims joined by و (القتلى والجرحى)."""
    if first < 0 or second >= len(view.tokens) or not view.is_coordinated(second):
        return None
    left, right = view.reading(first, "casualty"), view.reading(second, "casualty")
    if left is None or right is None or left.entry.value == right.entry.value:
        return None
    if left.definite != right.definite or _is_counted(view, first) != _is_counted(view, second):
        return None
    return Role(left.entry.value), Role(right.entry.value)


def _cue(view: View, index: int) -> Role | None:
    phrase = view.phrases.get(index)
    if phrase is not None and phrase.entry.category == "casualty":
        return Role(phrase.entry.value)
    verb = view.is_verb(index)
    if verb and index > 0 and view.function(index - 1, "neg") is not None:
        return None
    for reading in view.readings[index]:
        entry = reading.entry
        if reading.is_verb != verb:
            continue
        if entry.category == "casualty" and (entry.strong or _weak_ok(view, index, reading)):
            return Role(entry.value)
        if entry.category == "trigger" and entry.value in _KILLINGS and _succeeded(view, index):
            return Role.KILLED
    return None


def _succeeded(view: View, index: int) -> bool:
    """Whether a murder or an execution is no attempt, none that was foiled, and one of a person."""
    before = range(max(0, index - _WEAK_WINDOW), index)
    if any(view.reading(at, "attempt", "foil", "survive") is not None for at in before):
        return False
    at = index + 1
    if at >= len(view.tokens):
        return False
    told = is_person(view, at) or view.number(at) is not None
    return told or (view.is_verb(index) and view.reading(at, *_SUBJECTS) is not None)


def _weak_ok(view: View, index: int, reading: Reading) -> bool:
    """Whether a weak cue is one: counted (17 جثة), with people or dead right after it (سقط عشرة قتلى), or an idiom."""
    if _idiom(view, index) or _none(view, index, Role.KILLED) is not None:
        return True
    if reading.entry.frame == _IDIOM:
        return False
    for number in view.numbers:
        if number.unit == "count" and number.counted == index:
            return True
        if number.unit == "count" and index < number.first <= index + _WEAK_WINDOW:
            counted = number.counted
            return counted is not None and view.reading(counted, "human", "agent", "casualty") is not None
    return reading.is_verb and _before(view, index, set()) is not None


def _idiom(view: View, index: int) -> bool:
    """Whether the noun that makes a verb one of dying or of hurting follows in its clause (لقي جندي مصرعه)."""
    at, limit = index, index + _IDIOM_WINDOW
    while at + 1 < min(len(view.tokens), limit):
        at += 1
        after = _after_aside(view, at, len(view.tokens)) or _after_parenthesis(view, at)
        if after is not None:
            at, limit = after - 1, limit + after - at
            continue
        if view.number(at) is not None:
            continue
        if (view.is_punct(at) and not view.is_quote(at)) or view.is_verb(at):
            return False
        if view.reading(at, "injury") is not None:
            return True
        named = view.reading(at, "casualty")
        if named is not None:
            return bool(named.clitics.enclitic) and not named.is_verb
    return False


def _tells(view: View, at: int) -> bool:
    """Whether a word says that somebody told something."""
    reading = view.reading(at, *_TELLING)
    return reading is not None and reading.entry.value != _RECORDING


def _after_parenthesis(view: View, at: int) -> int | None:
    """The index after words in parentheses that begin at *at*, None of other words."""
    if view.tokens[at].surface != "(":
        return None
    return next((i + 1 for i in range(at + 1, len(view.tokens)) if view.tokens[i].surface == ")"), None)


def _none(view: View, cue: int, role: Role) -> Casualty | None:
    """No victims: a negation before a noun of victims in the same clause (دون وقوع إصابات, لم يسفر عن ضحايا)."""
    reading = view.reading(cue, "casualty")
    if reading is None or reading.is_verb or reading.definite or reading.form.number is not Number.PLURAL:
        return None
    for at in range(cue - 1, max(-1, cue - 1 - _NEGATION_WINDOW), -1):
        if view.is_punct(at) or view.number(at) is not None or _tells(view, at):
            return None
        if is_negation(view.tokens[at].norm) and view.function(at, "sub") is None:  # ما أسفر عن: "which led to"
            return Casualty(role, Quantity(0, 0, QuantityKind.EXACTLY), at, cue + 1, cue, None)
    return None


def _beside(view: View, cue: int, role: Role, used: set[int]) -> Casualty | None:
    """The figure of a cue, none of the numbers in *used*."""
    reading = view.reading(cue, "casualty")
    counted_noun = reading is not None and not reading.is_verb and reading.form.number is not Number.SINGULAR
    figure_noun = reading is not None and not reading.is_verb and reading.entry.frame == "counted"
    if counted_noun or figure_noun:
        own = _number_on(view, cue, used)
        if own is not None:
            return _casualty(role, counted_victims(view, own), cue)
        return _toll(view, cue, role, used)
    before = _before(view, cue, used) if _subject_first(view, cue) else None
    if before is not None:
        return _casualty(role, before, cue)
    right = _to_the_right(view, cue, role, used)
    if right is not None:
        return right
    before = _before(view, cue, used)
    if before is not None:
        return _casualty(role, before, cue)
    return _first_as_victim(view, cue, role)


def _is_counted(view: View, at: int) -> bool:
    """Whether a word is a noun of victims that takes a number."""
    reading = view.reading(at, "casualty")
    return reading is not None and not reading.is_verb and reading.entry.frame == "counted"


def _unnumbered(view: View, cue: int, role: Role, known: list[Casualty]) -> list[Casualty]:
    """Victims without a number: at least two by a plural (سقوط قتلى), one dead by a singular (أردوه قتيلا).

    None where the sentence has told a figure of the role before.
    """
    reading = view.reading(cue, "casualty")
    if reading is None or cue in view.phrases or any(c.role is role for c in known):
        return []
    if reading.definite or not reading.entry.strong or not _is_counted(view, cue) or not _is_told(view, cue):
        return []
    single = reading.form.number is Number.SINGULAR
    if single and role is not Role.KILLED:
        return []  # the words for a wounded person are adjectives as well
    value = _ONE if single else _SEVERAL
    return [Casualty(role, value, cue, cue + 1, cue, None)]


def _is_told(view: View, cue: int) -> bool:
    """Whether a noun of victims without number is told to be there: it opens the sentence, or follows a verb or عن."""
    before = cue - 1
    if cue + 1 < len(view.tokens) and view.has_article(cue + 1) and not view.proclitic(cue + 1):
        return False  # the dead of somebody
    if before < 0 or view.is_punct(before):
        return True
    if view.number(before) is not None or view.function(before, "prep") == "between" or view.function(before, "neg"):
        return False
    if view.is_coordinated(cue) and _pair(view, before, cue) is not None:
        return _is_told(view, before)
    fall = view.reading(before, "trigger")
    happens = view.reading(before, "light", value="occur") is not None
    happens = happens or (fall is not None and not fall.entry.strong and fall.entry.frame == "event")
    if any(_tells(view, at) for at in range(max(0, cue - _NEGATION_WINDOW), before)):
        return False  # whether there are any is not said (لم ترد تقارير عن سقوط قتلى)
    about = view.function(before, "prep") == "about"
    return happens or about or view.is_coordinated(cue) or view.is_verb(before)


def _subject_first(view: View, cue: int) -> bool:
    """Whether a verb shows by its form that its subject stands before it (قتلوا)."""
    return any(
        r.is_verb and r.form.number is not Number.SINGULAR and r.entry.category == "casualty"
        for r in view.readings[cue]
        if view.is_verb(cue)
    )


def _number_on(view: View, index: int, used: set[int]) -> NumberMention | None:
    """The number that counts the noun at *index*, that stands right before it, or that it is itself (a dual)."""
    for number in view.numbers:
        on = number.counted == index or number.first <= index < number.last or number.last == index
        if on and number.unit == "count" and number.first not in used:
            return number
    return None


def _toll(view: View, cue: int, role: Role, used: set[int]) -> Casualty | None:
    """The figure of "the number of dead rose to N", "reached N"."""
    for number in view.numbers:
        if not cue < number.first <= cue + _TOLL_WINDOW or number.first in used or not counts_people(view, number):
            continue
        if any(_ends_toll(view, at) for at in range(cue + 1, number.first)):
            return None
        before = number.first - 1
        reached = any(is_reached(view.tokens[at].norm) for at in (before, *range(max(0, before - _WEAK_WINDOW), cue)))
        if view.function(before, "prep") == "to" or reached:
            return _casualty(role, counted_victims(view, number), cue)
    return None


def _ends_toll(view: View, at: int) -> bool:
    """Whether a word between "the number of dead" and a figure shows that the figure is another's."""
    mark = view.is_punct(at) and not view.is_quote(at) and not view.is_comma(at)
    casualty = view.reading(at, "casualty") is not None and not view.is_coordinated(at)
    return mark or casualty or view.function(at, "comp") is not None


def _to_the_right(view: View, cue: int, role: Role, used: set[int]) -> Casualty | None:
    """The figure after a cue, a single victim included; after an attack as subject ("the shelling killed") further."""
    phrase = view.phrase(cue, "casualty")
    at = phrase.last if phrase is not None else cue + 1
    subject = view.is_verb(cue) and at < len(view.tokens) and view.reading(at, *_SUBJECTS) is not None
    limit = min(len(view.tokens), at + (_FAR if subject else _WINDOW))
    verbal, passed = any(r.is_verb for r in view.readings[cue]), False
    while at < limit:
        number = view.number(at)
        if number is not None and number.first not in used and counts_people(view, number, known=passed):
            return _casualty(role, counted_victims(view, number), cue)
        if view.function(at, "comp") is not None or (view.is_verb(at) and at > cue):
            return None
        if view.is_punct(at) and not view.is_quote(at) and not (subject and view.is_comma(at)):
            return None
        if not subject and not view.proclitic(at) and is_person(view, at):
            counting = next((n for n in view.numbers if n.counted == at and n.unit == "count"), None)
            if counting is not None and counting.first not in used:
                return _casualty(role, counted_victims(view, counting), cue)
            victim = single_victim(view, at)
            return _casualty(role, victim, cue) if victim is not None else None
        circumstance = _circumstance(view, at) if verbal else at
        if circumstance > at:
            limit = min(len(view.tokens), limit + circumstance - at)
            at, passed = circumstance, True
            continue
        if not subject and not view.is_quote(at) and not _skippable(view, at):
            return None
        at += 1
    return None


def _first_as_victim(view: View, cue: int, role: Role) -> Casualty | None:
    """The person after a verb who could also have killed, where nobody else is told to be killed (قتل رجل)."""
    at = cue + 1
    if not view.is_verb(cue) or at >= len(view.tokens) or view.reading(at, "agent") is None or not is_person(view, at):
        return None
    victim = single_victim(view, at)
    return _casualty(role, victim, cue) if victim is not None else None


def _circumstance(view: View, at: int) -> int:
    """The index after a phrase of place, time or means between a verb and its subject (أصيب في الهجوم عشرون)."""
    if view.function(at, "prep") in ("in", "by", "at") or view.function(at, "sub") in ("during", "because", "after"):
        return max(at, view.noun_phrase(at + 1)) if at + 1 < len(view.tokens) else at
    return max(at, view.noun_phrase(at)) if view.proclitic(at) == BI else at


def _skippable(view: View, at: int) -> bool:
    return (
        bool(view.functions[at]) or view.date(at) is not None or bool(view.proclitic(at)) or view.entity(at) is not None
    )


def _before(view: View, cue: int, used: set[int]) -> Victims | None:
    """The people of a subject before its verb: nothing but its noun phrase stands between (خمسة من الجنود قتلوا)."""
    single = _single_before(view, cue, used) if view.is_verb(cue) else None
    if single is not None:
        return single
    for number in reversed(view.numbers):
        if number.last > cue or number.first in used or not counts_people(view, number):
            continue
        if cue - number.first > _SUBJECT_WINDOW:
            return None
        if number.last == cue or _is_subject(view, number.first, cue):
            return counted_victims(view, _first_of_joined(view, number, cue, used), verb=cue)
    return None


def _first_of_joined(view: View, last: NumberMention, cue: int, used: set[int]) -> NumberMention:
    """The first of several numbers of people that are the subject before a verb (20 متمردا وعشرة جنود قتلوا)."""
    first = last
    for number in reversed(view.numbers):
        if number.last > first.first or number.first in used or not view.is_coordinated(first.first):
            continue
        if not counts_people(view, number) or not _is_subject(view, number.first, cue):
            break
        first = number
    return first


def _single_before(view: View, cue: int, used: set[int]) -> Victims | None:
    """One person as the subject that opens the clause before its verb (إن فتاة قتلت), with those joined."""
    for start in range(max(0, cue - _SUBJECT_WINDOW), cue):
        opens = start == 0 or view.function(start - 1, "comp") is not None
        number = view.number(start)
        if opens and start not in used and number is None and is_person(view, start) and _is_subject(view, start, cue):
            return single_victim(view, start, verb=cue)
    return None


def _is_subject(view: View, start: int, cue: int) -> bool:
    """Whether the words from *start* to a verb are one noun phrase, with what is joined to it and said of it."""
    at = start
    while at < cue:
        end = view.noun_phrase(at, cue)
        if end > at:
            at = end
            continue
        link = view.function(at, "prep") in ("from", "with") or view.function(at, "aux") == "past" or view.is_quote(at)
        aside = _after_aside(view, at, cue)
        if aside is not None:
            at = aside
            continue
        approximated = after_number(Line(view.tokens[at : at + _APPROXIMATION]), 0)
        if approximated is not None:
            at += approximated.last
        elif link or (view.is_coordinated(at) and not view.is_verb(at)):
            at += 1
        else:
            return False
    return at == cue


def _after_aside(view: View, at: int, cue: int) -> int | None:
    """The index after "among them a leader" or "most of them children" between commas at *at*, None of other words."""
    if not view.is_comma(at) or at + 1 >= cue:
        return None
    opening = range(at + 1, min(cue, at + 1 + _WEAK_WINDOW))
    if not any(view.function(i, "subgroup") is not None or is_share(view.tokens[i].norm) for i in opening):
        return None
    return next((i + 1 for i in range(at + 1, cue) if view.is_comma(i)), None)


def _casualty(role: Role, victims: Victims, cue: int) -> Casualty:
    return Casualty(role, victims.quantity, victims.first, victims.last, cue, victims.who)


def _subgroups(view: View, found: list[Casualty], used: set[int]) -> list[Casualty]:
    """Figures of a part of the last figure before ("among them N")."""
    groups: list[Casualty] = []
    for index, functions in enumerate(view.functions):
        if "subgroup" not in functions:
            continue
        before = [c for c in found if c.first < index]
        number = view.number(index + 1) if index + 1 < len(view.tokens) else None
        if before and number is not None and number.unit == "count" and number.first not in used:
            parts = _parts(before[-1], view, number)
            groups.extend(parts)
            used.update(range(parts[0].first, parts[-1].last))
    return groups


def _parts(whole: Casualty, view: View, number: NumberMention) -> list[Casualty]:
    """A part, and those joined to it with a number and people of their own."""
    parts = [_part(whole, view, number)]
    while True:
        at = parts[-1].last if parts[-1].who is None else parts[-1].who[1]
        following = view.number(at) if at < len(view.tokens) and view.is_coordinated(at) else None
        if following is None or following.counted is None or following.unit != "count":
            return parts
        if view.reading(following.counted, "human", "agent") is None:
            return parts
        parts.append(_part(whole, view, following))


def _part(whole: Casualty, view: View, number: NumberMention) -> Casualty:
    """A part told by a number of its own, what is joined to it left out."""
    end = max(number.last, number.last if number.counted is None else number.counted + 1)
    who = None if number.counted is None else (number.counted, max(view.noun_phrase(number.counted), end))
    return Casualty(whole.role, number.value, number.first, end, whole.cue, who)
