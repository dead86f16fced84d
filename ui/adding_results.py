"""A batch that is being put into the graph, and what became of it, as the page shows it to every session."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st

from builder.graph.iris import article_iri
from ui import frame
from ui.adding import Added, Job, put_in
from ui.data import Data
from ui.labels import Labels, Words, read_labels
from ui.listing import Row, show_list
from ui.records import AttackLine
from ui.staging import RefusedError

_SECONDS = 1.0  # between two looks at a batch
_CLOSED = "rasd-add-closed"
_COLUMNS = ("add.column.article", "add.column.result", "add.column.attacks", "add.column.reason")
_STATES = ("added", "changed", "unchanged", "rejected")
_REASON = "reason."


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
    if len(job.done) == 1 and attacks:
        frame.html("behind", labels, label=Words(_title(job, job.done[0])), lines=next(iter(attacks.values())))
        return
    in_order = sorted(job.done, key=lambda added: -_STATES.index(added.state))
    rows: list[Row] = [
        (
            _title(job, added),
            labels(f"add.result.{added.state}"),
            attacks.get(added.name),
            explain(added.reason, labels) or None,
        )
        for added in in_order
    ]
    show_list(labels("add.results"), _COLUMNS, rows, labels, key=f"added-{job.finished_at}")


def _title(job: Job, added: Added) -> str:
    line = f", {added.line}" if added.line is not None else ""
    return job.titles.get(added.name) or f"{added.name}{line}"


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
    """Why an input was rejected, in words of the interface where it has some, with those of the reader."""
    keys = [key for key in read_labels() if key.startswith(_REASON) and reason.startswith(key.removeprefix(_REASON))]
    return f"{labels(max(keys, key=len))} {frame.isolated(f'({reason})')}" if keys else reason


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
