"""Fits the weights by which event mentions of several articles are held to be one incident, and measures merging.

    python scripts/fit_merging.py STORE annotations/same-incidents.jsonl > builder/data/merging_weights.tsv

STORE is a store of the articles named there. The pairs of the part ``train`` are fitted, those of the part ``test``
are only measured. An annotated event is the mention of rasd that has a trigger at its place or, failing that, the only
one with a trigger in its sentence; all other pairs of mentions of the two articles are different, but for the unclear
ones. A logistic model with an L2 penalty (scikit-learn, liblinear). Deterministic. Prints the table to standard output
and figures to standard error: pairwise precision and recall of the pairs as compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import exp
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from builder.evaluation.incidents import ArticlePair, Mentions, judged_pairs, missed_pairs, read_article_pairs
from builder.graph.iris import article_iri
from builder.merging.blocking import keys_of, lookup_keys
from builder.merging.comparison import Features, features_of
from builder.merging.profiles import Profile, ProfileReader
from builder.store.store import Store

INVERSE_PENALTY = 1.0  # scikit-learn's C
EASY = 0.3  # weight of a pair of mentions of articles that are not paired: there are many, and few are alike
SMALLEST = 0.005  # smaller weights are left out of the table
PARTS = ("train", "test")
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
# What can only speak against two mentions being one incident; all else can only speak for it. With few examples a
# weight of the wrong sign tells how the pairs were chosen: such a feature is left out, and the rest is fitted again.
AGAINST = frozenset(
    {
        "assumed-day",
        "bias",
        "days-apart",
        "far-place",
        "inside-country",
        "near-day",
        "no-place",
        "other-actor",
        "other-count",
        "other-country",
        "other-day",
        "other-place",
        "other-target",
        "other-toll",
        "other-type",
        "other-weapon",
        "published-apart",
        "tolls-apart",
        "undated",
        "wide",
    }
)
HEADER = """\
# Weights of what speaks for and against two event mentions of different articles being one incident, in the logistic
# model of merging/comparison.py, which names the features; a feature not listed has the weight 0. Order: by feature.
# source: fitted = by scripts/fit_merging.py on annotated pairs of articles (annotations/same-incidents.jsonl).
feature\tweight\tsource"""


def main(store_path: str, pairs_path: str) -> None:
    """Fit, print the table, and measure."""
    pairs = read_article_pairs(Path(pairs_path))
    told: dict[str, list[tuple[Features, bool, bool]]] = {}
    with Store.open_reader(Path(store_path)) as store:
        reader, mentions = ProfileReader(store.rdf), Mentions(store.rdf)
        articles = sorted({name for pair in pairs for name in (pair.first, pair.second)})
        profiles = {p.iri: p for name in articles for p in reader.profiles(article_iri(name))}
        for part in PARTS:
            own = [pair for pair in pairs if pair.split == part]
            for judged in judged_pairs(own, mentions):
                one, other = profiles[judged.first], profiles[judged.second]
                told.setdefault(part, []).append((features_of(one, other), judged.same, are_compared(one, other)))
            print(part, "missed events in", missed_pairs(own, mentions), "pairs", file=sys.stderr)
        train = [pair for pair in pairs if pair.split == "train"]
        easy = [features_of(one, other) for one, other in unpaired(train, profiles)]
    print(len(easy), "further pairs that are compared, of articles that are not paired", file=sys.stderr)
    examples = [(features, same, 1.0) for features, same, blocked in told["train"] if blocked or same]
    weights = fit([*examples, *((features, False, EASY) for features in easy)])
    for part in PARTS:
        measure(part, told[part], weights)
    print(HEADER)
    for name, weight in sorted(weights.items()):
        if abs(weight) >= SMALLEST:
            print(f"{name}\t{weight:.3f}\tfitted")


def are_compared(one: Profile, other: Profile) -> bool:
    """Whether two mentions share a key."""
    return bool(lookup_keys(one) & keys_of(other) or lookup_keys(other) & keys_of(one))


def unpaired(pairs: Sequence[ArticlePair], profiles: Mapping[str, Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Mentions that are compared and that stand in articles which no chain of common incidents joins."""
    group = {name: {name} for pair in pairs for name in (pair.first, pair.second)}
    for pair in pairs:
        if pair.same or pair.unclear:
            joined = group[pair.first] | group[pair.second]
            for name in joined:
                group[name] = joined
    paired = {frozenset((pair.first, pair.second)) for pair in pairs}
    of_article: dict[str, list[Profile]] = {}
    for profile in profiles.values():
        of_article.setdefault(profile.article, []).append(profile)
    for first, second in combinations(sorted(group), 2):
        if second not in group[first] and frozenset((first, second)) not in paired:
            for one, other in product(*(of_article.get(article_iri(name), ()) for name in (first, second))):
                if are_compared(one, other):
                    yield one, other


def fit(told: Sequence[tuple[Features, bool, float]]) -> Features:
    """The weights of a logistic model, each of the sign that it can have; the third of an example is its weight."""
    left = {name for features, *_ in told for name in features if name != "series"}
    while True:
        weights = fit_freely([({n: v for n, v in f.items() if n in left}, same, weight) for f, same, weight in told])
        wrong = {name for name, weight in weights.items() if (weight < 0) != (name in AGAINST)}
        wrong = {name for name in wrong - {"bias"} if abs(weights[name]) >= SMALLEST}
        if not wrong:
            return weights
        left -= {max(sorted(wrong), key=lambda name: abs(weights[name]))}


def fit_freely(told: Sequence[tuple[Features, bool, float]]) -> Features:
    """The weights of a logistic model, of whatever sign."""
    vectorizer = DictVectorizer(sort=True)
    matrix = vectorizer.fit_transform(features for features, *_ in told)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")  # for liblinear
    model = LogisticRegression(C=INVERSE_PENALTY, solver="liblinear", fit_intercept=False, max_iter=1000)
    model.fit(matrix, [same for _, same, _ in told], sample_weight=[weight for *_, weight in told])
    return dict(zip(vectorizer.get_feature_names_out(), map(float, model.coef_[0]), strict=True))


def measure(part: str, told: Sequence[tuple[Features, bool, bool]], weights: Features) -> None:
    """Print how many pairs there are, how many share a key, and precision and recall by threshold."""
    due = sum(same for _, same, _ in told)
    blocked = sum(same and blocked for _, same, blocked in told)
    print(part, len(told), "pairs", due, "the same", blocked, "of them compared", file=sys.stderr)
    for threshold in THRESHOLDS:
        found = [
            same
            for features, same, blocked in told
            if blocked and 1 / (1 + exp(-sum(weights.get(n, 0.0) * v for n, v in features.items()))) >= threshold
        ]
        print(f"  {threshold}: P {sum(found) / max(1, len(found)):.3f} R {sum(found) / due:.3f}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
