from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.errors import QueryError
from builder.sparql.catalogue import Query, catalogue
from builder.sparql.refusals import refuse_service, refuse_untrusted

# Port 9 is one that the library refuses, with OSError, when it is about to ask.
ASKING = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE: { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { BIND(1 AS ?x)SERVICE:{ ?s ?p ?o } }",
    'SELECT * { BIND("it\'s # \\" <" AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * { BIND('''a \" ' \\\\''' AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://a#b> AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } FILTER(3>1) }",
    "SELECT * { # no comment\n SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    # Where the library reads otherwise than the longest match: a comparison and a comment, names that end at a dot, and
    # escapes in names.
    "PREFIX : <http://127.0.0.1:9/> SELECT * { FILTER(1<2)SERVICE:#>\n { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { VALUES ?p { :p } VALUES ?z { 1 }.SERVICE:{ ?s ?p ?o } }",
    "PREFIX x: <x:> SELECT * { VALUES ?z { x:a\\# } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX x: <x:> SELECT * { VALUES ?z { x:a\\' } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } VALUES ?w { 'x' } }",
    'SELECT * { VALUES ?z { """a" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    'SELECT * { BIND("\\u0022" AS ?x) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } BIND("" AS ?y) }',
]
ASKING_BY_THE_STANDARD = [
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]
HARMLESS = [
    "SELECT ?service { ?service ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://127.0.0.1:9/> { }" }',
    "SELECT * { ?s ?p '''\nSERVICE\n''' }",
    "SELECT * { <http://x/SERVICE> ?p ?o }",
    "PREFIX x: <http://x/> SELECT * { x:SERVICE x:service-x ?o }",
    "# SERVICE\nSELECT * { ?s ?p ?o } # SERVICE",
    'SELECT * { ?s ?p "x"@service }',
    "PREFIX x: <x:> SELECT * { ?s ?p x:a\\#, x:b\\'c }",
]
UPDATES = [
    "INSERT DATA { <a:a> <a:b> 1 }",
    "delete where { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "# SELECT\n PREFIX x: <x:> BASE <x:y>\nCLEAR ALL",
    "PREFIX x:<x:>DROP ALL",
    "CREATE GRAPH <a:a>",
    "COPY DEFAULT TO <a:a>",
    "MOVE DEFAULT TO <a:a>",
    "ADD DEFAULT TO <a:a>",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "\\u0049NSERT DATA { <a:a> <a:b> 1 }",
]


@pytest.mark.parametrize("text", [*ASKING, *ASKING_BY_THE_STANDARD])
def test_what_asks_another_machine_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        refuse_service(text)


@pytest.mark.parametrize("text", ASKING)
def test_the_library_takes_each_of_these_for_a_service_clause(text: str) -> None:
    try:
        answer = ox.Store().query(text)
        assert isinstance(answer, ox.QuerySolutions)
        rows = list(answer)
    except OSError as error:
        assert "port 9" in str(error)
    else:
        assert "silent" in text
        assert len(rows) == 1


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_queries_pass_and_are_queries(text: str) -> None:
    refuse_service(text)
    ox.Store().query(text)


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is an update"):
        refuse_untrusted(text, 100)


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_named_queries_pass(query: Query) -> None:
    refuse_untrusted(query.text, 20)


@pytest.mark.parametrize("text", [*ASKING, *ASKING_BY_THE_STANDARD])
def test_strangers_ask_no_other_machine_either(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        refuse_untrusted(text, 100)


@pytest.mark.parametrize(("opening", "closing"), ["()", "{}", "[]", ("<a:a> (", ")")])
def test_depth(opening: str, closing: str) -> None:
    refuse_untrusted("SELECT * " + opening * 50 + closing * 50, 50)
    refuse_untrusted(f"SELECT * {{ ?s ?p '{'(' * 1000}' , <{'(' * 1000}> }} # {'(' * 1000}", 50)
    with pytest.raises(QueryError, match="more than 50 deep"):
        refuse_untrusted("SELECT * " + opening * 51, 50)


PIECES = ['"""', "'''", '\\"', '"', "'", "\\", "<", "<a", ">", "#", "\n", "x:", ".", "a", "\\u0022", "?", "@", "(", "_"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_time_grows_with_the_length_only(unit: str) -> None:
    """Text that begins many things and ends none: a search that goes back would take hours for this."""
    with suppress(QueryError):
        refuse_untrusted((unit * 100_000)[:100_000], 100)
