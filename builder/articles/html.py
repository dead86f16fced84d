"""HTML pages: the article by trafilatura, its date only where the page states it for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Protocol

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from builder.articles.assemble import Defaults, Found, assemble, parse_day
from builder.errors import ArticleError
from builder.model import Article

_MOST_ELEMENTS = 50_000  # a news page has a few thousand; trafilatura takes ten seconds for 300,000
_SHORTEST_ARTICLE = 8  # words in one line; less is a menu
_DEEPEST = 8  # levels of JSON-LD that are searched

# Names under which pages give the day of publication, lower case: Open Graph, schema.org, Dublin Core, Parse.ly.
_DATE_NAMES = frozenset(
    {
        *("article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate"),
        *("publish-date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "parsely-pub-date"),
        "sailthru.date",
    }
)


class _Element(Protocol):
    """What is used of an element of lxml, which has no type hints."""

    @property
    def text(self) -> str | None: ...
    def get(self, key: str, default: str = "") -> str: ...
    def iter(self, *tags: str) -> Iterator[_Element]: ...


def read_html(html: str, defaults: Defaults, *, identifier: str, source: str) -> Article:
    """The article of a page: title, text, site name, address and day of publication.

    The day is taken from JSON-LD, ``meta`` elements, or ``time`` elements that all name one day, never from the
    text of the page: in Arabic pages a guess often finds the year in the footer.

    :raises ArticleError: if the page has no article, is too large to search, and as
        :func:`builder.articles.assemble.assemble`.
    """
    tree = load_html(html)
    if tree is None:
        raise ArticleError("no article found", source=source)
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise ArticleError(f"page too large: more than {_MOST_ELEMENTS:,} elements", source=source)
    published, site = _published(tree), _site_name(tree)  # before trafilatura changes the tree
    try:
        page = bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},  # its date is not used
        )
    except RecursionError:
        raise ArticleError("page nested too deeply", source=source) from None
    if not isinstance(page, Document) or not _is_article(page.text or ""):
        raise ArticleError("no article found", source=source)
    title, text = page.title or "", page.text or ""
    text = text.removeprefix(f"{title}\n") if title else text
    return assemble(Found(identifier, title, text, published, site, page.url), defaults, source=source)


def _is_article(text: str) -> bool:
    return any(len(line.split()) >= _SHORTEST_ARTICLE for line in text.split("\n"))


def _site_name(tree: _Element) -> str | None:
    """The site's own name; trafilatura falls back to the title, which would make an outlet of it."""
    names = (meta.get("content", "").strip() for meta in tree.iter("meta") if meta.get("property") == "og:site_name")
    return next(filter(None, names), None)


def _published(tree: _Element) -> str | None:
    """The first valid date of JSON-LD, else of the other metadata, else the day that all time elements agree on."""
    stated = [*_linked_data_dates(tree), *_metadata_dates(tree)]
    first = next((text for text in stated if parse_day(text)), None)
    if first is not None:
        return first
    times = [element.get("datetime", "") for element in tree.iter("time")]
    days = {day for day in map(parse_day, times) if day}
    return days.pop().isoformat() if len(days) == 1 else None


def _metadata_dates(tree: _Element) -> Iterator[str]:
    for element in tree.iter("meta", "time"):
        names = (element.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if any(name in _DATE_NAMES for name in names):
            yield element.get("content") or element.get("datetime") or ""


def _linked_data_dates(tree: _Element) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.get("type", "").lower() != "application/ld+json":
            continue
        try:
            data: object = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # pages do carry broken JSON-LD; what else they state still counts
        yield from _dates_of(data, _DEEPEST)


def _dates_of(data: object, depth: int) -> Iterator[str]:
    """The values of ``datePublished`` in an object of JSON-LD, in its lists, and in ``@graph``."""
    if isinstance(data, list) and depth:
        for item in data:
            yield from _dates_of(item, depth - 1)
    elif isinstance(data, dict):
        if isinstance(value := data.get("datePublished"), str):
            yield value
        yield from _dates_of(data.get("@graph"), depth - 1)
