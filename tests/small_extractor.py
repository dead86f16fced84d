"""A small real extraction that knows one trigger and a few places: what the tests of the pipeline run."""

from __future__ import annotations

import time

from builder.assembly import known_entities
from builder.model import (
    Argument,
    Article,
    EventKind,
    EventMention,
    Extraction,
    Mention,
    PlaceRole,
    Role,
    Span,
    Status,
)

TRIGGER = "هجوم"
FATAL = "انهيار"


def extract(article: Article) -> Extraction:
    """One event for each trigger, at every known settlement or country that the text names."""
    text = article.text
    if FATAL in text:
        raise LookupError(f"no rule\nfor {FATAL}")
    events = []
    start = text.find(TRIGGER)
    while start >= 0:
        span = Span(start, start + len(TRIGGER))
        event = EventMention(
            key=str(start),
            kind=EventKind.ATTACK,
            attack_type="Attack",
            status=Status.OCCURRED,
            background=False,
            triggers=(Mention(span, TRIGGER, "small"),),
            arguments=_places(text),
            claims=(),
            confidence=0.5,
        )
        events.append(event)
        start = text.find(TRIGGER, span.end)
    return Extraction(article, (Span(0, len(text)),), tuple(events))


def extract_slowly(article: Article) -> Extraction:
    """The same, at a speed at which a test can interrupt it."""
    time.sleep(0.05)
    return extract(article)


def _places(text: str) -> tuple[Argument, ...]:
    found = []
    for name in ("baghdad", "iraq", "syria"):
        entity = known_entities().get(f"https://w3id.org/rasd/id/place/{name}")
        if entity is None or entity.label_ar not in text:
            continue
        start = text.index(entity.label_ar)
        mention = Mention(Span(start, start + len(entity.label_ar)), entity.label_ar, "small")
        found.append(Argument(Role.PLACE, mention, entity, 0.5, place_role=PlaceRole.IMPACT))
    return tuple(found)
