"""The figures are those of the scorer of the annotated articles; both stand beside the project, outside of it."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from builder.articles.inputs import read_inputs
from builder.evaluation.annotations import Half, half_of, read_annotations, read_texts
from builder.evaluation.rows import Row, rows_of_store
from builder.evaluation.scoring import score
from builder.pipeline import BuildOptions, build
from builder.sparql.catalogue import find_query
from builder.sparql.results import Format, write_answer
from builder.sparql.run import run_query
from builder.store.store import Store

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "exam"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="needs the annotated articles in ../shared/exam, which are not part of the project"
)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_scorer", FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_of(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / part / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def articles_of(part: str) -> dict[str, dict[str, Any]]:
    lines = (FOLDER / part / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {article["id"]: article for article in map(json.loads, lines)}


def row_of(record: dict[str, str]) -> Row:
    located = record["lat"] and record["long"]
    return Row(
        article=record["article"],
        attack=record["attack"],
        kind=record["kind"],
        type=record["type"],
        status=record["status"],
        background=record["background"] == "true",
        role=record["role"],
        value=record["value"],
        mention=record["mention"],
        position=(float(record["lat"]), float(record["long"])) if located else None,
    )


def assert_same(scorer: ModuleType, part: str, records: list[dict[str, str]], rows: list[Row]) -> None:
    gold, articles, texts = gold_of(part), articles_of(part), read_texts(FOLDER / part / "articles.jsonl")
    for half in (None, *Half):
        wanted = [one for one in gold if half is None or half_of(one["id"]) is half]
        expected = scorer.score(wanted, articles, records)
        scores, _ = score(read_annotations(FOLDER / part / "gold.jsonl", half), rows, texts)
        assert scores.to_json() == expected


@pytest.mark.parametrize("part", ["dev", "train"])
def test_the_figures_of_a_build_are_the_same(scorer: ModuleType, part: str, tmp_path: Path) -> None:
    path = FOLDER / part / "articles.jsonl"
    build(read_inputs([path]), tmp_path, BuildOptions(workers=2))
    query = find_query("attack-roles")
    with Store.open_reader(tmp_path) as reader:
        rows = rows_of_store(reader.rdf)
        printed = io.BytesIO()
        write_answer(run_query(reader.rdf, query.text, query.bind({})), Format.CSV, printed)
    records = list(csv.DictReader(io.StringIO(printed.getvalue().decode("utf-8"), newline="")))
    assert_same(scorer, part, records, rows)


@pytest.mark.parametrize(("part", "seed"), [("dev", 0), ("dev", 1), ("dev", 2), ("train", 3)])
def test_the_figures_of_damaged_annotations_are_the_same(scorer: ModuleType, part: str, seed: int) -> None:
    rng = random.Random(seed)
    records: list[dict[str, str]] = scorer.gold_as_rows(gold_of(part))
    attacks = sorted({record["attack"] for record in records})
    background = {attack for attack in attacks if rng.random() < 0.1}
    gone = {attack for attack in attacks if rng.random() < 0.1}
    damaged: list[dict[str, str]] = []
    for record in records:
        record = dict(record)
        if rng.random() < 0.2 or record["attack"] in gone:
            continue
        if record["attack"] in background:
            record["background"] = "true"
        if rng.random() < 0.1:
            record["role"] = rng.choice(("perpetrator", "target", "place", "source", "killed", "date"))
        if rng.random() < 0.1:
            other = rng.choice(records)
            record["value"], record["mention"] = other["value"], other["mention"]
        if rng.random() < 0.05:
            record["kind"], record["type"], record["status"] = "series", "Attack", "disputed"
        damaged.append(record)
    assert_same(scorer, part, damaged, list(map(row_of, damaged)))
