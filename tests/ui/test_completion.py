from __future__ import annotations

import rdflib
from rdflib.namespace import OWL, RDF, SKOS

from builder.resources import data_dir
from builder.vocabulary import PREFIXES, RASD, Class, Concept, External, Property
from ui.completion import Term, TermKind, terms


def by_iri() -> dict[str, Term]:
    return {term.iri: term for term in terms()}


def names_of(group: type) -> set[str]:
    return {value for key, value in vars(group).items() if key.isupper()}


def test_every_term_of_the_ontology_is_there_with_labels_in_both_languages() -> None:
    found = by_iri()
    wanted = names_of(Class) | names_of(Property) | {iri for iri in names_of(Concept) if not iri.endswith("Scheme")}
    assert wanted <= found.keys()
    assert all(found[iri].label.ar and found[iri].label.en for iri in wanted)


def test_concepts_of_the_vocabularies_have_no_prefix() -> None:
    graph = rdflib.Graph().parse(data_dir("ontology") / "vocabularies.ttl")
    found = by_iri()
    concepts = {str(subject) for subject in graph.subjects(RDF.type, SKOS.Concept)}
    assert concepts
    for iri in concepts:
        assert found[iri].kind is TermKind.CONCEPT
        assert not found[iri].prefixed
        assert iri.endswith(f"/{found[iri].name}")


def test_kinds_are_those_of_the_ontology() -> None:
    graph = rdflib.Graph().parse(data_dir("ontology") / "rasd.ttl")
    for term in terms():
        if term.iri.startswith(RASD):
            types = set(graph.objects(rdflib.URIRef(term.iri), RDF.type))
            wanted = {
                TermKind.CLASS: {OWL.Class},
                TermKind.PROPERTY: {OWL.ObjectProperty, OWL.DatatypeProperty},
                TermKind.CONCEPT: {SKOS.Concept},
            }[term.kind]
            assert types & wanted, term


def test_terms_of_others_that_the_graph_has() -> None:
    found = by_iri()
    assert names_of(External) <= found.keys()
    assert found[External.SKOS_PREF_LABEL].kind is TermKind.PROPERTY
    assert found[External.PROV_ENTITY].kind is TermKind.CLASS
    assert found[External.XSD_DATE].kind is found[External.GEO_WKT_LITERAL].kind is TermKind.DATATYPE


def test_a_prefixed_name_stands_for_its_iri() -> None:
    for term in terms():
        if term.prefixed:
            prefix, _, local = term.name.partition(":")
            assert PREFIXES[prefix] + local == term.iri
    assert len({term.name for term in terms()}) == len(terms())
