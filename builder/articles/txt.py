"""Plain text: the first line that is not empty is the title, the rest is the text."""

from __future__ import annotations

from builder.articles.assemble import Defaults, Found, assemble
from builder.articles.furniture import remove_furniture
from builder.model import Article


def read_txt(text: str, defaults: Defaults, *, identifier: str, source: str, url: str | None = None) -> Article:
    """The article of a text file; furniture above the title is skipped.

    :raises ArticleError: as :func:`builder.articles.assemble.assemble`.
    """
    lines = remove_furniture(text.replace("\r\n", "\n")).text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    found = Found(identifier, lines[first], "\n".join(lines[first + 1 :]), url=url)
    return assemble(found, defaults, source=source)
