"""The rules of OWL 2 DL that a reasoner would not report in words, and manners towards the terms of others."""

from __future__ import annotations

import re

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from builder.ontology import ontology_path
from builder.vocabulary import ONTOLOGY, RASD

BUILT_IN = tuple(map(str, (OWL, RDF, RDFS, XSD)))
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DATATYPES = {
    XSD[name] for name in ("anyURI", "boolean", "dateTime", "decimal", "integer", "nonNegativeInteger", "string")
} | {RDFS.Literal}  # for what OWL 2 DL has no datatype: days, and strings with a language


def is_built_in(term: URIRef) -> bool:
    return str(term).startswith(BUILT_IN)


def classes(graph: Graph) -> set[object]:
    kinds = (OWL.Class, OWL.Restriction)
    return {subject for kind in kinds for subject in graph.subjects(RDF.type, kind)}


def test_no_property_is_of_two_kinds(published: Graph) -> None:
    kinds = [set(published.subjects(RDF.type, kind)) for kind in PROPERTY_KINDS]
    assert not kinds[0] & kinds[1]
    assert not kinds[0] & kinds[2]
    assert not kinds[1] & kinds[2]


def test_no_class_is_a_property(published: Graph) -> None:
    declared = {subject for kind in PROPERTY_KINDS for subject in published.subjects(RDF.type, kind)}
    assert not declared & classes(published)


def test_every_predicate_is_declared(published: Graph) -> None:
    used = {predicate for predicate in published.predicates() if isinstance(predicate, URIRef)}
    declared = {subject for kind in PROPERTY_KINDS for subject in published.subjects(RDF.type, kind)}
    assert {predicate for predicate in used - declared if not is_built_in(predicate)} == set()


def test_every_type_and_superclass_is_declared(published: Graph) -> None:
    used = {
        value
        for axiom in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.allValuesFrom, OWL.someValuesFrom)
        for value in published.objects(None, axiom)
    }
    used |= set(published.objects(None, RDF.type))
    for axiom in (OWL.members, OWL.unionOf, OWL.disjointUnionOf):
        for list_ in published.objects(None, axiom):
            used |= set(Collection(published, list_))
    undeclared = used - classes(published)
    assert {term for term in undeclared if isinstance(term, BNode) or not is_built_in(URIRef(str(term)))} == set()


def test_every_wider_or_inverse_property_is_declared(published: Graph) -> None:
    for axiom in (RDFS.subPropertyOf, OWL.inverseOf, OWL.onProperty):
        for narrow, wide in published.subject_objects(axiom):
            kinds = {kind for kind in PROPERTY_KINDS if (wide, RDF.type, kind) in published}
            assert len(kinds) == 1, wide
            assert axiom == OWL.onProperty or (narrow, RDF.type, kinds.pop()) in published


def test_individuals_are_declared(published: Graph) -> None:
    own_kinds = {kind for kind in published.objects(None, RDF.type) if str(kind).startswith(RASD)}
    for kind in own_kinds:
        for individual in published.subjects(RDF.type, kind):
            assert (individual, RDF.type, OWL.NamedIndividual) in published


def test_datatypes_are_those_of_owl(published: Graph) -> None:
    literals = {term.datatype for term in published.objects() if isinstance(term, Literal) and term.datatype}
    ranges = {
        value
        for property_ in published.subjects(RDF.type, OWL.DatatypeProperty)
        for value in published.objects(property_, RDFS.range)
    }
    assert literals | ranges <= DATATYPES


def test_transitive_properties_are_in_no_axiom_that_needs_simple_ones(published: Graph) -> None:
    composite = {
        wider
        for property_ in published.subjects(RDF.type, OWL.TransitiveProperty)
        for wider in published.transitive_objects(property_, RDFS.subPropertyOf)
    }
    composite |= {inverse for property_ in composite for inverse in published.subjects(OWL.inverseOf, property_)}
    assert composite
    for property_ in composite:
        for kind in (OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty):
            assert (property_, RDF.type, kind) not in published
    counted = {
        property_
        for restriction in published.subjects(OWL.maxCardinality)
        for property_ in published.objects(restriction, OWL.onProperty)
    }
    assert not composite & counted


def test_cardinalities_are_of_the_datatype_that_owl_wants(published: Graph) -> None:
    for number in published.objects(None, OWL.maxCardinality):
        assert isinstance(number, Literal)
        assert number.datatype == XSD.nonNegativeInteger


def test_nothing_is_said_about_the_terms_of_others(published: Graph) -> None:
    for subject, predicate, value in published:
        if isinstance(subject, BNode) or str(subject).startswith(ONTOLOGY):
            continue
        assert predicate == RDF.type, subject
        assert value in {OWL.Class, *PROPERTY_KINDS}, subject


def test_every_prefix_is_used() -> None:
    text = ontology_path().read_text(encoding="utf-8")
    body = re.sub(r"^(@prefix|#).*$", "", text, flags=re.MULTILINE)
    for prefix in re.findall(r"^@prefix (\w+):", text, re.MULTILINE):
        assert re.search(rf"(?<![\w:]){prefix}:\w", body), prefix
