"""Requests of the SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from builder.derived.finding import Wanted
from builder.endpoint.limits import Limits
from builder.endpoint.problems import ProblemError
from builder.errors import QueryError
from builder.sparql.refusals import refuse_untrusted

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_WRONG_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_READ_ONLY = "this endpoint is read-only: it carries out no updates"


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the graphs that its request names; these count instead of FROM where there are any.

    ``base`` is what relative IRIs are relative to, where the query does not say it. With ``search`` it is no query, but
    a search by name, and the rest is empty.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str = ""
    search: Wanted | None = None


def read_url(parameters: bytes, limits: Limits) -> Question | None:
    """The question of a GET request; None if the parameters hold neither a query nor an update.

    :raises ProblemError: 400, 403 or 414.
    """
    if len(parameters) > limits.body_bytes:
        raise ProblemError(HTTPStatus.REQUEST_URI_TOO_LONG, "the address is too long: send the query with POST")
    return _question(read_pairs(parameters), limits, HTTPStatus.REQUEST_URI_TOO_LONG)


def read_form(body: bytes, parameters: bytes, limits: Limits) -> Question:
    """The question of a POST request with a form; what its address holds counts as if it stood in the form.

    :raises ProblemError: 400, 403 or 413.
    """
    pairs = [*read_pairs(parameters), *read_pairs(body)]
    question = _question(pairs, limits, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if question is None:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "the form holds no query: give one as query=...")
    return question


def read_direct(body: bytes, parameters: bytes, limits: Limits) -> Question:
    """The question of a POST request whose body is the query; the graphs come with the address.

    :raises ProblemError: 400, 403 or 413.
    """
    pairs = read_pairs(parameters)
    if any(name in ("query", "update") for name, _ in pairs):
        raise ProblemError(HTTPStatus.BAD_REQUEST, "give the query in the body or in the address, not in both")
    pairs.append(("query", _decoded(body)))
    question = _question(pairs, limits, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if question is None:  # unreachable: there is a pair with the name query
        raise ProblemError(HTTPStatus.BAD_REQUEST, "the body holds no query")
    return question


def body_kind(content_type: str | None, content_encoding: str | None) -> str:
    """``FORM`` or ``DIRECT``.

    :raises ProblemError: 415 for other types, another charset than UTF-8, or a compressed body; 403 for updates.
    """
    kind, *parameters = (part.strip().lower() for part in (content_type or "").split(";"))
    if kind == UPDATE:
        raise read_only()
    if kind not in (FORM, DIRECT):
        raise _unsupported(f"send a query as {DIRECT} or {FORM}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in ("utf-8", "utf8", ""):
            raise _unsupported("send a query in UTF-8")
    if content_encoding and content_encoding.strip().lower() != "identity":
        raise _unsupported("send a query without Content-Encoding")
    return kind


def check_text(text: str, limits: Limits, too_long: HTTPStatus = HTTPStatus.REQUEST_ENTITY_TOO_LARGE) -> None:
    """Refuse what no worker should be asked.

    :raises ProblemError: 400, or *too_long*.
    """
    if len(text) > limits.query_characters:
        raise ProblemError(too_long, f"a query may have {limits.query_characters} characters, this has {len(text)}")
    try:
        refuse_untrusted(text, limits.query_depth)
    except QueryError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from error


def read_only() -> ProblemError:
    """The problem of an update. The request is understood and refused for good, which is what 403 says."""
    return ProblemError(HTTPStatus.FORBIDDEN, _READ_ONLY)


def _question(pairs: list[tuple[str, str]], limits: Limits, too_long: HTTPStatus) -> Question | None:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise read_only()
    if "using-graph-uri" in values or "using-named-graph-uri" in values:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "using-graph-uri belongs to updates: give default-graph-uri")
    queries = values.get("query", [])
    if not queries:
        return None
    if len(queries) > 1:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"give one query, not {len(queries)}")
    check_text(queries[0], limits, too_long)
    default = tuple(graph for graph in values.get("default-graph-uri", []) if graph)
    return Question(queries[0], default, tuple(graph for graph in values.get("named-graph-uri", []) if graph))


def read_pairs(encoded: bytes) -> list[tuple[str, str]]:
    """The names and values of a form or of the parameters of an address.

    :raises ProblemError: 400 if a percent sign begins no escape, or the text is no UTF-8. The standard library's
        ``parse_qsl`` lets the former through.
    """
    if _WRONG_PERCENT.search(encoded):
        raise ProblemError(HTTPStatus.BAD_REQUEST, "a percent sign must be followed by two hexadecimal digits: %25")
    pairs = []
    for field in encoded.split(b"&"):
        if field:
            name, _, value = field.replace(b"+", b" ").partition(b"=")
            pairs.append((_decoded(unquote_to_bytes(name)), _decoded(unquote_to_bytes(value))))
    return pairs


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"the request is no UTF-8, at byte {error.start}") from error


def _unsupported(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, {"Accept": f"{DIRECT}, {FORM}"})
