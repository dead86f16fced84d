"""Measures the work that users wait for; prints one JSON object.

    python benchmarks/run.py [ARTICLES.jsonl[.gz]]

Without a file the shipped examples are read. Each figure is the median of three runs: wall-clock seconds, memory in
MiB (read from /proc: Linux only). Figures compare only on one machine that does nothing else.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.extraction.extractor import extract
from builder.model import Article
from builder.reference.gazetteer import gazetteer
from builder.resources import data_dir
from builder.text.normalize import Normalized, normalize

RUNS = 3
MATCHED_MB = 3.0
LOADING = """
import sys, time
from pathlib import Path

def resident_mib():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

started = time.perf_counter()
from builder.reference.entries import places
from builder.reference.gazetteer import gazetteer
before = resident_mib()
loaded = list(places()) if sys.argv[1] == "places" else gazetteer()
print(time.perf_counter() - started, before, resident_mib())
"""


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(work: Callable[[], object]) -> float:
    """The median of three runs."""
    return round(statistics.median(seconds(work) for _ in range(RUNS)), 3)


def command(*words: str) -> None:
    """Run rasd in a process of its own, as a user does.

    :raises CalledProcessError: if it fails.
    """
    subprocess.run([sys.executable, "-m", "builder", *words], check=True, capture_output=True)


def builds() -> dict[str, float]:
    """The example set into an empty store, and again into the same store."""
    with tempfile.TemporaryDirectory() as folder:
        stores = [str(Path(folder, str(run))) for run in range(RUNS)]
        first = statistics.median(seconds(partial(command, "demo", "--no-ui", "--store", store)) for store in stores)
        second = median(lambda: command("demo", "--no-ui", "--store", stores[0]))
        query = median(lambda: command("query", "attack-roles", "--store", stores[0], "--format", "csv"))
    return {"first_build_s": round(first, 3), "second_build_s": second, "attack_roles_s": query}


def loading(part: str) -> dict[str, float]:
    """Loading the tables of places (*part* is "places") or all tables ("all") in a fresh process, imports included.

    The memory is resident; its increase counts from the same process with the same imports.
    """
    runs = [
        subprocess.run([sys.executable, "-c", LOADING, part], check=True, capture_output=True, text=True).stdout
        for _ in range(RUNS)
    ]
    took, before, after = (
        statistics.median(column) for column in zip(*(map(float, run.split()) for run in runs), strict=True)
    )
    return {"load_s": round(took, 3), "memory_mib": round(after), "memory_increase_mib": round(after - before)}


def matching(texts: Iterable[str]) -> float:
    """Megabytes of UTF-8 a second in which all names are found, text by text, at most ``MATCHED_MB`` of them."""
    size = 0.0
    normalized: list[Normalized] = []
    for text in texts:
        normalized.append(normalize(text))
        size += len(text.encode("utf-8")) / 1e6
        if size >= MATCHED_MB:
            break
    tables = gazetteer()

    def find_all() -> None:
        for text in normalized:
            tables.find(text)

    return round(size / median(find_all), 1)


def reference(examples: list[Article], corpus: list[Article]) -> dict[str, object]:
    """Loading and matching of the reference data; the founding article, repeated, is unusually full of names."""
    founding = (data_dir("examples") / "founding-article.txt").read_text(encoding="utf-8")
    speeds = {
        "founding_article_50_times": matching([founding * 50]),
        "examples": matching(article.text for article in examples),
    }
    if corpus:
        speeds["articles"] = matching(article.text for article in corpus)
    return {"all_tables": loading("all"), "places": loading("places"), "match_mb_per_s": speeds}


def extraction(articles: list[Article]) -> dict[str, float]:
    """Extraction alone, on one core, after a first article has filled the tables."""
    extract(articles[0])
    took = [seconds(lambda: [extract(article) for article in articles]) for _ in range(RUNS)]
    words = sum(len(article.text.split()) for article in articles)
    middle = statistics.median(took)
    return {
        "articles": len(articles),
        "words_per_article": round(words / len(articles)),
        "articles_per_s": round(len(articles) / middle, 1),
        "words_per_s": round(words / middle),
    }


def read_articles(inputs: list[Path]) -> list[Article]:
    """The articles of some files, without the rejected ones."""
    return [item for item in read_inputs(inputs) if not isinstance(item, Rejection)]


def main(source: Path | None) -> None:
    """Run all benchmarks and print the figures."""
    examples = read_articles(sorted(data_dir("examples").glob("*.jsonl")))
    corpus = read_articles([source]) if source is not None else []
    figures = {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.system()},
        "build": builds(),
        "reference": reference(examples, corpus),
        "extraction": extraction(corpus or examples),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
