"""The speaker of a frame of speech, and what may stand around it: medium, relaying outlet, audience, adverbials.

Read to the right of a verb of saying (قال المتحدث في بيان لوكالة) or to its left (فصائل تبنت).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from builder.extraction.lexicon import BI, LI, stems
from builder.extraction.persons import is_name_part, opens_with_given_name
from builder.extraction.syntax import View
from builder.extraction.words import OPENING_QUOTES, STOPS, Range
from builder.reference.entries import HitKind
from builder.resources import read_table
from builder.text.normalize import normalize_key

LONGEST_SOURCE = 12  # tokens, complements included
REACH = 9  # tokens between a verb and its subject, adverbials included
_SOURCE_HEADS = ("source", "outlet", "force", "agent", "medium", "site")
_NO_SPEAKERS = ("trigger", "casualty", "responsibility", "weapon", "attempt")
_BEFORE_MEDIUM = frozenset({"in", "through", "on", "from"})
_BEFORE_COMPLEMENT = frozenset({"in", "name", "from", "at"})
_BEFORE_OUTLET = frozenset({"with", "to"})
_SAYS_ITSELF = ("responsibility", "casualty", "speech-noun", "relay-noun")  # after a speaker these are what he says
_BRACKETS = {"(": ")", "[": "]"}
_LONGEST_BRACKET = 6  # tokens in brackets after a speaker: its abbreviation, its party
_LONGEST_NAME = 5  # words of a person's name after an office
_LONGEST_APPOSITION = 7  # tokens between commas after a speaker: the name of the one whose office stands before


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks to the right of a verb, through which media and relays; ``after`` is the index after them all."""

    source: Range | None
    media: tuple[Range, ...]
    relays: tuple[Range, ...]
    after: int


def speakers_after(view: View, at: int) -> Speakers:
    """Subject, media and relays that stand from *at* on, in any order."""
    media: list[Range] = []
    relays: list[Range] = []
    source: Range | None = None
    limit = min(len(view.tokens), at + REACH)
    while at < len(view.tokens) and (source is not None or at < limit):
        if (step := skip_adverbials(view, at)) > at:
            at = step
        elif (medium := medium_at(view, at)) is not None:
            media.append(medium)
            at = medium[1]
        elif (step := _skip_audience(view, at)) > at:
            at = step
        elif (relay := relay_at(view, at)) is not None:
            relays.append(relay)
            at = relay[1]
        elif source is None and (end := source_phrase(view, at)) > at and can_speak(view, at):
            end = _with_personal_name(view, at, end)
            source, at = (at, end), end
        elif source is not None and source[1] == at and (step := _after_brackets(view, at)) > at:
            at = step
        elif source is not None and source[1] == at - 1 and (end := _apposition(view, at)) > at:
            source, at = (source[0], end), end
        else:
            break
    return Speakers(source, tuple(media), tuple(relays), at)


def _with_personal_name(view: View, first: int, end: int) -> int:
    """The index after a person's name that stands right after an office (وزير الخارجية فلان الفلاني), else *end*.

    A name that no table has is one where what is said, a comma or a date follows it, or where a given name opens it.
    """
    if view.reading(_counted(view, first), "source", "human", "agent") is None:
        return end
    last = end
    while last < len(view.tokens) and last - end < _LONGEST_NAME and is_name_part(view, last):
        last += 1
    if last == end:
        return end
    if opens_with_given_name(view, end) and last - end > 1:
        return last
    return last if _closes_name(view, last) else end


def _closes_name(view: View, at: int) -> bool:
    """Whether what stands at *at* ends a subject: "that", a colon, a quotation, a date, a comma."""
    if at >= len(view.tokens):
        return False
    if view.function(at, "comp") is not None or view.tokens[at].surface in (":", *OPENING_QUOTES):
        return True
    between = view.is_comma(at) or view.date(at) is not None
    if not between and relay_at(view, at) is None and medium_at(view, at) is None:
        return False
    return any(view.function(i, "comp") is not None for i in range(at, min(len(view.tokens), at + REACH)))


def _after_brackets(view: View, at: int) -> int:
    """The index after words in brackets that begin at *at*, else *at*."""
    closing = _BRACKETS.get(view.tokens[at].surface)
    for index in range(at + 1, min(len(view.tokens), at + _LONGEST_BRACKET + 2)):
        if view.tokens[index].surface == closing:
            return index + 1
    return at


def _apposition(view: View, at: int) -> int:
    """The index after a name between commas (المتحدث باسم الوزارة، فلان، إن) that begins at *at*, else *at*."""
    if not view.is_comma(at - 1) or view.is_coordinated(at) or view.date(at) is not None:
        return at
    if any(not r.is_verb for r in view.readings[at]) and view.reading(at, *_SOURCE_HEADS) is None:
        return at
    end = source_phrase(view, at)
    if end == at or end - at > _LONGEST_APPOSITION or end >= len(view.tokens) or view.proclitic(at):
        return at
    closed = view.is_comma(end) or view.function(end, "comp") is not None or view.tokens[end].surface in STOPS
    return end if closed and not is_stopped(view, at) else at


def skip_adverbials(view: View, at: int) -> int:
    """The index after a comma, a date or an adverbial that may stand between verb, subject and object."""
    if view.is_comma(at):
        return at + 1
    anonymous = view.phrase(at, "anonymity")
    if anonymous is not None:
        return anonymous.last
    date = view.date(at)
    if date is not None:
        return date.last
    if view.function(at, "prep") in ("in", "from") and at + 1 < len(view.tokens):
        following = at + 1
        if view.function(following, "adverb") is not None:
            at = following
        elif view.date(following) is not None:
            return following
    while at < len(view.tokens) and view.function(at, "adverb") is not None:
        at += 1
    return at


def medium_at(view: View, at: int) -> Range | None:
    """The range of a medium without its preposition ("in a statement", "on Twitter")."""
    preposition = view.function(at, "prep")
    if preposition in _BEFORE_MEDIUM and at + 1 < len(view.tokens):
        noun = at + 1
        if view.reading(noun, "medium") is not None or _own_site(view, noun):
            return noun, max(view.noun_phrase(noun), noun + 1)
        name = view.entity(noun)
        if preposition == "through" and name is not None and name.hit.kind == "outlet":
            return noun, name.last
    if view.proclitic(at) == BI and view.reading(at, "medium") is not None:
        return at, max(view.noun_phrase(at), at + 1)
    return None


def _own_site(view: View, noun: int) -> bool:
    """Whether a word is somebody's site or account ("on its site")."""
    site = view.reading(noun, "site")
    return site is not None and bool(site.clitics.enclitic)


def relay_at(view: View, at: int) -> Range | None:
    """The range of an outlet that was spoken to or with ("to the agency X"), ل written together with it or apart."""
    if view.tokens[at].norm == LI or view.function(at, "prep") in _BEFORE_OUTLET:
        start = at + 1
    elif view.proclitic(at) == LI:
        start = at
    else:
        return None
    if start >= len(view.tokens):
        return None
    end = max(view.noun_phrase(start), start + 1)
    first = start + 1 if view.is_quote(start) and start + 1 < end else start
    name = view.entity(first)
    named = name is not None and name.first == first and name.hit.kind == HitKind.OUTLET
    if named or view.reading(first, "outlet") is not None:
        return start, end
    return None


def _skip_audience(view: View, at: int) -> int:
    """The index after "to journalists", *at* itself where nothing of the kind stands there."""
    if view.proclitic(at) != LI or view.reading(at, "human", value="journalists") is None:
        return at
    return max(view.noun_phrase(at), at + 1)


def source_phrase(view: View, start: int) -> int:
    """The index after a source with its complements (مسؤول في وزارة الدفاع، المتحدث باسم الجيش)."""
    at = view.noun_phrase(start)
    if at == start:
        return start
    at = next((i for i in range(start + 1, at) if view.reading(i, *_SAYS_ITSELF) is not None), at)
    while at < len(view.tokens) and at - start < LONGEST_SOURCE:
        end = _complement_end(view, at)
        if end == at:
            break
        at = end
    return at


def _complement_end(view: View, at: int) -> int:
    """The index after the complement of a source that begins at *at*, else *at*."""
    name = view.entity(at)
    if view.is_coordinated(at) and name is not None and name.hit.kind == "demonym" and name.first == at:
        return name.last  # American and Israeli officials
    following = at + 1
    preposition = view.function(at, "prep")
    if preposition in _BEFORE_COMPLEMENT and following < len(view.tokens) and medium_at(view, at) is None:
        end = view.noun_phrase(following)
        return at if end == following or view.date(following) is not None else end
    if view.proclitic(at) in (BI, LI) and relay_at(view, at) is None:
        body = view.proclitic(at) == LI and view.reading(at, "source", "force") is not None
        if view.has_article(at) or (body and view.has_article(at - 1)):
            return view.noun_phrase(at)
    return at


def can_speak(view: View, first: int) -> bool:
    """Whether the noun phrase that begins at *first* can be a speaker: no attack, no casualty, nothing that is said."""
    head = _counted(view, first)
    known = view.reading(head, *_SOURCE_HEADS, "human") is not None
    if head > first:
        return known
    if view.number(first) is not None and not view.readings[first]:
        return False
    if view.reading(first, *_NO_SPEAKERS) is not None:
        return view.reading(first, *_SOURCE_HEADS) is not None
    return not view.proclitic(first) and (known or not is_stopped(view, first))


def is_known_speaker(view: View, words: Range) -> bool:
    """Whether a phrase names a party, an outlet or a country, or by its first word one that is cited."""
    first = words[0] + 1 if view.is_quote(words[0]) and words[0] + 1 < words[1] else words[0]
    head = _counted(view, first)
    if view.reading(head, *_SOURCE_HEADS) is not None:
        return True
    name = view.entity(head)
    return name is not None and name.first == head


def _counted(view: View, first: int) -> int:
    """The noun of a counted phrase ("one of the witnesses", "three officials"); *first* itself in others."""
    number = view.number(first)
    if number is None or number.first != first or view.readings[first]:
        return first
    head = number.last
    if head < len(view.tokens) and view.function(head, "prep") == "from":
        head += 1
    return head if head < len(view.tokens) else first


def is_stopped(view: View, index: int) -> bool:
    """Whether a word is one of those that follow a verb of saying but do not speak."""
    while view.is_quote(index) and index + 1 < len(view.tokens):
        index += 1
    return not stems(view.tokens[index].norm).isdisjoint(_stopped())


@cache
def _stopped() -> frozenset[str]:
    return frozenset(normalize_key(row["word"]) for row in read_table("speaker_stop.tsv"))


def phrase_before(view: View, index: int, *, speaker: bool = True) -> Range | None:
    """The noun phrase that ends right before a verb, dates and commas between them left out.

    With *speaker* only one that can speak.
    """
    end = index
    while end > 0 and (view.date(end - 1) is not None or view.is_quote(end - 1) or view.is_comma(end - 1)):
        end -= 1
    for first in range(max(0, end - LONGEST_SOURCE), end):
        before = first - 1
        if end < index and view.is_comma(index - 1) and before >= 0 and _governs(view, before):
            continue  # "in Kirkuk, gunmen attacked": what a preposition governs before the comma is no subject
        opens = before < 0 or view.is_punct(before) or view.is_function(before) or view.is_coordinated(first)
        if opens and source_phrase(view, first) == end and (not speaker or can_speak(view, first)):
            return first, end
    return None


def _governs(view: View, index: int) -> bool:
    """Whether a word is a preposition or "according to"."""
    return view.function(index, "prep") is not None or view.function(index, "according") is not None


def phrase_start(view: View, index: int) -> int:
    """Where the noun phrase before a verb begins, a relative pronoun between them left out."""
    end = index
    while end > 0 and (view.function(end - 1, "rel") is not None or view.is_punct(end - 1)):
        end -= 1
    first = max(0, end - 1)
    for start in range(end - 1, max(-1, end - LONGEST_SOURCE), -1):
        if view.noun_phrase(start) >= end:
            first = start
        elif view.is_punct(start) or view.is_verb(start) or view.is_function(start):
            break
    return first
