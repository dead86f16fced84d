"""The chosen attacks as files: the table, the map and the graph of the export, made when they are asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from types import MappingProxyType

import streamlit as st
from pyoxigraph import DefaultGraph, RdfFormat

from builder.export.event_table import row, write_event_table
from builder.export.event_workbook import write_event_workbook
from builder.export.events import events
from builder.export.geojson import write_geojson
from builder.model import EventKind
from builder.vocabulary import PREFIXES
from ui.data import MOST_IN_GRAPH, Data
from ui.labels import Labels
from ui.records import AttackLine


class Form(StrEnum):
    """Formats of a selection."""

    CSV = "csv"
    EXCEL = "excel"
    JSON = "json"
    GEOJSON = "geojson"
    TURTLE = "turtle"


_FILES: Mapping[Form, tuple[str, str]] = MappingProxyType(
    {
        Form.CSV: ("attacks.csv", "text/csv"),
        Form.EXCEL: ("attacks.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Form.JSON: ("attacks.json", "application/json"),
        Form.GEOJSON: ("attacks.geojson", "application/geo+json"),
        Form.TURTLE: ("attacks.ttl", "text/turtle"),
    }
)


def offer_selection(data: Data, lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw the button behind which the files are, with what they leave out."""
    attacks = tuple(line.iri for line in lines)
    series = sum(line.kind == EventKind.SERIES for line in lines)
    offered = offered_forms(data, len(attacks))
    missing = [form for form in Form if form not in offered]
    with st.popover(labels("download"), key="rasd-download"):
        st.caption(labels("download.attacks", n=f"{len(attacks) - series:,}"))
        for form in offered:
            name, kind = _FILES[form]
            st.download_button(
                labels(f"download.{form.value}"),
                partial(selection_file, data, attacks, form),
                file_name=name,
                mime=kind,
                on_click="ignore",
                key=f"rasd-download-{form.value}",
                width="stretch",
            )
        if series:
            st.caption(labels("download.series", n=f"{series:,}"))
        st.caption(labels("download.unplaced"))
        if missing:
            names = labels("comma") + " "
            forms = names.join(labels(f"download.{form.value}") for form in missing)
            st.caption(labels("download.too_many", n=f"{MOST_IN_GRAPH:,}", forms=forms))


def offered_forms(data: Data, attacks: int) -> list[Form]:
    """The formats for so many attacks: what an endpoint has, and Turtle of any store, is read into memory first."""
    if attacks <= MOST_IN_GRAPH:
        return list(Form)
    return [form for form in Form if data.choice.endpoint is None and form is not Form.TURTLE]


def selection_file(data: Data, attacks: Sequence[str], form: Form) -> bytes:
    """The attacks with these IRIs as a file.

    CSV begins with a byte order mark, and cells that a spreadsheet would run are made harmless in it; a workbook holds
    them as texts. JSON is a list of the rows of the same table.

    :raises StoreMissingError: as all of :class:`~ui.data.Data`.
    :raises RunError: as :meth:`~ui.data.Data.graph_of`.
    """
    out = io.BytesIO()
    chosen = frozenset(attacks)
    match form:
        case Form.CSV:
            write_event_table(data.exportable(chosen), out, bom=True, only=chosen)
        case Form.EXCEL:
            write_event_workbook(data.exportable(chosen), out, chosen)
        case Form.JSON:
            rows = [row(event) for event in events(data.exportable(chosen), chosen)]
            out.write(json.dumps(rows, ensure_ascii=False, indent=1).encode())
        case Form.GEOJSON:
            write_geojson(data.exportable(chosen), out, only=chosen)
        case Form.TURTLE:
            graph = data.graph_of(chosen)
            graph.dump(out, RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES)
    return out.getvalue()
