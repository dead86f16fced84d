"""All quads of one article: its graph, its attacks, and the reference data that both use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from types import MappingProxyType

import pyoxigraph as ox

from builder.articles.digest import article_digest
from builder.graph.concepts import concept_quads
from builder.graph.entities import entities_of, reference_quads
from builder.graph.merging import merged_quads
from builder.graph.quads import extraction_quads
from builder.model import Entity, Extraction
from builder.reference.affiliations import Affiliation
from builder.reference.entries import HitKind, actor_iri, reference_entries
from builder.store.stamps import rasd_version
from builder.text.normalize import normalize_key


def assemble_quads(extraction: Extraction, version: str | None = None) -> Iterator[ox.Quad]:
    """What the store holds of the article: quads of its own graph, of the merged and of the reference graph.

    *version* is that of rasd with its optional steps (:func:`builder.store.stamps.version_with`), without them if not
    given.

    :raises ValueError: if the extraction contradicts itself (:func:`builder.graph.quads.extraction_quads`).
    """
    article = extraction.article
    publisher = known_outlets().get(normalize_key(article.outlet)) if article.outlet else None
    used = chain(entities_of(extraction), () if publisher is None else (publisher,))
    own = [
        *extraction_quads(
            extraction, digest=article_digest(article), version=version or rasd_version(), publisher=publisher
        ),
        *merged_quads(extraction),
    ]
    known = list(reference_quads(used, known_entities(), known_affiliations()))
    yield from own
    yield from known
    yield from concept_quads([*own, *known])


def load_reference() -> None:
    """Read the reference tables now; later calls do nothing.

    :raises FileNotFoundError: if a table is missing.
    """
    known_entities()
    known_affiliations()
    known_outlets()


@cache
def known_entities() -> Mapping[str, Entity]:
    """The entities of the reference data by their IRIs."""
    return MappingProxyType({entry.entity.iri: entry.entity for entry in reference_entries()})


@cache
def known_affiliations() -> Mapping[str, tuple[tuple[str, Affiliation], ...]]:
    """By the IRI of each actor of the reference data the IRIs of wider actors with what it is to them."""
    return MappingProxyType(
        {
            entry.entity.iri: tuple((actor_iri(affiliation.whole), affiliation) for affiliation in entry.affiliations)
            for entry in reference_entries()
            if entry.affiliations
        }
    )


@cache
def known_outlets() -> Mapping[str, Entity]:
    """The outlets of the reference data by the keys of all their names; the first of two of one name counts."""
    found: dict[str, Entity] = {}
    for entry in reference_entries():
        if entry.kind is HitKind.OUTLET:
            for name in entry.names:
                found.setdefault(normalize_key(name), entry.entity)
    return MappingProxyType(found)
