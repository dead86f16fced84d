"""Latency of a SPARQL endpoint: of simple queries one after another, alone and beside queries that never end.

    python benchmarks/endpoint.py http://127.0.0.1:8000/sparql [--endless 10]

Each query is another text, so that no cache of answers helps; with --same all are the same. Start the endpoint with a
short --timeout to see long queries come and go. Prints one JSON object: milliseconds at the client.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import threading
import time
from collections import Counter
from urllib.parse import urlencode, urlsplit

SIMPLE = "SELECT * WHERE {{ GRAPH ?g {{ ?s a ?class ; ?p ?o }} }} LIMIT {limit} # {number}"
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f }} # {number}",
    "SELECT * WHERE {{ ?a (!<x:a>|^!<x:b>)* ?b }} # {number}",
    "SELECT * WHERE {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY ?c ?f # {number}",
)


def ask(connection: http.client.HTTPConnection, path: str, text: str) -> int:
    """The status of one query, its answer read to the end."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    connection.request("POST", path, urlencode({"query": text}), headers)
    response = connection.getresponse()
    response.read()
    return response.status


def endless(address: str, number: int, stop: threading.Event, statuses: list[int]) -> None:
    """Ask queries that never end, one after another."""
    parts = urlsplit(address)
    count = 0
    while not stop.is_set():
        connection = http.client.HTTPConnection(parts.netloc, timeout=120)
        text = ENDLESS[(number + count) % len(ENDLESS)].format(number=f"{number} {count}")
        count += 1
        try:
            statuses.append(ask(connection, parts.path, text))
        except (OSError, http.client.HTTPException):
            statuses.append(0)
        connection.close()
        if statuses[-1] == http.client.SERVICE_UNAVAILABLE:
            stop.wait(0.5)


def measure(address: str, requests: int, *, limit: int, same: bool) -> list[float]:
    """Milliseconds of each of the simple queries over one connection, which are to succeed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    taken = []
    for number in range(requests):
        text = SIMPLE.format(limit=limit, number=0 if same else f"{time.time_ns()}")
        start = time.perf_counter()
        status = ask(connection, parts.path, text)
        taken.append(1000 * (time.perf_counter() - start))
        if status != http.client.OK:
            raise SystemExit(f"query {number} got status {status}")
    connection.close()
    return taken


def main() -> None:
    """Measure one endpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--limit", type=int, default=10, help="rows of a simple query")
    parser.add_argument("--same", action="store_true")
    parser.add_argument("--endless", type=int, default=0, help="clients that ask queries without end")
    options = parser.parse_args()
    stop, statuses = threading.Event(), list[int]()
    clients = [
        threading.Thread(target=endless, args=(options.address, number, stop, statuses), daemon=True)
        for number in range(options.endless)
    ]
    for client in clients:
        client.start()
    if clients:
        time.sleep(3)
    measure(options.address, 50, limit=options.limit, same=options.same)
    taken = sorted(measure(options.address, options.requests, limit=options.limit, same=options.same))
    stop.set()
    figures = {
        "requests": options.requests,
        "median_ms": round(statistics.median(taken), 2),
        "p95_ms": round(taken[int(0.95 * len(taken))], 2),
        "maximum_ms": round(taken[-1], 1),
        "endless_statuses": dict(Counter(map(str, statuses))),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
