"""Work spread over processes, with results in the order of the tasks."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from builder.errors import RunError
from builder.garbage import collect_seldom

if TYPE_CHECKING:  # loaded where they are used: most builds do without
    from concurrent.futures import Future, ProcessPoolExecutor

_AHEAD = 4  # tasks for each worker that are begun before the result of the oldest is fetched

T = TypeVar("T")


class Done(Generic[T]):
    """The result of a task that needs no work."""

    __slots__ = ("result",)

    def __init__(self, result: T) -> None:
        self.result = result


@contextmanager
def results_in_order(tasks: Iterable[Callable[[], T] | Done[T]], workers: int) -> Iterator[Iterator[T]]:
    """Give the results of *tasks* in their order; tasks not begun are dropped when the context is left.

    One worker is this process, and the next task is then taken only when the last result has been fetched. Several
    workers are processes of their own, for which tasks and results must be picklable; *tasks* itself is always read
    in this process. What a task raises is raised here.

    :raises RunError: when a result is fetched and a worker process has died.
    """
    if workers == 1:
        yield (task.result if isinstance(task, Done) else task() for task in tasks)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, not forked: a child must not share the open database with this process.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _prepare_worker)
    try:
        yield _fetch(tasks, pool, workers * _AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _fetch(tasks: Iterable[Callable[[], T] | Done[T]], pool: ProcessPoolExecutor, ahead: int) -> Iterator[T]:
    from concurrent.futures.process import BrokenProcessPool

    begun: deque[Done[T] | Future[T]] = deque()
    try:
        for task in tasks:
            begun.append(task if isinstance(task, Done) else pool.submit(task))
            if len(begun) > ahead:
                yield _result(begun.popleft())
        while begun:
            yield _result(begun.popleft())
    except BrokenProcessPool as error:
        raise RunError("a worker process died, perhaps for lack of memory: try again with fewer workers") from error


def _result(task: Done[T] | Future[T]) -> T:
    return task.result if isinstance(task, Done) else task.result()


def _prepare_worker() -> None:
    """Leave Ctrl-C, which goes to all processes of a terminal, to the parent; end when the parent is killed."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker would wait for ever for the next task: it holds the writing end of its own queue open."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
