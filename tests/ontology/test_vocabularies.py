"""The vocabularies of weapons, targets and casualties, and their matches in codebooks, against the tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from builder.ontology import attack_types
from builder.reference.vocabularies import Vocabulary, concept_iri, concepts, scheme_iri, with_wider
from builder.reference.weapons import weapon_classes
from builder.resources import data_dir, read_table
from builder.vocabulary import Class, Concept, Property

FILES = ("vocabularies.ttl", "alignments.ttl")
ROOT = Path(__file__).parents[2]
CODEBOOK = "https://w3id.org/rasd/id/codebook/"
MATCHES = (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
CLASSES = {
    Vocabulary.WEAPON: Class.WEAPON,
    Vocabulary.TARGET_KIND: Class.TARGET_KIND,
    Vocabulary.CASUALTY_KIND: Class.CASUALTY_KIND,
}
ONTOLOGIES = (
    "http://linkedevents.org/ontology/",
    "http://www.cidoc-crm.org/cidoc-crm/",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/2008/05/skos-xl#",
)
GTD = Namespace(f"{CODEBOOK}gtd-target-type/")
EVERY = pytest.mark.parametrize("vocabulary", list(Vocabulary))


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    return Graph().parse(data_dir("ontology") / "vocabularies.ttl")


@pytest.fixture(scope="module")
def alignments() -> Graph:
    return Graph().parse(data_dir("ontology") / "alignments.ttl")


def test_the_files_are_those_that_the_script_makes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_vocabularies.py"
    subprocess.run(
        [sys.executable, str(script), str(tmp_path)], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}
    )
    for name in FILES:
        made = (tmp_path / name).read_text(encoding="utf-8")
        assert (data_dir("ontology") / name).read_text(encoding="utf-8") == made, "run scripts/build_vocabularies.py"


@pytest.mark.parametrize("name", FILES)
def test_text_is_normalised(name: str) -> None:
    text = (data_dir("ontology") / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[ \t]$|\t", text, re.MULTILINE)


@EVERY
def test_schemes_can_be_cited(vocabularies: Graph, vocabulary: Vocabulary) -> None:
    scheme = URIRef(scheme_iri(vocabulary))
    assert (scheme, RDF.type, SKOS.ConceptScheme) in vocabularies
    for property_ in (DCTERMS.title, RDFS.label, DCTERMS.creator):
        assert {getattr(text, "language", None) for text in vocabularies.objects(scheme, property_)} == {"ar", "en"}
    assert vocabularies.value(scheme, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(vocabularies.value(scheme, OWL.versionInfo)))
    issued, modified = (vocabularies.value(scheme, term) for term in (DCTERMS.issued, DCTERMS.modified))
    assert isinstance(issued, Literal)
    assert isinstance(modified, Literal)
    assert issued.datatype == modified.datatype == XSD.dateTime
    assert issued.toPython() <= modified.toPython()


@EVERY
def test_concepts_are_the_rows(vocabularies: Graph, vocabulary: Vocabulary) -> None:
    scheme = URIRef(scheme_iri(vocabulary))
    found = set(vocabularies.subjects(SKOS.inScheme, scheme))
    assert found == {URIRef(concept.iri) for concept in concepts(vocabulary).values()}
    assert found == set(vocabularies.subjects(RDF.type, URIRef(CLASSES[vocabulary])))
    for concept in found:
        assert (concept, RDF.type, SKOS.Concept) in vocabularies
        assert f"{scheme}/{vocabularies.value(concept, SKOS.notation)}" == str(concept)


def test_weapons_are_the_entities_of_the_graph(vocabularies: Graph) -> None:
    scheme = URIRef(scheme_iri(Vocabulary.WEAPON))
    assert {URIRef(weapon.entity.iri) for weapon in weapon_classes().values()} == set(
        vocabularies.subjects(SKOS.inScheme, scheme)
    )
    for weapon in weapon_classes().values():
        labels = {Literal(weapon.entity.label_ar, "ar"), Literal(weapon.entity.label_en, "en")}
        assert set(vocabularies.objects(URIRef(weapon.entity.iri), SKOS.prefLabel)) == labels


@EVERY
def test_labels_are_in_both_languages_and_tell_concepts_apart(vocabulary: Vocabulary) -> None:
    for concept in concepts(vocabulary).values():
        assert re.search(r"[\u0621-\u064a]{2}", concept.name_ar)
        assert re.fullmatch(r"[\x20-\x7e]+", concept.name_en)
        assert bool(concept.definition_ar) == bool(concept.definition_en)
        for name, others in ((concept.name_ar, concept.alt_ar), (concept.name_en, concept.alt_en)):
            assert len({name, *others}) == 1 + len(others), concept.id
        for definition in (concept.definition_ar, concept.definition_en):
            assert definition.endswith(".") or not definition
    for names in zip(*((c.name_ar, c.name_en) for c in concepts(vocabulary).values()), strict=True):
        assert len(names) == len(set(names))


@EVERY
def test_wider_concepts_are_there_and_form_no_circle(vocabularies: Graph, vocabulary: Vocabulary) -> None:
    scheme = URIRef(scheme_iri(vocabulary))
    for concept in concepts(vocabulary).values():
        subject = URIRef(concept.iri)
        above = set(vocabularies.transitive_objects(subject, SKOS.broader))
        assert above == {URIRef(concept_iri(vocabulary, wider)) for wider in with_wider(vocabulary, concept.id)}
        for wider in vocabularies.objects(subject, SKOS.broader):
            assert subject not in set(vocabularies.transitive_objects(wider, SKOS.broader))
        top = not concept.broader
        assert ((subject, SKOS.topConceptOf, scheme) in vocabularies) == top
        assert ((scheme, SKOS.hasTopConcept, subject) in vocabularies) == top


def test_every_code_is_of_a_codebook_and_is_labelled(alignments: Graph) -> None:
    schemes = set(alignments.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes == {URIRef(CODEBOOK + row["id"]) for row in read_table("codebooks.tsv")}
    terms = set(alignments.subjects(RDF.type, SKOS.Concept))
    assert len(terms) == len(list(read_table("codebook_terms.tsv")))
    for term in terms:
        (scheme,) = alignments.objects(term, SKOS.inScheme)
        assert scheme in schemes
        assert len(list(alignments.objects(term, SKOS.prefLabel))) == 1
    for scheme in schemes:
        assert alignments.value(scheme, DCTERMS.source)


def test_matches_lead_from_our_terms_to_codes(alignments: Graph) -> None:
    ours = {concept.iri for vocabulary in Vocabulary for concept in concepts(vocabulary).values()}
    ours |= {value for group in (Class, Property, Concept) for value in vars(group).values() if isinstance(value, str)}
    pairs = [(s, o) for match in MATCHES for s, o in alignments.subject_objects(match)]
    assert len(pairs) == len(set(pairs)), "two kinds of match between the same terms"
    for subject, code in pairs:
        assert str(subject) in ours
        assert (code, RDF.type, SKOS.Concept) in alignments or str(code).startswith(ONTOLOGIES)


def test_nothing_but_matches_is_said_of_our_terms_and_nothing_of_those_of_other_ontologies(alignments: Graph) -> None:
    for subject, predicate in alignments.subject_predicates():
        if not str(subject).startswith(CODEBOOK):
            assert predicate in MATCHES, subject
    assert not list(alignments.subject_objects(OWL.imports))


def test_the_terms_of_each_codebook_and_ontology_are_matched(alignments: Graph) -> None:
    targets = [str(target) for match in MATCHES for target in alignments.objects(None, match)]
    for row in read_table("codebooks.tsv"):
        assert any(target.startswith(f"{CODEBOOK}{row['id']}/") for target in targets), row["id"]
    for ontology in ONTOLOGIES:
        assert any(target.startswith(ontology) for target in targets), ontology


def test_every_type_of_attack_has_a_row() -> None:
    assert sorted(row["id"] for row in read_table("attack_types.tsv")) == sorted(t.name for t in attack_types())


@pytest.mark.parametrize(
    ("subject", "match", "code"),
    [
        (concept_iri(Vocabulary.WEAPON, "firearms"), SKOS.closeMatch, "gtd-weapon-type/5"),
        (concept_iri(Vocabulary.WEAPON, "rifle"), SKOS.broadMatch, "gtd-weapon-type/5"),
        (concept_iri(Vocabulary.TARGET_KIND, "mosque"), SKOS.broadMatch, "gtd-target-type/15"),
        (concept_iri(Vocabulary.TARGET_KIND, "civilians"), SKOS.closeMatch, "acled-inter/7"),
        (concept_iri(Vocabulary.TARGET_KIND, "school"), SKOS.closeMatch, "ldc/FAC.Building.School"),
        (concept_iri(Vocabulary.CASUALTY_KIND, "attackers-killed"), SKOS.closeMatch, "gtd-variable/nkillter"),
        (Class.DRONE_STRIKE, SKOS.closeMatch, "plover-mode/drone"),
        (Class.DRONE_STRIKE, SKOS.broadMatch, "acled-sub-event/Air-drone-strike"),
        (Class.SUICIDE_BOMBING, SKOS.closeMatch, "cameo/1831"),
        (Class.ASSASSINATION, SKOS.closeMatch, "gtd-attack-type/1"),
        (Class.CLAIM, SKOS.closeMatch, "aif/Claim"),
        (Class.AFFILIATION, SKOS.broadMatch, "stix/relationship"),
        (Property.DATE_PRECISION, SKOS.closeMatch, "ucdp-variable/date-prec"),
        (Property.CONFLICTS_WITH, SKOS.relatedMatch, "gtd-variable/compclaim"),
    ],
)
def test_matches(alignments: Graph, subject: str, match: URIRef, code: str) -> None:
    assert (URIRef(subject), match, URIRef(CODEBOOK + code)) in alignments
