"""HTTP connections of uvicorn that can be cut, and that wait for nobody for ever."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle
from uvicorn.server import ServerState

from builder.endpoint.answering import ABORT
from builder.endpoint.limits import Limits

# What clients send wrong is answered to them: in the log of the server, a line each would let anybody fill the disk.
_LOG = logging.getLogger(__name__)
_LOG.setLevel(logging.ERROR)


def protocol(limits: Limits) -> type[asyncio.Protocol]:
    """The class of the connections of a server with these limits."""

    class Connection(_Connection):
        header_seconds = limits.header_seconds
        send_seconds = limits.send_seconds

    return Connection


class _Connection(H11Protocol):
    """Adds a deadline for the header of a request, one for a client that reads nothing, and a way to cut."""

    header_seconds: float
    send_seconds: float

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.logger = _LOG
        self._header_timer: asyncio.TimerHandle | None = None
        self._send_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first header."""
        super().connection_made(transport)
        self._header_timer = self.loop.call_later(self.header_seconds, self.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._header_arrived()
        self._client_reads()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Start the clock of a further header with its first byte."""
        if self.cycle is not None and self.cycle.response_complete and self._header_timer is None:
            self._header_timer = self.loop.call_later(self.header_seconds, self.abort)
        super().data_received(data)

    def handle_events(self) -> None:
        """Let the application cut the connection of a request that has arrived."""
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._header_arrived()
            self.cycle.scope.setdefault("extensions", {})[ABORT] = {"abort": self.abort}
            self.cycle.transport = _HeadWithBody(self.transport, self.cycle)

    def pause_writing(self) -> None:
        """Start the clock of a client that does not read."""
        super().pause_writing()
        self._send_timer = self.loop.call_later(self.send_seconds, self.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        self._client_reads()
        super().resume_writing()

    def abort(self) -> None:
        """Cut the connection; what is in its buffer is lost."""
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.abort()

    def _header_arrived(self) -> None:
        if self._header_timer is not None:
            self._header_timer.cancel()
            self._header_timer = None

    def _client_reads(self) -> None:
        if self._send_timer is not None:
            self._send_timer.cancel()
            self._send_timer = None


class _HeadWithBody(asyncio.Transport):
    """The transport of one response: sends its head together with the first of its body, which uvicorn does not.

    A call of the system less, and the client wakes up once. An application sends a part of the body right after the
    head, so nothing waits; an interim response (100 Continue) comes before the response has started and goes at once.
    """

    def __init__(self, transport: asyncio.Transport, cycle: RequestResponseCycle) -> None:
        super().__init__()
        self._transport = transport
        self._cycle = cycle
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:  # type: ignore[override]
        """Send, or keep the head."""
        if self._head is None and self._cycle.response_started:
            self._head = data
            return
        if self._head:
            data, self._head = self._head + data, b""
        self._transport.write(data)

    def close(self) -> None:
        """End the connection when all is sent."""
        if self._head:
            self.write(b"")
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection ends."""
        return self._transport.is_closing()
