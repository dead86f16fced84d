"""Draws events at random from what is extracted from a file of articles, to be read and judged.

    python scripts/sample_events.py ARTICLES.jsonl[.gz] [EVENTS] [SHARE]

Reads each article whose turn it is (one in SHARE, 10 by default; the choice is fixed by the seed), extracts it, and
draws so many of all events found (100 by default). Prints for each its number, article, type, kind, triggers, the
sentence of the first trigger, and its roles. The same file and program give the same events.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from pathlib import Path

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.evaluation.rows import rows_of_extraction
from builder.extraction.extractor import extract
from builder.model import EventMention, Extraction

SEED = 20261122
EVENTS = 100
SHARE = 10


def describe(extraction: Extraction, event: EventMention) -> str:
    """An event with its sentence and what fills its roles."""
    first = event.triggers[0].span
    sentence = next(span for span in extraction.sentences if span.contains(first)).of(extraction.article.text)
    roles: dict[str, list[str]] = defaultdict(list)
    for row in rows_of_extraction(extraction):
        if row.attack.endswith(f"#event-{event.key}") and row.role != "trigger":
            roles[row.role].append(f"{row.mention} = {row.value}")
    lines = [
        f"{extraction.article.id}  {event.attack_type} {event.kind} {event.status}"
        f"{' background' if event.background else ''}  confidence {event.confidence:.2f}",
        f"  triggers: {' / '.join(mention.surface for mention in event.triggers)}",
        f"  title: {extraction.article.title}",
        f"  sentence: {' '.join(sentence.split())}",
        *(f"  {role}: {'; '.join(fillers)}" for role, fillers in sorted(roles.items())),
    ]
    return "\n".join(lines)


def main(source: Path, events: int, share: int) -> None:
    """Draw and print."""
    rng = random.Random(SEED)
    found: list[tuple[Extraction, EventMention]] = []
    for item in read_inputs([source]):
        if isinstance(item, Rejection) or rng.randrange(share):
            continue
        extraction = extract(item)
        found.extend((extraction, event) for event in extraction.events)
    drawn = sorted(rng.sample(range(len(found)), min(events, len(found))))
    print(f"{len(drawn)} of {len(found)} events")
    for number, position in enumerate(drawn, 1):
        print(f"\n{number}. {describe(*found[position])}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    numbers = [int(word) for word in sys.argv[2:]]
    main(Path(sys.argv[1]), *(numbers + [EVENTS, SHARE][len(numbers) :]))
