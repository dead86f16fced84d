"""What a client is told when it gets no answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from builder.errors import RasdError

PROBLEM_TYPE = "application/problem+json"


class ProblemError(RasdError):
    """A request that ends with an HTTP status other than success; the message says what to do.

    ``headers`` are sent along, such as Retry-After.
    """

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})

    def body(self) -> bytes:
        """The problem as RFC 9457 has it."""
        members = {"title": self.status.phrase, "status": self.status.value, "detail": self.detail}
        return json.dumps(members, ensure_ascii=False).encode()


class AbortedError(RasdError):
    """An answer that has partly been sent cannot be finished: the connection must be cut, never ended in order."""


def busy(detail: str, seconds: int) -> ProblemError:
    """The endpoint has too much to do; a client may come again after *seconds*."""
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": str(seconds)})
