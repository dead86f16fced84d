"""Feeds one entry point with inputs within limits of time and memory; a process of its own for each.

The limit of processor time is kept by the system's timers: first an exception in the process, so that the input can be
made smaller, then its end, where the code that runs is not Python's. Memory is limited by the system too.
"""

from __future__ import annotations

import hashlib
import json
import logging
import resource
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

FOUND = Path(__file__).with_name("found")
SECONDS = 5.0  # of processor time for one input
MEMORY = 2**30  # bytes of a process, tables and libraries included
MOST_FOUND = 5  # then an entry point is left: what is found next is mostly the same
_BATCH = 200
_WAIT = 60.0  # seconds of the clock for one input, in which a process that only waits is found
_LARGEST_KEPT = 4_000  # bytes; a larger one that was found is kept beside, for whoever looks at it


class TooSlowInputError(Exception):
    """An input took more processor time than it may."""


@dataclass
class Measured:
    """What a run has seen: ``slowest`` in seconds of processor time, ``peak`` memory in bytes, what was found."""

    target: str
    seconds: float = 0.0
    inputs: int = 0
    slowest: float = 0.0
    peak: int = 0
    found: int = 0


def limit_memory() -> None:
    """Bound the memory of this process by :data:`MEMORY`, where the system can."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


@contextmanager
def limited() -> Iterator[None]:
    """Raise :class:`TooSlowInputError` in the block after :data:`SECONDS`; end the process after twice as many."""

    def stop(signum: int, frame: object) -> None:
        raise TooSlowInputError(f"more than {SECONDS:g} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    signal.setitimer(signal.ITIMER_PROF, 2 * SECONDS)
    signal.setitimer(signal.ITIMER_REAL, _WAIT)
    try:
        yield
    finally:
        for timer in (signal.ITIMER_VIRTUAL, signal.ITIMER_PROF, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)
        signal.signal(signal.SIGVTALRM, before)


def peak_memory() -> int:
    """The peak memory of this process in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def keep(target: str, data: bytes, folder: Path) -> Path:
    """Write an input that was found."""
    path = folder / target / f"{hashlib.sha256(data).hexdigest()[:12]}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def run(name: str, seconds: float, first: int, current: Path) -> None:
    """Feed an entry point for some seconds, and write what was measured to standard output as JSON.

    *current* holds the input that is tried, for the case that this process ends with it.
    """
    from tests.fuzz.targets import TARGETS

    limit_memory()
    warnings.simplefilter("error")
    logging.disable(logging.CRITICAL)
    target = TARGETS[name]
    measured = Measured(name)
    started = time.monotonic()
    failing: list[bytes] = []

    def attempt(data: bytes) -> None:
        if time.monotonic() - started > seconds and not failing:
            return
        current.write_bytes(data)
        before = time.process_time()
        try:
            with limited():
                target.check(data)
        except BaseException:
            failing.append(data)
            raise
        finally:
            measured.inputs += 1
            measured.slowest = max(measured.slowest, time.process_time() - before)

    for number in range(first, first + 1_000_000):
        failing.clear()
        batch = seed(number)(
            settings(
                max_examples=_BATCH,
                deadline=None,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                verbosity=Verbosity.quiet,
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            )(given(target.inputs())(attempt))
        )
        try:
            batch()
        except Exception as error:
            measured.found += 1
            path = keep(name, failing[-1], FOUND if len(failing[-1]) <= _LARGEST_KEPT else current.parent)
            print(f"{name}: {type(error).__name__}: {str(error)[:300]} ({path})", file=sys.stderr, flush=True)
        if time.monotonic() - started > seconds or measured.found >= MOST_FOUND:
            break
    measured.seconds, measured.peak = time.monotonic() - started, peak_memory()
    print(json.dumps(asdict(measured)), flush=True)


def run_apart(name: str, seconds: float, first: int, scratch: Path) -> Measured:
    """The same in a process of its own, which is begun anew where an input ended it."""
    total = Measured(name)
    started = time.monotonic()
    current = scratch / f"{name}.current"
    while (left := seconds - (time.monotonic() - started)) > 0 and total.found < MOST_FOUND:
        arguments = ["--child", name, "--seconds", str(left), "--seed", str(first), "--scratch", str(scratch)]
        child = subprocess.run([sys.executable, "-m", "tests.fuzz", *arguments], stdout=subprocess.PIPE, check=False)
        first += 1_000_000
        if child.returncode == 0:
            part = Measured(**json.loads(child.stdout.splitlines()[-1]))
            total.inputs += part.inputs
            total.found += part.found
            total.slowest, total.peak = max(total.slowest, part.slowest), max(total.peak, part.peak)
        elif child.returncode > 0:
            raise SystemExit(f"{name}: the harness itself failed with {child.returncode}")
        else:
            total.found += 1
            path = keep(name, current.read_bytes(), scratch)
            print(f"{name}: ended by signal {-child.returncode} ({path})", file=sys.stderr, flush=True)
    total.seconds = time.monotonic() - started
    return total
