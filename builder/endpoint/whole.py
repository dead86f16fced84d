"""Answers that are read whole before something else is made of them: pages, maps, descriptions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from builder.endpoint.answering import Answering, WhileConnected, matches, problem_response
from builder.endpoint.cache import Key, Whole
from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.problems import AbortedError, ProblemError
from builder.endpoint.protocol import Question
from builder.endpoint.versions import Version
from builder.store.stamps import rasd_version

MOST_BYTES: Final = 32 * 2**20
"""Bytes of an answer that is made into something else."""

_ATTEMPTS = 3
_JSON = Choice(Media.JSON, None)


async def ask(answering: Answering, text: str) -> bytes:
    """The rows that a query gives, as JSON for :func:`solutions`.

    :raises ProblemError: as :meth:`builder.endpoint.pool.Pool.ask` does, and 500 if the rows are too many to be held.
    """
    key = Key(answering.pool.version(), Question(text), _JSON)
    kept = answering.cache.get(key)
    if kept is None:
        kept = await _read(answering, key)
    return kept.body


def solutions(body: bytes) -> QuerySolutions:
    """The rows in an answer of :func:`ask`; they must be read in the thread that calls this."""
    rows = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(rows, QuerySolutions):
        raise TypeError(f"no rows but {rows}")
    return rows


async def _read(answering: Answering, key: Key) -> Whole:
    parts: list[bytes] = []
    held = 0
    try:
        async with answering.pool.ask(key.question, key.choice) as answer:
            async for chunk in answer.chunks():
                parts.append(chunk)
                held += len(chunk)
                if held > MOST_BYTES:
                    detail = f"the answer is larger than {MOST_BYTES} bytes: ask for less, or for it as CSV or JSON"
                    raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
            whole = Whole(answer.media, b"".join(parts))
            if answer.complete:
                answering.cache.put(key, whole)
            return whole
    except AbortedError as error:
        raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)) from error


def respond(
    request: Request,
    answering: Answering,
    identity: tuple[str, ...],
    make: Callable[[], Awaitable[Response]],
    headers: Mapping[str, str],
) -> Response:
    """The response that *make* gives, with an entity tag, or 304 where the client has it already.

    *identity* is all that the response depends on beside the store and the version of rasd. A problem that *make*
    raises becomes the response, and *make* is cancelled when the client goes away.
    """
    making = _Making(answering, identity, make, headers)
    own = making.own_headers(answering.pool.version())
    if matches(request.headers.get("if-none-match"), own["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=own)
    return making


class _Making(WhileConnected):
    """A response that is made from several answers."""

    def __init__(
        self,
        answering: Answering,
        identity: tuple[str, ...],
        make: Callable[[], Awaitable[Response]],
        headers: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._pool = answering.pool
        self._identity = identity
        self._make = make
        self._own = dict(headers)

    def own_headers(self, version: Version) -> dict[str, str]:
        """The headers of the response that is made from a state of the store."""
        parts = (str(version), rasd_version(), *self._identity)
        digest = sha256("\0".join(parts).encode()).hexdigest()[:32]
        return {"ETag": f'W/"{digest}"', "Cache-Control": "no-cache", **self._own}

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the response and send it; again where the store moved on, so that all of it is from one state."""
        try:
            for _ in range(_ATTEMPTS):
                version = self._pool.version()
                response = await self._make()
                if self._pool.version() == version:
                    break
            if response.status_code == HTTPStatus.OK and "cache-control" not in response.headers:
                response.headers.update(self.own_headers(version))
        except ProblemError as problem:
            response = problem_response(problem)
        await response(scope, receive, send)
