"""What must hold of an extraction before a graph is made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.model import Extraction, Mention, Span


def check_extraction(extraction: Extraction) -> None:
    """Refuse an extraction that contradicts itself.

    :raises ValueError: if a span ends outside the text, two events have one key, an argument names a claim that its
        event lacks, or a series or a relation names an event that is not there.
    """
    keys = Counter(event.key for event in extraction.events)
    length = len(extraction.article.text)
    if doubled := [key for key, times in keys.items() if times > 1]:
        raise ValueError(f"several events have one key: {doubled}")
    named = {event.part_of for event in extraction.events if event.part_of is not None}
    named |= {key for relation in extraction.relations for key in (relation.source, relation.target)}
    if missing := named - keys.keys():
        raise ValueError(f"no event has the key: {sorted(missing)}")
    for span in _spans(extraction):
        if span.end > length:
            raise ValueError(f"[{span.start}, {span.end}) lies outside a text of {length} code points")
    for event in extraction.events:
        for argument in event.arguments:
            if argument.claim is not None and not 0 <= argument.claim < len(event.claims):
                raise ValueError(f"event {event.key} has no claim {argument.claim}")


def _spans(extraction: Extraction) -> Iterator[Span]:
    """All spans that come out as nodes."""
    yield from extraction.sentences
    yield from (relation.quote for relation in extraction.relations)
    mentions: list[Mention] = [relation.by.mention for relation in extraction.relations if relation.by is not None]
    for event in extraction.events:
        mentions += event.triggers
        for argument in event.arguments:
            mentions += [argument.mention] if argument.who is None else [argument.mention, argument.who]
        for claim in event.claims:
            yield claim.quote
            fillers = (*claim.perpetrators, *claim.medium, *claim.relayed_by)
            mentions += [filler.mention for filler in (fillers if claim.claimer is None else (claim.claimer, *fillers))]
    for citation in extraction.citations:
        yield citation.quote
        mentions += [filler.mention for filler in (citation.claimer, *citation.medium, *citation.relayed_by)]
    yield from (mention.span for mention in mentions)
