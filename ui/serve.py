"""Start of the interface: Streamlit as an ASGI application that only this machine can reach, unless told otherwise."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.starlette import App

from builder.errors import RunError
from builder.listening import LOOPBACK, bound_socket, is_loopback
from ui.choice import Choice, allow_adding

_LOCAL_NAMES = frozenset({LOOPBACK, "localhost", "::1"})
APP = Path(__file__).with_name("app.py")


def application(host: str = LOOPBACK, names: Iterable[str] = ()) -> App:
    """The ASGI application, bound to *host*; which store it shows comes from the environment (:mod:`ui.choice`).

    A request whose Host header names another machine is refused, so that a page of another site cannot read the store
    by pointing its own name at this address; *names* are further names of this machine. So is one whose Origin header
    does: the page could add articles.
    """
    # The variable wins over every file, also where somebody has set the opposite for all of their applications.
    os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] = "false"
    known = {*_LOCAL_NAMES, host.lower(), *map(str.lower, names)}
    if not is_loopback(host):
        known |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    return App(APP, middleware=[Middleware(_OwnPages, known, by_number=not is_loopback(host))])


class _OwnPages:
    """Refuses what was asked of another name than this machine's, or in the name of a page of another site.

    With *by_number* each IP address counts as a name of this machine: nobody can point one elsewhere. Streamlit refuses
    some of the other pages too, but looks up the address of this machine on the web before.
    """

    def __init__(self, app: ASGIApp, names: Collection[str], *, by_number: bool) -> None:
        self._app = app
        self._names = names
        self._by_number = by_number

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and (problem := self._problem(Headers(scope=scope))):
            refusal = WebSocketClose() if scope["type"] == "websocket" else PlainTextResponse(*problem)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _problem(self, headers: Headers) -> tuple[str, int] | None:
        """The answer to a request that is refused."""
        host, origin = headers.get("host", ""), headers.get("origin")
        name = _name(f"//{host}")
        if not (name in self._names or (self._by_number and _is_number(name))):
            return "Invalid host header", 400
        if origin is None or origin.partition("//")[2] == host or _name(origin) in _LOCAL_NAMES:
            return None
        return "Forbidden", 403


def _name(address: str) -> str:
    """The host of an address, empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def serve(
    store: Path | None,
    endpoint: str | None,
    port: int,
    *,
    host: str = LOOPBACK,
    names: Iterable[str] = (),
    adding: bool | None = None,
) -> None:
    """Show a store, or a SPARQL endpoint, at ``http://HOST:PORT/`` until the process is stopped.

    Nothing but *host* is bound, an IP address of this machine or ``localhost``; *names* are what else the machine is
    called where it is reached, say, through a proxy. No browser is opened and no other machine is asked for anything,
    apart from *endpoint* where it is given. A store that does not exist yet is no error: the interface says what to do.

    *adding* tells whether the interface offers to add articles to the store, for which it may fetch a public address
    that the user names; if not given, it does so where only this machine reaches it.

    :raises RunError: if both or neither of *store* and *endpoint* are given, or the address cannot be bound.
    """
    if (store is None) == (endpoint is None):
        raise RunError("give either a store or an endpoint")
    Choice(store.resolve() if store else None, endpoint).to_environment()
    allow_adding(host, adding)
    with _listen(host, port) as listener:
        config = uvicorn.Config(application(host, names), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return bound_socket(host, port)
    except socket.gaierror as error:
        raise RunError(f"no such address: {host} ({error.strerror})") from error
    except OSError as error:
        hint = ": give another one with --port" if is_loopback(host) else ""
        raise RunError(f"port {port} cannot be used at {host} ({error.strerror}){hint}") from error
