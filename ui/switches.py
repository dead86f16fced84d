"""Choices of one of a few things, which stand in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from ui.labels import Labels


def switch(
    parameter: str, options: Sequence[str], labels: Labels, show: Callable[[str], str], *, title: str = ""
) -> str:
    """Draw a row of buttons of which one is chosen, by the parameter of the address, else the first.

    The value itself stands in the address; Streamlit's own binding would write what is shown. *show* gives the words
    of an option, *title* those of the whole, for screen readers where it is not drawn.
    """
    key = f"rasd-switch-{parameter}"
    asked = st.query_params.get(parameter)
    if st.session_state.get(key) not in options:
        st.session_state[key] = asked if asked in options else options[0]

    def keep() -> None:
        st.query_params[parameter] = str(st.session_state[key])

    chosen = st.segmented_control(
        title or labels(f"switch.{parameter}"),
        list(options),
        format_func=show,
        required=True,
        key=key,
        on_change=keep,
        label_visibility="visible" if title else "collapsed",
    )
    return str(chosen)
