"""The arguments of one trigger, read from the syntax around it.

A verb takes its subject before it (after "that", a relative pronoun, or at the beginning) or right after it, then its
object. A verbal noun takes its genitive as patient (استهداف القاعدة) or as agent (هجوم الحركة), as its frame in the lexicon
says, unless a second phrase shows the other. Prepositions give the rest: ضد and على the target, ب the weapon, من قبل and
على يد the agent, في and words of nearness the place. Light verbs (شن، نفذ، تعرض لـ) lend their subject to the noun.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.extraction.attribution import phrase_before, source_phrase
from builder.extraction.lexicon import has_article
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import Basis, PlaceRole, Role

Range = tuple[int, int]

_REACH = 28  # tokens after a trigger in which its complements stand
_BACK = 14  # tokens before a trigger in which a light verb stands
_AGENTIVE = ("agent", "force")
_PATIENT = ("human", "object")
_CARRIERS = frozenset({"aircraft", "helicopter", "artillery", "drone", "tank"})
_VEHICLES = frozenset({"patrol", "convoy", "bus", "car", "vehicle", "ship", "tanker", "boat", "targets", "mission"})
_SIDES = 4  # parties of one fight that are read at the most
_LOCATIVE = frozenset({"in", "near", "at", "outside", "over", "under"})


@dataclass(frozen=True, slots=True)
class Slot:
    """Words in a role: tokens ``[first, last)`` of the sentence ``view.sentence.index``; ``rule`` says why."""

    sentence: int
    role: Role
    first: int
    last: int
    rule: str
    confidence: float
    basis: Basis | None = None
    place_role: PlaceRole | None = None


class _Reader:
    """Reads the slots of one trigger; short-lived, one for each trigger."""

    def __init__(self, view: View, trigger: Trigger, others: frozenset[int]) -> None:
        self.view = view
        self.others = others
        self.trigger = trigger
        self.slots: list[Slot] = []

    def add(
        self,
        role: Role,
        span: Range,
        rule: str,
        confidence: float,
        *,
        basis: Basis | None = None,
        place_role: PlaceRole | None = None,
    ) -> None:
        if span[1] > span[0]:
            self.slots.append(
                Slot(self.view.sentence.index, role, span[0], span[1], rule, confidence, basis, place_role)
            )

    # --- what a noun phrase can be -------------------------------------------------------------------------------

    def agentive(self, first: int, last: int) -> bool:
        """Whether a phrase names someone or something that can attack."""
        head = self._head(first, last)
        if self.view.reading(head, "weapon") is not None:
            return any(r.entry.value in _CARRIERS for r in self.view.readings[head])
        if self.view.names(first, last, "actor"):
            return self.view.reading(head, "human", "object") is None or self.view.reading(head, *_AGENTIVE) is not None
        return self.view.reading(head, *_AGENTIVE) is not None

    def patientive(self, first: int, last: int) -> bool:
        """Whether a phrase names people or things that are attacked."""
        return self.view.reading(self._head(first, last), *_PATIENT) is not None

    def _head(self, first: int, last: int) -> int:
        """The first word that is no number and no quotation mark."""
        for index in range(first, last):
            if self.view.is_punct(index) or (self.view.number(index) is not None and not self.view.readings[index]):
                continue
            return index
        return first

    def is_place(self, first: int, last: int) -> bool:
        """Whether a phrase is a place's name and nothing more."""
        name = self.view.entity(self._head(first, last))
        return name is not None and name.hit.kind == "place" and name.first == self._head(first, last)

    # --- reading -------------------------------------------------------------------------------------------------

    def read(self) -> tuple[Slot, ...]:
        """All slots of the trigger."""
        if self.trigger.verb:
            self._verb()
        elif not self.trigger.casualty:
            self._noun()
        self._own_weapon()
        self._complements()
        self._left_of_trigger()
        return tuple(self.slots)

    def _verb(self) -> None:
        view, head = self.view, self.trigger.head
        subject = self._subject_before(head)
        at = self._after_adverbials(self.trigger.last)
        first = self._phrase(at)
        if subject is not None:
            if first is not None:
                self._object(first)
            self._subject(subject, "subject before verb")
            return
        if first is None:
            return
        second = self._phrase(self._after_adverbials(first[1]))
        if self.trigger.frame == "sides":
            self._side(first)
            return
        if self.agentive(*first) and (second is not None or not self.trigger.casualty) and not self._passive():
            self._subject(first, "subject after verb")
            if (second is not None and not self.agentive(*second)) or (second is not None and self.patientive(*second)):
                self._object(second)
        elif self._casual_agent(first) and second is not None:
            self.slots.extend(())
        elif not view.names(*first, "outlet"):
            self._object(first)

    def _casual_agent(self, first: Range) -> bool:
        """An attack as the subject of a verb of killing: "the shelling killed …"; the figure is read elsewhere."""
        return self.trigger.casualty and self.view.reading(first[0], "trigger") is not None

    def _passive(self) -> bool:
        """Whether the writing shows a passive: a vowel sign, or a verb that the lexicon lists as such."""
        surface = self.view.tokens[self.trigger.head].surface
        return "\u064f" in surface[:3]

    def _subject_before(self, head: int) -> Range | None:
        view = self.view
        if head > 0 and view.function(head - 1, "rel") is not None:
            return self._antecedent(head - 1)
        return phrase_before(view, head, speaker=False)

    def _antecedent(self, relative: int) -> Range | None:
        """The noun phrase before a relative pronoun."""
        return phrase_before(self.view, relative, speaker=False)

    def _subject(self, span: Range, rule: str) -> None:
        if self.view.reading(span[0], "trigger", "casualty") is not None and not self.agentive(*span):
            return
        head = self._head(*span)
        if self.agentive(*span) or self.view.names(*span, "actor"):
            self.add(Role.PERPETRATOR, span, rule, 0.8, basis=Basis.STATED)
        if self.view.reading(head, "weapon") is not None or head in self.view.phrases:
            self._weapon(head, 0.7)

    def _object(self, span: Range) -> None:
        if self.view.reading(self._head(*span), "trigger", "casualty", "responsibility", "weapon") is not None:
            self._weapon(self._head(*span), 0.7)
            return
        self._target(span, "object", 0.75)

    def _target(self, span: Range, rule: str, confidence: float) -> None:
        """A target; a facility or a named locality among the targets is also the place."""
        view, head = self.view, self._head(*span)
        if view.phrases.get(head) is not None and view.phrases[head].entry.category == "weapon":
            self._weapon(head, 0.6)
            return
        if view.is_verb(head) or view.is_function(head) or view.reading(head, "trigger", "casualty") is not None:
            return
        if view.reading(head, "human", value="others") is not None:
            return
        local = view.reading(head, "place-head") is not None
        if local or view.reading(head, "object", value=None) is not None and self._fixed(head):
            self.add(Role.PLACE, span, f"{rule}: locality", 0.6, place_role=PlaceRole.IMPACT)
        if not local:
            self.add(Role.TARGET, span, rule, confidence)

    def _fixed(self, head: int) -> bool:
        """Whether a thing stands still: a building, not a vehicle."""
        return self.view.reading(head, "object", *()) is not None and not any(
            r.entry.value in _VEHICLES for r in self.view.readings[head]
        )

    def _phrase(self, at: int) -> Range | None:
        if at >= len(self.view.tokens) or self.view.proclitic(at):
            return None
        end = self.view.noun_phrase(at)
        return (at, end) if end > at else None

    def _after_adverbials(self, at: int) -> int:
        view = self.view
        while at < len(view.tokens):
            date = view.date(at)
            if date is not None:
                at = date.last
            elif (
                (view.tokens[at].surface in "،," and at + 1 < len(view.tokens) and view.date(at + 1) is not None)
                or (view.tokens[at].surface in "،," and at > 0 and view.date(at - 1) is not None)
                or view.function(at, "adverb") is not None
            ):
                at += 1
            else:
                break
        return at

    def _noun(self) -> None:
        view, trigger = self.view, self.trigger
        for name in view.names(trigger.first, trigger.last, "demonym"):
            self.add(Role.PERPETRATOR, (name.first, name.last), "adjective of the attack", 0.7, basis=Basis.STATED)
        at = self._after_adverbials(trigger.last)
        first = self._phrase(at)
        if first is None or view.function(at, "dem") is not None:
            return
        if has_article_token(view, trigger.head):
            return  # a noun with the article has no genitive
        if trigger.frame == "patient":
            self._patient_noun(first)
        elif trigger.frame in ("agent", "sides", "event"):
            if self.is_place(*first):
                self.add(Role.PLACE, first, "genitive", 0.8, place_role=PlaceRole.IMPACT)
            elif (self.agentive(*first) or view.names(*first, "actor")) and not self._adjective(first[0]):
                self.add(Role.PERPETRATOR, first, "genitive of the attack", 0.75, basis=Basis.STATED)
            else:
                self._weapon(self._head(*first), 0.7)

    def _adjective(self, at: int) -> bool:
        """Whether an agent noun right after the trigger only qualifies it (هجوم مسلح، هجمات مسلحة)."""
        reading = self.view.reading(at, "agent")
        if reading is None or reading.definite:
            return False
        return reading.form.number is self.trigger.number or reading.form.gender == "f"

    def _patient_noun(self, first: Range) -> None:
        view = self.view
        second = self._phrase(first[1])
        marked = first[1] < len(view.tokens) and (
            view.proclitic(first[1]) == "ل" or view.function(first[1], "prep") in ("on", "against")
        )
        if self.agentive(*first) and (second is not None or marked):
            self.add(Role.PERPETRATOR, first, "genitive agent", 0.75, basis=Basis.STATED)
            if second is not None:
                self._object(second)
            return
        head = self._head(*first)
        if view.reading(head, "weapon") is not None or self._weapon_phrase(head) is not None:
            self._weapon(head, 0.75)
            return
        self._target(first, "genitive patient", 0.8)
        if self.is_place(*first):
            self.add(Role.PLACE, first, "genitive patient", 0.75, place_role=PlaceRole.IMPACT)

    # --- complements to the right --------------------------------------------------------------------------------

    def _own_weapon(self) -> None:
        """A weapon inside the trigger's own words ("4 rockets were launched")."""
        view = self.view
        for index in range(self.trigger.first, self.trigger.last):
            number = view.number(index - 1) if index > 0 else None
            counted = number is not None and number.unit == "count" and index - 1 >= number.first
            if view.reading(index, "weapon") is not None:
                start = number.first if counted and number is not None else index
                self.add(Role.WEAPON, (start, index + 1), "weapon of the attack", 0.8)
                return

    def _complements(self) -> None:
        view = self.view
        at = self.trigger.last
        end = min(len(view.tokens), at + _REACH)
        while at < end:
            locution = view.phrases.get(at)
            if locution is not None and locution.entry.category == "locution":
                if locution.entry.value == "stop":
                    break
                at = self._agent_phrase(locution.last) if locution.entry.value == "by" else locution.last
                continue
            if self._stops(at):
                break
            number = view.number(at)
            at = number.last if number is not None and not self._counts_weapon(at) else self._complement(at)

    def _stops(self, at: int) -> bool:
        view = self.view
        if at in self.others:
            return True
        if view.function(at, "according") is not None or view.function(at, "comp") is not None:
            return True
        if view.function(at, "sub") in ("while", "where", "but", "also", "although", "result"):
            return True
        return view.tokens[at].surface in ".؛:"

    def _counts_weapon(self, at: int) -> bool:
        """Whether a number word carries the preposition of a weapon: "with two drones", "with 4 rockets"."""
        number = self.view.number(at)
        if number is None or number.first != at:
            return False
        return bool(self.view.proclitic(at)) or self._weapon_phrase(at) is not None

    def _complement(self, at: int) -> int:
        """Read the complement at *at*; the index after it, or after the word where there is none."""
        view = self.view
        kind = view.function(at, "prep")
        if kind is not None and at + 1 < len(view.tokens):
            return self._prepositional(at, kind, at + 1)
        letter = view.proclitic(at)
        if letter == "ب":
            return self._with(at)
        if letter == "ل" and self.trigger.frame in ("agent", "event") and at - self.trigger.last < 2:
            end = view.noun_phrase(at)
            if end > at and self.agentive(at, end):
                self.add(Role.PERPETRATOR, (at, end), "agent with li", 0.7, basis=Basis.STATED)
                return end
        if letter == "ل" and self.trigger.frame == "patient" and at - self.trigger.last < 2:
            end = view.noun_phrase(at)
            if end > at and view.has_article(at) and not view.names(at, end, "outlet"):
                self._target((at, end), "patient with li", 0.65)
                return end
        verb = view.reading(at, "light", "claim")
        if verb is not None and verb.is_verb and view.is_verb(at) and verb.clitics.enclitic:
            return self._done_by(at, verb.entry.category)
        return at + 1

    def _done_by(self, at: int, category: str) -> int:
        """A relative clause on the attack: "carried out by", "claimed by"."""
        phrase = self._phrase(self._after_adverbials(at + 1))
        if phrase is None:
            return at + 1
        basis = Basis.CLAIMED if category == "claim" else Basis.STATED
        end = source_phrase(self.view, phrase[0])
        self.add(Role.PERPETRATOR, (phrase[0], phrase[1]), "relative clause", 0.85, basis=basis)
        return max(end, phrase[1])

    def _with(self, at: int) -> int:
        view = self.view
        weapon = self._weapon_phrase(at)
        if weapon is not None:
            return self._weapons(weapon)
        name = view.entity(at)
        if name is not None and name.hit.kind == "place":
            self.add(Role.PLACE, (name.first, name.last), "bi", 0.75, place_role=PlaceRole.IMPACT)
            return name.last
        end = view.noun_phrase(at)
        if end > at and view.reading(at, "object") is not None and view.names(at, end, "place"):
            self.add(Role.PLACE, (at, end), "bi", 0.6, place_role=PlaceRole.IMPACT)
        return max(at + 1, end) if not view.names(at, max(end, at + 1), "place") else at + 1

    def _weapons(self, first: Range) -> int:
        """A weapon after its preposition, and those joined to it."""
        self.add(Role.WEAPON, first, "with", 0.85)
        at = first[1]
        while at < len(self.view.tokens) and self.view.is_coordinated(at):
            joined = self._weapon_phrase(at + 1 if self.view.tokens[at].norm == "و" else at)
            if joined is None:
                break
            self.add(Role.WEAPON, joined, "coordination", 0.8)
            at = joined[1]
        return at

    def _prepositional(self, at: int, kind: str, noun: int) -> int:
        view = self.view
        end = view.noun_phrase(noun)
        if end == noun:
            return at + 1
        if kind == "by":
            weapon = self._weapon_phrase(noun)
            if weapon is not None:
                self.add(Role.WEAPON, weapon, "by means of", 0.8)
                return weapon[1]
            return self._agent_phrase(noun)
        if kind == "against" or (kind == "on" and self._takes_on()):
            return self._against(noun, end)
        if kind == "towards" and self._takes_on() and not self.view.number(noun):
            return self._against(noun, end)
        if kind in _LOCATIVE:
            return self._place(noun, end, "near" if kind != "in" else "in")
        if kind == "with":
            if self.trigger.frame == "sides":
                self._side((noun, end))
                return end
            weapon = self._weapon_phrase(noun)
            if weapon is not None:
                return self._weapons(weapon)
        if kind == "between" and self.trigger.frame == "sides":
            return self._sides(noun, end)
        if kind == "from" and self.trigger.attack_type in ("RocketAttack", "DroneStrike"):
            name = view.entity(noun)
            if name is not None and name.hit.kind == "place":
                self.add(Role.PLACE, (noun, end), "from", 0.6, place_role=PlaceRole.LAUNCH)
                return end
        return at + 1

    def _takes_on(self) -> bool:
        return self.trigger.frame in ("agent", "patient", "event", "subject")

    def _agent_phrase(self, at: int) -> int:
        phrase = self._phrase(at)
        if phrase is None:
            return at
        self.add(Role.PERPETRATOR, phrase, "by-phrase", 0.85, basis=Basis.STATED)
        return phrase[1]

    def _sides(self, noun: int, end: int) -> int:
        self._side((noun, end))
        for _ in range(_SIDES):
            second = end
            while second < len(self.view.tokens) and second - end < 4 and not self.view.is_coordinated(second):
                second += 1
            if second >= len(self.view.tokens) or not self.view.is_coordinated(second):
                break
            start = second + 1 if self.view.tokens[second].norm == "و" else second
            if start < len(self.view.tokens) and self.view.function(start, "prep") == "between":
                start += 1
            last = self.view.noun_phrase(start) if start < len(self.view.tokens) else start
            if last <= start or not (self.agentive(start, last) or self.patientive(start, last)):
                break
            self._side((start, last))
            end = last
        return end

    def _side(self, span: Range) -> None:
        """A side of a clash attacks and is attacked."""
        if self.view.reading(self._head(*span), "trigger", "casualty") is not None:
            return
        self.add(Role.PERPETRATOR, span, "side of a clash", 0.7, basis=Basis.STATED)
        self.add(Role.TARGET, span, "side of a clash", 0.65)

    def _against(self, noun: int, end: int) -> int:
        view = self.view
        if self.is_place(noun, end):
            self.add(Role.PLACE, (noun, end), "on a place", 0.75, place_role=PlaceRole.IMPACT)
        else:
            self._target((noun, end), "against", 0.8)
        at = end
        while at < len(view.tokens) and view.is_coordinated(at) and not view.is_verb(at):
            last = view.noun_phrase(at) if view.tokens[at].norm != "و" else view.noun_phrase(at + 1)
            if last <= at or not (self.patientive(at, last) or view.names(at, last, "actor", "place")):
                break
            self._target((at, last), "coordination", 0.65)
            at = last
        return at

    def _place(self, noun: int, end: int, rule: str) -> int:
        """A place in a locative phrase: its name, or a facility that a name or its kind tells."""
        view = self.view
        names = view.names(noun, end, "place")
        if view.reading(self._head(noun, end), "place-head") is not None and end - noun > 1:
            self.add(Role.PLACE, (noun, end), rule, 0.75, place_role=PlaceRole.IMPACT)
            return end
        if view.reading(self._head(noun, end), "object") is not None and (names or rule == "near"):
            self.add(Role.PLACE, (noun, end), f"{rule}: facility", 0.65, place_role=PlaceRole.IMPACT)
            return end
        for name in names:
            self.add(Role.PLACE, (name.first, name.last), rule, 0.75, place_role=PlaceRole.IMPACT)
        at = end
        while names and at < len(view.tokens) and view.is_coordinated(at):
            joined = view.entity(at)
            if joined is None or joined.hit.kind != "place":
                break
            self.add(Role.PLACE, (joined.first, joined.last), "coordination", 0.65, place_role=PlaceRole.IMPACT)
            at = joined.last
        return at if names else noun

    # --- weapons -------------------------------------------------------------------------------------------------

    def _weapon_phrase(self, at: int) -> Range | None:
        """The range of a weapon's words at *at*, a number before it included."""
        view = self.view
        head = at
        number = view.number(at)
        if number is not None and number.unit == "count" and number.counted is not None and number.first == at:
            head = number.counted
        if view.is_quote(head) and head + 1 < len(view.tokens):
            head += 1
        phrase = view.phrases.get(head)
        if phrase is not None and phrase.entry.category == "weapon":
            return at, max(phrase.last, at + 1)
        if view.reading(head, "weapon") is not None:
            return at, max(view.noun_phrase(at), head + 1)
        return None

    def _weapon(self, at: int, confidence: float) -> None:
        span = self._weapon_phrase(at)
        if span is not None:
            self.add(Role.WEAPON, span, "weapon of the attack", confidence)

    # --- to the left ---------------------------------------------------------------------------------------------

    def _left_of_trigger(self) -> None:
        view = self.view
        if self.trigger.verb:
            return
        for index in range(self.trigger.first - 1, max(-1, self.trigger.first - _BACK), -1):
            if view.tokens[index].surface in ".؛:" or view.function(index, "comp") is not None:
                break
            reading = view.reading(index, "light")
            if reading is not None and view.is_verb(index) == reading.is_verb:
                self._light(index, reading.entry.value)
                break

    def _light(self, index: int, value: str) -> None:
        at = self._after_adverbials(index + 1)
        phrase = self._phrase(at) if at < self.trigger.first else None
        before = phrase_before(self.view, index) if phrase is None else None
        span = phrase or before
        if value == "shake":
            self._shaken()
            return
        if span is None or span[1] > self.trigger.first:
            return
        if value in ("agent", "retaliation"):
            self.add(Role.PERPETRATOR, span, "subject of a light verb", 0.85, basis=Basis.STATED)
        elif value == "patient":
            self.add(Role.TARGET, span, "subject of a light verb", 0.85)
            for extra in self._coordinated(span[1]):
                self.add(Role.TARGET, extra, "coordination", 0.75)
            self._places_between(span[1])
        elif value == "place" and self.is_place(*span):
            self.add(Role.PLACE, span, "subject of a light verb", 0.8, place_role=PlaceRole.IMPACT)
        elif value == "occur":
            self._places_between(index + 1)

    def _shaken(self) -> None:
        """What an explosion shakes: the phrase after it."""
        span = self._phrase(self._after_adverbials(self.trigger.last))
        if span is None:
            return
        if self.is_place(*span):
            self.add(Role.PLACE, span, "shaken", 0.75, place_role=PlaceRole.IMPACT)
        else:
            self._target(span, "shaken", 0.65)

    def _coordinated(self, at: int) -> Iterator[Range]:
        while at < self.trigger.first and self.view.is_coordinated(at):
            end = self.view.noun_phrase(at, self.trigger.first)
            if end <= at:
                return
            yield at, end
            at = end

    def _places_between(self, first: int) -> None:
        for index in range(first, self.trigger.first):
            if self.view.function(index, "prep") in _LOCATIVE:
                for name in self.view.names(index + 1, self.trigger.first, "place")[:2]:
                    self.add(Role.PLACE, (name.first, name.last), "in", 0.7, place_role=PlaceRole.IMPACT)
                return


def has_article_token(view: View, index: int) -> bool:
    """Whether a trigger noun carries the article in its own reading."""
    return any(has_article(r.clitics) for r in view.readings[index] if r.entry.category == "trigger")


def find_arguments(view: View, trigger: Trigger, others: frozenset[int] = frozenset()) -> tuple[Slot, ...]:
    """The slots of a trigger, each range once in each role, in reading order.

    *others* are the first words of the other incidents' triggers: complements after them are theirs.
    """
    slots = _Reader(view, trigger, others).read()
    best: dict[tuple[Role, int], Slot] = {}
    for slot in slots:
        key = (slot.role, slot.first)
        if key not in best or slot.confidence > best[key].confidence:
            best[key] = slot
    return tuple(sorted(best.values(), key=lambda s: (s.first, s.role)))
