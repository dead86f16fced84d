"""The fingerprint by which a second build knows an article it has seen."""

from __future__ import annotations

import hashlib
import json

from builder.model import Article


def article_digest(article: Article) -> str:
    """SHA-256, in hex, over all fields of the article; a field's end is unambiguous."""
    published = None if article.published is None else article.published.isoformat()
    fields = [article.id, article.title, article.body, published, article.outlet, article.url, article.lang]
    return hashlib.sha256(json.dumps(fields).encode("ascii")).hexdigest()
