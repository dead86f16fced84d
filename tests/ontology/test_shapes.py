"""The shapes: what conforms, what each of them finds, and that both ways of checking find the same."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef

from builder.articles.inputs import read_inputs
from builder.ontology import ontology_path
from builder.pipeline import build
from builder.resources import data_dir
from builder.store.store import Store
from builder.validation.check import Violation, check_store, check_with_pyshacl
from builder.validation.queries import violations_query
from builder.validation.report import to_text, to_turtle
from builder.validation.shapes import SHACL, SHAPES, Constraint, PropertyPath, constraints, shapes_path, with_narrower
from builder.vocabulary import RASD, Class
from tests.graph.incidents import extractions, quads_of
from tests.ontology.broken import BROKEN, Broken

SH = Namespace(SHACL)
VALID = Path(__file__).parent / "data" / "valid.ttl"
PREFIXES = "\n".join(
    line.replace("@prefix", "PREFIX").removesuffix(" .")
    for line in VALID.read_text(encoding="utf-8").splitlines()
    if line.startswith("@prefix")
)
HANDS = 8
# What the reference graph of a store says of the terms that stand in it.
KEPT = {RDF.type, RDFS.subClassOf}


def valid() -> ox.Store:
    """The graph of the fixture, with the part of the ontology that a store has."""
    store = ox.Store()
    store.load(path=VALID, format=ox.RdfFormat.TURTLE)
    wanted = {term.value for quad in store for term in (quad.object,) if isinstance(term, ox.NamedNode)}
    wanted |= {RASD + name for name in ("foiled", "place", "sharedTarget", "uncertain")}
    for quad in ox.parse(path=ontology_path(), format=ox.RdfFormat.TURTLE):
        about, value = quad.subject, quad.object
        if not isinstance(about, ox.NamedNode) or about.value not in wanted or not isinstance(value, ox.NamedNode):
            continue
        if URIRef(quad.predicate.value) in KEPT and value.value.startswith(RASD):
            store.add(ox.Quad(about, quad.predicate, value))
    return store


def broken(*changes: Broken) -> ox.Store:
    store = valid()
    for change in changes:
        if change.out:
            before = len(store)
            store.update(f"{PREFIXES} DELETE WHERE {{ {change.out} }}")
            assert len(store) < before, f"nothing was taken out: {change.out}"
        if change.into:
            before = len(store)
            store.update(f"{PREFIXES} INSERT DATA {{ {change.into} }}")
            assert len(store) > before, f"nothing was put in: {change.into}"
    return store


def names(violations: tuple[Violation, ...]) -> set[str]:
    return {violation.constraint.shape.removeprefix(SHAPES) for violation in violations}


def found_by(violations: tuple[Violation, ...]) -> set[tuple[str, str, str]]:
    return {(one.constraint.shape, one.constraint.parameter, str(one.focus)) for one in violations}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(shapes_path())


def test_the_valid_graph_conforms() -> None:
    assert check_store(valid()) == ()
    assert check_with_pyshacl(valid()) == ()


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_found_by_the_shape_that_is_meant_for_it(change: Broken) -> None:
    assert names(check_store(broken(change))) == set(change.shapes.split())


@pytest.mark.parametrize("hand", range(HANDS))
def test_pyshacl_finds_the_same(hand: int) -> None:
    """The variants are dealt into a few graphs, since pySHACL takes more than a second for each."""
    store = broken(*list(BROKEN.values())[hand::HANDS])
    assert found_by(check_store(store)) == found_by(check_with_pyshacl(store))


def test_the_graph_of_the_examples_conforms(tmp_path: Path) -> None:
    build(read_inputs([data_dir("examples")]), tmp_path)
    with Store.open_reader(tmp_path) as reader:
        assert to_text(check_store(reader.rdf), "en") == to_text((), "en")


def test_the_graph_of_invented_incidents_conforms() -> None:
    """It has what the examples may lack: denials, relations between events, parts of series, rival tolls."""
    store = ox.Store()
    store.extend(quads_of(*extractions()))
    assert check_store(store) == ()


def test_most_shapes_are_broken_by_some_variant() -> None:
    """Those that are not repeat a pattern of one that is: a property that a node has once, of one class."""
    known = {constraint.shape.removeprefix(SHAPES) for constraint in constraints()}
    tried = {name for change in BROKEN.values() for name in change.shapes.split()}
    assert tried <= known
    queries = {c.shape.removeprefix(SHAPES) for c in constraints() if c.parameter == "sparql"}
    parameters = {c.parameter for c in constraints()}
    assert queries - tried == {"Argument-evidence", "Claim-evidence", "EventRelation-article"}
    assert parameters == {c.parameter for c in constraints() if c.shape.removeprefix(SHAPES) in tried}


@pytest.mark.parametrize(
    ("shape", "moved"),
    [("Argument-evidence", "event"), ("Claim-evidence", "event"), ("EventRelation-article", "series")],
)
def test_evidence_in_another_article_is_found(shape: str, moved: str) -> None:
    change = Broken(shape, f":{moved} rasd:inArticle :article .", f":{moved} rasd:inArticle :other .")
    assert shape in names(check_store(broken(change)))


def test_shapes_can_be_cited(shapes: Graph) -> None:
    ontology = URIRef(SHAPES.removesuffix("#"))
    assert (ontology, RDF.type, OWL.Ontology) in shapes
    version = shapes.value(ontology, OWL.versionInfo)
    assert shapes.value(ontology, OWL.versionIRI) == ontology + f"/{version}"
    for property_ in (DCTERMS.license, DCTERMS.issued, DCTERMS.modified):
        assert shapes.value(ontology, property_)
    for property_ in (RDFS.label, DCTERMS.title, DCTERMS.creator):
        assert {getattr(text, "language", None) for text in shapes.objects(ontology, property_)} == {"ar", "en"}


def test_every_constraint_has_a_message_in_both_languages(shapes: Graph) -> None:
    for message in shapes.subject_objects(SH.message):
        assert isinstance(message[1], Literal)
    for constraint in constraints():
        assert re.fullmatch(r"[\x20-\x7e]+\.", constraint.messages["en"])
        assert re.search(r"[\u0621-\u064a]{2}.*\.$", constraint.messages["ar"])
    text = shapes_path().read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[ \t]$|\t", text, re.MULTILINE)


def test_shapes_use_the_terms_of_the_ontology(published: Graph) -> None:
    text = shapes_path().read_text(encoding="utf-8")
    for name in set(re.findall(r"\brasd:(\w+)", text)):
        assert list(published.objects(URIRef(RASD + name), RDF.type)), name


def test_every_class_whose_instances_are_made_has_a_shape(published: Graph) -> None:
    targets = {narrow for constraint in constraints() for narrow in with_narrower(constraint.target)}
    coded = {
        str(narrow)
        for narrow in published.subjects(RDFS.subClassOf, URIRef("http://www.w3.org/2004/02/skos/core#Concept"))
    }
    others = {Class.ATTACK_TYPE, Class.CLAIM_ACT, Class.RELATION_KIND, Class.ROLE} | coded
    own = {str(s) for s in published.subjects(RDF.type, OWL.Class) if str(s).startswith(RASD)}
    assert own - targets == others


def test_the_kinds_of_place_in_a_query_are_those_of_the_ontology() -> None:
    (fit,) = [c for c in constraints() if c.shape == f"{SHAPES}EntityArgument-fit"]
    listed = re.search(r"\?kind IN \(([^)]*)\)", str(fit.value))
    assert listed
    assert {RASD + name for name in re.findall(r"rasd:(\w+)", listed[1])} == set(with_narrower(Class.PLACE))


def test_a_constraint_that_is_not_known_is_refused() -> None:
    unknown = Constraint("x", "y", PropertyPath("p"), "xone", (), {})
    with pytest.raises(ValueError, match="xone"):
        violations_query(unknown)
    nested = Constraint("x", "y", None, "sparql", "ASK { }", {})
    with pytest.raises(ValueError, match="expected form"):
        violations_query(nested)


def test_the_report_as_text() -> None:
    found = check_store(broken(BROKEN["an event without a trigger"]))
    english, arabic = to_text(found, "en"), to_text(found, "ar")
    assert english.splitlines()[0] == "1 violation of 1 shape"
    assert "EventMention-trigger (1): An event mention has at least one trigger" in english
    assert "https://example.org/event" in english
    assert "لرواية الحدث كلمة دالة" in arabic
    assert to_text((), "en") == "the graph conforms to the shapes"
    assert "and 3 more" in to_text(found * 4, "en", examples=1)


@pytest.mark.parametrize("name", ["an event without a trigger", "an event that no attack stands for"])
def test_the_report_as_shacl(name: str) -> None:
    found = check_store(broken(BROKEN[name]))
    report = Graph().parse(data=to_turtle(found))
    (node,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(node, SH.conforms) == Literal(False)
    results = list(report.objects(node, SH.result))
    assert len(results) == len(found)
    for result in results:
        for term in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity):
            assert report.value(result, term)
        assert len(list(report.objects(result, SH.resultMessage))) == 2


def test_the_report_of_a_graph_that_conforms() -> None:
    report = Graph().parse(data=to_turtle(()))
    assert list(report.objects(None, SH.conforms)) == [Literal(True)]
