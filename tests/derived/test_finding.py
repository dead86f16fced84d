"""Searches by name: spellings, ranks, and texts that are syntax elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.derived.answers import KEPT
from builder.derived.file import FORMAT, DerivedDataError, open_derived
from builder.derived.finding import EXACT, Found, find
from builder.derived.kinds import SearchKind
from builder.derived.wanted import LONGEST, MOST, wanted
from builder.store.seals import digest_of
from builder.store.snapshots import current_snapshot
from builder.text.normalize import normalize_key
from tests.invented import BASE, BRIGADES, invented_store

BRIGADE = "كتائب الراية"


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    snapshot = current_snapshot(invented_store(tmp_path_factory.mktemp("found") / "store"))
    assert snapshot is not None
    with closing(open_derived(snapshot)) as connection:
        yield connection


def found(derived: sqlite3.Connection, text: str, *kinds: SearchKind) -> list[Found]:
    return find(derived, wanted(text, kinds, MOST))


@pytest.mark.parametrize(
    "text",
    [
        BRIGADE,
        "كَتَائِبُ الرّاية",
        "راية",
        "الراي",
        "الرايه كتائب",
        "Raya Brigades",
        "raya",
        "al-raya brigades",
        "Al Raya",
        "brigaades",
        "كتاءب الراية",
    ],
)
def test_a_group_is_found_in_many_spellings(derived: sqlite3.Connection, text: str) -> None:
    assert BRIGADES.iri in {one.iri for one in found(derived, text, SearchKind.ACTOR)}


@pytest.mark.parametrize("text", ["بغداد", "كتائب بغداد", "rx", "ك", "Brigades of nowhere"])
def test_what_nothing_is_called_is_not_found(derived: sqlite3.Connection, text: str) -> None:
    assert found(derived, text, SearchKind.ACTOR) == []


def test_a_name_that_is_just_that_comes_first(derived: sqlite3.Connection) -> None:
    for entity in (BRIGADES, BASE):
        for name in (entity.label_ar, entity.label_en, normalize_key(entity.label_ar)):
            first, *others = found(derived, name)
            assert first.iri == entity.iri
            assert first.score > EXACT > max((one.score for one in others), default=0)
    assert (first.ar, first.en) == (BASE.label_ar, BASE.label_en)


def test_each_kind_is_found(derived: sqlite3.Connection) -> None:
    told = {
        SearchKind.ACTOR: "الراية",
        SearchKind.PLACE: "الوادي",
        SearchKind.SOURCE: "الضفاف",
        SearchKind.ARTICLE: "صاروخي الوادي تضارب",
        SearchKind.ATTACK: "الوادي الراية",
    }
    for kind, text in told.items():
        assert {one.kind for one in found(derived, text, kind)} == {kind.value}
        assert kind.value in {one.kind for one in found(derived, text)}
    assert any("2023-11-02" in one.ar for one in found(derived, "الوادي 2023", SearchKind.ATTACK))


def test_the_number_of_results_is_bounded(derived: sqlite3.Connection) -> None:
    assert len(find(derived, wanted("ال", limit=2))) == 2
    for limit in (0, -1, MOST + 1):
        with pytest.raises(ValueError, match="results"):
            wanted("x", limit=limit)


SYNTAX = st.sampled_from(
    ['"', "*", "(", ")", "^", ":", "-", "+", "{", "}", "NEAR", "OR", "AND", "NOT", "name", ",", "'", ";", "--", "\0"]
)


@given(st.lists(st.one_of(st.text(max_size=12), SYNTAX), max_size=40))
def test_no_text_is_syntax(derived: sqlite3.Connection, parts: list[str]) -> None:
    for joined in (" ".join(parts), "".join(parts)):
        assert len(found(derived, joined)) <= MOST


@pytest.mark.parametrize("text", ["", " ", "!?", '"', "\u200f", "\0", "ـ"])
def test_nothing_to_look_for_finds_nothing(derived: sqlite3.Connection, text: str) -> None:
    assert found(derived, text) == []


def test_a_long_text_is_cut(derived: sqlite3.Connection) -> None:
    asked = wanted("كتائب " * 1_000_000)
    assert len(asked.words) <= 2
    assert len(wanted(" ".join(f"w{number}" for number in range(LONGEST))).words) == 12


def test_data_without_an_index_says_what_to_do(derived: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as other:
        derived.backup(other)
        other.execute("UPDATE meta SET value = '' WHERE key = 'search'")
        with pytest.raises(DerivedDataError, match="rasd build makes its search index"):
            find(other, wanted("x"))


def test_who_changes_a_kept_query_changes_the_format(tmp_path: Path) -> None:
    """A file that an earlier version left must not be read as the answer of another query."""
    together = tmp_path / "queries"
    together.write_text("".join(kept.query.text for kept in KEPT.values()), encoding="utf-8")
    assert (FORMAT, digest_of(together)[:16]) == (1, "b047d5c71db8d2c6")
