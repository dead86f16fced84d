from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.resources import read_table
from builder.text.normalize import normalize, normalize_key, normalize_text, normalize_word

ARABIC = st.text(
    alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF) | st.sampled_from(" \n.،\"«»'aZ9\u200f\u200b")
)
ANY = st.text() | ARABIC


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("أإآٱا", "ااااا"),
        ("هجوماً", "هجوما"),
        ("مسيّرة", "مسيره"),
        ("على", "علي"),
        ("مســـؤول", "مسؤول"),
        ("هٰذا", "هذا"),
        ("شيء وهيئة ومؤتمر", "شيء وهيئه ومؤتمر"),
        ("کردی", "كردي"),
        ("٨٬٣٠٠ و۱۲٫۵٪", "8,300 و12.5%"),
        ("ﻗﺎﻋﺪﺓ", "قاعده"),
        ("ﷲ", "الله"),
        ("محمد ﷺ", "محمد  "),
        ("أ\u200fب\u200bج\u00adد\ufeff", "ابجد"),
        ("NBC", "nbc"),
        ("قبل\u00a0يوم\tواحد\nثم", "قبل يوم واحد\nثم"),
        ("«قال»، ؛ ؟", "«قال»، ؛ ؟"),
        ("", ""),
    ],
)
def test_folds_spelling(given_text: str, expected: str) -> None:
    assert normalize(given_text).text == expected


def test_range_takes_in_the_marks_after_its_last_letter_but_no_format_characters() -> None:
    text = "كان هجوماً\u200f قرب"
    normalized = normalize(text)
    start = normalized.text.index("هجوما")
    assert normalized.original_span(start, start + 5).of(text) == "هجوماً"


def test_range_inside_a_ligature_covers_the_ligature() -> None:
    assert normalize("xﷲy").original_span(2, 3).of("xﷲy") == "ﷲ"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 1), (0, 4)])
def test_range_outside_the_text_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no range"):
        normalize("أبج").original_span(start, end)


@given(ANY)
def test_every_character_comes_from_where_the_map_says(text: str) -> None:
    normalized = normalize(text)
    assert len(normalized.origin) == len(normalized.text) + 1
    assert list(normalized.origin) == sorted(normalized.origin)
    for position, character in enumerate(normalized.text):
        assert character in normalize(text[normalized.origin[position]]).text


@given(ANY, st.data())
def test_a_range_maps_to_the_characters_that_it_was_made_from(text: str, data: st.DataObject) -> None:
    normalized = normalize(text)
    if not normalized.text:
        return
    start = data.draw(st.integers(0, len(normalized.text) - 1))
    end = data.draw(st.integers(start + 1, len(normalized.text)))
    span = normalized.original_span(start, end)
    again = normalize(span.of(text)).text
    assert normalized.text[start:end] in again
    if len(normalized.text) == len(set(normalized.origin[:-1])):  # no character became several
        assert again == normalized.text[start:end]
    assert unicodedata.category(text[span.end - 1]) != "Cf"


@given(ANY, ANY)
def test_nothing_depends_on_the_neighbours(left: str, right: str) -> None:
    assert normalize(left + right).text == normalize(left).text + normalize(right).text


@given(ANY)
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(ANY)
def test_a_word_is_normalised_as_a_text_is(text: str) -> None:
    assert normalize_word(text) == normalize(text).text


def test_key_has_no_quotes_and_single_spaces() -> None:
    assert normalize_key(' قاعدة  "عين\u00a0الأسد" ') == "قاعده عين الاسد"
    assert normalize_key("«’»") == ""


def test_the_table_of_letters_is_single_characters() -> None:
    rows = list(read_table("letters.tsv"))
    assert all(len(row["letter"]) == 1 and len(row["folded"]) <= 1 and row["source"] for row in rows)
    assert len({row["letter"] for row in rows}) == len(rows)


@given(ANY)
def test_a_long_text_is_folded_like_its_characters(text: str) -> None:
    long = text * 20  # so that its characters are few for its length
    assert normalize_text(long) == normalize(long).text


def test_a_long_text_of_many_characters_is_folded_like_its_characters() -> None:
    text = "".join(map(chr, range(0x600, 0xA00))) * 20
    assert normalize_text(text) == normalize(text).text
