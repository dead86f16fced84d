"""``rasd evaluate``: precision, recall and F1 against annotated articles."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.common import PROBLEMS, debug_option, require_store
from builder.cli.progress import progress
from builder.text.lines import printable

if TYPE_CHECKING:
    from builder.evaluation.problems import Problem
    from builder.evaluation.reliability import Case
    from builder.evaluation.rows import Evidences, Row
    from builder.evaluation.scoring import Scores

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="Measure the extraction against annotated articles.")
@click.argument("gold", type=_FILE)
@click.argument("articles", type=_FILE)
@click.option("--half", type=click.Choice(["look", "check"]), help="Only one of the fixed halves of the articles.")
@click.option("--errors", is_flag=True, help="List what was missed or wrong, with words, rule and sentence.")
@click.option("--reliability", is_flag=True, help="Show how often each rule and each range of confidence is right.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A store that was built from ARTICLES; without it they are built into a temporary one.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that extract.")
@debug_option
def evaluate(
    gold: Path,
    articles: Path,
    half: str | None,
    errors: bool,
    reliability: bool,
    as_json: bool,
    store: Path | None,
    workers: int,
) -> None:
    """Compare what rasd finds in ARTICLES with the annotations in GOLD.

    Both are JSON Lines; docs/evaluation.md describes the format and what is counted. Exits with 1 if an article was
    rejected.
    """
    from builder.evaluation.annotations import Half, read_annotations, read_texts
    from builder.evaluation.problems import find_problems
    from builder.evaluation.reliability import cases
    from builder.evaluation.scoring import score

    annotated = read_annotations(gold, Half(half) if half else None)
    texts = read_texts(articles)
    evidence_wanted = errors or reliability
    if store is not None:
        require_store(store)
        rows, evidences, rejected = *_read(store, evidence_wanted), 0
    else:
        rows, evidences, rejected = _build_and_read(articles, workers, evidence_wanted)
    scores, pairings = score(annotated, rows, texts)
    problems = find_problems(pairings, evidences) if errors else []
    judged = list(cases(pairings, evidences)) if reliability else []
    if as_json:
        output = scores.to_json()
        if errors:
            output["errors"] = [problem.to_json() for problem in problems]
        if reliability:
            output["reliability"] = _reliability_as_json(judged)
        click.echo(json.dumps(output, ensure_ascii=False, indent=1))
    else:
        click.echo(figures(scores))
        for part in (_reliability_as_text(judged) if judged else "", _problems_as_text(problems)):
            if part:
                click.echo(f"\n{part}")
    if rejected:
        raise click.exceptions.Exit(PROBLEMS)


def _read(store: Path, evidence_wanted: bool) -> tuple[list[Row], Evidences]:
    from builder.evaluation.rows import evidence_of_store, rows_of_store
    from builder.store.store import Store

    with Store.open_reader(store) as reader:
        return rows_of_store(reader.rdf), evidence_of_store(reader.rdf) if evidence_wanted else {}


def _build_and_read(articles: Path, workers: int, evidence_wanted: bool) -> tuple[list[Row], Evidences, int]:
    """The rows of the articles, their evidence, and how many articles were rejected."""
    from builder.articles.inputs import read_inputs
    from builder.pipeline import BuildOptions, build

    with tempfile.TemporaryDirectory(prefix="rasd-evaluate-") as folder:
        store = Path(folder, "store")
        with progress() as show:
            report = build(read_inputs([articles]), store, BuildOptions(workers=workers), progress=show)
        return *_read(store, evidence_wanted), len(report.rejected)


def figures(scores: Scores) -> str:
    """All figures, a line each."""
    lines = [f"{'articles':<26} {scores.articles}"]
    lines += [
        f"{name:<12} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}   "
        f"(right {tally.right}, wrong {tally.wrong}, missed {tally.missed})"
        for name, tally in scores.tallies().items()
    ]
    lines += [
        f"{name:<26} {share.value:.3f}   ({share.hits} of {share.cases})" for name, share in scores.shares().items()
    ]
    return "\n".join([*lines, f"{'false_events_in_negatives':<26} {scores.false_events_in_negatives}"])


def _problems_as_text(problems: Iterable[Problem]) -> str:
    """The errors under a heading for each kind and role."""
    parts: list[str] = []
    for (kind, role), group in groupby(problems, lambda problem: (problem.kind, problem.role)):
        found = list(group)
        parts.append(f"{kind}{f', {role}' if role else ''}: {len(found)}")
        parts += [f"  {_line(problem)}" for problem in found]
    return "\n".join(parts)


def _line(problem: Problem) -> str:
    cells = [f"{problem.article} {problem.event}".strip(), problem.type]
    if problem.annotated:
        cells.append(f"annotated: {' / '.join(problem.annotated)}")
    if problem.found:
        cells.append(f"found: {' / '.join(problem.found)}")
    if problem.rule:
        cells.append(f"rule: {problem.rule}")
    if problem.sentence:
        cells.append(f"in: {problem.sentence}")
    return printable(" | ".join(cells))


def _reliability_as_text(judged: list[Case]) -> str:
    from builder.evaluation.reliability import BIN, by_confidence, by_rule, calibration_error

    lines: list[str] = []
    for kind, bins in by_confidence(judged).items():
        lines.append(f"{kind} by confidence (calibration error {calibration_error(bins):.3f})")
        lines += [
            f"  {one.low:.1f} to {one.low + BIN:.1f}  mean {one.mean:.2f}  right {one.share.value:.2f}  "
            f"({one.share.hits} of {one.share.cases})"
            for one in bins
        ]
    lines.append("arguments by rule")
    lines += [
        f"  {role:<12} {rule:<36} right {share.value:.2f}  ({share.hits} of {share.cases})"
        for (role, rule), share in by_rule(judged).items()
    ]
    return "\n".join(lines)


def _reliability_as_json(judged: list[Case]) -> dict[str, object]:
    from builder.evaluation.reliability import by_confidence, by_rule

    bins = {
        kind: [
            {"low": one.low, "mean": round(one.mean, 4), "right": one.share.hits, "cases": one.share.cases}
            for one in found
        ]
        for kind, found in by_confidence(judged).items()
    }
    rules = [
        {"role": role, "rule": rule, "right": share.hits, "cases": share.cases}
        for (role, rule), share in by_rule(judged).items()
    ]
    return {**bins, "rules": rules}
