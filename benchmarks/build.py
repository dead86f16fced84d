"""Builds stores of several sizes from one file of articles and prints one JSON object: speed, processor, memory.

    python benchmarks/build.py ARTICLES.jsonl [--sizes 500 5000] [--workers 2] [--keep FOLDER]

A size beyond the file repeats its articles under other identifiers, each time 371 days later, so that the copies tell
of attacks of their own. Each build is ``rasd build`` in a process of its own into an empty store, from reading to the
snapshot. ``cpu_ms`` is the time of all its processors an article, which other work on the machine changes less than
``articles_per_s``. Memory is that of all its processes, looked at every second (``pss``; Linux only). ``load`` is that
of the machine in the minute before. With --keep the stores stay in that folder, each named after its size.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from load import Memory

from builder.store.inventory import take_inventory
from builder.store.store import Store

LATER = timedelta(days=371)  # whole weeks, so that the days of the week in the texts stay those of the dates
LOOK_SECONDS = 0.1


def repeated(source: Path) -> Iterator[dict[str, str]]:
    """The articles of a file of JSON Lines again and again, each round under other identifiers and later dates."""
    for turn in count():
        with source.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                if turn:
                    article["id"] = f"{article['id']}-{turn}"
                    if article.get("published"):
                        day = date.fromisoformat(article["published"][:10]) + turn * LATER
                        article["published"] = day.isoformat()
                yield article


def measure(articles: Path, size: int, store: Path, workers: int) -> dict[str, object]:
    """Build a store of *size* articles from a file of so many.

    :raises SystemExit: if the build ends with an error; rejected articles are none.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "builder",
        "build",
        str(articles),
        "--store",
        str(store),
        "--workers",
        str(workers),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        memory = Memory(process.pid)
        while process.poll() is None:
            memory.look()
            time.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - started
    if process.returncode not in (0, 1):
        raise SystemExit(f"the build of {size} articles ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with Store.open_reader(store) as reader:
        inventory = take_inventory(reader)
    return {
        "articles": len(inventory.articles),
        "rejected": len(inventory.rejected),
        "events": sum(article.events for article in inventory.articles),
        "triples": sum(inventory.triples.values()),
        "s": round(seconds, 1),
        "articles_per_s": round(size / seconds, 1),
        "cpu_ms": round(1000 * cpu / size, 2),
        "memory_mib": memory.figures()["pss"],
    }


def main(source: Path, sizes: Sequence[int], workers: int, keep: Path | None) -> None:
    """Build each size, in *keep* or in a temporary folder, and print the figures."""
    figures: dict[str, object] = {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.system()},
        "workers": workers,
    }
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            articles = Path(folder, "articles.jsonl")
            with articles.open("w", encoding="utf-8") as out:
                out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in islice(repeated(source), size))
            load = os.getloadavg()[0]
            store = (keep or Path(folder)) / str(size)
            figures[str(size)] = measure(articles, size, store, workers) | {"load": round(load, 1)}
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 5000])
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    main(options.articles, options.sizes, options.workers, options.keep)
