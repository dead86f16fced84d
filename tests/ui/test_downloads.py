"""The chosen attacks as files, from the invented store and from an endpoint over it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.export import event_workbook
from builder.export.event_table import COLUMNS
from builder.push.addresses import find_addresses
from builder.push.push import make_plan, push
from builder.sparql.transport import Transport
from builder.store.store import Store
from tests.remote.servers import oxigraph, oxigraph_binary
from ui.choice import ENDPOINT_VARIABLE, Choice
from ui.data import MOST_IN_GRAPH, Data
from ui.downloads import Form, offered_forms, selection_file
from ui.records import AttackLine

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def data(store: Path, monkeypatch: pytest.MonkeyPatch) -> Data:
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    Choice(store, None).to_environment()
    return Data.from_environment()


def chosen(data: Data) -> list[AttackLine]:
    """Two attacks and a series."""
    lines = data.lines()
    return [
        *[line for line in lines if line.kind == "attack"][:2],
        next(line for line in lines if line.kind == "series"),
    ]


def iris(lines: list[AttackLine]) -> list[str]:
    return [line.iri for line in lines]


def single(lines: list[AttackLine]) -> set[str]:
    return {line.iri for line in lines if line.kind == "attack"}


def sheet(workbook: bytes) -> list[list[tuple[str, str]]]:
    """The cells of each row as kind (``s`` for texts, ``n`` for numbers) and content."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        texts = [
            "".join(node.itertext()) for node in etree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        found = []
        for row in etree.fromstring(parts.read("xl/worksheets/sheet1.xml")).iter(f"{SHEET}row"):
            cells = [(cell.get("t", "n"), cell.findtext(f"{SHEET}v") or "", cell) for cell in row]
            assert not any(cell.find(f"{SHEET}f") is not None for *_, cell in cells)
            found.append([(kind, texts[int(value)] if kind == "s" else value) for kind, value, _ in cells])
    return found


def test_the_tables_hold_the_chosen_attacks(data: Data) -> None:
    lines = chosen(data)
    text = selection_file(data, iris(lines), Form.CSV).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert {row["event_id"] for row in rows} == single(lines)
    listed = json.loads(selection_file(data, iris(lines), Form.JSON))
    assert {row["event_id"] for row in listed} == single(lines)
    assert all(tuple(row) == COLUMNS for row in listed)
    cells = sheet(selection_file(data, iris(lines), Form.EXCEL))
    assert [content for _, content in cells[0]] == list(COLUMNS)
    assert {row[0][1] for row in cells[1:]} == single(lines)
    latitudes = {row["event_id"]: row["latitude"] for row in rows if row["latitude"]}
    numbers = {row[0][1]: [content for kind, content in row if kind == "n"] for row in cells[1:]}
    assert latitudes
    assert all(latitude in numbers[iri] for iri, latitude in latitudes.items())


def test_the_map_holds_the_chosen_attacks(data: Data) -> None:
    lines = chosen(data)
    features = json.loads(selection_file(data, iris(lines), Form.GEOJSON))["features"]
    assert features
    assert {feature["id"] for feature in features} <= single(lines)


def test_turtle_holds_every_report_with_its_words(data: Data) -> None:
    lines = chosen(data)
    graph = ox.Store()
    graph.load(selection_file(data, iris(lines), Form.TURTLE), ox.RdfFormat.TURTLE)
    rows = graph.query(
        """PREFIX rasd: <https://w3id.org/rasd/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT DISTINCT ?attack ?exact { ?attack rasd:describedBy ?event .
        ?event rasd:trigger/rasd:inSentence/oa:hasSelector/oa:exact ?exact ;
          rasd:argument/rasd:mention/oa:hasSelector ?selector }
        """
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert {getattr(row["attack"], "value", "") for row in rows} == set(iris(lines))


@pytest.mark.parametrize("form", Form)
def test_an_endpoint_gives_the_same_files(form: Form, data: Data, store: Path) -> None:
    if oxigraph_binary() is None:
        pytest.skip("the package oxigraph is not installed: pip install -e .[test]")
    with oxigraph("--union-default-graph") as address, Store.open_reader(store) as reader, Transport() as transport:
        query = f"{address}/query"
        push(reader.rdf, transport, find_addresses(transport, query), make_plan(reader.rdf, transport, query))
        remote = Data(Choice(None, query), "1")
        wanted = iris(chosen(data))
        here, there = (selection_file(one, wanted, form) for one in (data, remote))
    if form is Form.TURTLE:
        triples = [{str(quad.triple) for quad in ox.parse(file, ox.RdfFormat.TURTLE)} for file in (here, there)]
        assert triples[0] == {triple for triple in triples[1] if "/sha256>" not in triple}  # the push adds these
    else:
        assert here == there


def test_what_does_not_fit_into_memory_is_not_offered(data: Data) -> None:
    remote = Data(Choice(None, "http://127.0.0.1:9/sparql"), "1")
    assert offered_forms(data, MOST_IN_GRAPH) == offered_forms(remote, MOST_IN_GRAPH) == list(Form)
    assert offered_forms(data, MOST_IN_GRAPH + 1) == [form for form in Form if form is not Form.TURTLE]
    assert offered_forms(remote, MOST_IN_GRAPH + 1) == []


@given(
    st.text(st.characters(codec="utf-8"), max_size=80).map("=1+1 ".__add__)
    | st.text("😀ا", min_size=4, max_size=4).map(lambda part: part * 9_000)
)
def test_a_text_in_a_workbook_fits_and_stays_a_text(text: str) -> None:
    cut = event_workbook.cell_text(text)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert text.startswith(cut) or len(text) < 100
