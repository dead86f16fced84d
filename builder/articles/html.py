"""HTML pages: the article by trafilatura, its date where the page states it for machines or as a date of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Protocol

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from builder.articles.assemble import Defaults, Found, assemble, parse_day
from builder.articles.page_dates import Label, dated_lines
from builder.errors import ArticleError
from builder.model import Article

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})

_MOST_ELEMENTS = 50_000  # a news page has a few thousand; trafilatura takes ten seconds for 300,000
_MOST_TEXTS = 5_000  # pieces that are searched for dates; a news page has some hundreds
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

_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")  # the first counts
_NO_DATES_IN = frozenset({"aside", "footer", "nav", "noscript", "script", "style", "template"})


class _Element(Protocol):
    """What is used of an element of lxml, which has no type hints."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    def __iter__(self) -> Iterator[_Element]: ...
    def get(self, key: str, default: str = "") -> str: ...
    def iter(self, *tags: str) -> Iterator[_Element]: ...


def read_html(html: str, defaults: Defaults, *, identifier: str, source: str, url: str | None = None) -> Article:
    """The article of a page: title, text, site name, address and day of publication.

    The day is taken from JSON-LD, ``meta`` elements, ``time`` elements that all name one day, or from text that is
    nothing but a date (:func:`builder.articles.page_dates.dated_lines`): days labelled as those of publication, else
    days without a label below the page's first ``h1``, if they all are one. Dates in sentences, menus and footers and
    those of a last change do not count. *url* is where the page was found, for one that does not state its address.

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
    return assemble(Found(identifier, title, text, published, site, page.url or url), defaults, source=source)


def _is_article(text: str) -> bool:
    return any(len(line.split()) >= _SHORTEST_ARTICLE for line in text.split("\n"))


def _site_name(tree: _Element) -> str | None:
    """The site's own name, or that of the publisher; trafilatura falls back to the title, which is no outlet."""
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        if content := " ".join(meta.get("content", "").split()):
            named.setdefault((meta.get("property") or meta.get("name", "")).lower(), content)
    stated = (named[name] for name in _SITE_NAMES if name in named)
    return next(stated, None) or next(_linked_data_publishers(tree), None)


def _published(tree: _Element) -> str | None:
    """The first valid date of JSON-LD, else of the other metadata, else the one day of time elements or of the text."""
    stated = [*_linked_data_dates(tree), *_metadata_dates(tree)]
    first = next((text for text in stated if parse_day(text)), None)
    if first is not None:
        return first
    times = (element.get("datetime", "") for element in tree.iter("time"))
    day = _only_day(map(parse_day, times)) or _day_of_text(tree)
    return day.isoformat() if day else None


def _only_day(days: Iterable[date | None]) -> date | None:
    distinct = {day for day in days if day}
    return distinct.pop() if len(distinct) == 1 else None


def _day_of_text(tree: _Element) -> date | None:
    """The newspaper's date of today stands above the headline, dates of other articles beside or below the text."""
    texts = list(islice(_texts(tree), _MOST_TEXTS))
    lines = dated_lines(text for text, _ in texts)
    labelled = [line.day for line in lines if line.label is Label.PUBLISHED]
    if labelled:
        return _only_day(labelled)
    return _only_day(line.day for line in dated_lines(text for text, below in texts if below) if line.label is None)


def _texts(tree: _Element) -> Iterator[tuple[str, bool]]:
    """The pieces of text of a page in their order, and whether they stand below its first ``h1``."""
    below = False
    left: list[tuple[_Element, bool]] = [(tree, False)]  # the second time for the text after the element
    while left:
        element, done = left.pop()
        if done:
            below = below or element.tag == "h1"
            if element.tail and element.tail.strip():
                yield element.tail, below
            continue
        left.append((element, True))
        if isinstance(element.tag, str) and element.tag not in _NO_DATES_IN:
            if element.text and element.text.strip():
                yield element.text, below
            left.extend((child, False) for child in reversed(list(element)))


def _metadata_dates(tree: _Element) -> Iterator[str]:
    for element in tree.iter("meta", "time"):
        names = (element.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if any(name in _DATE_NAMES for name in names):
            yield element.get("content") or element.get("datetime") or ""


def _linked_data_dates(tree: _Element) -> Iterator[str]:
    for node in _linked_data(tree):
        if isinstance(value := node.get("datePublished"), str):
            yield value


def _linked_data_publishers(tree: _Element) -> Iterator[str]:
    for node in _linked_data(tree):
        publisher = node.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and not name.startswith(("http:", "https:")):
            yield " ".join(name.split())


def _linked_data(tree: _Element) -> Iterator[dict[str, object]]:
    """The objects of the page's JSON-LD."""
    for script in tree.iter("script"):
        if script.get("type", "").lower() != "application/ld+json":
            continue
        try:
            data: object = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue  # pages do carry broken JSON-LD; what else they state still counts
        yield from _nodes(data, _DEEPEST)


def _nodes(data: object, depth: int) -> Iterator[dict[str, object]]:
    """An object of JSON-LD, and those in its lists and in ``@graph``."""
    if isinstance(data, list) and depth:
        for item in data:
            yield from _nodes(item, depth - 1)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"), depth - 1)
