from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import cli

TEXT = "قُتل خمسة مدنيين وأصيب ثمانية، أمس الاثنين، في قصف مدفعي على مدينة إدلب، بحسب الدفاع المدني."
ARTICLE = {"id": "a", "title": "قصف على إدلب", "text": TEXT, "published": "2024-03-12"}
EVENT = {
    "id": "e1",
    "kind": "attack",
    "types": ["Shelling"],
    "status": "occurred",
    "background": False,
    "trigger": ["قصف مدفعي", "قصف"],
    "place": [{"mentions": ["إدلب"], "name_en": "Idlib", "lat": 35.93, "lon": 36.63, "primary": True}],
    "date": {"value": "2024-03-11"},
    "killed": [{"value": 5, "mentions": ["خمسة"], "main": True}],
    "wounded": [{"value": 9, "mentions": ["تسعة"], "main": True}],
    "sources": [["الدفاع المدني"]],
}


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    gold = write(tmp_path / "gold.jsonl", {"id": "a", "events": [EVENT]})
    return str(gold), str(write(tmp_path / "articles.jsonl", ARTICLE))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def test_the_figures_are_printed(files: tuple[str, str]) -> None:
    shown = run("evaluate", *files)
    assert shown.exit_code == 0
    lines = {line.split()[0]: line for line in shown.stdout.splitlines()}
    assert lines["event"].endswith("F1 1.000   (right 1, wrong 0, missed 0)")
    assert lines["killed"].endswith("(right 1, wrong 0, missed 0)")
    assert lines["wounded"].endswith("(right 0, wrong 1, missed 1)")
    assert lines["within_25km"].endswith("1.000   (1 of 1)")


def test_errors_and_reliability_are_listed_on_request(files: tuple[str, str]) -> None:
    shown = run("evaluate", *files, "--errors", "--reliability")
    assert "missed filler, wounded: 1" in shown.stdout
    wrong = shown.stdout.split("wrong filler, wounded: 1\n")[1].splitlines()[0]
    assert "(8)" in wrong
    assert "rule: casualties" in wrong
    assert TEXT in wrong
    assert "arguments by rule" in shown.stdout


def test_a_store_gives_the_same_as_a_temporary_build(files: tuple[str, str], tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    assert run("build", files[1], "--store", store).exit_code == 0
    wanted = ("--errors", "--reliability", "--json")
    stored = run("evaluate", *files, "--store", store, *wanted)
    assert stored.exit_code == 0
    assert json.loads(stored.stdout) == json.loads(run("evaluate", *files, *wanted).stdout)
    found = json.loads(stored.stdout)
    assert found["event"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "fp": 0, "fn": 0}
    assert {("missed filler", "wounded"), ("wrong filler", "wounded")} <= {
        (error["kind"], error["role"]) for error in found["errors"]
    }
    assert {"role": "wounded", "rule": "casualties", "right": 0, "cases": 1} in found["reliability"]["rules"]


def test_a_half_without_the_article_has_no_figures(files: tuple[str, str]) -> None:
    halves = [json.loads(run("evaluate", *files, "--half", half, "--json").stdout) for half in ("look", "check")]
    assert sorted(half["articles"] for half in halves) == [0, 1]


def test_a_rejected_article_is_named_and_ends_with_1(files: tuple[str, str]) -> None:
    write(Path(files[1]), ARTICLE, {"id": "b", "title": "", "text": ""})
    shown = run("evaluate", *files)
    assert shown.exit_code == 1
    assert "rejected: articles.jsonl, line 2" in shown.stderr
    assert "event" in shown.stdout


def test_a_wrong_annotation_is_one_line(tmp_path: Path, files: tuple[str, str]) -> None:
    shown = run("evaluate", str(write(tmp_path / "wrong.jsonl", {"id": "a"})), files[1])
    assert shown.exit_code == 1
    assert shown.stderr.startswith("rasd: ")
    assert "line 1: no annotated article" in shown.stderr


def test_an_annotated_article_that_is_not_there_is_named(tmp_path: Path, files: tuple[str, str]) -> None:
    shown = run("evaluate", str(write(tmp_path / "other.jsonl", {"id": "other", "events": []})), files[1])
    assert shown.exit_code == 1
    assert "other is not among the articles" in shown.stderr
