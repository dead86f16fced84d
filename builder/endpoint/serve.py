"""Start of the endpoint: uvicorn with its limits."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from builder.endpoint.app import create_app
from builder.endpoint.connections import protocol
from builder.endpoint.framing import HEADER_BYTES
from builder.endpoint.limits import Limits
from builder.endpoint.pool import Pool
from builder.errors import RunError
from builder.listening import bound_socket, is_loopback

_KEEP_ALIVE_SECONDS = 15
_BACKLOG = 512
_LAST_SECONDS = 2.0  # for the queries that run when the server is told to stop
_SHUTDOWN_SECONDS = 10


class Server(uvicorn.Server):
    """A server that ends the queries which still run a while after it was told to stop."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self.pool = pool

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, and let the requests of the others end."""
        ending = asyncio.create_task(self._end_queries())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_queries(self) -> None:
        await asyncio.sleep(_LAST_SECONDS)
        await self.pool.close()


def serve(
    store: Path,
    limits: Limits,
    host: str,
    port: int,
    *,
    announce: Callable[[str], None],
    token: str | None = None,
    cors_origins: Sequence[str] = (),
    proxies: Sequence[str] = (),
    names: Sequence[str] = (),
) -> None:
    """Answer queries at ``http://HOST:PORT/sparql`` until the process is stopped.

    ``announce`` is told the address; 0 as *port* is any that is free. ``proxies`` are the addresses whose
    X-Forwarded-For header is believed, ``names`` further names that a Host header may have on loopback.

    :raises RunError: if the address cannot be bound.
    :raises StoreError: if the store holds no finished build or cannot be read.
    """
    server = make_server(store, limits, host, token=token, cors_origins=cors_origins, proxies=proxies, names=names)
    with listener(host, port) as bound:
        shown = f"[{host}]" if ":" in host else host
        announce(f"http://{shown}:{bound.getsockname()[1]}/sparql")
        server.run(sockets=[bound])


def make_server(
    store: Path,
    limits: Limits,
    host: str,
    *,
    token: str | None = None,
    cors_origins: Sequence[str] = (),
    proxies: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Server:
    """The server of a store, with its limits on connections.

    A server that only this machine reaches refuses a Host header with another name, so that a page of another site
    cannot read the store by pointing its own name at the loopback address.
    """
    hosts = ("127.0.0.1", "localhost", "::1", host, *names) if is_loopback(host) else ()
    app = create_app(store, limits, token=token, cors_origins=tuple(cors_origins), hosts=hosts)
    config = uvicorn.Config(
        app,
        http=protocol(limits),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        limit_concurrency=limits.connections,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        h11_max_incomplete_event_size=HEADER_BYTES,
    )
    return Server(config, app.state.answering.pool)


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens.

    :raises RunError: if the address cannot be bound.
    """
    try:
        return bound_socket(host, port, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise RunError(
            f"{host} is no address of this machine ({error.strerror}): give another one with --host"
        ) from error
    except OSError as error:
        raise RunError(
            f"{host} port {port} cannot be used ({error.strerror}): give others with --host and --port"
        ) from error
