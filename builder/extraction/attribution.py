"""Who says what: frames of speech, claim, accusation and denial, with their scope.

Patterns of Arabic news: verb, subject, "that" (قال المتحدث إن); subject, verb (فصائل تبنت); "according to" after or before the
clause (بحسب، وفقا لـ، نقلا عن), also with a verb inside (بحسب ما أفاد); an outlet that relays a speaker (نقلت وكالة عن);
participles that carry the last speaker on (مشيرا إلى). A verb of saying without a subject belongs to the last speaker.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.extraction.syntax import View

Range = tuple[int, int]

SPEECH = ("speech", "claim", "accuse", "deny")
_SOURCE_HEADS = ("source", "outlet", "force", "agent", "medium", "site")
_ANNOUNCING = frozenset({"announce", "doubt", "admit", "say"})
_LONGEST_SOURCE = 12  # tokens, complements included
_REACH = 9  # tokens between a verb and its subject, adverbials included


@dataclass(frozen=True, slots=True)
class Attribution:
    """One frame: ranges are token indices in the sentence *sentence*.

    ``act`` is the value of the cue in the lexicon (say, announce, confirm, doubt, admit, responsibility, attribution,
    denial, according). ``source`` is None where the speaker is the last one named. ``negated`` frames say that
    nobody did so.
    """

    sentence: int
    act: str
    cue: int
    scope: Range
    source: Range | None = None
    relays: tuple[Range, ...] = ()
    media: tuple[Range, ...] = ()
    accused: tuple[Range, ...] = ()
    negated: bool = False
    continued: bool = False

    def covers(self, index: int) -> bool:
        """Whether a token lies in what is said."""
        return self.scope[0] <= index < self.scope[1]


def find_attributions(view: View) -> tuple[Attribution, ...]:
    """All frames of a sentence in the order of their cues."""
    found = [frame for index in range(len(view.tokens)) if (frame := _frame_at(view, index)) is not None]
    return tuple(found)


def _frame_at(view: View, index: int) -> Attribution | None:
    if view.function(index, "according") is not None:
        return _according(view, index)
    if view.is_verb(index):
        if view.reading(index, "relay") is not None:
            return None if index > 0 and _inside_according(view, index) else _relay(view, index)
        for category in SPEECH:
            reading = view.reading(index, category)
            if reading is not None and reading.is_verb and not (index > 0 and _inside_according(view, index)):
                if not reading.entry.strong and not _has_complementiser(view, index):
                    continue
                return _spoken(view, index, reading.entry.value)
    more = view.reading(index, "speech-more")
    if more is not None and not view.has_article(index) and _has_complementiser(view, index):
        media, relays, _source, after = _subject_after(view, index + 1)
        start = _scope_start(view, max(after, index + 1))
        end = _scope_end(view, start)
        return Attribution(
            view.sentence.index, more.entry.value, index, (start, end), None, relays, media, continued=True
        )
    return None


def _inside_according(view: View, index: int) -> bool:
    """Whether a verb stands in "according to what X said", which the cue word before it has already read."""
    return any(view.function(i, "according") is not None for i in range(max(0, index - 2), index))


def _has_complementiser(view: View, index: int) -> bool:
    window = range(index + 1, min(len(view.tokens), index + _LONGEST_SOURCE + 3))
    return any(view.function(i, "comp") is not None or view.tokens[i].surface == ":" for i in window)


def _spoken(view: View, index: int, act: str) -> Attribution:
    media, relays, source, after = _subject_after(view, index + 1)
    if source is None:
        relative = index > 0 and view.function(index - 1, "rel") is not None
        source = phrase_before(view, index - 1 if relative else index)
    negated = index > 0 and view.function(index - 1, "neg") is not None
    taken = _responsibility_after(view, index, after) if act in _ANNOUNCING else None
    if taken is not None:
        scope = (taken, len(view.tokens)) if _names_what(view, taken) else (0, len(view.tokens))
        return Attribution(
            view.sentence.index,
            "responsibility",
            index,
            scope,
            source,
            relays,
            media,
            (),
            negated,
            continued=source is None and not negated,
        )
    accused: tuple[Range, ...] = ()
    if act == "attribution" and source is not None:
        accused, after = _accused(view, after)
    start = _scope_start(view, after)
    clitic_object = any(r.clitics.enclitic for r in view.readings[index] if r.is_verb)
    if act == "responsibility" and clitic_object:
        before = _phrase_start(view, index)  # "the attack that X claimed": what is claimed stands before the verb
        return Attribution(
            view.sentence.index,
            act,
            index,
            (before, max(after, index + 1)),
            source,
            relays,
            media,
            (),
            negated,
            continued=source is None,
        )
    if act == "responsibility" and start >= len(view.tokens):
        start = 0
    return Attribution(
        view.sentence.index,
        act,
        index,
        (start, _scope_end(view, start)),
        source,
        relays,
        media,
        accused,
        negated,
        continued=source is None,
    )


def _responsibility_after(view: View, verb: int, after: int) -> int | None:
    """Where the word for responsibility stands as the object of a verb of announcing."""
    for index in range(verb + 1, min(len(view.tokens), max(after, verb + 1) + 6)):
        if view.reading(index, "responsibility") is not None:
            return index
        if view.function(index, "comp") is not None or view.is_verb(index):
            return None
    return None


def _names_what(view: View, noun: int) -> bool:
    """Whether "responsibility for" is followed by the attack itself, not by a pronoun for one told before."""
    following = noun + 1
    return following < len(view.tokens) and view.function(following, "prep") == "about"


def _scope_end(view: View, start: int) -> int:
    """A clause with "while" after a comma, and "according to", are no longer part of what is said."""
    for index in range(start + 1, len(view.tokens)):
        ended = view.function(index, "sub") == "while" or view.function(index, "according") is not None
        if ended and view.is_punct(index - 1):
            return index
    return len(view.tokens)


def _subject_after(view: View, at: int) -> tuple[tuple[Range, ...], tuple[Range, ...], Range | None, int]:
    """Media, relays, subject and the index after them, read to the right of a verb."""
    media: list[Range] = []
    relays: list[Range] = []
    source: Range | None = None
    limit = min(len(view.tokens), at + _REACH)
    while at < len(view.tokens) and (source is not None or at < limit):
        step = _skip(view, at)
        if step > at:
            at = step
            continue
        medium = _medium_at(view, at)
        if medium is not None:
            media.append(medium)
            at = medium[1]
            continue
        step = _audience(view, at)
        if step > at:
            at = step
            continue
        relay = _relay_at(view, at)
        if relay is not None:
            relays.append(relay)
            at = relay[1]
            continue
        if source is not None:
            break
        end = source_phrase(view, at)
        if end == at or not _can_speak(view, at, end):
            break
        source, at = (at, end), end
    return tuple(media), tuple(relays), source, at


def _skip(view: View, at: int) -> int:
    """The index after a comma, a date or an adverbial that may stand between verb, subject and object."""
    if view.tokens[at].surface in "،,":
        return at + 1
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


def _medium_at(view: View, at: int) -> Range | None:
    """ "In a statement", "on Twitter": the medium's range without the preposition."""
    if view.function(at, "prep") in ("in", "through", "on", "from") and at + 1 < len(view.tokens):
        noun = at + 1
        if view.reading(noun, "medium") is not None:
            return noun, max(view.noun_phrase(noun), noun + 1)
        name = view.entity(noun)
        if view.function(at, "prep") == "through" and name is not None and name.hit.kind == "outlet":
            return noun, name.last
    if view.proclitic(at) == "ب" and view.reading(at, "medium") is not None:
        return at, max(view.noun_phrase(at), at + 1)
    return None


def _relay_at(view: View, at: int) -> Range | None:
    """ "To the agency X": an outlet with the preposition ل, written together or apart."""
    start = at
    if view.tokens[at].norm == "ل":
        start = at + 1
    elif view.proclitic(at) != "ل":
        return None
    if start >= len(view.tokens):
        return None
    end = max(view.noun_phrase(start), start + 1)
    if view.names(start, end, "outlet") or view.reading(start, "outlet") is not None:
        return start, end
    return None


def _audience(view: View, at: int) -> int:
    """The index after "to journalists", *at* itself where nothing of the kind stands there."""
    if view.proclitic(at) != "ل" or view.reading(at, "human", value="journalists") is None:
        return at
    return max(view.noun_phrase(at), at + 1)


def source_phrase(view: View, start: int) -> int:
    """The index after a source with its complements (مسؤول في وزارة الدفاع، المتحدث باسم الجيش)."""
    at = view.noun_phrase(start)
    if at == start:
        return start
    while at < len(view.tokens) and at - start < _LONGEST_SOURCE:
        kind = view.function(at, "prep")
        name = view.entity(at)
        if view.is_coordinated(at) and name is not None and name.hit.kind == "demonym" and name.first == at:
            at = name.last  # American and Israeli officials
            continue
        if kind in ("in", "name", "from", "at") and at + 1 < len(view.tokens) and _medium_at(view, at) is None:
            end = view.noun_phrase(at + 1)
            if end == at + 1 or view.date(at + 1) is not None:
                break
            at = end
        elif view.proclitic(at) in ("ب", "ل") and _relay_at(view, at) is None and view.has_article(at):
            end = view.noun_phrase(at)
            if end == at:
                break
            at = end
        else:
            break
    return at


def _can_speak(view: View, first: int, last: int) -> bool:
    """Whether a noun phrase can be a speaker: no attack, no casualty, no thing that is fired."""
    if view.reading(first, "trigger", "casualty", "responsibility", "weapon", "attempt") is not None:
        return view.reading(first, *_SOURCE_HEADS) is not None
    return not view.proclitic(first)


def phrase_before(view: View, index: int, *, speaker: bool = True) -> Range | None:
    """The noun phrase that ends right before a verb, dates and commas between them left out.

    With *speaker* only one that can speak.
    """
    end = index
    while end > 0 and (
        view.date(end - 1) is not None or view.is_quote(end - 1) or view.tokens[end - 1].surface in "،,"
    ):
        end -= 1
    for first in range(max(0, end - _LONGEST_SOURCE), end):
        before = first - 1
        opens = before < 0 or view.is_punct(before) or view.is_function(before) or view.is_coordinated(first)
        if opens and source_phrase(view, first) == end and (not speaker or _can_speak(view, first, end)):
            return first, end
    return None


def _phrase_start(view: View, index: int) -> int:
    """Where the noun phrase before a verb begins, a relative pronoun between them left out."""
    end = index
    while end > 0 and (view.function(end - 1, "rel") is not None or view.is_punct(end - 1)):
        end -= 1
    first = max(0, end - 1)
    for start in range(end - 1, max(-1, end - _LONGEST_SOURCE), -1):
        if view.noun_phrase(start) >= end:
            first = start
        elif view.is_punct(start) or view.is_verb(start) or view.is_function(start):
            break
    return first


def _accused(view: View, at: int) -> tuple[tuple[Range, ...], int]:
    """The accused party: the noun phrase after the accuser."""
    while at < len(view.tokens) and (step := _skip(view, at)) > at:
        at = step
    end = view.noun_phrase(at) if at < len(view.tokens) else at
    return (((at, end),), end) if end > at else ((), at)


def _scope_start(view: View, at: int) -> int:
    """What is said begins after "that", a colon, or where the object stands."""
    for index in range(at, min(len(view.tokens), at + _REACH)):
        if view.function(index, "comp") is not None or view.tokens[index].surface == ":":
            return index + 1
    return at


def _according(view: View, index: int) -> Attribution | None:
    """ "According to": the source after the cue; the scope is the clause before it, or after it at the beginning."""
    at = index + 1
    act = "according"
    relayed = False
    while at < len(view.tokens) and at <= index + 3:
        if view.function(at, "sub") == "what" or view.function(at, "prep") in ("about", "to"):
            at += 1
        elif view.is_verb(at) and view.reading(at, "speech", "relay") is not None:
            relayed = view.reading(at, "relay") is not None
            at += 1
        else:
            break
    media, relays, source, after = _subject_after(view, at)
    if source is None and at < len(view.tokens) and view.proclitic(at) == "ل":
        end = source_phrase(view, at)
        source, after = ((at, end), end) if end > at else (None, at)
    if source is None and media:
        source, media = media[0], ()
    if source is None and relays:
        source, relays, relayed = relays[0], relays[1:], True
    if source is None:
        return None
    scope = (0, index) if index > 2 else (after, len(view.tokens))
    if relayed:
        return Attribution(view.sentence.index, "relay", index, scope, None, (source, *relays), media, continued=True)
    return Attribution(view.sentence.index, act, index, scope, source, relays, media)


def _relay(view: View, index: int) -> Attribution | None:
    """ "X quoted Y as saying": the outlet relays, the person after عن speaks."""
    _media, _relays, outlet, after = _subject_after(view, index + 1)
    if outlet is None:
        outlet = phrase_before(view, index)
    if outlet is None:
        return None
    named = view.names(*outlet, "outlet") or view.reading(outlet[0], "outlet", "source", "medium", "site") is not None
    source: Range | None = None
    for at in range(after, min(len(view.tokens), after + 3)):
        if view.function(at, "prep") == "about":
            end = source_phrase(view, at + 1) if at + 1 < len(view.tokens) else at + 1
            source = (at + 1, end) if end > at + 1 else None
            after = end
            break
    start = _scope_start(view, after)
    if not named and (source is None or start == after):
        return None  # the verb of quoting also means "to carry"
    if source is None:
        return Attribution(view.sentence.index, "say", index, (start, len(view.tokens)), outlet)
    return Attribution(view.sentence.index, "say", index, (start, len(view.tokens)), source, (outlet,))
