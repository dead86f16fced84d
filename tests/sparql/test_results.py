from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from builder.errors import QueryError
from builder.sparql.results import Format, records, shorten, table, write_answer
from builder.sparql.run import run_query
from builder.vocabulary import RASD

HIT, LABEL = NamedNode(RASD + "hit"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ROWS = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY ?o"
TRIPLES = "CONSTRUCT WHERE { ?s ?p ?o }"
XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


@pytest.fixture
def store() -> Store:
    store = Store()
    words = [Literal('إصابة, "مباشرة"\nثم', language="ar"), Literal("12", datatype=XSD_INTEGER)]
    store.extend(Quad(HIT, LABEL, word, HIT) for word in words)
    return store


def written(store: Store, query: str, form: Format) -> str:
    out = BytesIO()
    write_answer(run_query(store, query), form, out)
    return out.getvalue().decode("utf-8")


def test_csv(store: Store) -> None:
    lines = list(csv.reader(StringIO(written(store, ROWS, Format.CSV), newline="")))
    assert lines == [["s", "o", "none"], [HIT.value, "12", ""], [HIT.value, 'إصابة, "مباشرة"\nثم', ""]]


def test_tsv_keeps_terms(store: Store) -> None:
    head, number, words = written(store, ROWS, Format.TSV).splitlines()
    assert head == "?s\t?o\t?none"
    assert number == f"<{HIT.value}>\t12\t"
    assert words == f'<{HIT.value}>\t"إصابة, \\"مباشرة\\"\\nثم"@ar\t'


def test_json(store: Store) -> None:
    answer = json.loads(written(store, ROWS, Format.JSON))
    assert answer["head"]["vars"] == ["s", "o", "none"]
    assert [set(row) for row in answer["results"]["bindings"]] == [{"s", "o"}, {"s", "o"}]
    assert json.loads(written(store, "ASK {}", Format.JSON))["boolean"] is True


def test_xml(store: Store) -> None:
    assert '<literal xml:lang="ar">إصابة' in written(store, ROWS, Format.XML)


@pytest.mark.parametrize(
    ("form", "parser"),
    [
        (Format.TURTLE, RdfFormat.TURTLE),
        (Format.TRIG, RdfFormat.TRIG),
        (Format.NQUADS, RdfFormat.N_QUADS),
        (Format.JSONLD, RdfFormat.JSON_LD),
    ],
)
def test_triples_read_back(store: Store, form: Format, parser: RdfFormat) -> None:
    text = written(store, TRIPLES, form)
    found = {quad.triple for quad in parse(text, format=parser)}
    assert found == {quad.triple for quad in store}
    assert len(found) == 2
    assert written(store, TRIPLES, form) == text


def test_turtle_uses_the_known_prefixes(store: Store) -> None:
    assert "rasd:hit rdfs:label" in written(store, TRIPLES, Format.TURTLE)


@pytest.mark.parametrize(
    ("query", "form", "kind"),
    [(ROWS, Format.TURTLE, "rows"), ("ASK {}", Format.TRIG, "rows"), (TRIPLES, Format.CSV, "triples")],
)
def test_a_format_of_another_kind_is_refused(store: Store, query: str, form: Format, kind: str) -> None:
    with pytest.raises(QueryError, match=f"this query gives {kind}, which {form} cannot hold: use table, "):
        written(store, query, form)


def test_tables_are_for_people(store: Store) -> None:
    heading, lines = table(run_query(store, ROWS))
    assert heading == ["s", "o", "none"]
    assert list(lines) == [["rasd:hit", "12", ""], ["rasd:hit", 'إصابة, "مباشرة"\nثم', ""]]
    heading, lines = table(run_query(store, "ASK { ?s ?p 13 }"))
    assert (heading, list(lines)) == (["answer"], [["false"]])
    heading, lines = table(run_query(store, TRIPLES))
    assert heading == ["subject", "predicate", "object"]
    assert {line[1] for line in lines} == {"rdfs:label"}


def test_records_are_plain(store: Store) -> None:
    answer = run_query(store, ROWS)
    assert isinstance(answer, QuerySolutions)
    assert next(records(answer)) == {"s": HIT.value, "o": "12", "none": ""}


def test_only_whole_local_names_are_shortened() -> None:
    assert shorten(RASD + "hit") == "rasd:hit"
    assert shorten(RASD) == RASD
    assert shorten(RASD + "a/b") == RASD + "a/b"
    assert shorten("https://e.org/x") == "https://e.org/x"
