"""Who may ask, and how often; and the headers that every response has."""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections import OrderedDict
from http import HTTPStatus
from math import ceil

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from builder.endpoint.answering import problem_response
from builder.endpoint.limits import Limits
from builder.endpoint.problems import ProblemError

_OPEN = "/health"
_CLIENTS = 10_000  # that are remembered
_NETWORK_BITS = 64  # of IPv6: what one subscriber has
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


class Buckets:
    """A token bucket for each client: ``burst`` requests at once, ``rate`` a second in the long run."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """The seconds that a client has to wait, 0 if it may ask now; ``now`` is a time in seconds."""
        tokens, then = self._clients.pop(client, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - then) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._clients[client] = (tokens if wait else tokens - 1, now)
        if len(self._clients) > _CLIENTS:
            self._clients.popitem(last=False)
        return wait


class Gate:
    """Middleware that lets in who has the token, and nobody too often."""

    def __init__(self, app: ASGIApp, *, token: str | None, limits: Limits) -> None:
        self._app = app
        self._token = token.encode() if token else None
        self._buckets = Buckets(limits.rate, limits.burst) if limits.rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            if scope["path"] != _OPEN:
                self._check(scope)
        except ProblemError as problem:
            await problem_response(problem)(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)

    def _check(self, scope: Scope) -> None:
        if self._buckets is not None and (wait := self._buckets.wait(_client(scope), time.monotonic())):
            seconds = str(ceil(wait))
            raise ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS, f"too many requests: wait {seconds} s", {"Retry-After": seconds}
            )
        if self._token is not None and not _has_token(Headers(scope=scope), self._token):
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "this endpoint wants a token: Authorization: Bearer ...",
                {"WWW-Authenticate": 'Bearer realm="rasd"'},
            )


def _has_token(headers: Headers, token: bytes) -> bool:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode("latin-1"), token)


def _client(scope: Scope) -> str:
    """Who asks, as far as the connection tells: an IPv4 address, or an IPv6 network."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False))
    return str(host)
