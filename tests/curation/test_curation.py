"""Decisions of a person through the command line and back: what follows from them, and what a build does to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode

from builder.cli import cli
from builder.curation.decisions import Identity, IdentityStatus, identities, incident_decisions
from builder.extraction.extractor import extract
from builder.graph.iris import article_iri
from builder.model import Article
from builder.pipeline import BuildOptions, Read, build, read_article
from builder.store.articles import ArticleWriter
from builder.store.stamps import rasd_version
from builder.store.store import Store
from builder.vocabulary import Concept, Property

FIRST = Article(
    "first",
    "تفجير انتحاري في مدينة الموصل",
    "قتل 14 شخصاً وأصيب 30 في تفجير انتحاري استهدف مطعماً في مدينة الموصل شمالي العراق، الثلاثاء.",
    published=date(2024, 3, 12),
)
SECOND = Article(
    "second",
    "14 قتيلاً في هجوم انتحاري على مطعم بالموصل",
    "فجر انتحاري نفسه داخل مطعم في الموصل، الثلاثاء، ما أدى إلى مقتل 14 شخصاً وإصابة 30 آخرين، وفق مصدر أمني.",
    published=date(2024, 3, 13),
)
LATER = Article(
    "later",
    "ارتفاع حصيلة تفجير الموصل إلى 17 قتيلاً",
    "ارتفعت حصيلة التفجير الانتحاري الذي استهدف مطعماً في مدينة الموصل، الثلاثاء، إلى 17 قتيلاً.",
    published=date(2024, 3, 15),
)
ELSEWHERE = Article(
    "elsewhere",
    "قصف على مدينة حلب",
    "قتل خمسة مدنيين في قصف مدفعي على حي في مدينة حلب شمالي سوريا، الأحد.",
    published=date(2023, 1, 2),
)
GROUP = tuple(
    Article(
        name,
        f"هجوم في {place}",
        f"أعلنت كتائب النسر الذهبي مسؤوليتها عن هجوم استهدف حاجزاً في مدينة {place}، الأحد، وقتل ثلاثة جنود.",
        published=day,
    )
    for name, place, day in (("one", "كركوك", date(2024, 5, 6)), ("two", "تكريت", date(2024, 6, 3)))
)
ALL = (FIRST, SECOND, LATER, ELSEWHERE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(ALL, tmp_path / "s")
    return tmp_path / "s"


def curate(store: Path, *words: str) -> str:
    ran = CliRunner().invoke(cli, ["curate", *words, "--store", str(store)])
    assert ran.exit_code == 0, ran.output
    return ran.output


def quads(store: Path) -> list[str]:
    with Store.open_reader(store) as reader:
        return sorted(map(str, reader.rdf))


def attacks(store: Path) -> dict[frozenset[str], str]:
    """The attack of each set of articles that tell it."""
    told: dict[str, set[str]] = {}
    with Store.open_reader(store) as reader:
        for attack, mention in _pairs(reader, Property.DESCRIBED_BY):
            told.setdefault(attack, set()).add(mention.partition("#")[0].rpartition("/")[2])
    return {frozenset(articles): attack for attack, articles in told.items()}


def _pairs(store: Store, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in store.rdf.quads_for_pattern(None, NamedNode(predicate), None, None):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode)
        yield quad.subject.value, quad.object.value


def test_an_article_is_split_off_and_returns_when_that_is_taken_back(store: Path) -> None:
    before = quads(store)
    whole = attacks(store)[frozenset({"first", "second", "later"})]
    assert curate(store, "split", whole, "second") == "done\n"
    assert set(attacks(store)) == {frozenset({"first", "later"}), frozenset({"second"}), frozenset({"elsewhere"})}
    assert curate(store, "forget", attacks(store)[frozenset({"second"})]) == "done\n"
    assert quads(store) == before


def test_two_attacks_are_joined_with_the_reason_and_come_apart_when_that_is_taken_back(store: Path) -> None:
    before = quads(store)
    found = attacks(store)
    curate(store, "join", found[frozenset({"elsewhere"})], found[frozenset({"first", "second", "later"})])
    (joined,) = attacks(store).values()
    with Store.open_reader(store) as reader:
        reasons = {reason for _, reason in _pairs(reader, Property.MERGE_REASON)}
    assert Concept.DECIDED_BY_PERSON in reasons
    assert curate(store, "join", joined, joined) == "nothing to change\n"
    curate(store, "forget", joined)
    assert quads(store) == before


def test_the_later_decision_counts(store: Path) -> None:
    found = attacks(store)
    curate(store, "join", found[frozenset({"elsewhere"})], found[frozenset({"first", "second", "later"})])
    (joined,) = attacks(store).values()
    curate(store, "split", joined, "elsewhere")
    assert frozenset({"elsewhere"}) in attacks(store)
    curate(store, "join", *attacks(store).values())
    assert list(attacks(store)) == [frozenset({"first", "second", "later", "elsewhere"})]


def test_a_decision_outlives_builds_and_does_not_depend_on_their_order(store: Path, tmp_path: Path) -> None:
    curate(store, "split", attacks(store)[frozenset({"first", "second", "later"})], "second")
    decided = quads(store)
    build(ALL, store, BuildOptions(rebuild=True))
    assert quads(store) == decided
    build([FIRST, LATER, ELSEWHERE], store, BuildOptions(sync=True))
    assert not any("second" in articles for articles in attacks(store))
    build([SECOND], store)
    assert quads(store) == decided


def test_what_cannot_be_decided_is_said(store: Path) -> None:
    whole = attacks(store)[frozenset({"first", "second", "later"})]
    for words, message in (
        (("split", whole, "elsewhere"), "no mention in the article elsewhere"),
        (("split", "https://example.org/none", "first"), "there is no attack"),
        (("join", whole, "not an iri"), "is no IRI"),
        (("accept", "https://example.org/none"), "no candidate identity"),
    ):
        ran = subprocess.run(
            [sys.executable, "-c", "import builder.cli; builder.cli.main()", "curate", *words, "--store", str(store)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr.count("\n")) == (1, 1)
        assert message in ran.stderr
    assert curate(store, "forget", whole) == "nothing to change\n"


def test_an_identity_is_accepted_rejected_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "s"
    build(GROUP, path)
    before = quads(path)
    (first,) = _identities(path)
    assert first.status is IdentityStatus.PROPOSED
    for command, status in (("accept", IdentityStatus.ACCEPTED), ("reject", IdentityStatus.REJECTED)):
        curate(path, command, first.iri)
        assert _identities(path)[0].status is status
        build(GROUP, path, BuildOptions(rebuild=True))
        assert _identities(path)[0].status is status
        ran = CliRunner().invoke(cli, ["validate", "--full", "--store", str(path)])
        assert ran.exit_code == 0, ran.output
    curate(path, "reopen", first.iri)
    assert quads(path) == before


def _identities(path: Path) -> tuple[Identity, ...]:
    with Store.open_reader(path) as reader:
        return identities(reader)


@pytest.mark.parametrize("command", ["accept", "reject"])
def test_a_decision_after_an_interrupted_build_shows_what_that_has_stored_as_merged(
    tmp_path: Path, command: str
) -> None:
    """The build is killed when it has stored all its articles, and merged none."""
    disturbed, whole = tmp_path / "disturbed", tmp_path / "whole"
    build((*GROUP, FIRST), disturbed)
    with Store.open_writer(disturbed) as writer:
        articles = ArticleWriter(writer)
        for article in (SECOND, LATER):
            read = read_article(article, extract, rasd_version())
            assert isinstance(read, Read)
            articles.put(article_iri(read.id), read.assembled.own, read.assembled.shared)
        articles.flush()
    build((*GROUP, *ALL[:3]), whole)
    for path in (disturbed, whole):
        curate(path, command, _identities(path)[0].iri)
    assert frozenset({"first", "second", "later"}) in attacks(disturbed)
    assert quads(disturbed) == quads(whole)


def test_decisions_are_listed(store: Path) -> None:
    curate(store, "split", attacks(store)[frozenset({"first", "second", "later"})], "second")
    shown = curate(store, "list")
    assert shown.count("another event") == 2
    with Store.open_reader(store) as reader:
        assert len(incident_decisions(reader)) == 2
