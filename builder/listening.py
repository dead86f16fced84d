"""Where a server listens: who reaches an address, and the socket that is bound to it."""

from __future__ import annotations

import ipaddress
import socket

LOOPBACK = "127.0.0.1"


def is_loopback(host: str | None) -> bool:
    """Whether only this machine reaches what is bound to *host*; None and other names than localhost are not."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def bound_socket(host: str, port: int, *, backlog: int = 0) -> socket.socket:
    """A socket bound to an address, which also listens if a *backlog* is given.

    :raises socket.gaierror: if the host is not known.
    :raises OSError: if the address cannot be bound.
    """
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, number)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        if backlog:
            bound.listen(backlog)
    except OSError:
        bound.close()
        raise
    return bound
