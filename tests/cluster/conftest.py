from __future__ import annotations

import logging
from collections.abc import Iterator

import dask
import pytest
from distributed import Client, LocalCluster


@pytest.fixture(scope="session")
def processes() -> Iterator[str]:
    """The scheduler of a cluster of two worker processes on this machine, which gives up a task after two deaths."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
    ):
        yield cluster.scheduler_address


@pytest.fixture
def address(processes: str) -> str:
    """The same, when both workers are there: those that a test has killed are started again."""
    with Client(processes, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    return processes


@pytest.fixture
def threads() -> Iterator[str]:
    """The scheduler of a cluster within this process, with one worker."""
    with LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster.scheduler_address
