"""The workers of an endpoint: who answers, who waits, who is ended.

A query begins in one of ``workers`` fast places. After ``slow_seconds`` it moves to one of the ``slow_workers`` places
and goes on with less priority, and a fresh worker takes the place it left; where none of these is free it ends. When it
has used the processor for ``idle_seconds`` it goes on only where nobody else wants to. So queries that run for long
never keep short ones waiting, and those without end hardly any.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
import multiprocessing
import os
import socket
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from signal import SIGABRT, SIGALRM

from builder.endpoint import worker
from builder.endpoint.frames import Kind, packed_question, read
from builder.endpoint.limits import Limits
from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.problems import AbortedError, ProblemError, busy
from builder.endpoint.protocol import Question
from builder.endpoint.versions import Version, Watch
from builder.errors import StoreError

_LOG = logging.getLogger(__name__)
_SPARE = 1  # workers that are ready beyond the fast places
_WATCH_SECONDS = 1.0
_RETRY_SECONDS = 1.0
_START_SECONDS = 30.0
_PROCESSOR_SECONDS = 0.25  # between two looks at how long a slow query has used the processor
_SLOW_NICENESS = 10  # a tenth of the processor that a fast query gets
_LAST_SECONDS = 5.0  # that a killed process has to vanish
_BUFFER = 256 * 2**10


class Pool:
    """Answers questions about the newest snapshot of a store, in other processes.

    Start it, or use it as a context manager, in the event loop that asks it. ``limits`` are those of every question.
    """

    def __init__(self, store: Path, limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._state = Watch(store)
        self._ready: deque[_Worker] = deque()
        self._workers: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._fast = 0
        self._slow = 0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._watcher: asyncio.Task[None] | None = None
        self._failed = ""
        self._closed = False

    async def start(self) -> None:
        """Start the workers; returns when one of them is ready.

        :raises StoreError: if the store cannot be read.
        """
        self.version()
        await self._start_worker()
        self._fill()
        self._watcher = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """End all workers, whatever they do; who waits is told so. A second call does nothing."""
        self._closed = True
        for turn in self._queue:
            turn.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        for task in list(self._starting):
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        for one in self._workers:
            one.kill()
        await asyncio.gather(*(one.end() for one in list(self._workers)))

    async def __aenter__(self) -> Pool:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    def version(self) -> Version:
        """What new questions are asked of; looks at the store each time, which costs some microseconds.

        :raises StoreError: if there has never been a finished build.
        """
        try:
            if self._state.look():
                self._renew()
        except OSError as error:
            _LOG.warning("the store cannot be read: %s", error.strerror)
        if self._state.version is None:
            raise StoreError(f"{self._store} holds no finished build: run rasd build first")
        return self._state.version

    @asynccontextmanager
    async def ask(self, question: Question, choice: Choice) -> AsyncIterator[Answer]:
        """The answer to a question, which lives as long as the context; leaving it early ends the query.

        The time limit counts from the call: what a query waits for a place, it has less to run.

        :raises ProblemError: 400 if the query is wrong, 406, 500 if the answer is over a limit, 503 if there is no
            place, time or memory for it.
        """
        deadline = asyncio.get_running_loop().time() + self.limits.timeout_seconds
        await self._place()
        lease = _Lease(self)
        try:
            lease.worker = await self._take(deadline)
            answer = Answer(lease)
            lease.start_clock(deadline)
            await answer.begin(question, choice)
            yield answer
        finally:
            lease.finish()

    async def _place(self) -> None:
        """Wait for a fast place."""
        limits = self.limits
        if self._fast < limits.workers and not self._queue:
            self._fast += 1
            return
        if len(self._queue) >= limits.queue_length:
            raise busy("too many queries are waiting: ask again later", 5)
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            async with asyncio.timeout(limits.queue_seconds):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave_fast()  # the place came at the last moment
            else:
                with suppress(ValueError):
                    self._queue.remove(turn)
            if self._closed:
                raise _stopping() from None
            if isinstance(error, TimeoutError):
                raise busy("all workers are busy: ask again later", 5) from None
            raise

    def _leave_fast(self) -> None:
        """Give a fast place to who waits longest."""
        self._fast -= 1
        while self._queue and self._fast < self.limits.workers:
            turn = self._queue.popleft()
            if not turn.done():
                self._fast += 1
                turn.set_result(None)

    async def _take(self, deadline: float) -> _Worker:
        """A ready worker for the newest snapshot, by a time of the event loop."""
        loop = asyncio.get_running_loop()
        end = min(deadline, loop.time() + _START_SECONDS)
        while not self._closed:
            version = self.version()
            while self._ready:
                one = self._ready.popleft()
                if one.version == version and not one.reader.at_eof():
                    self._fill()
                    return one
                self._retire(one)
            self._fill()
            if loop.time() > end:
                raise busy(self._failed or "no worker could be started: ask again later", 5)
            await asyncio.wait(self._starting, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
        raise _stopping()

    def _fill(self) -> None:
        """Start the workers that are missing."""
        if self._closed:
            return
        wanted = self.limits.workers - self._fast + _SPARE
        for _ in range(wanted - len(self._ready) - len(self._starting)):
            task = asyncio.create_task(self._start_one())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start_one(self) -> None:
        try:
            await self._start_worker()
        except StoreError as error:
            self._failed = "the store cannot be read at the moment: ask again later"
            _LOG.warning("a worker could not be started: %s", error)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _start_worker(self) -> None:
        one = await _Worker.start(self._store, self.limits.memory_mb)
        self._workers.add(one)
        self._failed = ""
        if one.version == self._state.version:
            self._ready.append(one)
        else:
            self._retire(one)

    def _renew(self) -> None:
        """Replace the workers of the snapshot before."""
        for one in [one for one in self._ready if one.version != self._state.version]:
            self._ready.remove(one)
            self._retire(one)
        if self._watcher is not None:
            self._fill()

    def give_back(self, one: _Worker) -> None:
        """Take a worker that has finished its answer, and is as quick as before."""
        if one.version == self._state.version:
            self._ready.append(one)
        else:
            self._retire(one)

    def _retire(self, one: _Worker) -> None:
        """End a worker that is no longer needed, in the background."""
        one.kill()
        task = asyncio.create_task(one.end())
        self._starting_aside(task, one)

    def _starting_aside(self, task: asyncio.Task[int | None], one: _Worker) -> None:
        def forget(_: asyncio.Task[int | None]) -> None:
            self._workers.discard(one)

        task.add_done_callback(forget)
        one.ending = task

    async def _watch(self) -> None:
        """Let go of an old snapshot also when nobody asks."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            with suppress(StoreError):
                self.version()


class _Lease:
    """The hold of one question on a worker and a place, with its clock."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.worker: _Worker | None = None
        self.whole = False
        self.reason: ProblemError | None = None  # why the worker was killed
        self._fast = True
        self._slow = False
        self._timers: list[asyncio.TimerHandle] = []
        self._idle_at = 0.0  # the processor time of the worker after which its query is worth the least

    def start_clock(self, deadline: float) -> None:
        """Let the query run until a time of the event loop, and be slow before that."""
        limits, loop = self.pool.limits, asyncio.get_running_loop()
        if self.worker is not None:
            self._idle_at = self.worker.processor_seconds() + limits.idle_seconds
        self._timers = [loop.call_at(deadline, self._too_long)]
        if limits.slow_seconds < limits.timeout_seconds:
            self._timers.append(loop.call_later(limits.slow_seconds, self._demote))

    def finish(self) -> None:
        """Leave the place; the worker goes back if its answer is whole and it has not become slow."""
        for timer in self._timers:
            timer.cancel()
        one, self.worker = self.worker, None
        if one is not None:
            if self.whole and self._fast and self.reason is None:
                self.pool.give_back(one)
            else:
                self.pool._retire(one)
        self._leave()

    def _too_long(self) -> None:
        seconds = f"{self.pool.limits.timeout_seconds:g}"
        self._kill(
            ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"the query took longer than {seconds} s and was ended: make it ask for less",
            )
        )

    def _demote(self) -> None:
        pool = self.pool
        if pool._slow >= pool.limits.slow_workers:
            self._kill(busy("too many long queries are running, so this one was ended: ask again later", 30))
            return
        pool._slow += 1
        self._slow, self._fast = True, False
        if self.worker is not None:
            self.worker.lower_priority()
            self._watch_processor()
        pool._leave_fast()
        pool._fill()

    def _watch_processor(self) -> None:
        """Leave the processor to others once the query has had its share of it."""
        if self.worker is None or self.reason is not None:
            return
        if self.worker.processor_seconds() >= self._idle_at:
            self.worker.lower_priority(idle=True)
        else:
            loop = asyncio.get_running_loop()
            self._timers.append(loop.call_later(_PROCESSOR_SECONDS, self._watch_processor))

    def _kill(self, reason: ProblemError) -> None:
        self.reason = reason
        if self.worker is not None:
            self.worker.kill()
            # A process of idle priority may take seconds to vanish where others want the processor: do not wait for it.
            self.worker.writer.transport.abort()
        self._leave()

    def _leave(self) -> None:
        if self._fast:
            self._fast = False
            self.pool._leave_fast()
            self.pool._fill()
        if self._slow:
            self._slow = False
            self.pool._slow -= 1


class Answer:
    """The answer to a question: ``media``, and its bytes in :meth:`chunks`.

    ``start`` is what came before the answer was given out: all of it where ``complete`` is True.
    """

    def __init__(self, lease: _Lease) -> None:
        self.media = Media.JSON
        self.start = b""
        self.complete = False
        self._lease = lease

    async def begin(self, question: Question, choice: Choice) -> None:
        """Ask, and read until the answer is whole or too large to be held."""
        limits = self._lease.pool.limits
        one = self._one()
        parts: list[bytes] = []
        held = 0
        try:
            one.writer.write(packed_question(question, choice, limits))
            while held <= limits.cached_answer_bytes:
                kind, payload = await read(one.reader)
                if kind is Kind.HEAD:
                    self.media = Media(payload.decode())
                elif kind is Kind.DATA:
                    parts.append(payload)
                    held += len(payload)
                elif kind is Kind.END:
                    self.complete = self._lease.whole = True
                    break
                else:
                    raise self._problem(payload)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self._death() from None
        self.start = b"".join(parts)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The answer, to be read once.

        :raises AbortedError: if it cannot be finished.
        """
        yield self.start
        if self.complete:
            return
        one = self._one()
        try:
            while True:
                kind, payload = await read(one.reader)
                if kind is Kind.DATA:
                    yield payload
                elif kind is Kind.END:
                    self._lease.whole = True
                    return
                else:
                    raise AbortedError(str(self._problem(payload)))
        except (asyncio.IncompleteReadError, ConnectionError):
            raise AbortedError(str(await self._death())) from None

    def _one(self) -> _Worker:
        if self._lease.worker is None:
            raise ValueError("the answer is read after its end")
        return self._lease.worker

    def _problem(self, payload: bytes) -> ProblemError:
        self._lease.whole = True  # the worker can go on
        content = json.loads(payload)
        return ProblemError(HTTPStatus(content["status"]), content["detail"])

    async def _death(self) -> ProblemError:
        """Why the worker is gone."""
        if self._lease.reason is not None:
            return self._lease.reason
        if self._lease.pool._closed:
            return _stopping()
        code = await self._one().end()
        limits = self._lease.pool.limits
        if code == -SIGABRT or code == -9:
            return ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"the query needed more than {limits.memory_mb} MB of memory and was ended: make it ask for less, "
                "the same again will not help",
            )
        if code == -SIGALRM:
            return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "the query took too long and was ended")
        _LOG.warning("a worker ended with %s", code)
        return ProblemError(
            HTTPStatus.BAD_REQUEST,
            "the query could not be read or carried out: it may be too long or too deeply nested",
        )


@dataclass(eq=False, slots=True)
class _Worker:
    """One process, and the connection to it."""

    process: BaseProcess
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    version: Version
    ending: asyncio.Task[int | None] | None = None

    @classmethod
    async def start(cls, store: Path, memory_mb: int) -> _Worker:
        """:raises StoreError: if the process cannot open the store."""
        ours, theirs = socket.socketpair()
        with theirs:
            arguments = (theirs, str(store), memory_mb)
            process = _CONTEXT.Process(target=worker.work, args=arguments, name="rasd-worker", daemon=True)
            try:
                await asyncio.get_running_loop().run_in_executor(_STARTS, process.start)
            except BaseException:
                ours.close()
                raise
        reader, writer = await asyncio.open_connection(sock=ours, limit=_BUFFER)
        try:
            async with asyncio.timeout(_START_SECONDS):
                kind, payload = await read(reader)
            content = json.loads(payload)
            if kind is not Kind.READY:
                raise StoreError(content["detail"])
        except BaseException as error:
            process.kill()
            writer.close()
            if isinstance(error, asyncio.IncompleteReadError | ConnectionError | TimeoutError):
                raise StoreError("a worker ended before it was ready") from error
            raise
        return cls(process, reader, writer, Version(content["name"], content["published"]))

    def kill(self) -> None:
        """End the process at once; a second call does nothing."""
        if self.ending is None:
            self.process.kill()

    async def end(self) -> int | None:
        """Close the connection and wait for the end; returns the exit code."""
        self.writer.close()
        await asyncio.to_thread(self.process.join, _LAST_SECONDS)
        if self.process.exitcode is None:
            self.process.kill()
            await asyncio.to_thread(self.process.join, _LAST_SECONDS)
        return self.process.exitcode

    def lower_priority(self, *, idle: bool = False) -> None:
        """Let others go before the process; *idle*, let it run only where nobody else wants to.

        Either cannot be taken back without privileges.
        """
        pid = self.process.pid
        if pid is None or sys.platform == "win32":
            return
        with suppress(OSError):  # it may have ended
            if idle and sys.platform == "linux":
                os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
            else:
                before = os.getpriority(os.PRIO_PROCESS, pid)
                os.setpriority(os.PRIO_PROCESS, pid, 19 if idle else min(19, before + _SLOW_NICENESS))

    def processor_seconds(self) -> float:
        """How long the process has used processors; infinite where it has ended, or the system does not tell."""
        if self.process.pid is None or sys.platform != "linux":
            return math.inf
        try:
            # The identifier of the processor clock of a process, as clock_getcpuclockid(3) makes it.
            return time.clock_gettime(~self.process.pid << 3 | 2)
        except OSError:
            return math.inf


def _stopping() -> ProblemError:
    return busy("the endpoint is being stopped: ask again later", 30)


def _context() -> SpawnContext | ForkServerContext:
    """How processes are started: never by a fork of this one, which has threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # "__main__" too, else each worker imports the command line anew.
    context.set_forkserver_preload(["__main__", "builder.endpoint.worker"])
    return context


_CONTEXT = _context()
# Apart from the threads that wait for the end of others: all of those can be taken for seconds.
_STARTS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="rasd-start")
