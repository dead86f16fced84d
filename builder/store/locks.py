"""Who writes to a store: the lock of its live database, which RocksDB takes by fcntl on the file ``live/LOCK``.

Not for a process that has the same store open for writing: closing the file would free its own lock.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.errors import StoreError

if sys.platform != "win32":
    import fcntl

_FLOCK = "hhqqi4x"  # struct flock of 64-bit Linux: l_type, l_whence, l_start, l_len, l_pid


def lock_holder(live: Path) -> int | None:
    """The id of the process that writes to the database in *live*; None if none does, -1 if it cannot be told which.

    :raises OSError: if the lock cannot be asked for.
    """
    try:
        descriptor = os.open(live / "LOCK", os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        holder: int | None = None
        if sys.platform == "linux":
            asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
            kind, _, _, _, process = struct.unpack(_FLOCK, fcntl.fcntl(descriptor, fcntl.F_GETLK, asked))
            holder = None if kind == fcntl.F_UNLCK else process
        else:
            try:
                _take(descriptor)
            except (BlockingIOError, PermissionError):
                holder = -1
        return holder
    finally:
        os.close(descriptor)


@contextmanager
def no_writer(path: Path) -> Iterator[None]:
    """Keep builds away from the store in *path* while the block runs; a store without a database has nothing to lock.

    :raises StoreError: if a build is writing.
    """
    try:
        descriptor = os.open(path / "live" / "LOCK", os.O_RDWR)
    except (FileNotFoundError, NotADirectoryError):
        yield
        return
    try:
        try:
            _take(descriptor)
        except (BlockingIOError, PermissionError):  # POSIX allows both answers for a lock that is held
            raise StoreError(f"a build is writing to {path}: wait for it (rasd doctor says which process)") from None
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    if sys.platform != "win32":  # there the folder of an open database cannot be moved or removed anyway
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
