from __future__ import annotations

import pytest

from builder.extraction.extractor import extract
from tests.extraction.cases import Case, article_of, cases, problems


@pytest.mark.parametrize("case", cases("casualties"), ids=lambda case: str(case["id"]))
def test_killed_and_wounded(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []
