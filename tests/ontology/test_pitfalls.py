"""The pitfalls of OOPS! that can be checked without the web; numbers are those of its catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from builder.vocabulary import ONTOLOGY, RASD, Class, Concept, Property, term

NAMES_OF_1_1_0 = Path(__file__).parent / "data" / "names-1.1.0.txt"
# Links from a node that stands for a statement lead outwards only, so that making or removing the node touches
# nothing else; and from an incident, a mention or an article to what is derived or quoted.
ONE_WAY = {
    "accordingTo", "attributedTo", "candidate", "cites", "claimant", "claimedBy",
    "claimedPerpetrator", "claimer", "count", "date", "denier", "deniedBy", "filler", "fromEvent", "identityWith",
    "killed", "linkEvidence", "linkedActor", "medium", "member", "mergedInto", "mergedMention", "nameOf", "occurredAt",
    "perpetrator", "place", "relayedBy", "source", "struckCountry", "target", "toEvent", "umbrella", "usedBy", "weapon",
    "wounded",
    "placeArgument", "dateArgument", "perpetratorArgument", "targetArgument", "weaponArgument", "killedArgument",
    "woundedArgument", "sourceArgument", "countArgument",
}  # fmt: skip
# Siblings that may share instances: see the comments of their sections.
NOT_DISJOINT = {Class.ACTOR, Class.ATTACK, Class.BOMBING, Class.COLLECTIVE_ACTOR, Class.ENTITY, Class.TEXT_SPAN}


def own(graph: Graph, kind: URIRef) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(RASD)}


def terms(graph: Graph) -> set[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
    return {one for kind in kinds for one in own(graph, kind)}


def test_p05_p25_no_property_is_its_own_inverse(published: Graph) -> None:
    assert not [one for one, other in published.subject_objects(OWL.inverseOf) if one == other]


def test_p06_no_class_is_narrower_than_itself(published: Graph) -> None:
    for axiom in (RDFS.subClassOf, RDFS.subPropertyOf):
        for narrow, wide in published.subject_objects(axiom):
            assert narrow not in set(published.transitive_objects(wide, axiom))


def test_p08_every_term_has_words(published: Graph) -> None:
    for one in terms(published):
        for property_ in (RDFS.label, SKOS.definition):
            assert {getattr(text, "language", None) for text in published.objects(one, property_)} == {"ar", "en"}, one


def test_p10_siblings_are_disjoint(published: Graph) -> None:
    """All classes right below one class exclude each other, where the file does not say that they may overlap."""
    disjoint = _disjoint_pairs(published)
    for parent in own(published, OWL.Class) - {URIRef(one) for one in NOT_DISJOINT}:
        below = [one for one in published.subjects(RDFS.subClassOf, parent) if isinstance(one, URIRef)]
        for one in below:
            for other in below:
                assert one == other or frozenset((one, other)) in disjoint, (one, other)


def _disjoint_pairs(graph: Graph) -> set[frozenset[Node]]:
    lists = [*graph.objects(None, OWL.members), *graph.objects(None, OWL.disjointUnionOf)]
    groups = [list(Collection(graph, list_)) for list_ in lists]
    pairs = {frozenset((one, other)) for group in groups for one in group for other in group if one != other}
    return pairs | {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}


def test_p10_nodes_of_the_model_exclude_each_other(published: Graph) -> None:
    nodes = (
        Class.AFFILIATION, Class.ARGUMENT, Class.CANDIDATE_IDENTITY, Class.ENTITY, Class.EVENT, Class.EVENT_MENTION,
        Class.GROUP_LINK, Class.MERGE_DECISION, Class.NAME_USE, Class.TEXT_SPAN,
    )  # fmt: skip
    disjoint = _disjoint_pairs(published)
    for one in nodes:
        for other in nodes:
            assert one == other or frozenset((URIRef(one), URIRef(other))) in disjoint


def test_p11_p19_each_property_has_one_domain_and_one_range_of_its_own_or_by_inheritance(published: Graph) -> None:
    for property_ in own(published, OWL.ObjectProperty) | own(published, OWL.DatatypeProperty):
        wider = set(published.transitive_objects(property_, RDFS.subPropertyOf))
        for axiom in (RDFS.domain, RDFS.range):
            assert len(list(published.objects(property_, axiom))) <= 1
            assert any(list(published.objects(one, axiom)) for one in wider), property_


def test_p13_inverses_are_stated_or_left_out_on_purpose(published: Graph) -> None:
    inverted = {one for pair in published.subject_objects(OWL.inverseOf) for one in pair}
    coded = set(published.transitive_subjects(RDFS.subClassOf, SKOS.Concept))
    coded |= {URIRef(one) for one in (Class.ATTACK_TYPE, Class.RELATION_KIND, Class.ROLE, Class.TARGET_KIND)}
    words = set(published.transitive_subjects(RDFS.subClassOf, URIRef(Class.TEXT_SPAN)))
    found = set()
    for property_ in own(published, OWL.ObjectProperty) - inverted - own(published, OWL.SymmetricProperty):
        if published.value(property_, RDFS.range) not in coded | words:
            found.add(property_.removeprefix(RASD))
    assert found == ONE_WAY


def test_p22_names_follow_one_convention(published: Graph) -> None:
    for class_ in own(published, OWL.Class):
        assert re.fullmatch(r"([A-Z][a-z]+)+", class_.removeprefix(RASD))
    others = terms(published) - own(published, OWL.Class)
    for one in others:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", one.removeprefix(RASD))


def test_p36_no_iri_has_the_name_of_a_file(published: Graph) -> None:
    for iri in (ONTOLOGY, str(published.value(URIRef(ONTOLOGY), OWL.versionIRI))):
        assert not re.search(r"\.(owl|rdf|ttl|n3|rdfxml|json|html?)$", iri)


def test_p38_p41_the_ontology_is_declared_with_version_and_licence(published: Graph) -> None:
    about = URIRef(ONTOLOGY)
    assert (about, RDF.type, OWL.Ontology) in published
    for property_ in (OWL.versionIRI, OWL.priorVersion, OWL.versionInfo, DCTERMS.license, DCTERMS.creator):
        assert published.value(about, property_, any=True)


def test_p40_nothing_is_added_to_namespaces_of_others(published: Graph) -> None:
    """Terms of others are declared and no more (test_profile), each in a namespace that its owner keeps."""
    kept = (
        "http://purl.org/dc/terms/", "http://purl.org/vocab/vann/", "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "http://www.opengis.net/ont/geosparql#", "http://www.w3.org/", "https://schema.org/",
    )  # fmt: skip
    for subject in published.subjects():
        if not isinstance(subject, BNode) and not str(subject).startswith(ONTOLOGY):
            assert str(subject).startswith(kept), subject


def test_names_of_the_version_before_are_kept(published: Graph) -> None:
    """A name that has been published is deprecated, never deleted."""
    before = {term(name) for name in NAMES_OF_1_1_0.read_text(encoding="utf-8").split()}
    now = {str(one) for one in terms(published)}
    assert len(before) > 200
    assert before <= now
    for one in published.subjects(OWL.deprecated):
        assert list(published.objects(one, DCTERMS.isReplacedBy)) or list(published.objects(one, SKOS.editorialNote))


def test_each_name_stands_for_one_thing() -> None:
    groups = (Class, Property, Concept)
    names = [value for group in groups for key, value in vars(group).items() if not key.startswith("_")]
    assert len(names) == len(set(names))
