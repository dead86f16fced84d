from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from builder import doctor as examination
from builder.cli import cli
from builder.doctor import Level
from builder.errors import StoreError
from builder.store.store import Store
from tests.stores import being_written, make_store, quads


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def doctor(store: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", "--store", str(store), *more])


def findings(store: Path) -> tuple[int, dict[str, dict[str, str]]]:
    """The exit code, and the findings by their checks."""
    shown = doctor(store, "--format", "json")
    return shown.exit_code, {row["check"]: row for row in json.loads(shown.stdout)}


def snapshot(store: Path) -> Path:
    return store / "snapshots" / (store / "CURRENT").read_text(encoding="utf-8").strip()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.unlink()  # a hard link of the same file stays whole
    path.write_bytes(data)


def largest(folder: Path) -> Path:
    return max(folder.glob("*.sst"), key=lambda path: path.stat().st_size)


def test_a_whole_store_has_no_problem(store: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    code, found = findings(store)
    assert code == 0
    assert {row["level"] for row in found.values()} <= {"ok", "note", "warning"}
    for check in ("version", "package pyoxigraph", "data tables", "ontology", "extraction", "queries", "components"):
        assert found[check]["level"] == "ok", found[check]
    for check in ("fonts", "store", "snapshot", "live database"):
        assert found[check]["level"] == "ok", found[check]
    assert found["live database"]["found"] == f"{len(quads(store)):,} quads, nobody writes"
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*")} == before, "it only looks"


def test_text_has_a_line_a_finding(store: Path) -> None:
    shown = doctor(store)
    assert shown.exit_code == 0
    assert all(line.split()[0] in set(Level) for line in shown.stdout.splitlines())


def test_who_writes_is_told(store: Path) -> None:
    with being_written(store) as process:
        code, found = findings(store)
        assert code == 0
        assert f"process {process} (" in found["live database"]["found"]
        assert found["build"]["found"] == "a build is running"
    assert findings(store)[1]["build"] == {
        "check": "build",
        "level": "warning",
        "found": "a build was interrupted",
        "to_do": "run the same rasd build again: it goes on where it was interrupted",
    }


def test_a_byte_of_the_snapshot_is_found_and_building_again_does_not_hide_it(store: Path) -> None:
    flip(largest(snapshot(store)))
    code, found = findings(store)
    assert code == 1
    assert found["snapshot"]["level"] == "problem"
    assert "has other bytes" in found["snapshot"]["found"]
    assert "rasd restore" in found["snapshot"]["to_do"]
    assert found["live database"]["level"] == "ok"


def test_a_snapshot_that_lost_a_file_is_published_anew_from_the_live_database(store: Path) -> None:
    before = quads(store)
    shutil.rmtree(snapshot(store))
    code, found = findings(store)
    assert (code, found["snapshot"]["level"]) == (1, "problem")
    with Store.open_writer(store) as writer:
        assert writer.publish()
    assert quads(store) == before
    largest(snapshot(store)).unlink()
    assert findings(store)[0] == 1
    with Store.open_writer(store) as writer:
        assert writer.publish()
    assert quads(store) == before
    assert findings(store)[0] == 0


@pytest.mark.parametrize("damage", ["flip", "emptied", "gone"])
def test_a_damaged_live_database_is_mended_by_the_advice(store: Path, tmp_path: Path, damage: str) -> None:
    before = quads(store)
    live = store / "live"
    manifest = next(live.glob("MANIFEST-*"))
    if damage == "flip":
        flip(largest(live))
        flip(manifest)
    elif damage == "emptied":  # as it opens when its list of files is cut off at the right place
        shutil.rmtree(live)
        ox.Store(str(live)).flush()
    else:
        shutil.rmtree(live)
    code, found = findings(store)
    assert code == 1
    assert found["live database"]["level"] == "problem"
    assert found["snapshot"]["level"] == "ok"
    assert "rasd backup b.tar" in found["live database"]["to_do"]
    if damage != "flip":  # which need not lie in what is read first
        with pytest.raises(StoreError, match="damaged"):
            Store.open_writer(store)
    run = CliRunner()
    assert run.invoke(cli, ["backup", str(tmp_path / "b.tar"), "--store", str(store)]).exit_code == 0
    assert run.invoke(cli, ["restore", str(tmp_path / "b.tar"), "--store", str(store), "--force"]).exit_code == 0
    assert findings(store)[0] == 0
    assert quads(store) == before


def test_leftovers_and_interrupted_restores_are_listed(store: Path, tmp_path: Path) -> None:
    (store / "snapshots" / "000009.unfinished").mkdir()
    (store / "replaced-1").mkdir()
    shown = doctor(store).stdout
    assert "000009.unfinished was left unfinished" in shown
    assert "replaced-1 was replaced by a restore" in shown
    (tmp_path / "half" / "restoring").mkdir(parents=True)
    code, found = findings(tmp_path / "half")
    assert (code, found["store"]["level"]) == (1, "problem")
    assert findings(tmp_path / "none")[1]["store"]["level"] == "note"


def test_a_full_disk_is_a_problem(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_LEAST_FREE", 2**62)
    code, found = findings(store)
    assert (code, found["disk"]["level"]) == (1, "problem")


def test_files_of_the_package_that_are_gone_or_changed_are_told(tmp_path: Path) -> None:
    """A wheel unpacked as an installation has it, from which a table and a font are taken."""
    root = Path(__file__).parents[2]
    hatch = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(hatch, cwd=root, check=True, capture_output=True)
    site = tmp_path / "site"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(site)
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from builder.cli import main; main()"
    command = [sys.executable, "-I", "-c", code, str(site), "doctor", "--store", str(tmp_path / "none")]

    def found() -> tuple[int, dict[str, dict[str, str]]]:
        ran = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False, cwd=tmp_path)
        return ran.returncode, {row["check"]: row for row in json.loads(ran.stdout)}

    returned, rows = found()
    assert (returned, rows["files"]["level"]) == (0, "ok"), rows
    assert rows["files"]["found"].endswith("files as they were shipped")
    (site / "builder" / "data" / "verbs.tsv").unlink()
    next((site / "ui" / "static" / "fonts").glob("*.woff2")).unlink()
    returned, rows = found()
    assert returned == 1
    assert "is missing, and 1 more" in rows["files"]["found"]
    assert rows["extraction"]["level"] == rows["fonts"]["level"] == "problem"
    assert "install the package again" in rows["files"]["to_do"]
