"""The page of a named query: a form for its parameters, and the first rows of its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from builder.endpoint import whole
from builder.endpoint.answering import Answering
from builder.endpoint.binding import LONGEST_VALUE, bound_text, limited
from builder.endpoint.negotiation import Media
from builder.endpoint.pages import LANGUAGE_PARAMETER, View, page_response
from builder.endpoint.problems import ProblemError
from builder.endpoint.thing_page import local_address
from builder.endpoint.words import Words
from builder.errors import QueryError
from builder.graph.iris import ID, article_iri
from builder.sparql.catalogue import Query
from builder.sparql.results import shorten

MOST_ROWS: Final = 200
"""Rows that a page shows."""

_ARTICLE = "article"  # the column that holds identifiers of articles


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table; ``href`` and ``title``, the whole IRI, are empty where nobody describes it."""

    text: str
    href: str = ""
    title: str = ""


async def respond(
    request: Request, answering: Answering, query: Query, columns: Sequence[str], formats: Mapping[str, Media]
) -> Response:
    """The page: the form alone where the address has no parameters, else with the answer or what is wrong."""
    view = View.of(request)
    pairs = [(name, value) for name, value in view.pairs if name != LANGUAGE_PARAMETER]
    given = urlencode([(name, value) for name, value in pairs if value.strip()])
    files = [
        (
            "GeoJSON" if media is Media.GEOJSON else suffix.upper(),
            f"{view.base}/api/queries/{query.name}.{suffix}{'?' if given else ''}{given}",
        )
        for suffix, media in formats.items()
    ]
    shown = {
        "query": query,
        "columns": columns,
        "files": files,
        "values": dict(pairs),
        "longest": LONGEST_VALUE,
        "labels": {parameter.name: Words(view.language).label(parameter.name) for parameter in query.parameters},
        "alternates": [(media.value, href) for media, (_, href) in zip(formats.values(), files, strict=True)],
        "rows": None,
        "is_cut": False,
        "problem": "",
    }
    if not pairs and query.parameters:
        return page_response("query", view, shown)
    try:
        text = bound_text(query, pairs)
    except QueryError as error:
        return page_response("query", view, {**shown, "problem": str(error)}, HTTPStatus.BAD_REQUEST)

    async def make() -> Response:
        try:
            rows = await _rows(answering, text)
        except ProblemError as problem:
            return page_response("query", view, {**shown, "problem": problem.detail}, problem.status, problem.headers)
        answer = {"rows": rows[:MOST_ROWS], "is_cut": len(rows) > MOST_ROWS}
        return page_response("query", view, {**shown, **answer})

    identity = (text, Media.HTML, view.language, str(view.pairs), view.base)
    return whole.respond(request, answering, identity, make, {})


async def _rows(answering: Answering, text: str) -> list[list[Cell]]:
    """The first rows, one more than a page shows."""
    answer = whole.solutions(await whole.ask(answering, limited(text, MOST_ROWS + 1)))
    names = [variable.value for variable in answer.variables]
    return [[_cell(name, row[name]) for name in names] for row in answer]


def _cell(column: str, term: object) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        return Cell(shorten(term.value).removeprefix(ID), local_address(term.value), term.value)
    text = str(getattr(term, "value", term))
    if column == _ARTICLE and text:
        return Cell(text, local_address(article_iri(text)), article_iri(text))
    return Cell(text)
