"""Slots: words of a sentence in a role of an attack, and the rules that give them.

The ranks of the rules are set by hand. They decide between rules that give the same words the same role, and are no
probabilities; how sure an argument is, is measured (:mod:`builder.extraction.confidences`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from builder.extraction.constituents import head_of, is_immobile, is_place, is_several, weapon_at
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.extraction.words import Range
from builder.model import Basis, PlaceRole, Role


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that gives a slot: its name, which mentions carry to the graph, and its rank (0 to 1)."""

    name: str
    rank: float


@dataclass(frozen=True, slots=True)
class Slot:
    """Words in a role: tokens ``[first, last)`` of the sentence ``view.sentence.index``; ``rule`` says why."""

    sentence: int
    role: Role
    first: int
    last: int
    rule: str
    rank: float
    basis: Basis | None = None
    place_role: PlaceRole | None = None


def make_slot(
    view: View,
    role: Role,
    words: Range,
    rule: Rule,
    *,
    basis: Basis | None = None,
    place_role: PlaceRole | None = None,
) -> Slot:
    """The slot that a rule gives to words of a sentence; a place told by another place is taken whole."""
    relative = view.relative(words[0]) if role is Role.PLACE else None
    if relative is not None and words[1] <= relative.last:
        words = (relative.first, relative.last)
    return Slot(view.sentence.index, role, *words, rule.name, rule.rank, basis, place_role)


def surest(slots: Iterable[Slot]) -> dict[tuple[Role, int], Slot]:
    """For each role and first word the slot that ranks highest, the first one where two rank the same."""
    best: dict[tuple[Role, int], Slot] = {}
    for slot in slots:
        key = (slot.role, slot.first)
        if key not in best or slot.rank > best[key].rank:
            best[key] = slot
    return best


def in_reading_order(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Slots sorted by their first word, then by role."""
    return tuple(sorted(slots, key=lambda slot: (slot.first, slot.role)))


_LOCALITY_RANK = 0.6  # the target's own rule is surer of the target than of the place
SIDE = Rule("side of a clash", 0.7)
_OTHER_SIDE = Rule("side of a clash", 0.65)
WEAPON_OF_ATTACK = Rule("weapon of the attack", 0.7)
_WEAPON_AS_TARGET = Rule("weapon of the attack", 0.6)


@dataclass(slots=True)
class Collector:
    """The slots found so far for one trigger; *others* are the first words of the other incidents' triggers."""

    view: View
    trigger: Trigger
    others: frozenset[int] = frozenset()
    found: list[Slot] = field(default_factory=list)

    def perpetrator(self, words: Range, rule: Rule, basis: Basis = Basis.STATED) -> None:
        """Add a perpetrator, with the group that it is "of"; without another basis the article itself says so."""
        end = words[1]
        if end + 1 < len(self.view.tokens) and self.view.function(end, "prep") == "from":
            group = self.view.noun_phrase(end + 1)
            if self.view.names(end + 1, group, "actor"):
                words = (words[0], group)
        self._add(Role.PERPETRATOR, words, rule, basis=basis)

    def place(self, words: Range, rule: Rule, place_role: PlaceRole = PlaceRole.IMPACT) -> None:
        """Add a place."""
        self._add(Role.PLACE, words, rule, place_role=place_role)

    def places(self, words: Range, rule: Rule, *, most: int | None = None) -> None:
        """Add the names of places in a range, at most so many."""
        for name in self.view.names(*words, "place")[:most]:
            self.place((name.first, name.last), rule)

    def weapon(self, words: Range, rule: Rule) -> None:
        """Add a weapon."""
        self._add(Role.WEAPON, words, rule)

    def weapon_if_any(self, at: int, rule: Rule) -> None:
        """Add the weapon that begins at a word, if one does."""
        words = weapon_at(self.view, at)
        if words is not None:
            self.weapon(words, rule)

    def target(self, words: Range, rule: Rule) -> None:
        """Add a target without a look at its words."""
        self._add(Role.TARGET, words, rule)

    def attacked(self, words: Range, rule: Rule) -> None:
        """Add what was attacked as its words tell: a target, the place of it, both, a weapon, or nothing.

        A building is target and place, a named locality only the place, several of them only the target.
        """
        view, head = self.view, head_of(self.view, words)
        if view.phrase(head, "weapon") is not None:
            self.weapon_if_any(head, _WEAPON_AS_TARGET)
            return
        if view.is_verb(head) or view.is_function(head) or view.reading(head, "trigger", "casualty") is not None:
            return
        if view.reading(head, "human", value="others") is not None:
            return
        several = is_several(view, head)
        locality = view.reading(head, "place-head") is not None and not several
        if locality or (is_immobile(view, head) and not several):
            self.place(words, Rule(f"{rule.name}: locality", _LOCALITY_RANK))
        if not locality:
            self.target(words, rule)

    def attacked_or_place(self, words: Range, at_place: Rule, at_target: Rule) -> None:
        """Add a place where the words begin with a place's name, else what they tell of a target."""
        if is_place(self.view, words):
            self.place(words, at_place)
        else:
            self.attacked(words, at_target)

    def side(self, words: Range) -> None:
        """Add a side of a clash, which attacks and is attacked."""
        if self.view.reading(head_of(self.view, words), "trigger", "casualty") is None:
            self.perpetrator(words, SIDE)
            self.target(words, _OTHER_SIDE)

    def _add(
        self,
        role: Role,
        words: Range,
        rule: Rule,
        *,
        basis: Basis | None = None,
        place_role: PlaceRole | None = None,
    ) -> None:
        if words[1] > words[0]:
            self.found.append(make_slot(self.view, role, words, rule, basis=basis, place_role=place_role))
