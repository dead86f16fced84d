from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Quad

from builder.graph.concepts import concept_quads
from builder.graph.entities import entities_of, entity_triples, reference_quads
from builder.graph.iris import MERGED_GRAPH, REFERENCE_GRAPH, article_iri, attack_iri, event_iri
from builder.graph.merging import merged_quads
from builder.model import Link
from builder.reference.vocabularies import Vocabulary, concept_iri
from builder.vocabulary import RASD, RDFS, SKOS, WGS, Class, Concept, Property
from tests.graph.incidents import (
    BASE,
    COUNTRY,
    FALCONS,
    LOOKUP,
    NORTH,
    PROVINCE,
    UMBRELLA,
    base_extraction,
    quads_of,
    series_extraction,
)


def subjects(quads: list[Quad]) -> set[str]:
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def test_known_entities_bring_all_that_contains_them() -> None:
    found = list(reference_quads([BASE, FALCONS], LOOKUP))
    described = {iri for iri in subjects(found) if not iri.endswith("#geometry")}
    assert described == {BASE.iri, PROVINCE.iri, COUNTRY.iri, FALCONS.iri, UMBRELLA.iri}
    assert {quad.graph_name for quad in found} == {NamedNode(REFERENCE_GRAPH)}
    assert len(found) == len(set(found))


def test_an_entity_of_an_article_brings_only_its_containers() -> None:
    hill = replace(BASE, iri=f"{article_iri('x')}#hill", link=Link.UNRESOLVED)
    found = list(reference_quads([hill], LOOKUP))
    assert {iri for iri in subjects(found) if not iri.endswith("#geometry")} == {PROVINCE.iri, COUNTRY.iri}


def test_containers_of_places_and_of_groups() -> None:
    predicates = {(quad.predicate.value, quad.object) for entity in (BASE, FALCONS) for quad in entity_triples(entity)}
    assert (Property.WITHIN, NamedNode(PROVINCE.iri)) in predicates
    assert (Property.MEMBER_OF, NamedNode(UMBRELLA.iri)) in predicates


def test_a_place_without_a_position_has_no_geometry() -> None:
    assert not any(triple.predicate.value.startswith(WGS) for triple in entity_triples(NORTH))


def test_every_entity_has_a_label_in_arabic() -> None:
    triples = list(entity_triples(replace(FALCONS, label_ar="", label_en="Falcons")))
    assert Literal("Falcons", language="ar") in {triple.object for triple in triples}


def test_entities_of_an_extraction() -> None:
    iris = {entity.iri for entity in entities_of(base_extraction())}
    assert {BASE.iri, FALCONS.iri, f"{article_iri('base')}#entity-source"} <= iris


def test_a_graph_brings_what_the_ontology_says_of_its_terms() -> None:
    graph = [quad for quad in quads_of(base_extraction()) if quad.graph_name == NamedNode(article_iri("base"))]
    found = list(concept_quads(graph))
    assert {quad.graph_name for quad in found} == {NamedNode(REFERENCE_GRAPH)}
    assert len(found) == len(set(found))
    told = {(quad.subject, quad.predicate, quad.object) for quad in found}
    hit, missed = NamedNode(Concept.HIT), NamedNode(Concept.MISSED)
    assert (hit, NamedNode(Property.INCOMPATIBLE_WITH), missed) in told
    assert (NamedNode(RASD + "RocketAttack"), NamedNode(RDFS + "subClassOf"), NamedNode(Class.ATTACK)) in told
    labels = {quad.object.language for quad in found if quad.subject == hit and isinstance(quad.object, Literal)}
    assert {"ar", "en"} <= labels
    assert NamedNode(RASD + "Stabbing") not in {quad.subject for quad in found}


def test_a_concept_brings_its_labels_and_all_wider_ones() -> None:
    weapon, kind = (
        NamedNode(concept_iri(vocabulary, concept))
        for vocabulary, concept in ((Vocabulary.WEAPON, "sniper-rifle"), (Vocabulary.TARGET_KIND, "mosque"))
    )
    used = (
        Quad(NamedNode("https://example.org/a"), NamedNode(predicate), concept)
        for predicate, concept in ((Property.FILLER, weapon), (Property.TARGET_KIND, kind))
    )
    found = list(concept_quads(used))
    told = {(quad.subject, quad.predicate, quad.object) for quad in found}
    broader, label = NamedNode(SKOS + "broader"), NamedNode(SKOS + "prefLabel")
    for vocabulary, chain in (
        (Vocabulary.WEAPON, ("sniper-rifle", "rifle", "firearms")),
        (Vocabulary.TARGET_KIND, ("mosque", "place-of-worship", "civilian-object", "objects")),
    ):
        iris = [NamedNode(concept_iri(vocabulary, concept)) for concept in chain]
        for narrow, wide in pairwise(iris):
            assert (narrow, broader, wide) in told
        for iri in iris:
            assert {o.language for s, p, o in told if (s, p) == (iri, label) and isinstance(o, Literal)} == {"ar", "en"}
    assert NamedNode(concept_iri(Vocabulary.WEAPON, "pistol")) not in {quad.subject for quad in found}


def test_each_event_is_an_attack_of_its_own() -> None:
    found = list(merged_quads(base_extraction()))
    event = event_iri(article_iri("base"), "e42")
    attack, merged = NamedNode(attack_iri(event)), NamedNode(MERGED_GRAPH)
    assert Quad(attack, NamedNode(Property.DESCRIBED_BY), NamedNode(event), merged) in found
    assert len({quad.subject for quad in found}) == 2
    kinds = {quad.object for quad in merged_quads(series_extraction()) if quad.predicate.value.endswith("#type")}
    assert kinds == {NamedNode(Class.ATTACK_SERIES)}
