"""Shards without a store of rasd: what a store that is too large for one machine is loaded from."""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from builder.articles.rejection import Rejection
from builder.cluster.driver import Cluster
from builder.cluster.shard import Summary
from builder.model import Article
from builder.pipeline import Extract, Failed, OnError, Outcome, Step, tasks_of, version_of
from builder.workers import Done

_NAME_LENGTH = 32  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: sums over the shards (:class:`builder.cluster.shard.Summary`) and the inputs rejected.

    ``listed`` is the name of the list, a file of JSON Lines beside the shards: an object for each shard, in the order
    of the articles, then one for each rejection.
    """

    shards: int
    articles: int
    no_attack: int
    events: int
    quads: int
    size: int
    rejected: int
    listed: str
    seconds: float


def write_shards(
    items: Iterable[Article | Rejection],
    cluster: Cluster,
    *,
    on_error: OnError = OnError.SKIP,
    extract: Extract | None = None,
    progress: Callable[[Step], None] = lambda _: None,
) -> Written:
    """Have the shards of all articles made, and list them; articles of several shards are neither merged nor compared.

    The list is written at the end, also when a rejection stops the work: it names what is finished. *extract* replaces
    the extraction, and must be a function of a module.

    :raises StepError: if an optional step of the cluster lacks a module or its data here.
    :raises RunError: as :meth:`builder.cluster.driver.Cluster.results` does; there is then no list.
    :raises OSError: if the shards or the list cannot be written.
    """
    started = time.perf_counter()
    made = _Made(progress)
    tasks = tasks_of(items, cluster.steps, version_of(cluster.steps), {}, extract)
    with cluster.shards(tasks) as shards:
        for group, summary in shards:
            for task in group.tasks:
                if isinstance(task, Done) and isinstance(task.result, Failed):
                    made.reject(task.result.rejection)
            if summary is not None:
                made.take(summary)
            if made.rejected and on_error is OnError.STOP:
                break
    name, content = made.listed()
    cluster.folder.write(name, content)
    return Written(
        made.shards,
        made.articles,
        made.no_attack,
        made.events,
        made.quads,
        made.size,
        len(made.rejected),
        name,
        time.perf_counter() - started,
    )


class _Made:
    """What is finished, summed up and as lines of the list."""

    def __init__(self, progress: Callable[[Step], None]) -> None:
        self.shards = self.articles = self.no_attack = self.events = self.quads = self.size = 0
        self.rejected: list[Rejection] = []
        self._progress = progress
        self._lines = io.BytesIO()

    def take(self, summary: Summary) -> None:
        """Count a shard."""
        self.shards += 1
        self.articles += summary.articles
        self.no_attack += summary.no_attack
        self.events += summary.events
        self.quads += summary.quads
        self.size += summary.size
        self._write(
            shard=summary.name,
            articles=summary.articles,
            events=summary.events,
            quads=summary.quads,
            size=summary.size,
            sha256=summary.digest,
        )
        for number in range(summary.articles):
            outcome = Outcome.NO_ATTACK if number < summary.no_attack else Outcome.EXTRACTED
            self._progress(Step(summary.name, outcome))
        for rejection in summary.rejected:
            self.reject(rejection)

    def reject(self, rejection: Rejection) -> None:
        """Count an input that gave no article."""
        self.rejected.append(rejection)
        self._progress(Step(rejection.source, Outcome.REJECTED, rejection=rejection))

    def listed(self) -> tuple[str, bytes]:
        """The name of the list, by its content, and the list."""
        for said in self.rejected:
            self._write(rejected=said.source, line=said.line, reason=said.reason)
        content = self._lines.getvalue()
        return f"list-{hashlib.sha256(content).hexdigest()[:_NAME_LENGTH]}.jsonl", content

    def _write(self, **said: object) -> None:
        self._lines.write(json.dumps(said).encode("ascii") + b"\n")
