"""The file of a snapshot that holds what is derived from it: an SQLite database, written once and then only read.

It lies in the folder of the snapshot, so that it comes and goes with it. It names the seal of that snapshot: one that
was copied from elsewhere is not read. Nothing depends on it: where it is missing, readers ask the graph, and the next
build makes it again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from builder.errors import RunError
from builder.store.seals import DERIVED, SEAL

FORMAT: Final = 1
"""Of the tables, of how words are folded, and of the kept queries: a file of another one is not read."""

FORMAT_KEY: Final = "format"
SEAL_KEY: Final = "seal"
SEARCH_KEY: Final = "search"

SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE columns (query TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (query, place));
CREATE TABLE answer (query TEXT NOT NULL, key TEXT NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (query, key))
  WITHOUT ROWID;
CREATE TABLE named (attack TEXT NOT NULL, thing TEXT NOT NULL, PRIMARY KEY (attack, thing)) WITHOUT ROWID;
CREATE INDEX named_thing ON named (thing);
CREATE TABLE thing (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, ar TEXT NOT NULL, en TEXT NOT NULL,
  keys TEXT NOT NULL, reports INTEGER NOT NULL, weight REAL NOT NULL
);
"""
SEARCH_SCHEMA: Final = """
CREATE VIRTUAL TABLE words USING fts5 (
  name, more, skeleton, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
"""


_TO_DO = "rasd build makes it, also where nothing is new"


class DerivedDataError(RunError):
    """What is derived from a snapshot is not there, or cannot be used: ask the graph itself."""


def open_derived(snapshot: Path) -> sqlite3.Connection:
    """The derived data of a snapshot, for reading; close it. It may be used in other threads, by one at a time.

    :raises DerivedDataError: if there is none, it is that of another snapshot, of another version, or damaged.
    """
    path = snapshot / DERIVED
    if not path.is_file():
        raise DerivedDataError(f"snapshot {snapshot.name} has no search index: {_TO_DO}")
    index = f"the search index of snapshot {snapshot.name}"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        told = dict(connection.execute("SELECT key, value FROM meta"))
        if told.get(FORMAT_KEY) != str(FORMAT):
            raise DerivedDataError(f"{index} is of another version: {_TO_DO}")
        if told.get(SEAL_KEY) != seal_digest(snapshot):
            raise DerivedDataError(f"{index} is of another snapshot: {_TO_DO}")
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        connection.close()
        raise DerivedDataError(
            f"the search index of {snapshot.name} is damaged ({error}): rasd build makes it"
        ) from error
    except DerivedDataError:
        connection.close()
        raise
    return connection


def is_derived(snapshot: Path) -> bool:
    """Whether a snapshot has its derived data."""
    try:
        open_derived(snapshot).close()
    except DerivedDataError:
        return False
    return True


def has_search(connection: sqlite3.Connection) -> bool:
    """Whether the data can be searched: it cannot where the SQLite that wrote it had no FTS5."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (SEARCH_KEY,)).fetchone()
    return found is not None and found[0] == "fts5"


def fts5_is_there() -> bool:
    """Whether this Python's SQLite has the extension FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE one USING fts5 (word)")
        except sqlite3.OperationalError:
            return False
    return True


def seal_digest(snapshot: Path) -> str:
    """The SHA-256 of a snapshot's seal, which tells it from all others.

    :raises OSError: if it cannot be read.
    """
    return hashlib.sha256((snapshot / SEAL).read_bytes()).hexdigest()
