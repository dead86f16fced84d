"""The interface: frame, language, navigation. Started by :mod:`ui.serve` or ``streamlit run ui/app.py``."""

from __future__ import annotations

import streamlit as st

from ui import frame

labels = frame.labels()
# Not in a folder "pages": Streamlit would run its files alone, without this frame, until this line has run once.
pages = [
    st.Page(f"screens/{name}.py", title=labels(f"page.{name}"), url_path=path, default=not path)
    for name, path in frame.PAGES.items()
]
page = st.navigation(pages, position="hidden")
frame.set_title(page.title, labels)
frame.show(labels, page.url_path or "overview")
page.run()
