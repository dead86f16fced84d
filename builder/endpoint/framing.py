"""Requests that two servers may read in two ways, or that are too large, which the HTTP library lets through."""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from builder.endpoint.answering import problem_response
from builder.endpoint.problems import ProblemError

HEADER_BYTES = 64 * 2**10
"""Of a header as long as it is incomplete, which h11 counts, and of its fields once it is there."""

_CLOSE = {"Connection": "close"}


class Framing:
    """Middleware that refuses them, and has the connection closed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            try:
                _check(scope)
            except ProblemError as problem:
                await problem_response(problem)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _check(scope: Scope) -> None:
    """:raises ProblemError: 400, 431 or 505."""
    if scope["http_version"] not in ("1.0", "1.1"):
        raise ProblemError(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "speak HTTP/1.1 here", _CLOSE)
    names = {name for name, _ in scope["headers"]}
    if {b"content-length", b"transfer-encoding"} <= names:  # RFC 9112, 6.3: an attempt at request smuggling
        raise ProblemError(HTTPStatus.BAD_REQUEST, "send Content-Length or Transfer-Encoding, not both", _CLOSE)
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADER_BYTES:
        # The library bounds what is incomplete: a header that comes in one piece may be larger.
        detail = f"the header may have {HEADER_BYTES} bytes"
        raise ProblemError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail, _CLOSE)
