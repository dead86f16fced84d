from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from builder import backups
from builder.backups import back_up, read_manifest, restore, verify
from builder.errors import StoreError
from builder.store.seals import digest_of
from builder.store.store import LAYOUT_VERSION, Store, is_published, is_store
from builder.vocabulary import ONTOLOGY_VERSION
from tests.stores import being_written, make_store, quads

BOTH = pytest.mark.parametrize("name", ["copy", "copy.tar"])


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("original") / "store")


@BOTH
def test_a_backup_is_restored_to_an_equal_store(original: Path, tmp_path: Path, name: str) -> None:
    manifest = back_up(original, tmp_path / name)
    counts = manifest.counts
    assert (counts.articles, counts.extracted, counts.no_attack, counts.rejected) == (3, 1, 2, 2)
    assert counts.triples == len(quads(original))
    assert (manifest.layout, manifest.ontology) == (str(LAYOUT_VERSION), ONTOLOGY_VERSION)
    assert verify(tmp_path / name) == read_manifest(tmp_path / name) == manifest
    assert restore(tmp_path / name, tmp_path / "new") == (manifest, None)
    assert quads(tmp_path / "new") == quads(original)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["CURRENT", "VERSION", "live", "snapshots"]
    make_store(tmp_path / "new", 4)
    assert len(quads(tmp_path / "new")) > len(quads(original)), "a restored store is built on"
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


@BOTH
def test_a_backup_is_made_while_a_build_writes(original: Path, tmp_path: Path, name: str) -> None:
    store = Path(shutil.copytree(original, tmp_path / "store"))
    with being_written(store):
        back_up(store, tmp_path / name)
        assert not is_published(store)
    restore(tmp_path / name, tmp_path / "new")
    assert quads(tmp_path / "new") == quads(original)
    assert is_published(tmp_path / "new")


def files_of(backup: Path) -> dict[str, bytes]:
    return {str(path.relative_to(backup)): path.read_bytes() for path in backup.rglob("*") if path.is_file()}


def tar_of(folder: Path, target: Path) -> Path:
    """The folder of a backup as a tar file, its manifest first."""
    with tarfile.open(target, "w") as tar:
        for name in sorted(files_of(folder), key=lambda name: (name != "MANIFEST.json", name)):
            tar.add(folder / name, name)
    return target


def largest(backup: Path) -> Path:
    return max((backup / "database").iterdir(), key=lambda path: path.stat().st_size)


@BOTH
@pytest.mark.parametrize("damage", ["other byte", "shorter", "gone", "one more", "manifest gone", "manifest cut"])
def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    original: Path, tmp_path: Path, name: str, damage: str
) -> None:
    backup = tmp_path / "copy"
    back_up(original, backup)
    file, manifest = largest(backup), backup / "MANIFEST.json"
    data = bytearray(file.read_bytes())
    match damage:
        case "other byte":
            data[len(data) // 2] ^= 1
            file.write_bytes(data)
        case "shorter":
            file.write_bytes(data[:-1])
        case "gone":
            file.unlink()
        case "one more":
            (backup / "database" / "000999.sst").write_bytes(b"x")
        case "manifest gone":
            manifest.unlink()
        case _:
            manifest.write_bytes(manifest.read_bytes()[:100])
    if name.endswith(".tar"):
        backup = tar_of(backup, tmp_path / name)
    store = make_store(tmp_path / "store", 1)
    before = quads(store)
    with pytest.raises(StoreError, match=r"no whole backup|is no backup|is damaged"):
        verify(backup)
    with pytest.raises(StoreError, match=r"no whole backup|is no backup|is damaged"):
        restore(backup, store, replace=True)
    assert quads(store) == before
    assert not list(store.glob("re*"))
    with pytest.raises(StoreError):
        restore(backup, tmp_path / "new")
    assert not is_store(tmp_path / "new")


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.999])
def test_a_tar_file_that_was_cut_off_is_refused(original: Path, tmp_path: Path, share: float) -> None:
    backup = tmp_path / "copy.tar"
    back_up(original, backup)
    data = backup.read_bytes()
    end = len(data.rstrip(b"\0"))  # a tar file ends with zeros
    backup.write_bytes(data[: int(end * share)])
    with pytest.raises(StoreError, match="backup"):
        restore(backup, tmp_path / "new")
    assert not is_store(tmp_path / "new")


def test_names_that_lead_elsewhere_are_refused(original: Path, tmp_path: Path) -> None:
    backup = tmp_path / "copy"
    back_up(original, backup)
    manifest = json.loads((backup / "MANIFEST.json").read_text(encoding="utf-8"))
    for name in ("../../evil", "/etc/evil", "a/b", ".hidden", ""):
        content = manifest | {"files": {name: {"size": 1, "sha256": ""}}}
        (backup / "MANIFEST.json").write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(StoreError, match="names the file"):
            restore(backup, tmp_path / "new")
    (backup / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    file = largest(backup)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="no plain file"):
        restore(tar_of(backup, tmp_path / "linked.tar"), tmp_path / "new")
    with pytest.raises(StoreError, match="no plain file"):
        restore(backup, tmp_path / "new")


def test_a_place_that_is_not_empty_is_refused_or_kept_beside(original: Path, tmp_path: Path) -> None:
    backup, store = tmp_path / "copy", make_store(tmp_path / "store", 1)
    back_up(original, backup)
    before = quads(store)
    with pytest.raises(StoreError, match=r"holds a store: .*--force"):
        restore(backup, store)
    assert quads(store) == before
    with Store.open_reader(store) as reader:
        _, moved = restore(backup, store, replace=True)
        assert sorted(map(str, reader.rdf)) == before
    assert moved == store / "replaced-1"
    assert quads(store) == quads(original)
    assert quads(moved) == before
    assert (store / "CURRENT").read_text(encoding="utf-8") == "000002\n", "readers know a snapshot by its number"
    assert restore(backup, store, replace=True)[1] == store / "replaced-2"
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        restore(backup, tmp_path / "thesis", replace=True)
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["thesis.txt"]


def test_a_store_that_is_being_written_is_not_replaced(original: Path, tmp_path: Path) -> None:
    back_up(original, tmp_path / "copy")
    store = make_store(tmp_path / "store", 1)
    before = quads(store)
    with being_written(store), pytest.raises(StoreError, match="a build is writing"):
        restore(tmp_path / "copy", store, replace=True)
    assert quads(store) == before


@pytest.mark.parametrize("step", ["publish_snapshot", "write_atomically"])
def test_an_interrupted_restore_leaves_no_store_and_is_repeated(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    back_up(original, tmp_path / "copy")
    store = make_store(tmp_path / "store", 1)
    with monkeypatch.context() as patched:
        patched.setattr(backups, step, killed)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "copy", store, replace=True)
    assert not is_store(store)
    with pytest.raises(StoreError, match="no store"):
        Store.open_writer(store)
    restore(tmp_path / "copy", store, replace=True)
    assert quads(store) == quads(original)
    assert is_store(store / "replaced-1")


def test_versions_that_cannot_be_read_are_refused(original: Path, tmp_path: Path) -> None:
    backup = tmp_path / "copy"
    back_up(original, backup)
    manifest = json.loads((backup / "MANIFEST.json").read_text(encoding="utf-8"))
    for change in ({"layout": "99"}, {"ontology": "99.0.0"}, {"format": 2}):
        (backup / "MANIFEST.json").write_text(json.dumps(manifest | change), encoding="utf-8")
        with pytest.raises(StoreError, match=r"the backup .* was written by a newer rasd"):
            restore(backup, tmp_path / "new")


def test_a_backup_takes_its_place_in_one_step_or_not_at_all(original: Path, tmp_path: Path) -> None:
    store = Path(shutil.copytree(original, tmp_path / "store"))
    snapshot = store / "snapshots" / (store / "CURRENT").read_text(encoding="utf-8").strip()
    for name in ("copy", "copy.tar"):
        back_up(store, tmp_path / name)
        with pytest.raises(StoreError, match="--force"):
            back_up(store, tmp_path / name)
        back_up(store, tmp_path / name, replace=True)
        (tmp_path / "mine").mkdir(exist_ok=True)
        (tmp_path / "mine" / "x").write_text("x", encoding="utf-8")
        with pytest.raises(StoreError, match="is no backup"):
            back_up(store, tmp_path / "mine", replace=True)
    file = max(snapshot.glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in ("copy", "copy.tar")}
    for name in before:
        with pytest.raises(StoreError, match="damaged"):
            back_up(store, tmp_path / name, replace=True)
        with pytest.raises(StoreError, match="damaged"):
            back_up(store, tmp_path / f"new-{name}")
        assert verify(tmp_path / name)
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in before} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "copy.tar", "mine", "store"]


@pytest.mark.parametrize("name", ["store/copy", "store/copy.tar", "copy.tar.gz", "copy.zip"])
def test_places_that_make_no_backup_are_refused(original: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"store itself|a backup is a folder"):
        back_up(original, original.parent / name)


def test_a_seal_is_kept_for_files_that_a_snapshot_shares_with_the_one_before(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    make_store(store, 5)
    one, two = (store / "snapshots" / name for name in ("000001", "000002"))
    shared = [path.name for path in two.glob("*.sst") if (one / path.name).exists()]
    assert shared
    seal = json.loads((two / "SEAL").read_text(encoding="utf-8"))
    assert set(seal) == {path.name for path in two.iterdir()} - {"SEAL"}
    for name, sealed in seal.items():
        assert sealed == {"size": (two / name).stat().st_size, "sha256": digest_of(two / name)}
