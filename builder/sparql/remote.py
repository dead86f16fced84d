"""Ask and change a remote store by the SPARQL 1.1 protocol.

SPARQLWrapper makes the messages; :mod:`builder.sparql.transport` carries them. The endpoint's default graph must be the
union of its graphs, a setting of the store: the named queries count on it (docs/remote-stores.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from builder.errors import QueryError, RefusedError, RunError
from builder.sparql.credentials import Credentials
from builder.sparql.lexical import changes_something, without_comments
from builder.sparql.parameters import Term, fill_slots, without_slots
from builder.sparql.run import Answer, no_place_for
from builder.sparql.transport import DEFAULT_TIMEOUT, EndpointError, Message, Reply, Transport, check_address, excerpt

_GRAPH_KINDS = ("CONSTRUCT", "DESCRIBE")
_KINDS = ("SELECT", "ASK", *_GRAPH_KINDS)
_VIRTUOSO_LIMIT = "X-SPARQL-MaxRows"  # sent where the query itself has no lower LIMIT
_VIRTUOSO_ASK = "__ASK_RETVAL"  # its column for yes or no, a row with 1 or no row


def query_endpoint(
    url: str, text: str, parameters: Mapping[str, Term] | None = None, *, timeout: float = DEFAULT_TIMEOUT
) -> Answer:
    """The answer of the endpoint at *url*, as :func:`ask` gives it, with the credentials of the environment.

    :raises QueryError: if the endpoint refuses the query, or the query has no slot for a parameter.
    :raises RunError: if the endpoint cannot be reached, takes longer than *timeout* seconds (see
        :class:`~builder.sparql.transport.Transport`), refuses the credentials, or answers something else than SPARQL
        results.
    """
    with Transport(Credentials.from_environment(), timeout=timeout) as transport:
        return ask(transport, url, text, parameters)


def ask(transport: Transport, url: str, text: str, parameters: Mapping[str, Term] | None = None) -> Answer:
    """The answer of the endpoint at *url*, read whole, sent by POST.

    Parameters fill their slots (see :mod:`builder.sparql.parameters`); substitution is not known to remote stores.

    :raises QueryError: if the endpoint refuses the query, or the query has no slot for a parameter.
    :raises RunError: as :meth:`~builder.sparql.transport.Transport.send`, or if the answer is no SPARQL result.
    """
    check_address(url)
    filled, rest = fill_slots(text, parameters or {})
    if rest:
        raise QueryError(no_place_for(rest))
    # Words in comments can mislead SPARQLWrapper about the kind of query.
    client = _client(url, without_slots(without_comments(filled)))
    if client.queryType not in _KINDS or changes_something(filled):
        raise RefusedError("only SELECT, ASK, CONSTRUCT and DESCRIBE can be asked of an endpoint")
    graph = client.queryType in _GRAPH_KINDS
    client.setReturnFormat(TURTLE if graph else JSON)
    try:
        reply = transport.send(_message(client))
    except EndpointError as error:
        if error.status == 400:
            raise QueryError(f"{url} refuses the query: {error.detail}") from error
        raise
    try:
        return _triples(reply) if graph else _rows(url, reply)
    except (SyntaxError, ValueError) as error:
        raise RunError(f"{url} did not answer with SPARQL results ({error}), but: {excerpt(reply.body)}") from error


def update(transport: Transport, url: str, text: str) -> None:
    """Carry out a SPARQL update at the address *url*.

    :raises RunError: as :meth:`~builder.sparql.transport.Transport.send`.
    """
    transport.send(_message(_client(url, text)))


def _client(url: str, text: str) -> SPARQLWrapper:
    client = SPARQLWrapper(url)
    client.setQuery(text)
    client.setMethod(POST)
    client.setOnlyConneg(True)  # no parameters of its own: a strict endpoint refuses them
    return client


def _message(client: SPARQLWrapper) -> Message:
    """The message that SPARQLWrapper would send.

    Its own sending goes through an opener that all of the process shares, which takes the Authorization header along to
    any host that a redirect names, and knows no retries. There has been no release since 2022 that could change this
    method.
    """
    made = client._createRequest()
    body = cast(bytes, made.data)
    return Message(made.get_method(), made.full_url, body, dict(made.header_items()), client.isSparqlUpdateRequest())


def _rows(url: str, reply: Reply) -> QuerySolutions | QueryBoolean:
    """:raises RunError: if the server says that it has cut the answer off."""
    body = reply.body
    answer = json.loads(body)  # pyoxigraph reads row by row: it would find the end of a cut answer only after the last
    rows = answer.get("results", {}).get("bindings", []) if isinstance(answer, dict) else []
    most = reply.headers.get(_VIRTUOSO_LIMIT, "")
    if most.isdecimal() and len(rows) >= int(most):
        raise RunError(f"{url} gives no more than {int(most):,} rows (ResultSetMaxRows): raise that, or ask for less")
    if isinstance(answer, dict) and answer.get("head", {}).get("vars") == [_VIRTUOSO_ASK]:
        body = json.dumps({"head": {}, "boolean": any(row[_VIRTUOSO_ASK]["value"] == "1" for row in rows)}).encode()
    return parse_query_results(body, format=QueryResultsFormat.JSON)


def _triples(reply: Reply) -> list[Triple]:
    form = RdfFormat.from_media_type(reply.headers.get("Content-Type", "")) or RdfFormat.TURTLE
    return [quad.triple for quad in parse(reply.body, format=form)]
