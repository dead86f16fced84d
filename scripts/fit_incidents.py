"""Fits the weights that decide whether an incident is reported, and whether as background, on annotated articles.

    python scripts/fit_incidents.py GOLD.jsonl ARTICLES.jsonl [GOLD.jsonl ARTICLES.jsonl ...] > TABLE

TABLE is builder/data/incident_weights.tsv. The files are described in docs/evaluation.md; each pair is a set of
articles, and all sets count alike in choosing thresholds. All incidents of the articles, before any is left out, are
paired with the annotated attacks: one without a partner is not reported; one whose partner is background is background.
Features are those of extraction/relevance.py; one that is a stem or a lemma enters if it stands in at least eight
annotated articles. Two logistic models with an L2 penalty (scikit-learn, solver liblinear); the thresholds are those
with the best sum of the F1 of the attacks that are news, that of all attacks and a share of the accuracy of background,
in five-fold cross-validation by article. Deterministic. Prints the table to standard output and the figures of the
cross-validation to standard error.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import exp
from pathlib import Path
from zlib import crc32

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from builder.articles.assemble import parse_day
from builder.evaluation.annotations import AnnotatedArticle, json_lines, read_annotations
from builder.evaluation.rows import rows_of_extraction
from builder.evaluation.scoring import pair_events
from builder.extraction.coreference import group_frames
from builder.extraction.extractor import context_of, draft
from builder.extraction.incidents import build_events
from builder.extraction.relevance import BACKGROUND, REPORTED, THRESHOLD, incident_features
from builder.graph.iris import article_iri, event_iri
from builder.model import Article, Extraction
from builder.resources import PACKAGE
from builder.text.document import analyse

INVERSE_PENALTY = 0.3  # scikit-learn's C; chosen by cross-validation beside .1 and .6
RAREST = 8  # annotated articles that a word must stand in
SMALLEST = 0.002  # smaller weights are left out of the table
BEGINNING = 0.25  # weight of the beginnings of articles as examples
FOLDS = 5
GRID = {REPORTED: (0.3, 0.35, 0.4), BACKGROUND: (0.5, 0.55, 0.6)}
WORTH = 0.3  # of the accuracy of background beside the F1 of events
NEWS, NONE = "news", "none"
TABLE = PACKAGE / "data" / "incident_weights.tsv"

Features = dict[str, float]
Model = dict[str, float]
Judged = tuple[float, float, str]  # the probabilities of both models, and the truth


@dataclass(frozen=True, slots=True)
class Example:
    """The incidents of an article with what each is, and how many attacks are annotated in it: as news, and in all."""

    article: str
    incidents: tuple[tuple[Features, str], ...]
    news: int
    attacks: int
    weight: float = 1.0


def examples_of(gold_path: str, articles_path: str) -> list[Example]:
    """The articles of one set, each followed by its beginning."""
    records = {record["id"]: record for _, record in json_lines(Path(articles_path))}
    found: list[Example] = []
    for annotated in read_annotations(Path(gold_path)):
        record = records[annotated.id]
        article = Article(record["id"], record["title"] or "", record["text"], parse_day(record.get("published") or ""))
        found.append(example(article, annotated))
        found.append(replace(example(beginning(article), annotated), weight=BEGINNING))
    return found


def beginning(article: Article) -> Article:
    """The headline and the first sentence as an article, for texts are often that short."""
    body = len(article.title) + 1
    ends = (sentence.span.end for sentence in analyse(article).sentences if sentence.span.start >= body)
    return replace(article, body=article.body[: next(ends, body) - body])


def example(article: Article, annotated: AnnotatedArticle) -> Example:
    """The incidents of one article, paired with its annotated attacks."""
    due = sum(not event.background for event in annotated.events), len(annotated.events)
    read = draft(article)
    if read.linker is None:
        return Example(article.id, (), *due)
    incidents = group_frames(read.frames, published=article.published)
    events = build_events(incidents, context_of(read, read.linker, incidents))
    (pairing,) = pair_events([annotated], rows_of_extraction(Extraction(article, (), events)))
    what = {
        found.head.attack: BACKGROUND if event.background else NEWS
        for event, found in pairing.pairs
        if found is not None
    }
    features = incident_features(incidents, read.views, article) if incidents else []
    keys = (event_iri(article_iri(article.id), event.key) for event in events)
    told = tuple((one, what.get(key, NONE)) for one, key in zip(features, keys, strict=True))
    return Example(article.id, told, *due)


def is_word(feature: str) -> bool:
    """Whether a feature is a stem or a lemma."""
    return "=" in feature


def common_features(examples: Sequence[Example]) -> set[str]:
    """All features, of the words only those of enough articles."""
    seen: Counter[str] = Counter()
    for one in examples:
        if one.weight == 1.0:
            seen.update({name for told, _ in one.incidents for name, value in told.items() if value})
    return {name for name, articles in seen.items() if articles >= RAREST or not is_word(name)}


def fit(told: Sequence[tuple[Features, bool, float]], names: set[str]) -> Model:
    """The weights of a logistic model; the third of an example is its weight."""
    vectorizer = DictVectorizer(sort=True)
    known = ({n: v for n, v in features.items() if v and n in names} for features, *_ in told)
    matrix = vectorizer.fit_transform(known)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")  # for liblinear
    model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", fit_intercept=False, max_iter=500)
    model.fit(matrix, [label for _, label, _ in told], sample_weight=[weight for *_, weight in told])
    return dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))


def probability(model: Model, features: Features) -> float:
    """The logistic function of the weighted sum."""
    return 1 / (1 + exp(-sum(model[name] * value for name, value in features.items() if name in model)))


def fit_both(examples: Sequence[Example]) -> dict[str, Model]:
    """Both models."""
    names = common_features(examples)
    told = [(features, what, one.weight) for one in examples for features, what in one.incidents]
    return {
        REPORTED: fit([(features, what != NONE, weight) for features, what, weight in told], names),
        BACKGROUND: fit(
            [(features, what == BACKGROUND, weight) for features, what, weight in told if what != NONE], names
        ),
    }


def fold_of(one: Example) -> int:
    """The part of the articles in which an article is left out."""
    return crc32(one.article.encode()) % FOLDS


def cross_validate(sets: Sequence[Sequence[Example]]) -> list[list[Judged]]:
    """For each set the two probabilities and the truth of its incidents, from models that have not seen the article."""
    every = [one for examples in sets for one in examples]
    models = [fit_both([one for one in every if fold_of(one) != out]) for out in range(FOLDS)]
    return [
        [
            (probability(model[REPORTED], features), probability(model[BACKGROUND], features), what)
            for one in examples
            if one.weight == 1.0
            for model in (models[fold_of(one)],)
            for features, what in one.incidents
        ]
        for examples in sets
    ]


def figures(
    judged: Sequence[Judged], examples: Sequence[Example], reported: float, background: float
) -> tuple[float, float, float]:
    """The F1 of the attacks that are news and of all, and how often background is told from news, as scored."""
    whole = [one for one in examples if one.weight == 1.0]
    kept = [(what, q > background) for p, q, what in judged if p > reported]
    f1 = f1_of([what for what, aside in kept if not aside], {NEWS}, sum(one.news for one in whole))
    f1_all = f1_of([what for what, _ in kept], {NEWS, BACKGROUND}, sum(one.attacks for one in whole))
    told = [(what == BACKGROUND) == aside for what, aside in kept if what != NONE]
    return f1, f1_all, sum(told) / len(told)


def f1_of(found: Sequence[str], right: set[str], due: int) -> float:
    """The F1 of what was found; what is neither right nor false does not count."""
    hits = sum(what in right for what in found)
    return 2 * hits / (hits + found.count(NONE) + due)


def main(paths: Sequence[str]) -> None:
    """Fit and print the table."""
    sets = [examples_of(gold, articles) for gold, articles in zip(paths[::2], paths[1::2], strict=True)]
    judged = cross_validate(sets)
    goodness: dict[tuple[float, ...], float] = {}
    for pair in product(GRID[REPORTED], GRID[BACKGROUND]):
        found = [figures(one, examples, *pair) for one, examples in zip(judged, sets, strict=True)]
        goodness[pair] = sum(f1 + f1_all + WORTH * accuracy for f1, f1_all, accuracy in found)
        told = "  ".join(" ".join(f"{figure:.3f}" for figure in one) for one in found)
        print(*pair, f" {told}  {goodness[pair]:.4f}", file=sys.stderr)
    thresholds = dict(zip(GRID, max(goodness, key=lambda pair: goodness[pair]), strict=True))
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            print(line)
    print("model\tfeature\tweight\tsource")
    for name, model in sorted(fit_both([one for examples in sets for one in examples]).items()):
        print(f"{name}\t{THRESHOLD}\t{thresholds[name]}\tfitted")
        for feature, weight in sorted(model.items()):
            if abs(weight) >= SMALLEST:
                print(f"{name}\t{feature}\t{weight:.3f}\tfitted")


if __name__ == "__main__":
    main(sys.argv[1:])
