"""A batch that is being put into the graph, and what became of it, as the page shows it to every session."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from builder.graph.iris import article_iri
from ui import frame
from ui.adding import Added, Job, put_in
from ui.data import Data
from ui.labels import Labels, read_labels
from ui.listing import show_pages
from ui.records import AttackLine
from ui.staging import RefusedError

_SECONDS = 1.0  # between two looks at a batch
_CLOSED = "rasd-add-closed"
_ROWS_A_PAGE = 50
_LINKS = 5  # of one article, before the others are folded
_STATES = ("added", "changed", "unchanged", "rejected")
_REASON = "reason."


@dataclass(frozen=True, slots=True)
class Row:
    """An article or a rejected input in a table.

    ``state`` and ``note`` are words of the interface, ``explained`` too; ``reason`` are those of the reader.
    """

    title: str
    state: str
    is_rejected: bool = False
    published: str = ""
    note: str = ""
    reason: str = ""
    explained: str = ""
    attacks: Sequence[AttackLine] = ()

    @property
    def tone(self) -> str:
        """The look of the badge with the state."""
        return "conflict" if self.is_rejected else "plain"


def show_job(job: Job, labels: Labels) -> None:
    """Draw how far a batch is, again and again, or how it ended, until the session closes that."""
    if job.running:
        _show_progress(job, labels)
    elif st.session_state.get(_CLOSED) != job.finished_at:
        _show_end(job, labels)


@st.fragment(run_every=_SECONDS)
def _show_progress(job: Job, labels: Labels) -> None:
    if not job.running:
        st.rerun()
    done = len(job.done)
    text = labels("add.progress", done=f"{done:,}", total=f"{job.total:,}", rate=f"{job.rate:.1f}")
    if job.merging:
        text = labels("add.merging")
    elif not done:
        text = labels("add.starting")
    st.progress(min(1.0, done / max(1, job.total)), text)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(labels("add.stop"), key="rasd-add-stop", disabled=job.merging):
            job.stop()
            st.info(labels("add.stopping"))
        st.caption(labels("add.goes_on"))


def _show_end(job: Job, labels: Labels) -> None:
    title = labels(f"add.ended.{job.ended}.title")
    text = labels(f"add.ended.{job.ended}.text", seconds=f"{job.seconds:.0f}")
    if job.ended == "done":
        st.success(f"**{title}**. {text}")
    else:
        st.error(f"**{title}**. {text}")
        if job.detail:
            st.code(job.detail, language=None, wrap_lines=True)
    if job.done:
        show_added(job, labels)
    with st.container(horizontal=True):
        if job.reading is not None and st.button(labels("add.again"), key="rasd-add-again", type="primary"):
            _try_again(job, labels)
        if job.done:
            st.download_button(
                labels("add.result.file"), lambda: as_csv(job.done), file_name="added.csv", mime="text/csv"
            )
        if st.button(labels("add.close"), key="rasd-add-close"):
            st.session_state[_CLOSED] = job.finished_at
            st.rerun()


def _try_again(job: Job, labels: Labels) -> None:
    if job.reading is None:
        return
    try:
        put_in(job.reading, job.store)
    except RefusedError as error:
        st.error(labels(f"add.refused.{error.key}", **error.values))
    else:
        st.rerun()


def show_added(job: Job, labels: Labels) -> None:
    """Draw what became of each article, with links to its attacks."""
    counts = job.counts()
    frame.html("section", labels, title=labels("add.results"))
    frame.html("adding-counts", labels, counts=[(state, counts[state]) for state in _STATES if counts[state]])
    attacks = _attacks(job.done)
    rows = [
        Row(
            job.titles.get(added.name) or input_name(added.name, added.line),
            labels(f"add.result.{added.state}"),
            is_rejected=added.state == "rejected",
            reason=added.reason,
            explained=explain(added.reason, labels),
            attacks=attacks.get(added.name, ()),
        )
        for added in sorted(job.done, key=lambda added: -_STATES.index(added.state))
    ]
    show_rows(labels("add.results"), "add.column.result", rows, labels, key=f"added-{job.finished_at}")


def show_rows(title: str, column: str, rows: Sequence[Row], labels: Labels, *, key: str) -> None:
    """Draw a table of articles; *column* is the label above their states."""
    show_pages(
        rows,
        _ROWS_A_PAGE,
        key,
        lambda some: frame.html("adding-items", labels, title=title, column=column, rows=some, most=_LINKS),
    )


def input_name(name: str, line: int | None) -> str:
    """The name of an input, with the line where something is wrong."""
    return name if line is None else f"{name}, {line}"


def _attacks(done: Sequence[Added]) -> Mapping[str, list[AttackLine]]:
    """The attacks of each article that is in the store, by its id."""
    data = Data.from_environment()
    articles = {article_iri(added.name): added.name for added in done if added.state != "rejected"}
    if not articles or not data.version:
        return {}
    lines = {line.iri: line for line in data.lines()}
    return {
        articles[article]: [lines[attack] for attack in attacks if attack in lines]
        for article, attacks in data.attacks_in(list(articles)).items()
    }


def explain(reason: str, labels: Labels) -> str:
    """Why an input was rejected, in words of the interface; empty where it has none for what the reader says."""
    keys = [key for key in read_labels() if key.startswith(_REASON) and reason.startswith(key.removeprefix(_REASON))]
    return labels(max(keys, key=len)) if keys else ""


def as_csv(done: Sequence[Added]) -> bytes:
    """What became of each article, as a table with headings, in UTF-8 with a mark for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("article", "line", "result", "attacks", "reason"))
    writer.writerows((_inert(one.name), one.line, one.state, one.events, _inert(one.reason)) for one in done)
    return out.getvalue().encode("utf-8-sig")


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
