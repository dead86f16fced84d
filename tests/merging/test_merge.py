"""Articles through the whole pipeline: which of their event mentions become one attack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.graph.iris import MERGED_GRAPH, article_iri
from builder.merging.merge import merge, unmerged
from builder.model import Article
from builder.pipeline import BuildOptions, build
from builder.resources import data_dir
from builder.rules.run import run_rules
from builder.store.store import Store
from builder.store.upkeep import store_article
from builder.vocabulary import Class, External, Property

Clusters = set[frozenset[str]]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "exam" / "dev"

FIRST = Article(
    "first",
    "تفجير انتحاري في مدينة الموصل",
    "قتل 14 شخصاً وأصيب 30 في تفجير انتحاري استهدف مطعماً في مدينة الموصل شمالي العراق، الثلاثاء.",
    published=date(2024, 3, 12),
    outlet="الجزيرة",
)
SECOND = Article(
    "second",
    "14 قتيلاً في هجوم انتحاري على مطعم بالموصل",
    "فجر انتحاري نفسه داخل مطعم في الموصل، الثلاثاء، ما أدى إلى مقتل 14 شخصاً وإصابة 30 آخرين، وفق مصدر أمني.",
    published=date(2024, 3, 13),
    outlet="رويترز",
)
LATER = Article(
    "later",
    "ارتفاع حصيلة تفجير الموصل إلى 17 قتيلاً",
    "ارتفعت حصيلة التفجير الانتحاري الذي استهدف مطعماً في مدينة الموصل، الثلاثاء، إلى 17 قتيلاً.",
    published=date(2024, 3, 15),
    outlet="السومرية",
)
ELSEWHERE = Article(
    "elsewhere",
    "قصف على مدينة حلب",
    "قتل خمسة مدنيين في قصف مدفعي على حي في مدينة حلب شمالي سوريا، الثلاثاء.",
    published=date(2024, 3, 13),
)
WEEK_AFTER = Article(
    "week-after",
    "قتلى بتفجير عبوة في الموصل",
    "قتل شرطيان بانفجار عبوة ناسفة استهدفت دوريتهم في مدينة الموصل، الجمعة.",
    published=date(2024, 3, 23),
)
TWO = Article(
    "two",
    "هجومان في بغداد",
    "قتل تسعة أشخاص في تفجير سيارة مفخخة في سوق بحي الكرادة وسط بغداد، الاثنين. وفي هجوم آخر، اغتال مسلحون قاضياً"
    " أمام منزله في حي الدورة جنوبي بغداد، الاثنين.",
    published=date(2024, 4, 2),
)
SAME_TWO = Article(
    "same-two",
    "مقتل تسعة في الكرادة واغتيال قاض",
    "انفجرت سيارة مفخخة في سوق في الكرادة وسط بغداد، الاثنين، ما أدى إلى مقتل تسعة أشخاص. وفي هجوم آخر، اغتال مسلحون"
    " قاضياً أمام منزله في حي الدورة جنوبي بغداد، الاثنين.",
    published=date(2024, 4, 2),
)
ALL = (FIRST, SECOND, LATER, ELSEWHERE, WEEK_AFTER, TWO, SAME_TWO)


def built(path: Path, *batches: Sequence[Article], workers: int = 1) -> str:
    """The store's quads, sorted, after one build for each batch."""
    for batch in batches:
        build(batch, path, BuildOptions(workers=workers))
    return quads(path)


def quads(path: Path) -> str:
    with Store.open_reader(path) as store:
        return "\n".join(sorted(map(str, store.rdf)))


def clusters(path: Path) -> Clusters:
    """The articles of each attack that several tell."""
    found: dict[str, set[str]] = {}
    with Store.open_reader(path) as store:
        for quad in store.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None):
            assert isinstance(quad.object, NamedNode)
            found.setdefault(str(quad.subject), set()).add(quad.object.value.partition("#")[0].rpartition("/")[2])
    return {frozenset(articles) for articles in found.values() if len(articles) > 1}


def sizes(path: Path) -> list[int]:
    """How many mentions each attack has, in falling order."""
    found: dict[str, int] = {}
    with Store.open_reader(path) as store:
        for quad in store.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None):
            found[str(quad.subject)] = found.get(str(quad.subject), 0) + 1
    return sorted(found.values(), reverse=True)


def test_reports_and_a_follow_up_with_a_higher_toll_are_one_attack(tmp_path: Path) -> None:
    built(tmp_path / "s", ALL)
    assert frozenset({"first", "second", "later"}) in clusters(tmp_path / "s")


def test_another_place_or_another_week_is_another_attack(tmp_path: Path) -> None:
    built(tmp_path / "s", ALL)
    assert not any({"elsewhere", "week-after"} & articles for articles in clusters(tmp_path / "s"))


def test_two_attacks_of_one_day_in_one_city_stay_two(tmp_path: Path) -> None:
    built(tmp_path / "s", [TWO, SAME_TWO])
    assert sizes(tmp_path / "s") == [2, 2]


def test_the_words_of_a_claim_that_come_again_are_another_attack(tmp_path: Path) -> None:
    """A checkpoint has no name of its own: that of another town on another day is another one."""
    claims = [
        Article(
            town,
            f"هجوم في {town}",
            f"أعلنت كتائب النسر الذهبي مسؤوليتها عن هجوم استهدف حاجزاً في مدينة {town}، الأحد، وقتل ثلاثة جنود.",
            published=day,
        )
        for town, day in (("كركوك", date(2024, 5, 6)), ("تكريت", date(2024, 6, 3)))
    ]
    built(tmp_path, claims)
    assert sizes(tmp_path) == [1, 1]


def test_each_merge_says_why(tmp_path: Path) -> None:
    built(tmp_path / "s", [FIRST, SECOND])
    with Store.open_reader(tmp_path / "s") as store:
        kind = NamedNode(External.RDF_TYPE)
        decisions = [q.subject for q in store.rdf.quads_for_pattern(None, kind, NamedNode(Class.MERGE_DECISION), None)]
        assert len(decisions) == 2
        for decision in decisions:
            told = {q.predicate.value for q in store.rdf.quads_for_pattern(decision, None, None, None)}
            assert told >= {Property.MERGED_MENTION, Property.MERGED_INTO, Property.MERGE_SCORE, Property.MERGE_REASON}


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_the_order_of_arrival_changes_nothing(order: tuple[int, ...], tmp_path: Path) -> None:
    whole = built(tmp_path / "whole", ALL)
    parts = ([FIRST, TWO], [SECOND, ELSEWHERE], [LATER, WEEK_AFTER, SAME_TWO])
    assert built(tmp_path / "parts", *(parts[index][::-1] for index in order)) == whole


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    assert built(tmp_path / "four", ALL, workers=4) == built(tmp_path / "one", ALL)


def test_a_changed_article_leaves_its_attack_and_a_restored_one_returns(tmp_path: Path) -> None:
    whole = built(tmp_path / "s", ALL)
    moved = Article(
        "second",
        "قصف على الرقة",
        "قصفت طائرات مدينة الرقة، الأحد، ما أدى إلى مقتل ستة مدنيين.",
        published=date(2023, 1, 2),
    )
    assert built(tmp_path / "s", [moved]) == built(tmp_path / "new", [moved if a is SECOND else a for a in ALL])
    assert frozenset({"first", "later"}) in clusters(tmp_path / "s")
    assert built(tmp_path / "s", [SECOND]) == whole


def test_a_withdrawn_article_leaves_the_others_merged(tmp_path: Path) -> None:
    built(tmp_path / "s", [FIRST, SECOND, LATER])
    with Store.open_writer(tmp_path / "s") as writer:
        store_article(writer, article_iri("second"), ())
        assert unmerged(writer.rdf)
        merge(writer, partial(run_rules, writer))
        assert not unmerged(writer.rdf)
        writer.publish()
    assert clusters(tmp_path / "s") == {frozenset({"first", "later"})}


def test_a_build_that_ended_before_merging_is_merged_by_the_next(tmp_path: Path) -> None:
    from builder.assembly import assemble
    from builder.extraction.extractor import extract

    whole = built(tmp_path / "whole", [FIRST, SECOND, ELSEWHERE])
    with Store.open_writer(tmp_path / "s") as writer:  # killed after two articles: nothing merged, nothing published
        for article in (FIRST, SECOND):
            store_article(writer, article_iri(article.id), assemble(extract(article)).quads())
    assert built(tmp_path / "s", [ELSEWHERE]) == whole


def kinds_of_attacks(articles: Iterable[Article], path: Path) -> list[str]:
    built(path, list(articles))
    with Store.open_reader(path) as store:
        attacks = {q.subject for q in store.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None)}
        kind, merged = NamedNode(External.RDF_TYPE), NamedNode(MERGED_GRAPH)
        types = (quad for attack in attacks for quad in store.rdf.quads_for_pattern(attack, kind, None, merged))
        return sorted(str(quad.object).rpartition("#")[2].rstrip(">") for quad in types)


def test_the_class_is_the_one_that_most_reports_tell(tmp_path: Path) -> None:
    assert kinds_of_attacks([FIRST, SECOND, LATER], tmp_path / "s") == ["SuicideBombing"]


def test_a_synchronised_build_withdraws_what_is_not_given(tmp_path: Path) -> None:
    built(tmp_path / "s", ALL)
    report = build([FIRST, LATER, TWO], tmp_path / "s", BuildOptions(sync=True))
    assert report.withdrawn == 4
    assert quads(tmp_path / "s") == built(tmp_path / "new", [FIRST, LATER, TWO])


def test_nothing_is_withdrawn_if_an_input_could_not_be_read(tmp_path: Path) -> None:
    built(tmp_path / "s", [FIRST, SECOND])
    report = build([FIRST, Rejection("feed.xml", None, "no feed")], tmp_path / "s", BuildOptions(sync=True))
    assert report.withdrawn == 0
    assert clusters(tmp_path / "s") == {frozenset({"first", "second"})}


def test_of_the_examples_only_the_two_reports_of_one_attack_are_put_together(tmp_path: Path) -> None:
    build(read_inputs([str(data_dir("examples") / "articles.jsonl")]), tmp_path / "s")
    assert clusters(tmp_path / "s") == {frozenset({"tuz-attack-first", "tuz-attack-second"})}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated articles are not beside the project")
def test_three_reports_of_the_attack_on_the_libyan_election_commission_are_one_attack(tmp_path: Path) -> None:
    names = {
        "ant2-BB-middleEast-436-20180502",
        "ant2-SK-middleEast-1387-20180502",
        "ant2-FR-internationalNews-1042-20180502",
    }
    read = read_inputs([str(SHARED / "articles.jsonl")])
    build([one for one in read if isinstance(one, Article) and one.id in names], tmp_path / "s")
    assert frozenset(names) in clusters(tmp_path / "s")
