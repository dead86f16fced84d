from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Article
from builder.text.document import analyse


def test_positions_are_those_of_the_article() -> None:
    article = Article("a", "هجوم على قاعدة", "قال مسؤول إن القاعدة تعرّضت لهجوم.\n\nولم يصب أحد.")
    document = analyse(article)
    assert [s.span.of(article.text) for s in document.sentences] == [article.title, *article.body.split("\n\n")]
    assert all(token.span.of(article.text) == token.surface for token in document.tokens)
    assert document.normalized.original == article.text


@pytest.mark.parametrize(("title", "body"), [("", ""), (" ", "\n"), ("", "\u200f")])
def test_an_empty_article_has_no_sentences(title: str, body: str) -> None:
    document = analyse(Article("a", title, body))
    assert document.sentences == ()
    assert document.tokens == ()


@given(st.text(), st.text())
def test_any_text_can_be_analysed(title: str, body: str) -> None:
    document = analyse(Article("a", title, body))
    assert all(token.span.of(document.article.text) == token.surface for token in document.tokens)


@pytest.mark.parametrize(
    "piece",
    ['"', "ا", ". ", "ب . ", "(", ")", "«ا. ", "1", "1,", "1-1-", "\u064b", "ب\u200b", "ﷺ", "ـ", "\0", "(ب . ", "( . "],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    """Hostile repetitions of 100,000 code points: work by the square would make this test run for many minutes."""
    article = Article("a", "", piece * (100_000 // len(piece)))
    document = analyse(article)
    assert all(token.span.of(article.text) == token.surface for token in document.tokens)
