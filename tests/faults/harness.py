"""Builds that are killed at chosen points, and what must hold afterwards."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from builder.graph.iris import article_iri
from builder.model import Article
from builder.store.seals import changed
from builder.store.snapshots import current_snapshot
from builder.store.stamps import stamp_of, stamps, version_with
from builder.store.store import Store
from tests.faults.builds import articles
from tests.stores import quads

ARTICLES = 10
# The event after which each phase begins; the database is opened before the first one.
PHASES = {
    "start": "pid",
    "reading": "event build begun",
    "merging": "event merging",
    "sweeping": "event sweeping",
    "publishing": "event publishing",
}
_PATIENCE = 120.0  # seconds


@dataclass
class Ran:
    """A build that was started: what it said, when (in seconds of its run), and its end."""

    lines: list[tuple[str, float]] = field(default_factory=list)
    status: int | None = None

    @property
    def done(self) -> list[str]:
        """The articles that were reported as done."""
        return [line.removeprefix("done ") for line, _ in self.lines if line.startswith("done ")]

    @property
    def phase(self) -> str:
        """The last phase that it said to have begun."""
        said = [line for line, _ in self.lines]
        begun = [phase for phase, event in PHASES.items() if any(line.startswith(event) for line in said)]
        return "ended" if "event build ended" in said else begun[-1]


class Builds:
    """Starts builds by :mod:`tests.faults.builds`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("builds.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._lines.get(timeout=_PATIENCE) == "ready"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def run(self, store: Path, generation: int, *, workers: int = 1, kill_in: str = "", delay: float = 0.0) -> Ran:
        """Run a build to its end, or kill its process group *delay* seconds after the phase *kill_in* has begun."""
        assert self._process.stdin is not None
        asked = {"store": str(store), "generation": generation, "articles": ARTICLES, "workers": workers}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        ran, group, end, started = Ran(), 0, float("inf"), time.monotonic()
        while ran.status is None:
            now = time.monotonic()
            if now >= end:
                _kill(group)
                end = float("inf")
            try:
                line = self._lines.get(timeout=min(max(end - now, 0.0001), _PATIENCE))
            except queue.Empty:
                assert end != float("inf"), f"the build says nothing: {ran.lines[-3:]}"
                continue
            word, _, rest = line.partition(" ")
            if word == "ended":
                ran.status = int(rest)
                continue
            if word == "pid":
                group = int(rest)
            ran.lines.append((line, time.monotonic() - started))
            if kill_in and line.startswith(PHASES[kill_in]) and end == float("inf") and not _is_over(ran, kill_in):
                end = time.monotonic() + delay
        return ran


def _is_over(ran: Ran, phase: str) -> bool:
    return sum(line.startswith(PHASES[phase]) for line, _ in ran.lines) > 1


def _kill(group: int) -> None:
    """The build and its workers; before it has made a group of its own, the build alone."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(group, signal.SIGKILL)


@contextmanager
def running_builds() -> Iterator[Builds]:
    """A :class:`Builds` that is ended afterwards."""
    builds = Builds()
    try:
        yield builds
    finally:
        builds.close()


@dataclass(frozen=True)
class Expected:
    """The store before the build that is killed, and the quads before and after an undisturbed one."""

    base: Path
    before: list[str]
    after: list[str]
    seconds: dict[str, float]


def prepare(builds: Builds, folder: Path) -> Expected:
    """Build the first generation, and beside it the second one undisturbed, to know how long each phase takes."""
    base, calm = folder / "base", folder / "calm"
    assert builds.run(base, 1).status == 0
    shutil.copytree(base, calm)
    ran = builds.run(calm, 2)
    assert ran.status == 0
    begun = {phase: at for phase, event in PHASES.items() for line, at in ran.lines if line.startswith(event)}
    times = [*begun.values(), ran.lines[-1][1]]
    seconds = {phase: after - at for phase, at, after in zip(begun, times, times[1:], strict=False)}
    before, after = quads(base), quads(calm)
    assert before != after
    return Expected(base, before, after, seconds)


@dataclass(frozen=True)
class Kill:
    """A build that was killed: in which phase it was, and how many articles it had reported as done."""

    phase: str
    done: int


def kill_and_resume(builds: Builds, expected: Expected, folder: Path, seed: int) -> list[Kill]:
    """Kill a build one to three times in a row, see that nothing is lost, and that the last one makes all good.

    :raises AssertionError: if something is lost, half of something is shown, or the graph in the end is another.
    """
    random = Random(seed)
    store = Path(shutil.copytree(expected.base, folder / f"store-{seed}"))
    kills = []
    done: set[str] = set()
    for _ in range(random.choice((1, 1, 2, 3))):
        phase = random.choice(list(PHASES))
        delay = random.uniform(0, expected.seconds[phase])
        workers = 2 if random.random() < 0.05 else 1
        ran = builds.run(store, 2, workers=workers, kill_in=phase, delay=delay)
        assert ran.status in (0, signal.SIGKILL), ran
        if ran.status == signal.SIGKILL:
            kills.append(Kill(ran.phase, len(ran.done)))
        done.update(ran.done)
        check_readers(store, (expected.before, expected.after))
        check_done(store, done, folder / "copy")
    resumed = builds.run(store, 2)
    assert resumed.status == 0, resumed
    assert quads(store) == expected.after
    assert sorted(path.name for path in store.iterdir()) == ["CURRENT", "VERSION", "live", "snapshots"]
    assert len(list((store / "snapshots").iterdir())) <= 2
    shutil.rmtree(store)
    return kills


def check_readers(store: Path, states: tuple[list[str], ...]) -> None:
    """The store opens, and shows one of the states that a finished build has."""
    assert quads(store) in states
    snapshot = current_snapshot(store)
    assert snapshot is not None
    assert changed(snapshot) == []


def check_done(store: Path, done: set[str], copy: Path) -> None:
    """All articles that were reported as done are in the live database as they were read; looks at a copy."""
    version = version_with(())
    wanted = {
        article_iri(item.id): stamp_of(item, version)
        for item in articles(2, ARTICLES)
        if isinstance(item, Article) and item.id in done
    }
    shutil.copytree(store, copy)
    try:
        with Store.open_writer(copy) as writer:
            stored = stamps(writer)
        lost = [iri for iri, stamp in wanted.items() if stored.get(iri) != stamp]
        assert lost == []
    finally:
        shutil.rmtree(copy)
