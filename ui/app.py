"""The interface: frame, language, navigation. Started by :mod:`ui.serve` or ``streamlit run ui/app.py``."""

from __future__ import annotations

import streamlit as st

from ui import frame

labels = frame.labels()
pages = [
    st.Page("pages/overview.py", title=labels("page.overview"), default=True),
    st.Page("pages/attack.py", title=labels("page.attack"), url_path="attack"),
    st.Page("pages/sparql.py", title=labels("page.sparql"), url_path="sparql"),
]
page = st.navigation(pages, position="hidden")
frame.set_title(page.title, labels)
frame.show(labels, page.url_path or "overview")
page.run()
