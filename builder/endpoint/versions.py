"""Which state of a store is read: a snapshot never changes, so that an answer of it is right for good."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from builder.store.snapshots import POINTER, current_snapshot


@dataclass(frozen=True, slots=True)
class Version:
    """A published state: the name of the snapshot, and when it was published, in nanoseconds since 1970.

    A store that was removed and built again begins with the same names, at another time.
    """

    name: str
    published: int

    def __str__(self) -> str:
        return f"{self.name}-{self.published:x}"


def current_version(store: Path) -> Version | None:
    """The state that a store points to; None before the first finished build.

    :raises OSError: if the store cannot be read.
    """
    try:
        published = (store / POINTER).stat().st_mtime_ns
        snapshot = current_snapshot(store)
    except FileNotFoundError:
        return None
    return None if snapshot is None else Version(snapshot.name, published)


class Watch:
    """Tells when a store points to another state, at the cost of one look at a file's time."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._pointer = os.fspath(store / POINTER)
        self._published = 0
        self.version: Version | None = None

    def look(self) -> bool:
        """Bring ``version`` up to date; returns whether it has changed. A store that vanishes changes nothing.

        :raises OSError: if the store cannot be read.
        """
        try:
            published = os.stat(self._pointer).st_mtime_ns  # noqa: PTH116 - a third of the time of Path.stat
        except FileNotFoundError:
            return False
        if published == self._published:
            return False
        found = current_version(self._store)
        if found is None or found == self.version:
            return False
        self.version, self._published = found, found.published
        return True
