"""The benchmarks run, and what they print is what the suite gathers and compares."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.comparison import COMPARED, figures
from tests.invented import invented_store

ROOT = Path(__file__).parents[2]
LONG = bool(os.environ.get("RASD_LONG"))


def program(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "benchmarks" / name, *arguments]
    variables = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_store(tmp_path_factory.mktemp("invented") / "invented")


def test_a_quick_run_and_another_beside_it(store: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    chosen = ("--quick", "--only", "queries", "corpus", "endpoint", "--stores", store)
    done = program("suite.py", *chosen, "--out", first, "--released", tmp_path / "none.json")
    assert done.returncode == 0, done.stderr
    assert "Nothing is released." in done.stdout
    result = json.loads(first.read_text(encoding="utf-8"))
    assert result["machine"]["packages"]["pyoxigraph"]
    assert [(part["part"], part["of"].get("store")) for part in result["parts"]] == [
        ("corpus", None),
        ("queries", "invented"),
        ("endpoint", "invented"),
    ]
    assert result["parts"][0]["of"]["made_of"] == "copies of the example articles"
    assert [len(list(figures(part, None))) > 1 for part in result["parts"]] == [True] * 3
    assert str(store.parent) not in first.read_text(encoding="utf-8")

    done = program("suite.py", "--quick", "--only", "corpus", "--out", second, "--released", first)
    assert done.returncode == 0, done.stderr
    assert "| words_per_s | " in done.stdout
    assert "new" not in done.stdout


def test_a_part_that_fails_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n", encoding="utf-8")
    out = tmp_path / "out.json"
    done = program("suite.py", "--quick", "--only", "corpus", "--articles", broken, "--out", out)
    assert done.returncode == 1
    (part,) = json.loads(out.read_text(encoding="utf-8"))["parts"]
    assert part["error"].startswith("ended with 1")
    assert "failed: ended with 1" in done.stdout


def test_the_released_figures_are_of_parts_that_there_are() -> None:
    released = json.loads((ROOT / "benchmarks" / "released.json").read_text(encoding="utf-8"))
    assert not released["quick"]
    for part in released["parts"]:
        assert list(figures(part, None)), part["part"]
    assert {part["part"] for part in released["parts"]} <= {*COMPARED}


def test_the_named_queries_elsewhere(store: Path, tmp_path: Path) -> None:
    done = program("remote.py", store, "--only", "embedded", "serve", "oxigraph", "--table", tmp_path / "table.md")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["push_s"].keys() == {"oxigraph"}
    for name, places in told["queries"].items():
        assert places["embedded"]["ms"] >= 0
        assert [places[place].get("same", True) for place in ("serve", "oxigraph")] == [True, True], name
    lines = (tmp_path / "table.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(told["queries"]) + 2
    assert not any("error" in line or "*" in line for line in lines)


@pytest.mark.skipif(not LONG, reason="takes minutes: RASD_LONG=1")
def test_a_short_endurance_run(tmp_path: Path) -> None:
    examples = ROOT / "examples" / "articles.jsonl"
    done = program("endurance.py", examples, "--minutes", "1.5", "--first", "14", "--folder", tmp_path / "folder")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["errors"] == []
    assert told["pages"]["first_content"]["all"]["asked"]
    assert told["builds"]["build"]["all"]["asked"]
    assert told["end"]["graph_of_a_fresh_build"]
