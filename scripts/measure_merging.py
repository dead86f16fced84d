"""Measures on annotated pairs of articles which event mentions a store has put together.

    python scripts/measure_merging.py STORE annotations/same-incidents.jsonl

STORE is a store of the articles named there, built by rasd. Prints pairwise precision and recall for each part, over
the pairs of mentions of which it is known whether they are the same incident (builder/evaluation/incidents.py), and how
many pairs of the same incident have a side that rasd has no mention of.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyoxigraph import NamedNode

from builder.evaluation.incidents import Mentions, judged_pairs, missed_pairs, read_article_pairs
from builder.store.store import Store
from builder.vocabulary import Property


def main(store_path: str, pairs_path: str) -> None:
    """Print the figures."""
    pairs = read_article_pairs(Path(pairs_path))
    with Store.open_reader(Path(store_path)) as store:
        mentions = Mentions(store.rdf)
        described = store.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None)
        attack_of = {quad.object.value: quad.subject for quad in described if isinstance(quad.object, NamedNode)}
        for part in ("train", "test"):
            own = [pair for pair in pairs if pair.split == part]
            judged = [(attack_of[p.first] == attack_of[p.second], p.same) for p in judged_pairs(own, mentions)]
            right = sum(together and same for together, same in judged)
            found, due = sum(together for together, _ in judged), sum(same for _, same in judged)
            print(
                f"{part}: {len(judged)} pairs, {due} the same, {missed_pairs(own, mentions)} more with a side missed; "
                f"put together {found}, right {right}: P {right / max(1, found):.3f} R {right / max(1, due):.3f}"
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
