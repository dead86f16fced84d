"""Queries that must not harm others, and clients that must not."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from builder.endpoint.worker import NICENESS
from tests.endpoint.conftest import (
    ENDLESS,
    EX,
    LARGE,
    SMALL,
    Endpoint,
    alive,
    eventually,
    form,
    limits,
    publish,
    running,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def brief(store: Path) -> Iterator[Endpoint]:
    """An endpoint where queries may take a second."""
    with running(store, limits(timeout_seconds=1, slow_seconds=0.3)) as endpoint:
        yield endpoint


def answers(endpoint: Endpoint) -> bool:
    return endpoint.get(f"{SMALL} # {os.urandom(8).hex()}").status == 200


@pytest.mark.parametrize("kind", ENDLESS)
def test_an_endless_query_ends_with_its_process(brief: Endpoint, kind: str) -> None:
    eventually(lambda: len(brief.pids()) >= 3)
    before = brief.pids()
    reply = brief.get(ENDLESS[kind])
    assert reply.status == 503
    assert "longer than 1 s" in reply.detail or "memory" in reply.detail
    eventually(lambda: any(not alive(pid) for pid in before))
    assert answers(brief)


def test_an_answer_that_is_cut_does_not_look_whole(brief: Endpoint) -> None:
    for accept in ("application/sparql-results+json", "text/csv"):
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            brief.get(LARGE, {"Accept": accept})
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        brief.get(LARGE, {"Accept-Encoding": "gzip"})
    assert answers(brief)


def test_a_large_answer_needs_http_1_1(endpoint: Endpoint) -> None:
    with endpoint.connect() as connection:
        connection.sendall(b"GET /sparql?" + form(LARGE) + b" HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 505 ")


def test_memory(store: Path) -> None:
    with running(store, limits(memory_mb=16)) as endpoint:
        reply = endpoint.get(ENDLESS["order"])
        assert reply.status == 503
        assert "16 MB of memory" in reply.detail
        assert answers(endpoint)


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml"])
@pytest.mark.parametrize("rows", [1999, 2000])
def test_rows(store: Path, accept: str, rows: int) -> None:
    with running(store, limits(max_rows=rows)) as endpoint:
        reply = endpoint.get(f"SELECT ?s WHERE {{ ?s <{EX}number> ?o }}", {"Accept": accept})
        assert reply.status == (200 if rows == 2000 else 500)


def test_triples_and_bytes(store: Path) -> None:
    with running(store, limits(max_rows=300, max_bytes=50_000)) as endpoint:
        assert "300 rows" in endpoint.get(f"CONSTRUCT WHERE {{ ?s <{EX}number> ?o }}").detail
        assert endpoint.get(f"CONSTRUCT WHERE {{ ?s <{EX}number> ?o }} LIMIT 300").status == 200
        long = f"SELECT * WHERE {{ ?s <{EX}number> ?o . ?t <{EX}number> ?o . ?u <{EX}number> ?o }} LIMIT 300"
        assert "50000 bytes" in endpoint.get(long).detail


def test_a_query_that_breaks_the_parser_breaks_nothing_else(endpoint: Endpoint) -> None:
    reply = endpoint.send("POST", "/sparql", form("SELECT * WHERE { FILTER(true" + "||true" * 15_000 + ") }"), FORM)
    assert reply.status == 400
    assert "too long or too deeply nested" in reply.detail
    assert answers(endpoint)


def test_a_killed_worker_is_replaced(endpoint: Endpoint) -> None:
    for pid in endpoint.pids():
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: answers(endpoint))
    assert answers(endpoint)


def test_a_client_that_leaves_ends_its_query(endpoint: Endpoint) -> None:
    eventually(lambda: len(endpoint.pids()) >= 3)
    before = endpoint.pids()
    connection = endpoint.connect()
    connection.sendall(b"GET /sparql?" + form(ENDLESS["join"]) + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    eventually(lambda: endpoint.pool._fast == 1)
    connection.close()
    eventually(lambda: endpoint.pool._fast == 0)
    eventually(lambda: any(not alive(pid) for pid in before))


def test_a_full_queue(store: Path) -> None:
    few = limits(workers=1, slow_workers=0, queue_length=1, queue_seconds=60, slow_seconds=60, timeout_seconds=60)
    with running(store, few) as endpoint, ThreadPoolExecutor(2) as clients:
        first = clients.submit(endpoint.get, ENDLESS["join"])
        eventually(lambda: endpoint.pool._fast == 1)
        second = clients.submit(endpoint.get, SMALL)
        eventually(lambda: len(endpoint.pool._queue) == 1)
        third = endpoint.get(f"{SMALL} # 3")
        assert (third.status, int(third.headers["Retry-After"]) > 0) == (503, True)
        for one in list(endpoint.pool._workers):
            one.process.kill()
        assert first.result().status == 503
        assert second.result().status == 200


def test_who_waits_too_long(store: Path) -> None:
    few = limits(workers=1, queue_seconds=0.2, slow_seconds=60, timeout_seconds=3)
    with running(store, few) as endpoint, ThreadPoolExecutor(1) as clients:
        first = clients.submit(endpoint.get, ENDLESS["join"])
        eventually(lambda: endpoint.pool._fast == 1)
        second = endpoint.get(SMALL)
        assert (second.status, "Retry-After" in second.headers) == (503, True)
        assert first.result().status == 503
        assert endpoint.get(SMALL).status == 200


def test_waiting_counts_as_time_of_the_query(store: Path) -> None:
    few = limits(workers=1, queue_seconds=60, slow_seconds=60, timeout_seconds=4)
    with running(store, few) as endpoint, ThreadPoolExecutor(2) as clients:
        first = clients.submit(endpoint.get, ENDLESS["join"])
        eventually(lambda: endpoint.pool._fast == 1)
        second = clients.submit(endpoint.get, ENDLESS["join"] + " # 2")
        eventually(lambda: len(endpoint.pool._queue) == 1)
        assert "longer than 4 s" in first.result().detail
        assert "longer than 4 s" in second.result(timeout=few.timeout_seconds / 2).detail


def test_long_queries_leave_the_place_to_others(store: Path) -> None:
    few = limits(workers=1, slow_workers=1, slow_seconds=0.2, timeout_seconds=20)
    with running(store, few) as endpoint, ThreadPoolExecutor(2) as clients:
        first = clients.submit(endpoint.get, ENDLESS["join"])
        eventually(lambda: endpoint.pool._slow == 1)
        assert answers(endpoint)
        second = endpoint.get(ENDLESS["path"])
        assert (second.status, "long queries" in second.detail, "Retry-After" in second.headers) == (503, True, True)
        assert not first.done()
        for one in list(endpoint.pool._workers):
            one.process.kill()
        assert first.result().status == 503
        eventually(lambda: answers(endpoint))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a slow query has the least priority at once")
def test_a_slow_query_has_its_share_and_then_what_is_left(store: Path) -> None:
    def priorities() -> set[tuple[int, int]]:
        pids = [one.process.pid for one in list(endpoint.pool._workers) if one.process.pid]
        return {(os.sched_getscheduler(pid), os.getpriority(os.PRIO_PROCESS, pid)) for pid in pids}

    fast = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)  # 19 is the highest there is
    few = limits(workers=1, slow_workers=1, slow_seconds=0.1, idle_seconds=1, timeout_seconds=60)
    with running(store, few) as endpoint, ThreadPoolExecutor(1) as clients:
        assert priorities() == {(os.SCHED_OTHER, fast)}
        first = clients.submit(endpoint.get, ENDLESS["join"])
        eventually(lambda: (os.SCHED_OTHER, min(19, fast + 10)) in priorities())
        eventually(lambda: any(policy == os.SCHED_IDLE for policy, _ in priorities()))
        assert answers(endpoint)
        assert not first.done()
        for one in list(endpoint.pool._workers):
            one.process.kill()
        assert first.result().status == 503


def test_a_client_that_comes_too_often(store: Path) -> None:
    with running(store, limits(rate=0.001, burst=2)) as endpoint:
        assert [endpoint.get(SMALL).status for _ in range(3)] == [200, 200, 429]
        assert int(endpoint.get(SMALL).headers["Retry-After"]) > 0
        assert endpoint.send("GET", "/health").status == 200


def test_clients_that_say_nothing_are_cut_off(store: Path) -> None:
    with running(store, limits(header_seconds=0.2, body_seconds=0.2)) as endpoint:
        with endpoint.connect() as connection:
            connection.sendall(b"GET /sparql HTTP/1.1\r\nHost:")
            assert received(connection) == b""
        with endpoint.connect() as connection:
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n"
                b"Content-Type: application/sparql-query\r\n\r\nS"
            )
            assert received(connection).startswith(b"HTTP/1.1 408 ")
        assert answers(endpoint)


def test_garbage_is_answered_and_not_logged(endpoint: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
    with endpoint.connect() as connection:
        connection.sendall(b"\x16\x03\x01 garbage\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    assert not caplog.records
    assert answers(endpoint)


def test_a_client_that_reads_nothing_is_cut_off(store: Path) -> None:
    with running(store, limits(send_seconds=0.3, timeout_seconds=60, slow_seconds=50)) as endpoint:
        with endpoint.connect() as connection:
            connection.sendall(b"GET /sparql?" + form(LARGE) + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            eventually(lambda: endpoint.pool._fast == 1)
            eventually(lambda: endpoint.pool._fast == 0)
        assert answers(endpoint)


def received(connection: socket.socket) -> bytes:
    """All until the end, which may be a reset."""
    found = b""
    try:
        while part := connection.recv(2**16):
            found += part
    except ConnectionResetError:
        pass
    return found


def test_a_new_snapshot_is_asked_and_the_old_one_let_go(tmp_path: Path) -> None:
    count = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <{EX}number> ?o }}"
    publish(tmp_path, range(10))
    with running(tmp_path, limits(timeout_seconds=60, slow_seconds=0.1)) as endpoint, ThreadPoolExecutor(1) as clients:
        first = endpoint.get(count)
        assert first.rows == [{"n": "10"}]
        slow = clients.submit(endpoint.get, "SELECT * { " + "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }")
        eventually(lambda: endpoint.pool._slow == 1)
        publish(tmp_path, range(20))
        second = endpoint.get(count, {"If-None-Match": first.headers["ETag"]})
        assert (second.status, second.rows) == (200, [{"n": "20"}])
        assert second.headers["ETag"] != first.headers["ETag"]
        for one in list(endpoint.pool._workers):
            if one not in endpoint.pool._ready:
                one.process.kill()  # the query that still reads the old snapshot
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            slow.result()
        eventually(lambda: all(one.version == endpoint.pool.version() for one in endpoint.pool._workers))
        publish(tmp_path, range(30))
        assert endpoint.get(count).rows == [{"n": "30"}]
        assert not (tmp_path / "snapshots" / "000001").exists()
