from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from builder.graph.iris import REFERENCE_GRAPH, article_iri, event_iri
from builder.model import Argument, Extraction, Mention, Relation, RelationKind, Role, Span
from builder.reference.vocabularies import Vocabulary, concept_iri
from builder.vocabulary import OA, RASD, Class, External, Property
from tests.graph.incidents import (
    AGENCY,
    base_extraction,
    claim_extraction,
    extraction_quads,
    extractions,
    quads_of,
    quiet_extraction,
)

BASE = article_iri("base")


def quads(extraction: Extraction) -> list[Quad]:
    return list(extraction_quads(extraction, digest="d", version="1.2.3"))


def values(found: list[Quad], subject: str, predicate: str) -> set[str]:
    return {
        quad.object.value
        for quad in found
        if quad.subject == NamedNode(subject)
        and quad.predicate == NamedNode(predicate)
        and isinstance(quad.object, NamedNode | Literal)
    }


def subjects(found: list[Quad], predicate: str) -> set[str]:
    return {
        quad.subject.value
        for quad in found
        if quad.predicate == NamedNode(predicate) and isinstance(quad.subject, NamedNode)
    }


def test_the_same_extraction_gives_the_same_quads_each_once() -> None:
    for extraction in extractions():
        found = quads(extraction)
        assert found == quads(extraction)
        assert len(found) == len(set(found))


def test_all_quads_stand_in_the_graph_of_the_article() -> None:
    for extraction in extractions():
        own = {quad.graph_name for quad in extraction_quads(extraction, digest="d", version="1", publisher=AGENCY)}
        assert own == {NamedNode(article_iri(extraction.article.id))}


def test_an_unknown_outlet_is_described_once_for_all_articles() -> None:
    first, second = (
        {quad for quad in quads(claim_extraction(suffix)) if quad.graph_name == NamedNode(REFERENCE_GRAPH)}
        for suffix in ("", "-2")
    )
    assert first == second != set()


def test_there_are_no_blank_nodes() -> None:
    for quad in quads_of(*extractions()):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)


def test_the_store_gives_back_the_same_spelling() -> None:
    found = quads_of(*extractions())
    store = Store()
    store.extend(found)
    assert set(store) == set(found)


def test_selectors_lead_to_the_exact_words() -> None:
    for extraction in extractions():
        found = quads(extraction)
        text = extraction.article.text
        spans = subjects(found, External.OA_HAS_SELECTOR)
        for position, quote in (sorted(values(found, span, External.OA_HAS_SELECTOR)) for span in spans):
            (start,), (end,) = values(found, position, OA + "start"), values(found, position, OA + "end")
            assert values(found, quote, OA + "exact") == {text[int(start) : int(end)]}


def test_every_mention_has_a_sentence_around_it() -> None:
    for extraction in extractions():
        found = quads(extraction)
        for span in subjects(found, Property.RULE) & subjects(found, External.OA_HAS_SELECTOR):
            (sentence,) = values(found, span, Property.IN_SENTENCE)
            assert Class.SENTENCE in values(found, sentence, External.RDF_TYPE)


def test_words_outside_of_all_sentences_are_their_own() -> None:
    extraction = replace(base_extraction(), sentences=())
    found = quads(extraction)
    assert values(found, f"{BASE}#char=39,50", Property.IN_SENTENCE) == {f"{BASE}#char=39,50"}


def test_two_arguments_of_one_role_at_one_place_are_numbered() -> None:
    extraction = base_extraction()
    first = extraction.events[0]
    doubled = replace(first, arguments=(*first.arguments, replace(first.arguments[0], confidence=0.1)))
    found = quads(replace(extraction, events=(doubled, extraction.events[1])))
    names = values(found, event_iri(BASE, "e42"), Property.ARGUMENT)
    assert {f"{BASE}#argument-e42-date-51-58", f"{BASE}#argument-e42-date-51-58-2"} <= names
    assert values(found, f"{BASE}#argument-e42-date-51-58-2", Property.CONFIDENCE) == {"0.1"}


def test_targets_and_counted_groups_have_their_kinds() -> None:
    extraction = base_extraction()
    first = extraction.events[0]
    kinds = {Role.TARGET: "military-base", Role.KILLED: "attackers", Role.WOUNDED: ""}
    iris = {role: concept_iri(Vocabulary.TARGET_KIND, kind) if kind else "" for role, kind in kinds.items()}
    told = tuple(replace(argument, kind=iris.get(argument.role, "")) for argument in first.arguments)
    found = quads(replace(extraction, events=(replace(first, arguments=told), extraction.events[1])))
    by_role = {
        role: {name for name in values(found, event_iri(BASE, "e42"), Property.ARGUMENT) if f"-{role}-" in name}
        for role in Role
    }
    for name in by_role[Role.TARGET]:
        assert values(found, name, Property.TARGET_KIND) == {iris[Role.TARGET]}
        assert values(found, name, Property.COUNTED_GROUP_KIND) == values(found, name, Property.CASUALTY_KIND) == set()
    for role, group, casualties in (
        (Role.KILLED, {iris[Role.KILLED]}, "attackers-killed"),
        (Role.WOUNDED, set(), "wounded"),
    ):
        assert by_role[role]
        for name in by_role[role]:
            assert values(found, name, Property.COUNTED_GROUP_KIND) == group
            assert values(found, name, Property.CASUALTY_KIND) == {concept_iri(Vocabulary.CASUALTY_KIND, casualties)}
    assert all(values(found, name, Property.CASUALTY_KIND) == set() for name in by_role[Role.DATE])


def test_the_state_and_the_run() -> None:
    found = quads(base_extraction())
    assert values(found, BASE, Property.EXTRACTION_STATE) == {RASD + "extracted"}
    assert values(found, f"{BASE}#extraction", External.SKOS_NOTE) == {"a note"}
    assert values(found, f"{BASE}#extraction", External.PROV_WAS_ASSOCIATED_WITH) == {
        "https://w3id.org/rasd/id/software/rasd-1.2.3"
    }
    quiet = quads(quiet_extraction())
    assert values(quiet, article_iri("quiet"), Property.EXTRACTION_STATE) == {RASD + "noAttack"}


def test_a_retaliation_is_a_relation_and_a_claim() -> None:
    found = quads(base_extraction())
    relation = f"{BASE}#relation-inRetaliationFor-e400-e42"
    assert values(found, relation, External.RDF_TYPE) == {Class.EVENT_RELATION, Class.RETALIATION_CLAIM}
    assert values(found, relation, Property.ABOUT_EVENT) == {event_iri(BASE, "e400")}
    assert values(found, relation, Property.TO_EVENT) == {event_iri(BASE, "e42")}


def test_a_citation_is_cited_by_its_article() -> None:
    found = quads(base_extraction())
    (citation,) = {iri for iri in values(found, BASE, Property.CITES) if "#citation-" in iri}
    assert values(found, citation, Property.CLAIMER) == {AGENCY.iri}
    assert values(found, citation, Property.ABOUT_EVENT) == set()


def test_an_unresolved_date_has_no_value() -> None:
    argument = f"{article_iri('الوادي/1 ؟')}#argument-e150-date-204-207"
    found = quads(claim_extraction())
    assert values(found, argument, Property.VALUE) == set()
    assert values(found, argument, Property.DATE_PRECISION) == {RASD + "unknownPrecision"}


def test_nquads_read_back() -> None:
    found = quads_of(*extractions())
    lines = "".join(f"{quad} .\n" for quad in found)
    assert set(parse(lines, format=RdfFormat.N_QUADS)) == set(found)


def _outside(extraction: Extraction) -> Extraction:
    return replace(extraction, sentences=(Span(0, len(extraction.article.text) + 1),))


def _mention_outside(extraction: Extraction) -> Extraction:
    end = len(extraction.article.text)
    mention = Mention(Span(end - 1, end + 1), "", "")
    event = replace(extraction.events[0], triggers=(mention,))
    return replace(extraction, events=(event, *extraction.events[1:]))


def _citation_outside(extraction: Extraction) -> Extraction:
    end = len(extraction.article.text)
    return replace(extraction, citations=(replace(extraction.citations[0], quote=Span(end - 1, end + 1)),))


def _same_key(extraction: Extraction) -> Extraction:
    return replace(extraction, events=extraction.events[:1] * 2, relations=())


def _no_series(extraction: Extraction) -> Extraction:
    return replace(extraction, events=(replace(extraction.events[0], part_of="s9"), extraction.events[1]))


def _no_target(extraction: Extraction) -> Extraction:
    return replace(extraction, relations=(Relation(RelationKind.FOLLOWS, "e42", "e9", Span(0, 1)),))


def _no_claim(extraction: Extraction) -> Extraction:
    event = extraction.events[1]
    argument: Argument = replace(event.arguments[0], role=Role.DATE, claim=0)
    return replace(extraction, events=(extraction.events[0], replace(event, arguments=(argument,))))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_outside, "outside a text of"),
        (_mention_outside, "outside a text of"),
        (_citation_outside, "outside a text of"),
        (_same_key, "one key"),
        (_no_series, "no event has the key"),
        (_no_target, "no event has the key"),
        (_no_claim, "has no claim 0"),
    ],
)
def test_an_extraction_that_contradicts_itself_is_refused(
    damage: Callable[[Extraction], Extraction], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        quads(damage(base_extraction()))
