"""By what a build knows that it has read an article already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import pyoxigraph as ox

from builder.articles.digest import article_digest
from builder.graph.iris import extraction_iri
from builder.model import Article
from builder.store.store import Store
from builder.vocabulary import External, Property


@dataclass(frozen=True, slots=True)
class Stamp:
    """The digest of an article, and the version of rasd, with its optional steps, that read it."""

    digest: str
    version: str


def stamp_of(article: Article, version: str) -> Stamp:
    """The stamp that the article gets from a version (:func:`version_with`)."""
    return Stamp(article_digest(article), version)


def stamps(store: Store) -> dict[str, Stamp]:
    """The stamps of all stored articles by their IRIs."""
    digests = values_of(store.rdf, Property.DIGEST)
    versions = values_of(store.rdf, External.SCHEMA_SOFTWARE_VERSION)
    return {article: Stamp(digest, versions.get(extraction_iri(article), "")) for article, digest in digests.items()}


def stored_stamp(store: Store, article: str) -> Stamp | None:
    """The stamp of one article, by its IRI; None where it is not stored."""
    digest = _value(store.rdf, article, Property.DIGEST)
    if digest is None:
        return None
    return Stamp(digest, _value(store.rdf, extraction_iri(article), External.SCHEMA_SOFTWARE_VERSION) or "")


def _value(rdf: ox.Store, subject: str, predicate: str) -> str | None:
    quads = rdf.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    return next((quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)), None)


def values_of(rdf: ox.Store, predicate: str) -> dict[str, str]:
    """The values of a property that each subject has once, by the subjects' IRIs."""
    return {
        quad.subject.value: quad.object.value
        for quad in rdf.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
    }


@cache
def rasd_version() -> str:
    """The version of the installed package."""
    return version("rasd")


def version_with(steps: Iterable[str]) -> str:
    """The version of the package and, after a plus sign, the optional steps of an extraction."""
    return "+".join((rasd_version(), *steps))
