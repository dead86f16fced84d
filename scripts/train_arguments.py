"""Trains the weights that rank words as arguments of an incident (builder/data/argument_weights.tsv).

    python scripts/train_arguments.py SCORE.py FOLDS ARTICLES.jsonl GOLD.jsonl [ARTICLES.jsonl GOLD.jsonl ...]

ARTICLES and GOLD are in the format of the annotation guidelines, SCORE.py is their scorer: it pairs events and decides
whether words name a filler. Needs scikit-learn, which the project does not. For each role a logistic regression with a
quadratic penalty learns from all candidates near the incidents that are news; those of false events name nothing. A
place must name the most specific place of the event: what it lies in is neither right nor wrong and left out. Features
are grammatical and lexical classes and stems of words; those seen in fewer than 8 articles are left out, so that no
word of one article gets a weight.

What a rule gave is dropped below one threshold, what no rule gave is added above a higher one; where nothing is left,
the best candidate of the role is kept down to a slack below its threshold. The three numbers with the best F1 in a
cross-validation by article are taken: thresholds off the bias and off the weight of "rule=none", the slack as the
feature "best". Deterministic. Prints the table to standard output, the figures of the cross-validation to standard
error.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from annotated import article_of, f1, fold_of, load_scorer, read_pairs, rows, split
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from builder.extraction.event_arguments import arguments_by_rule
from builder.extraction.extractor import context_of, draft, finish, incidents_of
from builder.extraction.ranking import RANKED, make_scene, scene_features
from builder.extraction.tagger import Tagger
from builder.model import Article, Entity, Role
from builder.resources import PACKAGE

LEAST_ARTICLES = 8
STRENGTH = {Role.TARGET: 0.05, Role.PERPETRATOR: 0.05, Role.PLACE: 0.05, Role.WEAPON: 0.02}  # inverse of the penalty
FOLDS = 5
KEEP = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)  # thresholds of probability
ADD = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
SLACK = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5)  # of the logarithm of odds
LEAST_WEIGHT = 0.02
NO_RULE = "rule=none"
BEST = "best"
TABLE = "argument_weights.tsv"


@dataclass(frozen=True)
class Example:
    """Words in a role of an event: their features, their value as a filler, the annotated fillers that they name.

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


def tagger_of(folds: str, article: str) -> Tagger:
    """The tagger that was trained without an article."""
    return fold_tagger(folds, fold_of(article))


@cache
def fold_tagger(folds: str, fold: int) -> Tagger:
    """The tagger of a fold; *folds* is a directory."""
    text = (Path(folds) / f"{fold}.tsv").read_text(encoding="utf-8")
    return Tagger(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def cases(scorer_path: str, folds: str, record: dict[str, Any], gold: dict[str, Any]) -> list[Case]:
    """The cases of one article."""
    scorer = load_scorer(scorer_path)
    article = article_of(record)
    read = draft(article)
    if read.linker is None:
        return []
    extraction = finish(read)
    of_event: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(extraction):
        of_event[row["attack"]].append(row)
    systems = [scorer.System(found) for found in of_event.values()]
    incidents = incidents_of(read)
    context = context_of(read, read.linker, incidents, tagger_of(folds, article.id))
    paired = {position: gold["events"][annotated] for annotated, position in scorer.pair(gold["events"], systems)}
    missed = [e for e in gold["events"] if not any(e is event for event in paired.values())]
    found = [empty for event in missed if not event.get("background") for empty in of_roles(scorer, article, event)]
    for position, (incident, system) in enumerate(zip(incidents, systems, strict=True)):
        event = paired.get(position)
        if system.background or (event is not None and event.get("background")):
            continue
        claims = extraction.events[position].claims
        by_rule = arguments_by_rule(incident, claims, context)
        of_role = {case.role: case for case in of_roles(scorer, article, event, paired=True)}
        for candidates in context.candidates:
            scene = make_scene(incident, incidents, by_rule, candidates)
            for role, candidate, argument, features in scene_features(scene, candidates):
                if role not in of_role:
                    continue
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
        if role is Role.PLACE:
            due = frozenset(n for n, filler in enumerate(fillers) if filler.get("primary"))
            if event is not None and not due:  # the scorer counts no places of such an event
                continue
        else:
            due = frozenset(n for n, filler in enumerate(fillers) if not filler.get("optional"))
        found.append(Case(article.id, role, due, paired and event is not None))
    return found


def above(of_role: Sequence[Case], sums: np.ndarray, slack: float) -> list[list[bool]]:
    """The examples that are kept: those above 0, the best of a case down to the slack, and what a claim gives."""
    kept: list[list[bool]] = []
    for case, scores in zip(of_role, split(sums, of_role), strict=True):
        least = max(min(0.0, float(scores.max())), -slack) if len(scores) else 0.0
        kept.append([score >= least or e.claimed for e, score in zip(case.examples, scores, strict=True)])
    return kept


def matrix_of(examples: Sequence[Example], articles: np.ndarray) -> tuple[list[str], csr_matrix]:
    """The features seen in enough articles, and which example has which."""
    seen: dict[str, set[str]] = defaultdict(set)
    for example, article in zip(examples, articles, strict=True):
        for feature in example.features:
            seen[feature].add(article)
    names = sorted(feature for feature, found in seen.items() if len(found) >= LEAST_ARTICLES)
    column = {feature: number for number, feature in enumerate(names)}
    indices: list[int] = []
    ends = [0]
    for example in examples:
        indices.extend(sorted({column[feature] for feature in example.features if feature in column}))
        ends.append(len(indices))
    shape = (len(examples), len(names))
    return names, csr_matrix((np.ones(len(indices), np.float32), np.array(indices), np.array(ends)), shape=shape)


def train(role: Role, of_role: Sequence[Case]) -> Iterator[tuple[str, float]]:
    """The weights of one role that are not near 0."""
    examples = [example for case in of_role for example in case.examples]
    articles = np.array([case.article for case in of_role for _ in case.examples])
    names, matrix = matrix_of(examples, articles)
    labels = np.array(
        [bool(e.names & case.due if role is Role.PLACE else e.names) for case in of_role for e in case.examples]
    )
    telling = np.array([label or not e.names for label, e in zip(labels, examples, strict=True)])

    def fit(chosen: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(C=STRENGTH[role], max_iter=500, tol=1e-3)
        return model.fit(matrix[chosen], labels[chosen])

    outside = np.zeros(len(examples))
    for known, held_out in GroupKFold(FOLDS).split(matrix, labels, articles):
        outside[held_out] = fit(known[telling[known]]).decision_function(matrix[held_out])
    by_rule = np.array([NO_RULE not in example.features for example in examples])
    reached = {
        (keep, add, slack): f1(of_role, above(of_role, outside - np.where(by_rule, odds(keep), odds(add)), slack))
        for keep in KEEP
        for add in ADD
        for slack in SLACK
        if add >= keep
    }
    best = max(reached, key=lambda numbers: reached[numbers][2])
    for name, figures in (
        ("rules", f1(of_role, above(of_role, np.where(by_rule, 1.0, -1.0), 0.0))),
        (f"model, {best}", reached[best]),
    ):
        print(f"{role.value}: {name}: P {figures[0]:.3f} R {figures[1]:.3f} F1 {figures[2]:.3f}", file=sys.stderr)
    model = fit(np.flatnonzero(telling))
    keep, add, slack = best
    offsets = {"bias": float(model.intercept_[0]) - odds(keep), NO_RULE: odds(keep) - odds(add)}
    if slack:
        yield BEST, slack
    for feature, weight in zip(names, model.coef_[0], strict=True):
        total = float(weight) + offsets.get(feature, 0.0)
        if abs(total) >= LEAST_WEIGHT:
            yield feature, total


def odds(probability: float) -> float:
    """The logarithm of the odds."""
    return math.log(probability / (1 - probability))


def main(scorer_path: str, folds: str, *paths: str) -> None:
    """Train and print the table."""
    with Pool() as pool:
        found = pool.starmap(partial(cases, scorer_path, folds), read_pairs(paths), chunksize=8)
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
