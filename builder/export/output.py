"""Where an export goes: a file that is replaced in one step, or a stream."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_MODE = 0o666


@contextmanager
def replaced_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of *path* when the block ends well, and vanishes otherwise.

    A link is followed. What is no regular file (a pipe, ``/dev/null``) is written to as it is.

    :raises OSError: if the folder is missing or cannot be written to.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".unfinished", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(_mode_of(target))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _mode_of(target: Path) -> int:
    """The permissions of the file that is replaced, else those that a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return _MODE & ~mask
