"""Who says what: frames of speech, claim, accusation and denial, with their scope.

Patterns of Arabic news: verb, subject, "that" (قال المتحدث إن); subject, verb (فصائل تبنت); "according to" after or
before the clause (بحسب، وفقا لـ، نقلا عن), also with a verb inside (بحسب ما أفاد); an outlet that relays a speaker
(نقلت وكالة عن); participles that carry the last speaker on (مشيرا إلى); a speaker with a colon at the beginning
(الجيش: ...); a quotation before its verb. A verb of saying without a subject belongs to the last speaker. Not read:
speech without any such cue, as in a quotation followed by nothing but a name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from builder.extraction.lexicon import BI, LI
from builder.extraction.speakers import (
    LONGEST_SOURCE,
    REACH,
    Speakers,
    can_speak,
    is_known_speaker,
    is_stopped,
    medium_at,
    phrase_before,
    phrase_start,
    relay_at,
    skip_adverbials,
    source_phrase,
    speakers_after,
)
from builder.extraction.syntax import View
from builder.extraction.words import OPENING_QUOTES, STOPS, Range
from builder.model import EntityClass
from builder.reference.entries import HitKind

_SPEECH = ("speech", "claim", "accuse", "deny", "condemn")
CONDEMNED = "condemned"  # act of frames that judge an attack and tell nothing of it
_ANNOUNCING = frozenset({"announce", "doubt", "admit", "say"})
_STATING = _ANNOUNCING | {"confirm"}
_COLON = ":"
_TEH_MARBUTA = "ة"
_TO_THAT = LONGEST_SOURCE + 3  # tokens from a verb of saying to its "that": the longest source and an adverbial
_TO_RESPONSIBILITY = 9  # tokens after the subject in which "responsibility" is still the verb's object
_INSIDE_ACCORDING = 2  # tokens from "according to" to the verb inside it ("according to what said")
_ACCORDING_WORDS = 3  # words that may stand between "according" and its source ("according to what was reported by")
_OPENS_SENTENCE = 2  # "according to" this near the beginning speaks of what follows
_TO_QUOTED = 3  # tokens after the outlet in which عن and the one quoted stand
_TO_DISOWNED = 4  # tokens between "that", the negation, the word for having part in it, and the attack
_TO_CLAIMING = 8  # tokens between a verb (سارع) and the noun of claiming that it governs


@dataclass(frozen=True, slots=True)
class Attribution:
    """One frame: ranges are token indices in the sentence *sentence*.

    ``act`` is the value of the cue in the lexicon (say, announce, confirm, doubt, admit, responsibility, attribution,
    denial), or ``according``, or ``relay`` for an outlet that only passes on what others say. ``source`` is None where
    the speaker is the last one named, ``continued`` then says that the frame goes on with him; ``beside`` are those
    who speak together with the source. ``negated`` frames say that nobody did so; ``backward`` ones deny what an
    earlier sentence tells.
    """

    sentence: int
    act: str
    cue: int
    scope: Range
    source: Range | None = None
    beside: tuple[Range, ...] = ()
    relays: tuple[Range, ...] = ()
    media: tuple[Range, ...] = ()
    accused: tuple[Range, ...] = ()
    negated: bool = False
    continued: bool = False
    backward: bool = False

    def covers(self, index: int) -> bool:
        """Whether a token lies in what is said."""
        return self.scope[0] <= index < self.scope[1]


def find_attributions(view: View) -> tuple[Attribution, ...]:
    """All frames of a sentence in the order of their cues."""
    known = [index for index in range(len(view.tokens)) if view.readings[index] or view.functions[index]]
    found = [frame for index in known if (frame := _frame_at(view, index)) is not None]
    headed = _headed(view)
    if headed is not None and all(frame.cue > headed.cue for frame in found):
        found.insert(0, headed)
    return tuple(_with_company(view, frame) for frame in found)


def _headed(view: View) -> Attribution | None:
    """The frame of a speaker and a colon at the beginning, as in headlines (الجيش: ...)."""
    end = source_phrase(view, 0) if view.tokens else 0
    if not 0 < end < len(view.tokens) - 1 or view.tokens[end].surface != _COLON:
        return None
    named = any(name.first == 0 for name in view.names(0, end, HitKind.ACTOR, HitKind.OUTLET))
    if not (named or view.reading(0, "source", "outlet", "force") is not None) or not can_speak(view, 0):
        return None  # a country before a colon is the topic
    return Attribution(view.sentence.index, "say", end, (end + 1, len(view.tokens)), (0, end))


def _with_company(view: View, frame: Attribution) -> Attribution:
    """A frame with those who are named together with its source (شهود ومصادر محلية)."""
    found: list[Range] = []
    at = frame.source[1] if frame.source is not None else len(view.tokens)
    while at < len(view.tokens) and view.is_coordinated(at) and not view.is_verb(at):
        end = source_phrase(view, at)
        if end == at or view.reading(at, *_SPEECH, "speech-more") is not None or not is_known_speaker(view, (at, end)):
            break
        if not can_speak(view, at):
            break
        found.append((at, end))
        at = end
    return replace(frame, beside=tuple(found)) if found else frame


def _frame_at(view: View, index: int) -> Attribution | None:
    if view.function(index, "according") is not None:
        return _according(view, index)
    if view.is_verb(index) and not _after_to(view, index):
        read = _inside_according(view, index)
        if view.reading(index, "relay") is not None:
            return None if read else _relay(view, index)
        act = None if read else _act_of_verb(view, index)
        if act is not None:
            return _spoken(view, index, act)
        if view.reading(index, "told") is not None:
            return _told_in(view, index)
    elif view.reading(index, "deny") is not None:
        return _denial_by_noun(view, index)
    elif _claiming_noun(view, index):
        return _claim_by_noun(view, index)
    return _carried_on(view, index)


def _told_in(view: View, index: int) -> Attribution | None:
    """The frame of "it said in a statement that" (جاء في بيان): its author speaks, else the statement."""
    at = skip_adverbials(view, index + 1) if index + 1 < len(view.tokens) else index + 1
    medium = medium_at(view, at) if at < len(view.tokens) else None
    if medium is None:
        return None
    source, after = (medium[0], source_phrase(view, medium[0])), medium[1]
    media: tuple[Range, ...] = ()
    if after < len(view.tokens) and view.is_verb(after):
        said = speakers_after(view, after + 1)
        if said.source is not None and is_known_speaker(view, said.source):
            source, media, after = said.source, (medium,), said.after
    start = _scope_start(view, max(after, source[1]))
    scope = (start, _scope_end(view, start)) if start > max(after, source[1]) else (0, index)
    return Attribution(view.sentence.index, "say", index, scope, source, media=media) if scope[1] > scope[0] else None


def _denial_by_noun(view: View, index: int) -> Attribution | None:
    """The frame of "the denial of X" (رغم نفي الحكومة)."""
    start = index + 1
    end = source_phrase(view, start) if start < len(view.tokens) else start
    if end == start or not is_known_speaker(view, (start, end)) or not can_speak(view, start):
        return None
    at = _scope_start(view, end)
    scope = (at, _scope_end(view, at)) if at < len(view.tokens) else (0, index)
    return Attribution(view.sentence.index, "denial", index, scope, (start, end))


def _after_to(view: View, index: int) -> bool:
    """Whether a word follows إلى, after which no finite verb stands (سارعت إلى تبنيه)."""
    return index > 0 and view.function(index - 1, "prep") == "to"


def _claiming_noun(view: View, index: int) -> bool:
    """Whether a noun is one of claiming: تبني, or "announcement" with "responsibility" after it."""
    if any(r.entry.category == "claim" and (not r.is_verb or _after_to(view, index)) for r in view.readings[index]):
        return True
    announcing = view.reading(index, "speech-noun", value="announce") is not None
    return announcing and _responsibility_after(view, index, index) is not None


def _claim_by_noun(view: View, index: int) -> Attribution | None:
    """The frame of a noun of claiming with its subject after it (تبني الحركة الهجوم) or before its verb (سارعت إلى)."""
    source: Range | None = (index + 1, source_phrase(view, index + 1)) if index + 1 < len(view.tokens) else None
    if source is None or source[1] == source[0] or not is_known_speaker(view, source):
        source = _subject_of_governor(view, index)
    if source is None or not is_known_speaker(view, source) or not can_speak(view, source[0]):
        return None
    return Attribution(view.sentence.index, "responsibility", index, (0, len(view.tokens)), source)


def _subject_of_governor(view: View, noun: int) -> Range | None:
    """The subject of the verb that governs a noun by إلى."""
    if not _after_to(view, noun):
        return None
    verb = next((i for i in range(noun - 2, max(-1, noun - _TO_CLAIMING), -1) if view.is_verb(i)), None)
    if verb is None:
        return None
    return speakers_after(view, verb + 1).source or phrase_before(view, _start_of_verb(view, verb))


def _act_of_verb(view: View, index: int) -> str | None:
    """The act of a verb of speech; a word that only may be one needs its "that"."""
    for category in _SPEECH:
        reading = view.reading(index, category)
        if reading is None or not reading.is_verb:
            continue
        if reading.clitics.enclitic and _TEH_MARBUTA in view.tokens[index].surface:
            continue  # إضافة is no أضافه
        opens = category != "deny" and (_has_complementiser(view, index) or _quotes(view, index))
        if reading.entry.strong or opens:
            return reading.entry.value
        if _has_fitting_words(view, index, category):
            return reading.entry.value
    return None


def _has_fitting_words(view: View, verb: int, category: str) -> bool:
    """Whether words around a verb that only may be one of speech show that it is one."""
    if category == "speech":
        return _shows(view, verb)
    if category == "accuse":
        after = speakers_after(view, verb + 1).after
        return _responsibility_after(view, verb, after) is not None or _ascribed_to(view, verb) is not None
    return category == "deny" and _rejects_accusation(view, verb)


def _rejects_accusation(view: View, verb: int) -> bool:
    """Whether an accusation is the object of a verb (رفضت الحركة الاتهامات)."""
    for index in range(verb + 1, min(len(view.tokens), verb + 1 + _TO_THAT)):
        if view.tokens[index].surface in STOPS or _opens_speech(view, index):
            return False
        if view.is_verb(index) and view.function(index - 1, "rel") is None:
            return False
        if view.reading(index, "accuse") is not None:
            return True
    return False


def _ascribed_to(view: View, verb: int) -> Range | None:
    """The party to which an attack is ascribed, named after إلى behind the attack (نسبت الحكومة الهجوم إلى تنظيم)."""
    attack = _has_object_pronoun(view, verb)
    for index in range(verb + 1, min(len(view.tokens) - 1, verb + 1 + _TO_THAT)):
        if view.is_verb(index) or view.is_punct(index):
            return None
        attack = attack or view.reading(index, "trigger") is not None
        if view.function(index, "prep") == "to":
            named = any(name.first == index + 1 for name in view.names(index + 1, len(view.tokens), HitKind.ACTOR))
            known = named or view.reading(index + 1, "force", "agent") is not None
            return (index + 1, view.noun_phrase(index + 1)) if attack and known else None
    return None


def _shows(view: View, verb: int) -> bool:
    """Whether the subject of a verb is a recording, a picture or a statement (أظهرت صور)."""
    subject = speakers_after(view, verb + 1).source
    return subject is not None and view.reading(subject[0], "medium") is not None


def _quotes(view: View, verb: int) -> bool:
    """Whether a quotation opens right after the speaker of a verb (كتب فلان في تغريدة "...")."""
    after = speakers_after(view, verb + 1).after
    return after < len(view.tokens) and view.tokens[after].surface in OPENING_QUOTES


def _carried_on(view: View, index: int) -> Attribution | None:
    """A participle by which the last speaker goes on (مشيرا إلى)."""
    more = view.reading(index, "speech-more")
    if more is None or view.has_article(index) or not _has_complementiser(view, index):
        return None
    said = speakers_after(view, index + 1)
    start = _scope_start(view, max(said.after, index + 1))
    return Attribution(
        view.sentence.index,
        more.entry.value,
        index,
        (start, _scope_end(view, start)),
        relays=said.relays,
        media=said.media,
        continued=True,
    )


def _inside_according(view: View, index: int) -> bool:
    """Whether a verb stands in "according to what X said", which the cue word before it has already read."""
    return any(view.function(i, "according") is not None for i in range(max(0, index - _INSIDE_ACCORDING), index))


def _has_complementiser(view: View, index: int) -> bool:
    return any(_opens_speech(view, i) for i in range(index + 1, min(len(view.tokens), index + _TO_THAT)))


def _opens_speech(view: View, index: int) -> bool:
    """Whether a token is "that" or a colon."""
    return view.function(index, "comp") is not None or view.tokens[index].surface == _COLON


def _spoken(view: View, index: int, act: str) -> Attribution | None:
    """The frame of a verb of speech."""
    said = speakers_after(view, index + 1)
    if said.source is not None and not _speaks(view, index, said.source):
        said = replace(said, source=None, after=said.source[0])
    if act == "attribution":
        said = _without_accused(view, said)
    if said.source is None and act == "responsibility":
        said = _after_object(view, index, said)
    if said.source is None:
        said = replace(said, source=phrase_before(view, _start_of_verb(view, index)))
    if not said.relays:
        said = replace(said, relays=_relay_in_clause(view, max(said.after, index + 1)))
    negated = index > 0 and view.function(index - 1, "neg") is not None
    frame = Attribution(
        view.sentence.index,
        act,
        index,
        (0, len(view.tokens)),
        said.source,
        relays=said.relays,
        media=said.media,
        negated=negated,
        continued=said.source is None,
    )
    if act == CONDEMNED and not frame.continued:
        return replace(frame, scope=(said.after, len(view.tokens)) if said.after < len(view.tokens) else (0, index))
    if act == "denial" and _takes_up(view, index):
        return replace(frame, scope=(0, index))
    if _follows_quotation(view, index, said.after):
        return replace(frame, scope=(0, index))
    taken = _responsibility_after(view, index, said.after) if act in _ANNOUNCING else None
    if taken is not None:
        first = taken if _names_what(view, taken) else 0
        continued = frame.continued and not negated
        return replace(frame, act="responsibility", scope=(first, len(view.tokens)), continued=continued)
    if act == "responsibility":
        scope = _claimed(view, index, said)
        told_before = _has_object_pronoun(view, index) and view.clause(index)[0] == index
        told = frame.negated or told_before or _tells_claimed(view, scope)
        return replace(frame, scope=scope) if told else None
    accused, after = (
        _accused(view, said.after) if act == "attribution" and said.source is not None else ((), said.after)
    )
    ascribed = _ascribed_to(view, index) if act == "attribution" else None
    if ascribed is not None:
        first = view.clause(index)[0] if _has_object_pronoun(view, index) else index + 1
        return replace(frame, scope=(first, len(view.tokens)), accused=(ascribed,))
    if act == "attribution" and _responsibility_after(view, index, after) is not None:
        return replace(frame, accused=accused)  # "held X responsible for it": the attack stands before the verb
    start = _scope_start(view, after)
    if act in _STATING and _disowns(view, start):
        frame = replace(frame, act="denial")
    frame = replace(frame, scope=(start, _scope_end(view, start)), accused=accused)
    return _with_reference(view, frame)


def _with_reference(view: View, frame: Attribution) -> Attribution:
    """A denial of what was told before (تنفي ضلوعها فيه، نفى هذه الاتهامات), in this sentence or in an earlier one."""
    if frame.act != "denial" or frame.negated or _tells_attack(view, frame.scope):
        return frame
    if not any(view.reading(i, "involvement", "responsibility", "accuse") is not None for i in range(*frame.scope)):
        return frame
    return replace(frame, scope=(0, frame.scope[1]), backward=not _tells_attack(view, (0, frame.cue)))


def _tells_attack(view: View, words: Range) -> bool:
    return any(view.reading(i, "trigger", "casualty") is not None for i in range(*words))


def _without_accused(view: View, said: Speakers) -> Speakers:
    """The accuser without the accused party that stands right behind him (اتهمت الحكومة حركة كذا)."""
    if said.source is None:
        return said
    first, last = said.source
    end = next((i for i in range(first + 1, last) if _begins_object(view, i)), last)
    return said if end == last else replace(said, source=(first, end), after=end)


def _begins_object(view: View, index: int) -> bool:
    """Whether a word inside a phrase begins another: what one is accused of, or a party behind a definite noun."""
    if view.proclitic(index) == BI:
        return True
    before, name = view.entity(index - 1), view.entity(index)
    if not view.has_article(index - 1) and (before is None or before.last != index):
        return False
    if name is not None and name.first == index and name.hit.kind in (HitKind.ACTOR, HitKind.PLACE):
        return name.entry.entity.entity_class is not EntityClass.PERSON
    if view.reading(index, "force") is not None:
        return True
    return view.reading(index, "agent") is not None and not view.has_article(index)


def _disowns(view: View, start: int) -> bool:
    """Whether what is said begins with having no part in an attack (أن لا علاقة لها بالهجوم، ليست مسؤولة عنه)."""
    for index in range(start, min(len(view.tokens), start + _TO_DISOWNED)):
        if view.function(index, "neg") is None:
            continue
        for noun in range(index + 1, min(len(view.tokens), index + _TO_DISOWNED)):
            part = view.reading(noun, "involvement") is not None
            liable = view.reading(noun, "source", value="unnamed") is not None and _names_what(view, noun)
            if part or liable:
                behind = range(noun + 1, min(len(view.tokens), noun + 1 + _TO_DISOWNED))
                return any(view.reading(i, "trigger", "responsibility") is not None for i in behind)
    return False


def _speaks(view: View, verb: int, source: Range) -> bool:
    """Whether the phrase after a verb is its subject: a word not known to speak needs the words of speech after it.

    After a verb of condemning it needs a definite object behind it.
    """
    if is_known_speaker(view, source) or view.reading(verb, "speech", "condemn") is None:
        return True
    if view.reading(verb, "condemn") is not None:
        return view.has_article(source[1]) if source[1] < len(view.tokens) else False
    if _has_complementiser(view, verb):
        return True
    reached = range(source[1], min(len(view.tokens), verb + _TO_THAT))
    return any(view.is_quote(index) for index in reached)


def _after_object(view: View, verb: int, said: Speakers) -> Speakers:
    """The subject of a verb of claiming behind its object, the attack (تبنت الهجوم جماعة كذا)."""
    at = verb + 1
    if at + 1 >= len(view.tokens) or not view.has_article(at) or view.reading(at, "trigger") is None:
        return said
    moved = speakers_after(view, at + 1)
    known = moved.source is not None and moved.source[0] == at + 1 and is_known_speaker(view, moved.source)
    return replace(moved, after=at) if known else said


def _start_of_verb(view: View, verb: int) -> int:
    """Where a verb begins with its relative pronoun and its auxiliaries (كانت قد، الذي)."""
    while verb > 0 and (view.function(verb - 1, "rel") is not None or view.function(verb - 1, "aux") is not None):
        verb -= 1
    return verb


def _relay_in_clause(view: View, at: int) -> tuple[Range, ...]:
    """The outlet that was spoken to, where it stands after the object (أكد المدير مقتل اثنين لوكالة)."""
    for index in range(at, min(len(view.tokens), at + LONGEST_SOURCE)):
        if view.is_verb(index) or _opens_speech(view, index) or view.tokens[index].surface in STOPS:
            return ()
        relay = relay_at(view, index) if view.proclitic(index) == LI or view.tokens[index].norm == LI else None
        if relay is not None:
            return (relay,)
    return ()


def _takes_up(view: View, verb: int) -> bool:
    """Whether a verb has "what" before it and a pronoun for the clause before that (وهو ما نفاه)."""
    return _has_object_pronoun(view, verb) and verb > 0 and view.function(verb - 1, "sub") == "what"


def _has_object_pronoun(view: View, verb: int) -> bool:
    """Whether a verb can only be read with a pronoun as its object (تبناه, not يتبنى)."""
    readings = [r for r in view.readings[verb] if r.is_verb]
    return bool(readings) and all(r.clitics.enclitic for r in readings)


def _follows_quotation(view: View, verb: int, after: int) -> bool:
    """Whether a verb with its speaker ends a sentence that opens with what was said ("...", قال فلان)."""
    if verb == 0 or not (view.is_quote(verb - 1) or (verb > 1 and view.is_quote(verb - 2))):
        return False
    return after >= len(view.tokens) or view.tokens[after].surface in STOPS


def _claimed(view: View, verb: int, said: Speakers) -> Range:
    """What a verb of claiming claims: what follows, or with an object pronoun what stands before it.

    Where nothing follows it is the whole sentence.
    """
    if _has_object_pronoun(view, verb):
        first = phrase_start(view, verb)
        if not any(view.reading(i, "trigger") for i in range(first, verb)):
            first = view.clause(verb)[0]  # "the bombing in the market that X claimed"
        if not _tells_claimed(view, (first, verb)):
            first = 0
        return first, max(said.after, verb + 1)
    start = _scope_start(view, said.after)
    if start >= len(view.tokens):
        start = 0
    return start, _scope_end(view, start)


def _tells_claimed(view: View, words: Range) -> bool:
    """Whether words tell of what one can claim; تبنى is said of decisions and of ideas besides."""
    return any(view.reading(i, "trigger", "casualty", "responsibility") is not None for i in range(*words))


def _responsibility_after(view: View, verb: int, after: int) -> int | None:
    """Where the word for responsibility stands as the object of a verb of announcing, relative clauses left out."""
    index = verb + 1
    last = max(after, index) + _TO_RESPONSIBILITY
    while index < min(len(view.tokens), last):
        if view.reading(index, "responsibility") is not None:
            return index
        if view.function(index, "rel") is not None and view.is_comma(index - 1):
            closing = next((i for i in range(index, len(view.tokens)) if view.is_comma(i)), len(view.tokens))
            last += closing - index
            index = closing
            continue
        if view.function(index, "comp") is not None or _only_verb(view, index):
            return None
        index += 1
    return None


def _only_verb(view: View, index: int) -> bool:
    """Whether a word is a verb and can be nothing else (not تابع)."""
    return view.is_verb(index) and all(r.is_verb for r in view.readings[index])


def _names_what(view: View, noun: int) -> bool:
    """Whether "responsibility for" is followed by the attack itself, not by a pronoun for one told before."""
    following = noun + 1
    return following < len(view.tokens) and view.function(following, "prep") == "about"


def _scope_start(view: View, at: int) -> int:
    """What is said begins after "that", a colon, or where the object stands; a further verb of saying has its own."""
    for index in range(at, min(len(view.tokens), at + REACH)):
        if view.reading(index, "speech-more") is not None or (
            view.is_verb(index) and view.reading(index, "speech") is not None
        ):
            return at
        if _opens_speech(view, index):
            return index + 1
    return at


def _scope_end(view: View, start: int) -> int:
    """A clause with "while" after a comma, and "according to", are no longer part of what is said."""
    for index in range(start + 1, len(view.tokens)):
        functions = view.functions[index]
        ended = functions.get("sub") == "while" or "according" in functions
        if ended and view.is_punct(index - 1):
            return index
    return len(view.tokens)


def _accused(view: View, at: int) -> tuple[tuple[Range, ...], int]:
    """The accused party, which is the noun phrase after the accuser, and the index after it."""
    while at < len(view.tokens) and (step := skip_adverbials(view, at)) > at:
        at = step
    end = view.noun_phrase(at) if at < len(view.tokens) and view.proclitic(at) != BI else at
    end = next((i for i in range(at, end) if view.reading(i, "responsibility") is not None), end)
    return (((at, end),), end) if end > at else ((), at)


def _according(view: View, index: int) -> Attribution | None:
    """The frame of "according to": the source follows; the scope is the clause before it, at the beginning the next."""
    at, relayed = _source_of_according(view, index)
    said = speakers_after(view, at)
    if said.source is None and at < len(view.tokens) and view.proclitic(at) == LI:
        end = source_phrase(view, at)
        said = replace(said, source=(at, end) if end > at else None, after=end)
    if said.source is None and said.media:
        said = replace(said, source=said.media[0], media=())
    if said.source is None and said.relays:
        said = replace(said, source=said.relays[0], relays=said.relays[1:])
        relayed = True
    if said.source is None or (is_stopped(view, said.source[0]) and not is_known_speaker(view, said.source)):
        return None
    scope = (0, index) if index > _OPENS_SENTENCE else (said.after, len(view.tokens))
    quoted = _quoted_by(view, said.after) if relayed else None
    if quoted is not None:
        relays = (said.source, *said.relays)
        return Attribution(view.sentence.index, "according", index, scope, quoted, relays=relays, media=said.media)
    if relayed:
        relays = (said.source, *said.relays)
        sentence = view.sentence.index
        return Attribution(sentence, "relay", index, scope, relays=relays, media=said.media, continued=True)
    return Attribution(
        view.sentence.index, "according", index, scope, said.source, relays=said.relays, media=said.media
    )


def _quoted_by(view: View, at: int) -> Range | None:
    """The one whom an outlet quotes, told after عن right behind the outlet (حسب ما نقلت الوكالة عن مسؤول)."""
    if at + 1 >= len(view.tokens) or view.function(at, "prep") != "about":
        return None
    end = source_phrase(view, at + 1)
    return (at + 1, end) if end > at + 1 and can_speak(view, at + 1) else None


def _source_of_according(view: View, index: int) -> tuple[int, bool]:
    """Where the source of "according" begins, and whether the words up to there say that it only relays."""
    at = index + 1
    relayed = False
    while at < len(view.tokens) and at <= index + _ACCORDING_WORDS:
        if view.function(at, "sub") == "what" or view.function(at, "prep") in ("about", "to"):
            at += 1
        elif view.is_verb(at) and view.reading(at, "speech", "relay") is not None:
            relayed = view.reading(at, "relay") is not None
            at += 1
        else:
            break
    return at, relayed


def _relay(view: View, index: int) -> Attribution | None:
    """The frame of "X quoted Y as saying": the outlet relays, the person after عن speaks."""
    said = speakers_after(view, index + 1)
    outlet = said.source or phrase_before(view, index)
    after = said.after
    source: Range | None = None
    for at in range(after, min(len(view.tokens), after + _TO_QUOTED)):
        if view.function(at, "prep") == "about":
            end = source_phrase(view, at + 1) if at + 1 < len(view.tokens) else at + 1
            source = (at + 1, end) if end > at + 1 else None
            after = end
            break
    start = _scope_start(view, after)
    if outlet is None:
        if source is None or start == after or not is_known_speaker(view, source):
            return None
        return Attribution(view.sentence.index, "say", index, (start, len(view.tokens)), source)
    if not _is_outlet(view, outlet) and (source is None or start == after):
        return None  # the verb of quoting also means "to carry"
    scope = (start, len(view.tokens))
    if source is None:
        return Attribution(view.sentence.index, "say", index, scope, outlet)
    return Attribution(view.sentence.index, "say", index, scope, source, relays=(outlet,))


def _is_outlet(view: View, words: Range) -> bool:
    named = bool(view.names(*words, "outlet"))
    return named or view.reading(words[0], "outlet", "source", "medium", "site") is not None
