"""The filters of the overview: form fields whose values stand in the address, so that a view can be passed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from ui.labels import Labels
from ui.lines import Filter
from ui.records import AttackLine

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_TEXTS = ("text", "place")
_DAYS = ("since", "until")
_MANY = ("type", "status", "kind")
_BACKGROUND = "background"
_PARAMETERS = (*_TEXTS, *_DAYS, *_MANY, _BACKGROUND)
_SEEN = "rasd-filter-address"
_BACKGROUND_VALUES = {"yes": True, "no": False}
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)  # without these Streamlit allows ten years only

Address = dict[str, list[str]]


def choose_filter(lines: Sequence[AttackLine], labels: Labels) -> Filter:
    """Draw the fields and return what is chosen; the choices offered are those that occur in *lines*."""
    choices = {
        "type": sorted({line.attack_type for line in lines}),
        "status": sorted({line.status for line in lines}),
        "kind": sorted({line.kind for line in lines}),
    }
    _take_over_address(choices)
    _fields(choices, labels)
    _write_address()
    background = st.session_state[_key(_BACKGROUND)]
    return Filter(
        since=st.session_state[_key("since")],
        until=st.session_state[_key("until")],
        types=frozenset(st.session_state[_key("type")]),
        statuses=frozenset(st.session_state[_key("status")]),
        kinds=frozenset(st.session_state[_key("kind")]),
        place=st.session_state[_key("place")],
        text=st.session_state[_key("text")],
        background=_BACKGROUND_VALUES.get(background or ""),
    )


def _fields(choices: dict[str, list[str]], labels: Labels) -> None:
    with st.container(key="rasd-filters"):
        text, place, kind_of_attack = st.columns([3, 2, 3])
        text.text_input(labels("filter.text"), key=_key("text"), placeholder=labels("filter.text.hint"))
        place.text_input(labels("filter.place"), key=_key("place"), placeholder=labels("filter.place.hint"))
        _several(kind_of_attack, "type", choices, labels)
        active = sum(bool(values) for name, values in _chosen().items() if name not in {*_TEXTS, "type"})
        more = labels("filter.more_active", n=active) if active else labels("filter.more")
        with st.expander(more, expanded=False, key="rasd-more"):
            since, until, status, kind, background = st.columns(5)
            for column, name in zip((since, until), _DAYS, strict=True):
                column.date_input(
                    labels(f"filter.{name}"),
                    value=None,
                    min_value=_FIRST_DAY,
                    max_value=_LAST_DAY,
                    key=_key(name),
                    format="YYYY-MM-DD",
                )
            _several(status, "status", choices, labels)
            _several(kind, "kind", choices, labels)
            background.selectbox(
                labels("filter.background"),
                list(_BACKGROUND_VALUES),
                format_func=lambda value: labels(f"background.{value}"),
                index=None,
                key=_key(_BACKGROUND),
                placeholder=labels("filter.choose"),
            )
            st.button(labels("filter.clear"), on_click=_clear, disabled=not any(_chosen().values()))


def _several(column: DeltaGenerator, name: str, choices: dict[str, list[str]], labels: Labels) -> None:
    column.multiselect(
        labels(f"filter.{name}"),
        choices[name],
        format_func=lambda value: labels.term(name, value),
        key=_key(name),
        placeholder=labels("filter.choose"),
        select_all=False,
        filter_mode="contains",
    )


def _key(name: str) -> str:
    return f"rasd-filter-{name}"


def _take_over_address(choices: dict[str, list[str]]) -> None:
    """Fill the fields from the address where it is not the one that they were written to.

    So it is in a new session, and after going back or forward in the browser. What the store has no choice for, and
    days that are none, are left out.
    """
    given = _address()
    if st.session_state.get(_SEEN) == given and _key("text") in st.session_state:
        return
    for name in _TEXTS:
        st.session_state[_key(name)] = next(iter(given.get(name, ())), "")
    for name in _DAYS:
        st.session_state[_key(name)] = _day(next(iter(given.get(name, ())), ""))
    for name in _MANY:
        st.session_state[_key(name)] = [value for value in given.get(name, ()) if value in choices[name]]
    background = next(iter(given.get(_BACKGROUND, ())), None)
    st.session_state[_key(_BACKGROUND)] = background if background in _BACKGROUND_VALUES else None


def _address() -> Address:
    return {name: values for name in _PARAMETERS if (values := st.query_params.get_all(name))}


def _chosen() -> Address:
    """The values of the fields as they stand in the address."""
    result: Address = {}
    for name in _PARAMETERS:
        value = st.session_state[_key(name)]
        values = value if isinstance(value, list) else [str(value)] if value else []
        result[name] = values
    return result


def _write_address() -> None:
    wanted = {name: values for name, values in _chosen().items() if values}
    if wanted != _address():
        others = {name: st.query_params.get_all(name) for name in st.query_params if name not in _PARAMETERS}
        st.query_params.from_dict({**others, **wanted})
    st.session_state[_SEEN] = wanted


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clear() -> None:
    for name in (*_TEXTS, *_DAYS, *_MANY, _BACKGROUND):
        empty: Iterable[str] | None = "" if name in _TEXTS else [] if name in _MANY else None
        st.session_state[_key(name)] = empty
