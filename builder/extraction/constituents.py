"""What a noun phrase beside a trigger can be by its head: attacker, people or things attacked, place, weapon."""

from __future__ import annotations

from builder.extraction.inflection import Number
from builder.extraction.lexicon import BI
from builder.extraction.steps import NameKind
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import EntityClass

_AGENTIVE = ("agent", "force")
_PATIENT = ("human", "object")
# Values of weapons that carry others, which are told as attackers themselves (the aircraft bombed).
_CARRIERS = frozenset({"aircraft", "helicopter", "artillery", "drone", "tank"})
# Values of things that move, or stand for no place: what was hit, but not where.
_MOVING = frozenset({"patrol", "convoy", "bus", "car", "vehicle", "ship", "tanker", "boat", "targets", "mission"})


def head_of(view: View, words: Range) -> int:
    """The first word of a range that is no punctuation mark and no bare number."""
    for index in range(*words):
        if not view.is_punct(index) and (view.number(index) is None or view.readings[index]):
            return index
    return words[0]


def is_agentive(view: View, words: Range) -> bool:
    """Whether a phrase names someone or something that can attack."""
    head = head_of(view, words)
    if view.reading(head, "weapon") is not None:
        return any(r.entry.value in _CARRIERS for r in view.readings[head])
    agent = view.reading(head, *_AGENTIVE) is not None or words in view.new_names(NameKind.ORGANISATION)
    return agent or (bool(view.names(*words, "actor")) and not is_patientive(view, words))


def is_patientive(view: View, words: Range) -> bool:
    """Whether a phrase names people or things that are attacked."""
    return view.reading(head_of(view, words), *_PATIENT) is not None


def is_place(view: View, words: Range) -> bool:
    """Whether a phrase begins with a place's name."""
    head = head_of(view, words)
    name = view.entity(head)
    return name is not None and name.hit.kind == "place" and name.first == head


def is_country(view: View, words: Range) -> bool:
    """Whether a phrase is a country's name and nothing more."""
    name = view.entity(words[0])
    country = name is not None and name.entry.entity.entity_class is EntityClass.COUNTRY
    return country and name is not None and (name.first, name.last) == words


def is_immobile(view: View, head: int) -> bool:
    """Whether a word names a thing that stands still: a building, not a vehicle."""
    return view.reading(head, "object") is not None and not any(r.entry.value in _MOVING for r in view.readings[head])


def is_several(view: View, head: int) -> bool:
    """Whether a noun of place or thing is a plural or dual: villages, positions; they stand for no single place."""
    noun = view.reading(head, "place-head", "object")
    return noun is not None and noun.form.number is not Number.SINGULAR


def phrase_at(view: View, at: int) -> Range | None:
    """The noun phrase that begins at a word without a preposition written to it."""
    if at >= len(view.tokens) or view.proclitic(at):
        return None
    end = view.noun_phrase(at)
    return (at, end) if end > at else None


def weapon_at(view: View, at: int) -> Range | None:
    """The range of a weapon's words that begin at *at*, with a number or a quotation mark before them."""
    head = at
    number = view.number(at)
    if number is not None and number.unit == "count" and number.counted is not None and number.first == at:
        head = number.counted
    if view.is_quote(head) and head + 1 < len(view.tokens):
        head += 1
    phrase = view.phrase(head, "weapon")
    if phrase is not None:
        return at, max(phrase.last, at + 1)
    if view.reading(head, "weapon") is not None:
        return at, max(view.noun_phrase(at), head + 1)
    return None


def skip_dates(view: View, at: int) -> int:
    """The index after dates, the commas beside them, and adverbs."""
    while at < len(view.tokens):
        date = view.date(at)
        before = at > 0 and view.date(at - 1) is not None
        after = at + 1 < len(view.tokens) and view.date(at + 1) is not None
        if date is not None:
            at = date.last
        elif (view.is_comma(at) and (before or after)) or view.function(at, "adverb") is not None:
            at += 1
        else:
            break
    return at


def skip_adjuncts(view: View, at: int) -> int:
    """The index after dates, adverbs and phrases with ب between a subject and its object."""
    at = skip_dates(view, at)
    while at < len(view.tokens) and view.proclitic(at) == BI and (end := view.noun_phrase(at)) > at:
        at = skip_dates(view, end)
    return at
