"""The named queries as resources: the catalogue, and for each query its text and its answer in several formats.

The format of an answer is that of the suffix (``/api/queries/claims.csv``), without one that of the Accept header. A
parameter ``format`` would one day be the name of a parameter of a query; no name of a query has a dot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import QuerySolutions, Store
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from builder.endpoint import query_page, whole
from builder.endpoint.answering import Answering
from builder.endpoint.binding import bound_text
from builder.endpoint.features import feature_collection, is_mappable
from builder.endpoint.negotiation import Choice, Media, choose_from
from builder.endpoint.openapi import document
from builder.endpoint.pages import View, page_response
from builder.endpoint.problems import ProblemError
from builder.endpoint.protocol import DIRECT, Question
from builder.endpoint.words import LANGUAGES, Words
from builder.errors import QueryError
from builder.sparql.catalogue import Query, catalogue
from builder.sparql.results import records

PATH: Final = "/api/queries"
SUFFIXES: Final[Mapping[str, Media]] = {
    "json": Media.JSON,
    "csv": Media.CSV,
    "tsv": Media.TSV,
    "xml": Media.XML,
    "geojson": Media.GEOJSON,
}
"""The formats of answers by suffix, the best first; GeoJSON only for queries that tell how exact their places are."""
TEXT_SUFFIX: Final = "rq"


def formats(query: Query) -> dict[str, Media]:
    """The formats of a query's answer, by suffix."""
    return {
        suffix: media
        for suffix, media in SUFFIXES.items()
        if media is not Media.GEOJSON or is_mappable(columns(query.name))
    }


@cache
def columns(name: str) -> tuple[str, ...]:
    """The columns of the answer of a named query, which an empty store tells without any work.

    :raises ProblemError: 404 if there is no such query.
    """
    answer = Store().query(_find(name).text)
    return tuple(variable.value for variable in answer.variables) if isinstance(answer, QuerySolutions) else ()


def entry(query: Query, base: str = "") -> dict[str, object]:
    """What the catalogue says of a query; links begin with *base*."""
    path = f"{base}{PATH}/{query.name}"
    return {
        "name": query.name,
        "title": {"ar": query.title_ar, "en": query.title_en},
        "meaning": query.meaning,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "label": {language: Words(language).label(parameter.name) for language in LANGUAGES},
                "required": parameter.required,
                "default": parameter.default,
                "meaning": parameter.meaning,
            }
            for parameter in query.parameters
        ],
        "columns": list(columns(query.name)),
        "links": {"self": path, **{suffix: f"{path}.{suffix}" for suffix in (*formats(query), TEXT_SUFFIX)}},
    }


async def _page(request: Request) -> Response:
    view = View.of(request)
    alternates = [("application/json", f"{view.base}{PATH}.json")]
    return page_response("api", view, {"queries": catalogue(), "alternates": alternates})


async def _docs(request: Request) -> Response:
    return RedirectResponse(f"{View.of(request).base}/api", HTTPStatus.PERMANENT_REDIRECT)


async def _openapi(request: Request) -> Response:
    queries = [(query, columns(query.name), formats(query)) for query in catalogue()]
    return JSONResponse(document(queries, str(request.base_url).rstrip("/")))


async def _catalogue(request: Request) -> Response:
    if choose_from(request.headers.get("accept"), (Media.JSON, Media.HTML)) is Media.HTML:
        return await _page(request)
    return await _catalogue_json(request)


async def _catalogue_json(request: Request) -> Response:
    base = View.of(request).base
    return JSONResponse({"queries": [entry(query, base) for query in catalogue()]}, headers={"Vary": "Accept"})


async def _answer(request: Request) -> Response:
    answering: Answering = request.app.state.answering
    name, _, suffix = request.path_params["name"].partition(".")
    query = _find(name)
    if suffix == TEXT_SUFFIX:
        return Response(query.text, media_type=f"{DIRECT}; charset=utf-8")
    media = _media(request, query, suffix)
    if media is Media.HTML:
        return await query_page.respond(request, answering, query, columns(name), formats(query))
    try:
        text = bound_text(query, View.of(request).pairs)
    except QueryError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from error
    headers = _headers(request, query, media, negotiated=not suffix)
    if media is Media.GEOJSON:
        return _features(request, answering, text, headers)
    return await answering.respond(request, Question(text), Choice(media, None), headers)


def _find(name: str) -> Query:
    for query in catalogue():
        if query.name == name:
            return query
    raise ProblemError(HTTPStatus.NOT_FOUND, f"there is no query named {name[:100]!r}: {PATH} lists them")


def _media(request: Request, query: Query, suffix: str) -> Media:
    """The format that is asked for.

    :raises ProblemError: 404 for a suffix that the query does not have, 406 if the client takes no format it has.
    """
    offered = formats(query)
    if not suffix:
        return choose_from(request.headers.get("accept"), (*offered.values(), Media.HTML))
    if suffix not in offered:
        known = ", ".join((*offered, TEXT_SUFFIX))
        raise ProblemError(HTTPStatus.NOT_FOUND, f"{query.name} is to be had as {known}, not as {suffix[:100]!r}")
    return offered[suffix]


def _headers(request: Request, query: Query, media: Media, *, negotiated: bool) -> dict[str, str]:
    base, pairs = View.of(request).base, View.of(request).pairs
    parameters = urlencode(pairs)
    addresses = {
        one: f"{base}{PATH}/{query.name}.{suffix}{'?' if parameters else ''}{parameters}"
        for suffix, one in formats(query).items()
    }
    links = [f'<{address}>; rel="alternate"; type="{one}"' for one, address in addresses.items() if one is not media]
    suffix = next(suffix for suffix, one in SUFFIXES.items() if one is media)
    headers = {
        "Link": ", ".join(links),
        "Content-Disposition": f'inline; filename="{query.name}.{suffix}"',
    }
    return {**headers, "Content-Location": addresses[media]} if negotiated else headers


def _features(request: Request, answering: Answering, text: str, headers: Mapping[str, str]) -> Response:
    async def make() -> Response:
        answer = await whole.ask(answering, text)
        body = await asyncio.to_thread(lambda: feature_collection(records(whole.solutions(answer))))
        return Response(body, media_type=Media.GEOJSON)

    return whole.respond(request, answering, (text, Media.GEOJSON), make, headers)


ROUTES: Final = (
    Route("/api", _page),
    Route("/docs", _docs),
    Route("/api/openapi.json", _openapi),
    Route(PATH, _catalogue),
    Route(f"{PATH}.json", _catalogue_json),
    Route(f"{PATH}/{{name}}", _answer),
)
