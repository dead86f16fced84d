"""What around a word tells whether it reports an attack: the evidence it needs, and signs of something else."""

from __future__ import annotations

from collections.abc import Sequence

from builder.extraction.lexicon import Entry, Reading
from builder.extraction.syntax import View
from builder.reference.weapons import weapon_classes

_BEFORE = 3  # tokens before a word that stand beside it
_AFTER = 4  # tokens after a word that stand beside it
_AROUND_CUE = 3  # tokens on either side in which a word of accident or court turns the meaning
_PROJECTILES = frozenset({"RocketAttack", "DroneStrike", "Shelling", "AirStrike"})
_MISSILES = frozenset({"RocketAttack", "Shelling", "DroneStrike"})  # no aircraft: they crash and are escorted
_PERSONAL = frozenset({"Stabbing", "Arson"})  # with a relative beside them these are crimes of a family
_PARTIES = ("object", "force", "agent", "weapon", "human")
_CHARGED = ("weapon", "agent", "object", "force")
_PEOPLE = ("human", "weapon", "force", "agent")
_RAIDERS = ("weapon", "force", "agent")
_BODIES = frozenset({"party", "organisation", "group", "country", "movement"})  # forces that need not be armed
_VIOLENCE = frozenset({"trigger", "casualty", "weapon", "agent"})
_CLAUSE = 8  # tokens after a verb in which its preposition or its outcome stands


def has_evidence(view: View, index: int, reading: Reading) -> bool:
    """Whether a word has in its sentence what makes it an attack (column ``needs`` of the lexicon)."""
    after = range(index + 1, min(len(view.tokens), index + 1 + _AFTER))
    clause = range(index + 1, min(len(view.tokens), index + 1 + _CLAUSE))
    match reading.entry.needs:
        case "":
            return True
        case "armed":
            return _is_armed(view, index)
        case "fight":
            return _tells_of_fight(view, index, reading, after)
        case "raid":
            return any(view.function(i, "prep") == "on" for i in clause) and any(
                view.reading(i, *_RAIDERS) is not None for i in clause
            )
        case "death":
            return any(view.reading(i, "casualty", "weapon") is not None for i in clause)
        case "projectile":
            return _has_weapon(view, [*range(max(0, index - _BEFORE), index), *after], _PROJECTILES)
        case "missile":
            return _has_weapon(view, [*range(max(0, index - _BEFORE), index), *after], _MISSILES)
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


def _tells_of_fight(view: View, index: int, reading: Reading, after: Sequence[int]) -> bool:
    """Whether a sentence tells of fighting besides a word that is as often a figure of speech.

    The past of a verb and the plural of a noun are content with an armed party in the sentence, the past also with a
    thing that was hit. The imperfect tells an aim as often (a campaign "targets" clients), the singular of a noun a
    dispute: they want violence beside them, the imperfect otherwise an armed party and what it attacks.
    """
    if _is_violent(view, index):
        return True
    if not reading.is_verb:
        return reading.plural and _is_armed(view, index)
    if reading.form.tense == "imperfect":
        return _is_armed(view, index) and any(view.reading(i, *_PARTIES) is not None for i in after)
    return _is_armed(view, index) or any(view.reading(i, "object") is not None for i in after)


def _is_violent(view: View, index: int) -> bool:
    """Whether another word of the sentence is of an attack, its victims, a weapon or an attacker."""
    others = (i for i in range(len(view.tokens)) if i != index)
    return any(_is_violence(view.readings[i]) or _begins_violence(view, i) for i in others)


def _is_violence(readings: Sequence[Reading]) -> bool:
    entries = (reading.entry for reading in readings)
    return any(e.category in _VIOLENCE and e.strong and not e.needs for e in entries)


def _begins_violence(view: View, index: int) -> bool:
    phrase = view.phrases.get(index)
    return phrase is not None and phrase.entry.category in _VIOLENCE


def _is_armed(view: View, index: int) -> bool:
    """Whether a sentence tells of violence, of a weapon, of an armed force or of a known armed party."""
    if any(name.hit.kind == "actor" for name in view.entities) or _is_violent(view, index):
        return True
    return any(_arms(reading.entry) for readings in view.readings for reading in readings)


def _arms(entry: Entry) -> bool:
    return entry.category == "weapon" or (entry.category == "force" and entry.strong and entry.value not in _BODIES)


def _has_weapon(view: View, indices: Sequence[int], attack_types: frozenset[str]) -> bool:
    weapons = [r.entry.value for i in indices for r in view.readings[i] if r.entry.category == "weapon"]
    return any(weapon_classes()[weapon].attack_type in attack_types for weapon in weapons)


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
