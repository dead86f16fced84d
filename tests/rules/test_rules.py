"""What each rule gives on invented reports, and that the way to it does not matter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from builder.graph.iris import (
    CURATION_GRAPH,
    INFERRED_GRAPH,
    REFERENCE_GRAPH,
    article_iri,
    identity_iri,
    part_iri,
)
from builder.model import (
    Act,
    Argument,
    DatePrecision,
    DateValue,
    EntityClass,
    Extraction,
    Outcome,
    PlaceRole,
    Quantity,
    QuantityKind,
    Role,
    Status,
)
from builder.rules.catalogue import Stage, rules
from builder.rules.extract import Extract
from builder.rules.run import run_rules
from builder.store.store import Store, Writer
from builder.store.upkeep import sweep_reference
from builder.validation.check import check_store
from builder.vocabulary import RASD, Class, Concept, External, Property
from tests.graph.incidents import AGENCY, ARMY, BASE, COUNTRY, FALCONS, GUARDS, PROVINCE, known
from tests.rules.reports import attack_of, report, together

INFERRED = ox.NamedNode(INFERRED_GRAPH)
FIRST, ANSWER = attack_of("first"), attack_of("answer")
MAY_7, MAY_8 = date(2024, 5, 7), date(2024, 5, 8)
SEVEN = Quantity(7, 7, QuantityKind.EXACTLY)
NAME = "سرايا الفجر الأحمر"
# Six articles whose reports hang together; some tell the same otherwise when they are read again.
ARTICLES = (
    report("a", MAY_7, killed=SEVEN, outcome=Outcome.HIT, claimed=(FALCONS,), answered=True),
    report("b", MAY_8, killed=Quantity(3, 3, QuantityKind.EXACTLY), outcome=Outcome.MISSED, accused=GUARDS),
    report("c", MAY_8, claimed=(FALCONS, GUARDS), new_name=NAME),
    report("d", None, day=date(2024, 5, 5), place=PROVINCE, denier=GUARDS, new_name=NAME),
    report("e", MAY_7, status=Status.FOILED, answered=True),
    report("f", MAY_8, accused=FALCONS, killed=Quantity(10, None, QuantityKind.AT_LEAST)),
)
# The same articles and others, so that each attack is told of by some of them, otherwise or not at all.
POOL = (
    *ARTICLES,
    report("a", MAY_7, outcome=Outcome.MISSED, accused=GUARDS),
    report("c", MAY_8, claimed=(GUARDS,), killed=SEVEN, answered=True),
    report("d", None, day=MAY_7, new_name=NAME, key="second"),
    report("g", MAY_8, day=MAY_8, claimed=(FALCONS,), outcome=Outcome.HIT, key="second"),
    report("h", MAY_8, day=MAY_8, claimed=(GUARDS,), outcome=Outcome.NO_HARM, new_name="سرايا الفجر", key="second"),
    report("i", MAY_7, accused=GUARDS, killed=SEVEN, answered=True, key="third"),
    report("j", MAY_8, place=PROVINCE, denier=GUARDS, killed=Quantity(9, 9, QuantityKind.EXACTLY), key="third"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Writer]:
    with Store.open_writer(tmp_path / "store") as writer:
        yield writer


def fill(store: Writer, *reports: Extraction) -> None:
    store.change(together(*reports), ())
    run_rules(store)


def fill_anew(store: Writer, *reports: Extraction) -> None:
    """The reports in place of all that the store holds."""
    store.change(together(*reports), store.rdf)
    run_rules(store)


def timed(one: Extraction, earliest: date, latest: date) -> Extraction:
    """The report with another time of its attack."""
    return _changed(
        one, lambda found: found.role is Role.DATE, lambda found: replace(found, filler=_time(earliest, latest))
    )


def placed(one: Extraction, role: PlaceRole) -> Extraction:
    """The report with another part of its place in the attack."""
    return _changed(one, lambda found: found.role is Role.PLACE, lambda found: replace(found, place_role=role))


def _time(earliest: date, latest: date) -> DateValue:
    precision = DatePrecision.DAY if earliest == latest else DatePrecision.RANGE
    return DateValue(earliest, latest, precision, "given")


def _changed(one: Extraction, chosen: Callable[[Argument], bool], change: Callable[[Argument], Argument]) -> Extraction:
    events = [
        replace(event, arguments=tuple(change(found) if chosen(found) else found for found in event.arguments))
        for event in one.events
    ]
    return replace(one, events=tuple(events))


def inferred(store: Writer) -> list[str]:
    return sorted(map(str, store.rdf.quads_for_pattern(None, None, None, INFERRED)))


def values(store: Writer, subject: str, predicate: str) -> set[str]:
    found = store.rdf.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, INFERRED)
    return {quad.object.value for quad in found if not isinstance(quad.object, ox.BlankNode | ox.Triple)}


def nodes(store: Writer, kind: str) -> list[dict[str, set[str]]]:
    """The properties of each node of a class, with values as text."""
    described = []
    for quad in store.rdf.quads_for_pattern(None, ox.NamedNode(External.RDF_TYPE), ox.NamedNode(kind), INFERRED):
        properties: dict[str, set[str]] = {}
        for one in store.rdf.quads_for_pattern(quad.subject, None, None, INFERRED):
            properties.setdefault(one.predicate.value, set()).add(str(one.object).strip("<>"))
        described.append(properties)
    return described


def links(store: Writer) -> dict[str, list[tuple[set[str], set[str], set[str]]]]:
    found: dict[str, list[tuple[set[str], set[str], set[str]]]] = {}
    for link in nodes(store, Class.GROUP_LINK):
        (kind,) = link[Property.LINK_KIND]
        actors, evidence = link[Property.LINKED_ACTOR], link.get(Property.LINK_EVIDENCE, set())
        found.setdefault(kind.removeprefix(RASD), []).append((actors, evidence, link[Property.LINK_WEIGHT]))
    return found


def argument_iri(one: Extraction, role: Role) -> str:
    (argument,) = (argument for argument in one.events[0].arguments if argument.role is role)
    return part_iri(article_iri(one.article.id), "argument", "first", role, argument.mention.span)


def claim_iri(one: Extraction, act: Act) -> str:
    (claim,) = (claim for claim in one.events[0].claims if claim.act is act)
    return part_iri(article_iri(one.article.id), "claim", "first", act, claim.quote)


def test_every_rule_is_documented() -> None:
    found = [rule for stage in rules().values() for rule in stage]
    assert len(found) == 24
    assert all(rule.title_ar and rule.title_en and rule.meaning and not rule.parameters for rule in found)
    assert all(rules().values())


def test_attack_classes_and_report_counts(store: Writer) -> None:
    fill(store, *ARTICLES)
    assert values(store, FIRST, External.RDF_TYPE) == {Class.BOMBING, Class.ATTACK}
    assert values(store, ANSWER, External.RDF_TYPE) == {Class.ATTACK}
    assert (values(store, FIRST, Property.REPORT_COUNT), values(store, ANSWER, Property.REPORT_COUNT)) == ({"6"}, {"2"})


def test_the_article_that_was_published_first_gives_the_day(store: Writer) -> None:
    fill(store, report("a", MAY_8, day=date(2024, 5, 5)), report("b", MAY_7), report("c", None, day=date(2024, 5, 1)))
    assert values(store, FIRST, Property.ON_DAY) == {"2024-05-06"}
    assert values(store, FIRST, Property.DAY_NUMBER) == {str((date(2024, 5, 6) - date(1970, 1, 1)).days)}


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2000, 2, 29), date(2023, 12, 31), date(2024, 3, 1)])
def test_days_are_numbered(store: Writer, day: date) -> None:
    fill(store, report("a", MAY_8, day=day))
    assert values(store, FIRST, Property.DAY_NUMBER) == {str((day - date(1970, 1, 1)).days)}


def test_the_earliest_day_or_else_period_is_the_time(store: Writer) -> None:
    fill(store, report("a", MAY_8, day=date(2024, 5, 5)), report("b", MAY_7), report("c", None, day=date(2024, 5, 1)))
    assert values(store, FIRST, Property.FIRST_DAY) == values(store, FIRST, Property.LAST_DAY) == {"2024-05-01"}
    spans = [
        (date(2024, 5, 1), date(2024, 5, 6)),
        (date(2024, 5, 2), date(2024, 5, 3)),
        (date(2024, 5, 1), date(2024, 5, 4)),
    ]
    periods = [timed(report(name, MAY_8), *span) for name, span in zip("abc", spans, strict=True)]
    fill_anew(store, *periods)
    assert values(store, FIRST, Property.FIRST_DAY) == {"2024-05-01"}
    assert values(store, FIRST, Property.LAST_DAY) == {"2024-05-04"}
    fill_anew(store, *periods, timed(report("d", MAY_8), MAY_7, MAY_7))
    assert values(store, FIRST, Property.FIRST_DAY) == values(store, FIRST, Property.LAST_DAY) == {"2024-05-07"}


def test_the_countries_that_were_struck(store: Writer) -> None:
    fill(store, report("a", MAY_7, place=BASE), report("b", MAY_8))
    assert values(store, FIRST, Property.STRUCK_COUNTRY) == {COUNTRY.iri}
    launched = placed(report("a", MAY_7, place=BASE), PlaceRole.LAUNCH)
    fill_anew(store, launched)
    assert values(store, FIRST, Property.STRUCK_COUNTRY) == set()
    fill_anew(store, placed(report("a", MAY_7, place=COUNTRY), PlaceRole.IMPACT))
    assert values(store, FIRST, Property.STRUCK_COUNTRY) == {COUNTRY.iri}


def test_the_most_exact_place_and_what_contains_it(store: Writer) -> None:
    fill(store, report("a", MAY_7, place=PROVINCE), report("b", MAY_8, place=BASE))
    assert values(store, FIRST, Property.OCCURRED_AT) == {BASE.iri}
    assert values(store, BASE.iri, Property.WITHIN) == {COUNTRY.iri}, "the province is stated already"
    assert values(store, PROVINCE.iri, Property.WITHIN) == set()
    assert values(store, FIRST, Property.TARGET) == {ARMY.iri}


def test_perpetrators_and_their_basis(store: Writer) -> None:
    cases = {
        Concept.UNKNOWN_PERPETRATOR: [report("a", MAY_7)],
        Concept.CLAIMED_ONLY: [report("a", MAY_7, claimed=(FALCONS,)), report("b", MAY_7)],
        Concept.ATTRIBUTED_ONLY: [report("a", MAY_7, accused=FALCONS), report("b", MAY_7)],
        Concept.CLAIMED_AND_ATTRIBUTED: [report("a", MAY_7, claimed=(FALCONS,)), report("b", MAY_7, accused=FALCONS)],
        Concept.DISPUTED_PERPETRATOR: [report("a", MAY_7, claimed=(FALCONS,)), report("b", MAY_7, accused=GUARDS)],
    }
    for basis, reports in cases.items():
        store.change(together(*reports), list(store.rdf))
        run_rules(store)
        assert values(store, FIRST, Property.PERPETRATOR_BASIS) == {basis}
    assert values(store, FIRST, Property.CLAIMED_BY) == {FALCONS.iri}
    assert values(store, FIRST, Property.ATTRIBUTED_TO) == {GUARDS.iri}


def test_a_denial_of_the_accused_disputes_the_perpetrator_and_one_of_another_the_event(store: Writer) -> None:
    fill(store, report("a", MAY_7, accused=GUARDS), report("b", MAY_8, denier=GUARDS))
    assert values(store, FIRST, Property.DENIED_BY) == {GUARDS.iri}
    assert values(store, FIRST, Property.PERPETRATOR_BASIS) == {Concept.DISPUTED_PERPETRATOR}
    assert values(store, FIRST, Property.STATUS) == {Concept.OCCURRED}
    fill(store, report("c", MAY_8, denier=ARMY))
    assert values(store, FIRST, Property.STATUS) == {Concept.DISPUTED}


def test_foiled_if_all_say_so(store: Writer) -> None:
    fill(store, report("a", MAY_7, status=Status.FOILED))
    assert values(store, FIRST, Property.STATUS) == {Concept.FOILED}
    fill(store, report("b", MAY_7))
    assert values(store, FIRST, Property.STATUS) == {Concept.OCCURRED}


def test_retaliation_between_attacks(store: Writer) -> None:
    fill(store, ARTICLES[0], ARTICLES[2])
    assert values(store, ANSWER, Property.IN_RETALIATION_FOR) == {FIRST}
    assert values(store, FIRST, Property.RETALIATED_BY) == {ANSWER}


def test_outcomes_that_exclude_each_other(store: Writer) -> None:
    hit, missed = (report(name, MAY_7, outcome=o) for name, o in (("a", Outcome.HIT), ("b", Outcome.MISSED)))
    fill(store, hit, missed, report("c", MAY_7, outcome=Outcome.HARM))
    one, other = claim_iri(hit, Act.OUTCOME), claim_iri(missed, Act.OUTCOME)
    assert (values(store, one, Property.CONFLICTS_WITH), values(store, other, Property.CONFLICTS_WITH)) == (
        {other},
        {one},
    )


@pytest.mark.parametrize(
    ("first", "then", "days", "conflicts"),
    [
        (SEVEN, Quantity(10, 10, QuantityKind.EXACTLY), (MAY_7, MAY_8), False),  # tolls rise
        (SEVEN, Quantity(10, 10, QuantityKind.EXACTLY), (MAY_8, MAY_7), True),
        (SEVEN, Quantity(10, 10, QuantityKind.EXACTLY), (MAY_7, MAY_7), True),
        (SEVEN, Quantity(10, 10, QuantityKind.EXACTLY), (MAY_7, None), True),
        (Quantity(5, None, QuantityKind.AT_LEAST), SEVEN, (MAY_7, MAY_7), False),
        (Quantity(8, 8, QuantityKind.ABOUT), SEVEN, (MAY_7, MAY_7), False),
        (Quantity(20, 20, QuantityKind.ABOUT), SEVEN, (MAY_7, MAY_7), True),
    ],
)
def test_tolls(store: Writer, first: Quantity, then: Quantity, days: tuple[date, date | None], conflicts: bool) -> None:
    reports = [report(name, day, killed=toll) for name, day, toll in zip("ab", days, (first, then), strict=True)]
    fill(store, *reports)
    one, other = (argument_iri(each, Role.KILLED) for each in reports)
    assert values(store, one, Property.CONFLICTS_WITH) == ({other} if conflicts else set())
    assert values(store, other, Property.CONFLICTS_WITH) == ({one} if conflicts else set())


def test_an_accusation_against_its_denial(store: Writer) -> None:
    accusing, denying = report("a", MAY_7, accused=GUARDS), report("b", MAY_8, denier=GUARDS)
    fill(store, accusing, denying, report("c", MAY_8, accused=FALCONS))
    denial = claim_iri(denying, Act.DENIAL)
    assert values(store, denial, Property.CONFLICTS_WITH) == {claim_iri(accusing, Act.ATTRIBUTION)}


def test_names_in_use(store: Writer) -> None:
    fill(store, report("a", MAY_7, claimed=(FALCONS,)), report("b", MAY_8, claimed=(FALCONS,)))
    (use,) = (use for use in nodes(store, Class.NAME_USE) if use[Property.NAME_OF] == {FALCONS.iri})
    assert use[Property.NAME] == {'"لواء الصقور"@ar'}
    assert use[Property.USED_BY] == {AGENCY.iri}
    assert {value[1:11] for value in use[Property.FIRST_USED] | use[Property.LAST_USED]} == {"2024-05-07", "2024-05-08"}
    assert [value.split('"')[1] for value in use[Property.USE_COUNT]] == ["2"]
    assert use[External.PROV_WAS_DERIVED_FROM] == {FIRST}


def test_links_between_groups(store: Writer) -> None:
    fill(store, report("a", MAY_7, claimed=(FALCONS, GUARDS), answered=True))
    pair, both = {FALCONS.iri, GUARDS.iri}, {FIRST, ANSWER}
    found = links(store)
    assert [(actors, evidence) for actors, evidence, _ in found["jointClaim"]] == [(pair, {FIRST})]
    assert sorted(sorted(actors) for actors, _, _ in found["retaliationLink"]) == sorted(
        sorted({ARMY.iri, actor}) for actor in pair
    )
    assert all(evidence == both for _, evidence, _ in found["retaliationLink"])
    assert "sharedPlaceAndWeek" not in found


def test_links_by_place_target_and_umbrella(store: Writer) -> None:
    umbrella = known("https://w3id.org/rasd/id/actor/umbrella", EntityClass.UMBRELLA_GROUP, "جبهة الساحل", "Front")
    one = report("a", MAY_7, claimed=(FALCONS,))
    other = report("b", MAY_7, day=date(2024, 5, 12), accused=GUARDS)
    quads = together(one) | {
        quad if quad.subject != ox.NamedNode(FIRST) else ox.Quad(ox.NamedNode(ANSWER), *list(quad)[1:])
        for quad in together(other)
    }
    member = ox.Quad(
        ox.NamedNode(GUARDS.iri), ox.NamedNode(Property.MEMBER_OF), ox.NamedNode(umbrella.iri), ox.DefaultGraph()
    )
    store.change({*quads, member}, ())
    run_rules(store)
    pair = {FALCONS.iri, GUARDS.iri}
    found = links(store)
    for kind in ("sharedPlaceAndWeek", "sharedTarget"):
        ((actors, evidence, weight),) = found[kind]
        assert (actors, evidence, {text.split('"')[1] for text in weight}) == (pair, {FIRST, ANSWER}, {"2"})
    ((actors, evidence, weight),) = found["umbrellaLink"]
    assert (actors, evidence, {text.split('"')[1] for text in weight}) == (pair, set(), {"1"})


def test_candidate_identities_and_what_a_person_decides(store: Writer) -> None:
    fill(store, report("a", MAY_7, new_name=NAME), report("b", MAY_8, new_name=NAME))
    old, new = (f"{article_iri(name)}#entity-group" for name in "ab")
    (proposal,) = nodes(store, Class.CANDIDATE_IDENTITY)
    assert (proposal[Property.CANDIDATE], proposal[Property.IDENTITY_WITH]) == ({new}, {old})
    assert proposal[Property.IDENTITY_REASON] == {Concept.SAME_WORDS}
    assert proposal[Property.IDENTITY_STATUS] == {Concept.PROPOSED}
    decision = ox.Quad(
        ox.NamedNode(identity_iri(new, old)),
        ox.NamedNode(Property.IDENTITY_STATUS),
        ox.NamedNode(Concept.REJECTED),
        ox.NamedNode(CURATION_GRAPH),
    )
    store.change([decision], ())
    run_rules(store)
    (decided,) = nodes(store, Class.CANDIDATE_IDENTITY)
    assert Property.IDENTITY_STATUS not in decided
    assert decision in store.rdf


def test_a_name_inside_another(store: Writer) -> None:
    fill(store, report("a", MAY_7, new_name=NAME), report("b", MAY_8, new_name="سرايا الفجر"))
    (proposal,) = nodes(store, Class.CANDIDATE_IDENTITY)
    assert proposal[Property.IDENTITY_REASON] == {Concept.NAME_CONTAINED}


def test_a_second_run_changes_nothing(store: Writer) -> None:
    fill(store, *ARTICLES)
    before = inferred(store)
    store.publish()
    run_rules(store)
    run_rules(store, [FIRST])
    run_rules(store, [])
    assert inferred(store) == before
    assert not store.unpublished


def test_what_follows_conforms_and_goes_with_its_articles(store: Writer) -> None:
    fill(store, *ARTICLES)
    sweep_reference(store)
    assert check_store(store.rdf) == ()
    assert not [quad for quad in store.rdf if isinstance(quad.subject, ox.BlankNode)]
    store.change((), [quad for quad in store.rdf if quad.graph_name not in (INFERRED,)])
    run_rules(store, [FIRST, ANSWER])
    sweep_reference(store)
    assert list(store.rdf) == []


@pytest.mark.parametrize("seed", range(12))
def test_a_run_for_what_changed_is_a_run_for_all(store: Writer, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told: dict[str, Extraction] = {}
    for _ in range(5):
        before, told = told, {one.article.id: one for one in chance.sample(POOL, chance.randint(0, len(POOL)))}
        changed = [
            one
            for name in {*before, *told}
            if before.get(name) != told.get(name)
            for one in (before.get(name), told.get(name))
            if one is not None
        ]
        kept = {quad for quad in store.rdf if quad.graph_name in (INFERRED, ox.NamedNode(REFERENCE_GRAPH))}
        store.change(together(*told.values()), set(store.rdf) - kept)
        run_rules(store, {attack_of(event.key) for one in changed for event in one.events})
        sweep_reference(store)
        with Store.open_writer(tmp_path / f"whole-{len(list(tmp_path.iterdir()))}") as whole:
            fill(whole, *told.values())
            sweep_reference(whole)
            assert inferred(store) == inferred(whole)
            assert set(store.rdf) == set(whole.rdf)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib calls its own old names
def test_rdflib_gives_the_same(store: Writer) -> None:
    fill(store, ARTICLES[0], ARTICLES[2])
    extract = Extract(store.rdf)
    extract.add_attacks(None)
    triples = b"".join(f"{q.subject} {q.predicate} {q.object} .\n".encode() for q in extract.facts())
    dataset = Dataset(default_union=True)
    dataset.default_graph.parse(data=triples, format="nt")
    for stage in Stage:
        for rule in rules()[stage]:
            dataset.update(rule.text)
    found = dataset.graph(INFERRED_GRAPH)
    theirs = {quad.triple for quad in ox.parse(found.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)}
    identities = {Property.CANDIDATE, Property.IDENTITY_WITH, Property.IDENTITY_SCORE, Property.IDENTITY_STATUS}
    ours = {quad.triple for quad in store.rdf.quads_for_pattern(None, None, None, INFERRED)}
    assert not {triple.predicate.value for triple in ours} & identities
    assert plain(theirs) == plain(ours)


def plain(triples: set[ox.Triple]) -> list[str]:
    """The triples with numbers in one spelling: rdflib writes a decimal of 2 as 2.0."""
    return sorted(str(triple).replace('.0"^^', '"^^') for triple in triples)
