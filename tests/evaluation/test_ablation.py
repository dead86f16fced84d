"""Every step that benchmarks/ablation.py switches off still has the name and the shape that it knows."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from builder.extraction.extractor import extract
from tests.extraction.cases import article_of, cases

PATH = Path(__file__).resolve().parents[2] / "benchmarks" / "ablation.py"
REPORTS = [article_of(case) for case in cases() if case["events"]][::8]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ablation", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ABLATION = load()


@pytest.mark.parametrize("step", ABLATION.STEPS)
def test_the_extraction_works_without_a_step(step: str) -> None:
    whole = [extract(article) for article in REPORTS]
    with ABLATION.without(step):
        for article in REPORTS:
            extract(article)
    assert [extract(article) for article in REPORTS] == whole


def test_a_step_that_is_switched_off_is_missing() -> None:
    with ABLATION.without("casualties"):
        found = [a.role for article in REPORTS for event in extract(article).events for a in event.arguments]
    assert "killed" not in found
    assert "place" in found
