"""What around a word tells whether it reports an attack: the evidence it needs, and signs of something else."""

from __future__ import annotations

from collections.abc import Sequence

from builder.extraction.lexicon import Entry, Reading
from builder.extraction.words import Words
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
# Values of the column ``needs`` that are decided by words alone, without names.
_BY_WORDS = frozenset({"", "raid", "death", "projectile", "missile", "definite", "charge", "human"})
_CLAUSE = 8  # tokens after a verb in which its preposition or its outcome stands


def can_have_evidence(words: Words, index: int, reading: Reading) -> bool:
    """Whether :func:`has_evidence` can be true of a word when the names of its sentence, not known yet, are known."""
    needs = reading.entry.needs
    if needs == "fight":
        return reading.is_verb or reading.plural or _is_violent(words, index)
    return needs not in _BY_WORDS or has_evidence(words, index, reading)


def has_evidence(words: Words, index: int, reading: Reading) -> bool:
    """Whether a word has in its sentence what makes it an attack (column ``needs`` of the lexicon)."""
    after = range(index + 1, min(len(words.tokens), index + 1 + _AFTER))
    clause = range(index + 1, min(len(words.tokens), index + 1 + _CLAUSE))
    match reading.entry.needs:
        case "":
            return True
        case "armed":
            return _is_armed(words, index)
        case "fight":
            return _tells_of_fight(words, index, reading, after)
        case "raid":
            return any(words.function(i, "prep") == "on" for i in clause) and any(
                words.reading(i, *_RAIDERS) is not None for i in clause
            )
        case "death":
            return any(words.reading(i, "casualty", "weapon") is not None for i in clause)
        case "projectile":
            return _has_weapon(words, [*range(max(0, index - _BEFORE), index), *after], _PROJECTILES)
        case "missile":
            return _has_weapon(words, [*range(max(0, index - _BEFORE), index), *after], _MISSILES)
        case "definite":
            return (
                reading.definite
                and index + 1 not in words.phrases
                and not words.has_article(min(index + 1, after.stop - 1))
            )
        case "charge":
            return reading.is_verb and any(words.reading(i, *_CHARGED) is not None for i in after)
        case "human":
            return any(words.reading(i, *_PEOPLE) is not None for i in after)
        case _:
            return any(words.reading(i, *_PARTIES) is not None or _names_party(words, i) for i in after)


def _tells_of_fight(words: Words, index: int, reading: Reading, after: Sequence[int]) -> bool:
    """Whether a sentence tells of fighting besides a word that is as often a figure of speech.

    The past of a verb and the plural of a noun are content with an armed party in the sentence, the past also with a
    thing that was hit. The imperfect tells an aim as often (a campaign "targets" clients), the singular of a noun a
    dispute: they want violence beside them, the imperfect otherwise an armed party and what it attacks.
    """
    if _is_violent(words, index):
        return True
    if not reading.is_verb:
        return reading.plural and _is_armed(words, index)
    if reading.form.tense == "imperfect":
        return _is_armed(words, index) and any(words.reading(i, *_PARTIES) is not None for i in after)
    return _is_armed(words, index) or any(words.reading(i, "object") is not None for i in after)


def _is_violent(words: Words, index: int) -> bool:
    """Whether another word of the sentence is of an attack, its victims, a weapon or an attacker."""
    others = (i for i in range(len(words.tokens)) if i != index)
    return any(_is_violence(words.readings[i]) or _begins_violence(words, i) for i in others)


def _is_violence(readings: Sequence[Reading]) -> bool:
    entries = (reading.entry for reading in readings)
    return any(e.category in _VIOLENCE and e.strong and not e.needs for e in entries)


def _begins_violence(words: Words, index: int) -> bool:
    phrase = words.phrases.get(index)
    return phrase is not None and phrase.entry.category in _VIOLENCE


def _is_armed(words: Words, index: int) -> bool:
    """Whether a sentence tells of violence, of a weapon, of an armed force or of a known armed party."""
    if any(name.hit.kind == "actor" for name in words.entities) or _is_violent(words, index):
        return True
    return any(_arms(reading.entry) for readings in words.readings for reading in readings)


def _arms(entry: Entry) -> bool:
    return entry.category == "weapon" or (entry.category == "force" and entry.strong and entry.value not in _BODIES)


def _has_weapon(words: Words, indices: Sequence[int], attack_types: frozenset[str]) -> bool:
    weapons = [r.entry.value for i in indices for r in words.readings[i] if r.entry.category == "weapon"]
    return any(weapon_classes()[weapon].attack_type in attack_types for weapon in weapons)


def _names_party(words: Words, index: int) -> bool:
    name = words.entity(index)
    return name is not None and name.hit.kind in ("actor", "demonym", "place")


def tells_of(words: Words, index: int, category: str) -> bool:
    """Whether a phrase of a category begins at a word, or the word itself is of it without further evidence."""
    if words.phrase(index, category) is not None:
        return True
    reading = words.reading(index, category)
    return reading is not None and reading.entry.strong


def is_something_else(words: Words, index: int, entry: Entry) -> bool:
    """Whether the words around an attack's word tell of an accident, a court or a family: a storm that struck.

    An explosion is none of ours with a technical cause beside it, even one that only may be such.
    """
    beside = range(index, min(len(words.tokens), index + 1 + _AFTER))
    if entry.value == "Bombing" and any(
        tells_of(words, i, "accident") or words.reading(i, "accident") is not None for i in beside
    ):
        return True
    around = range(max(0, index - _AROUND_CUE), min(len(words.tokens), index + _AROUND_CUE + 1))
    elsewhere = ("accident", "judicial", "family") if entry.value in _PERSONAL else ("accident", "judicial")
    return any(tells_of(words, i, category) for i in filter(words.in_lexicon, around) for category in elsewhere)
