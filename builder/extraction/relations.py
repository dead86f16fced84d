"""Retaliation between incidents of one article, as its words tell it (ردا على، انتقاما من).

Not read: retaliation for what is no incident of the article.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.extraction.frame import Incident
from builder.extraction.syntax import View
from builder.extraction.voices import Voice
from builder.model import EventKind, EventMention, Relation, RelationKind

_BACK = 6  # tokens between the cue of retaliation and the strike that it announces


def find_relations(
    events: Sequence[EventMention], incidents: Sequence[Incident], voices: Sequence[Sequence[Voice]]
) -> tuple[Relation, ...]:
    """Strikes told as an answer, each linked to what they answer.

    That is the incident named after the cue, else the last one told before that is not the strike itself, series first.
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
            keys = (events[position].key, events[answered].key)
            found.append(Relation(RelationKind.RETALIATION, *keys, view.sentence.span, speaker))
            break
    return tuple(found)


def _cue(view: View, heads: Sequence[int]) -> int | None:
    """The word that makes the attack with these trigger words an answer: a phrase, or a verb shortly before it."""
    for index, phrase in view.phrases.items():
        if phrase.entry.category == "retaliation" and any(head < index for head in heads):
            return index  # what stands after the phrase is answered
    for head in heads:
        for index in range(max(0, head - _BACK), head):
            reading = view.reading(index, "light", value="retaliation")
            if reading is not None and reading.is_verb:
                return index
    return None


def _answered(
    position: int, events: Sequence[EventMention], incidents: Sequence[Incident], sentence: int, cue: int
) -> int | None:
    """The position of the incident that the strike at *position* answers."""
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
    series = [i for i in earlier if events[i].kind is EventKind.SERIES]
    return (series or earlier)[-1] if earlier else None
