"""Trains the weights that rank noun phrases as targets and perpetrators (builder/data/argument_weights.tsv).

    python scripts/train_arguments.py SCORE.py ARTICLES.jsonl GOLD.jsonl [ARTICLES.jsonl GOLD.jsonl ...]

ARTICLES and GOLD are in the format of the annotation guidelines, SCORE.py is their scorer: it pairs events and decides
whether words name a filler. Needs scikit-learn, which the project does not. For each role a logistic regression with an
L1 penalty learns from all noun phrases near the paired events that are news. Features seen in few articles are left
out, so that no word of one article gets a weight. What a rule gave is dropped below one threshold, what no rule gave is
added above a higher one; of the pairs allowed the one with the best F1 in a cross-validation by article is taken off
the bias and off the weight of "rule=none". Deterministic. Prints the table to standard output, the figures of the
cross-validation to standard error.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pool
from types import ModuleType
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from tune_coreference import load_scorer, read_lines, rows

from builder.articles.assemble import parse_day
from builder.extraction.event_arguments import arguments_by_rule
from builder.extraction.extractor import context_of, draft, finish, incidents_of
from builder.extraction.ranking import RANKED, make_scene, scene_features
from builder.model import Article, Entity, Role
from builder.resources import PACKAGE

LEAST_ARTICLES = 8
PENALTY = {Role.TARGET: 0.15, Role.PERPETRATOR: 0.15}  # inverse strength: larger keeps more features
FOLDS = 5
KEEP = (0.2, 0.25, 0.3, 0.35)  # a rule is overruled only by a clear sum
ADD = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
LEAST_WEIGHT = 0.03
NO_RULE = "rule=none"
TABLE = "argument_weights.tsv"


@dataclass(frozen=True)
class Example:
    """A phrase in a role of an event: its features, its value as a filler, the annotated fillers that it names.

    ``claimed``: a claim gives it, so it is kept in any case.
    """

    features: tuple[str, ...]
    value: str
    names: frozenset[int]
    claimed: bool


@dataclass
class Case:
    """A role of an event: its phrases, and the positions of the fillers that must be found.

    Phrases of a false event and fillers of a missed one only count in the choice of the threshold.
    """

    article: str
    role: Role
    due: frozenset[int]
    paired: bool
    examples: list[Example] = field(default_factory=list)


def cases(scorer_path: str, record: dict[str, Any], gold: dict[str, Any]) -> list[Case]:
    """The cases of one article."""
    scorer = load_scorer(scorer_path)
    article = Article(record["id"], record["title"] or "", record["text"], parse_day(record.get("published") or ""))
    read = draft(article)
    if read.linker is None:
        return []
    extraction = finish(read)
    of_event: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(extraction):
        of_event[row["attack"]].append(row)
    systems = [scorer.System(found) for found in of_event.values()]
    incidents = incidents_of(read)
    context = context_of(read, read.linker, incidents)
    paired = {position: gold["events"][annotated] for annotated, position in scorer.pair(gold["events"], systems)}
    missed = [e for e in gold["events"] if not any(e is event for event in paired.values())]
    found = [empty for event in missed if not event.get("background") for empty in of_roles(scorer, article, event)]
    for position, (incident, system) in enumerate(zip(incidents, systems, strict=True)):
        event = paired.get(position)
        if system.background or (event is not None and event.get("background")):
            continue
        claims = extraction.events[position].claims
        scene = make_scene(incident, incidents, arguments_by_rule(incident, claims, context), context.candidates)
        of_role = {case.role: case for case in of_roles(scorer, article, event, paired=True)}
        for role, candidate, argument, features in scene_features(scene, context.candidates):
            if argument is None:
                filler = read.linker.link(read.views[candidate.sentence], candidate.words, role, "")
                row = {"mention": filler.mention.surface, "value": filler.entity.label_ar}
            else:
                label = argument.filler.label_ar if isinstance(argument.filler, Entity) else ""
                row = {"mention": argument.mention.surface, "value": label}
            fillers = scorer.gold_fillers(event, role.value) if event is not None else []
            names = frozenset(n for n, f in enumerate(fillers) if scorer.hits(f, row))
            claimed = argument is not None and argument.claim is not None
            of_role[role].examples.append(Example(features, row["value"], names, claimed))
        found.extend(of_role.values())
    return found


def of_roles(scorer: ModuleType, article: Article, event: dict[str, Any] | None, *, paired: bool = False) -> list[Case]:
    """The cases of an annotated event, of a false one if it is None, without phrases."""
    found: list[Case] = []
    for role in RANKED:
        fillers = scorer.gold_fillers(event, role.value) if event is not None else []
        due = frozenset(n for n, filler in enumerate(fillers) if not filler.get("optional"))
        found.append(Case(article.id, role, due, paired and event is not None))
    return found


def f1(of_role: Sequence[Case], kept: Sequence[np.ndarray]) -> tuple[float, float, float]:
    """Precision, recall and F1 as the scorer counts them: one value of an event is one filler."""
    right = wrong = missed = 0
    for case, flags in zip(of_role, kept, strict=True):
        values: dict[str, bool] = defaultdict(bool)
        named: set[int] = set()
        for example, keep in zip(case.examples, flags, strict=True):
            if keep or example.claimed:
                values[example.value] |= bool(example.names)
                named |= example.names
        right += len(named & case.due)
        missed += len(case.due - named)
        wrong += sum(not value for value in values.values())
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def split(values: np.ndarray, of_role: Sequence[Case]) -> list[np.ndarray]:
    """The values of all examples as one array for each case."""
    return np.split(values, np.cumsum([len(case.examples) for case in of_role])[:-1])


def train(role: Role, of_role: Sequence[Case]) -> Iterator[tuple[str, float]]:
    """The weights of one role that are not near 0."""
    examples = [example for case in of_role for example in case.examples]
    articles = np.array([case.article for case in of_role for _ in case.examples])
    seen: dict[str, set[str]] = defaultdict(set)
    for example, article in zip(examples, articles, strict=True):
        for feature in example.features:
            seen[feature].add(article)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{f: 1 for f in e.features if len(seen[f]) >= LEAST_ARTICLES} for e in examples]
    ).tocsr()
    labels = np.array([bool(example.names) for example in examples])
    paired = np.array([case.paired for case in of_role for _ in case.examples])

    def fit(chosen: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(C=PENALTY[role], l1_ratio=1, solver="liblinear", random_state=0, max_iter=500)
        return model.fit(matrix[chosen], labels[chosen])

    outside = np.zeros(len(examples))
    for known, held_out in GroupKFold(FOLDS).split(matrix, labels, articles):
        outside[held_out] = fit(known[paired[known]]).predict_proba(matrix[held_out])[:, 1]
    by_rule = np.array([NO_RULE not in example.features for example in examples])
    reached = {
        (keep, add): f1(of_role, split(outside >= np.where(by_rule, keep, add), of_role))
        for keep in KEEP
        for add in ADD
    }
    best = max(reached, key=lambda pair: reached[pair][2])
    for name, figures in (("rules", f1(of_role, split(by_rule, of_role))), (f"model, {best}", reached[best])):
        print(f"{role.value}: {name}: P {figures[0]:.3f} R {figures[1]:.3f} F1 {figures[2]:.3f}", file=sys.stderr)
    model = fit(np.flatnonzero(paired))
    keep, add = (math.log(threshold / (1 - threshold)) for threshold in best)
    offsets = {"bias": float(model.intercept_[0]) - keep, NO_RULE: keep - add}
    for feature, weight in zip(vectorizer.feature_names_, model.coef_[0], strict=True):
        total = float(weight) + offsets.get(feature, 0.0)
        if abs(total) >= LEAST_WEIGHT:
            yield feature, total


def main(scorer_path: str, *paths: str) -> None:
    """Train and print the table."""
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for articles, gold in zip(paths[::2], paths[1::2], strict=True):
        annotated = {entry["id"]: entry for entry in read_lines(gold)}
        pairs.extend((record, annotated[record["id"]]) for record in read_lines(articles) if record["id"] in annotated)
    with Pool() as pool:
        found = pool.starmap(partial(cases, scorer_path), pairs, chunksize=8)
    for line in (PACKAGE / "data" / TABLE).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            print(line)
    print("role\tfeature\tweight\tsource")
    for role in RANKED:
        of_role = [case for of_article in found for case in of_article if case.role is role]
        for feature, weight in sorted(train(role, of_role)):
            print(f"{role.value}\t{feature}\t{weight:.2f}\ttrained")


if __name__ == "__main__":
    main(*sys.argv[1:])
