"""The three ways in which articles come in: written down, as files, or from the web."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

import streamlit as st

from builder.articles.formats import SUFFIXES
from ui import frame
from ui.labels import Labels
from ui.staging import LIMITS, Pasted, RefusedError, Staging, Upload, stage_address, stage_files, stage_text
from ui.switches import switch

_FIRST_DAY = date(1900, 1, 1)
_BODY_PIXELS = 260
_LONGEST_FIELD = 2_000  # characters
_LONGEST_TITLE = 1_000
_LONGEST_BODY = 1_000_000  # as for the readers


class Way(StrEnum):
    """The ways; values stand in the address."""

    PASTE = "paste"
    FILES = "files"
    ADDRESS = "address"


def ask(labels: Labels) -> Staging | None:
    """Draw the form of the chosen way; what is to be looked at once it is sent.

    What is refused is told in the form.
    """
    way = switch("way", list(Way), labels, lambda name: labels(f"add.way.{name}"), title=labels("switch.way"))
    form = {Way.PASTE: _ask_text, Way.FILES: _ask_files, Way.ADDRESS: _ask_address}[Way(way)]
    with st.form(f"rasd-add-{way}", enter_to_submit=False):
        stage = form(labels)
        sent = st.form_submit_button(labels("add.preview"), type="primary")
        if not sent:
            return None
        try:
            return stage()
        except RefusedError as error:
            st.error(labels(f"add.refused.{error.key}", **error.values))
        except OSError as error:
            st.error(labels("add.disk", reason=frame.isolated(error.strerror or str(error))))
    return None


def _ask_text(labels: Labels) -> Callable[[], Staging]:
    title = st.text_input(labels("add.title"), key="rasd-add-title", max_chars=_LONGEST_TITLE)
    text = st.text_area(labels("add.body"), key="rasd-add-body", height=_BODY_PIXELS, max_chars=_LONGEST_BODY)
    published, outlet, url = st.columns([1, 1, 2])
    with published:
        day = _ask_day(labels("add.published"), labels)
    with outlet:
        name = _ask_outlet(labels("add.outlet"))
    with url:
        address = st.text_input(labels("add.url"), key="rasd-add-url", max_chars=_LONGEST_FIELD)
    return lambda: stage_text(Pasted(title or "", text or "", day, name, address or ""))


def _ask_files(labels: Labels) -> Callable[[], Staging]:
    frame.html("adding-words", labels)
    files = st.file_uploader(
        labels("add.files"), accept_multiple_files=True, key="rasd-add-files", max_upload_size=LIMITS.megabytes
    )
    hint = labels(
        "add.files.hint",
        suffixes=" ".join(SUFFIXES),
        files=LIMITS.files,
        megabytes=LIMITS.megabytes,
        total=LIMITS.total_megabytes,
        articles=f"{LIMITS.articles:,}",
    )
    frame.html("lead", labels, text=hint)
    day, name = _ask_defaults(labels)
    return lambda: stage_files([Upload(file.name, file.getbuffer()) for file in files], day, name)


def _ask_address(labels: Labels) -> Callable[[], Staging]:
    url = st.text_input(labels("add.address"), key="rasd-add-address", max_chars=_LONGEST_FIELD)
    frame.html("lead", labels, text=labels("add.address.hint"))
    day, name = _ask_defaults(labels)
    return lambda: stage_address(url or "", day, name)


def _ask_defaults(labels: Labels) -> tuple[date | None, str]:
    left, right = st.columns(2)
    with left:
        day = _ask_day(labels("add.published.default"), labels)
    with right:
        return day, _ask_outlet(labels("add.outlet.default"))


def _ask_day(label: str, labels: Labels) -> date | None:
    return st.date_input(
        label,
        value=None,
        min_value=_FIRST_DAY,
        max_value=date.today(),  # where the interface runs
        format="YYYY-MM-DD",
        key="rasd-add-published",
        help=labels("add.published.help"),
    )


def _ask_outlet(label: str) -> str:
    return st.text_input(label, key="rasd-add-outlet", max_chars=_LONGEST_TITLE) or ""
