"""Trains the weights of the type of an incident (``builder/data/type_weights.tsv``).

    python scripts/train_types.py ARTICLES.jsonl GOLD.jsonl [ARTICLES.jsonl GOLD.jsonl ...]

ARTICLES and GOLD are in the format of docs/evaluation.md. Needs scipy, which the project does not. Events found are
paired with annotated ones as ``rasd evaluate`` does, each with the type that most of its frames name, so that the
shipped weights do not matter. The model is multinomial (extraction/judgement.py): the probabilities of all annotated
types of an event together are made as large as possible, less a quadratic penalty. Features seen in few articles get no
weight for a single type. Deterministic. Prints the table to standard output and, for five parts of the articles held
out in turn, the share of right decisions to standard error.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from annotated import article_of, read_lines
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from builder.evaluation.annotations import read_annotations
from builder.evaluation.rows import Row, rows_of_extraction
from builder.evaluation.scoring import pair_events
from builder.extraction.agreement import frame_types
from builder.extraction.extractor import draft, finish, incidents_of
from builder.extraction.frame import Incident
from builder.extraction.judgement import Evidence, evidence_of, most_probable
from builder.extraction.weights import ANY_TYPE
from builder.graph.iris import article_iri, event_iri
from builder.resources import read_table

GENERAL = "Attack"  # the type of attacks of which nobody says what they were
LEAST_ARTICLES = 8
PENALTY_ANY = 1.0  # of the squared weights that hold for any type
PENALTY_TYPE = 3.0
STEPS = 200  # of the optimiser
FOLDS = 5
LEAST_WEIGHT = 0.03
HEADER = """\
# Weights of what speaks for the type of an incident, as extraction/judgement.py finds it; logarithms of odds.
# type: a type of attack, or * for whatever type a vote is for. A feature not listed has the weight 0.
# Order: type, feature; it has no effect.
# source: how the number was found. trained = fitted to annotated training articles (scripts/train_types.py)."""

Labelled = tuple[str, str]
"""A feature with the type that its weight is for."""


@dataclass(frozen=True)
class Example:
    """A paired incident: its article, what speaks for its type, and its annotated types."""

    article: str
    evidence: Evidence
    types: frozenset[str]


def read_examples(articles: str, gold: str) -> list[Example]:
    """The paired incidents of annotated articles."""
    records = {record["id"]: record for record in read_lines(articles)}
    annotated = read_annotations(Path(gold), None)
    found: dict[str, Evidence] = {}
    rows: list[Row] = []
    for one in annotated:
        article = article_of(records[one.id])
        read = draft(article)
        if read.linker is None:
            continue
        extraction = finish(read)
        named: dict[str, str] = {}
        for incident, event in zip(incidents_of(read), extraction.events, strict=True):
            key = event_iri(article_iri(article.id), event.key)
            found[key] = evidence_of(incident)
            named[key] = named_type(incident)
        rows += [replace(row, type=named[row.attack]) for row in rows_of_extraction(extraction)]
    return [
        Example(pairing.article, found[other.head.attack], frozenset(event.types))
        for pairing in pair_events(annotated, rows)
        for event, other in pairing.pairs
        if other is not None
    ]


def named_type(incident: Incident) -> str:
    """The type that most frames of an incident name; a general one only if they name no other."""
    told = [m for m in incident.members if any(not trigger.casualty for trigger in m.frame.triggers)]
    counts = Counter(kind for member in told for kind in frame_types(member))
    return max(counts, key=lambda kind: (kind != GENERAL, counts[kind], kind), default=GENERAL)


def frequent(seen: Iterator[tuple[Labelled, str]]) -> list[Labelled]:
    """The features that are found in enough articles, sorted; *seen* are features with articles."""
    articles: dict[Labelled, set[str]] = defaultdict(set)
    for feature, article in seen:
        articles[feature].add(article)
    return sorted(feature for feature, where in articles.items() if len(where) >= LEAST_ARTICLES)


def type_columns(examples: Sequence[Example], types: Sequence[str]) -> list[Labelled]:
    """The weights of the model of types: of votes for any type, of votes for each type, of signs for each type."""
    every = {name for e in examples for names in e.evidence.votes.values() for name in names}
    votes = frequent(
        ((name, kind), e.article) for e in examples for kind, names in e.evidence.votes.items() for name in names
    )
    signs = frequent(((name, ""), e.article) for e in examples for name in e.evidence.signs)
    return [
        *((name, ANY_TYPE) for name in sorted(every)),
        *votes,
        *((name, kind) for name, _ in signs for kind in types),
    ]


def design(examples: Sequence[Example], columns: Mapping[Hashable, int], types: Sequence[str]) -> csr_matrix:
    """Which weights add up for which type of which example: a row for each type of each example in turn."""
    cells: list[tuple[int, int]] = []
    for position, example in enumerate(examples):
        for offset, kind in enumerate(types):
            names = example.evidence.votes.get(kind, set())
            labels = [*((name, ANY_TYPE) for name in names), *((name, kind) for name in names)]
            if names:
                labels += [(name, kind) for name in example.evidence.signs]
            row = position * len(types) + offset
            cells.extend((row, columns[label]) for label in labels if label in columns)
    rows, found = zip(*cells, strict=True)
    shape = (len(examples) * len(types), len(columns))
    return csr_matrix((np.ones(len(cells)), (rows, found)), shape=shape)


def fit(examples: Sequence[Example], types: Sequence[str]) -> dict[Labelled, float]:
    """The weights that make the annotated types most probable among those with votes, less the penalty."""
    examples = [e for e in examples if e.types & e.evidence.votes.keys()]
    labels = type_columns(examples, types)
    matrix = design(examples, {label: i for i, label in enumerate(labels)}, types)
    transposed = matrix.T.tocsr()
    possible = np.array([[kind in e.evidence.votes for kind in types] for e in examples])
    allowed = possible & np.array([[kind in e.types for kind in types] for e in examples])
    penalty = np.array([PENALTY_ANY if label == ANY_TYPE else PENALTY_TYPE for _, label in labels])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = (matrix @ weights).reshape(allowed.shape)
        powers = np.exp(sums - sums.max(axis=1, keepdims=True)) * possible
        right = powers * allowed
        totals, rights = powers.sum(axis=1, keepdims=True), right.sum(axis=1, keepdims=True) + 1e-300
        slope = transposed @ (powers / totals - right / rights).ravel() + penalty * weights
        return float((np.log(totals) - np.log(rights)).sum() + (penalty * weights**2).sum() / 2), slope

    found = minimize(loss, np.zeros(len(labels)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return dict(zip(labels, map(float, found.x), strict=True))


def rows_of(model: Mapping[Labelled, float]) -> list[tuple[str, str, float]]:
    """The rows of the table: type, feature, weight."""
    rounded = ((kind, name, round(weight, 2)) for (name, kind), weight in model.items())
    return sorted(row for row in rounded if abs(row[2]) >= LEAST_WEIGHT)


def right_decisions(examples: Sequence[Example], rows: Sequence[tuple[str, str, float]]) -> int:
    """How many types a table gets right."""
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, name, weight in rows:
        weights[name][kind] = weight
    scored = ((e.evidence.scores(weights), e.types) for e in examples)
    return sum(most_probable(scores) in allowed for scores, allowed in scored)


def fold_of(article: str) -> int:
    """The part of the articles that an article is in."""
    return int(hashlib.sha1(article.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def main(*paths: str) -> None:
    """Cross-validate, train and print the table."""
    types = [row["id"] for row in read_table("attack_types.tsv")]
    examples = [e for a, g in zip(paths[::2], paths[1::2], strict=True) for e in read_examples(a, g)]
    right = 0
    for fold in range(FOLDS):
        known = [e for e in examples if fold_of(e.article) != fold]
        held_out = [e for e in examples if fold_of(e.article) == fold]
        right += right_decisions(held_out, rows_of(fit(known, types)))
    print(f"right types in held-out articles: {right / len(examples):.3f} of {len(examples)}", file=sys.stderr)
    print(HEADER)
    print("type\tfeature\tweight\tsource")
    for kind, name, weight in rows_of(fit(examples, types)):
        print(f"{kind}\t{name}\t{weight}\ttrained")


if __name__ == "__main__":
    main(*sys.argv[1:])
