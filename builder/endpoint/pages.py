"""HTML pages: every value is escaped by the template engine, and nothing on them runs or comes from another host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from builder.endpoint.negotiation import Media
from builder.endpoint.protocol import read_pairs
from builder.endpoint.words import DIRECTIONS, Words, preferred_language
from builder.ontology import Language

STATIC: Final = Path(__file__).with_name("static")
LANGUAGE_PARAMETER: Final = "lang"
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Vary": "Accept, Accept-Language",
}


@dataclass(frozen=True, slots=True)
class View:
    """How a page is shown: the address it was asked with, its language, and whether the address asks for that."""

    base: str
    path: str
    pairs: tuple[tuple[str, str], ...]
    language: Language
    asked: bool

    @classmethod
    def of(cls, request: Request) -> View:
        """The view of a request; its language is that of :func:`builder.endpoint.words.preferred_language`.

        :raises ProblemError: 400 if the parameters are no UTF-8, or wrongly escaped.
        """
        pairs = tuple(read_pairs(request.scope["query_string"]))
        asked = dict(pairs).get(LANGUAGE_PARAMETER)
        language = preferred_language(asked, request.headers.get("accept-language", ""))
        base = str(request.scope.get("root_path", ""))
        path = request.scope.get("raw_path", b"").decode("ascii", "replace")
        return cls(base, path, pairs, language, asked == language)

    def address(self, href: str) -> str:
        """The address of a page of this server, in the language that was asked for; others are left as they are."""
        if not href.startswith("/"):
            return href
        page, mark, fragment = href.partition("#")
        if self.asked:
            page += f"{'&' if '?' in page else '?'}{LANGUAGE_PARAMETER}={self.language}"
        return f"{self.base}{page}{mark}{fragment}"

    def in_other_language(self) -> str:
        """The address of this page in the other language."""
        other = "en" if self.language == "ar" else "ar"
        pairs = [(name, value) for name, value in self.pairs if name != LANGUAGE_PARAMETER]
        return f"?{urlencode([*pairs, (LANGUAGE_PARAMETER, other)])}"


def render(template: str, view: View, values: Mapping[str, object]) -> bytes:
    """The page of ``templates/TEMPLATE.html`` in UTF-8.

    Templates know ``t`` (words), ``lang``, ``direction``, ``address``, ``base``, ``current``, ``alternates`` (media
    types and addresses of other formats) and ``other_language`` beside *values*.

    :raises jinja2.UndefinedError: if the template asks for a value that is not given.
    """
    known: dict[str, object] = {
        "t": Words(view.language),
        "lang": view.language,
        "direction": DIRECTIONS[view.language],
        "address": view.address,
        "base": view.base,
        "current": view.path.removeprefix(view.base),
        "asked_language": view.asked,
        "other_language": view.in_other_language(),
        "alternates": (),
    }
    return _environment().get_template(f"{template}.html").render({**known, **values}).encode()


def page_response(
    template: str,
    view: View,
    values: Mapping[str, object],
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page of a template (see :func:`render`) as a response."""
    body = render(template, view, values)
    return Response(body, status, {**HEADERS, "Content-Language": view.language, **(headers or {})}, Media.HTML)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
