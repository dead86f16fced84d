"""The machine that orders shards from a Dask cluster and takes what they hold, in the order of the articles."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import uuid4

from distributed import CancelledError, Client, Future, KilledWorker

from builder.cluster.folder import Folder
from builder.cluster.grouping import MEAN, Group, groups
from builder.cluster.shard import Summary, results_of, shard_name, unpack
from builder.cluster.worker import Order, identity, make_shard
from builder.errors import RunError
from builder.logs import tell
from builder.pipeline import Result, Task
from builder.workers import Done

_LOG = logging.getLogger(__name__)

_AHEAD = 2  # shards under way for each thread of the cluster: one that is made, one that waits for it
_LEAST, _MOST = 4, 256  # shards under way; the scheduler holds the texts of so many in memory
_CONNECTING = 30.0  # seconds
_LOOK = 10.0  # seconds after which a shard that is waited for is looked after
_TRIES = 2  # more of a shard whose worker raised an error; those of a worker that died are counted by the scheduler


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster that is running, and where its shards go.

    ``address`` is that of the scheduler. ``steps`` are the optional steps of the extraction. With ``again`` shards that
    are there already are made again. ``mean`` is how many articles a shard has, more or less. ``patience`` is for how
    many seconds the cluster may be without any worker.
    """

    address: str
    folder: Folder
    steps: tuple[str, ...] = ()
    again: bool = False
    mean: int = MEAN
    patience: float = 600.0

    @contextmanager
    def results(self, tasks: Iterable[Task]) -> Iterator[Iterator[Result]]:
        """Carry out tasks on the cluster: a :data:`builder.pipeline.Spread`.

        :raises RunError: if the cluster cannot be reached or stays without workers, one of them has another version of
            rasd, a shard has killed several, or it is not where this machine looks for it. Finished shards stay.
        :raises OSError: if a shard cannot be written or read.
        """
        with self.shards(tasks) as made:
            yield self._results(made)

    @contextmanager
    def shards(self, tasks: Iterable[Task]) -> Iterator[Iterator[tuple[Group, Summary | None]]]:
        """Have shards made without reading them: groups of tasks in their order, each with its shard if it has one.

        :raises RunError: as :meth:`results` does.
        :raises OSError: if a shard cannot be written.
        """
        with self._connected() as client, _UnderWay(self, client) as under_way:
            yield under_way.shards(groups(tasks, self.mean))

    def _results(self, shards: Iterable[tuple[Group, Summary | None]]) -> Iterator[Result]:
        for group, summary in shards:
            made = iter(()) if summary is None else results_of(self._content(summary))
            for task in group.tasks:
                yield task.result if isinstance(task, Done) else next(made)

    def _content(self, summary: Summary) -> bytes:
        packed = self.folder.read(summary.name)
        if packed is None:
            raise RunError(
                f"a worker has written {summary.name} to {self.folder.url}, and here it is not there: "
                "give a folder that all machines share, or the address of an object store"
            )
        return unpack(summary.name, packed, summary.digest)

    @contextmanager
    def _connected(self) -> Iterator[Client]:
        try:
            client = Client(self.address, timeout=_CONNECTING, set_as_default=False, name="rasd")
        except (OSError, ValueError, TypeError) as error:
            raise RunError(f"cannot reach a Dask scheduler at {self.address}: {error}") from error
        with client:
            self._check(client)
            yield client

    def _check(self, client: Client) -> None:
        """See that the scheduler, which unpacks orders, and the workers that are there have this version of rasd.

        Workers that come later look for themselves.
        """
        try:
            _compare("the scheduler", client.run_on_scheduler(identity), identity())
        except (ImportError, AttributeError) as error:
            raise RunError(f"the scheduler cannot load rasd ({error}): install {identity()} there") from error
        own = identity(self.steps)
        for worker, found in client.run(identity, self.steps, on_error="return").items():
            _compare(f"the worker {worker}", found, own)
        tell(_LOG, logging.INFO, "cluster joined", address=self.address, workers=len(client.nthreads()), identity=own)


def _compare(machine: str, found: object, own: str) -> None:
    if isinstance(found, Exception):
        raise RunError(f"{machine} cannot run rasd ({found}): install {own} there")
    if found != own:
        raise RunError(f"{machine} has {found}, and this machine {own}: install the same on all")


class _UnderWay:
    """The shards that were ordered and not fetched; those that nobody fetches are cancelled at the end."""

    def __init__(self, cluster: Cluster, client: Client) -> None:
        self._cluster = cluster
        self._client = client
        self._run = uuid4().hex  # so that no other driver's shard, made for other reasons, passes for one of this one
        self._begun: deque[tuple[Group, Future | None]] = deque()

    def __enter__(self) -> _UnderWay:
        return self

    def __exit__(self, *error: object) -> None:
        for _, future in self._begun:
            if future is not None:
                future.cancel()

    def shards(self, wanted: Iterable[Group]) -> Iterator[tuple[Group, Summary | None]]:
        """The groups in their order, each when its shard is made; a group without articles to read has none.

        The next groups are taken only as far as the cluster has work for them.
        """
        for group in wanted:
            self._begun.append((group, self._order(group) if group.readings else None))
            if len(self._begun) >= self._window():
                yield self._next()
        while self._begun:
            yield self._next()

    def _window(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return min(max(_LEAST, _AHEAD * threads), _MOST)

    def _order(self, group: Group) -> Future:
        cluster, first = self._cluster, group.readings[0]
        own = identity(cluster.steps)
        name = shard_name(group.articles, f"{own} {first.version}")
        order = Order(
            name, tuple(group.articles), first.extract, first.version, cluster.steps, own, cluster.folder, cluster.again
        )
        return self._client.submit(make_shard, order, key=f"{name}-{self._run}", pure=False, retries=_TRIES)

    def _next(self) -> tuple[Group, Summary | None]:
        group, future = self._begun[0]
        summary = None if future is None else self._fetched(group, future)
        self._begun.popleft()
        return group, summary

    def _fetched(self, group: Group, future: Future) -> Summary:
        try:
            self._wait(future)
            summary: Summary = future.result()
        except KilledWorker as error:
            first, last = group.articles[0].id, group.articles[-1].id
            raise RunError(
                f"workers died ({error.allowed_failures + 1} of them) that had the articles from {first} to {last} to "
                "read, perhaps for lack of memory: give them more"
            ) from error
        except ImportError as error:
            raise RunError(f"a worker cannot load what it needs ({error}): install rasd there as it is here") from error
        except CancelledError as error:
            reason = f"the scheduler at {self._cluster.address} is gone: run the build again; finished shards are kept"
            raise RunError(reason) from error
        return summary

    def _wait(self, future: Future) -> None:
        """Wait for a shard as long as the cluster has workers."""
        since: float | None = None
        while not future.done():
            with suppress(TimeoutError):
                future.result(timeout=_LOOK)
                return
            if self._client.nthreads():
                since = None
            elif since is None:
                since = time.monotonic()
                _LOG.warning("the cluster at %s has no workers: waiting for some", self._cluster.address)
            elif time.monotonic() - since > self._cluster.patience:
                raise RunError(f"the cluster at {self._cluster.address} has no workers: start some, and build again")
