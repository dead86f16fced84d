"""What one query, one client and the whole endpoint may use."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field

_MEMORY_MB = 256


def _processors() -> int:
    return max(2, os.cpu_count() or 2)


def _slow_workers() -> int:
    """24 a processor, but no more than half of the machine's memory holds, and at least 4."""
    wanted = 24 * _processors()
    if sys.platform != "linux":  # which limits no memory either
        return wanted
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return min(wanted, max(4, half // (_MEMORY_MB * 2**20)))


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of an endpoint; docs/endpoint.md says for whom which of them matter.

    ``timeout_seconds`` is for waiting, a query and the transfer of its answer together. ``memory_mb`` is what a query
    may add to its worker (on Linux; elsewhere it is not enforced), so that queries use at most ``memory_mb * (workers +
    slow_workers)``. A query becomes slow after ``slow_seconds``: it goes on with less priority in one of the
    ``slow_workers`` places, and with idle priority when it has used a processor for ``idle_seconds`` in all (on Linux;
    elsewhere at once). ``rate`` is in requests a second for one client, None for no limit; ``burst`` of them may
    come at once. Seconds are floats, sizes bytes unless they say otherwise.
    """

    timeout_seconds: float = 30.0
    slow_seconds: float = 0.25
    idle_seconds: float = 2.0
    memory_mb: int = _MEMORY_MB
    max_rows: int = 1_000_000
    max_bytes: int = 256 * 2**20
    query_characters: int = 100_000
    query_depth: int = 100
    body_bytes: int = 2**20
    workers: int = field(default_factory=lambda: 8 * _processors())
    slow_workers: int = field(default_factory=_slow_workers)
    queue_length: int = 64
    queue_seconds: float = 5.0
    rate: float | None = None
    burst: int = 60
    body_seconds: float = 10.0
    send_seconds: float = 30.0
    header_seconds: float = 10.0
    connections: int = 1000
    cached_answer_bytes: int = 256 * 2**10
    cache_bytes: int = 64 * 2**20
