"""Measures the work that users wait for; prints one JSON object.

    python benchmarks/run.py [ARTICLES.jsonl[.gz]]

Without a file the shipped examples are read. Each figure is the median of three runs: wall-clock seconds, peak memory
in MiB. Figures compare only on one machine.
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
from collections.abc import Callable
from functools import partial
from pathlib import Path

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.extraction.extractor import extract
from builder.model import Article
from builder.reference.gazetteer import gazetteer
from builder.resources import data_dir
from builder.text.normalize import normalize

RUNS = 3


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


def reference() -> dict[str, float]:
    """Loading and matching of the reference data, in a fresh process for the first."""
    code = "import time; s = time.perf_counter(); from builder.reference.gazetteer import gazetteer; gazetteer(); "
    code += "print(time.perf_counter() - s)"
    loads = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout) for _ in range(RUNS)
    ]
    text = (data_dir("examples") / "founding-article.txt").read_text(encoding="utf-8") * 50
    tables, normalized = gazetteer(), normalize(text)
    took = median(lambda: tables.find(normalized))
    size = len(text.encode("utf-8")) / 1e6
    return {"load_s": round(statistics.median(loads), 3), "match_mb_per_s": round(size / took, 1)}


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


def main(source: Path | None) -> None:
    """Run all benchmarks and print the figures."""
    inputs = [source] if source is not None else sorted(data_dir("examples").glob("*.jsonl"))
    articles = [item for item in read_inputs(inputs) if not isinstance(item, Rejection)]
    figures = {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.system()},
        "build": builds(),
        "reference": reference(),
        "extraction": extraction(articles),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
