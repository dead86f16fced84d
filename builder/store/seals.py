"""The seal of a snapshot: what its files were when it was made, so that damage is told rather than read.

The database checks the blocks that it reads, but not that all of its files are there as they were: with half of its
list of files it opens as an empty one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SEAL = "SEAL"
DERIVED = "derived.sqlite"
"""What is made from the snapshot (:mod:`builder.derived`), and can be made again: no part of the seal or a backup."""

_LOGS = ("LOG", "LOCK")  # what the database writes beside its data when it is opened
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as it was: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


def write_seal(folder: Path, like: Path | None = None) -> dict[str, Sealed]:
    """Seal the files of *folder*; returns what the seal says.

    The digest of a file that *like*, an earlier snapshot, holds too (the same file by a hard link) is taken from there.

    :raises OSError: if the folder cannot be read or written to.
    """
    known = read_seal(like) if like is not None else None
    files = {path.name: _sealed(path, like, known or {}) for path in database_files(folder)}
    content = {name: {"size": file.size, "sha256": file.sha256} for name, file in files.items()}
    (folder / SEAL).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return files


def read_seal(folder: Path) -> dict[str, Sealed] | None:
    """What the seal of a snapshot says by the names of the files; None where there is none, or it is damaged."""
    try:
        content = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        return {name: Sealed(int(file["size"]), str(file["sha256"])) for name, file in content.items()}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return None


def missing_or_resized(folder: Path) -> list[str]:
    """The sealed files that are gone or of another size, with what is wrong; nothing for a snapshot without a seal."""
    found = []
    for name, file in (read_seal(folder) or {}).items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif (size := path.stat().st_size) != file.size:
            found.append(f"{name} has {size:,} bytes, not {file.size:,}")
    return found


def changed(folder: Path) -> list[str]:
    """As :func:`missing_or_resized`, and the files with other bytes: reads all of them.

    :raises OSError: if one cannot be read.
    """
    found = missing_or_resized(folder)
    if found:
        return found
    seal = read_seal(folder) or {}
    return [f"{name} has other bytes" for name, file in seal.items() if digest_of(folder / name) != file.sha256]


def database_files(folder: Path) -> list[Path]:
    """The files that make up a database, by name, without its logs, its lock, the seal and what is derived from it."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.name != SEAL and not path.name.startswith(_LOGS) and not path.name.startswith(DERIVED)
    )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file in hex.

    :raises OSError: if it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _sealed(path: Path, like: Path | None, known: Mapping[str, Sealed]) -> Sealed:
    size = path.stat().st_size
    before = known.get(path.name)
    if like is not None and before is not None and before.size == size:
        twin = like / path.name
        if twin.is_file() and path.samefile(twin):
            return before
    return Sealed(size, digest_of(path))
