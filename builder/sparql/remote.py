"""Ask a remote SPARQL 1.1 endpoint.

The endpoint's default graph must be the union of its graphs, a setting of the store: the named queries count on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from builder.errors import QueryError, RunError
from builder.sparql.lexical import without_comments
from builder.sparql.parameters import Term, fill_slots
from builder.sparql.run import Answer, no_place_for

_GRAPH_KINDS = ("CONSTRUCT", "DESCRIBE")
_KINDS = ("SELECT", "ASK", *_GRAPH_KINDS)
_LARGEST_ANSWER = 1 << 30  # bytes; an answer is held in memory
_EXCERPT = 300


def query_endpoint(
    url: str, text: str, parameters: Mapping[str, Term] | None = None, *, timeout_seconds: int = 60
) -> Answer:
    """The answer of the endpoint at *url*, read whole, sent by POST.

    Parameters fill their slots (see :mod:`builder.sparql.parameters`); substitution is not known to remote stores.

    :raises QueryError: if the endpoint refuses the query, or the query has no slot for a parameter.
    :raises RunError: if the endpoint cannot be reached, takes longer than *timeout_seconds* for a part of its answer,
        or answers something else than SPARQL results.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise RunError(f"{url} is no address of a SPARQL endpoint: it must begin with http:// or https://")
    filled, rest = fill_slots(text, parameters or {})
    if rest:
        raise QueryError(no_place_for(rest))
    client = SPARQLWrapper(url)
    client.setQuery(without_comments(filled))  # words in them can mislead SPARQLWrapper about the kind of query
    client.setMethod(POST)
    client.setOnlyConneg(True)  # no parameters of its own: a strict endpoint refuses them
    client.setTimeout(timeout_seconds)
    if client.queryType not in _KINDS:
        raise QueryError("only SELECT, ASK, CONSTRUCT and DESCRIBE can be asked of an endpoint")
    graph = client.queryType in _GRAPH_KINDS
    client.setReturnFormat(TURTLE if graph else JSON)
    body, media_type = _send(client, url, timeout_seconds)
    try:
        return _triples(body, media_type) if graph else _rows(body)
    except (SyntaxError, ValueError) as error:
        start = body[:_EXCERPT].decode("utf-8", "replace")
        raise RunError(f"{url} did not answer with SPARQL results ({error}), but: {start}") from error


def _send(client: SPARQLWrapper, url: str, timeout_seconds: int) -> tuple[bytes, str]:
    """The body of the answer and its media type."""
    try:
        response = client.query().response
        body: bytes = response.read(_LARGEST_ANSWER + 1)
        media_type: str = response.headers.get("Content-Type", "")
    except QueryBadFormed as error:
        raise QueryError(f"{url} refuses the query: {_excerpt(error)}") from error
    except (SPARQLWrapperException, HTTPError) as error:
        raise RunError(f"{url} answers with an error: {_excerpt(error)}") from error
    except TimeoutError as error:
        raise RunError(f"{url} did not answer within {timeout_seconds} seconds") from error
    except (URLError, HTTPException, OSError) as error:
        if isinstance(error, URLError) and isinstance(error.reason, TimeoutError):
            raise RunError(f"{url} did not answer within {timeout_seconds} seconds") from error
        raise RunError(f"{url} cannot be reached: {error}") from error
    if len(body) > _LARGEST_ANSWER:
        raise RunError(f"the answer of {url} is larger than {_LARGEST_ANSWER} bytes: add a LIMIT to the query")
    return body, media_type


def _rows(body: bytes) -> QuerySolutions | QueryBoolean:
    json.loads(body)  # pyoxigraph reads row by row, and would find the end of a cut answer only after the last one
    return parse_query_results(body, format=QueryResultsFormat.JSON)


def _triples(body: bytes, media_type: str) -> list[Triple]:
    form = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
    return [quad.triple for quad in parse(body, format=form)]


def _excerpt(error: Exception) -> str:
    return " ".join(str(error).split())[:_EXCERPT]
