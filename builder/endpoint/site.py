"""The start page, the ontology and the style sheet."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from builder.endpoint import whole
from builder.endpoint.about import figures_query
from builder.endpoint.answering import Answering
from builder.endpoint.negotiation import Media, choose_from
from builder.endpoint.pages import STATIC, View, page_response
from builder.endpoint.problems import ProblemError
from builder.graph.iris import ID
from builder.ontology import Language
from builder.resources import data_dir
from builder.sparql.results import records
from builder.vocabulary import PREFIXES

FILES: Final[Mapping[str, str]] = {
    "/ontology": "rasd.ttl",
    "/ontology/vocabularies": "vocabularies.ttl",
    "/ontology/alignments": "alignments.ttl",
    "/shapes": "shapes.ttl",
}
"""The RDF of the ontology by path; the first and the last have the IRIs that they have on the web."""

_RDF: Mapping[Media, RdfFormat] = {
    Media.TURTLE: RdfFormat.TURTLE,
    Media.JSON_LD: RdfFormat.JSON_LD,
    Media.N_TRIPLES: RdfFormat.N_TRIPLES,
}
_SUFFIXES: Mapping[str, Media] = {"ttl": Media.TURTLE, "jsonld": Media.JSON_LD, "nt": Media.N_TRIPLES}
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


async def home(request: Request) -> Response:
    """The start page."""
    answering: Answering = request.app.state.answering
    view = View.of(request)

    async def make() -> Response:
        try:
            rows = list(records(whole.solutions(await whole.ask(answering, figures_query()))))
        except ProblemError:  # the page is of use without them
            return page_response("home", view, {"figures": (), "id_prefix": ID}, headers={"Cache-Control": "no-store"})
        return page_response("home", view, {"figures": tuple(rows[0].items()), "id_prefix": ID})

    return whole.respond(request, answering, ("home", view.language, str(view.pairs), view.base), make, {})


async def _ontology(request: Request) -> Response:
    """The ontology as RDF, or as the page in the reader's language."""
    path, _, suffix = request.url.path.partition(".")
    path = path.removeprefix(str(request.scope.get("root_path", "")))
    offered = (*_RDF, Media.HTML) if path == "/ontology" else tuple(_RDF)
    media = _SUFFIXES[suffix] if suffix else choose_from(request.headers.get("accept"), offered)
    if media is Media.HTML:
        return _ontology_page(View.of(request).language)
    links = [f'<{path}.{one}>; rel="alternate"; type="{other}"' for one, other in _SUFFIXES.items() if other != media]
    headers = {"Vary": "Accept, Accept-Language", "Link": ", ".join(links)}
    return Response(_rdf(FILES[path], media), headers=headers, media_type=media.content_type)


def _ontology_page(language: Language) -> Response:
    text = (data_dir("docs") / f"ontology.{language}.html").read_text(encoding="utf-8")
    styles = (b64encode(sha256(style.encode()).digest()).decode() for style in _STYLE.findall(text))
    sources = " ".join(f"'sha256-{style}'" for style in styles)
    headers = {
        "Content-Security-Policy": f"default-src 'none'; style-src {sources}; base-uri 'none'; frame-ancestors 'none'",
        "Content-Language": language,
        "Vary": "Accept, Accept-Language",
    }
    return Response(text, headers=headers, media_type=Media.HTML)


@cache
def _rdf(name: str, media: Media) -> bytes:
    path = data_dir("ontology") / name
    if media is Media.TURTLE:
        return path.read_bytes()
    out = BytesIO()
    serialize(parse(path=path, format=RdfFormat.TURTLE), out, format=_RDF[media], prefixes=PREFIXES)
    return out.getvalue()


async def _ontology_arabic(request: Request) -> Response:
    return _ontology_page("ar")


async def _ontology_english(request: Request) -> Response:
    return _ontology_page("en")


ROUTES: Final = (
    *(Route(path, _ontology) for path in FILES),
    *(Route(f"{path}.{suffix}", _ontology) for path in FILES for suffix in _SUFFIXES),
    Route("/ontology.ar.html", _ontology_arabic),
    Route("/ontology.en.html", _ontology_english),
    Mount("/static", StaticFiles(directory=STATIC)),
)
