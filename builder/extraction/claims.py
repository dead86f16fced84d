"""What each source says of an incident: from voices to claims.

A voice whose words hold the incident's becomes a claim: of responsibility (تبنت، أعلنت استهداف، قالت إنها قصفت), an
attribution to somebody else, a denial, or a report of casualties, of a count or of the outcome. Certainty comes from
cues inside the scope. A quotation is the scope as it stands, cut at its punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builder.extraction.attribution import CONDEMNED
from builder.extraction.frame import Linked
from builder.extraction.slots import SIDE
from builder.extraction.statements import certainty_in, outcome_in, quotation
from builder.extraction.triggers import Trigger
from builder.extraction.voices import OWN_COUNTRY, Voice, claims_for_self
from builder.model import (
    Act,
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
_RELAY = "relay"  # act of frames that only pass on what others say
_STATE = frozenset({EntityClass.STATE_FORCE, EntityClass.GOVERNMENT, EntityClass.COALITION, EntityClass.COUNTRY})


def claims_of(member: Linked, voices: Sequence[Voice], kind: EventKind) -> list[Claim]:
    """The claims that one frame of an incident gives, in the order of the text."""
    frame = member.frame
    if frame.remark:
        return []
    claims: list[Claim] = []
    for voice in voices:
        if voice.attribution.act in (_RELAY, CONDEMNED) or (voice.source is None and not voice.attribution.negated):
            continue
        if not voice.concerns(frame.triggers) or _goes_on(voice, voices, frame.triggers):
            continue
        claims.extend(_claim(voice, member, kind, voices))
    unsaid = _unsaid_outcome(member) if not claims else None
    return claims if unsaid is None else [unsaid]


def denials_of(member: Linked, voices: Sequence[Voice], kind: EventKind) -> list[Claim]:
    """The denials in a later sentence, which tells no attack itself, of what a frame tells."""
    back = (v for v in voices if v.attribution.backward and v.source is not None)
    return [claim for voice in back for claim in _claim(voice, member, kind, ())]


def _goes_on(voice: Voice, voices: Sequence[Voice], triggers: Sequence[Trigger]) -> bool:
    """Whether the speaker comes to the incident only in a later clause, which is then the one to quote."""
    return any(
        v.attribution.continued and voice.attribution.covers(v.attribution.cue) and v.concerns(triggers)
        for v in voices
        if triggers and v is not voice and v.attribution.act != _RELAY
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
        and v.attribution.act != _RELAY
    ]


def _claim(voice: Voice, member: Linked, kind: EventKind, voices: Sequence[Voice]) -> list[Claim]:
    """The claim of a voice, and the one on the outcome if it tells that besides; *voices* are all of the sentence."""
    view, attribution = voice.view, voice.attribution
    outcome = outcome_in(view, attribution.scope)
    if any(outcome_in(view, v.attribution.scope) is not None for v in _narrower(voice, voices)):
        outcome = None
    act, perpetrators = _act(voice, member, kind, outcome)
    quote = quotation(view, attribution)
    if quote is None or (attribution.negated and act is Act.RESPONSIBILITY and voice.source is None):
        return []
    outlets = (f for v in voices if v.attribution.act == _RELAY for f in v.relays)
    claim = Claim(
        act,
        quote,
        Certainty.NEGATED if attribution.negated else certainty_in(view, attribution.scope),
        claimer=voice.source,
        perpetrators=perpetrators,
        medium=voice.media,
        relayed_by=tuple({f.entity.iri: f for f in (*voice.relays, *outlets)}.values()),
        outcome=outcome if act in (Act.OUTCOME, Act.DENIAL) else None,
        rule=f"speech: {attribution.act}",
    )
    if outcome is None or act in (Act.OUTCOME, Act.DENIAL):
        return [claim]
    return [claim, replace(claim, act=Act.OUTCOME, perpetrators=(), outcome=outcome)]


def _act(voice: Voice, member: Linked, kind: EventKind, outcome: Outcome | None) -> tuple[Act, tuple[Filler, ...]]:
    """What a voice does by its words, and whom it names as perpetrators."""
    attribution, source = voice.attribution, voice.source
    doers = [(s, f) for s, f in member.fillers if s.role is Role.PERPETRATOR]
    named = tuple(f for _, f in doers)
    if attribution.act in _ACTS:
        act = _ACTS[attribution.act]
        if act is Act.RESPONSIBILITY:
            return act, (source,) if source is not None else ()
        return act, voice.accused or (named if act is Act.DENIAL else ())
    if source is not None:
        if claims_for_self(voice, member):
            return Act.RESPONSIBILITY, (source,)
        said = (f for s, f in doers if attribution.covers(s.first) and s.rule != SIDE.name)
        own_state = tuple(f for f in said if _speaks_for(source, f))
        if own_state:
            return Act.RESPONSIBILITY, own_state
    if kind is EventKind.SERIES and member.frame.count is not None:
        return Act.COUNT, named
    if any(casualty.harmed for casualty in member.frame.casualties):
        return Act.CASUALTIES, named
    if outcome is None and named and source is not None and source.entity.entity_class is not EntityClass.NEWS_OUTLET:
        return Act.ATTRIBUTION, named
    return Act.OUTCOME, named


def _speaks_for(source: Filler, doer: Filler) -> bool:
    """Whether an official speaks of the deeds of his own state."""
    if source.entity.entity_class is EntityClass.NEWS_OUTLET:
        return False
    same = bool(source.entity.country) and source.entity.country == doer.entity.country
    return same and (doer.mention.rule == OWN_COUNTRY or doer.entity.entity_class in _STATE)


def other_citations(events: Sequence[EventMention], voices: Sequence[Sequence[Voice]]) -> tuple[Citation, ...]:
    """What named sources say in the article besides the claims about its events."""
    claimed = {(c.claimer.entity.iri, c.quote.start) for e in events for c in e.claims if c.claimer is not None}
    found: dict[tuple[str, Span], Citation] = {}
    for voice in (voice for sentence in voices for voice in sentence):
        attribution, source, relays = voice.attribution, voice.source, voice.relays
        if attribution.act == _RELAY and relays:
            source, relays = source or relays[0], relays if source is not None else relays[1:]
        quote = quotation(voice.view, attribution)
        if source is None or quote is None or (source.entity.iri, quote.start) in claimed:
            continue
        certainty = Certainty.NEGATED if attribution.negated else certainty_in(voice.view, attribution.scope)
        relays = tuple(relay for relay in relays if relay.entity.iri != source.entity.iri)
        citation = Citation(source, quote, certainty, voice.media, relays, f"speech: {attribution.act}")
        found.setdefault((source.entity.iri, quote), citation)
    return tuple(found.values())


def _unsaid_outcome(member: Linked) -> Claim | None:
    """An outcome that the article tells without a source."""
    view = member.frame.view
    whole = (0, len(view.tokens))
    outcome = outcome_in(view, whole)
    if outcome is None:
        return None
    certainty = Certainty.UNKNOWN if outcome is Outcome.OPEN else certainty_in(view, whole)
    return Claim(Act.OUTCOME, view.sentence.span, certainty, outcome=outcome, rule="outcome phrase")
