"""All benchmarks with one command: one JSON file, and a table in Markdown beside the figures of the last release.

    python benchmarks/suite.py [--out RESULT.json] [--articles ARTICLES.jsonl] [--stores STORE...] [--only PART...]
                               [--sizes N...] [--quick] [--released FILE] [--tolerance 0.25]

Each part is one of the programs beside this one, in a process of its own (``PARTS`` says with what arguments). Parts
that read articles get those of the file; without one, copies of the example articles, each time under other
identifiers and later dates, and the result says so. Parts that ask a store get each of STORES, or, without any, the
largest of those that the part ``build`` makes of the articles, which then runs also if it is not asked for. With
--quick everything is small, to see that all parts work: the figures say little.

The result has the machine, the versions of the packages, and for each part what it was given, the load of the machine
before it, its seconds, and what it printed; of articles and stores no more than digests, names and numbers. ``work_ms``
is the time of the processor for one and the same piece of Python before each part: it tells of other work on the
machine, and of a slower one. Figures are compared with those of the same part for the same articles, or for a store
of the same name. To release: --out benchmarks/released.json.

Exits with 1 if a part failed; its ``error`` says why. Linux only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import requires, version
from itertools import islice
from pathlib import Path

from build import repeated
from comparison import table
from packaging.requirements import Requirement

from builder.resources import data_dir
from tests.remote.servers import free_port, running

HERE = Path(__file__).parent
RELEASED = HERE / "released.json"
SIZES, QUICK_SIZES = (500,), (14,)
EXAMPLES = "copies of the example articles"
WORK = 200_000
WORK_RUNS = 5
LINES_OF_ERRORS = 20

Result = dict[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """A program and its arguments, in braces what is filled in; *quick* are those for a first look."""

    arguments: str
    quick: str

    @property
    def asks_a_store(self) -> bool:
        """Whether it is about a store, or an endpoint of one."""
        return "{store}" in self.arguments or "{address}" in self.arguments


# In the order in which they run. The ablation of the extraction measures no speed and is no part.
PARTS = {
    "run": Part("{articles}", "{articles}"),
    "corpus": Part("{articles}", "{articles} 14"),
    "build": Part("{source} --sizes {sizes} --keep {kept}", "{source} --sizes {sizes} --keep {kept}"),
    "queries": Part("{store}", "{store}"),
    "remote": Part("{store} --only embedded serve oxigraph virtuoso", "{store} --only embedded serve"),
    "endpoint": Part("{address}", "{address} --requests 20"),
    "load": Part("{store} --seconds 30", "{store} --seconds 1 --clients 2 --runaways 1"),
    "ui": Part("{store} --runs 3 --users 10", "{store} --runs 1 --users 1"),
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A store that parts ask, and how it is told in the result."""

    path: Path
    of: Result


def machine() -> Result:
    """What the figures depend on besides the code."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    names = {Requirement(line).name for line in requires("rasd") or () if "extra ==" not in line}
    return {
        "processor": next(models, platform.machine()),
        "cores": os.cpu_count(),
        "memory_mib": round(pages / 2**20),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in sorted({"rasd", *names})},
    }


def commit() -> str | None:
    """The commit of the code, with a plus sign where files differ from it; None outside a checkout."""
    if shutil.which("git") is None:
        return None
    command = ["git", "describe", "--always", "--abbrev=12", "--dirty=+"]
    told = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    return told.stdout.strip() or None


def work_ms() -> float:
    """The time of the processor for one and the same piece of Python."""
    taken = []
    for _ in range(WORK_RUNS):
        started = time.process_time()
        sorted(str(number) for number in range(WORK))
        taken.append(time.process_time() - started)
    return round(1000 * statistics.median(taken), 1)


def told(source: Path) -> Result:
    """What the result says of a file of articles."""
    content = source.read_bytes()
    return {"articles": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}


def copies(source: Path, folder: Path, size: int) -> Path:
    """A file of so many articles, made of a shorter one."""
    made = folder / "articles.jsonl"
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in islice(repeated(source), size))
    made.write_text("".join(lines), encoding="utf-8")
    return made


def run(name: str, quick: bool, of: Result, values: Mapping[str, str]) -> Result:
    """One part in a process of its own."""
    part = PARTS[name]
    words = shlex.split((part.quick if quick else part.arguments).format(**values))
    result: Result = {"part": name, "of": of, "load": round(os.getloadavg()[0], 1), "work_ms": work_ms()}
    print(f"{name}: load {result['load']}", file=sys.stderr, flush=True)
    started = time.perf_counter()
    done = subprocess.run([sys.executable, HERE / f"{name}.py", *words], capture_output=True, text=True, check=False)
    result["s"] = round(time.perf_counter() - started, 1)
    if done.returncode == 0:
        return result | {"figures": json.loads(done.stdout)}
    error = "\n".join(done.stderr.strip().splitlines()[-LINES_OF_ERRORS:])
    print(f"{name} ended with {done.returncode}: {error}", file=sys.stderr)
    return result | {"error": f"ended with {done.returncode}: {error}"}


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of an endpoint that keeps no answers."""
    port = free_port()
    command = [sys.executable, "-m", "builder", "serve", "--store", str(store), "--port", str(port), "--cache-mb", "0"]
    with running(command, port):
        yield f"http://127.0.0.1:{port}/sparql"


def measure(options: argparse.Namespace, folder: Path, keep: Callable[[Result], None]) -> None:
    """Run all parts that are wanted; *keep* is told of each when it has ended."""
    sizes: Sequence[int] = options.sizes or (QUICK_SIZES if options.quick else SIZES)
    source = options.articles or data_dir("examples") / "articles.jsonl"
    articles = options.articles or copies(source, folder, min(sizes))
    made: Result = {} if options.articles else {"made_of": EXAMPLES}
    wanted = [name for name in PARTS if name in options.only]
    stores = [Stored(path, {"store": path.resolve().name}) for path in options.stores]
    if not stores and any(PARTS[name].asks_a_store for name in wanted):
        stores = [Stored(folder / "stores" / str(max(sizes)), told(source) | {"built": max(sizes)} | made)]
        wanted = [name for name in PARTS if name in (*wanted, "build")]
    files = {"articles": articles, "source": source, "kept": folder / "stores"}
    values = {name: shlex.quote(str(path)) for name, path in files.items()} | {"sizes": " ".join(map(str, sizes))}
    for name in wanted:
        if not PARTS[name].asks_a_store:
            of = told(articles) if "{articles}" in PARTS[name].arguments else told(source) | {"built": list(sizes)}
            keep(run(name, options.quick, of | made, values))
        for store in stores if PARTS[name].asks_a_store else ():
            keep(_ask(name, options.quick, store))


def _ask(name: str, quick: bool, store: Stored) -> Result:
    """A part about a store, with an endpoint if it asks one."""
    values = {"store": shlex.quote(str(store.path))}
    if "{address}" not in PARTS[name].arguments:
        return run(name, quick, store.of, values)
    try:
        with served(store.path) as address:
            return run(name, quick, store.of, {"address": address})
    except RuntimeError as error:
        return {"part": name, "of": store.of, "error": str(error)}


def main() -> None:
    """Measure, write and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("bench.json"))
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--stores", type=Path, nargs="+", default=())
    parser.add_argument("--only", nargs="+", choices=PARTS, default=tuple(PARTS))
    parser.add_argument("--sizes", type=int, nargs="+")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--released", type=Path, default=RELEASED)
    parser.add_argument("--tolerance", type=float, default=0.25, help="share that counts as no difference")
    options = parser.parse_args()
    released = json.loads(options.released.read_text(encoding="utf-8")) if options.released.is_file() else {}
    parts: list[Result] = []
    result = {"commit": commit(), "quick": options.quick, "machine": machine(), "parts": parts}

    def keep(part: Result) -> None:
        parts.append(part)  # written after each part, since all of them take half an hour
        options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as folder:
        measure(options, Path(folder), keep)
    print(table(result, released, options.tolerance))
    sys.exit(any("error" in part for part in parts))


if __name__ == "__main__":
    main()
