from __future__ import annotations

import pytest

from builder.extraction.extractor import extract
from tests.extraction.cases import Case, article_of, cases, problems


@pytest.mark.parametrize("case", cases("claims"), ids=lambda case: str(case["id"]))
def test_claims_denials_accusations(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("attribution"), ids=lambda case: str(case["id"]))
def test_sources_and_relays(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("self_named"), ids=lambda case: str(case["id"]))
def test_groups_that_name_themselves(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []
