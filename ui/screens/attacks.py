"""The attacks: filters, and one selection as table, map or timeline, with its downloads and its SPARQL."""

from __future__ import annotations

import streamlit as st

from ui import frame
from ui.downloads import offer_selection
from ui.filters import choose_filter
from ui.selection_query import selection_query
from ui.views import choose_view, show_places, show_query, show_table, show_timeline

labels = frame.labels()
data = frame.open_data(labels)
lines = data.lines()
frame.html("page-title", labels, title=labels("page.attacks"))
wanted = choose_filter(lines, labels)
found = wanted.apply(lines)
frame.html("found", labels, found=len(found), total=len(lines))
if not found:
    st.info(labels("attacks.none"))
else:
    with st.container(horizontal=True, vertical_alignment="center"):
        view = choose_view(labels)
        offer_selection(data, found, labels)
    if view == "timeline":
        show_timeline(found, labels)
    elif view == "map":
        show_places(found, labels)
    else:
        show_table(found, hash(wanted), labels)
    show_query(selection_query(wanted), labels)
