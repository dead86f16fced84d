from __future__ import annotations

import logging
from datetime import date

import pytest

from builder.articles.assemble import MAX_CODE_POINTS, Defaults, Found, assemble, parse_day
from builder.errors import ArticleError
from builder.model import Article

TITLE, TEXT = "هجوم على قاعدة", "  قال مسؤول إن القاعدة تعرضت لهجوم. \n"
NONE = Defaults()


def test_keeps_everything_as_it_was_given() -> None:
    found = Found("a/1", TITLE + " ", TEXT, "2023-10-31T22:30:00Z", "وكالة", "https://example.org/a", "ar-SA")
    expected = Article("a/1", TITLE + " ", TEXT, date(2023, 10, 31), "وكالة", "https://example.org/a", "ar-SA")
    assert assemble(found, Defaults(date(2020, 1, 1), "أخرى"), source="a") == expected


def test_defaults_count_where_nothing_is_stated() -> None:
    article = assemble(Found("a", TITLE, TEXT), Defaults(date(2020, 1, 1), "أخرى"), source="a")
    assert (article.published, article.outlet, article.lang) == (date(2020, 1, 1), "أخرى", "ar")


def test_line_ends_become_line_feeds_and_the_title_is_one_line() -> None:
    article = assemble(Found("a", "هجوم\r\nعلى\nقاعدة", "سطر\r\nسطر"), NONE, source="a")
    assert (article.title, article.body) == ("هجوم على قاعدة", "سطر\nسطر")


def test_a_wrong_date_is_unknown_and_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        article = assemble(Found("a", TITLE, TEXT, "31 October"), NONE, source="a")
    assert article.published is None
    assert caplog.messages == ["a: no ISO date, taken as unknown: '31 October'"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-10-31", date(2023, 10, 31)),
        (" 2023-10-31T23:59:59+03:00 ", date(2023, 10, 31)),
        ("2023-10-31 08:00", date(2023, 10, 31)),
        ("2023-02-30", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("٢٠٢٣-١٠-٣١", None),
        ("31/10/2023", None),
        ("2023-10-311", None),
        ("", None),
    ],
)
def test_parse_day(text: str, day: date | None) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (Found("a", " ", "\n"), "no text"),
        (Found("a", "", "تصنيفات"), "no text"),
        (Found("a", "2023", "..."), "no text"),
        (Found("a", "Attack", "The army said on Monday it was hit, قال."), r"not Arabic \(8% Arabic letters\)"),
        (Found("a", TITLE, TEXT, lang="fa"), r"not Arabic \(language fa\)"),
        (Found("a", "حمله", "نیروهای مسلح در این منطقه به یک پایگاه حمله کردند و " * 10), "hardly a word"),
        (Found("a", TITLE, "ا" * MAX_CODE_POINTS), "too long"),
        (Found("a", TITLE, "\ud800"), "broken character"),
        (Found("\udfff", TITLE, TEXT), "broken character"),
    ],
    ids=["blank", "furniture", "digits", "English", "stated", "Persian", "long", "surrogate", "surrogate in id"],
)
def test_rejects(found: Found, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as caught:
        assemble(found, NONE, source="f.jsonl", line=7)
    assert (caught.value.source, caught.value.line) == ("f.jsonl", 7)


@pytest.mark.parametrize(("title", "text"), [(TITLE, ""), ("", TEXT)])
def test_title_or_text_is_enough(title: str, text: str) -> None:
    assert assemble(Found("a", title, text), NONE, source="a").text == f"{title}\n{text}"
