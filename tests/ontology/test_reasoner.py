"""HermiT on the ontology, on a small graph that uses it, and on variants that must be refused.

These tests need a Java runtime and fail without one: an ontology that nobody reasoned over counts as untested.
"""

from __future__ import annotations

import shutil

import pytest
from rdflib import Graph

from builder.errors import RunError
from builder.ontology import InconsistentOntologyError, unsatisfiable_classes
from builder.resources import data_dir
from builder.vocabulary import RASD

PREFIXES = f"""
@prefix : <https://example.org/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rasd: <{RASD}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
"""

# One rocket attack on a base, claimed by a group, with a toll, as the graph tells it.
SAMPLE = """
:article a schema:NewsArticle , prov:Entity ; rasd:extractionState rasd:extracted .
:attack a rasd:RocketAttack ; rasd:describedBy :event .
:total a rasd:AttackSeries ; rasd:describedBy :series .
:event a rasd:AttackMention ; rasd:inArticle :article ; rasd:attackType rasd:RocketAttack ; rasd:status rasd:occurred ;
    rasd:background false ; rasd:trigger :words ; rasd:argument :toll , :base ; rasd:partOfSeries :series .
:series a rasd:SeriesMention ; rasd:inArticle :article ; rasd:attackType rasd:Attack .
:toll a rasd:QuantityArgument ; rasd:role rasd:killed ; rasd:low 12 ; rasd:high 15 ; rasd:quantityKind rasd:between ;
    rasd:mention :words ; rasd:accordingTo :claim .
:base a rasd:EntityArgument ; rasd:role rasd:target ; rasd:filler :airfield ; rasd:mention :words .
:claim a rasd:ResponsibilityClaim ; rasd:aboutEvent :event ; rasd:claimer :group ; rasd:claimedPerpetrator :group ;
    rasd:certainty rasd:certain ; rasd:medium :statement ; rasd:quote :sentence .
:answer a rasd:EventRelation , rasd:RetaliationClaim ; rasd:relationKind rasd:inRetaliationFor ;
    rasd:fromEvent :event ; rasd:toEvent :series ; rasd:aboutEvent :event ; rasd:quote :sentence .
:words a rasd:Mention , oa:SpecificResource ; rasd:inSentence :sentence .
:sentence a rasd:Sentence , rasd:Quotation ; rasd:inSentence :sentence .
:group a rasd:ArmedGroup ; rasd:memberOf :umbrella .
:umbrella a rasd:UmbrellaGroup .
:statement a rasd:StatementMedium .
:airfield a rasd:Facility ; rasd:within :country .
:country a rasd:Country .
:denial a rasd:DenialClaim ; rasd:aboutEvent :event ; rasd:claimer :country ; rasd:claimedPerpetrator :country ;
    rasd:quote :sentence .
:decision a rasd:MergeDecision ; rasd:mergedMention :event ; rasd:mergedInto :attack ; rasd:mergeScore 0.9 ;
    rasd:mergeReason rasd:samePlace , rasd:otherToll .
:use a rasd:NameUse ; rasd:name "the Group"@en ; rasd:nameOf :group ; rasd:usedBy :statement ; rasd:useCount 2 .
:identity a rasd:CandidateIdentity ; rasd:candidate :group ; rasd:identityWith :umbrella ; rasd:identityScore 0.5 ;
    rasd:identityStatus rasd:proposed ; rasd:identityReason rasd:similarSpelling .
:belongs a rasd:Affiliation ; rasd:member :group ; rasd:umbrella :umbrella ; rasd:affiliationRole rasd:front .
:link a rasd:GroupLink ; rasd:linkedActor :group , :umbrella ; rasd:linkKind rasd:jointClaim ; rasd:linkWeight 1.0 ;
    rasd:linkEvidence :attack .
:attack rasd:claimedBy :group ; rasd:perpetratorBasis rasd:claimedOnly ; rasd:occurredAt :airfield ;
    rasd:dayNumber 19660 ; rasd:reportCount 1 .
"""

CONTRADICTIONS = {
    "a total counted as an attack": ":total rasd:describedBy :event .",
    "an argument with two roles": ":toll rasd:role rasd:wounded .",
    "a claim that denies what it claims": ":claim a rasd:DenialClaim .",
    "a mention with two states": ":event rasd:status rasd:foiled .",
    "a person in whom a base lies": ":airfield rasd:within :someone . :someone a rasd:Person .",
    "a series that is its own part": ":series rasd:partOfSeries :series .",
    "a toll filled by an entity": ":toll rasd:filler :group .",
    "an affiliation with itself": ":belongs rasd:umbrella :group .",
    "an identity with itself": ":identity rasd:identityWith :group .",
    "a proposal that is open and rejected": ":identity rasd:identityStatus rasd:rejected .",
    "a merge for a reason of another scheme": ":decision rasd:mergeReason rasd:sharedTarget .",
    "a merge into a series": ":decision rasd:mergedInto :total .",
    "a decision that is a claim": ":decision a rasd:Claim .",
    "a name of a person and of a place": ":use rasd:nameOf :airfield . :group a rasd:Person .",
    "two bases of one attack": ":attack rasd:perpetratorBasis rasd:attributedOnly .",
    "a link that a series shows": ":link rasd:linkEvidence :total .",
    "an attack that occurred at a person": ":attack rasd:occurredAt :someone . :someone a rasd:Person .",
}


def extended(graph: Graph, statements: str) -> Graph:
    return Graph().parse(data=graph.serialize(format="nt"), format="nt").parse(data=PREFIXES + statements)


def test_java_is_here() -> None:
    assert shutil.which("java"), "HermiT needs Java: install a Java runtime and put java on the PATH"


def test_consistent_and_every_class_can_have_instances(published: Graph) -> None:
    assert unsatisfiable_classes(published) == ()


def test_a_graph_that_uses_it_is_consistent(published: Graph) -> None:
    assert unsatisfiable_classes(extended(published, SAMPLE)) == ()


def test_the_vocabularies_are_consistent_with_it(published: Graph) -> None:
    terms = published + Graph().parse(data_dir("ontology") / "vocabularies.ttl")
    kinds = "@prefix kind: <https://w3id.org/rasd/id/target-kind/> . :base rasd:targetKind kind:military-base ."
    assert unsatisfiable_classes(extended(terms, SAMPLE + kinds)) == ()


def test_dates_do_not_stop_the_reasoner(published: Graph) -> None:
    day = '"2023-10-30"^^<http://www.w3.org/2001/XMLSchema#date>'
    date = f":when a rasd:DateArgument ; rasd:earliest {day} . :attack a rasd:Attack ; rasd:onDay {day} ."
    assert unsatisfiable_classes(extended(published, date)) == ()


@pytest.mark.parametrize("statements", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_contradictions_are_found(published: Graph, statements: str) -> None:
    with pytest.raises(InconsistentOntologyError):
        unsatisfiable_classes(extended(published, SAMPLE + statements))


def test_an_impossible_class_is_found(published: Graph) -> None:
    impossible = ":Both a owl:Class ; rdfs:subClassOf rasd:Attack , rasd:AttackSeries ."
    assert unsatisfiable_classes(extended(published, impossible)) == ("https://example.org/Both",)


def test_a_contradiction_in_the_terms_alone_is_found(published: Graph) -> None:
    with pytest.raises(InconsistentOntologyError):
        unsatisfiable_classes(extended(published, "rasd:hit owl:sameAs rasd:missed ."))


def test_without_java_the_error_says_what_to_do(published: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RunError, match="install a Java runtime"):
        unsatisfiable_classes(published)
