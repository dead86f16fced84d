"""The answer to a query as a table, a chart, a map or a network, and as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

import streamlit as st

from builder.sparql.results import Format
from ui import frame
from ui.answer_bars import show_chart
from ui.answer_cells import Cell, cell
from ui.answer_map import row_places
from ui.answer_network import default_pair, node_columns, row_network, triple_network
from ui.answer_rows import found_rows, sorted_rows
from ui.answer_views import View, views_of
from ui.answers import Kind, Question, Shown
from ui.columns import Column, Known, columns_of, is_resource
from ui.data import Data
from ui.labels import Labels
from ui.map import show_map
from ui.network import Element, Network, NetworkEvent, show_network, to_graphml
from ui.switches import switch

ROWS_A_PAGE = 100
FEW_ROWS = 10
"""So many rows are neither searched nor sorted."""

FILES: Mapping[Kind, Sequence[Format]] = MappingProxyType(
    {
        Kind.ROWS: (Format.CSV, Format.TSV, Format.JSON, Format.XML),
        Kind.YES_OR_NO: (Format.JSON, Format.XML),
        Kind.TRIPLES: (Format.TURTLE, Format.NQUADS, Format.JSONLD),
    }
)
_SUFFIX = {
    Format.CSV: "csv", Format.TSV: "tsv", Format.JSON: "json", Format.XML: "xml", Format.TURTLE: "ttl",
    Format.NQUADS: "nt", Format.JSONLD: "jsonld",
}  # fmt: skip


def show_answer(data: Data, question: Question, answer: Shown, labels: Labels, *, key: str) -> None:
    """Draw an answer in the way that is chosen of those that its content allows; another *key* begins anew."""
    frame.html("answer-head", labels, answer=answer, counted=answer.kind is not Kind.YES_OR_NO)
    if answer.kind is Kind.YES_OR_NO:
        frame.html("yes-or-no", labels, value=answer.rows[0][0])
    elif not answer.rows:
        with st.container(key="rasd-no-rows"):
            st.info(labels("sparql.empty"))
    else:
        known = data.known()
        views = views_of(answer, known)
        view = View(switch("view", views, labels, lambda one: labels(f"view.{one}"))) if len(views) > 1 else views[0]
        _draw(view, answer, known, labels, key)
    offer_files(data, question, answer.kind, labels)


def offer_files(data: Data, question: Question, kind: Kind, labels: Labels) -> None:
    """Draw the buttons that write the whole answer into a file."""
    with st.container(horizontal=True):
        for form in FILES[kind]:
            st.download_button(
                labels(f"sparql.{form.value}"),
                partial(data.download, question, form),
                file_name=f"{question.name or 'query'}.{_SUFFIX[form]}",
                on_click="ignore",
                key=f"rasd-file-{form.value}",
            )


def _draw(view: View, answer: Shown, known: Known, labels: Labels, key: str) -> None:
    columns = columns_of(answer.columns, answer.rows)
    match view:
        case View.TABLE:
            _show_table(answer, columns, known, labels, key)
        case View.CHART:
            show_chart(columns, known, labels, key)
        case View.MAP:
            _show_map(answer, columns, known, labels, key)
        case View.NETWORK:
            _show_network(answer, columns, known, labels, key)


def _show_table(answer: Shown, columns: Sequence[Column], known: Known, labels: Labels, key: str) -> None:
    rows = answer.rows
    if len(rows) > FEW_ROWS:
        wanted, column, downwards = _choose_rows(columns, labels, key)
        rows = sorted_rows(found_rows(rows, wanted), column, downwards=downwards)
        if not rows:
            st.caption(labels("sparql.none_found"))
            return
        if len(rows) < len(answer.rows):
            st.caption(labels("sparql.found", n=f"{len(rows):,}", total=f"{len(answer.rows):,}"))
    place = st.container()
    pages = -(-len(rows) // ROWS_A_PAGE)
    page = st.pagination(pages, key=f"rasd-answer-{key}-{hash(rows)}") if pages > 1 else 1
    with place:
        _show_rows(answer.columns, rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE], known, labels)


def _choose_rows(columns: Sequence[Column], labels: Labels, key: str) -> tuple[str, Column | None, bool]:
    """Draw the fields that narrow and sort the rows."""
    search, order, direction = st.columns([2, 1, 1], vertical_alignment="bottom")
    wanted = search.text_input(labels("sparql.find"), key=f"rasd-find-{key}")
    chosen = order.selectbox(
        labels("sparql.sort"),
        [column.index for column in columns],
        None,
        format_func=lambda index: columns[index].name,
        key=f"rasd-sort-{key}",
        placeholder=labels("sparql.unsorted"),
    )
    downwards = direction.toggle(labels("sparql.downwards"), key=f"rasd-downwards-{key}", disabled=chosen is None)
    return wanted or "", None if chosen is None else columns[chosen], downwards


def _show_rows(names: Sequence[str], rows: Sequence[Sequence[str]], known: Known, labels: Labels) -> None:
    cells: list[list[Cell]] = [[cell(value, known, labels.language) for value in row] for row in rows]
    frame.html("answer", labels, columns=names, rows=cells)


def _show_map(answer: Shown, columns: Sequence[Column], known: Known, labels: Labels, key: str) -> None:
    chosen = show_map(row_places(columns, known, labels), labels, key=f"rasd-answer-map-{key}", words="answer_map")
    if chosen is None:
        st.caption(labels("answer_map.click"))
    else:
        _show_rows(answer.columns, [answer.rows[int(chosen)]], known, labels)


def _show_network(answer: Shown, columns: Sequence[Column], known: Known, labels: Labels, key: str) -> None:
    if answer.kind is Kind.TRIPLES:
        network, ends = triple_network(columns, known), (columns[0], columns[2])
    else:
        ends = _choose_ends(columns, known, labels, key)
        network = row_network(*ends, known)
    if not network.edges:
        st.caption(labels("answer_network.none"))
        return
    shown = key + "-".join(column.name for column in ends)
    event = show_network(network, labels, key=f"rasd-answer-network-{shown}", expands=False)
    if event is not None:
        st.session_state[f"rasd-answer-node-{shown}"] = event
    _show_behind(st.session_state.get(f"rasd-answer-node-{shown}"), network, answer, ends, known, labels)
    st.download_button(
        labels("connections.graphml"), lambda: to_graphml(network), file_name="network.graphml", on_click="ignore",
        key="rasd-answer-graphml",
    )  # fmt: skip


def _choose_ends(columns: Sequence[Column], known: Known, labels: Labels, key: str) -> tuple[Column, Column]:
    """Draw the choice of the two columns that are the ends of the edges."""
    found = node_columns(columns, known)
    first, second = default_pair(found) or (found[0], found[-1])
    if len(found) == 2:
        return first, second
    names = [column.index for column in found]
    left, right, _ = st.columns(3)
    one = left.selectbox(
        labels("answer_network.from"), names, names.index(first.index),
        format_func=lambda index: columns[index].name, key=f"rasd-from-{key}",
    )  # fmt: skip
    other = right.selectbox(
        labels("answer_network.to"), names, names.index(second.index),
        format_func=lambda index: columns[index].name, key=f"rasd-to-{key}",
    )  # fmt: skip
    return columns[one], columns[other]


def _show_behind(
    event: NetworkEvent | None,
    network: Network,
    answer: Shown,
    ends: tuple[Column, Column],
    known: Known,
    labels: Labels,
) -> None:
    """Draw the rows behind the node or the edge that was clicked last."""
    if event is None:
        st.caption(labels("answer_network.click"))
        return
    edge = next((edge for edge in network.edges if edge.id == event.id), None)
    wanted = {event.id} if event.kind is Element.NODE or edge is None else {edge.source, edge.target}
    rows = [row for row in answer.rows if wanted <= _ids(row, ends, known)]
    _show_rows(answer.columns, rows[:ROWS_A_PAGE], known, labels)


def _ids(row: Sequence[str], ends: tuple[Column, Column], known: Known) -> set[str]:
    """The nodes at both ends of a row."""
    found: set[str] = set()
    for column in ends:
        value = row[column.index]
        named = [] if is_resource(value) else list(known.named(value))
        found |= {thing.iri if thing else f"name {name}" for name, thing in named} or {value}
    return found
