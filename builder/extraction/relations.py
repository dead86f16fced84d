"""Retaliation between incidents of one article, as its words tell it."""

from __future__ import annotations

from collections.abc import Sequence

from builder.extraction.claims import Voice
from builder.extraction.coreference import Incident
from builder.extraction.syntax import View
from builder.model import EventMention, Relation, RelationKind

_BACK = 6  # tokens between the cue of retaliation and the strike that it announces


def find_relations(
    events: Sequence[EventMention], incidents: Sequence[Incident], voices: Sequence[Sequence[Voice]]
) -> tuple[Relation, ...]:
    """Strikes told as an answer, each linked to what they answer: the incident named after the cue, else the last one
    told before that is not the strike itself, series first.
    """
    found: list[Relation] = []
    for position, incident in enumerate(incidents):
        for member in incident.members:
            view = member.frame.view
            cue = _cue(view, [t.head for t in member.frame.triggers])
            if cue is None:
                continue
            answered = _answered(position, events, incidents, member.frame.sentence, cue)
            if answered is None:
                continue
            speaker = next(
                (v.source for v in voices[member.frame.sentence] if v.source is not None and v.attribution.covers(cue)),
                None,
            )
            found.append(
                Relation(
                    RelationKind.RETALIATION, events[position].key, events[answered].key, view.sentence.span, speaker
                )
            )
            break
    return tuple(found)


def _cue(view: View, heads: Sequence[int]) -> int | None:
    for index, phrase in view.phrases.items():
        if phrase.entry.category == "retaliation" and heads:
            return index
    for head in heads:
        for index in range(max(0, head - _BACK), head):
            reading = view.reading(index, "light", value="retaliation")
            if reading is not None and reading.is_verb:
                return index
    return None


def _answered(
    position: int, events: Sequence[EventMention], incidents: Sequence[Incident], sentence: int, cue: int
) -> int | None:
    after = [
        other
        for other, incident in enumerate(incidents)
        if other != position
        and any(m.frame.sentence == sentence and any(t.head > cue for t in m.frame.triggers) for m in incident.members)
    ]
    if after:
        return after[0]
    start = events[position].triggers[0].span.start
    earlier = [
        i for i, e in enumerate(events) if i != position and e.triggers[0].span.start < start and e.part_of is None
    ]
    series = [i for i in earlier if events[i].kind.value == "series"]
    return (series or earlier)[-1] if earlier else None
