"""Which state of a store is read: a snapshot never changes, so that an answer of it is right for good."""

from __future__ import annotations

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
        before = (store / POINTER).stat().st_mtime_ns
        snapshot = current_snapshot(store)
    except FileNotFoundError:
        return None
    return None if snapshot is None else Version(snapshot.name, before)
