"""Whether events that an article keeps apart, by its annotation, stay apart in a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from builder.evaluation.annotations import AnnotatedArticle, AnnotatedEvent
from builder.evaluation.rows import rows_of_extraction
from builder.evaluation.scoring import pair_events
from builder.graph.iris import article_iri, event_iri
from builder.model import Extraction


@dataclass(slots=True)
class Apart:
    """Pairs of annotated events of one article, and how many of them ended in one.

    ``mentions`` pairs have a mention of its own each, which agrees with the event as the scorer sees it; of these
    ``merged`` lists those that stand in one attack, which merging across articles has done. ``triggers`` pairs have
    triggers that rasd has in some mention; of these ``grouped`` lists those in one mention, which grouping inside the
    article has done. A pair is named by the article and the identifiers of its events.
    """

    mentions: int = 0
    merged: list[tuple[str, str, str]] = field(default_factory=list)
    triggers: int = 0
    grouped: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, article: AnnotatedArticle, extraction: Extraction, attacks: Mapping[str, str]) -> None:
        """Count the pairs of an article; *attacks* holds the IRI of the attack of each event mention."""
        ((_, pairs),) = [(p.article, p.pairs) for p in pair_events([article], rows_of_extraction(extraction))]
        partner = {event.id: other.head.attack for event, other in pairs if other is not None}
        told = told_in(article.events, extraction)
        for one, other in combinations((event.id for event in article.events), 2):
            if one in partner and other in partner:
                self.mentions += 1
                if attacks[partner[one]] == attacks[partner[other]]:
                    self.merged.append((article.id, one, other))
            if one in told and other in told:
                self.triggers += 1
                if told[one] == told[other]:
                    self.grouped.append((article.id, one, other))


def told_in(events: Sequence[AnnotatedEvent], extraction: Extraction) -> dict[str, str]:
    """The mention, by its IRI, with a trigger at the first trigger of an event that no other event of *events* has.

    The place of a trigger is that of its first occurrence in the text. Events without such a trigger and those whose
    trigger is in no mention are left out.
    """
    text, iri = extraction.article.text, article_iri(extraction.article.id)
    bearers = Counter(surface for event in events for surface in set(event.triggers))
    found: dict[str, str] = {}
    for event in events:
        own = (surface for surface in event.triggers if bearers[surface] == 1 and text.count(surface) == 1)
        surface = next(own, None)
        if surface is None:
            continue
        start = text.find(surface)
        for mention in extraction.events:
            if any(m.span.start < start + len(surface) and start < m.span.end for m in mention.triggers):
                found[event.id] = event_iri(iri, mention.key)
                break
    return found
