"""Answer one question over HTTP: from the cache, whole, or as a stream that is cut where it cannot be finished."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from builder.endpoint.cache import Cache, Key, Whole
from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.pool import Answer, Pool
from builder.endpoint.problems import PROBLEM_TYPE, AbortedError, ProblemError
from builder.endpoint.protocol import Question

ABORT = "rasd.abort"
"""The ASGI extension of the connection (:mod:`builder.endpoint.connections`): a function that cuts it."""

# Functions whose value changes though the snapshot does not. The words may stand elsewhere too: then nothing is kept.
_CHANGING = re.compile(r"\b(?:now|rand|uuid|struuid)\b", re.IGNORECASE)


class Answering:
    """What the routes that ask questions share; ``pool`` runs them, ``cache`` keeps what is small."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.cache = Cache(pool.limits.cache_bytes)

    async def respond(
        self, request: Request, question: Question, choice: Choice, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The response to a question, to be sent as it is; ``headers`` go along with an answer.

        :raises ProblemError: as :meth:`builder.endpoint.pool.Pool.ask` does.
        """
        key = Key(self.pool.version(), question, choice)
        own = {"Cache-Control": "no-cache", "Vary": "Accept", **(headers or {})}
        if _CHANGING.search(question.text):
            return _Asking(self, key, own)
        own["ETag"] = key.etag()
        if matches(request.headers.get("if-none-match"), own["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=own)
        kept = self.cache.get(key)
        if kept is not None:
            return _whole(kept, own)
        return _Asking(self, key, own)


def problem_response(problem: ProblemError) -> Response:
    """What a client gets that gets no answer."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(problem.body(), problem.status, headers, PROBLEM_TYPE)


class WhileConnected(Response):
    """Makes its answer when it is sent, so that the work can be ended when the client goes away."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, or the problem, or cut the connection; return at once if the client is gone."""
        work = asyncio.current_task()
        gone = asyncio.ensure_future(_disconnected(receive))
        gone.add_done_callback(lambda _: work.cancel() if work and not finished else None)
        finished = False
        try:
            await self.answer(scope, receive, send)
        except asyncio.CancelledError:
            if work is None or not gone.done():
                raise  # the server stops
            work.uncancel()
        finally:
            finished = True
            gone.cancel()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the answer and send it."""
        raise NotImplementedError


class _Asking(WhileConnected):
    """Runs its question when it is sent."""

    def __init__(self, answering: Answering, key: Key, own: Mapping[str, str]) -> None:
        super().__init__()
        self._answering = answering
        self._key = key
        self._own = dict(own)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer or the problem, or cut the connection."""
        pool = self._answering.pool
        started = False
        try:
            async with pool.ask(self._key.question, self._key.choice) as answer:
                if not answer.complete:
                    _needs_chunks(scope)
                    started = True
                    await self._stream(answer, send)
                    return
                whole = Whole(answer.media, answer.start)
            if "ETag" in self._own:
                self._answering.cache.put(self._key, whole)
            response = _whole(whole, self._own)
        except ProblemError as problem:
            if started:
                cut(scope)
                return
            response = problem_response(problem)
        except AbortedError:
            cut(scope)
            return
        await response(scope, receive, send)

    async def _stream(self, answer: Answer, send: Send) -> None:
        headers = [(name.lower().encode(), value.encode()) for name, value in self._own.items()]
        headers.append((b"content-type", answer.media.content_type.encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async for chunk in answer.chunks():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _whole(answer: Whole, own: Mapping[str, str]) -> Response:
    return Response(answer.body, HTTPStatus.OK, {**own, "Content-Type": Media(answer.media).content_type})


def matches(asked: str | None, etag: str) -> bool:
    """Whether If-None-Match names the tag, by the weak comparison of RFC 9110."""
    if asked is None:
        return False
    bare = etag.removeprefix("W/")
    return asked.strip() == "*" or any(tag.strip().removeprefix("W/") == bare for tag in asked.split(","))


def _needs_chunks(scope: Scope) -> None:
    """Refuse a large answer in HTTP/1.0, where a cut connection is how an answer ends in order.

    :raises ProblemError: 505.
    """
    if scope["http_version"] == "1.0":
        raise ProblemError(
            HTTPStatus.HTTP_VERSION_NOT_SUPPORTED,
            "an answer of this size is sent in HTTP/1.1 only (nginx: proxy_http_version 1.1)",
        )


def cut(scope: Scope) -> None:
    """End the connection so that no client takes what it has for the whole answer."""
    scope["extensions"][ABORT]["abort"]()
