"""``python -m tests.fuzz``: feeds the entry points for some minutes each, and says what was measured."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.harness import run, run_apart


def main() -> int:
    """1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="entry points; all of them if none is named")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each entry point")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scratch", type=Path, default=Path("build/fuzz"), help="where large findings are put")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)
    if given.child:
        run(given.child, given.seconds, given.seed, given.scratch / f"{given.child}.current")
        return 0
    from tests.fuzz.targets import TARGETS

    if unknown := sorted(set(given.targets) - TARGETS.keys()):
        parser.error(f"no entry point {unknown[0]}: it is one of {', '.join(TARGETS)}")
    found = 0
    with (given.scratch / "measured.jsonl").open("a", encoding="utf-8") as log:
        for name in given.targets or TARGETS:
            measured = run_apart(name, given.minutes * 60, given.seed, given.scratch)
            found += measured.found
            log.write(json.dumps(asdict(measured)) + "\n")
            log.flush()
            print(
                f"{name:20} {measured.seconds / 60:5.1f} min {measured.inputs:9,} inputs, "
                f"slowest {measured.slowest:.2f} s, peak {measured.peak / 2**20:,.0f} MiB, found {measured.found}",
                flush=True,
            )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
