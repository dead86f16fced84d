from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.text.transliterate import slug, transliterate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("دير الزور", "dyr-alzwr"),
        ("شبكة NBC", "shbka-nbc"),
        ("قاعدة «٣»", "qaada-3"),
        ("ﻗﺎﻋﺪة مُسيّرة", "qaada-musyra"),
        ("Café", "cafe"),
        ("中文 ؟", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_transliteration_keeps_spaces_and_case_of_latin_letters() -> None:
    assert transliterate("شبكة NBC") == "shbka NBC"


@given(st.text())
def test_slug_is_plain_ascii(text: str) -> None:
    made = slug(text)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert "--" not in made
