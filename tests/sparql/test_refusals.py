from __future__ import annotations

import pyoxigraph as ox
import pytest

from builder.errors import QueryError
from builder.sparql.refusals import refuse_service

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
