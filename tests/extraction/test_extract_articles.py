from __future__ import annotations

import pytest

from builder.extraction.extractor import extract
from tests.extraction.cases import Case, article_of, cases, problems


@pytest.mark.parametrize("case", cases("series"), ids=lambda case: str(case["id"]))
def test_series(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("retaliation"), ids=lambda case: str(case["id"]))
def test_retaliation(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("background"), ids=lambda case: str(case["id"]))
def test_several_incidents_and_background(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []
