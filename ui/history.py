"""The queries that were run in one session of the browser, newest first, for going back to one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from builder.errors import RasdError
from builder.sparql.catalogue import catalogue
from ui.answers import Kind, Question, Shown
from ui.labels import Labels, Words

MOST_ENTRIES = 20
LONGEST_EXCERPT = 60
"""Code points of a query's text, or of the values of its parameters, that a line of the history shows."""

_PROLOGUE = re.compile(r"\s*(?:#|PREFIX\b|BASE\b|$)", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


@dataclass(frozen=True, slots=True)
class Entry:
    """A query that was run, when, and what came of it.

    ``kind`` is None where it failed; then ``rows`` is 0. ``cut`` where there were more rows than ``rows``. ``seconds``
    is what the answer took when it was first given.
    """

    question: Question
    at: datetime
    seconds: float
    kind: Kind | None
    rows: int
    cut: bool


def entry_of(question: Question, result: Shown | RasdError, at: datetime, seconds: float) -> Entry:
    """The entry of a query that was run at *at* and came back after *seconds* with an answer or an error."""
    if isinstance(result, RasdError):
        return Entry(question, at, seconds, None, 0, False)
    return Entry(question, at, result.seconds, result.kind, len(result.rows), result.cut)


def remembered(entries: tuple[Entry, ...], new: Entry) -> tuple[Entry, ...]:
    """The entries with a *new* one on top; the same query with the same values stands there once, the oldest go."""
    others = (entry for entry in entries if entry.question != new.question)
    return (new, *others)[:MOST_ENTRIES]


def line_of(entry: Entry, labels: Labels, zone: str | None) -> str:
    """What was asked, when by the clock in the time *zone* of the browser, and what came of it, in one line."""
    question = entry.question
    titles = {query.name: Words(query.title_ar, query.title_en).get(labels.language) for query in catalogue()}
    parts = [
        f"{entry.at.astimezone(_zone(zone)):%H:%M:%S}",
        titles.get(question.name, labels("sparql.own")),
        _excerpt(question, is_named=question.name in titles),
        _came_of(entry, labels),
        labels("sparql.seconds", seconds=f"{entry.seconds:.2f}"),
    ]
    # Each part keeps its own direction (U+2068 and U+2069).
    return " · ".join(f"\u2068{part}\u2069" for part in parts if part)


def escaped(text: str) -> str:
    """The text for a label of Streamlit, which would take signs in it for Markdown."""
    return _MARKS.sub(r"\\\1", text)


def _excerpt(question: Question, *, is_named: bool) -> str:
    """The values of a named query, the first line of another one that is neither comment nor prefix."""
    if is_named:
        text = ", ".join(value for _, value in question.values)
    else:
        text = next((line.strip() for line in question.text.splitlines() if not _PROLOGUE.match(line)), "")
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"


def _came_of(entry: Entry, labels: Labels) -> str:
    match entry.kind:
        case None:
            return labels("sparql.history.failed")
        case Kind.YES_OR_NO:
            return labels("sparql.history.answered")
    return labels("sparql.rows", n=f"{entry.rows:,}{'+' if entry.cut else ''}")


def _zone(name: str | None) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):  # the browser's word
        return UTC
