"""Adding articles: what is found in them is shown first, then they are put into the graph."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import streamlit as st

from ui import frame
from ui.adding import Item, ItemState, Reading, latest_job, put_in, read
from ui.adding_forms import ask
from ui.adding_results import Row, explain, input_name, show_job, show_rows
from ui.choice import Choice, may_add
from ui.labels import Labels, read_labels
from ui.marking import show_article
from ui.preview import Preview, read_preview, untold
from ui.records import Report
from ui.staging import RefusedError, Staging, preview_file

READING = "rasd-add-reading"


def refuse(choice: Choice, labels: Labels) -> None:
    """Say how articles are added where it is not done here."""
    if choice.endpoint is not None:
        endpoint = shlex.quote(choice.endpoint)
        commands = ("rasd build FOLDER --store rasd-store", f"rasd push --store rasd-store --endpoint {endpoint}")
        text = labels("add.endpoint.text", source=frame.isolated(choice.endpoint))
        frame.notice(labels("add.endpoint.title"), text, labels, commands=commands)
        return
    store = shlex.quote(str(choice.store))
    commands = (f"rasd ui --store {store} --allow-adding", f"rasd build FOLDER --store {store}")
    frame.notice(labels("add.closed.title"), labels("add.closed.text"), labels, commands=commands)


def look_at(staging: Staging, store: Path, labels: Labels) -> Reading | None:
    """What is found in a batch, with the progress shown; None if it could not be begun.

    A new run of the page ends it.
    """
    bar = st.progress(0.0, labels("add.reading"))
    reading: Reading | None = None
    try:
        with closing(read(staging, store)) as steps:
            for reading in steps:
                if reading.read and (total := len(reading.articles)):
                    done = total - reading.waiting
                    bar.progress(done / total, labels("add.extracting", done=f"{done:,}", total=f"{total:,}"))
    except OSError as error:
        st.error(labels("add.disk", reason=frame.isolated(error.strerror or str(error))))
    bar.empty()
    return reading


def show_reading(reading: Reading, store: Path, labels: Labels) -> None:
    """Draw what was found in a batch, and the button that puts it into the graph."""
    frame.html("section", labels, title=labels("add.section.preview"))
    warn(reading, labels)
    items = list(reading.items.values())
    if len(items) > 1:
        show_items(items, labels)
    elif items and not reading.articles:
        show_nothing(items[0].reason, labels)
    offer(reading, store, labels)
    shown = [item for item in reading.articles if item.state in (ItemState.ATTACK, ItemState.NO_ATTACK)]
    item = choose(shown, labels)
    if item is not None:
        show_preview(read_preview(preview_file(reading.staging.folder, item.number)), item, labels)
    elif len(items) == 1 and items[0].reason and reading.articles:
        show_nothing(items[0].reason, labels)


def show_nothing(reason: str, labels: Labels) -> None:
    """Say why the only input is rejected."""
    text = explain(reason, labels) or labels("add.nothing.text")
    frame.notice(labels("add.nothing.title"), text, labels, detail=reason)


def warn(reading: Reading, labels: Labels) -> None:
    """Say what of the batch is missing here, and why."""
    if reading.cut:
        st.warning(labels(f"add.cut.{reading.cut}", n=f"{reading.most:,}"))
    if not reading.read and not reading.problem:
        st.error(labels("add.not_read"))
    if reading.problem:
        st.error(labels("add.problem"))
        st.code(reading.problem, language=None, wrap_lines=True)
    if reading.read and reading.waiting:
        st.info(labels("add.not_extracted", n=f"{reading.waiting:,}"))


def show_items(items: Sequence[Item], labels: Labels) -> None:
    """Draw the list of a batch, what was rejected first."""
    rows = [
        Row(
            item.title or input_name(item.name, item.line),
            state_of(item, labels),
            is_rejected=item.state is ItemState.REJECTED,
            published=item.published,
            note=stored_as(item, labels),
            reason=item.reason,
            explained=explain(item.reason, labels),
        )
        for item in sorted(items, key=lambda item: item.state is not ItemState.REJECTED)
    ]
    show_rows(labels("add.section.articles"), "add.column.state", rows, labels, key="add-items")


def stored_as(item: Item, labels: Labels) -> str:
    """What the store has of an article, in words; empty where it has nothing."""
    return labels(f"add.stored.{item.stored}") if item.stored else ""


def state_of(item: Item, labels: Labels) -> str:
    """What was found in an item, in words."""
    return labels(f"add.state.{item.state}", n=item.events)


def offer(reading: Reading, store: Path, labels: Labels) -> None:
    """Draw the button that puts a batch into the graph, and the one that gives it up."""
    with st.container(horizontal=True):
        if reading.read and reading.articles:
            number = len(reading.articles)
            title = labels("add.put") if number == 1 else labels("add.put.n", n=f"{number:,}")
            if st.button(title, key="rasd-add-put", type="primary"):
                begin(reading, store, labels)
        if st.button(labels("add.cancel"), key="rasd-add-cancel"):
            del st.session_state[READING]
            st.rerun()


def begin(reading: Reading, store: Path, labels: Labels) -> None:
    """Put a batch into the graph; the preview is gone then, and stays where that is refused."""
    try:
        put_in(reading, store)
    except RefusedError as error:
        st.error(labels(f"add.refused.{error.key}", **error.values))
    except OSError as error:
        st.error(labels("add.disk", reason=frame.isolated(error.strerror or str(error))))
    else:
        del st.session_state[READING]
        st.rerun()


def choose(items: Sequence[Item], labels: Labels) -> Item | None:
    """The item whose preview is to be drawn, those with attacks first."""
    if len(items) < 2:
        return items[0] if items else None
    in_order = sorted(items, key=lambda item: item.state is not ItemState.ATTACK)
    return st.selectbox(
        labels("add.choose"),
        in_order,
        format_func=lambda item: f"{item.title} ({state_of(item, labels)})",
        key="rasd-add-choice",
    )


def show_preview(preview: Preview, item: Item, labels: Labels) -> None:
    """Draw what was found in one article beside its text."""
    if item.stored:
        st.info(stored_as(item, labels))
    found, article = st.columns([1, 1], gap="medium")
    with found:
        frame.html("adding-article", labels, article=preview.article)
        if not preview.reports:
            show_no_attack(preview, labels)
        number = 0
        for name, reports in (
            ("attacks", preview.attacks),
            ("series", preview.series),
            ("background", preview.background),
        ):
            if reports:
                frame.html("section", labels, title=labels(f"add.{name}"))
            for report in reports:
                number += 1
                frame.html(
                    "adding-attack",
                    labels,
                    report=report,
                    number=number,
                    untold=untold(report),
                    text=preview.article.text,
                )
        if preview.left_out:
            frame.html("lead", labels, text=labels("add.left_out", n=f"{preview.left_out:,}"))
        if preview.reports:
            frame.html("lead", labels, text=labels("add.merged_later"))
    with article:
        frame.html("section", labels, title=labels("section.article"))
        show_article(preview.article, marked(preview.reports, labels), 0, labels)


def marked(reports: Sequence[Report], labels: Labels) -> Sequence[Report]:
    """The reports whose words are to be marked: all, or the one that is chosen by its number."""
    if len(reports) < 2:
        return reports
    chosen = st.segmented_control(
        labels("add.marks"),
        [0, *range(1, len(reports) + 1)],
        format_func=lambda number: str(number) if number else labels("add.marks.all"),
        default=0,
        required=True,
        key="rasd-add-marks",
    )
    return [reports[chosen - 1]] if chosen and chosen <= len(reports) else reports


def show_no_attack(preview: Preview, labels: Labels) -> None:
    """Say that there is no attack, why if that is known, and why the article is stored all the same."""
    keys = [f"add.no_attack.note.{note}" for note in preview.notes]
    notes = [labels(key) for key in keys if key in read_labels()]
    text = " ".join([*notes, labels("add.no_attack.text")])
    frame.notice(labels("add.no_attack.title"), text, labels)


def show(labels: Labels) -> None:
    """Draw the page."""
    frame.html("page-title", labels, title=labels("page.add"))
    choice = Choice.from_environment()
    if choice.store is None or not may_add(st.get_option("server.address")):
        refuse(choice, labels)
        return
    frame.html("lead", labels, text=labels("add.text"))
    job = latest_job(choice.store)
    if job is not None:
        show_job(job, labels)
    staging = ask(labels)
    if staging is not None:
        st.session_state.pop(READING, None)
        reading = look_at(staging, choice.store, labels)
        if reading is not None:
            st.session_state[READING] = reading
    if (reading := st.session_state.get(READING)) is not None:
        show_reading(reading, choice.store, labels)


labels = frame.labels()
show(labels)
