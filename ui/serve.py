"""Start of the interface: Streamlit as an ASGI application that only this machine can reach."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.starlette import App

from builder.errors import RunError
from ui.choice import Choice, allow_adding

LOOPBACK = "127.0.0.1"
APP = Path(__file__).with_name("app.py")


def application() -> App:
    """The ASGI application; which store it shows comes from the environment (:mod:`ui.choice`).

    A request whose Host header names another machine is refused, so that a page of another site cannot read the store
    by pointing its own name at the loopback address. So is one whose Origin header does: the page could add articles.
    """
    # The variable wins over every file, also where somebody has set the opposite for all of their applications.
    os.environ["STREAMLIT_BROWSER_GATHER_USAGE_STATS"] = "false"
    hosts = [LOOPBACK, "localhost"]
    return App(APP, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(_OwnPages, hosts)])


class _OwnPages:
    """Refuses what a browser asks for in the name of a page of another site.

    Streamlit refuses some of that too, but looks up the address of this machine on the web before.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and not self._is_own(Headers(scope=scope).get("origin")):
            refusal = WebSocketClose() if scope["type"] == "websocket" else PlainTextResponse("Forbidden", 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, origin: str | None) -> bool:
        try:
            return origin is None or urlsplit(origin).hostname in self._hosts
        except ValueError:
            return False


def serve(store: Path | None, endpoint: str | None, port: int, *, adding: bool | None = None) -> None:
    """Show a store, or a SPARQL endpoint, at ``http://127.0.0.1:PORT/`` until the process is stopped.

    Nothing but the loopback address is bound, no browser is opened and no other machine is asked for anything, apart
    from *endpoint* where it is given. A store that does not exist yet is no error: the interface says what to do.

    *adding* tells whether the interface offers to add articles to the store, for which it may fetch a public address
    that the user names; if not given, it does so, since only this machine reaches it.

    :raises RunError: if both or neither of *store* and *endpoint* are given, or the port cannot be bound.
    """
    if (store is None) == (endpoint is None):
        raise RunError("give either a store or an endpoint")
    Choice(store.resolve() if store else None, endpoint).to_environment()
    allow_adding(LOOPBACK, adding)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            raise RunError(f"port {port} cannot be used ({error.strerror}): give another one with --port") from error
        config = uvicorn.Config(application(), log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])
