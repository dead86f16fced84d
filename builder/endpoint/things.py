"""What an IRI of the graph stands for: ``GET /id/...`` describes ``https://w3id.org/rasd/id/...``.

The IRI is made from the path as it was sent, before anybody decodes it: an article's identifier may hold a slash or a
percent sign, which its IRI has encoded. It is only ever compared with the store, never with files.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from pyoxigraph import NamedNode, RdfFormat
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from builder.endpoint import whole
from builder.endpoint.about import (
    About,
    about_query,
    describe,
    incoming_query,
    names_query,
    serialized,
)
from builder.endpoint.answering import Answering
from builder.endpoint.evidence import evidence
from builder.endpoint.names import Names, facts, facts_of_fragments
from builder.endpoint.negotiation import Media, choose_from
from builder.endpoint.pages import View, page_response
from builder.endpoint.problems import ProblemError
from builder.endpoint.thing_page import thing_page, things_to_name
from builder.endpoint.words import Words
from builder.graph.iris import ID

PATH: Final = "/id/"
RDF_FORMATS: Final[Mapping[str, Media]] = {
    "turtle": Media.TURTLE,
    "jsonld": Media.JSON_LD,
    "ntriples": Media.N_TRIPLES,
    "trig": Media.TRIG,
    "nquads": Media.N_QUADS,
}
FORMATS: Final[Mapping[str, Media]] = {**RDF_FORMATS, "html": Media.HTML}
"""The formats of a description by the value of the parameter ``format``; a suffix could be part of an identifier."""

_LONGEST = 2_000  # bytes of a path; an article's IRI has up to 120 code points of 12 bytes each
_MOST_NAMED = 2_000  # things of a page that are asked for their names
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_RDF: Mapping[Media, RdfFormat] = {
    Media.TURTLE: RdfFormat.TURTLE,
    Media.JSON_LD: RdfFormat.JSON_LD,
    Media.N_TRIPLES: RdfFormat.N_TRIPLES,
    Media.TRIG: RdfFormat.TRIG,
    Media.N_QUADS: RdfFormat.N_QUADS,
}


def iri_of(raw_path: bytes, base: str = "") -> str | None:
    """The IRI that a path stands for, None if it stands for none; *raw_path* is the path as it was sent.

    Escapes are brought into the one spelling of the graph (RFC 3986, 6.2.2): capital digits, and none for letters,
    digits and ``-._~``. All others stay as they are: an encoded slash is no slash, and ``%25`` is never decoded.
    """
    prefix = f"{base}{PATH}".encode()
    rest = raw_path.removeprefix(prefix)
    if not raw_path.startswith(prefix) or not rest or len(rest) > _LONGEST:
        return None
    text = quote(rest, safe="/%:@!$&'()*+,;=~")
    iri = ID + _ESCAPE.sub(_normal, text)
    try:
        NamedNode(iri)
    except ValueError:
        return None
    return iri


def _normal(escape: re.Match[str]) -> str:
    byte = unquote_to_bytes(escape[0])
    return byte.decode() if _UNRESERVED.fullmatch(byte) else escape[0].upper()


async def _look_up(request: Request) -> Response:
    """Where the thing of ``?iri=`` is described here."""
    view = View.of(request)
    iri = dict(view.pairs).get("iri", "").strip()
    if not iri.startswith(ID) or len(iri) > _LONGEST:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"give the IRI of a thing as ?iri={ID}...")
    path, mark, fragment = iri.removeprefix(ID).partition("#")
    safe = quote(path, safe="/%:@!$&'()*+,;=~")
    return RedirectResponse(f"{view.base}{PATH}{safe}{mark}{quote(fragment, safe='%=,-')}", HTTPStatus.SEE_OTHER)


async def _thing(request: Request) -> Response:
    view = View.of(request)
    iri = iri_of(request.scope["raw_path"], view.base)
    media = _media(request)
    if iri is None:
        return _unknown(view, media, "")
    answering: Answering = request.app.state.answering

    async def make() -> Response:
        description = await _describe(answering, iri)
        if not description.is_known:
            return _unknown(view, media, iri)
        if media is Media.HTML:
            return await _page(answering, view, description)
        body = await asyncio.to_thread(serialized, description, _RDF[media])
        headers = {"Rasd-Truncated": "true"} if description.truncated else {}
        return Response(body, headers={**headers, "Content-Type": media.content_type})

    path = f"{view.base}{PATH}{iri.removeprefix(ID)}"
    links = [
        f'<{path}?format={name}>; rel="alternate"; type="{other}"' for name, other in FORMATS.items() if other != media
    ]
    headers = {"Vary": "Accept, Accept-Language", "Link": ", ".join((f'<{iri}>; rel="describes"', *links))}
    identity = ("thing", iri, media, view.language, str(view.pairs), view.base)
    return whole.respond(request, answering, identity, make, headers)


def _media(request: Request) -> Media:
    """The format that is asked for.

    :raises ProblemError: 400 for an unknown one, 406 if the client takes none.
    """
    asked = request.query_params.get("format")
    if asked is None:
        return choose_from(request.headers.get("accept"), tuple(FORMATS.values()))
    if asked not in FORMATS:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"format is one of {', '.join(FORMATS)}, not {asked[:100]!r}")
    return FORMATS[asked]


def _unknown(view: View, media: Media, iri: str) -> Response:
    """:raises ProblemError: 404 for all but browsers, which get a page."""
    if media is not Media.HTML:
        raise ProblemError(HTTPStatus.NOT_FOUND, f"this store knows nothing of {iri or 'this path'}")
    return page_response("problem", view, {"key": "not_found", "detail": iri}, HTTPStatus.NOT_FOUND)


async def _describe(answering: Answering, iri: str) -> About:
    own = await whole.ask(answering, about_query(iri))
    incoming = await whole.ask(answering, incoming_query(iri))
    return await asyncio.to_thread(lambda: describe(iri, whole.solutions(own), whole.solutions(incoming)))


async def _page(answering: Answering, view: View, description: About) -> Response:
    things = things_to_name(description)[:_MOST_NAMED]
    named = await whole.ask(answering, names_query(dict.fromkeys((description.document, *things))))
    shown = await evidence(answering, description.document)

    def build() -> Response:
        outside = facts(map(tuple, whole.solutions(named)))
        known = {**facts_of_fragments(description, outside), **outside}
        other = Names(Words("en" if view.language == "ar" else "ar"), known)(description.document)
        path = f"{view.base}{PATH}{description.document.removeprefix(ID)}"
        values = {
            "page": thing_page(description, Names(Words(view.language), known)),
            "other_name": other,
            "evidence": shown.quotations,
            "all_evidence": shown.address,
            "formats": [(name, f"{path}?format={name}") for name in RDF_FORMATS],
            "alternates": [(media.value, f"{path}?format={name}") for name, media in RDF_FORMATS.items()],
        }
        return page_response("thing", view, values)

    return await asyncio.to_thread(build)


ROUTES: Final = (Route(PATH, _look_up), Route(f"{PATH}{{rest:path}}", _thing))
