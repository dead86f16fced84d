from __future__ import annotations

from datetime import date

import pytest

from builder.articles.assemble import Defaults
from builder.articles.txt import read_txt
from builder.errors import ArticleError


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("هجوم على قاعدة\nقال مصدر.", "هجوم على قاعدة", "قال مصدر."),
        ("\n \r\n هجوم \r\n\r\nقال مصدر.\r\n", " هجوم ", "\nقال مصدر.\n"),
        ("تصنيفات\nهجوم على قاعدة\nشارك برأيك\nقال مصدر.", "هجوم على قاعدة", "قال مصدر."),
        ("هجوم على قاعدة", "هجوم على قاعدة", ""),
    ],
)
def test_first_line_is_the_title(text: str, title: str, body: str) -> None:
    article = read_txt(text, Defaults(date(2023, 1, 1), "وكالة"), identifier="a", source="a.txt")
    assert (article.id, article.title, article.body) == ("a", title, body)
    assert (article.published, article.outlet) == (date(2023, 1, 1), "وكالة")


@pytest.mark.parametrize("text", ["", "\n\n", "قصص قد تهمك\n"])
def test_nothing_left_is_no_article(text: str) -> None:
    with pytest.raises(ArticleError, match="no text"):
        read_txt(text, Defaults(), identifier="a", source="a.txt")
