"""The store of a graph: a folder with a live database for the one writer, and snapshots for readers.

Layout: ``VERSION`` (version of the layout, then of the ontology whose terms the graph uses), ``live`` (the database of
the writer), ``snapshots/NNNNNN`` and ``CURRENT`` (see :mod:`builder.store.snapshots`), ``UNPUBLISHED`` (exists while
the live database is ahead of the current snapshot), ``replaced-N`` (what was there before :mod:`builder.backups`
restored another one).
A process that is killed leaves whole transactions in ``live``; the next writer finds ``UNPUBLISHED`` and publishes.

Not supported: two writers at once, and readers of ``live`` (opening it beside a writer is undefined behaviour by
pyoxigraph's documentation).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from builder.errors import OlderStoreError, StoreError, StoreLockedError
from builder.store.changes import Changes
from builder.store.seals import missing_or_resized
from builder.store.snapshots import Pin, current_snapshot, publish_snapshot, sync_folder, write_atomically
from builder.vocabulary import ONTOLOGY_VERSION

LAYOUT_VERSION = 3
VERSION = "VERSION"
LIVE = "live"
UNPUBLISHED = "UNPUBLISHED"
_ATTEMPTS = 5
_FEW = 4 * 1024 * 1024  # bytes
# Quads that the database holds in memory before it is told to write its tables: some 900 bytes each (measured), and
# left to itself it would take 64 MiB for each of a dozen indexes.
_HELD = 50_000
# The words of RocksDB, which raises a bare OSError: held by another process, held by this one.
_LOCKED = ("While lock file", "lock hold by current process")


class Deriving(Protocol):
    """Makes what is derived from a snapshot, and kept with it (:class:`builder.derived.write.Derived`)."""

    def is_made(self, snapshot: Path) -> bool:
        """Whether a snapshot has it."""
        ...

    def make(self, rdf: ox.Store, changes: Changes, snapshot: Path, before: Path | None) -> None:
        """Make it in the folder of a new snapshot, which holds what *rdf* does.

        *changes* are those since the snapshot *before*, if there is one.

        :raises OSError: if the disk refuses.
        """
        ...


class Store:
    """What a build has published, or, as a :class:`Writer`, what it is about to publish.

    ``rdf`` is the database; without FROM, ask it with ``use_default_graph_as_union=True``. ``path`` is the store's
    folder. Close it, or use it as a context manager: a snapshot that is read is not removed.
    """

    def __init__(self, path: Path, rdf: ox.Store, snapshot: Path | None = None, pin: Pin | None = None) -> None:
        self.path = path
        self._rdf: ox.Store | None = rdf
        self._snapshot = snapshot
        self._pin = pin

    @staticmethod
    def open_reader(path: Path, *, older: bool = False) -> Store:
        """Open the newest snapshot; it stays as it is while builds go on.

        With *older*, one of an earlier version is opened too, whose graph queries may misread: for upgrades.

        :raises StoreError: if there is no finished build in *path*, or another version of rasd wrote it.
        """
        _check_store(path, older=older)
        for _ in range(_ATTEMPTS):
            snapshot = current_snapshot(path)
            if snapshot is None:
                raise StoreError(f"{path} holds no finished build: run rasd build first")
            try:
                pin = Pin(snapshot)
            except FileNotFoundError:
                continue  # builds have moved on by two snapshots since the pointer was read
            try:
                if wrong := missing_or_resized(snapshot):
                    raise StoreError(_damaged(path, f"{snapshot.name}/{wrong[0]}"))
                return Store(path, ox.Store.read_only(str(snapshot)), snapshot, pin)
            except FileNotFoundError:
                pin.release()
            except (OSError, RuntimeError, StoreError) as error:
                pin.release()
                raise _store_error(error, path, "read") from error
        raise StoreError(f"the current snapshot of {path} is missing: run rasd build again, or rasd doctor")

    @staticmethod
    def open_writer(path: Path) -> Writer:
        """Open the live database for writing, and make the folder if there is none.

        :raises StoreLockedError: if another build is writing.
        :raises StoreError: if the folder holds other files or a store of another version, or cannot be written to.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            _prepare(path)
            writer = Writer(path, ox.Store(str(path / LIVE)))
        except (OSError, RuntimeError) as error:
            if any(words in str(error) for words in _LOCKED):
                reason = f"another build is writing to {path}: wait for it, or give another --store"
                raise StoreLockedError(reason) from error
            raise _store_error(error, path, "write to") from error
        if _is_emptied(writer):
            writer.close()
            raise StoreError(_damaged(path, "its live database is empty, though a finished build is not"))
        for log in (path / LIVE).glob("LOG.old.*"):  # the database leaves one at each opening, and removes none
            log.unlink(missing_ok=True)
        return writer

    @property
    def rdf(self) -> ox.Store:
        """The database.

        :raises ValueError: after :meth:`close`.
        """
        if self._rdf is None:
            raise ValueError(f"the store {self.path} is closed")
        return self._rdf

    @property
    def snapshot(self) -> Path:
        """The folder that is read.

        :raises ValueError: if the store is open for writing.
        """
        if self._snapshot is None:
            raise ValueError(f"the store {self.path} is no snapshot")
        return self._snapshot

    def close(self) -> None:
        """Let go of the database and of the snapshot; a second call does nothing."""
        self._rdf = None  # pyoxigraph closes a database, and frees its lock, with the last reference to it
        if self._pin is not None:
            self._pin.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Writer(Store):
    """The one writer of a store: replaces whole graphs in transactions, and publishes what it has written."""

    def __init__(self, path: Path, rdf: ox.Store) -> None:
        super().__init__(path, rdf)
        self._changed = 0  # quads since the database last wrote its own tables
        self._changes = Changes(whole=self.unpublished)  # nobody knows what an interrupted build had changed

    def replace_graphs(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> bool:
        """Make each graph (by its IRI) hold exactly the given quads, all in one transaction.

        Only the difference is written. Returns whether there was any.

        :raises ValueError: if a quad belongs to none of the graphs.
        :raises StoreError: if the disk refuses (full, read-only, damaged); nothing of the call is then stored.
        """
        wanted = {quad for quads in graphs.values() for quad in quads}
        names = {ox.NamedNode(iri) for iri in graphs}
        if strangers := {quad.graph_name for quad in wanted} - names:
            raise ValueError(f"quads of other graphs: {sorted(map(str, strangers))}")
        stored = {quad for name in names for quad in self.rdf.quads_for_pattern(None, None, None, name)}
        return self.change(wanted - stored, stored - wanted)

    def change(self, added: Iterable[ox.Quad], removed: Iterable[ox.Quad]) -> bool:
        """Add and remove quads in one transaction; returns whether the database differs afterwards.

        :raises StoreError: if the disk refuses; nothing of the call is then stored.
        """
        wanted = _as_stored(added)
        new = {quad for quad in wanted if quad not in self.rdf}
        old = {quad for quad in removed if quad in self.rdf} - wanted
        if not new and not old:
            return False
        try:
            self._announce()
            if old:
                self.rdf.update(f"DELETE DATA {{ {_group(old)} }} ; INSERT DATA {{ {_group(new)} }}")
            else:
                self.rdf.extend(new)
            self._changed += len(new) + len(old)
            self._changes.note(new, old)
            if self._changed >= _HELD:
                self.rdf.flush()
                self._changed = 0
        except (OSError, RuntimeError) as error:
            raise _store_error(error, self.path, "write to") from error
        return True

    def add(self, quads: bytes, articles: Collection[str]) -> None:
        """Add N-Quads, all of them or none; much faster than :meth:`change` where there are many.

        They are those of *articles*, by their IRIs: of their graphs, and in the merged graph of their attacks. They
        must be such as pyoxigraph writes: they are not checked.

        :raises StoreError: if the disk refuses; nothing of the call is then stored.
        """
        # Bulk loading writes files beside the database, which takes them over in one step when all are written. That
        # costs some dozens of milliseconds however few quads there are: of these a transaction is cheaper.
        load = self.rdf.load if len(quads) < _FEW else self.rdf.bulk_load
        try:
            self._announce()
            self._changes.note_articles(articles)
            load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        except (OSError, RuntimeError) as error:
            raise _store_error(error, self.path, "write to") from error

    def _announce(self) -> None:
        """Mark that the database is ahead of readers, on the disk before anything that the mark announces."""
        if not self.unpublished:
            (self.path / UNPUBLISHED).touch()
            sync_folder(self.path)

    @property
    def unpublished(self) -> bool:
        """Whether readers see less than what is written, also because an earlier build was interrupted."""
        return not is_published(self.path)

    def publish(self, deriving: Deriving | None = None) -> bool:
        """Show readers what is written; returns False, and does nothing, where they see it already.

        *deriving* makes what is kept with the snapshot. A snapshot that lacks files, or parts of them, or what is
        derived from it, is replaced by a new one.

        :raises StoreError: if the disk refuses; readers then still see the snapshot before.
        """
        current = current_snapshot(self.path)
        if not self.unpublished and current is not None and current.is_dir() and not missing_or_resized(current):
            if deriving is None or deriving.is_made(current):
                return False
            self._changes = Changes(whole=True)
        derive = None if deriving is None else partial(deriving.make, self.rdf, self._changes)
        try:
            publish_snapshot(self.path, lambda target: self.rdf.backup(str(target)), derive=derive)
            (self.path / UNPUBLISHED).unlink(missing_ok=True)
            self._changes = Changes()
        except (OSError, RuntimeError) as error:
            raise _store_error(error, self.path, "publish") from error
        return True


def _store_error(error: Exception, path: Path, verb: str) -> StoreError:
    """What the caller is told of an error of the database or the disk.

    pyoxigraph has no class of its own for damaged files: it raises RuntimeError with the words of RocksDB.
    """
    if isinstance(error, StoreError):
        return error
    said = " ".join(str(error).split())
    damaged = isinstance(error, RuntimeError)
    return StoreError(_damaged(path, said) if damaged else f"cannot {verb} the store {path}: {said}")


def _damaged(path: Path, how: str) -> str:
    return f"the store {path} is damaged ({how}): rasd doctor says what is whole, rasd restore brings back a backup"


def _is_emptied(writer: Writer) -> bool:
    """Whether the live database has nothing although readers see something."""
    if next(iter(writer.rdf), None) is not None or writer.unpublished or current_snapshot(writer.path) is None:
        return False
    with Store.open_reader(writer.path) as reader:
        return next(iter(reader.rdf), None) is not None


def is_published(path: Path) -> bool:
    """Whether readers of the store see all that was written to it."""
    return not (path / UNPUBLISHED).exists()


def is_store(path: Path) -> bool:
    """Whether *path* is the folder of a store, of whatever version."""
    return (path / VERSION).is_file()


def store_versions(path: Path) -> tuple[str, str]:
    """The versions of the layout and of the ontology that a store was written with; empty where it does not say.

    :raises StoreError: if there is no store, or it cannot be read.
    """
    try:
        lines = (path / VERSION).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise StoreError(f"there is no store in {path}: run rasd build first, or give another --store") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"cannot read the store {path}: {error}") from error
    return lines[0].strip(), "".join(lines[1:2]).strip()


def _prepare(path: Path) -> None:
    """Mark an empty folder as a store, or an older store as one with the present ontology; refuse all other folders."""
    current = str(LAYOUT_VERSION), ONTOLOGY_VERSION
    if is_store(path):
        _check_store(path)
        if store_versions(path) == current:
            return
    elif any(entry.is_dir() or not entry.name.startswith(VERSION) for entry in path.iterdir()):
        raise StoreError(f"{path} holds other files and is no store: give a new folder as --store")
    write_atomically(path / VERSION, "".join(f"{version}\n" for version in current))


def check_versions(name: str, layout: str, ontology: str, advice: str) -> None:
    """Refuse what this version cannot read; *name* is that of the store or backup with the two versions.

    *advice* is what to do with an older one.

    :raises OlderStoreError: if the layout is older, or the ontology one with a smaller first number.
    :raises StoreError: if the layout or the ontology is newer.
    """
    newer = f"{name} was written by a newer rasd"
    older = f"{name} was written by an older rasd"
    held, known = _numbers(layout), (LAYOUT_VERSION,)
    if held != known:
        said = f"(layout {layout or 'unknown'}, this one reads {LAYOUT_VERSION})"
        if held > known:
            raise StoreError(f"{newer} {said}: update rasd")
        raise OlderStoreError(f"{older} {said}: {advice}")
    held, own = _numbers(ontology), _numbers(ONTOLOGY_VERSION)
    said = f"(ontology {ontology or 'unknown'}, this one knows {ONTOLOGY_VERSION})"
    if held > own:
        raise StoreError(f"{newer} {said}: update rasd")
    if held[:1] != own[:1]:
        raise OlderStoreError(f"{older} {said}: {advice}")


def is_current(path: Path) -> bool:
    """Whether this version reads and writes the store in *path*; not so for a store of an earlier one.

    :raises StoreError: if there is no store, it cannot be read, or it is of a newer version.
    """
    try:
        _check_store(path)
    except OlderStoreError:
        return False
    return True


def _check_store(path: Path, *, older: bool = False) -> None:
    """:raises StoreError: as :func:`check_versions`; not for a store of an earlier version if *older*."""
    advice = f"rasd upgrade {path} --store NEW makes it anew in another folder"
    try:
        check_versions(f"the store {path}", *store_versions(path), advice)
    except OlderStoreError:
        if not older:
            raise


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, none where it is no version."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def _as_stored(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The quads in the spelling of the database, which writes 1.50 as 1.5: only these can be compared with it."""
    memory = ox.Store()
    memory.extend(quads)
    return set(memory)


def _group(quads: Iterable[ox.Quad]) -> str:
    """The quads as SPARQL; the text of a pyoxigraph term is escaped N-Triples, so no value can break out of it."""
    return " ".join(f"GRAPH {quad.graph_name} {{ {quad.subject} {quad.predicate} {quad.object} }}" for quad in quads)
