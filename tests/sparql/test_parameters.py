from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from builder.errors import QueryError
from builder.sparql.parameters import Parameter, ParameterType, fill_slots, untyped_term, without_slots
from builder.sparql.results import table
from builder.sparql.run import run_query

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def parameter(kind: str) -> Parameter:
    return Parameter("x", ParameterType(kind), None, False, "")


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("string", " a b ", Literal(" a b ")),
        ("iri", "https://e.org/a", NamedNode("https://e.org/a")),
        ("iri", " <https://e.org/a> ", NamedNode("https://e.org/a")),
        ("integer", "-12", typed("-12", "integer")),
        ("integer", "١٢", typed("12", "integer")),
        ("decimal", "0.5", typed("0.5", "decimal")),
        ("date", "2024-05-06", typed("2024-05-06", "date")),
        ("boolean", "true", typed("true", "boolean")),
    ],
)
def test_values_become_terms(kind: str, text: str, term: Literal | NamedNode) -> None:
    assert parameter(kind).term(text) == term


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("iri", "base"),
        ("iri", "https://e.org/a> ?x"),
        ("integer", "1.5"),
        ("integer", ""),
        ("decimal", "1e5"),
        ("decimal", "nan"),
        ("date", "2024-02-30"),
        ("date", "6/5/2024"),
        ("boolean", "yes"),
    ],
)
def test_values_of_another_type_are_refused(kind: str, text: str) -> None:
    with pytest.raises(QueryError, match="parameter x: "):
        parameter(kind).term(text)


def test_terms_without_a_type() -> None:
    assert untyped_term("<https://e.org/a>") == NamedNode("https://e.org/a")
    assert untyped_term("https://e.org/a") == Literal("https://e.org/a")
    with pytest.raises(QueryError, match="is no IRI"):
        untyped_term("<a b>")


def test_slots_are_filled_wherever_they_stand() -> None:
    text = "SELECT * { VALUES ?a { UNDEF } { values ?a {UNDEF} } VALUES ?ab { UNDEF } VALUES ?c { 1 } }"
    filled, rest = fill_slots(text, {"a": Literal("x"), "c": Literal("y")})
    assert filled == 'SELECT * { VALUES ?a { "x" } { VALUES ?a { "x" } } VALUES ?ab { UNDEF } VALUES ?c { 1 } }'
    assert rest == {"c": Literal("y")}


@given(TEXTS)
def test_no_value_breaks_out_of_its_slot(text: str) -> None:
    filled, rest = fill_slots("SELECT ?x { VALUES ?x { UNDEF } }", {"x": Literal(text)})
    answer = Store().query(filled)
    assert isinstance(answer, QuerySolutions)
    assert [solution["x"] for solution in answer] == [Literal(text)]
    assert rest == {}


def test_slots_that_nothing_has_filled_are_left_out() -> None:
    text = "SELECT ?a ?o { VALUES ?a { UNDEF } values ?b {undef} VALUES ?c { 1 } BIND (?c AS ?o) }"
    shorter = without_slots(text)
    assert shorter.split() == [
        "SELECT",
        "?a",
        "?o",
        "{",
        "VALUES",
        "?c",
        "{",
        "1",
        "}",
        "BIND",
        "(?c",
        "AS",
        "?o)",
        "}",
    ]
    store = Store()
    assert list(table(run_query(store, text))[1]) == list(table(run_query(store, shorter))[1]) == [["", "1"]]
    for all_columns in ("SELECT * { VALUES ?a { UNDEF } }", "select distinct* { VALUES ?a { UNDEF } }"):
        assert without_slots(all_columns) == all_columns
