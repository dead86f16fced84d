"""What a user needs in order to cite, license and load the ontology."""

from __future__ import annotations

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, Graph, Literal, URIRef

from builder.vocabulary import ONTOLOGY, ONTOLOGY_VERSION, RASD

IRI = URIRef(ONTOLOGY)


def test_one_ontology_is_declared(published: Graph) -> None:
    assert list(published.subjects(RDF.type, OWL.Ontology)) == [IRI]
    assert f"{ONTOLOGY}#" == RASD


def test_version(published: Graph) -> None:
    version = str(published.value(IRI, OWL.versionInfo))
    assert version == ONTOLOGY_VERSION
    assert [int(part) >= 0 for part in version.split(".")] == [True, True, True]
    assert published.value(IRI, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    prior = str(published.value(IRI, OWL.priorVersion)).removeprefix(f"{ONTOLOGY}/")
    assert _numbers(prior) < _numbers(version)
    assert version in str(published.value(IRI, DCTERMS.bibliographicCitation))


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def test_licence(published: Graph) -> None:
    assert published.value(IRI, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_prefix(published: Graph) -> None:
    assert published.value(IRI, VANN.preferredNamespacePrefix) == Literal("rasd")
    assert published.value(IRI, VANN.preferredNamespaceUri) == Literal(RASD)
    assert ("rasd", URIRef(RASD)) in set(published.namespaces())


def test_who_and_when(published: Graph) -> None:
    for property_ in (DCTERMS.creator, DCTERMS.publisher, DCTERMS.bibliographicCitation):
        assert published.value(IRI, property_, any=True)
    issued, modified = published.value(IRI, DCTERMS.issued), published.value(IRI, DCTERMS.modified)
    assert isinstance(issued, Literal)
    assert isinstance(modified, Literal)
    assert issued.datatype == modified.datatype == XSD.dateTime
    assert issued.toPython() <= modified.toPython()


def test_title_and_description_in_both_languages(published: Graph) -> None:
    for property_ in (DCTERMS.title, DCTERMS.description, RDFS.label):
        languages = [text.language for text in published.objects(IRI, property_) if isinstance(text, Literal)]
        assert sorted(map(str, languages)) == ["ar", "en"], property_


def test_design_is_explained(published: Graph) -> None:
    notes = " ".join(str(note) for note in published.objects(IRI, SKOS.editorialNote))
    for matter in ("On punning", "On roles", "On perpetrators", "On what spans articles", "On alignment"):
        assert matter in notes


def test_nothing_is_imported(published: Graph) -> None:
    assert not list(published.objects(IRI, OWL.imports))
