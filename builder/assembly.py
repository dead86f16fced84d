"""All quads of one article: its graph, its attacks, and the reference data that both use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

import pyoxigraph as ox

from builder.articles.digest import article_digest
from builder.graph.concepts import concept_quads, term_quads, terms_in
from builder.graph.entities import entities_of, reference_quads
from builder.graph.iris import REFERENCE_GRAPH, article_iri
from builder.graph.merging import merged_quads
from builder.graph.quads import extraction_triples, outlet_triples
from builder.graph.terms import in_graph
from builder.model import Entity, Extraction
from builder.reference.affiliations import Affiliation
from builder.reference.entries import HitKind, actor_iri, reference_entries
from builder.store.stamps import rasd_version
from builder.text.normalize import normalize_key


@dataclass(frozen=True, slots=True)
class Assembled:
    """What the store holds of one article, as N-Quads.

    ``own`` are the quads of its graph and, in the merged graph, of its attacks. ``shared`` are those of the reference
    graph, by the IRIs of what they describe: most articles share them with others.
    """

    own: bytes
    shared: Mapping[str, bytes]

    def n_quads(self) -> bytes:
        """All of them, some perhaps twice."""
        return self.own + b"".join(self.shared.values())

    def quads(self) -> Iterator[ox.Quad]:
        """All of them."""
        yield from ox.parse(self.n_quads(), format=ox.RdfFormat.N_QUADS)


def assemble(extraction: Extraction, version: str | None = None) -> Assembled:
    """What the store holds of the article: quads of its own graph, of the merged and of the reference graph.

    *version* is that of rasd with its optional steps (:func:`builder.store.stamps.version_with`), without them if not
    given.

    :raises ValueError: if the extraction contradicts itself (:func:`builder.graph.quads.extraction_triples`).
    """
    article = extraction.article
    publisher = known_outlets().get(normalize_key(article.outlet)) if article.outlet else None
    digest = article_digest(article)
    told = extraction_triples(extraction, digest=digest, version=version or rasd_version(), publisher=publisher)
    merged = list(merged_quads(extraction))
    outlet = list(in_graph(outlet_triples(article, publisher), REFERENCE_GRAPH))
    used = dict.fromkeys(entities_of(extraction))
    shared = _by_subject(outlet)
    for term in terms_in((*told, *merged, *outlet)):
        shared.update(_described_term(term))
    for entity in used if publisher is None else (*used, publisher):
        for subject, described in _described_with(entity).items():
            if shared.setdefault(subject, described) != described:
                shared[subject] += described
    return Assembled(_n_quads_in(told, article_iri(article.id)) + _n_quads(merged), shared)


@cache
def _described_term(term: ox.NamedNode) -> Mapping[str, bytes]:
    """What the reference graph has to hold for a term of the vocabulary: N-Quads by what they describe."""
    return MappingProxyType(_by_subject(term_quads((term,))))


@lru_cache(maxsize=4096)  # the entities that some thousands of articles name
def _described_with(entity: Entity) -> Mapping[str, bytes]:
    """What the reference graph has to hold for an entity that an article names: N-Quads by what they describe."""
    quads = list(reference_quads((entity,), known_entities(), known_affiliations()))
    return MappingProxyType(_by_subject((*quads, *concept_quads(quads))))


def _by_subject(quads: Iterable[ox.Quad]) -> dict[str, bytes]:
    found: dict[str, list[ox.Quad]] = {}
    for quad in dict.fromkeys(quads):
        if isinstance(quad.subject, ox.NamedNode):
            found.setdefault(quad.subject.value, []).append(quad)
    return {subject: _n_quads(described) for subject, described in found.items()}


def _n_quads(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _n_quads_in(triples: Iterable[ox.Triple], graph: str) -> bytes:
    """Triples as quads of the graph with this IRI: written as N-Triples first, for to make quads takes much longer."""
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return lines.replace(b" .\n", f" {ox.NamedNode(graph)} .\n".encode())  # in a literal a line feed is escaped


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
