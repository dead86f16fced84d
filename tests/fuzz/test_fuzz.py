"""A short run of the fuzzing harness, the same each time, and all that longer ones have found (``make fuzz``)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.harness import FOUND, Measured, TooSlowInputError, keep, limited
from tests.fuzz.targets import TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 60
KEPT = sorted(FOUND.glob("*/*.bin"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits processor time by the system's timers")


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_made_input(target: Target) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(target.inputs())
    def check(data: bytes) -> None:
        with limited():
            target.check(data)

    check()


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_found_once(path: Path) -> None:
    with limited():
        TARGETS[path.parent.name].check(path.read_bytes())


def test_what_was_found_is_of_an_entry_point_and_small() -> None:
    assert KEPT
    assert {path.parent.name for path in KEPT} <= TARGETS.keys()
    assert all(path.stat().st_size <= 4_000 for path in KEPT)


def test_the_limit_of_time_stops_an_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.harness.SECONDS", 0.05)
    with pytest.raises(TooSlowInputError), limited():
        while True:
            pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    with limited():
        time.sleep(0.01)


# That a harness finds nothing means something only if it can find: a check that fails, one that loops, one that takes
# memory, one that ends the process.
_BROKEN = """
import sys
from tests.fuzz import harness, targets
from hypothesis import strategies as st
from pathlib import Path
def fails(data): assert b"x" not in data
def loops(data):
    while b"x" in data: pass
def grows(data): b"x" in data and bytearray(2 ** 31)
def aborts(data):
    import os
    if b"x" in data: os.abort()
check = {"fails": fails, "loops": loops, "grows": grows, "aborts": aborts}[sys.argv[1]]
harness.FOUND = Path(sys.argv[2])
harness.SECONDS = 0.05
targets.TARGETS["broken"] = targets.Target("broken", lambda: st.sampled_from([b"a", b"b", b"xyz"]), check)
harness.run("broken", 0.5, 0, Path(sys.argv[2]) / "current")
"""


@pytest.mark.parametrize(
    ("fault", "says"), [("fails", "AssertionError"), ("loops", "TooSlow"), ("grows", "MemoryError")]
)
def test_the_harness_finds_a_fault(tmp_path: Path, fault: str, says: str) -> None:
    if fault == "grows" and sys.platform != "linux":
        pytest.skip("memory is limited on Linux only")
    ran = subprocess.run(
        [sys.executable, "-c", _BROKEN, fault, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert says in ran.stderr
    measured = Measured(**json.loads(ran.stdout.splitlines()[-1]))
    assert measured.found >= 1
    assert [path.read_bytes() for path in (tmp_path / "broken").iterdir()] == [b"xyz"]


def test_an_input_that_ends_the_process_is_known_by_its_file(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _BROKEN, "aborts", str(tmp_path)], cwd=ROOT, capture_output=True, check=False
    )
    assert ran.returncode == -signal.SIGABRT
    assert (tmp_path / "current").read_bytes() == b"xyz"
    assert keep("broken", b"xyz", tmp_path).read_bytes() == b"xyz"
