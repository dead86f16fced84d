"""What the ontology and the vocabularies say of the terms that a graph uses.

Labels, wider classes and concepts, outcomes that exclude each other. It stands in the reference graph, so that a store
answers queries about it without the ontology being loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from builder.graph.iris import ID, REFERENCE_GRAPH
from builder.graph.terms import fact, in_graph, node, plain
from builder.resources import data_dir
from builder.vocabulary import RASD, RDFS, SKOS, Class, External, Property

_FILES = ("rasd.ttl", "vocabularies.ttl")
_OWN = (RASD, ID)
_LABEL = node(External.SKOS_PREF_LABEL)
_WEAPON = node(Class.WEAPON)
_KEPT = frozenset(
    node(iri)
    for iri in (
        External.RDF_TYPE,
        RDFS + "label",
        RDFS + "subClassOf",
        SKOS + "broader",
        SKOS + "inScheme",
        SKOS + "notation",
        SKOS + "prefLabel",
        Property.INCOMPATIBLE_WITH,
    )
)


def concept_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """What is said of the terms that are objects in *quads* (classes, concepts, roles), and of wider ones.

    :raises FileNotFoundError: if the ontology or the vocabularies are missing.
    """
    return term_quads(terms_in(quads))


def terms_in(told: Iterable[Quad | Triple]) -> set[NamedNode]:
    """The terms of the ontology and the vocabularies that are objects in quads or triples.

    :raises FileNotFoundError: if the ontology or the vocabularies are missing.
    """
    statements = _statements()
    return {value for value in {one.object for one in told} if isinstance(value, NamedNode) and value in statements}


def term_quads(terms: Iterable[NamedNode]) -> Iterator[Quad]:
    """What is said of some terms and of wider ones.

    :raises FileNotFoundError: if the ontology or the vocabularies are missing.
    """
    statements = _statements()
    waiting = sorted(terms, key=str)
    seen = set(waiting)
    while waiting:
        triples = statements[waiting.pop()]
        yield from in_graph(triples, REFERENCE_GRAPH)
        wider = [t.object for t in triples if isinstance(t.object, NamedNode) and t.object in statements]
        waiting += [term for term in dict.fromkeys(wider) if term not in seen]
        seen.update(wider)


@cache
def _statements() -> Mapping[NamedNode, tuple[Triple, ...]]:
    """The kept statements of the files about their own terms, none of them about blank nodes."""
    found: dict[NamedNode, list[Triple]] = defaultdict(list)
    for name in _FILES:
        for quad in parse(path=data_dir("ontology") / name, format=RdfFormat.TURTLE):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not subject.value.startswith(_OWN) or quad.predicate not in _KEPT:
                continue
            if isinstance(value, Literal) or (isinstance(value, NamedNode) and value.value.startswith(_OWN)):
                found[subject].append(quad.triple)  # types of OWL and alignments stay in the ontology's file
    return MappingProxyType({term: (*triples, *_plain_labels(term, triples)) for term, triples in found.items()})


def _plain_labels(term: NamedNode, triples: Sequence[Triple]) -> Iterator[Triple]:
    """Those that a concept has which is an entity too, so that an article that names only a narrower one agrees."""
    if any(triple.object == _WEAPON for triple in triples):
        for triple in triples:
            if triple.predicate == _LABEL and isinstance(triple.object, Literal):
                yield fact(term, Property.PLAIN_LABEL, plain(triple.object.value))
