"""Searches by name: actors, places, outlets, articles and attacks, in whatever spelling, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from builder.derived.finding import Wanted
from builder.derived.kinds import SearchKind
from builder.derived.wanted import LONGEST, MOST, wanted
from builder.endpoint.answering import Answering
from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.pages import View
from builder.endpoint.problems import ProblemError
from builder.endpoint.protocol import Question

PATH: Final = "/api/search"
DEFAULT_LIMIT: Final = 20
_PARAMETERS = ("q", "kind", "limit")
_DIGITS = 9  # more are no limit, and would be slow to read


async def _search(request: Request) -> Response:
    answering: Answering = request.app.state.answering
    question = Question("", search=read_search(View.of(request).pairs))
    return await answering.respond(request, question, Choice(Media.PLAIN_JSON, None))


def read_search(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """The search of an address; an empty value counts as none, for a form sends its empty fields.

    :raises ProblemError: 400 if a parameter is not known, given twice, missing, too long, or none that it may be.
    """
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in _PARAMETERS:
            raise _wrong(f"there is no parameter {name[:LONGEST]!r}: a search has {', '.join(_PARAMETERS)}")
        if name in values:
            raise _wrong(f"parameter {name} is given twice: give it once")
        values[name] = value.strip()
    text, kind, limit = (values.get(name, "") for name in _PARAMETERS)
    if not text:
        raise _wrong("there is nothing to look for: give it as ?q=...")
    if len(text) > LONGEST:
        raise _wrong(f"parameter q is longer than {LONGEST} characters")
    if kind and kind not in set(SearchKind):
        raise _wrong(f"parameter kind is one of {', '.join(SearchKind)}, not {kind[:LONGEST]!r}")
    return wanted(text, [SearchKind(kind)] if kind else (), _limit(limit) if limit else DEFAULT_LIMIT)


def _limit(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= _DIGITS and 1 <= int(text) <= MOST:
        return int(text)
    raise _wrong(f"parameter limit is a whole number from 1 to {MOST}, not {text[:LONGEST]!r}")


def _wrong(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, detail)


ROUTES: Final = (Route(PATH, _search),)
