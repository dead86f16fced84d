"""Parts of the pages that list things: pages of a list, a field for searches, and a way to the attacks behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from builder.graph.iris import ID
from ui import frame
from ui.filters import address_of
from ui.labels import Labels, Words
from ui.records import AttackLine, Thing
from ui.selection import Filter
from ui.trends import by_week
from ui.views import show_weeks

ENTITY = "id"
"""Name in the address of the entity that a page is about."""

_TEXT = "text"
_ATTACKS_A_PAGE = 10
_FACTS_A_PAGE = 30
_THINGS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Link:
    """Words in a table that lead to an address."""

    words: Words
    href: str


# Of a table: an entity, words with or without a link, a number, attacks behind a click, or None for nothing.
Cell = Thing | Link | str | int | Sequence[AttackLine] | None
Row = Sequence[Cell]

Item = TypeVar("Item")


def asked_entity() -> str:
    """The IRI that the address asks for, which may stand there without its usual beginning; empty for the list."""
    name = st.query_params.get(ENTITY, "")
    return name if not name or ":" in name else ID + name


def entity_link(thing: Thing, page: str, labels: Labels) -> Link:
    """A link to what a page knows of an entity."""
    parameters = {ENTITY: thing.iri.removeprefix(ID), frame.LANGUAGE: labels.language.value}
    return Link(thing.words, f"{page}?{urlencode(parameters)}")


def choose_text(labels: Labels, hint: str) -> str:
    """Draw a field for a search; what is written there stands in the address."""
    key = "rasd-listing-text"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(_TEXT, "")

    def keep() -> None:
        if text := st.session_state[key]:
            st.query_params[_TEXT] = text
        else:
            st.query_params.pop(_TEXT, None)

    text = st.text_input(labels("filter.text"), key=key, placeholder=hint, on_change=keep)
    return (text or "").strip()


def show_pages(items: Sequence[Item], length: int, key: str, draw: Callable[[Sequence[Item]], None]) -> None:
    """Draw *length* items at a time; another *key* begins at its first page."""
    place = st.container()
    pages = -(-len(items) // length)
    number = st.pagination(pages, key=f"rasd-pages-{key}") if pages > 1 else 1
    with place:
        draw(items[(number - 1) * length : number * length])


def show_attacks(
    title: str, lines: Sequence[AttackLine], labels: Labels, *, key: str, wanted: Filter | None = None
) -> None:
    """Draw a section with a few attacks at a time; *wanted* is the filter by which the page of attacks has the same."""
    more = attacks_address(wanted, labels) if wanted else ""
    frame.html("counted-section", labels, title=title, number=len(lines), more=more)
    if lines:
        show_pages(lines, _ATTACKS_A_PAGE, key, lambda some: frame.html("attacks", labels, lines=some))
    else:
        frame.html("none", labels)


def attacks_address(wanted: Filter, labels: Labels) -> str:
    """The address of the page of attacks with this filter."""
    return "attacks?" + urlencode({**address_of(wanted), frame.LANGUAGE: labels.language.value}, doseq=True)


def show_facts(title: str, columns: Sequence[str], rows: Sequence[Row], labels: Labels, *, text: str = "") -> None:
    """Draw a section with a table; *columns* are keys of labels, *text* says what the table is."""
    frame.html("counted-section", labels, title=title, number=len(rows), more="")
    if text:
        frame.html("lead", labels, text=text)
    show_pages(
        rows,
        _FACTS_A_PAGE,
        f"facts-{title}",
        lambda some: frame.html("facts-table", labels, title=title, columns=columns, rows=some),
    )


def show_list(title: str, columns: Sequence[str], rows: Sequence[Row], labels: Labels, *, key: str) -> None:
    """Draw the table of a whole page; another *key* begins at its first page."""
    show_pages(
        rows,
        _THINGS_A_PAGE,
        key,
        lambda some: frame.html("facts-table", labels, title=title, columns=columns, rows=some),
    )


def show_weeks_of(lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw a section with the number of attacks by week and type, if any of them has a day."""
    weeks = by_week(lines, lambda line: [labels.term("type", line.attack_type)])
    if weeks:
        frame.html("section", labels, title=labels("listing.weeks"))
        show_weeks(weeks, labels)


def unknown(iri: str, page: str, labels: Labels) -> None:
    """Say that there is no such thing, with the way back to the list of the *page*."""
    frame.notice(
        labels("listing.unknown.title"), labels("listing.unknown.text", iri=frame.isolated(iri)), labels, level=1
    )
    frame.html("back", labels, page=page)
