"""Measures the named queries on a store; prints one JSON object.

    python benchmarks/queries.py STORE [--rdflib]

Each figure is the median of three runs in milliseconds, with all rows read; required parameters get the values below.
Queries of one article are also asked for the article with most events. With --rdflib the same graph is asked in rdflib
once, query by query, each in a process of its own that is ended after a minute (null). Figures compare only on one
machine that does nothing else; ``cpu_ms`` counts the processor's time alone.
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import sys
import time
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, serialize
from rdflib import Dataset

from builder.sparql.catalogue import Query, catalogue
from builder.sparql.parameters import fill_slots
from builder.sparql.run import run_query
from builder.store.store import Store

RUNS = 3
RDFLIB_SECONDS = 60
NEEDED = {
    "before-after": {"day": "2015-01-01"},
    "path-between": {"from": "تنظيم الدولة الإسلامية", "to": "الجيش العراقي"},
    "target-timeline": {"target": "العراق"},
}
BUSIEST = """
PREFIX rasd: <https://w3id.org/rasd/ontology#>
PREFIX schema: <https://schema.org/>
SELECT ?article WHERE { ?event rasd:inArticle ?document . ?document schema:identifier ?article }
GROUP BY ?article ORDER BY DESC(COUNT(?event)) ?article LIMIT 1
"""


def measure(store: Store, query: Query, values: dict[str, str]) -> dict[str, float]:
    """Rows and medians of one query."""
    wall, cpu, rows = [], [], 0
    for _ in range(RUNS):
        started, worked = time.perf_counter(), time.process_time()
        answer = run_query(store.rdf, query.text, query.bind(values))
        assert isinstance(answer, QuerySolutions)
        rows = sum(1 for _ in answer)
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
    middle = statistics.median(wall)
    return {
        "rows": rows,
        "ms": round(1000 * middle, 1),
        "cpu_ms": round(1000 * statistics.median(cpu), 1),
        "ms_per_row": round(1000 * middle / rows, 3) if rows else 0.0,
    }


def busiest(store: Store) -> str:
    """The identifier of the article with most events."""
    answer = run_query(store.rdf, BUSIEST)
    assert isinstance(answer, QuerySolutions)
    return str(next(row[0].value for row in answer))


def measure_all(store: Store) -> dict[str, dict[str, object]]:
    """All queries without optional parameters, and, where they have that parameter, for one article."""
    article = busiest(store)
    figures: dict[str, dict[str, object]] = {}
    for query in catalogue():
        figures[query.name] = dict(measure(store, query, NEEDED.get(query.name, {})))
        if any(parameter.name == "article" for parameter in query.parameters):
            figures[query.name]["one_article"] = measure(store, query, {"article": article})
    return figures


def _in_rdflib(dataset: Dataset, query: Query) -> None:
    text, _ = fill_slots(query.text, query.bind(NEEDED.get(query.name, {})))
    for _ in dataset.query(text):
        pass


def rdflib_seconds(store: Store) -> dict[str, float | None]:
    """Seconds of each query in rdflib; None where a minute was not enough. Needs fork, which Windows lacks."""
    dataset = Dataset(default_union=True)
    dataset.parse(data=serialize(store.rdf, format=RdfFormat.N_QUADS), format="nquads")
    context = multiprocessing.get_context("fork")
    seconds: dict[str, float | None] = {}
    for query in catalogue():
        started = time.perf_counter()
        process = context.Process(target=_in_rdflib, args=(dataset, query))
        process.start()
        process.join(RDFLIB_SECONDS)
        finished = not process.is_alive()
        process.kill()
        process.join()
        seconds[query.name] = round(time.perf_counter() - started, 2) if finished else None
    return seconds


def main(path: Path, *, with_rdflib: bool) -> None:
    """Measure and print."""
    with Store.open_reader(path) as store:
        figures: dict[str, object] = {"quads": len(store.rdf), "queries": measure_all(store)}
        if with_rdflib:
            figures["rdflib_s"] = rdflib_seconds(store)
    print(json.dumps(figures, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), with_rdflib="--rdflib" in sys.argv)
