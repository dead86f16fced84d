"""What every page has: the language, the head with its links, and the notices in place of a store."""

from __future__ import annotations

import shlex
from pathlib import Path

import streamlit as st

from builder.errors import RasdError
from ui.data import Data, StoreMissingError
from ui.labels import Labels, Language
from ui.render import render

HERE = Path(__file__).parent
ICON = HERE / "static" / "icon.svg"
LANGUAGE = "lang"
ATTACK = "attack"
# Every page with its path in the address. Those in the list below are reached from others and not from the head.
PAGES = {"overview": "", "attacks": "attacks", "attack": "attack", "sparql": "sparql"}
PAGES |= {name: name for name in ("groups", "places", "connections", "sources", "disagreements")}
PAGES |= {"add": "add"}
_INNER = frozenset({"attack"})

_bridge = st.components.v2.component("rasd_bridge", js=(HERE / "bridge.js").read_text(encoding="utf-8"))


# A page that Python opens leaves two entries in the history of the browser, the first of them this page with the query
# of the other one: from there the way back leads nowhere. The browser itself leaves one.
_opener = st.components.v2.component(
    "rasd_opener", js="export default ({ data }) => window.location.assign(data.address)"
)


def language() -> Language:
    """The language that the address asks for, Arabic where it asks for none."""
    return Language.from_text(st.query_params.get(LANGUAGE)) or Language.ARABIC


def labels() -> Labels:
    """The words of the interface in the language of the address."""
    return Labels(language())


def set_title(title: str, labels: Labels) -> None:
    """Name the browser's tab; a page that knows more than its name does so again."""
    st.set_page_config(
        page_title=f"{title} | {labels('brand')}",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="collapsed",
    )


def show(labels: Labels, page: str) -> None:
    """Draw the head of the page named *page*, and turn the document to the direction of the language."""
    st.html(HERE / "style.css")
    with st.container(horizontal=True, vertical_alignment="center", key="rasd-head"):
        html(
            "brand",
            labels,
            page=page,
            pages=[(name, path or "./") for name, path in PAGES.items() if name not in _INNER],
        )
        _language_choice(labels)
    _bridge(
        key="rasd-bridge",
        data={
            "lang": labels.language.value,
            "other": _other_language(labels).value,
            "dir": labels.language.direction,
            "page": page,
        },
    )


def _language_choice(labels: Labels) -> None:
    """A button with the name of the other language, in that language."""

    def choose() -> None:
        st.query_params[LANGUAGE] = _other_language(labels).value

    st.button(labels("language.other"), key="rasd-language", type="tertiary", on_click=choose)


def open_address(address: str) -> None:
    """Open another page as a link does; *address* is relative to the interface's own."""
    _opener(key="rasd-opener", data={"address": address})


def _other_language(labels: Labels) -> Language:
    return Language.ENGLISH if labels.language is Language.ARABIC else Language.ARABIC


def html(template: str, labels: Labels, **values: object) -> None:
    """Draw a template of ``ui/templates``."""
    st.html(render(template, labels, **values))


def open_data(labels: Labels, *, empty_too: bool = False) -> Data:
    """The chosen store; where it cannot be read, a notice says what to do and the page ends here.

    So it does where the store is empty, unless *empty_too*.
    """
    data = Data.from_environment()
    try:
        with st.spinner(labels("state.reading")):
            figures = data.figures()
            data.lines()
    except StoreMissingError:
        _notice(labels, "state.missing", data, commands=("rasd demo", _build_command(data)))
        st.stop()
    except RasdError as error:
        _notice(labels, "state.unreachable", data, detail=str(error))
        st.stop()
    if not figures.articles and not empty_too:
        _notice(labels, "state.empty", data, commands=(_build_command(data),))
        st.stop()
    return data


def isolated(text: str) -> str:
    """A path or an address for the middle of a sentence that may run from right to left (U+2066 and U+2069)."""
    return f"\u2066{text}\u2069"


def _notice(labels: Labels, key: str, data: Data, commands: tuple[str, ...] = (), detail: str = "") -> None:
    notice(
        labels(f"{key}.title"),
        labels(f"{key}.text", source=isolated(str(data.choice))),
        labels,
        commands=commands,
        detail=detail,
        level=1,
    )


def _build_command(data: Data) -> str:
    return f"rasd build FOLDER --store {shlex.quote(str(data.choice))}"


def notice(
    title: str, text: str, labels: Labels, commands: tuple[str, ...] = (), detail: str = "", level: int = 2
) -> None:
    """A box that says what is the matter and what to do; *level* is that of its heading, 1 where there is no other."""
    html("notice", labels, title=title, text=text, commands=commands, detail=detail, level=level)
