"""What is in order with an installation and a store, what is not, and what to do about it."""

from __future__ import annotations

import base64
import hashlib
import json
import platform
import shutil
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox

from builder.backups import REPLACED, RESTORING
from builder.derived.file import DerivedDataError, fts5_is_there, has_search, open_derived
from builder.errors import OlderStoreError, RasdError, StoreError
from builder.resources import PACKAGE, data_dir
from builder.store.locks import lock_holder, no_writer
from builder.store.seals import changed, digest_of, read_seal
from builder.store.snapshots import SNAPSHOTS, UNFINISHED, current_snapshot
from builder.store.stamps import rasd_version
from builder.store.store import LIVE, Store, is_published, is_store
from builder.vocabulary import ONTOLOGY_VERSION

_LEAST_FREE = 100 * 1024 * 1024  # bytes; a build of a day's articles writes some ten megabytes
_OPTIONAL = {"brotli": "web pages packed with brotli in web archives", "torch": "the step camel-ner"}
_RESTORE = "rasd restore BACKUP --force brings back a backup"
_AGAIN = "install the package again: pip install --force-reinstall rasd"


class Level(StrEnum):
    """How bad a finding is: a problem stops work or threatens data, a warning may do so later."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and, unless all is well, what to do."""

    check: str
    level: Level
    found: str
    to_do: str = ""


def examine(store: Path | None) -> Iterator[Finding]:
    """All findings about the installation and, where one is given, the store in a folder; changes nothing.

    Reads all of the current snapshot and of the live database. Must not run in a process that writes to the store.
    """
    yield Finding("version", Level.OK, f"rasd {rasd_version()}, ontology {ONTOLOGY_VERSION}")
    yield Finding("python", Level.OK, f"{platform.python_version()} on {platform.platform()}")
    yield from _requirements()
    yield _files()
    yield from map(_part, _PARTS)
    yield from _components()
    yield from _optional()
    if store is not None:
        yield from _store(store)


def _requirements() -> Iterator[Finding]:
    """The packages that rasd needs: there, and within its bounds."""
    from packaging.requirements import Requirement

    for text in sorted(metadata.requires("rasd") or ()):
        required = Requirement(text)
        if required.marker is not None and not required.marker.evaluate({"extra": ""}):
            continue
        what = f"package {required.name}"
        to_do = f"pip install '{required.name}{required.specifier}'"
        try:
            found = metadata.version(required.name)
        except metadata.PackageNotFoundError:
            yield Finding(what, Level.PROBLEM, "is not installed", to_do)
            continue
        if required.specifier.contains(found, prereleases=True):
            yield Finding(what, Level.OK, found)
        else:
            yield Finding(what, Level.WARNING, f"{found} is outside {required.specifier}", to_do)


def _files() -> Finding:
    """Whether all files that the wheel brought are there as they were; a checkout has no list of its files."""
    listed = [file for file in metadata.files("rasd") or () if file.hash is not None]
    shipped = [file for file in listed if file.parts[0] in ("builder", "ui")]
    if not any(file.name == "pipeline.py" for file in shipped):
        return Finding("files", Level.OK, f"a checkout at {PACKAGE.parent}, whose files are not listed")
    wrong = []
    for file in shipped:
        path = Path(str(file.locate()))
        expected = file.hash.value if file.hash is not None else ""
        if not path.is_file():
            wrong.append(f"{file} is missing")
        elif _digest(path) != expected:
            wrong.append(f"{file} was changed")
    if wrong:
        return Finding("files", Level.PROBLEM, _listed(wrong), _AGAIN)
    return Finding("files", Level.OK, f"{len(shipped):,} files as they were shipped")


def _digest(path: Path) -> str:
    """The SHA-256 as wheels write it."""
    digest = hashlib.sha256(path.read_bytes()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _tables() -> str:
    from builder.assembly import load_reference
    from builder.resources import read_table

    load_reference()
    tables = sorted((PACKAGE / "data").glob("*.tsv"))
    rows = 0
    for table in tables:
        found = list(read_table(table.name))
        if not found or "source" not in found[0]:
            raise StoreError(f"{table.name} has no rows, or no column source")
        rows += len(found)
    return f"{len(tables)} tables with {rows:,} rows"


def _extraction() -> str:
    """Read the example with the most attacks: it needs nearly all tables."""
    from builder.articles.assemble import Defaults
    from builder.articles.txt import read_txt
    from builder.extraction.extractor import extract

    text = (data_dir("examples") / "founding-article.txt").read_text(encoding="utf-8")
    events = len(extract(read_txt(text, Defaults(), identifier="example", source="example")).events)
    if not events:
        raise StoreError("no attack is found in the example article")
    return f"{events} attacks in the example article"


def _queries() -> str:
    from builder.sparql.catalogue import catalogue

    return f"{len(catalogue())} named queries"


def _schema() -> str:
    from builder.ontology import ontology_path

    triples = sum(1 for _ in ox.parse(path=str(ontology_path())))
    sum(1 for _ in ox.parse(path=str(data_dir("ontology") / "shapes.ttl")))
    return f"ontology of {triples:,} triples, and its shapes"


_PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("data tables", _tables),
    ("ontology", _schema),
    ("extraction", _extraction),
    ("queries", _queries),
)


def _part(part: tuple[str, Callable[[], str]]) -> Finding:
    name, look = part
    try:
        return Finding(name, Level.OK, look())
    except (RasdError, OSError, ImportError, ValueError, LookupError, SyntaxError) as error:
        # What a damaged file of the package leads to where it is read.
        return Finding(name, Level.PROBLEM, f"{type(error).__name__}: {' '.join(str(error).split())}", _AGAIN)


def _components() -> Iterator[Finding]:
    """The browser parts of the interface by their manifests, and the fonts that its settings name."""
    found = find_spec("ui")
    if found is None or found.origin is None:
        yield Finding("interface", Level.PROBLEM, "the package ui is missing", _AGAIN)
        return
    folder = Path(found.origin).parent
    wrong, files = [], 0
    for manifest in sorted((folder / "static" / "components").glob("*/manifest.json")):
        for name, digest in json.loads(manifest.read_text(encoding="utf-8"))["files"].items():
            files += 1
            path = manifest.parent / name
            if not path.is_file() or digest_of(path) != digest:
                wrong.append(f"{manifest.parent.name}/{name} is missing or changed")
    if wrong or not files:
        yield Finding("components", Level.PROBLEM, _listed(wrong) or "none are there", _AGAIN)
    else:
        yield Finding("components", Level.OK, f"{files} files of the interface's browser parts")
    settings = tomllib.loads((folder / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    named = [Path(face["url"]).name for face in settings.get("theme", {}).get("fontFaces", ())]
    missing = [name for name in named if not (folder / "static" / "fonts" / name).is_file()]
    if missing or not named:
        yield Finding("fonts", Level.PROBLEM, _listed([f"{name} is missing" for name in missing]) or "none", _AGAIN)
    else:
        yield Finding("fonts", Level.OK, f"{len(named)} fonts")


def _optional() -> Iterator[Finding]:
    from builder.errors import StepError
    from builder.extraction.steps import STEP_NAMES, step_identities

    for name, use in _OPTIONAL.items():
        if find_spec(name) is None:
            yield Finding(f"optional {name}", Level.NOTE, f"is not installed: no {use}", f"pip install {name}")
        else:
            yield Finding(f"optional {name}", Level.OK, metadata.version(name))
    for step in STEP_NAMES:
        try:
            yield Finding(f"optional {step}", Level.OK, step_identities([step])[0])
        except StepError as error:
            yield Finding(f"optional {step}", Level.NOTE, str(error).partition(": ")[0], str(error).partition(": ")[2])


def _store(path: Path) -> Iterator[Finding]:
    yield from _disk(path)
    if not is_store(path):
        if path.is_dir() and any(entry.name.startswith((RESTORING, REPLACED)) for entry in path.iterdir()):
            to_do = f"rasd restore BACKUP --store {path} --force, once more"
            yield Finding("store", Level.PROBLEM, f"a restore into {path} was interrupted", to_do)
        else:
            yield Finding("store", Level.NOTE, f"there is no store in {path}", "rasd build makes one")
        return
    try:
        Store.open_reader(path).close()
        yield Finding("store", Level.OK, f"{path} opens")
    except OlderStoreError as error:
        found, _, to_do = str(error).rpartition(": ")
        yield Finding("store", Level.PROBLEM, found, to_do)
    except StoreError as error:
        yield Finding("store", Level.PROBLEM, str(error), _remedy(path))
    yield _snapshot(path)
    yield _search_index(path)
    yield _live(path)
    if not is_published(path):
        yield _unpublished(path)
    yield from _leftovers(path)


def _disk(path: Path) -> Iterator[Finding]:
    there = next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    files = [file.stat() for file in path.rglob("*") if file.is_file()] if path.is_dir() else []
    used = sum({file.st_ino: file.st_size for file in files}.values())  # snapshots share files by hard links
    found = f"{_mega(free)} free, the store takes {_mega(used)}"
    if free < _LEAST_FREE:
        yield Finding("disk", Level.PROBLEM, found, "make room before the next build: one that runs out of it stops")
    elif free < used:
        yield Finding("disk", Level.WARNING, found, "make room: a restore needs as much again as the store")
    else:
        yield Finding("disk", Level.OK, found)


def _snapshot(path: Path) -> Finding:
    """Whether the files of the snapshot that readers get are those that were written."""
    snapshot = current_snapshot(path)
    if snapshot is None:
        return Finding("snapshot", Level.WARNING, "no build has been finished", "run rasd build again to finish it")
    if not snapshot.is_dir():
        return Finding("snapshot", Level.PROBLEM, f"{snapshot.name} is missing", _remedy(path))
    if read_seal(snapshot) is None:
        to_do = "the next build that changes something seals its own"
        return Finding("snapshot", Level.NOTE, f"{snapshot.name} has no seal to compare it with", to_do)
    if wrong := changed(snapshot):
        return Finding("snapshot", Level.PROBLEM, f"{snapshot.name}: {_listed(wrong)}", _remedy(path))
    return Finding("snapshot", Level.OK, f"{snapshot.name} is as it was written")


def _search_index(path: Path) -> Finding:
    """Whether the names of the snapshot can be searched; all that is in the index can be made again."""
    snapshot = current_snapshot(path)
    to_do = f"rasd build INPUT --store {path} makes it, also where nothing is new"
    if not fts5_is_there():
        return Finding("search index", Level.NOTE, "SQLite has no FTS5 here", "use a Python whose SQLite has it")
    if snapshot is None:
        return Finding("search index", Level.NOTE, "there is none", to_do)
    try:
        connection = open_derived(snapshot)
    except DerivedDataError as error:
        return Finding("search index", Level.NOTE, str(error).partition(": ")[0], to_do)
    try:
        (whole,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        (names,) = connection.execute("SELECT COUNT(*) FROM thing").fetchone()
        if whole != "ok" or not has_search(connection):
            return Finding("search index", Level.NOTE, "cannot be used", to_do)
    except sqlite3.Error as error:
        return Finding("search index", Level.NOTE, f"is damaged: {error}", to_do)
    finally:
        connection.close()
    return Finding("search index", Level.OK, f"{names:,} names")


def _live(path: Path) -> Finding:
    """Whether the database of builds can be read; left alone while a build writes to it."""
    live = path / LIVE
    if not live.is_dir():
        return Finding("live database", Level.PROBLEM, "is missing", _remedy_of_live(path))
    holder = lock_holder(live)
    if holder is not None:
        who = "another process" if holder < 0 else f"process {holder}{_command(holder)}"
        return Finding("live database", Level.OK, f"{who} writes to it: not looked at")
    try:
        with no_writer(path):  # beside a writer it must not be opened
            quads = sum(1 for _ in ox.Store.read_only(str(live)))
    except (OSError, RuntimeError, StoreError) as error:
        return Finding("live database", Level.PROBLEM, " ".join(str(error).split()), _remedy_of_live(path))
    if is_published(path) and (shown := _quads_shown(path)) not in (quads, None):
        found = f"has {quads:,} quads, and the last finished build {shown:,}"
        return Finding("live database", Level.PROBLEM, found, _remedy_of_live(path))
    return Finding("live database", Level.OK, f"{quads:,} quads, nobody writes")


def _quads_shown(path: Path) -> int | None:
    """How many quads readers see; None where they cannot read."""
    try:
        with Store.open_reader(path) as reader:
            return sum(1 for _ in reader.rdf)
    except (StoreError, OSError, RuntimeError):  # told by the check of the snapshot
        return None


def _remedy(path: Path) -> str:
    """What to do about a snapshot that cannot be read."""
    return f"rasd build publishes a new one if the live database is whole; else {_RESTORE} (--store {path})"


def _remedy_of_live(path: Path) -> str:
    """The snapshot is a copy of the live database as the last build left it."""
    return (
        f"if the snapshot is whole, rasd backup b.tar --store {path}, then rasd restore b.tar --store {path} --force, "
        f"and build again; else {_RESTORE}"
    )


def _command(process: int) -> str:
    """The beginning of the command line of a process, where the system shows it."""
    if sys.platform != "linux":
        return ""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return ""
    return f" ({words.decode('utf-8', errors='replace').strip()[:80]})"


def _unpublished(path: Path) -> Finding:
    if lock_holder(path / LIVE) is not None:
        return Finding("build", Level.OK, "a build is running")
    to_do = "run the same rasd build again: it goes on where it was interrupted"
    return Finding("build", Level.WARNING, "a build was interrupted", to_do)


def _leftovers(path: Path) -> Iterator[Finding]:
    snapshots = path / SNAPSHOTS
    held = [*path.iterdir(), *(snapshots.iterdir() if snapshots.is_dir() else ())]
    for entry in sorted(held):
        if entry.name.endswith(UNFINISHED) or entry.name == RESTORING:
            yield Finding(
                "leftovers", Level.NOTE, f"{entry} was left unfinished", "the next build or restore removes it"
            )
        elif entry.name.startswith(REPLACED):
            to_do = "remove it when it is no longer needed"
            yield Finding("leftovers", Level.NOTE, f"{entry} was replaced by a restore", to_do)


def _mega(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"


def _listed(wrong: Iterable[str]) -> str:
    """The first of many, with how many there are."""
    first, *others = [*wrong] or [""]
    return f"{first}, and {len(others)} more" if others else first
