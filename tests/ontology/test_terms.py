"""Every term of the ontology, one by one: names, words in both languages, domains, ranges, inverses."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from builder.ontology import ontology_path
from builder.vocabulary import ONTOLOGY, RASD

TERMS = tuple(dict.fromkeys(re.findall(r"^rasd:(\w+)$", ontology_path().read_text(encoding="utf-8"), re.MULTILINE)))
IN_VOCABULARIES = {"TargetKind", "CasualtyKind"}  # their concepts stand in vocabularies.ttl
UNINVERTED_SYMMETRIC = {"conflictsWith", "decidedOther", "decidedSame", "incompatibleWith"}


def iri(name: str) -> URIRef:
    return URIRef(RASD + name)


def own(graph: Graph, kind: URIRef) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(RASD)}


def properties(graph: Graph) -> set[URIRef]:
    return own(graph, OWL.ObjectProperty) | own(graph, OWL.DatatypeProperty)


def concepts(graph: Graph) -> set[URIRef]:
    return own(graph, SKOS.Concept)


def texts(graph: Graph, subject: Node, property_: URIRef) -> dict[str | None, str]:
    values = [value for value in graph.objects(subject, property_) if isinstance(value, Literal)]
    assert len({value.language for value in values}) == len(values), f"{subject} {property_}: a language twice"
    return {value.language: str(value) for value in values}


def test_each_term_stands_in_one_place(published: Graph) -> None:
    subjects = {s for s in published.subjects() if isinstance(s, URIRef) and s.startswith(RASD)}
    assert subjects == {iri(name) for name in TERMS}
    headings = re.findall(r"^rasd:(\w+)$", ontology_path().read_text(encoding="utf-8"), re.MULTILINE)
    assert len(headings) == len(set(headings))


def test_terms_are_in_order_within_their_section() -> None:
    sections = re.split(r"^#{90,}$", ontology_path().read_text(encoding="utf-8"), flags=re.MULTILINE)
    for section in sections:
        for group in re.split(r"^rasd:\w+Scheme$", section, flags=re.MULTILINE):
            names = [name.lower() for name in re.findall(r"^rasd:(\w+)$", group, re.MULTILINE)]
            assert names == sorted(names)


@pytest.mark.parametrize("name", TERMS)
def test_words_in_both_languages(published: Graph, name: str) -> None:
    for property_ in (RDFS.label, SKOS.definition):
        words = texts(published, iri(name), property_)
        assert set(words) == {"ar", "en"}, property_
        assert re.fullmatch(r"[\x20-\x7e]+", words["en"]), words["en"]
        arabic = re.findall(r"[\u0621-\u064a]", words["ar"])
        latin = re.findall(r"[A-Za-z]", re.sub(r"rasd:\w+|xsd:\w+|SHA-256|ISO", "", words["ar"]))
        assert len(arabic) >= 2
        assert not latin, words["ar"]
    for text in texts(published, iri(name), SKOS.definition).values():
        assert text.endswith(".")


@pytest.mark.parametrize("name", TERMS)
def test_notes_are_in_both_languages(published: Graph, name: str) -> None:
    assert set(texts(published, iri(name), SKOS.scopeNote)) in (set(), {"ar", "en"})


@pytest.mark.parametrize("name", TERMS)
def test_every_term_says_where_it_is_defined(published: Graph, name: str) -> None:
    assert list(published.objects(iri(name), RDFS.isDefinedBy)) == [URIRef(ONTOLOGY)]


def test_text_is_normalised() -> None:
    text = ontology_path().read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[\ufb50-\ufdff\ufe70-\ufefc\u0640\u200b-\u200f\u202a-\u202e]", text)
    assert not re.search(r"[ \t]$|\t", text, re.MULTILINE)


def test_english_definitions_are_distinct(published: Graph) -> None:
    classes = own(published, OWL.Class)
    definitions = [texts(published, term, SKOS.definition) for term in classes]
    for language in ("ar", "en"):
        assert len({definition[language] for definition in definitions}) == len(classes)


def test_labels_of_one_kind_are_distinct(published: Graph) -> None:
    for terms in (own(published, OWL.Class), properties(published)):
        for language in ("ar", "en"):
            labels = [texts(published, term, RDFS.label)[language] for term in terms]
            assert sorted(labels) == sorted(set(labels))


def test_names(published: Graph) -> None:
    for term in own(published, OWL.Class):
        assert re.fullmatch(r"([A-Z][a-z]+)+", term.removeprefix(RASD)), term
    individuals = concepts(published) | own(published, SKOS.ConceptScheme)
    for term in properties(published) | individuals:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", term.removeprefix(RASD)), term
    assert not properties(published) & individuals


def test_no_term_is_outside_the_hierarchy(published: Graph) -> None:
    """Only the tops have no superclass: what words stand for, and the two kinds of kind that no one else has."""
    tops = {term for term in own(published, OWL.Class) if not list(published.objects(term, RDFS.subClassOf))}
    assert tops == {iri(name) for name in ("ClaimAct", "Entity", "RelationKind", "Role")}


@pytest.mark.parametrize("axiom", [RDFS.domain, RDFS.range])
def test_every_property_has_one_domain_and_one_range(published: Graph, axiom: URIRef) -> None:
    for term in properties(published):
        stated = list(published.objects(term, axiom))
        assert len(stated) <= 1, f"{term}: two domains or ranges mean both at once"
        inherited = [
            value
            for wider in published.transitive_objects(term, RDFS.subPropertyOf)
            for value in published.objects(wider, axiom)
        ]
        assert inherited, term


def _shape(graph: Graph, node: Node | None) -> object:
    """A class, or the set of the classes of a union."""
    if isinstance(node, BNode):
        members = graph.value(node, OWL.unionOf)
        assert members is not None
        return frozenset(Collection(graph, members))
    return node


def test_inverses_mirror_each_other(published: Graph) -> None:
    pairs = list(published.subject_objects(OWL.inverseOf))
    assert len({term for pair in pairs for term in pair}) == 2 * len(pairs)
    assert len(pairs) >= 9
    for one, other in pairs:
        for here, there in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            mine, theirs = published.value(one, here), published.value(other, there)
            assert _shape(published, mine) == _shape(published, theirs), one


def test_symmetric_properties_need_no_inverse(published: Graph) -> None:
    symmetric = {term.removeprefix(RASD) for term in own(published, OWL.SymmetricProperty)}
    assert symmetric == UNINVERTED_SYMMETRIC


def test_incompatible_outcomes(published: Graph) -> None:
    pairs = {
        (str(one).removeprefix(RASD), str(other).removeprefix(RASD))
        for one, other in published.subject_objects(iri("incompatibleWith"))
    }
    assert pairs == {(other, one) for one, other in pairs}, "queries run without inference: both directions are stated"
    assert {frozenset(pair) for pair in pairs} == {
        frozenset(pair) for pair in (("hit", "missed"), ("hit", "intercepted"), ("hit", "noHarm"), ("harm", "noHarm"))
    }


def test_concepts_belong_to_one_scheme(published: Graph) -> None:
    for term in concepts(published):
        name = term.removeprefix(RASD)
        classes = {c for c in published.objects(term, RDF.type) if str(c).startswith(RASD)}
        (class_,) = classes
        local = str(class_).removeprefix(RASD)
        scheme = iri(f"{local[0].lower()}{local[1:]}Scheme")
        assert (scheme, RDF.type, SKOS.ConceptScheme) in published
        assert list(published.objects(term, SKOS.inScheme)) == [scheme]
        assert list(published.objects(term, SKOS.topConceptOf)) == [scheme]
        assert list(published.objects(term, SKOS.notation)) == [Literal(name)]
        assert texts(published, term, SKOS.prefLabel) == texts(published, term, RDFS.label)
        assert (class_, RDFS.subClassOf, SKOS.Concept) in published


def test_concepts_of_a_scheme_differ(published: Graph) -> None:
    for class_ in published.subjects(RDFS.subClassOf, SKOS.Concept):
        members = set(published.subjects(RDF.type, class_))
        assert members or class_ in {iri(name) for name in IN_VOCABULARIES}
        assert not members or members in [
            set(Collection(published, list_)) for list_ in published.objects(None, OWL.distinctMembers)
        ], class_


def test_disjointness_is_stated(published: Graph) -> None:
    disjoint = {
        frozenset((one, other))
        for list_ in [*published.objects(None, OWL.members), *published.objects(None, OWL.disjointUnionOf)]
        for one in Collection(published, list_)
        for other in Collection(published, list_)
        if one != other
    } | {frozenset(pair) for pair in published.subject_objects(OWL.disjointWith)}
    for pair in (
        ("Attack", "AttackSeries"),
        ("AttackMention", "SeriesMention"),
        ("Event", "EventMention"),
        ("Citation", "Argument"),
        ("DateArgument", "QuantityArgument"),
        ("ResponsibilityClaim", "DenialClaim"),
        ("Person", "Place"),
        ("Settlement", "Facility"),
        ("ArmedGroup", "StateForce"),
    ):
        assert frozenset(map(iri, pair)) in disjoint, pair
