"""A real HTTP server on this machine that answers as a test tells it to, one answer after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

YES = b'{"head": {}, "boolean": true}'


@dataclass(frozen=True)
class Answer:
    """What to answer; with ``drop``, the connection is closed without a word. ``pauses`` come between the letters."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = YES
    drop: bool = False
    wait: float = 0
    pauses: float = 0


@dataclass(frozen=True)
class Asked:
    """What was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    when: float


@dataclass
class Server:
    """Its address, what it will answer (the last answer again and again), and what it was asked."""

    address: str
    answers: list[Answer]
    asked: list[Asked]


@contextmanager
def serving(*answers: Answer, behind: str = "", first: int = 0) -> Iterator[Server]:
    """A server with these answers, until the end of the block.

    The *first* messages it hands on, answered by the server at the address *behind*.
    """
    state = Server("", list(answers), [])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.asked.append(Asked(self.command, self.path, dict(self.headers), body, time.monotonic()))
            if len(state.asked) <= first:
                self.hand_on(body)
                return
            answer = state.answers.pop(0) if len(state.answers) > 1 else state.answers[0]
            if answer.drop:
                self.close_connection = True
                return
            time.sleep(answer.wait)
            self.send_response(answer.status)
            for name, value in ({"Content-Type": "application/sparql-results+json"} | answer.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.pauses:
                for letter in answer.body:
                    self.wfile.write(bytes([letter]))
                    time.sleep(answer.pauses)
            else:
                self.wfile.write(answer.body)

        def hand_on(self, body: bytes) -> None:
            reply = requests.post(behind, body, headers={"Content-Type": self.headers["Content-Type"]}, timeout=60)
            self.send_response(reply.status_code)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        do_PUT = do_POST  # noqa: N815 (the name that the parent looks for)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output of the tests clean."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # a client that has heard enough
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.address = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
