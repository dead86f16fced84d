"""The answers that docs/questions.md shows are what the queries answer on the examples."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from builder.resources import data_dir

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/questions.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("answer_questions", ROOT / "scripts/answer_questions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_answers_are_those_of_the_examples(script: ModuleType, tmp_path: Path) -> None:
    script.build_examples(tmp_path / "store")
    assert script.answered(PAGE, tmp_path / "store") == PAGE, "run python scripts/answer_questions.py"


def test_each_question_has_a_query_and_an_answer() -> None:
    parts = re.split(r"^## (?=\d)", PAGE, flags=re.MULTILINE)[1:]
    assert len(parts) == 15
    stored = {path.stem for path in data_dir("queries").glob("*.rq")}
    for part in parts:
        named = re.search(r"```text\n\$ rasd query ([a-z-]+)[^\n]*\n[a-z_]+,", part)
        assert named is not None, part
        assert named[1] in stored
