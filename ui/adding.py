"""Articles on their way into the graph: read and shown before, then put in by a process that outlives the session.

One process at a time writes to a store, so one batch is at work for all sessions of an interface. It goes on when the
session that ordered it goes away, and any session sees how far it is. When the interface itself ends, the process
finishes the article it is at, shows readers what is stored so far, and ends too.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from builder.pipeline import Outcome
from ui.staging import LIMITS, Limits, RefusedError, Staging

_LOG = logging.getLogger(__name__)
_ERRORS = "errors.log"


class ItemState(StrEnum):
    """What a preview knows of an item; values are labels ``add.state``."""

    WAITING = "waiting"
    ATTACK = "attack"
    NO_ATTACK = "no_attack"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Item:
    """One article or rejection of a batch; ``stored`` is ``same`` or ``other`` where the store has one of that id.

    ``name`` is the article's id, or the input's name with ``line``; ``title`` is empty where there is no article;
    ``published`` is an ISO day or empty.
    """

    number: int
    name: str
    title: str = ""
    published: str = ""
    state: ItemState = ItemState.WAITING
    events: int = 0
    stored: str = ""
    reason: str = ""
    line: int | None = None


@dataclass(slots=True)
class Reading:
    """What is read of a batch so far; ``read`` once that is all, then it can be put into the graph.

    ``cut`` names the limit beyond which nothing was read, and ``most`` is it. ``problem`` is why the process could not
    go on, or cannot read the store. ``over`` is set once nothing more will come.
    """

    staging: Staging
    items: dict[int, Item] = field(default_factory=dict)
    read: bool = False
    cut: str = ""
    most: int = 0
    problem: str = ""
    over: bool = False

    @property
    def articles(self) -> list[Item]:
        """The items that can be put into the graph."""
        return [item for item in self.items.values() if item.title]

    @property
    def waiting(self) -> int:
        """How many articles are not extracted yet."""
        return sum(item.state is ItemState.WAITING for item in self.items.values())

    def take(self, told: Mapping[str, Any]) -> None:
        """Take in one object that the process wrote."""
        if "read" in told:
            self.read = True
        elif "problem" in told:
            self.problem = str(told["problem"])
        elif "cut" in told:
            self.cut, self.most = str(told["cut"]), int(told["most"])
        else:
            number = int(told["number"])
            self.items[number] = _changed(self.items.get(number), number, told)


def _changed(item: Item | None, number: int, told: Mapping[str, Any]) -> Item:
    if "rejection" in told:
        rejected = told["rejection"]
        return Item(
            number, rejected["source"], state=ItemState.REJECTED, reason=rejected["reason"], line=rejected["line"]
        )
    if item is None:
        return Item(number, told["article"], title=told["title"] or told["article"], published=told["published"])
    if "stored" in told:
        return replace(item, stored=told["stored"])
    if "failed" in told:
        return replace(item, state=ItemState.REJECTED, reason=told["failed"])
    events = int(told["events"])
    return replace(item, state=ItemState.ATTACK if events else ItemState.NO_ATTACK, events=events)


def read(staging: Staging, store: Path, limits: Limits = LIMITS) -> Generator[Reading]:
    """What a staged batch holds, each time that more is known, and at the end; closing this ends the process.

    After the times of the limits what is known is left as it is.
    """
    reading = Reading(staging)
    process = _start("read", staging, store, limits)
    lines: SimpleQueue[str | None] = SimpleQueue()
    threading.Thread(target=_forward, args=(process, lines), daemon=True).start()
    end = time.monotonic() + limits.read_seconds
    try:
        while (line := lines.get(timeout=max(0.0, end - time.monotonic()))) is not None:
            was_read = reading.read
            reading.take(json.loads(line))
            if reading.read and not was_read:
                end = time.monotonic() + limits.preview_seconds
            yield reading
        if process.wait():
            reading.problem = _last_words(staging)
            _LOG.error("a preview ended: %s", reading.problem)
    except Empty:
        _LOG.warning("a preview took too long and was ended")
    finally:
        _end(process)
    reading.over = True
    yield reading


def _forward(process: subprocess.Popen[str], lines: SimpleQueue[str | None]) -> None:
    if process.stdout is not None:
        for line in process.stdout:
            lines.put(line)
        process.stdout.close()
    lines.put(None)


def _start(task: str, staging: Staging, store: Path, limits: Limits) -> subprocess.Popen[str]:
    """A process of :mod:`ui.adding_work`, in a session of its own: Ctrl-C reaches it by the end of its input only."""
    command = [
        sys.executable,
        "-m",
        "ui.adding_work",
        task,
        str(staging.folder),
        str(store),
        json.dumps(asdict(limits)),
    ]
    with (staging.folder / _ERRORS).open("wb") as errors:
        return subprocess.Popen(  # noqa: S603 (no shell, our own words)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="ascii",
            start_new_session=True,
        )


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _last_words(staging: Staging) -> str:
    """The last line that a process wrote on standard error."""
    lines = (staging.folder / _ERRORS).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one article or input: ``state`` is a label ``add.result``."""

    name: str
    state: str
    events: int = 0
    reason: str = ""
    line: int | None = None


class Job:
    """A batch that is being put into a store, or was: how far it is, and how it ended.

    ``ended`` is a label ``add.ended`` once the process has ended: ``done``, ``stopped``, or what went wrong. Unless it
    is done, ``reading`` keeps the batch, so that it can be tried again.
    """

    def __init__(self, reading: Reading, store: Path, limits: Limits) -> None:
        self.store = store
        self.titles = {item.name: item.title for item in reading.articles}
        self.total = len(reading.items)
        self.done: list[Added] = []
        self.merging = False
        self.ended = ""
        self.detail = ""
        self.started = time.monotonic()
        self.seconds = 0.0
        self.finished_at = 0.0
        self.reading: Reading | None = reading
        self._process = _start("add", reading.staging, store, limits)
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the process is at work."""
        return not self.ended

    @property
    def rate(self) -> float:
        """Articles in a second so far."""
        passed = (self.seconds or time.monotonic() - self.started) or 1.0
        return len(self.done) / passed

    def counts(self) -> Counter[str]:
        """How many of each state there are."""
        return Counter(added.state for added in self.done)

    def stop(self) -> None:
        """Ask the process to end after the article it is at; what is stored by then stays and is shown."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def wait(self) -> None:
        """Until the process has ended."""
        self._thread.join()

    def _follow(self) -> None:
        told: Mapping[str, Any] = {}
        if self._process.stdout is not None:
            for line in self._process.stdout:
                told = json.loads(line)
                if "step" in told:
                    self.done.append(_added(told))
                self.merging = self.merging or "merging" in told
            self._process.stdout.close()
        code = self._process.wait()
        self.seconds = time.monotonic() - self.started
        self.finished_at = time.time()
        self.detail = str(told.get("detail", ""))
        ended = str(told.get("ended", "died"))
        if ended == "died" and self.reading is not None:
            self.detail = f"{_last_words(self.reading.staging)} (exit status {code})".strip()
            _LOG.error("a batch was not put in: %s", self.detail)
        if ended == "done":
            self.reading = None
        self.stop()
        self.ended = ended


_STATES = {Outcome.UNCHANGED: "unchanged", Outcome.REJECTED: "rejected"}


def _added(told: Mapping[str, Any]) -> Added:
    rejected = told["rejection"] or {"reason": "", "line": None}
    state = _STATES.get(told["outcome"]) or ("changed" if told["replaced"] else "added")
    return Added(told["step"], state, int(told["events"]), rejected["reason"], rejected["line"])


_jobs: dict[Path, Job] = {}
_jobs_lock = threading.Lock()


def latest_job(store: Path) -> Job | None:
    """The batch that this interface puts into a store, or put there last."""
    return _jobs.get(store)


def put_in(reading: Reading, store: Path, limits: Limits = LIMITS) -> Job:
    """Begin to put a batch into the graph.

    :raises RefusedError: if this interface is putting another one there.
    :raises OSError: if no process can be started.
    """
    with _jobs_lock:
        latest = _jobs.get(store)
        if latest is not None and latest.running:
            raise RefusedError("busy")
        _jobs[store] = Job(reading, store, limits)
        return _jobs[store]
