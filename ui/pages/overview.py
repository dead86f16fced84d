"""The overview: figures of the store, and the table of attacks with its filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING

import streamlit as st

from ui import frame
from ui.filters import choose_filter

if TYPE_CHECKING:
    from ui.labels import Labels
    from ui.lines import Filter
    from ui.records import AttackLine, Figures

LINES_A_PAGE = 50


def show_figures(figures: Figures, labels: Labels) -> None:
    """Draw the counts."""
    names = ("articles", "attacks", "series", "claims", "conflicts", "without", "rejected")
    frame.html("figures", labels, figures=list(zip(names, astuple(figures), strict=True)))


def show_lines(wanted: Filter, every: Sequence[AttackLine], labels: Labels) -> None:
    """Draw the attacks that the filters leave, a page at a time."""
    lines = wanted.apply(every)
    frame.html("found", labels, found=len(lines), total=len(every))
    if not lines:
        st.info(labels("attacks.none"))
        return
    number = 1
    place = st.container()
    pages = -(-len(lines) // LINES_A_PAGE)
    if pages > 1:
        number = st.pagination(pages, key=f"rasd-page-{hash(wanted)}")  # another filter begins at its first page
    first = (number - 1) * LINES_A_PAGE
    with place:
        frame.html("attacks", labels, lines=lines[first : first + LINES_A_PAGE])


labels = frame.labels()
data = frame.open_data(labels)
figures = data.figures()
show_figures(figures, labels)
lines = data.lines()
if lines:
    frame.html("section", labels, title=labels("attacks"))
    show_lines(choose_filter(lines, labels), lines, labels)
else:
    text = labels("state.no_attack.text", articles=figures.articles)
    frame.notice(labels("state.no_attack.title"), text, labels)
