from __future__ import annotations

import pytest

from builder.extraction.extractor import extract
from tests.extraction.cases import Case, article_of, cases, problems


@pytest.mark.parametrize("case", cases("verbs"), ids=lambda case: str(case["id"]))
def test_verbs(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("nouns"), ids=lambda case: str(case["id"]))
def test_verbal_nouns(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("light_verbs"), ids=lambda case: str(case["id"]))
def test_light_verbs(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("by_phrases", "relative_clauses"), ids=lambda case: str(case["id"]))
def test_agents_of_passives_and_nouns(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("clashes"), ids=lambda case: str(case["id"]))
def test_clashes_have_two_sides(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("weapons"), ids=lambda case: str(case["id"]))
def test_weapons_and_their_types(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []


@pytest.mark.parametrize("case", cases("interception"), ids=lambda case: str(case["id"]))
def test_interception(case: Case) -> None:
    assert problems(case, extract(article_of(case))) == []
