"""Finds the weights of coreference within an article by coordinate ascent on annotated articles.

    python scripts/tune_coreference.py ARTICLES.jsonl GOLD.jsonl SCORE.py [PASSES]

ARTICLES and GOLD are in the format of the annotation guidelines, SCORE.py is their scorer. The steps before coreference
run once; each trial groups the frames again and scores the events. The objective is the sum of the F1 of the events
and of the roles. Deterministic: no random start, steps in a fixed order. Prints the new table to standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields, replace

from annotated import article_of, load_scorer, read_lines, rows

from builder.extraction.extractor import draft, finish
from builder.extraction.weights import Weights, weights
from builder.resources import PACKAGE

STEPS = (0.5, -0.5, 0.25, -0.25)


def ascend(start: Weights, goodness: Callable[[Weights], float], passes: int) -> Weights:
    """Coordinate ascent: each weight in turn moves while that helps."""
    best, value = start, goodness(start)
    print(f"start {value:.4f}", file=sys.stderr)
    for _ in range(passes):
        before = value
        for field in fields(best):
            for step in STEPS:
                while True:
                    trial = replace(best, **{field.name: round(getattr(best, field.name) + step, 3)})
                    reached = goodness(trial)
                    if reached <= value + 1e-6:
                        break
                    best, value = trial, reached
                    print(f"{value:.4f} {field.name} {getattr(best, field.name)}", file=sys.stderr)
        if value == before:
            break
    return best


def main(articles_path: str, gold_path: str, score_path: str, passes: int = 2) -> None:
    """Tune and print the table."""
    scorer = load_scorer(score_path)
    gold, records = read_lines(gold_path), read_lines(articles_path)
    articles = {record["id"]: record for record in records}
    drafts = [draft(article_of(record)) for record in records]
    shipped = weights()

    def goodness(trial: Weights) -> float:
        found = [row for one in drafts for row in rows(finish(one, trial))]
        result = scorer.score(gold, articles, found)
        return float(result["event"]["f1"] + result["roles"]["f1"])

    best = ascend(shipped, goodness, passes)
    for line in (PACKAGE / "data" / "coreference_weights.tsv").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if hasattr(best, name) and not line.startswith("#"):
            _old, _, source = rest.partition("\t")
            value = getattr(best, name)
            line = f"{name}\t{value}\t{source if value == getattr(shipped, name) else 'tuned'}"
        print(line)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 2)
