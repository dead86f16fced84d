"""The IRIs of things and of graphs: made from what a thing is, so that the same input gives the same IRI anywhere.

Everything of one article has the article's IRI and a fragment. Fragments of text spans follow RFC 5147 (``char=s,e``:
half-open code points of the article's text). There are no blank nodes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from urllib.parse import quote

from builder.model import Span
from builder.text.transliterate import slug

ID: Final = "https://w3id.org/rasd/id/"
GRAPH: Final = "https://w3id.org/rasd/graph/"

REFERENCE_GRAPH: Final = GRAPH + "reference"
MERGED_GRAPH: Final = GRAPH + "merged"
INFERRED_GRAPH: Final = GRAPH + "inferred"
CURATION_GRAPH: Final = GRAPH + "curation"
REGISTER_GRAPH: Final = GRAPH + "register"
KEYS_GRAPH: Final = GRAPH + "keys"

_LONGEST_ID = (
    120  # code points of an identifier as given; a longer one is hashed, file systems and people give up there
)


def article_iri(identifier: str) -> str:
    """The IRI of the article with this identifier, which is also the name of its graph.

    An identifier of more than 120 code points gives ``sha256-`` and 32 hexadecimal digits.
    """
    if len(identifier) > _LONGEST_ID:
        return f"{ID}article/sha256-{_hexadecimal(identifier)[:32]}"
    return f"{ID}article/{_escape(identifier)}"


def span_iri(article: str, span: Span) -> str:
    """The words of an article; *article* is its IRI."""
    return f"{article}#char={span.start},{span.end}"


def position_iri(article: str, span: Span) -> str:
    """The selector that gives a span by its position."""
    return f"{article}#position={span.start},{span.end}"


def quote_iri(article: str, span: Span) -> str:
    """The selector that gives a span by its words."""
    return f"{article}#quote={span.start},{span.end}"


def event_iri(article: str, key: str) -> str:
    """One event as the article tells it."""
    return f"{article}#event-{_escape(key)}"


def part_iri(article: str, kind: str, key: str, name: str, span: Span) -> str:
    """A part of an event that stands at *span*: an argument (*name* is its role) or a claim (its act).

    Not unique by itself where an event has two of one name at one place: the caller numbers them.
    """
    return f"{article}#{kind}-{_escape(key)}-{name}-{span.start}-{span.end}"


def relation_iri(article: str, kind: str, source: str, target: str) -> str:
    """The link between two events of the article, by their keys."""
    return f"{article}#relation-{kind}-{_escape(source)}-{_escape(target)}"


def extraction_iri(article: str) -> str:
    """The run that read the article."""
    return f"{article}#extraction"


def geometry_iri(place: str) -> str:
    """The geometry of a place; *place* may have a fragment already."""
    return f"{place}-geometry" if "#" in place else f"{place}#geometry"


def outlet_iri(name: str) -> str:
    """An outlet of which only the name is known: a slug, and a hash, for two names can have one slug."""
    readable = slug(name)
    short = _hexadecimal(" ".join(name.split()))[:8]
    return f"{ID}outlet/{readable}-{short}" if readable else f"{ID}outlet/{short}"


def software_iri(version: str) -> str:
    """The program that made an extraction."""
    return f"{ID}software/rasd-{_escape(version)}"


def attack_iri(event: str) -> str:
    """The attack that an event mention alone stands for; *event* is the mention's IRI."""
    return f"{ID}attack/{_hexadecimal(event)[:16]}"


def merge_iri(event: str) -> str:
    """The decision by which an event mention, given by its IRI, was merged with others."""
    return f"{ID}merge/{_hexadecimal(event)[:16]}"


def identity_iri(candidate: str, other: str) -> str:
    """The proposal that two entities, by their IRIs, are one."""
    return f"{ID}identity/{_hexadecimal(f'{candidate} {other}')[:16]}"


def affiliation_iri(*parts: str) -> str:
    """What one actor is to another: the parts tell member, whole, relation and first day."""
    return f"{ID}affiliation/{_hexadecimal(' '.join(parts))[:16]}"


def rejection_iri(source: str, line: int | None) -> str:
    """An input that was rejected, by its name and, where it has one, its line."""
    place = source if line is None else f"{source}\n{line}"
    return f"{ID}rejection/{_hexadecimal(place)[:16]}"


def _escape(text: str) -> str:
    return quote(text, safe="")


def _hexadecimal(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()
