"""Fits the weights that decide whether an incident is reported, and whether as background, on annotated articles.

    python scripts/fit_incidents.py ARTICLES.jsonl GOLD.jsonl SCORE.py > builder/data/incident_weights.tsv

ARTICLES and GOLD are in the format of the annotation guidelines, SCORE.py is their scorer. All incidents of the
articles are paired with the annotated attacks: one without a partner is not reported; one whose partner is background
is background. Two logistic models with an L2 penalty, fitted by Newton's method; the thresholds are those with the
best F1 of the attacks that are news in five-fold cross-validation by article. Deterministic. Prints the table to
standard output and the figures of the cross-validation to standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import exp
from types import ModuleType
from typing import Any
from zlib import crc32

from tune_coreference import load_scorer, read_lines, rows

from builder.articles.assemble import parse_day
from builder.extraction.coreference import group_frames
from builder.extraction.extractor import context_of, draft
from builder.extraction.incidents import build_events
from builder.extraction.relevance import BACKGROUND, REPORTED, THRESHOLD, incident_features
from builder.model import Article, Extraction
from builder.resources import PACKAGE
from builder.text.document import analyse

PENALTY = 10.0  # of half the squared weights, the bias excepted
STEPS = 12  # of Newton's method; it converges in fewer
FOLDS = 5
GRID = {REPORTED: (0.25, 0.3, 0.35, 0.4), BACKGROUND: (0.5, 0.55, 0.6)}
NEWS, NONE = "news", "none"
TABLE = PACKAGE / "data" / "incident_weights.tsv"

Features = dict[str, float]
Model = dict[str, float]
Judged = tuple[float, float, str]  # the probabilities of both models, and the truth


@dataclass(frozen=True, slots=True)
class Example:
    """The incidents of an article with what each is, and how many attacks that are news are annotated in it."""

    article: str
    incidents: tuple[tuple[Features, str], ...]
    news: int


def article_of(record: dict[str, Any]) -> Article:
    """The article of a record."""
    return Article(record["id"], record["title"] or "", record["text"], parse_day(record.get("published") or ""))


def beginning(article: Article) -> Article:
    """The headline and the first sentence as an article, for texts are often that short."""
    body = len(article.title) + 1
    ends = (sentence.span.end for sentence in analyse(article).sentences if sentence.span.start >= body)
    return replace(article, body=article.body[: next(ends, body) - body])


def example(article: Article, gold: dict[str, Any], scorer: ModuleType) -> Example:
    """The incidents of one article, paired with its annotated attacks."""
    news = sum(not event.get("background") for event in gold["events"])
    read = draft(article)
    if read.linker is None:
        return Example(article.id, (), news)
    incidents = group_frames(read.frames, published=article.published)
    events = build_events(incidents, context_of(read, read.linker, incidents))
    of_event: dict[str, list[dict[str, str]]] = {f"{article.id}#{event.key}": [] for event in events}
    for row in rows(Extraction(article, (), events)):
        of_event[row["attack"]].append(row)
    partners = {j: i for i, j in scorer.pair(gold["events"], [scorer.System(found) for found in of_event.values()])}

    def what(position: int) -> str:
        if position not in partners:
            return NONE
        return BACKGROUND if gold["events"][partners[position]].get("background") else NEWS

    features = incident_features(incidents, read.views, article)
    return Example(article.id, tuple((told, what(at)) for at, told in enumerate(features)), news)


def probability(model: Model, features: Features) -> float:
    """The logistic function of the weighted sum."""
    return 1 / (1 + exp(-sum(model.get(name, 0.0) * value for name, value in features.items())))


def fit(examples: Sequence[tuple[Features, bool]]) -> Model:
    """The weights of a logistic model, by Newton's method."""
    names = sorted({name for features, _ in examples for name, value in features.items() if value})
    index = {name: at for at, name in enumerate(names)}
    data = [([(index[n], v) for n, v in features.items() if v], float(label)) for features, label in examples]
    weights = [0.0] * len(names)
    penalties = [0.0 if name == "bias" else PENALTY for name in names]
    for _ in range(STEPS):
        gradient = [penalty * weight for penalty, weight in zip(penalties, weights, strict=True)]
        hessian = [[penalty * (i == j) for j in range(len(names))] for i, penalty in enumerate(penalties)]
        for present, label in data:
            chance = 1 / (1 + exp(-sum(weights[i] * v for i, v in present)))
            spread = chance * (1 - chance)
            for i, v in present:
                gradient[i] += (chance - label) * v
                row = hessian[i]
                for j, u in present:
                    row[j] += spread * v * u
        step = solve(hessian, gradient)
        weights = [weight - move for weight, move in zip(weights, step, strict=True)]
    return dict(zip(names, weights, strict=True))


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """The solution of a symmetric positive definite system, by elimination without pivots."""
    size = len(vector)
    left, right = [list(row) for row in matrix], list(vector)
    for i in range(size):
        for j in range(i + 1, size):
            factor = left[j][i] / left[i][i]
            if factor:
                right[j] -= factor * right[i]
                left[j] = [a - factor * b for a, b in zip(left[j], left[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (right[i] - sum(left[i][j] * found[j] for j in range(i + 1, size))) / left[i][i]
    return found


def fit_both(examples: Sequence[Example]) -> dict[str, Model]:
    """Both models."""
    told = [incident for one in examples for incident in one.incidents]
    return {
        REPORTED: fit([(features, what != NONE) for features, what in told]),
        BACKGROUND: fit([(features, what == BACKGROUND) for features, what in told if what != NONE]),
    }


def fold_of(one: Example) -> int:
    """The part of the articles in which an article is left out."""
    return crc32(one.article.encode()) % FOLDS


def cross_validate(examples: Sequence[Example], short: Sequence[Example]) -> list[list[Judged]]:
    """For each article the two probabilities and the truth of its incidents, from models that have not seen it.

    *short* are examples to learn from only.
    """
    models = [fit_both([one for one in (*examples, *short) if fold_of(one) != out]) for out in range(FOLDS)]
    return [
        [
            (probability(model[REPORTED], features), probability(model[BACKGROUND], features), what)
            for features, what in one.incidents
        ]
        for one, model in ((one, models[fold_of(one)]) for one in examples)
    ]


def news_f1(
    judged: Sequence[Sequence[tuple[float, float, str]]], news: int, reported: float, background: float
) -> float:
    """The F1 of the attacks that are news, as the scorer counts them."""
    kept = [what for one in judged for p, q, what in one if p > reported and q <= background]
    return 2 * kept.count(NEWS) / (kept.count(NEWS) + kept.count(NONE) + news)


def main(articles_path: str, gold_path: str, score_path: str) -> None:
    """Fit and print the table."""
    scorer = load_scorer(score_path)
    gold = {record["id"]: record for record in read_lines(gold_path)}
    articles = [article_of(record) for record in read_lines(articles_path)]
    examples = [example(article, gold[article.id], scorer) for article in articles]
    short = [example(beginning(article), gold[article.id], scorer) for article in articles]
    judged, news = cross_validate(examples, short), sum(one.news for one in examples)
    found = {pair: news_f1(judged, news, *pair) for pair in product(GRID[REPORTED], GRID[BACKGROUND])}
    for pair, value in sorted(found.items()):
        print(*pair, f"{value:.4f}", file=sys.stderr)
    print(f"without the models {news_f1(judged, news, 0.0, 1.0):.4f}", file=sys.stderr)
    thresholds = dict(zip(GRID, max(found, key=lambda pair: found[pair]), strict=True))
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            print(line)
    print("model\tfeature\tweight\tsource")
    for name, model in sorted(fit_both([*examples, *short]).items()):
        print(f"{name}\t{THRESHOLD}\t{thresholds[name]}\tfitted")
        for feature, weight in sorted(model.items()):
            print(f"{name}\t{feature}\t{weight:.3f}\tfitted")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3])
