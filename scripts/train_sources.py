"""Trains the weights that say who is a source of which incident (builder/data/source_weights.tsv).

    python scripts/train_sources.py SCORE.py ARTICLES.jsonl GOLD.jsonl [ARTICLES.jsonl GOLD.jsonl ...]

ARTICLES and GOLD are in the format of the annotation guidelines, SCORE.py is their scorer: it pairs events and decides
whether words name a source. Needs scikit-learn, which the project does not. A logistic regression with an L1 penalty
learns from all parties cited in an article, each with each event found there that is no background; with a false event
nobody is a source. Features seen in fewer than 8 articles are left out. The threshold with the best F1 in a
cross-validation by article is taken off the bias. Deterministic. Prints the table to standard output, the figures of
the cross-validation to standard error.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pool
from typing import Any

import numpy as np
from annotated import article_of, f1, load_scorer, read_pairs, rows, split
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from builder.extraction.citing import Backdrop, citation_features
from builder.extraction.extractor import context_of, draft, finish, incidents_of
from builder.model import Role
from builder.resources import PACKAGE

LEAST_ARTICLES = 8
PENALTY = 0.15  # inverse strength: larger keeps more features
FOLDS = 5
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
LEAST_WEIGHT = 0.02
TABLE = "source_weights.tsv"


@dataclass(frozen=True)
class Example:
    """A party as the source of an event: its features, its value as a filler, the annotated sources that it names."""

    features: tuple[str, ...]
    value: str
    names: frozenset[int]


@dataclass
class Case:
    """An event: the parties, those whom the scope of their words makes its sources, and the sources that are due."""

    article: str
    due: frozenset[int]
    examples: list[Example] = field(default_factory=list)


def cases(scorer_path: str, record: dict[str, Any], gold: dict[str, Any]) -> list[Case]:
    """The cases of one article: events found, and annotated ones that were missed."""
    scorer = load_scorer(scorer_path)
    article = article_of(record)
    read = draft(article)
    events = gold["events"]
    found: list[Case] = []
    taken: set[int] = set()
    if read.linker is not None:
        extraction = finish(read)
        of_event: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows(extraction):
            of_event[row["attack"]].append(row)
        systems = [scorer.System(of_one) for of_one in of_event.values()]
        incidents = incidents_of(read)
        context = context_of(read, read.linker, incidents)
        paired = {position: annotated for annotated, position in scorer.pair(events, systems)}
        for position, (incident, system) in enumerate(zip(incidents, systems, strict=True)):
            annotated = paired.get(position)
            event = events[annotated] if annotated is not None else None
            if system.background or (event is not None and event.get("background")):
                continue
            if annotated is not None:
                taken.add(annotated)
            sources = scorer.gold_fillers(event, "source") if event is not None else []
            case = Case(article.id, frozenset(n for n, s in enumerate(sources) if not s.get("optional")))
            told = [a for a in extraction.events[position].arguments if a.role not in (Role.SOURCE, Role.COUNT)]
            scene = Backdrop(incident, incidents, told)
            for mentions, features in citation_features(scene, context.cited):
                given = [{"mention": c.filler.mention.surface, "value": c.filler.entity.label_ar} for c in mentions]
                names = frozenset(n for n, s in enumerate(sources) if any(scorer.hits(s, row) for row in given))
                case.examples.append(Example(features, given[0]["value"], names))
            found.append(case)
    for annotated, event in enumerate(events):
        if annotated not in taken and not event.get("background"):
            sources = scorer.gold_fillers(event, "source")
            found.append(Case(article.id, frozenset(n for n, s in enumerate(sources) if not s.get("optional"))))
    return found


def train(found: Sequence[Case]) -> Iterator[tuple[str, float]]:
    """The weights that are not near 0."""
    examples = [example for case in found for example in case.examples]
    articles = np.array([case.article for case in found for _ in case.examples])
    seen: dict[str, set[str]] = defaultdict(set)
    for example, article in zip(examples, articles, strict=True):
        for feature in example.features:
            seen[feature].add(article)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{f: 1 for f in e.features if len(seen[f]) >= LEAST_ARTICLES} for e in examples]
    ).tocsr()
    matrix.indices, matrix.indptr = (
        matrix.indices.astype(np.int32),
        matrix.indptr.astype(np.int32),
    )  # as liblinear reads
    labels = np.array([bool(example.names) for example in examples])

    def fit(chosen: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(C=PENALTY, l1_ratio=1, solver="liblinear", random_state=0, max_iter=500)
        return model.fit(matrix[chosen], labels[chosen])

    outside = np.zeros(len(examples))
    for known, held_out in GroupKFold(FOLDS).split(matrix, labels, articles):
        outside[held_out] = fit(known).predict_proba(matrix[held_out])[:, 1]
    reached = {threshold: f1(found, split(outside >= threshold, found)) for threshold in THRESHOLDS}
    best = max(reached, key=lambda threshold: reached[threshold][2])
    by_scope = np.array(["tie=covers" in e.features or "tie=reports" in e.features for e in examples])
    for name, figures in (("scope", f1(found, split(by_scope, found))), *reached.items()):
        print(f"{name}: P {figures[0]:.3f} R {figures[1]:.3f} F1 {figures[2]:.3f}", file=sys.stderr)
    model = fit(np.arange(len(examples)))
    offsets = {"bias": float(model.intercept_[0]) - math.log(best / (1 - best))}
    for feature, weight in zip(vectorizer.feature_names_, model.coef_[0], strict=True):
        total = float(weight) + offsets.get(feature, 0.0)
        if abs(total) >= LEAST_WEIGHT:
            yield feature, total


def main(scorer_path: str, *paths: str) -> None:
    """Train and print the table."""
    with Pool() as pool:
        by_article = pool.starmap(partial(cases, scorer_path), read_pairs(paths), chunksize=8)
    found = [case for of_article in by_article for case in of_article]
    for line in (PACKAGE / "data" / TABLE).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            print(line)
    print("feature\tweight\tsource")
    for feature, weight in sorted(train(found)):
        print(f"{feature}\t{weight:.2f}\ttrained")


if __name__ == "__main__":
    main(*sys.argv[1:])
