"""From incidents to event mentions, with type, status, arguments and claims; counted parts are linked to totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from builder.extraction.claims import claims_of, denials_of
from builder.extraction.classification import status_of
from builder.extraction.confidences import event_confidence
from builder.extraction.event_arguments import Context, arguments_of
from builder.extraction.frame import Incident
from builder.extraction.judgement import judge_type
from builder.extraction.linking import Linker
from builder.model import Claim, EventMention, Mention, Role

_UNMEASURED = 0.4  # confidence of an event with fewer roles than were measured, set by hand


def build_events(incidents: Sequence[Incident], context: Context) -> tuple[EventMention, ...]:
    """The event mentions of an article in the order of its incidents; parts are linked to their totals."""
    events: list[EventMention] = []
    keys: Counter[str] = Counter()
    for incident in incidents:
        event = _event(incident, context)
        keys[event.key] += 1
        if keys[event.key] > 1:
            event = replace(event, key=f"{event.key}-{keys[event.key]}")
        events.append(event)
    return tuple(
        replace(event, part_of=_total_of(position, events, incidents)) for position, event in enumerate(events)
    )


def _event(incident: Incident, context: Context) -> EventMention:
    triggers = _triggers(incident, context.linker)
    claims = _claims(incident, context)
    arguments = arguments_of(incident, claims, context, background=incident.background)
    return EventMention(
        key=str(min(trigger.span.start for trigger in triggers)),
        kind=incident.kind,
        attack_type=judge_type(incident),
        status=status_of(incident, claims),
        background=incident.background,
        triggers=triggers,
        arguments=arguments,
        claims=claims,
        confidence=event_confidence(arguments, _UNMEASURED),
    )


def _triggers(incident: Incident, linker: Linker) -> tuple[Mention, ...]:
    """The words of all triggers, each once, in the order of the text."""
    found: dict[tuple[int, int], Mention] = {}
    for member in incident.members:
        for trigger in member.frame.triggers:
            mention = linker.mention(member.frame.view, (trigger.first, trigger.last), f"trigger: {trigger.lemma}")
            found.setdefault((mention.span.start, mention.span.end), mention)
    return tuple(found[key] for key in sorted(found))


def _claims(incident: Incident, context: Context) -> tuple[Claim, ...]:
    """The claims of all frames; one act of one speaker in the same words is one claim."""
    told = [
        claim
        for member in incident.members
        for claim in claims_of(member, context.voices[member.frame.sentence], incident.kind)
    ]
    last = max(incident.members, key=lambda member: member.frame.sentence)
    following = last.frame.sentence + 1
    if following < len(context.voices) and not _tells_incident(following, context.incidents):
        told += denials_of(last, context.voices[following], incident.kind)
    unique = {(c.act, c.quote, c.claimer.entity.iri if c.claimer else ""): c for c in told}
    return tuple(unique.values())


def _tells_incident(sentence: int, incidents: Sequence[Incident]) -> bool:
    return any(member.frame.sentence == sentence for incident in incidents for member in incident.members)


def _total_of(position: int, events: Sequence[EventMention], incidents: Sequence[Incident]) -> str | None:
    """The key of the total that a counted part belongs to.

    It is the last one told before it that is at least as large and has a target in common; None for other events.
    """
    part, start = incidents[position], events[position].triggers[0].span.start
    if not _is_part(part):
        return None
    for event, total in zip(reversed(events), reversed(incidents), strict=True):
        count = _count(total)
        if total is part or _is_part(total) or count is None or count < (_count(part) or 0):
            continue
        if event.triggers[0].span.start < start and _targets(total) & _targets(part):
            return event.key
    return None


def _is_part(incident: Incident) -> bool:
    return any(member.frame.part for member in incident.members)


def _count(incident: Incident) -> int | None:
    return next((m.frame.count.value.low for m in incident.members if m.frame.count is not None), None)


def _targets(incident: Incident) -> set[str]:
    return {entity.iri for entity in incident.entities(Role.TARGET)}
