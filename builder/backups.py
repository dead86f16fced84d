"""Copies of a store that outlive it: the newest finished snapshot with a manifest, as a folder or as a tar file.

A backup holds ``MANIFEST.json`` and the files of the database in ``database/``. It is made beside its place and takes
that in one step, so that what has the name of a backup is a whole one; its manifest tells, too. The live database is
not read: builds and readers go on meanwhile.

A restored store begins with one snapshot. What it takes the place of is kept beside it in ``replaced-N``.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from builder.derived.write import Derived
from builder.errors import StoreError
from builder.export.output import replaced_file
from builder.store.changes import Changes
from builder.store.inventory import take_inventory
from builder.store.locks import no_writer
from builder.store.seals import Sealed, database_files, digest_of, read_seal
from builder.store.snapshots import (
    POINTER,
    SNAPSHOTS,
    newest_number,
    publish_snapshot,
    sync_folder,
    write_atomically,
)
from builder.store.stamps import rasd_version
from builder.store.store import (
    LIVE,
    UNPUBLISHED,
    VERSION,
    Store,
    check_versions,
    is_store,
    store_versions,
)

TAR = ".tar"
RESTORING = "restoring"
REPLACED = "replaced-"
_MANIFEST = "MANIFEST.json"
_DATABASE = "database"
_FORMAT = 1
_ADVICE = "restore it with that version, then rasd upgrade of this one makes the store anew"
_CHUNK = 1024 * 1024
_MOST_MANIFEST = 16 * 1024 * 1024  # bytes; a file of the database takes about 150
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)?")
_OWN = (VERSION, POINTER, LIVE, SNAPSHOTS, UNPUBLISHED, RESTORING, REPLACED)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is in a store: articles, those of them with and without attacks, rejected inputs, triples."""

    articles: int
    extracted: int
    no_attack: int
    rejected: int
    triples: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; ``created`` is the time in UTC, ``versions`` are those of what wrote the store."""

    created: str
    snapshot: str
    layout: str
    ontology: str
    versions: Mapping[str, str]
    counts: Counts
    files: Mapping[str, Sealed]

    @property
    def size(self) -> int:
        """Bytes of the database."""
        return sum(file.size for file in self.files.values())


def back_up(store: Path, target: Path, *, replace: bool = False) -> Manifest:
    """Copy the newest finished snapshot of a store to *target*: a tar file if its name ends so, else a folder.

    :raises StoreError: if there is no finished build, it is damaged, *target* exists and is not to be replaced or is
        no backup.
    :raises OSError: if the disk refuses; *target* is then as it was.
    """
    check_target(store, target, replace=replace)
    with Store.open_reader(store) as reader:  # its pin keeps the snapshot
        snapshot = reader.snapshot
        manifest = _manifest(reader, snapshot)
        if target.suffix == TAR:
            _write_tar(snapshot, manifest, target)
        else:
            _write_folder(snapshot, manifest, target)
    return manifest


def check_target(store: Path, target: Path, *, replace: bool) -> None:
    """Refuse a place that a backup cannot take.

    :raises StoreError: if it lies in the store, exists and is not to be replaced, or is no backup.
    """
    if target.resolve().is_relative_to(store.resolve()):
        raise StoreError(f"{target} is in the store itself: give a place outside, best on another disk")
    if not target.suffix == TAR and target.suffix in (".gz", ".tgz", ".zip", ".xz", ".zst", ".bz2"):
        raise StoreError(f"{target}: a backup is a folder, or a file that ends with {TAR}")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not replace:
        raise StoreError(f"{target} exists: give another name, or --force to replace it")
    read_manifest(target)


def read_manifest(backup: Path) -> Manifest:
    """What a backup says of itself; the files are not looked at.

    :raises StoreError: if it is no backup, or one that this version cannot read.
    """
    try:
        if backup.is_dir():
            with (backup / _MANIFEST).open("rb") as file:
                data = file.read(_MOST_MANIFEST)
        else:
            with tarfile.open(backup, "r:") as tar:
                first = tar.next()
                inner = tar.extractfile(first) if first is not None and first.name == _MANIFEST else None
                data = inner.read(_MOST_MANIFEST) if inner is not None else b""
        return _parse(data, backup)
    except FileNotFoundError:
        gone = (
            f"there is no backup {backup}" if not backup.exists() else f"{backup} is no backup: it has no {_MANIFEST}"
        )
        raise StoreError(gone) from None
    except (tarfile.TarError, EOFError) as error:
        raise StoreError(f"{backup} is no whole backup: {error}") from error


def verify(backup: Path) -> Manifest:
    """Read all of a backup, and compare it with its manifest.

    :raises StoreError: if a file is missing, too many or has other bytes, or the manifest is none.
    """
    manifest = read_manifest(backup)
    for _, file in _contents(backup, manifest):
        while file.read(_CHUNK):
            pass
        file.end()
    return manifest


def restore(backup: Path, path: Path, *, replace: bool = False) -> tuple[Manifest, Path | None]:
    """Make *path* a store with what a backup holds; returns its manifest, and where what was there is now.

    What is not empty is replaced on demand, and only if it is a store, or what an interrupted restore left.

    :raises StoreError: if the backup is not whole, is of a version that this one cannot read, *path* may not be
        replaced, or a build is writing to it. Nothing is then changed.
    :raises OSError: if the disk refuses. A store that was there is then in *path* or in ``replaced-N``.
    """
    manifest = read_manifest(backup)
    check_versions(f"the backup {backup}", manifest.layout, manifest.ontology, _ADVICE)
    _check_place(path, replace=replace)
    path.mkdir(parents=True, exist_ok=True)
    work = path / RESTORING
    with no_writer(path):
        free = shutil.disk_usage(path).free
        if free < manifest.size:
            raise StoreError(f"{path} has {free:,} bytes free, and the backup needs {manifest.size:,}: make room first")
        _remove(work)
        try:
            _copy_database(backup, manifest, work)
            moved = _move_aside(path)
        except BaseException:
            _remove(work)
            raise
        after = newest_number(moved) if moved is not None else 0
        work.rename(path / LIVE)
        _publish(path, after)
        # Last, since it is what makes a folder a store: what was interrupted before is no store, and can be repeated.
        write_atomically(path / VERSION, f"{manifest.layout}\n{manifest.ontology}\n")
    return manifest, moved


def _publish(path: Path, after: int) -> None:
    """Show readers the live database, which nobody writes to, with what is derived from it."""
    live = ox.Store(str(path / LIVE))
    derive = partial(Derived().make, live, Changes(whole=True))
    publish_snapshot(path, lambda target: live.backup(str(target)), after=after, derive=derive)


def _manifest(reader: Store, snapshot: Path) -> Manifest:
    layout, ontology = store_versions(reader.path)
    inventory = take_inventory(reader)
    extracted = sum(article.state == "extracted" for article in inventory.articles)
    counts = Counts(
        articles=len(inventory.articles),
        extracted=extracted,
        no_attack=len(inventory.articles) - extracted,
        rejected=len(inventory.rejected),
        triples=sum(inventory.triples.values()),
    )
    files = read_seal(snapshot) or {
        path.name: Sealed(path.stat().st_size, digest_of(path)) for path in database_files(snapshot)
    }
    created = datetime.now(UTC).isoformat(timespec="seconds")
    versions = {
        "rasd": rasd_version(),
        "python": platform.python_version(),
        "pyoxigraph": version("pyoxigraph"),
    }
    return Manifest(created, snapshot.name, layout, ontology, versions, counts, files)


def _encode(manifest: Manifest) -> bytes:
    return (json.dumps({"format": _FORMAT, **asdict(manifest)}, indent=1) + "\n").encode("utf-8")


def _parse(data: bytes, backup: Path) -> Manifest:
    try:
        content = json.loads(data)
        if content.pop("format") != _FORMAT:
            raise StoreError(f"the backup {backup} was written by a newer rasd: update rasd")
        files = {str(name): Sealed(int(file["size"]), str(file["sha256"])) for name, file in content["files"].items()}
        manifest = Manifest(**{**content, "counts": Counts(**content["counts"]), "files": files})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{backup} is no whole backup: its {_MANIFEST} cannot be read") from error
    if wrong := [name for name in files if not _FILE_NAME.fullmatch(name)]:
        raise StoreError(f"{backup} is no backup of rasd: it names the file {wrong[0]!r}")
    return manifest


def _write_folder(snapshot: Path, manifest: Manifest, target: Path) -> None:
    target = target.resolve()
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name[:100]}.", suffix=".unfinished", dir=target.parent))
    try:
        unfinished.chmod(0o755)
        (unfinished / _DATABASE).mkdir()
        for name, sealed in manifest.files.items():
            with (snapshot / name).open("rb") as file:
                _copy(_Checked(file, name, sealed, snapshot), unfinished / _DATABASE / name)
        sync_folder(unfinished / _DATABASE)
        with (unfinished / _MANIFEST).open("wb") as out:
            out.write(_encode(manifest))
            out.flush()
            os.fsync(out.fileno())
        sync_folder(unfinished)
        old = None
        if target.exists() and any(target.iterdir()):
            old = unfinished.with_suffix(".replaced")
            target.rename(old)
        unfinished.rename(target)
        sync_folder(target.parent)
        if old is not None:
            shutil.rmtree(old)
    finally:
        _remove(unfinished)


def _write_tar(snapshot: Path, manifest: Manifest, target: Path) -> None:
    with replaced_file(target) as out, tarfile.open(fileobj=out, mode="w|") as tar:
        data = _encode(manifest)
        tar.addfile(_entry(_MANIFEST, len(data)), io.BytesIO(data))
        for name, sealed in manifest.files.items():
            with (snapshot / name).open("rb") as file:
                checked = _Checked(file, name, sealed, snapshot)
                tar.addfile(_entry(f"{_DATABASE}/{name}", sealed.size), checked)
                checked.end()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    return entry


class _Checked(io.RawIOBase):
    """A file of which is known what it must hold: :meth:`end` raises StoreError if that is not what was read."""

    def __init__(self, inner: IO[bytes], name: str, sealed: Sealed, origin: Path) -> None:
        super().__init__()
        self._inner = inner
        self._name = name
        self._sealed = sealed
        self._origin = origin
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed: no public name
        try:
            data = self._inner.read(len(buffer))
        except tarfile.TarError as error:
            raise StoreError(f"{self._origin} is no whole backup: {error}") from error
        buffer[: len(data)] = data
        self._digest.update(data)
        return len(data)

    def end(self) -> None:
        """Compare what was read.

        :raises StoreError: if it differs.
        """
        if self._inner.read(1) or self._digest.hexdigest() != self._sealed.sha256:
            raise StoreError(
                f"{self._origin} is damaged: {self._name} is not as it was written (rasd doctor says more)"
            )


def _copy(file: _Checked, target: Path) -> None:
    """Write a file to the disk.

    :raises StoreError: if it is not what was sealed.
    """
    with target.open("xb") as out:
        while piece := file.read(_CHUNK):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    file.end()


def _contents(backup: Path, manifest: Manifest) -> Iterator[tuple[str, _Checked]]:
    """The files of the backup's database, each to be read to its end before the next.

    :raises StoreError: if one is missing, too many, or no plain file.
    """
    left = dict(manifest.files)
    for name, file in _plain_files(backup):
        sealed = left.pop(name, None)
        if sealed is None:
            raise StoreError(f"{backup} is no whole backup: {name} is not in its manifest")
        yield name, _Checked(file, name, sealed, backup)
    if left:
        raise StoreError(f"{backup} is no whole backup: {min(left)} is missing")


def _plain_files(backup: Path) -> Iterator[tuple[str, IO[bytes]]]:
    if backup.is_dir():
        folder = backup / _DATABASE
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_symlink() or not path.is_file():
                raise StoreError(f"{backup} is no backup of rasd: {path.name!r} is no plain file")
            with path.open("rb") as file:
                yield path.name, file
        return
    try:
        with tarfile.open(backup, "r|") as tar:
            for entry in tar:
                if entry.name == _MANIFEST:
                    continue
                inner = tar.extractfile(entry) if entry.isreg() else None
                if inner is None:
                    raise StoreError(f"{backup} is no backup of rasd: {entry.name!r} is no plain file")
                with inner as file:
                    yield entry.name.removeprefix(f"{_DATABASE}/"), file
    except (tarfile.TarError, EOFError) as error:
        raise StoreError(f"{backup} is no whole backup: {error}") from error


def _copy_database(backup: Path, manifest: Manifest, work: Path) -> None:
    """Put the database of the backup into *work*, and see that it has all triples.

    :raises StoreError: if it has not.
    """
    work.mkdir()
    for name, file in _contents(backup, manifest):
        _copy(file, work / name)
    try:
        found = len(ox.Store(str(work)))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the backup {backup} cannot be opened: {' '.join(str(error).split())}") from error
    if found != manifest.counts.triples:
        raise StoreError(f"the backup {backup} has {found:,} triples, not {manifest.counts.triples:,}")


def _check_place(path: Path, *, replace: bool) -> None:
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file: give a folder as --store")
    held = [entry.name for entry in path.iterdir()] if path.exists() else []
    if held and not replace:
        what = "holds a store" if is_store(path) else "is not empty"
        raise StoreError(f"{path} {what}: give a new folder as --store, or --force to replace what is there")
    if strangers := [name for name in held if not name.startswith(_OWN)]:
        raise StoreError(f"{path} holds other files than a store ({min(strangers)}): give another folder as --store")


def _move_aside(path: Path) -> Path | None:
    """Move what *path* holds into a folder of its own there; returns that, None if there was nothing."""
    held = [entry for entry in path.iterdir() if not entry.name.startswith((RESTORING, REPLACED))]
    if not held:
        return None
    numbers = [int(entry.name.removeprefix(REPLACED)) for entry in path.glob(f"{REPLACED}[0-9]*")]
    aside = path / f"{REPLACED}{max(numbers, default=0) + 1}"
    aside.mkdir()
    # First what makes it a store: from then on no build begins in what is neither the one nor the other.
    for entry in sorted(held, key=lambda entry: entry.name != VERSION):
        entry.rename(aside / entry.name)
    sync_folder(path)
    return aside


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
