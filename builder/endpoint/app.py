"""The endpoint as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from builder.endpoint import named, search, site, things
from builder.endpoint.answering import Answering, problem_response
from builder.endpoint.description import Description
from builder.endpoint.framing import Framing
from builder.endpoint.gate import Gate
from builder.endpoint.limits import Limits
from builder.endpoint.negotiation import GRAPHS, Media, choose, choose_from
from builder.endpoint.pool import Pool
from builder.endpoint.problems import ProblemError
from builder.endpoint.protocol import DIRECT, Question, body_kind, read_direct, read_form, read_url

_GZIP_LEVEL = 1  # on the fly: a third of the time of level 6, a fifth more bytes
# How many times the largest body is read and thrown away: a client that still sends would not read the refusal.
_DRAINED = 8
_CORS_HEADERS = ("Authorization", "Content-Type", "If-None-Match")
_EXPOSED_HEADERS = ("ETag", "Retry-After")
_CORS_SECONDS = 3600


def create_app(
    store: Path,
    limits: Limits,
    *,
    token: str | None = None,
    cors_origins: tuple[str, ...] = (),
    hosts: tuple[str, ...] = (),
) -> Starlette:
    """The application; it starts its workers with the server and ends them with it.

    With ``token``, each request but /health needs it as a bearer token. ``cors_origins`` are the sites whose pages may
    read answers, ``hosts`` the names that a Host header may have (none: any). The routes find the pool, the cache and
    the limits as ``app.state.answering``.
    """
    answering = Answering(Pool(store, limits))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with answering.pool:
            yield

    middleware = [Middleware(Gate, token=token, limits=limits)]
    if cors_origins:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=cors_origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=_CORS_HEADERS,
            expose_headers=_EXPOSED_HEADERS,
            max_age=_CORS_SECONDS,
        )
        middleware.insert(0, cors)  # before the token: a preflight request carries none
    if hosts:
        middleware.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False))
    middleware.insert(0, Middleware(Framing))
    # Nothing here is compressed already; the middleware reads its list of such types anew with each request.
    middleware.append(Middleware(GZipMiddleware, compresslevel=_GZIP_LEVEL, exclude_content_types=()))
    app = Starlette(
        routes=[
            Route("/sparql", _sparql, methods=["GET", "POST", "OPTIONS"]),
            Route("/", _start, methods=["GET"]),
            Route("/.well-known/void", _describe, methods=["GET"]),
            Route("/health", _health, methods=["GET"]),
            *site.ROUTES,
            *named.ROUTES,
            *search.ROUTES,
            *things.ROUTES,
        ],
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={ProblemError: _problem, 404: _not_found, 405: _not_allowed},
    )
    app.state.answering = answering
    app.state.description = Description(answering.pool)
    return app


async def _sparql(request: Request) -> Response:
    answering: Answering = request.app.state.answering
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": "GET, HEAD, OPTIONS, POST"})
    question = await _question(request, answering.pool.limits)
    if question is None:  # by the specification of service descriptions
        if request.scope["query_string"]:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "there is no query: give one as ?query=...")
        return await _describe(request)
    question = replace(question, base=f"{request.base_url}sparql")
    choice = choose(request.headers.get("accept"))
    return await answering.respond(request, question, choice)


async def _start(request: Request) -> Response:
    """The start page for browsers, the description for all others."""
    if choose_from(request.headers.get("accept"), (*GRAPHS, Media.HTML)) is Media.HTML:
        return await site.home(request)
    return await _describe(request)


async def _describe(request: Request) -> Response:
    description: Description = request.app.state.description
    media = choose_from(request.headers.get("accept"), GRAPHS)
    body = await description.body(str(request.base_url), media)
    headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(body, headers=headers, media_type=media.content_type)


async def _question(request: Request, limits: Limits) -> Question | None:
    parameters: bytes = request.scope["query_string"]
    if request.method != "POST":
        return read_url(parameters, limits)
    kind = body_kind(request.headers.get("content-type"), request.headers.get("content-encoding"))
    body = await read_body(request, limits)
    return (read_direct if kind == DIRECT else read_form)(body, parameters, limits)


async def read_body(request: Request, limits: Limits) -> bytes:
    """The body of a request.

    :raises ProblemError: 413 if it is too large, 408 if it takes too long.
    """
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for part in request.stream():
                size += len(part)
                if size <= limits.body_bytes:
                    body += part
                elif size > _DRAINED * limits.body_bytes:
                    break
    except TimeoutError:
        detail = f"the request was not complete after {limits.body_seconds:g} s"
        raise ProblemError(HTTPStatus.REQUEST_TIMEOUT, detail, {"Connection": "close"}) from None
    except ClientDisconnect:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "the request was not complete") from None
    if size > limits.body_bytes:
        detail = f"a request may have {limits.body_bytes} bytes"
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"Connection": "close"})
    return bytes(body)


async def _health(request: Request) -> Response:
    answering: Answering = request.app.state.answering
    return JSONResponse(
        {"status": "ok", "snapshot": str(answering.pool.version())}, headers={"Cache-Control": "no-store"}
    )


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, ProblemError):
        raise error
    return problem_response(error)


async def _not_found(request: Request, error: Exception) -> Response:
    return problem_response(ProblemError(HTTPStatus.NOT_FOUND, "there is nothing here: queries go to /sparql"))


async def _not_allowed(request: Request, error: Exception) -> Response:
    headers = getattr(error, "headers", None) or {}
    return problem_response(ProblemError(HTTPStatus.METHOD_NOT_ALLOWED, "use GET or POST", headers))
