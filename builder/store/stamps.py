"""By what a build knows that it has read an article already."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import pyoxigraph as ox

from builder.articles.digest import article_digest
from builder.graph.iris import extraction_iri, software_iri
from builder.model import Article
from builder.store.store import Store
from builder.vocabulary import External, Property


@dataclass(frozen=True, slots=True)
class Stamp:
    """The digest of an article, and the version of rasd that read it."""

    digest: str
    version: str


def stamp_of(article: Article) -> Stamp:
    """The stamp that the article gets from this version."""
    return Stamp(article_digest(article), rasd_version())


def stamps(store: Store) -> dict[str, Stamp]:
    """The stamps of all stored articles by their IRIs."""
    digests = values_of(store.rdf, Property.DIGEST)
    software = values_of(store.rdf, External.PROV_WAS_ASSOCIATED_WITH)
    prefix = software_iri("")
    return {
        article: Stamp(digest, software.get(extraction_iri(article), "").removeprefix(prefix))
        for article, digest in digests.items()
    }


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
