"""Queries: named ones with their parameters as fields, or the user's own, and the answer as a table or a file."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from builder.errors import RasdError
from builder.sparql.catalogue import Query, catalogue, parse_query
from builder.sparql.parameters import Parameter, ParameterType
from builder.sparql.results import Format
from ui import frame
from ui.answers import Kind, Question, Shown, cell
from ui.data import Data
from ui.labels import Labels, Words
from ui.permalinks import pack, unpack

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

QUERY = "query"
RUN = "run"
TEXT = "text"
PREFIX = "p-"
OWN = ""
LAST = "rasd-last-query"
ROWS_A_PAGE = 100
COLUMNS = 3
TEXT_HEIGHT = 380
EXAMPLE = "SELECT ?s ?p ?o\nWHERE {\n  ?s ?p ?o\n}\nLIMIT 20\n"
FILES = {
    Kind.ROWS: (Format.CSV, Format.TSV, Format.JSON, Format.XML),
    Kind.YES_OR_NO: (Format.JSON, Format.XML),
    Kind.TRIPLES: (Format.TURTLE,),
}
SUFFIX = {Format.CSV: "csv", Format.TSV: "tsv", Format.JSON: "json", Format.XML: "xml", Format.TURTLE: "ttl"}


def choose_query(labels: Labels) -> str:
    """Draw the list of queries; returns the name of the chosen one, empty for the user's own."""
    queries = {query.name: query for query in catalogue()}
    asked = st.query_params.get(QUERY)
    if "rasd-query" not in st.session_state:
        own = OWN if TEXT in st.query_params else next(iter(queries), OWN)
        st.session_state["rasd-query"] = asked if asked in queries else own

    def title(name: str) -> str:
        if name == OWN:
            return labels("sparql.own")
        return Words(queries[name].title_ar, queries[name].title_en).get(labels.language) + f" ({name})"

    def forget() -> None:
        for name in [name for name in st.query_params if name in {QUERY, RUN, TEXT} or name.startswith(PREFIX)]:
            del st.query_params[name]
        st.query_params[QUERY] = st.session_state["rasd-query"]

    st.selectbox(
        labels("sparql.choose"),
        [*queries, OWN],
        format_func=title,
        key="rasd-query",
        on_change=forget,
        filter_mode="contains",
    )
    return str(st.session_state["rasd-query"])


def text_of(name: str) -> str:
    """The text of a named query; of the user's own that of the address, or a first one to begin with."""
    if name == OWN:
        return unpack(st.query_params.get(TEXT, "")) or EXAMPLE
    return next((query.text for query in catalogue() if query.name == name), EXAMPLE)


def ask_parameters(query: Query, labels: Labels) -> dict[str, str]:
    """Draw a field for each parameter; returns the values that are given."""
    values = {}
    columns = st.columns(COLUMNS) if query.parameters else []
    for number, parameter in enumerate(query.parameters):
        given = st.query_params.get(PREFIX + parameter.name, parameter.default or "")
        value = field(columns[number % COLUMNS], parameter, given, query.name, labels)
        if value:
            values[parameter.name] = value
    return values


def field(column: DeltaGenerator, parameter: Parameter, given: str, query: str, labels: Labels) -> str:
    """Draw the field of one parameter; returns its value as text, empty where it is left open."""
    label = parameter.name if parameter.required else f"{parameter.name} ({labels('sparql.optional')})"
    key = f"rasd-parameter-{query}-{parameter.name}"
    if parameter.type is ParameterType.BOOLEAN:
        words = {"true": labels("sparql.yes"), "false": labels("sparql.no")}
        index = list(words).index(given) if given in words else None
        chosen = column.selectbox(
            label,
            list(words),
            index=index,
            format_func=lambda value: words[value],
            key=key,
            help=parameter.meaning,
            placeholder=labels("sparql.unset"),
        )
        return chosen or ""
    if parameter.type is ParameterType.DATE:
        day = column.date_input(
            label,
            value=_day(given),
            min_value=date(1900, 1, 1),
            max_value=date(2100, 1, 1),
            key=key,
            format="YYYY-MM-DD",
            help=parameter.meaning,
        )
        return day.isoformat() if isinstance(day, date) else ""
    text = column.text_input(label, value=given, key=key, help=parameter.type.value, placeholder=parameter.meaning)
    return (text or "").strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def write_address(question: Question, labels: Labels) -> None:
    """Put the query into the address: a link runs a named one with its values again, and shows an own one.

    A text that was written or changed is put there compressed, where it is short enough, else a line says so. A link
    does not run it, since somebody else may have written it.
    """
    language = {frame.LANGUAGE: labels.language.value}
    if question.name != OWN and question.text == text_of(question.name):
        values = {PREFIX + key: value for key, value in question.values}
        st.query_params.from_dict(language | {QUERY: question.name, RUN: "1"} | values)
        return
    packed = pack(question.text)
    if packed is None:
        st.caption(labels("sparql.too_long"))
        st.query_params.from_dict(language | {QUERY: question.name})
    elif question.name == OWN:
        st.query_params.from_dict(language | {TEXT: packed})
    else:
        st.query_params.from_dict(language | {QUERY: question.name})
        address = "sparql?" + urlencode({TEXT: packed} | language)
        st.markdown(f"[{labels('sparql.permalink')}]({address})")


def show_error(error: RasdError, labels: Labels) -> None:
    """Draw what is wrong, its first line where it can be seen, and all of it behind a click."""
    first, _, rest = str(error).partition("\n")
    st.error(labels("sparql.error"))
    st.code(first, language=None, wrap_lines=True)
    if rest.strip():
        with st.expander(labels("sparql.details")):
            st.code(str(error), language=None, wrap_lines=True)


def show_answer(answer: Shown, labels: Labels) -> None:
    """Draw the rows, a page at a time."""
    if answer.kind is Kind.YES_OR_NO:
        frame.html("yes-or-no", labels, value=answer.rows[0][0])
        return
    frame.html("answer-head", labels, answer=answer)
    if not answer.rows:
        st.info(labels("sparql.empty"))
        return
    place = st.container()
    pages = -(-len(answer.rows) // ROWS_A_PAGE)
    number = st.pagination(pages, key=f"rasd-answer-{hash(answer.rows)}") if pages > 1 else 1
    rows = answer.rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    with place:
        frame.html("answer", labels, columns=answer.columns, rows=[[cell(value) for value in row] for row in rows])


def offer_files(data: Data, question: Question, kind: Kind, labels: Labels) -> None:
    """Draw the buttons that write the whole answer into a file."""
    with st.container(horizontal=True):
        for form in FILES[kind]:
            st.download_button(
                labels(f"sparql.{form.value}"),
                partial(data.download, question, form),
                file_name=f"{question.name or 'query'}.{SUFFIX[form]}",
                on_click="ignore",
                key=f"rasd-file-{form.value}",
            )


def show_last(data: Data, question: Question, labels: Labels) -> None:
    """Draw the answer to the query that was run last, and give it an address."""
    try:
        answer = data.ask(question)
    except RasdError as error:
        show_error(error, labels)
        return
    write_address(question, labels)
    show_answer(answer, labels)
    offer_files(data, question, answer.kind, labels)


labels = frame.labels()
data = frame.open_data(labels, empty_too=True)
frame.html("page-title", labels, title=labels("sparql.title"))
name = choose_query(labels)
named = parse_query(name, text_of(name))
with st.form("rasd-query-form", border=False):
    frame.html("meaning", labels, meaning=named.meaning)
    values = ask_parameters(named, labels)
    text = st.text_area(labels("sparql.text"), named.text, height=TEXT_HEIGHT, key=f"rasd-text-{name}")
    asked = st.form_submit_button(labels("sparql.run"), type="primary")
last: Question | None = st.session_state.get(LAST)
if asked or (last is None and st.query_params.get(RUN) == "1" and st.query_params.get(QUERY) == name):
    last = st.session_state[LAST] = Question(name, text, tuple(values.items()))
if last is not None and last.name == name:
    show_last(data, last, labels)
