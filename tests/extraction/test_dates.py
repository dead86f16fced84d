from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.extraction.dates import DateMention, find_dates
from builder.model import DatePrecision
from builder.resources import read_table
from builder.text.sentences import Sentence, split_sentences

DATA = Path(__file__).parent / "data"
PUBLISHED = date(2023, 10, 31)  # a Tuesday
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ANCHORS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [{key: value or "" for key, value in row.items()} for row in table]


def sentence(text: str) -> Sentence:
    found = split_sentences(text, 0)
    assert len(found) == 1
    return found[0]


def published(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


def only(text: str, anchor: date | None = PUBLISHED) -> DateMention:
    found = find_dates(sentence(text), anchor)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("row", rows("dates.tsv"), ids=lambda row: f"{row['text']} {row['published']}")
def test_expression(row: dict[str, str]) -> None:
    mention = only(row["text"], published(row["published"]))
    assert mention.span.of(row["text"]) == row["text"]
    assert mention.value.to_text() == row["value"]
    assert mention.value.precision == row["precision"]
    if row["resolution"]:
        assert mention.value.resolution == row["resolution"]
        assert not mention.value.resolved
    else:
        assert not mention.value.resolution.startswith("unresolved")


@pytest.mark.parametrize("row", rows("date_contexts.tsv"), ids=lambda row: row["text"])
def test_dates_of_a_sentence(row: dict[str, str]) -> None:
    found = find_dates(sentence(row["text"]), PUBLISHED)
    assert ";".join(mention.span.of(row["text"]) for mention in found) == row["mentions"]
    assert ";".join(mention.value.to_text() for mention in found) == row["values"]


def diacritics(text: str) -> str:
    """The text with a fatha and a tatweel after the first letter of each word."""
    words = (
        word[0] + "\u064e\u0640" + word[1:] if word[0].isalpha() and len(word) > 2 else word for word in text.split()
    )
    return " ".join(words)


@pytest.mark.parametrize("row", rows("dates.tsv"), ids=lambda row: row["text"])
@pytest.mark.parametrize("change", [diacritics, lambda text: text.translate(ARABIC_DIGITS)])
def test_spelling_changes_nothing(row: dict[str, str], change: Callable[[str], str]) -> None:
    anchor = published(row["published"])
    assert only(change(row["text"]), anchor).value == only(row["text"], anchor).value


def names(column: str, value: str) -> Iterator[str]:
    return (row["form"] for row in read_table("date_words.tsv") if row["kind"] == column and row["value"] == value)


@given(ANCHORS, st.integers(0, 6), st.sampled_from(["", " الماضي", " المقبل"]))
def test_weekday_lies_within_a_week(anchor: date, weekday: int, shift: str) -> None:
    value = only("ال" + next(names("weekday", str(weekday))) + shift, anchor).value
    assert value.earliest == value.latest
    assert value.earliest is not None
    assert value.earliest.weekday() == weekday
    distance = (anchor - value.earliest).days
    assert distance in {"": range(7), " الماضي": range(1, 8), " المقبل": range(-7, 0)}[shift]


@given(ANCHORS, st.integers(1, 12), st.integers(1, 28))
def test_day_and_month_lie_in_the_past_year(anchor: date, month: int, day: int) -> None:
    name = next(row["form"] for row in read_table("months.tsv") if row["month"] == str(month))
    value = only(f"{day} {name}", anchor).value
    assert value.earliest == value.latest
    assert value.earliest is not None
    assert (value.earliest.month, value.earliest.day) == (month, day)
    assert timedelta(0) <= anchor - value.earliest < timedelta(days=367)


@given(ANCHORS, st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_numeric_dates_say_themselves(anchor: date, day: date) -> None:
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day:02}.{day.month:02}.{day.year}"):
        mention = only(text, anchor)
        assert mention.value.earliest == mention.value.latest == day
        assert not mention.is_relative


@given(st.dates(), st.sampled_from(rows("dates.tsv")))
def test_no_publication_date_breaks_it(anchor: date, row: dict[str, str]) -> None:
    """A page's metadata may say the year 1."""
    value = only(row["text"], anchor).value
    assert value.earliest is None or value.latest is None or value.earliest <= value.latest


WORDS = sorted(
    {row["form"] for table in ("date_words.tsv", "number_words.tsv", "months.tsv") for row in read_table(table)}
)


@given(
    st.lists(
        st.sampled_from([*WORDS, "17", "2023", "7/10/2023", "99999999", "/", "-", "(", ")", "،", "ال"]), max_size=12
    )
)
def test_any_words_give_ordered_mentions(words: list[str]) -> None:
    text = " ".join(["قال", *words])
    for found in split_sentences(text, 0):
        last = 0
        for mention in find_dates(found, PUBLISHED):
            assert last <= mention.first < mention.last <= len(found.tokens)
            last = mention.last


def test_since_without_publication_date_has_no_end() -> None:
    value = only("منذ 17 أكتوبر 2021", None).value
    assert (value.earliest, value.latest) == (date(2021, 10, 17), None)
    assert only("منذ الجمعة", None).value.resolution == "unresolved: no publication date"


def test_until_has_no_beginning() -> None:
    value = only("حتى نهاية سبتمبر 2009").value
    assert (value.earliest, value.latest) == (None, date(2009, 9, 30))
    assert value.precision is DatePrecision.RANGE


def test_flags() -> None:
    assert only("مساء الجمعة").weekday_only
    assert only("ليل الجمعة السبت").weekday_only
    assert not only("الجمعة 27 أكتوبر").weekday_only
    assert not only("أمس الاثنين 30 أكتوبر").weekday_only
    assert only("الجمعة").is_relative
    assert only("17 أكتوبر").is_relative
    assert only("منذ عام 2003").is_relative
    assert not only("17 أكتوبر 2021").is_relative
    assert not only("من 17 إلى 20 أكتوبر 2021").is_relative


def test_tables_have_sources() -> None:
    for table in ("date_words.tsv", "months.tsv"):
        assert all(row["source"] for row in read_table(table))
