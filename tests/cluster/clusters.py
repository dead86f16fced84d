"""Clusters on this machine, for tests."""

from __future__ import annotations

import logging

from distributed import LocalCluster


def local_cluster(workers: int, *, threads: int = 0) -> LocalCluster:
    """A cluster of worker processes with one thread each, or with *threads* of workers within this process."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=threads or 1,
        processes=not threads,
        host=None if threads else "127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )
