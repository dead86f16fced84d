"""Fits the weights by which event mentions of several articles are held to be one incident, and measures merging.

    python scripts/fit_merging.py STORE annotations/same-incidents.jsonl annotations/drawn-pairs.jsonl > WEIGHTS

STORE is a store of the articles named there, WEIGHTS a file that then takes the place of
builder/data/merging_weights.tsv. The pairs of the part ``train`` are fitted, those of the part ``test``
are only measured. An annotated event is the mention of rasd that has a trigger at its place or, failing that, the only
one with a trigger in its sentence; all other pairs of mentions of the two articles are different, but for the unclear
ones. The pairs are few and chosen to be hard, so that weights fitted freely tell how they were chosen: the weights of a
logistic model are drawn from those set by hand (column prior) only as far as the examples ask for it. Deterministic.
Prints the table to standard output and figures to standard error: pairwise precision and recall of the pairs as
compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import exp
from pathlib import Path

import numpy
from scipy.optimize import minimize

from builder.evaluation.incidents import ArticlePair, Mentions, judged_pairs, missed_pairs, read_article_pairs
from builder.graph.iris import article_iri
from builder.merging.blocking import keys_of, lookup_keys
from builder.merging.comparison import Features, features_of
from builder.merging.profiles import Profile, ProfileReader
from builder.resources import PACKAGE, read_table
from builder.store.store import Store

STIFFNESS = 60.0  # of the squared distance between a weight and its prior, in the loss
EASY = 0.5  # weight of a pair of mentions of articles that are not paired: there are many, and few are alike
PARTS = ("train", "test")
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
TABLE = "merging_weights.tsv"


def main(store_path: str, *pairs_paths: str) -> None:
    """Fit, print the table, and measure."""
    pairs = list({(p.first, p.second): p for path in pairs_paths for p in read_article_pairs(Path(path))}.values())
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
    for line in (PACKAGE / "data" / TABLE).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            print(line)
    print("feature\tprior\tweight\tsource")
    for name, prior in priors().items():
        print(f"{name}\t{prior}\t{weights[name]:.2f}\tfitted")


def priors() -> Features:
    """The weights that were set by hand, in the order of the table."""
    return {row["feature"]: float(row["prior"]) for row in read_table(TABLE)}


def are_compared(one: Profile, other: Profile) -> bool:
    """Whether two mentions share a key."""
    return bool(lookup_keys(one) & keys_of(other))


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
    """The weights of the features that have a prior, drawn from it by the examples, whose third is their weight."""
    names = list(priors())
    prior = numpy.array(list(priors().values()))
    matrix = numpy.array([[features.get(name, 0.0) for name in names] for features, *_ in told])
    same = numpy.array([float(label) for _, label, _ in told])
    importance = numpy.array([weight for *_, weight in told])

    def loss(weights: numpy.ndarray) -> tuple[float, numpy.ndarray]:
        sums = matrix @ weights
        off = 1 / (1 + numpy.exp(-sums)) - same
        value = importance @ (numpy.logaddexp(0, sums) - same * sums) + STIFFNESS / 2 * ((weights - prior) ** 2).sum()
        return float(value), matrix.T @ (importance * off) + STIFFNESS * (weights - prior)

    best = minimize(loss, prior, jac=True, method="L-BFGS-B").x
    return dict(zip(names, map(float, best), strict=True))


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
