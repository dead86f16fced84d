"""What is derived from a store: the same whether it is carried on or made anew, and what the queries say."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from builder.articles.rejection import Rejection
from builder.backups import back_up, restore
from builder.curation.decisions import join_attacks, split_attack
from builder.derived import write
from builder.derived.answers import KEPT, kept_rows
from builder.derived.extract import extract
from builder.derived.file import FORMAT, DerivedDataError, is_derived, open_derived
from builder.derived.write import Derived, publish
from builder.doctor import Level, examine
from builder.errors import StoreError
from builder.extraction.extractor import extract as read
from builder.graph.iris import article_iri
from builder.model import Article, Extraction
from builder.pipeline import BuildOptions, build
from builder.resources import data_dir
from builder.sparql.results import records
from builder.sparql.run import run_query
from builder.store.changes import Changes
from builder.store.seals import DERIVED
from builder.store.snapshots import current_snapshot
from builder.store.store import Store
from tests.invented import extractions, invented_store, retold, write_store

SYNC = BuildOptions(sync=True)
Tables = dict[str, list[tuple[object, ...]]]


@cache
def extracted() -> dict[str, Extraction]:
    """Invented and real articles as they are read, by their ids: attacks, series, conflicts, new names, no attack."""
    known = {one.article.id: one for one in (*extractions(), retold())}
    with (data_dir("examples") / "articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            given = json.loads(line)
            article = Article(given["id"], given["title"], given["text"])
            known[article.id] = read(article)
    return known


def again(article: Article) -> Extraction:
    """The extraction of an article, which may have been given another title."""
    known = extracted()[article.id.removesuffix("-copy")]
    return known if known.article == article else read(article)


def articles(*, but: Iterable[str] = ()) -> list[Article]:
    left_out = set(but)
    return [one.article for name, one in extracted().items() if name not in left_out]


def snapshot_of(store: Path) -> Path:
    found = current_snapshot(store)
    assert found is not None
    return found


def tables(snapshot: Path) -> Tables:
    """All that the file of a snapshot holds, but for numbers of rows and the order."""
    with closing(open_derived(snapshot)) as connection:
        found = {
            "answer": connection.execute("SELECT query, key, rows FROM answer").fetchall(),
            "named": connection.execute("SELECT attack, thing FROM named").fetchall(),
            "thing": connection.execute(
                "SELECT iri, kind, ar, en, keys, reports, weight, name, more, skeleton "
                "FROM thing JOIN words ON words.rowid = thing.id"
            ).fetchall(),
            "words": connection.execute("SELECT COUNT(*) FROM words").fetchall(),
        }
    found["answer"] = [(query, key, str(sorted(json.loads(rows)))) for query, key, rows in found["answer"]]
    return {name: sorted(rows) for name, rows in found.items()}


def anew(store: Path, folder: Path) -> Tables:
    """What is derived of the current snapshot when nothing was derived before."""
    shutil.copytree(snapshot_of(store), folder)
    (folder / DERIVED).unlink()
    with Store.open_reader(store) as reader:
        Derived().make(reader.rdf, Changes(whole=True), folder, None)
    return tables(folder)


def check(store: Path, folder: Path) -> None:
    """The file is that which is made anew, and its answers are those of the queries."""
    found = tables(snapshot_of(store))
    assert found == anew(store, folder)
    with Store.open_reader(store) as reader, closing(open_derived(reader.snapshot)) as derived:
        for name, kept in KEPT.items():
            answer = run_query(reader.rdf, kept.query.text, kept.query.bind({}))
            assert isinstance(answer, ox.QuerySolutions)
            asked = list(records(answer))
            rows = kept_rows(derived, name)
            assert sorted(map(str, rows)) == sorted(map(str, asked)), name
            if kept.order:
                assert rows == asked, name
    shutil.rmtree(folder)


@pytest.fixture
def carried_on(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each file that was written went on from the one before."""
    told: list[bool] = []

    def noted(rdf: ox.Store, changes: Changes) -> object:
        told.append(True)
        return extract(rdf, changes)

    monkeypatch.setattr(write, "extract", noted)
    return told


def test_it_is_the_same_after_articles_came_changed_and_went(tmp_path: Path, carried_on: list[bool]) -> None:
    store, folder = tmp_path / "store", tmp_path / "anew"
    given = articles()
    retitled = [replace(article, title=f"{article.title} (محدّث)") for article in given[:2]]
    copied = [replace(article, id=f"{article.id}-copy") for article in given[1:4]]
    steps: tuple[list[Article], ...] = (
        given[: len(given) // 2],
        given,
        [*given, *copied],  # which are merged with the attacks of others
        [*retitled, *given[2:], *copied],
        [*retitled, *given[4:]],
        given[1:3],
        given,
    )
    for step in steps:
        build(step, store, SYNC, extract=again)
        check(store, folder)
    assert len(carried_on) == len(steps) - 1


def test_it_is_the_same_after_decisions(tmp_path: Path, carried_on: list[bool]) -> None:
    store, folder = tmp_path / "store", tmp_path / "anew"
    build(articles(), store, extract=again)
    with closing(open_derived(snapshot_of(store))) as derived:
        lines = [row for row in kept_rows(derived, "attack-lines") if row["class"].endswith("AttackMention")]
    one = lines[0]
    other = next(line for line in lines if line["article"] != one["article"] and line["attack"] != one["attack"])
    with Store.open_writer(store) as writer:
        assert join_attacks(writer, one["attack"], other["attack"])
        publish(writer)
    check(store, folder)
    with Store.open_reader(store) as reader, closing(open_derived(reader.snapshot)) as derived:
        merged = next(row for row in kept_rows(derived, "attack-lines") if row["article"] == one["article"])
    name = next(name for name in extracted() if article_iri(name) == other["article"])
    with Store.open_writer(store) as writer:
        assert split_attack(writer, merged["attack"], name)
        publish(writer)
    check(store, folder)
    assert len(carried_on) == 2


def test_an_entity_that_is_described_otherwise_is_derived_anew(tmp_path: Path, carried_on: list[bool]) -> None:
    store, folder = invented_store(tmp_path / "store"), tmp_path / "anew"
    with Store.open_writer(store) as writer:
        old = [quad for quad in writer.rdf if quad.object == ox.Literal("كتائب الراية", language="ar")]
        old = [quad for quad in old if quad.graph_name.value.endswith("/reference")]
        new = [ox.Quad(q.subject, q.predicate, ox.Literal("ألوية الراية", language="ar"), q.graph_name) for q in old]
        assert old
        writer.change(new, old)
        publish(writer)
    check(store, folder)
    assert not carried_on


def test_what_an_interrupted_build_changed_is_derived_anew(tmp_path: Path, carried_on: list[bool]) -> None:
    store, folder = tmp_path / "store", tmp_path / "anew"
    build(articles(but=["raya-1"]), store, extract=again)
    with Store.open_writer(store) as writer:  # as if it had been killed
        quads = [quad for quad in writer.rdf if quad.graph_name.value.endswith("/article/raya-2")]
        writer.change((), quads)
    with Store.open_writer(store) as writer:
        publish(writer)
    check(store, folder)
    assert not carried_on


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "anew"
    build(articles(but=["raya-1"]), store, extract=again)
    path = snapshot_of(store) / DERIVED
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"x" * (len(whole) - len(whole) // 2))
    assert is_derived(path.parent), "what tells of the file stands at its beginning"
    build(articles(), store, extract=again)
    check(store, folder)


def test_more_changes_than_are_worth_it_are_derived_anew() -> None:
    changes = Changes()
    changes.note_articles(f"https://example.org/{number}" for number in range(1_001))
    assert changes.whole
    changes.note_articles(["https://example.org/more"])
    assert not changes.articles


def test_a_build_of_nothing_new_makes_what_is_missing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(articles(), store, extract=again)
    first = snapshot_of(store)
    build(articles(), store, extract=again)
    assert snapshot_of(store) == first
    (first / DERIVED).unlink()
    build(articles(), store, extract=again)
    assert snapshot_of(store) != first
    assert is_derived(snapshot_of(store))


def damages() -> Iterator[tuple[str, str]]:
    yield "gone", "has no search index"
    yield "cut", "is damaged"
    yield "other bytes", "is damaged"
    yield "another snapshot", "is of another snapshot"
    yield "another format", "is of another version"


@pytest.mark.parametrize(("how", "told"), list(damages()))
def test_what_is_not_that_of_the_snapshot_is_not_read(how: str, told: str, tmp_path: Path) -> None:
    store = invented_store(tmp_path / "store")
    snapshot = snapshot_of(store)
    path = snapshot / DERIVED
    match how:
        case "gone":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:5000])
        case "other bytes":
            path.write_bytes(b"x" * 8192)
        case "another snapshot":
            write_store(store, [], [Rejection("another.txt", None, "no text")])
            shutil.copyfile(path, snapshot_of(store) / DERIVED)
            snapshot = snapshot_of(store)
        case _:
            with sqlite3.connect(path) as connection:
                connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT + 1),))
            connection.close()
    with pytest.raises(DerivedDataError, match=told):
        open_derived(snapshot)
    Store.open_reader(store).close()  # the graph is as it was
    (finding,) = [one for one in examine(store) if one.check == "search index"]
    assert finding.level is Level.NOTE
    assert finding.to_do


def test_a_backup_leaves_it_out_and_a_restore_makes_it(tmp_path: Path) -> None:
    store = invented_store(tmp_path / "store")
    manifest = back_up(store, tmp_path / "b.tar")
    assert DERIVED not in manifest.files
    restore(tmp_path / "b.tar", tmp_path / "restored")
    assert tables(snapshot_of(tmp_path / "restored")) == tables(snapshot_of(store))
    (finding,) = [one for one in examine(store) if one.check == "search index"]
    assert finding.level is Level.OK


def test_without_fts5_only_the_answers_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "fts5_is_there", lambda: False)
    store = invented_store(tmp_path / "store")
    with closing(open_derived(snapshot_of(store))) as derived:
        assert kept_rows(derived, "figures")
    monkeypatch.undo()
    with Store.open_writer(store) as writer:
        writer.change([], [next(iter(writer.rdf))])
        publish(writer)
    assert tables(snapshot_of(store))["thing"], "made anew where it can be searched"


def test_a_disk_that_is_full_leaves_the_snapshot_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = invented_store(tmp_path / "store")
    before = snapshot_of(store)

    def full(*given: object, **named: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(write, "_write", full)
    with Store.open_writer(store) as writer:
        writer.change([], [next(iter(writer.rdf))])
        with pytest.raises(StoreError, match="disk is full"):
            publish(writer)
    assert snapshot_of(store) == before
    assert is_derived(before)
