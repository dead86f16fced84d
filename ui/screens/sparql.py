"""Queries: named ones with their parameters as fields, or the user's own, and the answer in several views."""

from __future__ import annotations

import streamlit as st

from builder.errors import QueryError, RasdError
from builder.sparql.catalogue import Query, catalogue, parse_query
from ui import frame
from ui.answer_drawing import show_answer
from ui.answers import Question
from ui.asking import SECONDS
from ui.data import Data
from ui.editor import editor_text, show_editor
from ui.history import escaped, line_of
from ui.labels import Labels, Words
from ui.permalinks import pack, unpack
from ui.query_fields import ask_parameters, meaning_of
from ui.query_problems import Problem, problem_of
from ui.query_text import as_own
from ui.workbench import EXAMPLE, OWN, Outcome, Workbench

QUERY = "query"
RUN = "run"
TEXT = "text"
VIEW = "view"
PREFIX = "p-"
BENCH = "rasd-workbench"
CHOICE = "rasd-query"
EDITOR = "rasd-editor"


def workbench() -> Workbench:
    """The one of this session; a new one begins with what the address holds, which runs only if it is a named query."""
    if BENCH not in st.session_state:
        st.session_state[BENCH] = _from_address()
    bench: Workbench = st.session_state[BENCH]
    return bench


def _from_address() -> Workbench:
    asked, named = st.query_params.get(QUERY), {query.name: query.text for query in catalogue()}
    given = {name.removeprefix(PREFIX): value for name, value in st.query_params.items() if name.startswith(PREFIX)}
    if asked in named:
        return Workbench(asked, named[asked], values=given, runs_at_once=st.query_params.get(RUN) == "1")
    text = unpack(st.query_params.get(TEXT, ""))
    if text is not None:
        return Workbench(OWN, text, own=text, values=given, is_from_link=True)
    name = next(iter(named), OWN)
    return Workbench(name, named.get(name, EXAMPLE))


def text_of(name: str) -> str:
    """The text of a named query; the user's own has none of its own."""
    return next((query.text for query in catalogue() if query.name == name), EXAMPLE)


def choose_query(bench: Workbench, labels: Labels) -> None:
    """Draw the list of queries, the user's own first."""
    queries = {query.name: query for query in catalogue()}

    def title(name: str) -> str:
        if name == OWN:
            return labels("sparql.own")
        return Words(queries[name].title_ar, queries[name].title_en).get(labels.language) + f" ({name})"

    def choose() -> None:
        name = str(st.session_state[CHOICE])
        bench.choose(name, text_of(name))

    if st.session_state.get(CHOICE) != bench.name:
        st.session_state[CHOICE] = bench.name
    st.selectbox(
        labels("sparql.choose"),
        [OWN, *queries],
        format_func=title,
        key=CHOICE,
        on_change=choose,
        filter_mode="contains",
    )


def parsed(bench: Workbench, text: str) -> Query:
    """The query with what the header of its text says; without parameters where that cannot be read."""
    try:
        return parse_query(bench.name, text)
    except QueryError:
        return Query(bench.name, "", "", "", (), text)


def write_address(question: Question, labels: Labels) -> None:
    """Put the query into the address: a link runs a named one with its values again, and shows any other one.

    A text that was written or changed is put there compressed, where it is short enough. A link does not run it, since
    somebody else may have written it.
    """
    address = {frame.LANGUAGE: labels.language.value}
    if VIEW in st.query_params:
        address[VIEW] = st.query_params[VIEW]
    address |= {PREFIX + name: value for name, value in question.values}
    if question.name != OWN and question.text == text_of(question.name):
        address |= {QUERY: question.name, RUN: "1"}
    elif packed := pack(question.text):
        address |= {TEXT: packed}
    st.query_params.from_dict(address)


def show_tools(bench: Workbench, text: str, labels: Labels) -> None:
    """Draw what can be done beside running the query: to go on with it as one's own, to restore it, to go back."""

    def make_own() -> None:
        bench.becomes_own = True  # what was typed last arrives with this very click

    with st.container(horizontal=True, vertical_alignment="center", key="rasd-query-tools"):
        if bench.name != OWN:
            st.button(labels("sparql.as_own"), key="rasd-as-own", on_click=make_own, help=labels("sparql.as_own.help"))
            if text != (plain := text_of(bench.name)):
                st.button(labels("sparql.reset"), key="rasd-reset", on_click=bench.choose, args=(bench.name, plain))
        with st.popover(labels("sparql.history", n=len(bench.history)), key="rasd-history"):
            show_history(bench, labels)


def show_history(bench: Workbench, labels: Labels) -> None:
    """Draw the queries of this session, each as a button that puts it back."""
    st.caption(labels("sparql.history.text"))
    for number, entry in enumerate(bench.history):
        st.button(
            escaped(line_of(entry, labels, st.context.timezone)),
            key=f"rasd-history-{number}",
            on_click=bench.back_to,
            args=(entry,),
            type="tertiary",
        )


def show_problem(error: RasdError, data: Data, labels: Labels) -> None:
    """Draw why a query came to nothing and what to do, and what was said about it behind a click."""
    problem = problem_of(error, remote=data.choice.endpoint is not None)
    line, column = (error.line, error.column) if isinstance(error, QueryError) else (None, None)
    st.error(labels(f"problem.{problem}", seconds=f"{SECONDS:g}", line=line, column=column))
    if problem is not Problem.SYNTAX:  # the editor says it
        with st.expander(labels("sparql.details")):
            st.code(str(error), language=None, wrap_lines=True)


def show_outcome(outcome: Outcome, data: Data, labels: Labels) -> None:
    """Draw what came of the query that was run last."""
    if isinstance(outcome.result, RasdError):
        show_problem(outcome.result, data, labels)
        return
    if outcome.question.name == OWN and pack(outcome.question.text) is None:
        st.caption(labels("sparql.too_long"))
    show_answer(data, outcome.question, outcome.result, labels, key=f"{outcome.version}-{outcome.number}")


def run(bench: Workbench, data: Data, labels: Labels) -> None:
    """Run what waits to be run, and draw the page again, since the editor above marks what is wrong."""
    with st.spinner(labels("sparql.running", seconds=f"{SECONDS:g}")):
        outcome = bench.run(data.ask)
    if outcome is not None and not isinstance(outcome.result, RasdError):
        write_address(outcome.question, labels)
    st.rerun()


def show(bench: Workbench, data: Data, labels: Labels) -> None:
    """Draw the page."""
    frame.html("page-title", labels, title=labels("sparql.title"))
    choose_query(bench, labels)
    query = parsed(bench, editor_text(bench.text, key=EDITOR, version=bench.version))
    meaning, language = meaning_of(query, labels)
    if meaning:
        frame.html("meaning", labels, meaning=meaning, language=language)
    values = ask_parameters(query, bench.values, data.things(), labels, key=f"rasd-parameter-{bench.version}")
    if bench.is_from_link and bench.outcome is None:
        st.info(labels("sparql.from_link"))
    shown = bench.shown
    error = shown.result if shown and isinstance(shown.result, QueryError) and shown.result.line else None
    written = show_editor(bench.text, labels, key=EDITOR, version=bench.version, error=error, low=bench.name != OWN)
    if bench.name == OWN:
        bench.own = written.text
    if bench.becomes_own:
        bench.becomes_own = False
        take_over(bench, parsed(bench, written.text), values, labels)
    if written.run or bench.runs_at_once:
        bench.runs_at_once = False
        bench.asked = Question(bench.name, written.text, tuple(values.items()))
    show_tools(bench, written.text, labels)
    if bench.asked is not None:
        run(bench, data, labels)
    elif shown is not None:
        show_outcome(shown, data, labels)


def take_over(bench: Workbench, query: Query, values: dict[str, str], labels: Labels) -> None:
    """Make the named query the user's own, with the values of its parameters in its text."""
    try:
        text = as_own(query, values)
    except QueryError as error:
        st.toast(str(error))
        return
    bench.put(OWN, text, {})
    st.query_params.from_dict({frame.LANGUAGE: labels.language.value})
    st.rerun()


labels = frame.labels()
show(workbench(), frame.open_data(labels, empty_too=True), labels)
