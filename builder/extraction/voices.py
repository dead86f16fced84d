"""Frames of speech with their speakers as entities, and the frames of attacks that a speaker claims for himself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.extraction.attribution import Attribution
from builder.extraction.frame import Linked
from builder.extraction.linking import Linker
from builder.extraction.localities import country_entity
from builder.extraction.slots import Rule, Slot, make_slot
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import Basis, EntityClass, Filler, Role

OWN_COUNTRY = "country of the speaker"  # rule of mentions such as "his country"
_SPOKESMEN = frozenset({EntityClass.UNNAMED_SOURCE, EntityClass.NEWS_OUTLET, EntityClass.STATEMENT})
_OPENING = 4  # words between the start of what is said and the attack that the speaker claims
_MEMORY = 2  # sentences for which a speaker is remembered
_SHORT_THAT = 2  # letters of the bare "that", which has no pronoun ("that the raid …", not "that it shelled …")
_WE = "نا"  # the ending of "we", written like the pronoun "us"
_CLAIM_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class Voice:
    """A frame of speech with its speakers linked; ``source`` is None where nobody is named as the speaker.

    ``beside`` are those who speak together with the source.
    """

    attribution: Attribution
    view: View
    source: Filler | None
    relays: tuple[Filler, ...]
    media: tuple[Filler, ...]
    accused: tuple[Filler, ...]
    beside: tuple[Filler, ...] = ()

    def concerns(self, triggers: Sequence[Trigger]) -> bool:
        """Whether the words of an attack lie in what is said; a report without such words always does."""
        return not triggers or any(self.attribution.covers(trigger.head) for trigger in triggers)


def find_voices(
    views: Sequence[View], attributions: Sequence[Sequence[Attribution]], linker: Linker
) -> list[list[Voice]]:
    """The voices of each sentence.

    A frame without a speaker takes the last one named in its sentence or in the two before it; a negated one
    ("nobody claimed") stays without.
    """
    speaker: Filler | None = None
    spoken_in = -1 - _MEMORY
    found: list[list[Voice]] = []
    for view, frames in zip(views, attributions, strict=True):
        voices: list[Voice] = []
        for frame in sorted(frames, key=lambda a: (a.source is None, a.cue)):
            source = linker.link(view, frame.source, Role.SOURCE, f"speech: {frame.act}") if frame.source else None
            if source is None and frame.act == "denial":
                source = next((v.accused[0] for v in voices if v.accused and v.attribution.cue < frame.cue), None)
            if source is None and not frame.negated and view.sentence.index - spoken_in <= _MEMORY:
                source = speaker
            media = tuple(linker.link(view, m, Role.SOURCE, "medium") for m in frame.media)
            relays = tuple(linker.link(view, r, Role.SOURCE, "relay") for r in frame.relays)
            accused = tuple(linker.link(view, a, Role.PERPETRATOR, "accused") for a in frame.accused)
            if source is not None and frame.act != "relay":
                speaker, spoken_in = source, view.sentence.index
            beside = tuple(linker.link(view, b, Role.SOURCE, f"speech: {frame.act}") for b in frame.beside)
            voices.append(Voice(frame, view, source, relays, media, accused, beside))
        found.append(sorted(voices, key=lambda v: v.attribution.cue))
    return found


def with_claimers(member: Linked, voices: Sequence[Voice]) -> Linked:
    """A frame with those added as perpetrators who claim it in its own sentence."""
    member = _with_own_country(member, voices)
    known = {(slot.role, slot.first) for slot, _ in member.fillers}
    found: list[tuple[Slot, Filler]] = []
    for voice in voices:
        attribution = voice.attribution
        if voice.source is None or attribution.source is None or attribution.negated or not member.frame.triggers:
            continue
        claimed = attribution.act == "responsibility" and voice.concerns(member.frame.triggers)
        if claimed or claims_for_self(voice, member):
            rule = Rule(f"speech: {attribution.act}", _CLAIM_CONFIDENCE)
            slot = make_slot(voice.view, Role.PERPETRATOR, attribution.source, rule, basis=Basis.CLAIMED)
            if (slot.role, slot.first) not in known:
                found.append((slot, voice.source))
    return replace(member, fillers=(*member.fillers, *found))


def _with_own_country(member: Linked, voices: Sequence[Voice]) -> Linked:
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


def claims_for_self(voice: Voice, member: Linked) -> bool:
    """Whether the speaker says that he himself did it: "announced the targeting of", "said that it shelled".

    Spokesmen and outlets do not act; somebody else as perpetrator in the same frame speaks against it.
    """
    attribution, source = voice.attribution, voice.source
    if source is None or source.entity.entity_class in _SPOKESMEN or attribution.negated:
        return False
    covered = [trigger for trigger in member.frame.triggers if attribution.covers(trigger.head)]
    if any(_first_person(voice.view, trigger) for trigger in covered):
        return True
    if any(s.role is Role.PERPETRATOR and _somebody_else(s, f, voice) for s, f in member.fillers):
        return False
    return any(_opens_with(voice, trigger) for trigger in member.frame.triggers)


def _somebody_else(slot: Slot, filler: Filler, voice: Voice) -> bool:
    """Whether a perpetrator is neither the speaker nor his own fighters or arms."""
    own = voice.attribution.covers(slot.first) and _own_forces(voice.view, slot.first)
    return not own and voice.source is not None and filler.entity.iri != voice.source.entity.iri


def _opens_with(voice: Voice, trigger: Trigger) -> bool:
    """Whether what is said begins with the attack as the speaker's own deed."""
    attribution, view = voice.attribution, voice.view
    if not attribution.covers(trigger.head) or (trigger.casualty and not _kills(view, trigger)):
        return False
    if trigger.first - attribution.scope[0] > _OPENING:
        return False
    if not trigger.verb:
        return attribution.act in ("announce", "admit") and trigger.frame in ("patient", "agent")
    before = trigger.head - 1
    if before >= 0 and _own_forces(view, before):
        return before > 0 and view.function(before - 1, "comp") is not None
    complement = before >= 0 and view.function(before, "comp") is not None
    return complement and len(view.tokens[before].norm) > _SHORT_THAT


def _kills(view: View, trigger: Trigger) -> bool:
    """Whether a verb of killing has an object after it and is none of being killed."""
    following = trigger.head + 1
    return trigger.verb and following < len(view.tokens) and view.number(following) is not None


def _first_person(view: View, trigger: Trigger) -> bool:
    """Whether the verb of an attack has the ending of "we" and an object after it (استهدفنا دبابة)."""
    following = trigger.head + 1
    ours = any(r.is_verb and r.clitics.enclitic == _WE for r in view.readings[trigger.head])
    return ours and trigger.verb and following < len(view.tokens) and not view.is_punct(following)


def _own_forces(view: View, index: int) -> bool:
    """Whether a word names the speaker's own fighters or arms, with a pronoun for him (مقاتليه، طائراته)."""
    own = view.reading(index, "force", "agent", "human", "weapon")
    return own is not None and bool(own.clitics.enclitic)
