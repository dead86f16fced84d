"""The arguments of one trigger, read from the syntax around it.

A verb gives subject and object (:mod:`builder.extraction.verbal`), a noun its genitive
(:mod:`builder.extraction.nominal`) and the subject of the light verb before it
(:mod:`builder.extraction.light_verbs`); prepositions give the rest (:mod:`builder.extraction.complements`).
"""

from __future__ import annotations

from builder.extraction.complements import read_complements
from builder.extraction.light_verbs import read_light_verb
from builder.extraction.nominal import read_noun, read_own_weapon
from builder.extraction.slots import Collector, Slot, in_reading_order, surest
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.extraction.verbal import read_verb

__all__ = ["Slot", "find_arguments"]


def find_arguments(view: View, trigger: Trigger, others: frozenset[int] = frozenset()) -> tuple[Slot, ...]:
    """The slots of a trigger, each first word once in each role, in reading order.

    *others* are the first words of the other incidents' triggers: complements after them are theirs.
    """
    slots = Collector(view, trigger, others)
    if trigger.verb:
        read_verb(slots)
    elif not trigger.casualty:
        read_noun(slots)
    read_own_weapon(slots)
    read_complements(slots)
    if not trigger.verb:
        read_light_verb(slots)
    return in_reading_order(surest(slots.found).values())
