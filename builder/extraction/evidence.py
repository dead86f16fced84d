"""What beside a word tells whether it reports an attack: the evidence of weak words, and signs of something else."""

from __future__ import annotations

from builder.extraction.lexicon import Entry, Reading
from builder.extraction.syntax import View
from builder.reference.weapons import weapon_classes

_BEFORE = 3  # tokens before a word that stand beside it
_AFTER = 4  # tokens after a word that stand beside it
_AROUND_CUE = 3  # tokens on either side in which a word of accident or court turns the meaning
_PROJECTILES = frozenset({"RocketAttack", "DroneStrike", "Shelling", "AirStrike"})
_PERSONAL = frozenset({"Stabbing", "Arson"})  # with a relative beside them these are crimes of a family
_PARTIES = ("object", "force", "agent", "weapon", "human")
_CHARGED = ("weapon", "agent", "object", "force")
_PEOPLE = ("human", "weapon", "force", "agent")


def has_evidence(view: View, index: int, reading: Reading) -> bool:
    """Whether a word of weak sense has beside it what makes it an attack (column ``needs`` of the lexicon)."""
    after = range(index + 1, min(len(view.tokens), index + 1 + _AFTER))
    match reading.entry.needs:
        case "projectile":
            return _has_projectile(view, [*range(max(0, index - _BEFORE), index), *after])
        case "definite":
            return (
                reading.definite
                and index + 1 not in view.phrases
                and not view.has_article(min(index + 1, after.stop - 1))
            )
        case "charge":
            return reading.is_verb and any(view.reading(i, *_CHARGED) is not None for i in after)
        case "human":
            return any(view.reading(i, *_PEOPLE) is not None for i in after)
        case _:
            return any(view.reading(i, *_PARTIES) is not None or _names_party(view, i) for i in after)


def _has_projectile(view: View, indices: list[int]) -> bool:
    weapons = [r.entry.value for i in indices for r in view.readings[i] if r.entry.category == "weapon"]
    return any(weapon_classes()[weapon].attack_type in _PROJECTILES for weapon in weapons)


def _names_party(view: View, index: int) -> bool:
    name = view.entity(index)
    return name is not None and name.hit.kind in ("actor", "demonym", "place")


def tells_of(view: View, index: int, category: str) -> bool:
    """Whether a phrase of a category begins at a word, or the word itself is of it without further evidence."""
    if view.phrase(index, category) is not None:
        return True
    reading = view.reading(index, category)
    return reading is not None and reading.entry.strong


def is_something_else(view: View, index: int, entry: Entry) -> bool:
    """Whether the words around an attack's word tell of an accident, a court or a family: a storm that struck.

    An explosion is none of ours with a technical cause beside it, even one that only may be such.
    """
    beside = range(index, min(len(view.tokens), index + 1 + _AFTER))
    if entry.value == "Bombing" and any(
        tells_of(view, i, "accident") or view.reading(i, "accident") is not None for i in beside
    ):
        return True
    around = range(max(0, index - _AROUND_CUE), min(len(view.tokens), index + _AROUND_CUE + 1))
    elsewhere = ("accident", "judicial", "family") if entry.value in _PERSONAL else ("accident", "judicial")
    return any(tells_of(view, i, category) for i in around for category in elsewhere)
