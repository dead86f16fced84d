"""What every extraction keeps to, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from builder.model import Entity, EventMention, Extraction, Filler, Mention, Role, Span

ENTITY_ROLES = {Role.PLACE, Role.PERPETRATOR, Role.TARGET, Role.WEAPON, Role.SOURCE}


def fillers(event: EventMention) -> Iterator[Filler]:
    for claim in event.claims:
        yield from (*claim.perpetrators, *claim.medium, *claim.relayed_by)
        if claim.claimer is not None:
            yield claim.claimer


def mentions(extraction: Extraction) -> Iterator[Mention]:
    for event in extraction.events:
        yield from event.triggers
        for argument in event.arguments:
            yield argument.mention
            if argument.who is not None:
                yield argument.who
        yield from (filler.mention for filler in fillers(event))
    for citation in extraction.citations:
        yield from (f.mention for f in (citation.claimer, *citation.medium, *citation.relayed_by))
    yield from (relation.by.mention for relation in extraction.relations if relation.by is not None)


def quotes(extraction: Extraction) -> Iterator[Span]:
    yield from (claim.quote for event in extraction.events for claim in event.claims)
    yield from (citation.quote for citation in extraction.citations)
    yield from (relation.quote for relation in extraction.relations)


def check(extraction: Extraction) -> None:
    """What every extraction keeps to."""
    text = extraction.article.text
    spans = extraction.sentences
    assert list(spans) == sorted(spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    for mention in mentions(extraction):
        assert mention.surface == mention.span.of(text)
        assert mention.surface == mention.surface.strip()
        assert mention.surface
        assert mention.rule
        assert any(span.contains(mention.span) for span in spans)
    for quote in quotes(extraction):
        assert quote.end <= len(text)
        assert any(span.contains(quote) for span in spans)
    keys = [event.key for event in extraction.events]
    assert len(set(keys)) == len(keys)
    for event in extraction.events:
        assert event.triggers
        assert event.part_of in {None, *keys} - {event.key}
        assert 0 < event.confidence <= 1
        for argument in event.arguments:
            assert 0 < argument.confidence <= 1
            assert argument.claim is None or 0 <= argument.claim < len(event.claims)
            assert isinstance(argument.filler, Entity) is (argument.role in ENTITY_ROLES)
            assert (argument.basis is not None) is (argument.role is Role.PERPETRATOR)
    for relation in extraction.relations:
        assert {relation.source, relation.target} <= set(keys)
        assert relation.source != relation.target
