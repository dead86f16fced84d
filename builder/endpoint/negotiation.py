"""Which format an answer is sent in: the Accept header of RFC 9110, section 12.5.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from http import HTTPStatus

from builder.endpoint.problems import ProblemError


class Media(StrEnum):
    """Formats of answers, by media type."""

    JSON = "application/sparql-results+json"
    XML = "application/sparql-results+xml"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    TURTLE = "text/turtle"
    N_TRIPLES = "application/n-triples"
    JSON_LD = "application/ld+json"
    TRIG = "application/trig"
    N_QUADS = "application/n-quads"
    RDF_XML = "application/rdf+xml"
    GEOJSON = "application/geo+json"
    HTML = "text/html"
    PLAIN_JSON = "application/json"

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return f"{self.value}; charset=utf-8" if self.value.startswith("text/") else self.value


# Each in the order of preference where a client has none.
ROWS = (Media.JSON, Media.XML, Media.CSV, Media.TSV)
"""Formats of SELECT and ASK. CSV and TSV of ASK are the word true or false, as other stores have it."""
GRAPHS = (Media.TURTLE, Media.N_TRIPLES, Media.JSON_LD, Media.TRIG, Media.N_QUADS, Media.RDF_XML)
"""Formats of CONSTRUCT and DESCRIBE."""

# What clients ask for that mean one of these.
_ALIASES = {
    "application/json": Media.JSON,
    "application/xml": Media.XML,
    "text/xml": Media.XML,
    "application/x-turtle": Media.TURTLE,
    "text/plain": Media.N_TRIPLES,
}
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class Choice:
    """The formats that a client takes: one for rows and yes or no, one for triples; None where it takes none."""

    rows: Media | None
    triples: Media | None


@lru_cache(maxsize=256)
def choose(accept: str | None) -> Choice:
    """The formats that an Accept header asks for; without one JSON and Turtle.

    :raises ProblemError: 406 if it takes none of the formats.
    """
    if accept is None or not accept.strip():
        return Choice(ROWS[0], GRAPHS[0])
    ranges = _ranges(accept)
    choice = Choice(_best(ranges, ROWS), _best(ranges, GRAPHS))
    if choice == Choice(None, None):
        raise not_acceptable((*ROWS, *GRAPHS))
    return choice


def choose_from(accept: str | None, offered: Sequence[Media]) -> Media:
    """The one of *offered* that an Accept header prefers; without one the first.

    :raises ProblemError: 406 if it takes none of them.
    """
    if accept is None or not accept.strip():
        return offered[0]
    best = _best(_ranges(accept), offered)
    if best is None:
        raise not_acceptable(offered)
    return best


def not_acceptable(offered: Sequence[Media]) -> ProblemError:
    """The problem of a client that takes none of the formats."""
    return ProblemError(HTTPStatus.NOT_ACCEPTABLE, f"ask with Accept for one of: {', '.join(offered)}")


def _ranges(accept: str) -> dict[str, float]:
    """The quality of each media range. Of its parameters only q is read; a wrong q drops the range."""
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else -1.0
        if name and quality >= 0:
            ranges[name] = max(quality, ranges.get(name, 0.0))
    return ranges


def _best(ranges: dict[str, float], offered: Sequence[Media]) -> Media | None:
    qualities = {media: _quality(ranges, media) for media in offered}
    best = max(offered, key=lambda media: qualities[media])  # the first of equals
    return best if qualities[best] > 0 else None


def _quality(ranges: dict[str, float], media: Media) -> float:
    """That of the most specific range which the format falls under."""
    exact = [ranges[name] for name in (media, *_names(media)) if name in ranges]
    if exact:
        return max(exact)
    kind = media.partition("/")[0]
    return ranges.get(f"{kind}/*", ranges.get("*/*", 0.0))


def _names(media: Media) -> list[str]:
    return [name for name, meant in _ALIASES.items() if meant is media]
