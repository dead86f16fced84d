"""The last step of every reader: what was found in an input is checked and becomes an article."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from builder.articles.furniture import remove_furniture
from builder.errors import ArticleError
from builder.model import Article
from builder.resources import read_table
from builder.text.normalize import normalize_text

_LOG = logging.getLogger(__name__)

MAX_BYTES = 16 * 1024 * 1024  # of a file with one article, or of a line of JSON Lines
MAX_CODE_POINTS = 400_000  # of title and text together: a long book; its extraction takes some seconds
_YEARS = range(1800, 2201)  # outside, it is a slip of the keyboard, and sums of dates could overflow
_ISO_DAY = re.compile(r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?\s*", re.DOTALL)

_LEAST_ARABIC = 0.40  # of all letters
_LEAST_ARTICLES = 0.02  # of the words of a text: with the Arabic article; Persian and Urdu have next to none
_ENOUGH_WORDS = 50  # a shorter text may do without the article


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found, as it was given; ``published`` is the text of a date or date-time."""

    id: str
    title: str
    text: str
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the user says of all inputs; it counts where an input does not say."""

    published: date | None = None
    outlet: str | None = None


def assemble(found: Found, defaults: Defaults, *, source: str, line: int | None = None) -> Article:
    """Makes the article: line ends as line feeds, furniture removed, all else as it was given.

    A line feed in the title becomes a space. A date that is not ISO 8601 counts as unknown, with a warning.

    :raises ArticleError: if there is no text, too much of it, a broken character, or not Arabic.
    """
    size = len(found.title) + len(found.text)
    if size > MAX_CODE_POINTS:
        raise ArticleError(f"text too long: {size:,} characters, at most {MAX_CODE_POINTS:,}", source=source, line=line)
    if any(_has_surrogate(value) for value in (found.id, found.title, found.text, found.outlet, found.url)):
        raise ArticleError("broken character: half of a surrogate pair", source=source, line=line)
    title = found.title.replace("\r\n", "\n").replace("\n", " ")
    cleaned = remove_furniture(found.text.replace("\r\n", "\n"))
    for removed in cleaned.removed:
        _LOG.debug("%s: removed the line %r", found.id, removed)
    if not title.strip() and not cleaned.text.strip():
        raise ArticleError("no text", source=source, line=line)
    if reason := _not_arabic(title + "\n" + cleaned.text, found.lang):
        raise ArticleError(reason, source=source, line=line)
    published = defaults.published
    if found.published:
        published = parse_day(found.published) or published
        if parse_day(found.published) is None:
            _LOG.warning("%s: no ISO date, taken as unknown: %.40r", found.id, found.published)
    outlet = found.outlet or defaults.outlet
    return Article(found.id, title, cleaned.text, published, outlet, found.url, found.lang or "ar")


def parse_day(text: str) -> date | None:
    """The calendar day of an ISO 8601 date or date-time as it is written, with no shift to another time zone."""
    match = _ISO_DAY.fullmatch(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match.group(1))
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _has_surrogate(value: str | None) -> bool:
    try:
        (value or "").encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _with_article() -> tuple[str, ...]:
    return tuple(row["form"] for row in read_table("clitics.tsv") if row["article"] == "yes")


def _not_arabic(text: str, lang: str | None) -> str | None:
    """Why *text* is not Arabic, or None where it is."""
    if lang and lang.lower().replace("_", "-").split("-")[0] not in {"ar", "ara"}:
        return f"not Arabic (language {lang:.20})"
    plain = normalize_text(text)
    counts = Counter(plain)
    letters = sum(count for character, count in counts.items() if character.isalpha())
    arabic = sum(count for character, count in counts.items() if "\u0620" <= character <= "\u06d3")
    if not letters:
        return "no text"
    if arabic < _LEAST_ARABIC * letters:
        return f"not Arabic ({arabic / letters:.0%} Arabic letters)"
    words = plain.split()
    beginnings = _with_article()
    articles = sum([word.startswith(beginnings) for word in words])
    if len(words) >= _ENOUGH_WORDS and articles < _LEAST_ARTICLES * len(words):
        return "not Arabic (Arabic letters, but hardly a word with the article)"
    return None
