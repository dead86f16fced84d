"""Builds that are killed with all of their processes, as by a power cut or the system's killer of large processes.

``RASD_FAULT_RUNS`` is the number of runs (``make faults`` asks for 100); each has its number as seed. The counts go to
the file that ``RASD_FAULT_REPORT`` names.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import Builds, Expected, kill_and_resume, prepare, running_builds

RUNS = int(os.environ.get("RASD_FAULT_RUNS", "10"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills process groups")


@pytest.fixture(scope="module")
def builds() -> Iterator[Builds]:
    with running_builds() as found:
        yield found


@pytest.fixture(scope="module")
def expected(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> Expected:
    return prepare(builds, tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()
    yield counted
    if report := os.environ.get("RASD_FAULT_REPORT"):
        Path(report).write_text(json.dumps(counted, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_killed_build_loses_nothing(
    builds: Builds, expected: Expected, tmp_path: Path, tally: Counter[str], seed: int
) -> None:
    kills = kill_and_resume(builds, expected, tmp_path, seed)
    tally.update(f"killed in {kill.phase}" for kill in kills)
    tally["runs"] += 1
    tally["kills"] += len(kills)
    tally["articles reported as done before a kill"] += sum(kill.done for kill in kills)
