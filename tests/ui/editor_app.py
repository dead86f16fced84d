"""A page with nothing but the editor: the invented store answers, errors are marked, the chosen text can change."""

from __future__ import annotations

import streamlit as st
from pyoxigraph import Store

from builder.errors import QueryError
from builder.sparql.run import run_query
from ui import frame
from ui.editor import show_editor

TEXTS = {
    "first": "# عنوان الاستعلام\n# A second line\nSELECT ?attack\nWHERE {\n  ?attack a ?type .\n}\n",
    "second": 'SELECT ?s ?label\nWHERE {\n  VALUES ?label { "قصف" , "غارة جوية" }\n  ?s ?p ?label\n}\n',
}

labels = frame.labels()
frame.set_title("editor", labels)
frame.show(labels, "sparql")
name = st.selectbox("text", list(TEXTS))
shown = show_editor(TEXTS[name], labels, key="editor", error=st.session_state.get("error"))
st.text_input("after")
if shown.run:
    st.session_state["error"] = None
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.session_state["ran"] = shown.text
    try:
        run_query(Store(), shown.text)
    except QueryError as error:
        st.session_state["error"] = error
    st.rerun()
st.text(f"runs: {st.session_state.get('runs', 0)}")
st.code(shown.text, language=None)
st.code(st.session_state.get("ran", ""), language=None)
