"""The constants of builder.vocabulary against the file, in both directions, and the enums of the model against it."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from builder import vocabulary
from builder.model import (
    Act,
    Basis,
    Certainty,
    DatePrecision,
    EntityClass,
    Link,
    LinkReason,
    Outcome,
    PlaceRole,
    QuantityKind,
    RelationKind,
    Role,
    Status,
)
from builder.vocabulary import RASD, Class, Concept, External, Property, term


def constants(group: type) -> dict[str, str]:
    return {name: value for name, value in vars(group).items() if not name.startswith("_")}


def own(graph: Graph, *kinds: URIRef) -> set[str]:
    return {str(s) for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(RASD)}


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        (Class, (OWL.Class,)),
        (Property, (OWL.ObjectProperty, OWL.DatatypeProperty)),
        (Concept, (SKOS.Concept, SKOS.ConceptScheme)),
    ],
)
def test_constants_are_the_terms_of_the_file(published: Graph, group: type, kinds: tuple[URIRef, ...]) -> None:
    values = list(constants(group).values())
    assert len(values) == len(set(values))
    assert set(values) == own(published, *kinds)


@pytest.mark.parametrize("group", [Class, Property, Concept])
def test_names_of_constants_follow_from_the_terms(group: type) -> None:
    for name, value in constants(group).items():
        local = value.removeprefix(RASD)
        assert re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local).upper() == name


def test_external_terms_are_declared(published: Graph) -> None:
    for name, value in constants(External).items():
        if name.startswith(("RDF_", "XSD_")) or name == "GEO_WKT_LITERAL":
            continue
        assert list(published.objects(URIRef(value), RDF.type)), name


def test_namespaces_are_those_of_the_file(published: Graph) -> None:
    bound = {prefix: str(namespace) for prefix, namespace in published.namespaces()}
    assert set(vocabulary.PREFIXES) - set(bound) == {"rdf"}  # written "a" in Turtle
    for prefix, namespace in vocabulary.PREFIXES.items():
        assert bound.get(prefix, namespace) == namespace
        assert getattr(vocabulary, prefix.upper()) == namespace


@pytest.mark.parametrize(
    ("enum", "class_"),
    [
        (Basis, Class.BASIS),
        (Certainty, Class.CERTAINTY),
        (DatePrecision, Class.DATE_PRECISION),
        (Link, Class.LINK_STATUS),
        (LinkReason, Class.LINK_REASON),
        (Outcome, Class.OUTCOME),
        (PlaceRole, Class.PLACE_ROLE),
        (QuantityKind, Class.QUANTITY_KIND),
        (RelationKind, Class.RELATION_KIND),
        (Status, Class.STATUS),
    ],
)
def test_concepts_are_the_values_of_the_model(published: Graph, enum: type[StrEnum], class_: str) -> None:
    assert {term(value) for value in enum} == {str(s) for s in published.subjects(RDF.type, URIRef(class_))}


def test_roles_are_those_of_the_model_and_of_claims(published: Graph) -> None:
    roles = {str(s) for s in published.subjects(RDF.type, URIRef(Class.ROLE))}
    assert roles == {term(role) for role in Role} | {Property.CLAIMANT, Property.DENIER}
    assert roles <= own(published, OWL.ObjectProperty)


def test_entity_classes_of_the_model_are_kinds_of_entity(published: Graph) -> None:
    for entity_class in EntityClass:
        wider = published.transitive_objects(URIRef(term(entity_class)), URIRef(_SUB_CLASS_OF))
        assert URIRef(Class.ENTITY) in set(wider), entity_class


def test_acts_of_the_model_are_the_notations_of_the_claim_classes(published: Graph) -> None:
    claims = set(published.subjects(URIRef(_SUB_CLASS_OF), URIRef(Class.CLAIM)))
    assert claims == set(published.subjects(RDF.type, URIRef(Class.CLAIM_ACT)))
    notations = {str(published.value(claim, SKOS.notation)) for claim in claims}
    assert notations == {str(act) for act in Act}
    assert (URIRef(Class.DENIAL_CLAIM), SKOS.notation, Literal("denial")) in published


_SUB_CLASS_OF = f"{vocabulary.RDFS}subClassOf"
