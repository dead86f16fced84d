from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from builder.errors import QueryError, RunError
from builder.sparql.parameters import Term
from builder.sparql.run import run_query
from builder.vocabulary import RASD
from ui.asking import answered

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a != ?d && ?d != ?g) }"


def test_rows_and_yes_or_no_and_triples(store: Path) -> None:
    with answered(store, f"SELECT DISTINCT ?attack {{ ?attack <{RASD}describedBy> ?event }}", {}) as rows:
        assert isinstance(rows, QuerySolutions)
        assert len(list(rows)) == 7
    with answered(store, "ASK { ?s ?p ?o }", {}) as answer:
        assert isinstance(answer, QueryBoolean)
        assert bool(answer)
    with answered(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3", {}) as triples:
        assert isinstance(triples, list)
        assert len(triples) == 3


def test_values_fill_their_slots(store: Path) -> None:
    terms: dict[str, Term] = {"kind": NamedNode(f"{RASD}SeriesMention")}
    with answered(store, "SELECT ?s { VALUES ?kind { UNDEF } ?s a ?kind }", terms) as rows:
        assert isinstance(rows, QuerySolutions)
        assert len(list(rows)) == 3
    with pytest.raises(QueryError, match="no place for kind"), answered(store, "SELECT * { ?s a ?t }", terms):
        pass


def test_the_first_rows_of_many_can_be_read_alone(store: Path) -> None:
    with answered(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }", {}) as rows:
        assert isinstance(rows, QuerySolutions)
        assert len(list(islice(rows, 10))) == 10


@pytest.mark.parametrize("text", [ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"])
def test_what_takes_too_long_is_ended(store: Path, text: str) -> None:
    with (
        pytest.raises(RunError, match=r"took longer than 0\.5 s"),
        answered(store, text, {}, seconds=0.5) as rows,
    ):
        assert isinstance(rows, QuerySolutions)
        list(rows)


def test_the_place_of_an_error_is_that_in_the_text_of_the_user(store: Path) -> None:
    text = "SELECT ?s {\n  VALUES ?name { UNDEF } ?s ?p ?name ; ;;} }"
    with pytest.raises(QueryError) as caught, answered(store, text, {"name": Literal("a\nb" * 9)}):
        pass
    with pytest.raises(QueryError) as plain:
        run_query(Store(), text)
    assert caught.value.line == plain.value.line == 2
    assert caught.value.column == plain.value.column


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is not carried out here"),
        ("SELECT * " + "{" * 200 + "}" * 200, "nested more than"),
        ("#" * 100_001, "a query may have"),
    ],
)
def test_what_may_not_be_asked(store: Path, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message), answered(store, text, {}):
        pass


def test_a_store_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(RunError), answered(tmp_path / "none", "ASK {}", {}):
        pass
