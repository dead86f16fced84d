from __future__ import annotations

from collections.abc import Iterator

import pytest
from distributed import Client

from tests.cluster.clusters import local_cluster


@pytest.fixture(scope="session")
def processes() -> Iterator[str]:
    """The scheduler of a cluster of two worker processes on this machine."""
    with local_cluster(2) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def address(processes: str) -> str:
    """The same, when a worker is there: one that a test has killed is started again, which may fail."""
    with Client(processes, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=300)
    return processes


@pytest.fixture
def threads() -> Iterator[str]:
    """The scheduler of a cluster within this process, with one worker of two threads."""
    with local_cluster(1, threads=2) as cluster:
        yield cluster.scheduler_address
