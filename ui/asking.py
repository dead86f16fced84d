"""Queries of the user, with what they may not do and a limit of time.

Those of a store run each in a process of its own, so that one that takes too long can be ended.

The process is that of the endpoint (:mod:`builder.endpoint.worker`). It is started as a command: multiprocessing would
run the main module of this process again in it, and Streamlit puts a page there.
"""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from signal import SIGABRT, SIGALRM, SIGKILL

from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from builder.endpoint.frames import Kind, packed_question, receive
from builder.endpoint.limits import Limits
from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.protocol import Question
from builder.errors import QueryError, RunError, TooLargeError, TooSlowError
from builder.sparql.parameters import Term, fill_slots
from builder.sparql.refusals import refuse_untrusted
from builder.sparql.remote import query_endpoint
from builder.sparql.run import Answer, check_syntax, no_place_for

SECONDS = 30.0
_START_SECONDS = 30.0
_SYNTAX = "the query is wrong"  # how the messages of builder.sparql.run.explain_syntax begin
_LARGE = "the answer is larger"  # how those of builder.endpoint.worker begin where a limit of it is passed
_CHOICE = Choice(rows=Media.JSON, triples=Media.N_TRIPLES)
_COMMAND = (
    "import socket, sys; from builder.endpoint.worker import work; "
    "work(socket.socket(fileno=0), sys.argv[1], int(sys.argv[2]))"
)


@contextmanager
def answered(store: Path, text: str, terms: Mapping[str, Term], seconds: float = SECONDS) -> Iterator[Answer]:
    """The answer of the store's newest snapshot, which lives as long as the context; leaving it ends the query.

    :raises QueryError: if the query is wrong, has no slot for a parameter, or is one that may not be asked.
    :raises TooSlowError: if it takes longer than *seconds*; this and the next also in the middle of an answer.
    :raises TooLargeError: if it needs too much memory, or its answer is too large
        (:class:`~builder.endpoint.limits.Limits`).
    :raises RunError: if the store cannot be read.
    """
    limits = Limits(timeout_seconds=seconds)
    _refuse(text, limits)
    filled, rest = fill_slots(text, terms)
    if rest:
        raise QueryError(no_place_for(rest))
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            command = [sys.executable, "-c", _COMMAND, str(store), str(limits.memory_mb)]
            process = subprocess.Popen(command, stdin=theirs.fileno())  # noqa: S603 (no shell, our own words)
        body = _Body(ours, process, limits)
        try:
            yield _answer(body, filled)
        except Exception:
            # The library reads from the body, and makes an error of its own of what happens there.
            if body.failure is None:
                raise
            if str(body.failure).startswith(_SYNTAX):
                check_syntax(text, terms)  # to know the place
            raise body.failure from None
        finally:
            process.kill()
            process.wait()


def answer_of(endpoint: str, text: str, terms: Mapping[str, Term], seconds: float = SECONDS) -> Answer:
    """The answer of the endpoint at this address, read whole.

    What a store here would refuse is not sent there either: a link of somebody else may hold a query that carries the
    endpoint's contents away with SERVICE.

    :raises QueryError: as :func:`answered`, or if the endpoint refuses the query; with the place where the parser of
        this machine finds one.
    :raises TooSlowError: if it takes longer than *seconds* to begin its answer, or as many again to finish it.
    :raises RunError: as :func:`~builder.sparql.remote.query_endpoint`.
    """
    _refuse(text, Limits())
    try:
        return query_endpoint(endpoint, text, terms, timeout=seconds)
    except QueryError:
        check_syntax(text, terms)
        raise


def _refuse(text: str, limits: Limits) -> None:
    """:raises QueryError: if the query is one that may not be asked, or is too long."""
    if len(text) > limits.query_characters:
        raise QueryError(f"a query may have {limits.query_characters:,} characters, this has {len(text):,}")
    refuse_untrusted(text, limits.query_depth)


def _answer(body: _Body, text: str) -> Answer:
    media = body.begin(text)
    if media is Media.JSON:
        return parse_query_results(io.BufferedReader(body), format=QueryResultsFormat.JSON)
    return [quad.triple for quad in parse(io.BufferedReader(body), format=RdfFormat.N_TRIPLES)]


class _Body(io.RawIOBase):
    """The bytes of an answer as the process sends them; ``failure`` is why there are no more."""

    def __init__(self, connection: socket.socket, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.failure: RunError | None = None
        self._connection = connection
        self._process = process
        self._limits = limits
        self._end = time.monotonic() + _START_SECONDS
        self._waiting = b""
        self._whole = False

    def begin(self, text: str) -> Media:
        """Ask, and wait for the beginning of the answer."""
        self._receive()  # the process is ready
        self._end = time.monotonic() + self._limits.timeout_seconds
        self._connection.sendall(packed_question(Question(text), _CHOICE, self._limits))
        return Media(self._receive()[1].decode())

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._waiting and not self._whole:
            kind, self._waiting = self._receive()
            self._whole = kind is Kind.END
        part = self._waiting[: len(buffer)]
        buffer[: len(part)] = part
        self._waiting = self._waiting[len(part) :]
        return len(part)

    def _receive(self) -> tuple[Kind, bytes]:
        """The next message.

        :raises RunError: if it tells of a problem, or there is none.
        """
        try:
            self._connection.settimeout(max(0.001, self._end - time.monotonic()))
            kind, payload = receive(self._connection)
        except TimeoutError:
            self.failure = self._too_long()
        except (EOFError, ConnectionError):
            self.failure = self._death()
        else:
            if kind is not Kind.PROBLEM:
                return kind, payload
            content = json.loads(payload)
            self.failure = _failure(content.get("status"), content["detail"])
        raise self.failure

    def _death(self) -> RunError:
        code = -self._process.wait()
        if code in (SIGABRT, SIGKILL):
            return TooLargeError(
                f"the query needed more than {self._limits.memory_mb} MB of memory and was ended: make it ask for less"
            )
        if code == SIGALRM:
            return self._too_long()
        return QueryError("the query could not be read or carried out: it may be too long or too deeply nested")

    def _too_long(self) -> TooSlowError:
        seconds = f"{self._limits.timeout_seconds:g}"
        return TooSlowError(f"the query took longer than {seconds} s and was ended: make it ask for less")


def _failure(status: object, detail: str) -> RunError:
    if status == HTTPStatus.BAD_REQUEST:
        return QueryError(detail)
    return TooLargeError(detail) if detail.startswith(_LARGE) else RunError(detail)
