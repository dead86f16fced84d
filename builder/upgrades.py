"""A store of an earlier version made anew: its articles are read again, decisions and rejected inputs are taken along.

The graph of an article holds all that was read of it, and the digest of that; so the inputs are not needed. The new
store is the one that a build of the same inputs would make, byte for byte in sorted N-Quads. The old one is only read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from builder.articles.digest import article_digest
from builder.errors import StoreError
from builder.graph.concepts import concept_quads
from builder.graph.iris import CURATION_GRAPH
from builder.model import Article
from builder.pipeline import BuildOptions, BuildReport, Step, build
from builder.reference.entries import HitKind, reference_entries
from builder.store.register import register, rejections
from builder.store.store import Store, is_current
from builder.vocabulary import External, Property

_CURATION = ox.NamedNode(CURATION_GRAPH)
_DIGEST = ox.NamedNode(Property.DIGEST)


@dataclass(frozen=True, slots=True)
class StoredText:
    """An article as a store holds it.

    ``is_exact`` is False where the digest tells that it was read with another name of its outlet: only names of the
    present reference data can be told from the outlet that they lead to.
    """

    article: Article
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was made anew: the report of the build, and the numbers of what was taken along.

    ``inexact`` counts the articles that are not :attr:`StoredText.is_exact`; a build of their inputs reads them again.
    """

    report: BuildReport
    decisions: int
    rejected: int
    inexact: int


def upgrade(old: Path, new: Path, *, workers: int = 1, progress: Callable[[Step], None] | None = None) -> Upgraded:
    """Build the articles of the store *old*, of an earlier version, into the store *new*.

    What is read is the last finished build. *new* is made if there is none; an upgrade that was interrupted goes on
    when it is run again.

    :raises StoreError: if *old* is no store of an earlier version, or cannot be read, or *new* cannot be written to.
    :raises RunError: if a worker process dies.
    """
    if is_current(old):
        raise StoreError(f"the store {old} is of this version: there is nothing to upgrade")
    if new.resolve().is_relative_to(old.resolve()) or old.resolve().is_relative_to(new.resolve()):
        raise StoreError(f"the old store is in {old}, which stays as it is: give a new folder as --store")
    with Store.open_reader(old, older=True) as reader:
        decisions = list(reader.rdf.quads_for_pattern(None, None, None, _CURATION))
        rejected = rejections(reader)
        with Store.open_writer(new) as writer:
            writer.change([*decisions, *concept_quads(decisions)], ())
            for rejection in rejected:
                register(writer, rejection)
        inexact = 0

        def articles() -> Iterator[Article]:
            nonlocal inexact
            for stored in stored_texts(reader):
                inexact += not stored.is_exact
                yield stored.article

        report = build(articles(), new, BuildOptions(workers=workers), progress=progress)
    return Upgraded(report, len(decisions), len(rejected), inexact)


def stored_texts(store: Store) -> Iterator[StoredText]:
    """The articles of a store, by their IRIs.

    :raises StoreError: if one lacks what an article has.
    """
    named = store.rdf.quads_for_pattern(None, _DIGEST, None, None)
    digests = {quad.subject: quad.object.value for quad in named if isinstance(quad.object, ox.Literal)}
    for subject in sorted(digests, key=str):
        yield _stored_text(store, subject, digests[subject])


def _stored_text(store: Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, digest: str) -> StoredText:
    values = {quad.predicate.value: quad.object for quad in store.rdf.quads_for_pattern(subject, None, None, None)}

    def literal(predicate: str) -> str | None:
        value = values.get(predicate)
        return value.value if isinstance(value, ox.Literal) else None

    identifier, title = literal(External.SCHEMA_IDENTIFIER), literal(External.SCHEMA_HEADLINE)
    body, lang = literal(External.SCHEMA_ARTICLE_BODY), literal(External.SCHEMA_IN_LANGUAGE)
    if identifier is None or title is None or body is None or lang is None:
        raise StoreError(f"{store.path} lacks the text of {subject}: build the articles again into a new folder")
    day = literal(External.SCHEMA_DATE_PUBLISHED)
    published = date.fromisoformat(day) if day else None
    found = Article(identifier, title, body, published, url=literal(External.SCHEMA_URL), lang=lang)
    outlets = [*_names(store, values.get(External.SCHEMA_PUBLISHER)), None]
    exact = (one for outlet in outlets if article_digest(one := replace(found, outlet=outlet)) == digest)
    article = next(exact, None)
    return StoredText(article or replace(found, outlet=outlets[0]), article is not None)


def _names(store: Store, publisher: object) -> Iterable[str]:
    """By what names an article may have called its outlet: its labels first."""
    if not isinstance(publisher, ox.NamedNode):
        return ()
    labels = store.rdf.quads_for_pattern(publisher, ox.NamedNode(External.SKOS_PREF_LABEL), None, None)
    literals = (quad.object for quad in labels if isinstance(quad.object, ox.Literal))
    told = [label.value for label in sorted(literals, key=lambda label: (label.language != "ar", label.value))]
    return dict.fromkeys((*told, *_outlets().get(publisher.value, ())))


@cache
def _outlets() -> Mapping[str, tuple[str, ...]]:
    """All names of the known outlets by their IRIs."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in reference_entries():
        if entry.kind is HitKind.OUTLET:
            found[entry.entity.iri] += entry.names
    return MappingProxyType(found)
