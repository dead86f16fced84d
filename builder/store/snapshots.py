"""Published copies of the live store, and the pointer that names the current one.

``CURRENT`` holds the name of one folder of ``snapshots/`` and is replaced in one step, so that a reader sees a whole
build or the one before, never a mixture. A reader holds a shared lock on the snapshot it reads; a snapshot is removed
when it is neither of the two newest and nobody holds a lock on it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from builder.store.seals import write_seal

if sys.platform != "win32":
    import fcntl

POINTER = "CURRENT"
KEPT = 2
SNAPSHOTS = "snapshots"
UNFINISHED = ".unfinished"


class Pin:
    """A shared lock on a snapshot, held until :meth:`release` or the end of the process.

    :raises FileNotFoundError: if the snapshot is gone.
    """

    def __init__(self, snapshot: Path) -> None:
        self._descriptor: int | None = None
        if sys.platform == "win32":  # open files cannot be removed there: they are their own pin
            return
        self._descriptor = os.open(snapshot, os.O_RDONLY)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let the snapshot go; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def write_atomically(path: Path, text: str) -> None:
    """Replace *path* in one step: a reader finds the old text or the new one.

    :raises OSError: if the folder cannot be written to.
    """
    beside = path.with_name(path.name + UNFINISHED)
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of the files in *folder*, so that a power cut does not undo a renaming.

    :raises OSError: if the disk refuses.
    """
    if sys.platform == "win32":  # which has no such call
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def current_snapshot(folder: Path) -> Path | None:
    """The snapshot that the store in *folder* points to, None before the first finished build."""
    try:
        name = (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return folder / SNAPSHOTS / name


def published_at(folder: Path) -> datetime | None:
    """When the current snapshot was published, in local time; None before the first finished build.

    A copy of a store that does not keep the times of files tells when it was copied.
    """
    try:
        seconds = (folder / POINTER).stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.fromtimestamp(seconds).astimezone()


def publish_snapshot(
    folder: Path,
    copy: Callable[[Path], None],
    *,
    after: int = 0,
    derive: Callable[[Path, Path | None], None] | None = None,
) -> Path:
    """Make the next snapshot with *copy*, seal it, point to it, and remove those that are no longer needed.

    *copy* is given a path that does not exist and makes a folder there. *derive* is given that folder, sealed, and the
    snapshot before, and may add to it what is derived from it. Only the writer may call this. Its number is above
    *after* and those of all others, so that readers know it for a new one.

    :raises OSError: if the folder cannot be written to; the pointer then still names the snapshot before.
    """
    snapshots = folder / SNAPSHOTS
    snapshots.mkdir(exist_ok=True)
    target = snapshots / f"{max(after, newest_number(folder)) + 1:06d}"
    unfinished = target.with_name(target.name + UNFINISHED)
    if unfinished.exists():
        shutil.rmtree(unfinished)
    copy(unfinished)
    before = current_snapshot(folder)
    write_seal(unfinished, before)
    if derive is not None:
        derive(unfinished, before)
    unfinished.rename(target)
    write_atomically(folder / POINTER, target.name + "\n")
    _remove_old(snapshots, target)
    return target


def newest_number(folder: Path) -> int:
    """The highest number of a snapshot in *folder*, 0 without any."""
    snapshots = folder / SNAPSHOTS
    names = [path.name for path in snapshots.iterdir()] if snapshots.is_dir() else []
    return max((int(name) for name in names if name.isdecimal()), default=0)


def _remove_old(snapshots: Path, newest: Path) -> None:
    """Remove the leftovers of interrupted builds, and all but the newest snapshots where nobody reads them."""
    finished = sorted((path for path in snapshots.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))
    kept = {newest, *finished[-KEPT:]}
    for path in snapshots.iterdir():
        if path not in kept:
            _remove_unread(path)


def _remove_unread(snapshot: Path) -> None:
    """Remove the snapshot unless some process holds a :class:`Pin` on it."""
    if sys.platform == "win32":
        shutil.rmtree(snapshot, ignore_errors=True)  # an open file resists: the folder goes with a later build
        return
    descriptor = os.open(snapshot, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(snapshot)  # under the lock: a reader that comes now waits, finds nothing, and asks again
    except BlockingIOError:
        return
    finally:
        os.close(descriptor)
