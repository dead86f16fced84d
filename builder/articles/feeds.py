"""Feeds (RSS, Atom): an article from each entry, of as much text as the feed itself carries."""

from __future__ import annotations

import html.entities
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import feedparser
from lxml import etree

from builder.articles.assemble import Defaults, Found, assemble, parse_day
from builder.articles.encoding import decode_page
from builder.articles.fragments import fragment_text
from builder.articles.page_dates import day_in_text
from builder.articles.rejection import Outcomes, Rejection
from builder.errors import ArticleError

_MOST_NODES = 100_000  # elements and attributes; a feed of 100 entries has some 2,000. feedparser takes 5 s for these
_MOST_ATTRIBUTES = 100  # of one element, namespaces included
_NAMED_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_REFERENCES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_WEB = ("http://", "https://")

_Entry = Mapping[str, object]


def read_feed(
    data: bytes, defaults: Defaults, *, stem: str, source: str, charset: str | None = None, url: str | None = None
) -> Outcomes:
    """The article or rejection of each entry; lines are None but for a fault of the XML.

    The id is the entry's own (``guid``, ``id``), else its link, else ``stem`` and its number. The text is the longer of
    content and summary: an entry that has only a teaser gives an article of title and teaser, and its link is not
    followed. The outlet is the source that an entry names, else the feed's title. The day of publication is the day
    that the entry states in its own time zone; that of the last change counts where nothing else is stated, since
    entries of Atom need not have another. The language that a feed states is not used: many state the default of
    their software. *url* is where the feed was found, for relative links.

    A feed that is not well-formed is read as far as it can be, with a rejection for the fault. Entities of its own are
    not supported.
    """
    try:
        root, fault = _parse(decode_page(data, charset, source=source), source)
    except ArticleError as error:
        yield error.line, Rejection.of(error)
        return
    feed = feedparser.parse(
        io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True)),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    entries: list[_Entry] = feed["entries"]
    if not feed.get("version") or not entries:
        reason = "feed without entries" if feed.get("version") else "no feed: neither RSS nor Atom"
        yield None, Rejection(source, None, reason)
    outlet = _plain(_value(feed["feed"], "title")) or None
    for number, entry in enumerate(entries, 1):
        try:
            found = _found(entry, f"{stem}:{number}", outlet, url)
            yield None, assemble(found, defaults, source=source)
        except ArticleError as error:
            name = _value(entry, "link") or _value(entry, "id")
            yield None, Rejection(source, None, f"entry {number}{f' ({name:.200})' if name else ''}: {error.reason}")
    if fault is not None:
        yield fault.line, fault


def _parse(text: str, source: str) -> tuple[etree._Element, Rejection | None]:
    """The XML, and where it is not well-formed the fault."""
    if "<!ENTITY" in text:
        raise ArticleError("entities of its own are not supported", source=source)
    text = text.lstrip("\ufeff \t\r\n")
    data = text.encode("utf-8", errors="replace")
    fault = None
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError:
        data = _NAMED_REFERENCE.sub(_character, text).encode("utf-8", errors="replace")
        try:
            root = etree.fromstring(data, _parser(recover=False))
        except etree.XMLSyntaxError as error:
            reason = f"read only in part: no well-formed XML: {' '.join((error.msg or '').split()):.200}"
            fault = Rejection(source, error.lineno or None, reason)
            root = _recovered(data)
    if root is None:
        raise ArticleError("no feed: no XML", source=source)
    try:
        _check_size(root, source)
    except UnicodeDecodeError:  # repaired XML can hold halves of surrogate pairs
        raise ArticleError("broken character: half of a surrogate pair", source=source) from None
    return root, fault


def _recovered(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, _parser(recover=True))
    except etree.XMLSyntaxError:
        return None


def _parser(*, recover: bool) -> etree.XMLParser:
    """A parser with the limits of libxml2: 256 levels, 10 MB in one text; nothing is loaded from elsewhere."""
    return etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def _character(match: re.Match[str]) -> str:
    """What a reference of HTML stands for, which XML does not know."""
    name = match[1]
    return match[0] if name in _XML_REFERENCES else html.entities.html5.get(f"{name};", match[0])


def _check_size(root: etree._Element, source: str) -> None:
    nodes = 0
    for element in root.iter("*"):
        attributes = len(element.attrib)
        nodes += 1 + attributes
        if nodes > _MOST_NODES or attributes > _MOST_ATTRIBUTES or len(element.nsmap) > _MOST_ATTRIBUTES:
            raise ArticleError("feed too large", source=source)


def _found(entry: _Entry, fallback: str, outlet: str | None, url: str | None) -> Found:
    link = _value(entry, "link").strip()
    address = urljoin(url, link) if url and link else link
    return Found(
        id=_value(entry, "id").strip() or address or fallback,
        title=_plain(_value(entry, "title")),
        text=max(_texts(entry), key=len, default=""),
        published=_published(entry),
        outlet=_plain(_value(_mapping(entry.get("source")), "title")) or outlet,
        url=address if address.lower().startswith(_WEB) else None,
    )


def _texts(entry: _Entry) -> Iterator[str]:
    contents = entry.get("content")
    parts = [*(contents if isinstance(contents, list) else ()), entry.get("summary_detail")]
    for part in map(_mapping, parts):
        value = _value(part, "value")
        yield value.strip() if _value(part, "type") == "text/plain" else fragment_text(value)


def _published(entry: _Entry) -> str | None:
    """ISO date of the day as stated; the words themselves where they are no date."""
    for key in ("published", "updated"):
        if key in entry and (stated := _value(entry, key).strip()):
            day = parse_day(stated) or _mail_day(stated) or day_in_text(stated) or _parsed_day(entry[f"{key}_parsed"])
            return day.isoformat() if day else stated
    return None


def _mail_day(text: str) -> date | None:
    """The day of an RFC 5322 date, as it is written."""
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, OverflowError):
        return None


def _parsed_day(parsed: object) -> date | None:
    """The day in UTC of what feedparser made of a date in another form."""
    try:
        return date(*parsed[:3]) if isinstance(parsed, tuple) else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    """A title on one line; feeds write references and elements in it."""
    return fragment_text(text).replace("\n", " ") if "<" in text or "&" in text else " ".join(text.split())


def _mapping(value: object) -> _Entry:
    return value if isinstance(value, Mapping) else {}


def _value(mapping: object, key: str) -> str:
    value = mapping.get(key) if isinstance(mapping, Mapping) else None
    return value if isinstance(value, str) else ""
