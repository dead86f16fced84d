"""Counts in how many articles of a corpus each light stem stands.

    python scripts/count_stems.py ARTICLES.jsonl.gz > builder/data/stem_shares.tsv

Stems that stand in less than one article of 250 are left out: to be missing is to be rare. Deterministic.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from builder.merging.profiles import stems

LEAST = 0.004  # of the articles
HEADER = """\
# In what share of the articles of a corpus of Arabic news each light stem (text/tokens.py) stands; one that is missing
# is rarer than one article in 250. Order: by stem; it has no effect.
# source: counted = over 5,000 articles of many outlets and all topics (scripts/count_stems.py).
stem\tshare\tsource"""


def main(path: str) -> None:
    """Print the table."""
    seen: Counter[str] = Counter()
    articles = 0
    with gzip.open(Path(path), "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            articles += 1
            seen.update(set(stems(f"{record.get('title') or ''}\n{record['text']}")))
    print(HEADER)
    for stem in sorted(seen):
        if seen[stem] >= LEAST * articles:
            print(f"{stem}\t{seen[stem] / articles:.4f}\tcounted")


if __name__ == "__main__":
    main(sys.argv[1])
