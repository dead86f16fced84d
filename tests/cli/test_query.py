from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from builder.cli.query import FORMATS
from builder.resources import data_dir
from builder.sparql.catalogue import catalogue
from builder.sparql.results import Format
from builder.store.store import Store

RASD = [sys.executable, "-c", "from builder.cli import main; main()"]
GRAPH = ox.NamedNode("https://example.org/graph")
ROWS = "SELECT ?s ?name WHERE { ?s <https://example.org/name> ?name } ORDER BY ?name"
TRIPLES = "CONSTRUCT WHERE { ?s <https://example.org/name> ?name }"
NAMES = ["أول", "[bold]ثان[/bold]", "ثالث\x1b[31m\nسطر"]
REQUIRED = {
    "day": "2024-05-08",
    "from": "Taliban",
    "to": "Islamic State",
    "target": "Ain al-Asad",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    name = ox.NamedNode("https://example.org/name")
    with Store.open_writer(folder) as writer:
        quads = [
            ox.Quad(ox.NamedNode(f"https://example.org/{n}"), name, ox.Literal(v), GRAPH) for n, v in enumerate(NAMES)
        ]
        writer.replace_graphs({GRAPH.value: quads})
        writer.publish()
    return folder


def ask(store: Path, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["query", "--store", str(store), *arguments], input=stdin)


def test_the_list_shows_every_query_with_titles_and_parameters() -> None:
    shown = CliRunner().invoke(cli, ["query", "--list"])
    assert shown.exit_code == 0
    words = " ".join(shown.stdout.split())
    for query in catalogue():
        assert f"{query.name}: {query.title_en} ({query.title_ar})" in words
        assert query.meaning in words
        for parameter in query.parameters:
            assert f"--param {parameter.name}=" in words


def test_a_table_shows_article_words_as_they_are_but_for_control_characters(store: Path) -> None:
    shown = ask(store, "-", stdin=ROWS)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "[bold]ثان[/bold]" in shown.stdout
    assert "ثالث [31m سطر" in shown.stdout
    assert "\x1b" not in shown.stdout


def test_lines_of_a_table_are_whole_in_a_pipe(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.publish()
    shown = ask(tmp_path, "-", stdin=f"SELECT ('{'كلمة ' * 100}' AS ?long) (1 AS ?one) {{}}")
    assert any("كلمة " * 99 in line and line.split("│")[2].strip() == "1" for line in shown.stdout.splitlines())


def test_formats_are_those_of_the_results() -> None:
    assert tuple(Format) == FORMATS


@pytest.mark.parametrize("layout", ["csv", "tsv", "json", "xml"])
def test_rows(store: Path, layout: str) -> None:
    shown = ask(store, "-", "--format", layout, stdin=ROWS)
    assert shown.exit_code == 0
    if layout == "csv":
        rows = list(csv.DictReader(io.StringIO(shown.stdout_bytes.decode(), newline="")))
        assert sorted(row["name"] for row in rows) == sorted(NAMES)
    if layout == "json":
        bound = json.loads(shown.stdout_bytes)["results"]["bindings"]
        assert sorted(row["name"]["value"] for row in bound) == sorted(NAMES)
    refused = ask(store, "-", "--format", layout, stdin=TRIPLES)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("rasd: this query gives triples")


RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("layout", RDF_FORMATS)
def test_triples(store: Path, layout: str) -> None:
    shown = ask(store, "-", "--format", layout, stdin=TRIPLES)
    assert shown.exit_code == 0
    found = [quad.object for quad in ox.parse(shown.stdout_bytes, format=RDF_FORMATS[layout])]
    assert sorted(term.value for term in found if isinstance(term, ox.Literal)) == sorted(NAMES)
    refused = ask(store, "-", "--format", layout, stdin=ROWS)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("rasd: this query gives rows")


def test_yes_or_no_and_the_union_of_graphs(store: Path) -> None:
    shown = ask(store, "-", "--format", "json", stdin="ASK { ?s ?p 'أول' }")
    assert json.loads(shown.stdout) == {"head": {}, "boolean": True}
    assert GRAPH.value in ask(store, "-", "--format", "csv", stdin="SELECT DISTINCT ?g { GRAPH ?g {} }").stdout


def test_a_file_with_parameters(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?s { VALUES ?name { UNDEF } ?s <https://example.org/name> ?name }", encoding="utf-8")
    shown = ask(store, str(path), "--param", "name=أول", "--format", "csv")
    assert shown.stdout.split() == ["s", "https://example.org/0"]
    hostile = ask(store, str(path), "--param", "name='} UNION { ?s ?p ?o }#", "--format", "csv")
    assert hostile.stdout.split() == ["s"]


@pytest.mark.parametrize("name", [path.stem for path in sorted(data_dir("queries").glob("*.rq"))])
def test_every_named_query_runs(store: Path, name: str) -> None:
    query = next(query for query in catalogue() if query.name == name)
    given = [f"{p.name}={REQUIRED[p.name]}" for p in query.parameters if p.required]
    assert ask(store, name, "--format", "csv", *(word for value in given for word in ("--param", value))).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name a query"),
        (["no-such-query"], "there is no query named no-such-query"),
        (["missing.rq"], "cannot read the query missing.rq"),
        (["claims", "--param", "article"], "--param needs NAME=VALUE, not 'article'"),
        (["claims", "--param", "nonsense=1"], "has no parameter nonsense"),
        (["claims", "--param", "attack=not an iri"], "is no absolute IRI"),
        (["claims", "--endpoint", "http://127.0.0.1/"], "give either --store or --endpoint"),
        (["claims", "--format", "yaml"], "yaml"),
        (["-"], "the query is wrong"),
    ],
)
def test_wrong_use_is_one_line_and_2(store: Path, arguments: list[str], words: str) -> None:
    shown = ask(store, *arguments, stdin="SELECT * WHERE {")
    assert shown.exit_code == 2
    assert shown.stdout == ""
    assert shown.stderr.startswith("rasd")
    assert words in shown.stderr
    assert shown.stderr.count("\n") == 1


def test_an_update_is_refused(store: Path) -> None:
    assert ask(store, "-", stdin="DELETE WHERE { GRAPH ?g { ?s ?p ?o } }").exit_code == 2


def test_no_store_and_no_endpoint(tmp_path: Path) -> None:
    shown = CliRunner().invoke(cli, ["query", "claims", "--store", str(tmp_path / "none")])
    assert shown.exit_code == 2
    assert "there is no store in" in shown.stderr
    shown = CliRunner().invoke(cli, ["query", "claims", "--endpoint", "http://127.0.0.1:9/sparql"])
    assert shown.exit_code == 1
    assert shown.stderr.startswith("rasd: http://127.0.0.1:9/sparql cannot be reached")


def test_reading_goes_on_while_a_build_writes(store: Path) -> None:
    with Store.open_writer(store):
        done = subprocess.run(
            [*RASD, "query", "-", "--store", str(store), "--format", "csv"],
            input=ROWS,
            capture_output=True,
            text=True,
            check=True,
        )
    assert "https://example.org/0" in done.stdout


@pytest.mark.parametrize("layout", ["csv", "json", "table"])
def test_a_closed_pipe_ends_it_quietly(store: Path, layout: str) -> None:
    large = (
        "SELECT ?a ?b ?c ?d ?e ?f ?g ?h { ?a ?p ?w . ?b ?p ?x . ?c ?p ?y . ?d ?p ?z . ?e ?p ?v . ?f ?p ?u . ?g ?p ?t }"
    )
    command = [*RASD, "query", "-", "--store", str(store), "--format", layout]
    read, write = os.pipe()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=write, stderr=subprocess.PIPE) as running:
        os.close(write)
        os.close(read)
        _, errors = running.communicate(large.encode(), timeout=60)
    assert errors == b""
    assert running.returncode == 1


def test_ctrl_c_ends_a_query_that_would_take_for_ever(store: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(30)) + " }"
    command = [*RASD, "query", "-", "--store", str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin is not None
        running.stdin.write(endless.encode())
        running.stdin.close()
        running.stdin = None
        time.sleep(3)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=20)
    assert b"Traceback" not in errors
    assert running.returncode != 0
