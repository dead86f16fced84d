"""The terms that the SPARQL editor completes, read from the ontology."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import pyoxigraph as ox

from builder.graph.iris import ID
from builder.resources import data_dir
from builder.vocabulary import OWL, PREFIXES, RDF, RDFS, SKOS, XSD, External
from ui.labels import Words

FILES = ("rasd.ttl", "vocabularies.ttl")


class TermKind(StrEnum):
    """What a term is for; the values are the types of completions in CodeMirror, which draws a sign for each."""

    CLASS = "class"
    PROPERTY = "property"
    CONCEPT = "constant"
    DATATYPE = "type"


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its labels, which are empty for terms of other vocabularies.

    ``name`` is the prefixed name. Where there is no prefix for its IRI, it is the end of the IRI, and ``prefixed`` is
    false.
    """

    iri: str
    name: str
    prefixed: bool
    kind: TermKind
    label: Words


_KINDS = {
    OWL + "Class": TermKind.CLASS,
    OWL + "ObjectProperty": TermKind.PROPERTY,
    OWL + "DatatypeProperty": TermKind.PROPERTY,
    SKOS + "Concept": TermKind.CONCEPT,
}
_ORDER = list(TermKind)


@cache
def terms() -> tuple[Term, ...]:
    """Classes, properties and concepts of the ontology and its vocabularies, and what the graph has of other ones.

    By kind, terms of our own before those of others, then by name. A term of two kinds (a role is a property and a
    concept) counts as the first of them.
    """
    rdf = ox.Store()
    for name in FILES:
        rdf.load(path=data_dir("ontology") / name)
    labels = _labels(rdf)
    found = dict.fromkeys((value for key, value in vars(External).items() if key.isupper()), None)
    known: dict[str, TermKind] = {iri: _kind_of_other(iri) for iri in found}
    for type_iri, kind in reversed(_KINDS.items()):
        for quad in rdf.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(type_iri)):
            if isinstance(quad.subject, ox.NamedNode):
                known[quad.subject.value] = kind
    made = (_term(iri, kind, labels) for iri, kind in known.items())
    return tuple(sorted(made, key=lambda term: (_ORDER.index(term.kind), not term.label.ar, term.name)))


def _labels(rdf: ox.Store) -> dict[str, Words]:
    texts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for property_iri in (RDFS + "label", SKOS + "prefLabel"):
        for quad in rdf.quads_for_pattern(None, ox.NamedNode(property_iri), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal) and quad.object.language:
                texts[quad.subject.value][quad.object.language] = quad.object.value
    return {iri: Words(text.get("ar", ""), text.get("en", "")) for iri, text in texts.items()}


def _kind_of_other(iri: str) -> TermKind:
    local = iri.rpartition("#")[2].rpartition("/")[2]
    if iri.startswith(XSD) or local.endswith("Literal"):
        return TermKind.DATATYPE
    return TermKind.CLASS if local[0].isupper() else TermKind.PROPERTY


def _term(iri: str, kind: TermKind, labels: dict[str, Words]) -> Term:
    label = labels.get(iri, Words(""))
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return Term(iri, f"{prefix}:{iri.removeprefix(namespace)}", True, kind, label)
    return Term(iri, iri.removeprefix(ID), False, kind, label)
