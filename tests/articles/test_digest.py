from __future__ import annotations

from datetime import date

from builder.articles.digest import article_digest
from builder.model import Article


def test_digest_changes_with_every_field_and_not_with_their_borders() -> None:
    articles = [
        Article("a", "b", "c"),
        Article("ab", "", "c"),
        Article("a", "bc", ""),
        Article("a", "b", "c", published=date(2023, 1, 1)),
        Article("a", "b", "c", outlet="o"),
        Article("a", "b", "c", url="o"),
        Article("a", "b", "c", lang="o"),
    ]
    assert len({article_digest(article) for article in articles}) == len(articles)
    assert article_digest(Article("a", "b", "c")) == article_digest(Article("a", "b", "c"))
