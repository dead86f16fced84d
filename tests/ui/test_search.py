from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.search import matches, searchable


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("", "", True),
        ("كتائب", "كَتائِب القسّام", True),
        ("القسام كتائب", "كتائب القسام", True),
        ("قسام", "كتائب القسام", True),
        ("الحوثين", "جماعة الحوثيين", True),
        ("الموصول", "مدينة الموصل", True),
        ("المصول", "مدينة الموصل", True),
        ("حلب", "جلب المساعدات", False),
        ("mosul", "مدينة الموصل", True),
        ("Al-Mosul", "مدينة الموصل", True),
        ("Mossoul", "مدينة الموصل", True),
        ("qassam", "كتائب القسام", True),
        ("Kassam", "كتائب القسام", True),
        ("baghdad", "بغداد", True),
        ("basra", "بغداد", False),
        ("عدن", "مدينة", False),
    ],
)
def test_spelling(wanted: str, text: str, found: bool) -> None:
    assert matches(wanted, searchable([text])) is found


@given(st.lists(st.text()))
def test_every_text_is_found_by_itself(texts: list[str]) -> None:
    text = searchable(texts)
    assert all(matches(one, text) for one in texts)
