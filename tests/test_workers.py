from __future__ import annotations

import operator
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from builder.errors import RunError
from builder.workers import Done, results_in_order


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    def tasks() -> Iterator[Done[int] | Callable[[], int]]:
        for number in range(20):
            yield Done(number) if number % 3 else partial(operator.mul, number, 1)

    with results_in_order(tasks(), workers) as results:
        assert list(results) == list(range(20))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_task_is_raised_here(workers: int) -> None:
    with results_in_order([partial(operator.truediv, 1, 0)], workers) as results, pytest.raises(ZeroDivisionError):
        next(results)


def test_one_worker_takes_a_task_when_its_result_is_asked_for() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[Done[int]]:
        for number in range(5):
            taken.append(number)
            yield Done(number)

    with results_in_order(tasks(), 1) as results:
        assert next(results) == 0
        assert taken == [0]


def test_tasks_that_have_not_begun_are_dropped() -> None:
    tasks = (partial(time.sleep, 0.2) for _ in range(100))
    started = time.monotonic()
    with results_in_order(tasks, 2) as results:
        next(results)
    assert time.monotonic() - started < 15


def test_a_worker_that_dies_is_said() -> None:
    with results_in_order([partial(os._exit, 9)], 2) as results, pytest.raises(RunError, match="worker process died"):
        next(results)


ORPHANS = """
import time
from functools import partial
from os import getpid
from builder.workers import results_in_order
if __name__ == "__main__":
    with results_in_order((partial(getpid) for _ in iter(int, 1)), 2) as results:
        print(*{next(results) for _ in range(50)}, flush=True)
        time.sleep(600)
"""


def is_alive(number: int) -> bool:
    """Whether the process runs; one that has ended may wait for somebody to take note of it."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
def test_workers_do_not_outlive_a_killed_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        workers = [int(number) for number in parent.stdout.readline().split()]
        parent.kill()
    assert workers
    end = time.monotonic() + 20
    while any(map(is_alive, workers)):
        assert time.monotonic() < end
        time.sleep(0.1)
