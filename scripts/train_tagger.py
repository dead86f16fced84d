"""Trains the weights that tag words with roles of attacks (builder/data/tagger_weights.tsv).

    python scripts/train_tagger.py [--folds DIRECTORY] ARTICLES.jsonl GOLD.jsonl [ARTICLES.jsonl GOLD.jsonl ...]

ARTICLES and GOLD are in the format of the annotation guidelines. A word has the label of a role if it lies in a surface
that the annotation of an event of its article, news or background, gives in that role, wherever the surface stands; of
two roles the one that comes first in ``LABELS``. Needs python-crfsuite, which the project does not. A linear-chain
conditional random field is trained by L-BFGS with an L1 and an L2 penalty. Features seen in few articles are left out,
so that no word of one article gets a weight; small weights too. With ``--folds`` the directory gets a table for each
fold of the articles, trained without them (0.tsv, 1.tsv, ...): what is trained on tagged articles must see tags like
those of new ones (``scripts/train_arguments.py``). Deterministic. Prints the table to standard output; with ``--folds``
precision, recall and F1 of the tokens of each label in the folds left out to standard error.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import pycrfsuite
from annotated import FOLDS, article_of, fold_of, read_pairs

from builder.extraction.extractor import draft
from builder.extraction.tagger import LABELS, OTHER, SPEAKER, TRANSITION, Tagger, sentence_features
from builder.resources import PACKAGE
from builder.text.tokens import Token

LEAST_ARTICLES = 8
LEAST_WEIGHT = 0.1
PARAMETERS = {"c1": 0.3, "c2": 0.3, "max_iterations": 60, "feature.possible_transitions": True}
SHORTEST = 2  # characters of a surface
PUNCTUATION = 3  # characters of marks or clitics by which a token may reach over the end of a surface
TABLE = PACKAGE / "data" / "tagger_weights.tsv"

Sequences = list[tuple[list[list[str]], list[str]]]  # features and labels of the tokens of each sentence


@dataclass(frozen=True)
class Tagged:
    """The sentences of an article that are read."""

    article: str
    sentences: Sequences


def prepare(pair: tuple[dict[str, Any], dict[str, Any]]) -> Tagged:
    """The features and labels of one annotated article."""
    record, gold = pair
    article = article_of(record)
    read = draft(article)
    spans = list(surfaces(article.text, gold["events"]))
    found = [
        (features, [label_of(token, spans) for token in read.views[index].tokens])
        for index, features in sentence_features(read.views, read.frames)
    ]
    return Tagged(article.id, found if read.linker is not None else [])


def surfaces(text: str, events: Iterable[dict[str, Any]]) -> Iterable[tuple[int, int, int]]:
    """Where the surfaces of fillers stand, each with the position of its role's label."""
    for event in events:
        for position, label in enumerate(LABELS):
            given = event.get("sources") or [] if label == SPEAKER else [f["mentions"] for f in event.get(label) or []]
            for surface in (s for mentions in given for s in mentions if len(s) >= SHORTEST):
                start = text.find(surface)
                while start >= 0:
                    yield start, start + len(surface), position
                    start = text.find(surface, start + 1)


def label_of(token: Token, spans: Iterable[tuple[int, int, int]]) -> str:
    """The first label of the surfaces that hold a token, clitics and marks at its ends left aside."""
    inside = (
        label
        for start, end, label in spans
        if max(token.start, start) < min(token.end, end)
        and token.start >= start - PUNCTUATION
        and token.end <= end + PUNCTUATION
    )
    return LABELS[min(inside, default=0)]


def train(articles: Sequence[Tagged], known: frozenset[str]) -> list[tuple[str, dict[str, float]]]:
    """The weights of each feature by label that are not near 0, those of the transitions first."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for article in articles:
        for features, labels in article.sentences:
            trainer.append([[name for name in names if name in known] for names in features], labels)
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
    rows: dict[str, dict[str, float]] = defaultdict(dict)
    for (before, label), weight in info.transitions.items():
        rows[TRANSITION + before][label] = weight
    for (name, label), weight in info.state_features.items():
        if abs(weight) >= LEAST_WEIGHT:
            rows[name][label] = weight
    return sorted(rows.items(), key=lambda row: (not row[0].startswith(TRANSITION), row[0]))


def lines(rows: Sequence[tuple[str, dict[str, float]]]) -> Iterable[str]:
    """The table with its header."""
    yield "\t".join(("feature", *LABELS, "source"))
    for name, weights in rows:
        cells = (f"{weights[label]:.2f}" if label in weights else "" for label in LABELS)
        yield "\t".join((name, *cells, "trained"))


def report(articles: Sequence[Tagged], taggers: Sequence[Tagger]) -> None:
    """Print how well each label is found by the tagger that has not seen the article."""
    counts: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for features, labels in article.sentences:
            marginals = taggers[fold_of(article.article)].marginals(features)
            counts.update(zip(labels, (LABELS[m.index(max(m))] for m in marginals), strict=True))
    for label in LABELS:
        right = counts[label, label]
        found = sum(n for (_, given), n in counts.items() if given == label)
        due = sum(n for (annotated, _), n in counts.items() if annotated == label)
        if label != OTHER:
            precision, recall = right / max(1, found), right / max(1, due)
            print(f"{label}: P {precision:.3f} R {recall:.3f} F1 {2 * right / (found + due):.3f}", file=sys.stderr)


def main(*arguments: str) -> None:
    """Train and print the table."""
    folder = Path(arguments[1]) if arguments[:1] == ("--folds",) else None
    paths = arguments[2:] if folder is not None else arguments
    with Pool() as pool:
        tagged = pool.map(prepare, read_pairs(paths), chunksize=8)
    seen: Counter[str] = Counter()
    for article in tagged:
        seen.update({name for features, _ in article.sentences for names in features for name in names})
    known = frozenset(name for name, articles in seen.items() if articles >= LEAST_ARTICLES)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        taggers = []
        for fold in range(FOLDS):
            rows = train([article for article in tagged if fold_of(article.article) != fold], known)
            (folder / f"{fold}.tsv").write_text("".join(f"{line}\n" for line in lines(rows)), encoding="utf-8")
            taggers.append(Tagger({"feature": name, **{k: str(w.get(k, "")) for k in LABELS}} for name, w in rows))
        report(tagged, taggers)
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            print(line)
    for line in lines(train(tagged, known)):
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
