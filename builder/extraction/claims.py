"""What each source says of an incident: from frames of speech to claims.

A frame of speech whose scope holds the incident's words becomes a claim: of responsibility (تبنت، أعلنت استهداف، قالت إنها
قصفت), an attribution to somebody else, a denial, or a report of casualties, of a count or of the outcome. Certainty comes
from cues inside the scope. A quotation is the scope as it stands, cut at its punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.extraction.arguments import Slot
from builder.extraction.attribution import Attribution
from builder.extraction.coreference import Linked
from builder.extraction.linking import Linker, country_entity
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import (
    Act,
    Basis,
    Certainty,
    Citation,
    Claim,
    EntityClass,
    EventKind,
    EventMention,
    Filler,
    Outcome,
    Role,
    Span,
)

_ACTS = {"responsibility": Act.RESPONSIBILITY, "attribution": Act.ATTRIBUTION, "denial": Act.DENIAL}
_SPOKESMEN = frozenset({EntityClass.UNNAMED_SOURCE, EntityClass.NEWS_OUTLET, EntityClass.STATEMENT})
_STATE = frozenset({EntityClass.STATE_FORCE, EntityClass.GOVERNMENT, EntityClass.COALITION, EntityClass.COUNTRY})
OWN_COUNTRY = "country of the speaker"
_OPENING = 4  # words between the start of what is said and the attack that the speaker claims


@dataclass(frozen=True, slots=True)
class Voice:
    """A frame of speech with its speakers linked."""

    attribution: Attribution
    view: View
    source: Filler | None
    relays: tuple[Filler, ...]
    media: tuple[Filler, ...]
    accused: tuple[Filler, ...]


def find_voices(
    views: Sequence[View], attributions: Sequence[Sequence[Attribution]], linker: Linker
) -> list[list[Voice]]:
    """The voices of each sentence; a frame without a speaker takes the last one named in its paragraph or before it."""
    speaker: Filler | None = None
    spoken_in = -2
    found: list[list[Voice]] = []
    for view, frames in zip(views, attributions, strict=True):
        voices: list[Voice] = []
        for frame in sorted(frames, key=lambda a: (a.source is None, a.cue)):
            source = linker.link(view, frame.source, Role.SOURCE, f"speech: {frame.act}") if frame.source else None
            if source is None and not frame.negated and view.sentence.index - spoken_in <= 2:
                source = speaker
            media = tuple(linker.link(view, m, Role.SOURCE, "medium") for m in frame.media)
            relays = tuple(linker.link(view, r, Role.SOURCE, "relay") for r in frame.relays)
            accused = tuple(linker.link(view, a, Role.PERPETRATOR, "accused") for a in frame.accused)
            if source is not None and frame.act != "relay":
                speaker, spoken_in = source, view.sentence.index
            voices.append(Voice(frame, view, source, relays, media, accused))
        found.append(sorted(voices, key=lambda v: v.attribution.cue))
    return found


def claims_of(member: Linked, voices: Sequence[Voice], kind: EventKind) -> list[Claim]:
    """The claims that one frame of an incident gives, in the order of the text."""
    frame = member.frame
    if frame.remark:
        return []
    relays = tuple(f for v in voices if v.attribution.act == "relay" for f in v.relays)
    claims: list[Claim] = []
    for voice in voices:
        if voice.attribution.act == "relay" or (voice.source is None and not voice.attribution.negated):
            continue
        if not _concerns(voice.attribution, frame.triggers) or _goes_on(voice, voices, frame.triggers):
            continue
        claims.extend(_claim(voice, member, kind, relays, _narrower(voice, voices)))
    if not claims:
        outcome = _unsaid_outcome(member)
        claims.extend([outcome] if outcome is not None else [])
    return claims


def _concerns(attribution: Attribution, triggers: Sequence[Trigger]) -> bool:
    return not triggers or any(attribution.covers(t.head) for t in triggers)


def _goes_on(voice: Voice, voices: Sequence[Voice], triggers: Sequence[Trigger]) -> bool:
    """Whether the speaker comes to the incident only in a later clause, which is then the one to quote."""
    return any(
        v.attribution.continued and voice.attribution.covers(v.attribution.cue) and _concerns(v.attribution, triggers)
        for v in voices
        if triggers and v is not voice and v.attribution.act != "relay"
    )


def _narrower(voice: Voice, voices: Sequence[Voice]) -> Sequence[Voice]:
    """Voices whose words lie inside those of *voice*: what they say of the outcome is theirs."""
    first, last = voice.attribution.scope
    return [
        v
        for v in voices
        if v is not voice
        and first <= v.attribution.scope[0]
        and v.attribution.scope[1] <= last
        and v.attribution.scope != voice.attribution.scope
        and v.attribution.act != "relay"
    ]


def _claim(
    voice: Voice, member: Linked, kind: EventKind, relays: tuple[Filler, ...], inner: Sequence[Voice]
) -> list[Claim]:
    view, attribution = voice.view, voice.attribution
    outcome = outcome_in(view, attribution.scope)
    if any(outcome_in(view, v.attribution.scope) is not None for v in inner):
        outcome = None
    act, perpetrators = _act(voice, member, kind, outcome)
    quote = quotation(view, attribution)
    if quote is None or (attribution.negated and act is Act.RESPONSIBILITY and voice.source is None):
        return []
    certainty = Certainty.NEGATED if attribution.negated else certainty_in(view, attribution.scope)
    carried = tuple({f.entity.iri: f for f in (*voice.relays, *relays)}.values())
    rule = f"speech: {attribution.act}"
    if outcome is None or act in (Act.OUTCOME, Act.DENIAL):
        return [Claim(act, quote, certainty, voice.source, perpetrators, voice.media, carried, outcome, rule)]
    return [
        Claim(act, quote, certainty, voice.source, perpetrators, voice.media, carried, None, rule),
        Claim(Act.OUTCOME, quote, certainty, voice.source, (), voice.media, carried, outcome, rule),
    ]


def _act(voice: Voice, member: Linked, kind: EventKind, outcome: Outcome | None) -> tuple[Act, tuple[Filler, ...]]:
    attribution, source = voice.attribution, voice.source
    named = tuple(f for s, f in member.fillers if s.role is Role.PERPETRATOR)
    if attribution.act in _ACTS:
        act = _ACTS[attribution.act]
        if act is Act.RESPONSIBILITY:
            return act, (source,) if source is not None else ()
        return act, voice.accused or (named if act is Act.DENIAL else ())
    if source is not None and claims_for_self(voice, member):
        return Act.RESPONSIBILITY, (source,)
    own = source is not None and any(f.entity.iri == source.entity.iri for f in named)
    if own and source is not None:
        return Act.RESPONSIBILITY, (source,)
    country = tuple(f for f in named if source is not None and _speaks_for(source, f))
    if country:
        return Act.RESPONSIBILITY, country
    if kind is EventKind.SERIES and member.frame.count is not None:
        return Act.COUNT, named
    if member.frame.casualties:
        return Act.CASUALTIES, named
    if outcome is None and named and source is not None and source.entity.entity_class is not EntityClass.NEWS_OUTLET:
        return Act.ATTRIBUTION, named
    return Act.OUTCOME, named


def _speaks_for(source: Filler, doer: Filler) -> bool:
    """Whether an official speaks of the deeds of his own state."""
    same = bool(source.entity.country) and source.entity.country == doer.entity.country
    return same and (doer.mention.rule == OWN_COUNTRY or doer.entity.entity_class in _STATE)


def _own_country(member: Linked, voices: Sequence[Voice]) -> Linked:
    """A frame in which "his country" has become the country of the speaker."""
    found: list[tuple[Slot, Filler]] = []
    for slot, filler in member.fillers:
        reading = member.frame.view.reading(slot.first, "force", value="country")
        speaker = next((v.source for v in voices if v.source is not None and v.attribution.covers(slot.first)), None)
        country = country_entity(speaker.entity.country) if speaker is not None else None
        if slot.role is Role.PERPETRATOR and reading is not None and reading.clitics.enclitic and country is not None:
            filler = Filler(country, replace(filler.mention, rule=OWN_COUNTRY))
        found.append((slot, filler))
    return replace(member, fillers=tuple(found))


def with_claimers(member: Linked, voices: Sequence[Voice]) -> Linked:
    """A frame with those added as perpetrators who claim it in its own sentence."""
    member = _own_country(member, voices)
    found: list[tuple[Slot, Filler]] = []
    for voice in voices:
        words = voice.attribution.source
        if voice.source is None or words is None or voice.attribution.negated or not member.frame.triggers:
            continue
        claimed = voice.attribution.act == "responsibility" and _concerns(voice.attribution, member.frame.triggers)
        if claimed or claims_for_self(voice, member):
            slot = Slot(
                voice.view.sentence.index,
                Role.PERPETRATOR,
                *words,
                f"speech: {voice.attribution.act}",
                0.8,
                Basis.CLAIMED,
            )
            found.append((slot, voice.source))
    known = {(s.role, s.first) for s, _ in member.fillers}
    return replace(member, fillers=(*member.fillers, *(f for f in found if (f[0].role, f[0].first) not in known)))


def claims_for_self(voice: Voice, member: Linked) -> bool:
    """Whether the speaker says that he himself did it: "announced the targeting of", "said that it shelled".

    Spokesmen and outlets do not act; somebody else as perpetrator in the same frame speaks against it.
    """
    attribution, source = voice.attribution, voice.source
    if source is None or source.entity.entity_class in _SPOKESMEN or attribution.negated:
        return False
    if any(s.role is Role.PERPETRATOR and f.entity.iri != source.entity.iri for s, f in member.fillers):
        return False
    view = voice.view
    for trigger in member.frame.triggers:
        if not attribution.covers(trigger.head) or trigger.casualty:
            continue
        near = trigger.first - attribution.scope[0] <= _OPENING
        if trigger.verb:
            before = trigger.head - 1
            complement = before >= 0 and view.function(before, "comp") is not None
            if near and complement and len(view.tokens[before].norm) > 2:
                return True
        elif near and attribution.act in ("announce", "admit") and trigger.frame in ("patient", "agent"):
            return True
    return False


def other_citations(events: Sequence[EventMention], voices: Sequence[Sequence[Voice]]) -> tuple[Citation, ...]:
    """What named sources say in the article besides the claims about its events."""
    claimed = {(c.claimer.entity.iri, c.quote.start) for e in events for c in e.claims if c.claimer is not None}
    found: dict[tuple[str, Span], Citation] = {}
    for voice in (voice for sentence in voices for voice in sentence):
        attribution, source, relays = voice.attribution, voice.source, voice.relays
        if attribution.act == "relay" and relays:
            source, relays = source or relays[0], relays if source is not None else relays[1:]
        quote = quotation(voice.view, attribution)
        if source is None or quote is None or (source.entity.iri, quote.start) in claimed:
            continue
        certainty = Certainty.NEGATED if attribution.negated else certainty_in(voice.view, attribution.scope)
        relays = tuple(relay for relay in relays if relay.entity.iri != source.entity.iri)
        citation = Citation(source, quote, certainty, voice.media, relays, f"speech: {attribution.act}")
        found.setdefault((source.entity.iri, quote), citation)
    return tuple(found.values())


def certainty_in(view: View, scope: tuple[int, int]) -> Certainty:
    """The certainty that cues in a range show."""
    for index in range(*scope):
        if view.function(index, "hedge") is not None:
            return Certainty.UNCERTAIN
        if view.function(index, "open") is not None and index > 0 and view.function(index - 1, "neg") is not None:
            return Certainty.UNKNOWN
    return Certainty.CERTAIN


def outcome_in(view: View, scope: tuple[int, int]) -> Outcome | None:
    """The outcome that a phrase in a range tells; "not known" outweighs what follows it."""
    for index in range(*scope):
        phrase = view.phrases.get(index)
        if phrase is not None and phrase.entry.category == "outcome":
            return Outcome(phrase.entry.value)
        foil = view.reading(index, "foil")
        if foil is not None and foil.entry.strong:
            return Outcome.INTERCEPTED
    return None


def _unsaid_outcome(member: Linked) -> Claim | None:
    """An outcome that the article tells without a source."""
    view = member.frame.view
    whole = (0, len(view.tokens))
    outcome = outcome_in(view, whole)
    if outcome is None:
        return None
    certainty = Certainty.UNKNOWN if outcome is Outcome.OPEN else certainty_in(view, whole)
    return Claim(Act.OUTCOME, view.sentence.span, certainty, outcome=outcome, rule="outcome phrase")


def quotation(view: View, attribution: Attribution) -> Span | None:
    """The words of what is said, without punctuation at the borders; None where nothing is left."""
    first, last = attribution.scope
    if attribution.act == "responsibility":
        first = min(
            first, attribution.source[0] if attribution.source is not None else attribution.cue, attribution.cue
        )
    while first < last and view.is_punct(first):
        first += 1
    while last > first and view.is_punct(last - 1):
        last -= 1
    return Span(view.tokens[first].start, view.tokens[last - 1].end) if last > first else None
