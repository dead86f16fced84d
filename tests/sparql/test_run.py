from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store

from builder.errors import QueryError
from builder.sparql.parameters import Term
from builder.sparql.run import Answer, check_syntax, run_query

NAME = NamedNode("https://e.org/name")
A, B = NamedNode("https://e.org/a"), NamedNode("https://e.org/b")


@pytest.fixture
def store() -> Store:
    store = Store()
    store.extend([Quad(A, NAME, Literal("أ"), A), Quad(B, NAME, Literal("ب"), B)])
    return store


def rows(answer: Answer) -> list[tuple[object, ...]]:
    assert isinstance(answer, QuerySolutions)
    return [tuple(solution) for solution in answer]


def test_without_from_all_graphs_are_asked(store: Store) -> None:
    answer = run_query(store, "SELECT ?s ?g { ?s ?p ?o GRAPH ?g { ?s ?p ?o } } ORDER BY ?s")
    assert rows(answer) == [(A, A), (B, B)]
    assert rows(run_query(store, "SELECT ?s FROM <https://e.org/b> { ?s ?p ?o }")) == [(B,)]


def test_the_kinds_of_answers(store: Store) -> None:
    assert isinstance(run_query(store, "ASK {}"), QueryBoolean)
    assert isinstance(run_query(store, "CONSTRUCT WHERE { ?s ?p ?o }"), QueryTriples)
    assert isinstance(run_query(store, "DESCRIBE <https://e.org/a>"), QueryTriples)


def test_a_parameter_fills_its_slot_or_is_substituted(store: Store) -> None:
    slot = "SELECT ?s { VALUES ?o { UNDEF } ?s ?p ?o }"
    assert rows(run_query(store, slot, {"o": Literal("ب")})) == [(B,)]
    assert len(rows(run_query(store, slot))) == 2
    assert rows(run_query(store, "SELECT ?s ?o { ?s ?p ?o }", {"o": Literal("ب")})) == [(B, Literal("ب"))]


def test_a_parameter_without_a_place_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match=r"no place for x: write VALUES \?x \{ UNDEF \} into it"):
        run_query(store, "SELECT ?s { ?s ?p ?o }", {"x": Literal("1")})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s {\n  ?s ?p }", "at line 2, column 10 (?s ?p })"),
        ("SELECT * {", "at line 1, column 11 (SELECT * {)"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "The SELECT contains a variable that is unbound"),
        ("SELECT * { ?s nope:x ?o }", "line 1"),
    ],
)
def test_a_wrong_query_is_told_with_its_place(store: Store, text: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        run_query(store, text)
    assert message in str(error.value)
    assert len(str(error.value)) < 200


def place_of_error(store: Store, text: str, parameters: dict[str, Term]) -> tuple[int | None, int | None]:
    with pytest.raises(QueryError) as error:
        run_query(store, text, parameters)
    return error.value.line, error.value.column


def test_the_place_counts_code_points(store: Store) -> None:
    assert place_of_error(store, 'SELECT ?s {\n ?s ?p "هجوم 😀" ; }}', {}) == (2, 21)  # the end


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s {\n VALUES ?x { UNDEF } ?s ?p }",
        "SELECT ?s {\n VALUES ?x {\n UNDEF } VALUES ?x { UNDEF }\n ?s ?p }",
        "SELECT ?s { VALUES ?x\n { UNDEF } VALUES ?y { UNDEF } ?s ?p }",
        "SELECT ?s {\n VALUES ?x { UNDEF } ?s ?p",
    ],
)
def test_the_place_is_one_of_the_text_before_its_slots_were_filled(store: Store, text: str) -> None:
    value = Literal('a longer text\nwith "two" lines')
    assert place_of_error(store, text, {"x": value}) == place_of_error(store, text, {})


def test_a_place_inside_a_filled_slot_is_that_of_the_slot(store: Store) -> None:
    assert place_of_error(store, "SELECT ?s {\n ?s BIND VALUES ?x { UNDEF } }", {"x": A}) == (2, 10)


def test_an_error_that_has_no_place(store: Store) -> None:
    with pytest.raises(QueryError) as error:
        run_query(store, "SELECT ?s { ?s ?p ?o }", {"x": Literal("1")})
    assert (error.value.line, error.value.column) == (None, None)


def test_syntax_is_checked_without_answering() -> None:
    endless = "ASK { " + " ".join(f"VALUES ?v{n} {{ {'1 ' * 50}}}" for n in range(12)) + " FILTER (?v0 > 1) }"
    check_syntax(endless)
    check_syntax("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    check_syntax("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError) as caught:
        check_syntax("SELECT *\n{ ?s nope:name ?o }")
    assert caught.value.line == 2
