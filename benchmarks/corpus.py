"""Reads a file of articles on one core and prints one JSON object: what came of it, and how long it took.

    python benchmarks/corpus.py ARTICLES.jsonl[.gz] [MOST]

MOST ends the reading after so many articles. An extraction that fails is counted with its error, as a build would do;
so are rejected inputs. Seconds are those of the processor, so that other work on the machine counts little.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.extraction.extractor import extract
from builder.model import Article

WARM_UP = Article("warm-up", "قصف", "قصف الجيش مدينة حلب يوم الأحد.")  # fills the tables


def main(source: Path, most: int | None) -> None:
    """Read, extract and print the figures."""
    extract(WARM_UP)
    rejected: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    events = reporting = 0
    seconds: list[tuple[float, int, str]] = []
    for item in islice(read_inputs([source]), most):
        if isinstance(item, Rejection):
            rejected[item.reason] += 1
            continue
        started = time.process_time()
        try:
            found = len(extract(item).events)
        except Exception as error:  # what is measured here is that there is none
            failed[f"{type(error).__name__}: {error}"] += 1
            continue
        seconds.append((time.process_time() - started, len(item.text.split()), item.id))
        events += found
        reporting += found > 0
    slowest = max(seconds)
    total = sum(took for took, _, _ in seconds)
    figures = {
        "articles": len(seconds),
        "with_events": reporting,
        "events": events,
        "rejected": dict(rejected),
        "failed": dict(failed),
        "slowest": {"article": slowest[2], "words": slowest[1], "s": round(slowest[0], 3)},
        "articles_per_s": round(len(seconds) / total, 1),
        "words_per_s": round(sum(words for _, words, _ in seconds) / total),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
