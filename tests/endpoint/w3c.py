"""The query tests of the W3C (https://github.com/w3c/rdf-tests, ``sparql11``), and when an answer counts as right."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

_BESIDE = Path(__file__).resolve().parents[3] / "shared"
SUITE = Path(os.environ.get("RASD_SHARED", _BESIDE)) / "rdf-tests" / "sparql11"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the files of the suite stand by their own prefixes; the IRIs of files and of tests begin with it."""
FOLDERS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
)
"""What the manifests of the suite for queries and for formats of results include and has tests of evaluation.

Entailment and federation are suites of their own, for stores that reason or ask others.
"""
QUERY = "QueryEvaluationTest"
CSV = "CSVResultFormatTest"

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TESTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?kind ?query ?result ?data ?graph WHERE {
  ?manifest mf:entries/rdf:rest*/rdf:first ?test .
  ?test a ?kind ; mf:action ?action ; mf:result ?result .
  ?action qt:query ?query .
  OPTIONAL { { ?action qt:data ?data } UNION { ?action qt:graphData ?graph } }
} ORDER BY ?test ?data ?graph
"""
_EXCHANGES = """
PREFIX cnt: <http://www.w3.org/2011/content#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?method ?path ?type ?body ?encoding ?boolean ?kind (GROUP_CONCAT(STR(?status)) AS ?statuses) WHERE {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:first ?request .
  ?request ht:methodName ?method ; ht:absolutePath ?path ; ht:resp ?response .
  ?response mf:expectedStatus ?status .
  OPTIONAL { ?request ht:headers/rdf:first [ ht:fieldName "content-type" ; ht:fieldValue ?type ] }
  OPTIONAL { ?request ht:body [ cnt:chars ?body ; cnt:characterEncoding ?encoding ] }
  OPTIONAL { ?response mf:expectedBoolean ?boolean }
  OPTIONAL { ?response mf:expectedFormat ?kind }
} GROUP BY ?test ?method ?path ?type ?body ?encoding ?boolean ?kind
"""
_ROWS_AS_RDF = f"""
PREFIX rs: <{_RESULT_SET}>
SELECT ?solution ?variable ?value {{
  ?set rs:solution ?solution . ?solution rs:binding [ rs:variable ?variable ; rs:value ?value ]
}}
"""
_PARTS = ("test", "method", "path", "type", "body", "encoding", "boolean", "kind", "statuses")
_OWN_GRAPHS = re.compile(r"\bFROM\b", re.IGNORECASE)
_ROWS = {".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".tsv": ox.QueryResultsFormat.TSV}
_RDF = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A test: a query, the files of its default graph and of its named graphs, and the file with the right answer.

    Files are IRIs that begin with :data:`BASE`.
    """

    name: str
    kind: str
    query: str
    result: str
    default: tuple[str, ...]
    named: tuple[str, ...]

    @property
    def text(self) -> str:
        """The query as it stands in its file."""
        return local(self.query).read_text(encoding="utf-8")

    @property
    def names_its_graphs(self) -> bool:
        """Whether the query has FROM, which then makes its dataset."""
        return _OWN_GRAPHS.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: yes or no, triples, or rows with the names of their columns."""

    boolean: bool | None = None
    graph: ox.Dataset | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of a test of the protocol, and what must come back: a class of status, yes or no, a kind of answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[int]  # 2 is any of 200 to 299
    boolean: bool | None
    kind: str | None  # boolean, tabular or RDF


def exchanges() -> dict[str, Exchange]:
    """The first request of each test of the protocol, by the name of the test."""
    iri = f"{BASE}protocol/manifest.ttl"
    store = ox.Store()
    store.extend(quads_of(iri, ox.DefaultGraph()))
    answer = store.query(_EXCHANGES)
    assert isinstance(answer, ox.QuerySolutions)
    found: dict[str, Exchange] = {}
    for row in answer:
        values = {name: term.value for name in _PARTS if isinstance(term := row[name], ox.NamedNode | ox.Literal)}
        body = values["body"].encode(values["encoding"]) if "body" in values else None
        found[values["test"].partition("#")[2]] = Exchange(
            values["method"],
            values["path"],
            {"content-type": values["type"]} if "type" in values else {},
            body,
            frozenset(int(status) for status in re.findall(r"StatusCode(\d)xx", values["statuses"])),
            values["boolean"] == "true" if "boolean" in values else None,
            values.get("kind"),
        )
    return found


def read_protocol_data() -> dict[str, list[ox.Quad]]:
    """The graphs that the tests of the protocol ask for, by the IRIs that they have there; data0 has no file."""
    graphs: dict[str, list[ox.Quad]] = {}
    for number in range(4):
        graph = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
        file = f"{BASE}protocol/data{number}.nt"
        own = ox.Quad(graph, ox.NamedNode("urn:is"), graph, graph)
        graphs[graph.value] = quads_of(file, graph) if number else [own]
    return graphs


def cases() -> list[Case]:
    """The tests of :data:`FOLDERS` by name; a file that two graphs of a test are made of is in both."""
    found = [case for folder in FOLDERS for case in _cases(folder)]
    assert len({case.name for case in found}) == len(found)
    return found


def _cases(folder: str) -> Iterator[Case]:
    manifest = f"{BASE}{folder}/manifest.ttl"
    store = ox.Store()
    store.extend(quads_of(manifest, ox.DefaultGraph()))
    answer = store.query(_TESTS)
    assert isinstance(answer, ox.QuerySolutions)
    tests: dict[str, list[dict[str, str]]] = {}
    for row in answer:
        values = {name: term.value for name in _NAMES if isinstance(term := row[name], ox.NamedNode)}
        tests.setdefault(values["test"], []).append(values)
    for test, rows in tests.items():
        kind = rows[0]["kind"].partition("#")[2]
        if kind in (QUERY, CSV):
            yield Case(
                f"{folder}/{test.partition('#')[2]}",
                kind,
                rows[0]["query"],
                rows[0]["result"],
                tuple(row["data"] for row in rows if "data" in row),
                tuple(row["graph"] for row in rows if "graph" in row),
            )


_NAMES = ("test", "kind", "query", "result", "data", "graph")


def local(iri: str) -> Path:
    """The file of an IRI of the suite."""
    assert iri.startswith(BASE)
    return SUITE / iri.removeprefix(BASE)


def quads_of(iri: str, graph: ox.NamedNode | ox.DefaultGraph) -> list[ox.Quad]:
    """What a file says, in *graph*; its blank nodes are new at each call."""
    path = local(iri)
    read = ox.parse(path=str(path), format=_RDF[path.suffix], base_iri=iri, rename_blank_nodes=True)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read]


def expected(case: Case) -> Answer:
    """The right answer of a test."""
    path = local(case.result)
    if path.suffix not in _RDF:
        return read_rows(path.read_bytes(), path.suffix)
    quads = quads_of(case.result, ox.DefaultGraph())
    if any(quad.object == ox.NamedNode(f"{_RESULT_SET}ResultSet") for quad in quads):
        return _result_set(quads)
    return Answer(graph=ox.Dataset(quads))


def _result_set(quads: list[ox.Quad]) -> Answer:
    """Rows that are written as RDF, which some tests have; each must bind something."""
    store = ox.Store()
    store.extend(quads)
    answer = store.query(_ROWS_AS_RDF)
    assert isinstance(answer, ox.QuerySolutions)
    solutions: dict[str, dict[str, str]] = {}
    for row in answer:
        solutions.setdefault(str(row["solution"]), {})[str(row["variable"])] = _spelled(row["value"])
    columns = sorted({name for solution in solutions.values() for name in solution})
    rows = (tuple(solution.get(name, "") for name in columns) for solution in solutions.values())
    return Answer(columns=tuple(name.strip('"') for name in columns), rows=tuple(rows))


def read_rows(body: bytes, suffix: str) -> Answer:
    """An answer in the format of a suffix: rows, or yes or no."""
    if suffix == ".csv":
        columns, *rows = csv.reader(io.StringIO(body.decode(), newline=""))
        return Answer(columns=tuple(columns), rows=tuple(map(tuple, rows)))
    return of_answer(ox.parse_query_results(body, _ROWS[suffix]))


def read_graph(body: bytes) -> Answer:
    """An answer of CONSTRUCT in Turtle."""
    return Answer(graph=ox.Dataset(ox.parse(body, ox.RdfFormat.TURTLE)))


def of_answer(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """What the library gave, as texts."""
    if isinstance(answer, ox.QueryBoolean):
        return Answer(boolean=bool(answer))
    if isinstance(answer, ox.QueryTriples):
        return Answer(graph=ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in answer))
    columns = tuple(variable.value for variable in answer.variables)
    rows = tuple(tuple(_spelled(row[name]) for name in columns) for row in answer)
    return Answer(columns=columns, rows=rows)


def _spelled(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """A term with its value in the spelling of the database (which writes 1.50 as 1.5) and its own datatype."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal) and term.language is None:
        stored = ox.Store()
        stored.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term))
        spelled = next(iter(stored)).object
        assert isinstance(spelled, ox.Literal)
        return str(ox.Literal(spelled.value, datatype=term.datatype))
    return str(term)


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers are equal: rows in any order, columns in any order, blank nodes under other labels.

    Literals are equal if they have one datatype and one value: the decimal 1.50 is the decimal 1.5, and 1 is not 1.0.
    In CSV, which has no datatypes, and in triples they are compared by their letters.
    """
    if one.graph is not None and other.graph is not None:
        return _canonical(one.graph) == _canonical(other.graph)
    if (one.boolean, sorted(one.columns)) != (other.boolean, sorted(other.columns)):
        return False
    return _multiset(_in_order(one)) == _multiset(_in_order(other))


def _in_order(answer: Answer) -> list[Row]:
    order = sorted(range(len(answer.columns)), key=lambda index: answer.columns[index])
    return [tuple(row[index] for index in order) for row in answer.rows]


def _multiset(rows: Sequence[Row]) -> tuple[Counter[Row], ox.Dataset]:
    """The rows without blank nodes as they are; the others as a graph with a node for each, in canonical labels."""
    ground = Counter(row for row in rows if not any(value.startswith("_:") for value in row))
    quads = [
        ox.Quad(ox.BlankNode(f"row{number}"), ox.NamedNode(f"urn:column:{column}"), _term(value))
        for number, row in enumerate(rows)
        if row not in ground
        for column, value in enumerate(row)
    ]
    return ground, _canonical(ox.Dataset(quads))


def _term(value: str) -> ox.BlankNode | ox.Literal:
    return ox.BlankNode(f"value{value.removeprefix('_:')}") if value.startswith("_:") else ox.Literal(value)


def _canonical(graph: ox.Dataset) -> ox.Dataset:
    found = ox.Dataset(graph)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found
