from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.dates import find_dates
from builder.extraction.number_context import Unit
from builder.extraction.numbers import NumberMention, find_numbers
from builder.model import QuantityKind
from builder.resources import read_table
from builder.text.normalize import normalize_key
from builder.text.sentences import Sentence, split_sentences

DATA = Path(__file__).parent / "data"
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return [{key: value or "" for key, value in row.items()} for row in table]


def sentence(text: str) -> Sentence:
    found = split_sentences(text, 0)
    assert len(found) == 1
    return found[0]


def only(text: str) -> NumberMention:
    found = find_numbers(sentence(text))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("row", rows("numbers.tsv"), ids=lambda row: row["text"])
def test_number(row: dict[str, str]) -> None:
    mention = only(row["text"])
    assert mention.span.of(row["text"]) == row["mention"]
    assert mention.value.to_text() == row["value"]
    assert mention.value.kind == row["kind"]
    assert mention.unit == row["unit"]
    counted = "" if mention.counted is None else sentence(row["text"]).tokens[mention.counted].surface
    assert counted == row["counted"]


@pytest.mark.parametrize("row", rows("number_contexts.tsv"), ids=lambda row: row["text"])
def test_counts_of_a_sentence(row: dict[str, str]) -> None:
    found = (mention for mention in find_numbers(sentence(row["text"])) if mention.unit is Unit.COUNT)
    counts = (f"{mention.span.of(row['text'])}={mention.value.to_text()}" for mention in found)
    assert ";".join(counts) == row["counts"]


@pytest.mark.parametrize("row", rows("numbers.tsv"), ids=lambda row: row["text"])
def test_spelling_changes_nothing(row: dict[str, str]) -> None:
    plain = only(row["text"])
    for changed in (
        row["text"].translate(ARABIC_DIGITS),
        row["text"].translate(PERSIAN_DIGITS),
        row["text"].replace("ة", "ه").replace("ى", "ي"),
        " ".join(word[:2] + "\u064f\u0640" + word[2:] if word[:2].isalpha() else word for word in row["text"].split()),
    ):
        mention = only(changed)
        assert (mention.value, mention.unit, mention.counted) == (plain.value, plain.unit, plain.counted)


FORMS: dict[tuple[str, int], list[str]] = {}
for entry in read_table("number_words.tsv"):
    FORMS.setdefault((entry["kind"], int(entry["value"])), []).append(entry["form"])


def in_words(number: int, pick: st.DataObject) -> str:
    """A number below a million in words, in any of the spellings of the table."""

    def form(kind: str, value: int) -> str:
        return pick.draw(st.sampled_from(FORMS[kind, value]))

    parts: list[str] = []
    thousands, rest = divmod(number, 1000)
    if thousands == 1:
        parts.append("ألف")
    elif thousands == 2:
        parts.append(form("scale-dual", 1000))
    elif thousands:
        parts.append(f"{in_words(thousands, pick)} {pick.draw(st.sampled_from(['ألف', 'آلاف', 'ألفا']))}")
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        parts.append(form("hundred", hundreds * 100))
    if 10 < rest < 20:
        one = form("one-of", 1) if rest == 11 else form("unit", rest - 10)
        parts.append(f"{one} {form('unit', 10)}")
    else:
        tens, units = divmod(rest, 10)
        if rest == 10:
            parts.append(form("unit", 10))
        else:
            parts.extend([form("unit", units)] if units else [])
            parts.extend([form("ten", tens * 10)] if tens else [])
    return pick.draw(st.sampled_from([" و", " و "])).join(parts)


@given(st.integers(3, 999_999), st.data())
def test_words_give_the_number_back(number: int, pick: st.DataObject) -> None:
    mention = only(f"مقتل {in_words(number, pick)} شخصا")
    assert (mention.value.low, mention.value.high) == (number, number)


@given(st.integers(0, 10**9))
def test_digits_give_the_number_back(number: int) -> None:
    for text in (str(number), f"{number:,}"):
        mention = only(f"مقتل {text} شخصا")
        assert (mention.value.low, mention.value.high, mention.unit) == (number, number, Unit.COUNT)


WORDS = sorted(
    {row["form"] for row in read_table("number_words.tsv")}
    | {row["phrase"] for row in read_table("approximations.tsv")}
    | {row["word"] for row in read_table("number_units.tsv")}
)


@given(
    st.lists(st.sampled_from([*WORDS, "17", "2023", "8,300", "1/2", "9" * 39, "/", "-", "(", ")", "،"]), max_size=12)
)
def test_any_words_give_ordered_mentions(words: list[str]) -> None:
    text = " ".join(["قال", *words])
    for found in split_sentences(text, 0):
        last = 0
        for mention in find_numbers(found):
            assert last <= mention.first < mention.last <= len(found.tokens)
            assert mention.counted is None or 0 <= mention.counted < len(found.tokens)
            last = mention.last


def test_dates_found_before_are_used() -> None:
    one = sentence("منذ 17 أكتوبر وقع 23 هجوما")
    dates = find_dates(one, date(2023, 10, 31))
    assert find_numbers(one, dates) == find_numbers(one)
    assert [mention.unit for mention in find_numbers(one, dates)] == [Unit.DATE, Unit.COUNT]
    assert [mention.unit for mention in find_numbers(one, ())] == [Unit.COUNT, Unit.COUNT]


def test_about_keeps_its_number() -> None:
    value = only("نحو خمسين شخصا").value
    assert (value.low, value.high, value.kind) == (50, 50, QuantityKind.ABOUT)


@pytest.mark.parametrize(
    "table", ["number_words.tsv", "number_units.tsv", "number_cues.tsv", "approximations.tsv", "dual_nouns.tsv"]
)
def test_tables_have_sources(table: str) -> None:
    assert all(row["source"] for row in read_table(table))


def test_no_noun_is_listed_twice() -> None:
    nouns = [normalize_key(row["singular"]) for row in read_table("dual_nouns.tsv")]
    assert len(nouns) == len(set(nouns))
