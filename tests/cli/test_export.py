from __future__ import annotations

import codecs
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from builder.cli.export import FORMATS
from builder.export.formats import Format
from builder.store.store import Store
from tests.export.conftest import ANSWER, BOMB, DRONES, ROCKETS
from tests.graph.incidents import extractions, quads_of

RASD = [sys.executable, "-c", "from builder.cli import main; main()"]
RDF = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store")
    quads = quads_of(*extractions())
    with Store.open_writer(path) as writer:
        writer.change(quads, ())
        writer.publish()
    return path


def export(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["export", "--store", str(store), *arguments])


def test_formats_are_those_of_the_package() -> None:
    assert tuple(Format) == FORMATS


@pytest.mark.parametrize("layout", FORMATS)
def test_standard_output_and_a_file_get_the_same(folder: Path, tmp_path: Path, layout: str) -> None:
    path = tmp_path / "نتيجة.out"
    shown = export(folder, "--format", layout)
    dash = export(folder, "--format", layout, "-o", "-")
    filed = export(folder, "--format", layout, "-o", str(path))
    assert (shown.exit_code, dash.exit_code, filed.exit_code) == (0, 0, 0)
    assert (shown.stderr, filed.output) == ("", "")
    assert path.read_bytes() == shown.stdout_bytes == dash.stdout_bytes
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("layout", RDF)
def test_rdf_can_be_parsed(folder: Path, layout: str) -> None:
    quads = set(ox.parse(export(folder, "--format", layout).stdout_bytes, format=RDF[layout]))
    with Store.open_reader(folder) as reader:
        stored = set(reader.rdf)
    if layout == "turtle":
        assert {quad.triple for quad in quads} == {quad.triple for quad in stored}
    else:
        assert quads == stored


def test_a_table_a_map_and_a_network(folder: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(export(folder, "--format", "csv").stdout, newline="")))
    assert {row["event_id"] for row in rows} == {ROCKETS, ANSWER, DRONES, BOMB}
    features = json.loads(export(folder, "--format", "geojson").stdout)["features"]
    assert {feature["id"] for feature in features} == {ROCKETS, DRONES}
    network = tmp_path / "network.graphml"
    assert export(folder, "--format", "graphml", "-o", str(network)).exit_code == 0
    assert {ROCKETS, ANSWER, DRONES, BOMB} <= set(nx.read_graphml(network))


def test_all_attacks_on_a_map_and_a_table_for_excel(folder: Path) -> None:
    everything = json.loads(export(folder, "--format", "geojson", "--all").stdout)
    assert len(everything["features"]) == 4
    assert export(folder, "--format", "csv", "--bom").stdout_bytes.startswith(codecs.BOM_UTF8)


def test_a_store_of_no_article_gives_empty_files(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.publish()
    for layout in FORMATS:
        assert export(tmp_path, "--format", layout).exit_code == 0
    assert json.loads(export(tmp_path, "--format", "geojson").stdout) == {"type": "FeatureCollection", "features": []}
    assert len(export(tmp_path, "--format", "csv").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "--format"),
        (("--format", "xlsx"), "xlsx"),
        (("--format", "csv", "--all"), "--all is for --format geojson"),
        (("--format", "nquads", "--bom"), "--bom is for --format csv"),
    ],
)
def test_wrong_use_ends_with_2(folder: Path, arguments: tuple[str, ...], hint: str) -> None:
    shown = export(folder, *arguments)
    assert shown.exit_code == 2
    assert hint in shown.stderr
    assert shown.stdout == ""
    assert len(shown.stderr.splitlines()) == 1


def test_no_store_is_wrong_use(tmp_path: Path) -> None:
    shown = export(tmp_path / "none", "--format", "csv", "-o", str(tmp_path / "out.csv"))
    assert shown.exit_code == 2
    assert "run rasd build first" in shown.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_one_line(folder: Path, tmp_path: Path) -> None:
    shown = export(folder, "--format", "csv", "-o", str(tmp_path / "none" / "out.csv"))
    assert shown.exit_code == 1
    assert len(shown.stderr.splitlines()) == 1
    assert "none" in shown.stderr


def test_an_export_that_fails_leaves_the_file_as_it_was(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonld"
    path.write_text("before")
    quoted = ox.Triple(*(ox.NamedNode("https://example.org/node"),) * 3)
    store = tmp_path / "store"
    with Store.open_writer(store) as writer:
        writer.rdf.add(ox.Quad(quoted.subject, quoted.predicate, quoted))
        (store / "UNPUBLISHED").touch()
        writer.publish()
    shown = export(store, "--format", "jsonld", "-o", str(path))
    assert shown.exit_code == 1
    assert "JSON-LD cannot say" in shown.stderr
    assert path.read_text() == "before"
    assert sorted(tmp_path.iterdir()) == [path, store]


def test_a_file_keeps_its_permissions_and_a_link_its_place(folder: Path, tmp_path: Path) -> None:
    path, link = tmp_path / "out.csv", tmp_path / "link.csv"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)
    assert export(folder, "--format", "csv", "-o", str(link)).exit_code == 0
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == export(folder, "--format", "csv").stdout_bytes


def test_a_new_file_gets_the_permissions_of_new_files(folder: Path, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    assert export(folder, "--format", "csv", "-o", str(tmp_path / "out.csv")).exit_code == 0
    assert (tmp_path / "out.csv").stat().st_mode == usual.stat().st_mode


def test_a_device_is_written_to_and_not_replaced(folder: Path) -> None:
    assert export(folder, "--format", "csv", "-o", os.devnull).exit_code == 0
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("layout", FORMATS)
def test_a_closed_pipe_ends_it_quietly(folder: Path, layout: str) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [*RASD, "export", "--store", str(folder), "--format", layout]
    with subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE) as running:
        os.close(write)
        _, errors = running.communicate(timeout=60)
    assert errors == b""
    assert running.returncode == 1
