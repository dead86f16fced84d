"""Measures on annotated articles how often each rule is right, and prints the table builder/data/confidences.tsv.

    python scripts/measure_confidences.py GOLD.jsonl ARTICLES.jsonl > confidences.tsv

The files are described in docs/evaluation.md. An argument is counted where its event is paired with annotated news, in
roles that the annotation judges; an event by the number of its roles, whether it is paired or not. Rules with fewer
than 30 cases are left out, and those that give each argument a confidence of its own. The confidence
is (right + 1) / (cases + 2), so that no rule is certain. Deterministic.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.evaluation.annotations import AnnotatedArticle, read_annotations
from builder.evaluation.reliability import Case, by_rule, cases
from builder.evaluation.rows import Evidence, FoundEvent, Key, Row, evidence_of_extraction, rows_of_extraction
from builder.evaluation.scoring import Pairing, Share, pair_events
from builder.extraction.confidences import EVENT, roles_told, rule_name
from builder.extraction.extractor import extract

LEAST_CASES = 30
MOST_RANKS = 5  # patterns of one name
SOURCE = "measured on annotated articles, 2026-11"
HEADER = """\
# How often rules are right on annotated articles (docs/evaluation.md), as scripts/measure_confidences.py counts it.
# role, rule: an argument's role and the rule of its mention without what follows a semicolon; for events the role event
# and the number of their roles. right of cases; confidence = (right + 1) / (cases + 2). Rules with fewer than 30 cases
# have no row. Order: by role and rule, events first; it has no effect.
role\trule\tcases\tright\tconfidence\tsource"""


def read(path: Path, annotated: Sequence[AnnotatedArticle]) -> tuple[list[Row], dict[Key, tuple[Evidence, ...]]]:
    """The rows of the annotated articles and what they rest on."""
    wanted = {article.id for article in annotated}
    rows: list[Row] = []
    evidences: dict[Key, tuple[Evidence, ...]] = {}
    for article in read_inputs([path]):
        if not isinstance(article, Rejection) and article.id in wanted:
            extraction = extract(article)
            rows += rows_of_extraction(extraction)
            evidences.update(evidence_of_extraction(extraction))
    return rows, evidences


def events(pairings: Sequence[Pairing]) -> dict[tuple[str, str], Share]:
    """How often events with so many roles are paired."""
    shares: dict[tuple[str, str], Share] = defaultdict(Share)
    for pairing in pairings:
        found = [(event, True) for _, event in pairing.pairs if event is not None]
        found += [(event, False) for event in pairing.false]
        for event, right in found:
            shares[EVENT, roles_told(roles_of(event))].add(right)
    return {key: shares[key] for key in sorted(shares)}


def graded(found: Iterable[Case]) -> set[tuple[str, str]]:
    """The roles and rules with so many confidences that these cannot be ranks of a few patterns of one name."""
    confidences: dict[tuple[str, str], set[float]] = defaultdict(set)
    for case in found:
        confidences[case.role, rule_name(case.rule)].add(case.confidence)
    return {key for key, values in confidences.items() if len(values) > MOST_RANKS}


def roles_of(event: FoundEvent) -> Iterator[str]:
    """The roles of the arguments of an event."""
    return (row.role for row in event.rows if row.role not in ("trigger", "claimant", "denier"))


def main(gold: Path, articles: Path) -> None:
    """Measure and print the table."""
    annotated = read_annotations(gold)
    rows, evidences = read(articles, annotated)
    pairings = pair_events(annotated, rows)
    judged = list(cases(pairings, evidences))
    own = graded(judged)
    print(HEADER)
    for (role, rule), share in {**events(pairings), **by_rule(judged)}.items():
        if share.cases >= LEAST_CASES and (role, rule) not in own:
            confidence = (share.hits + 1) / (share.cases + 2)
            print(role, rule, share.cases, share.hits, f"{confidence:.2f}", SOURCE, sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
