"""A store that a version of layout 2 wrote, and what this version makes of it.

``layout2`` holds it as N-Quads, with the articles that were built: ``rasd build articles.jsonl`` of the last commit of
that layout, then ``rasd curate accept`` of the only candidate identity, then a split of the attack in Mosul.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from builder.articles.inputs import read_inputs
from builder.cli import cli
from builder.curation.decisions import IdentityStatus, identities
from builder.errors import StoreError
from builder.graph.iris import CURATION_GRAPH
from builder.model import Article
from builder.pipeline import build, input_name
from builder.store.register import rejections
from builder.store.snapshots import publish_snapshot
from builder.store.store import LAYOUT_VERSION, Store
from builder.upgrades import stored_texts, upgrade
from builder.vocabulary import ONTOLOGY_VERSION
from tests.stores import quads

FIXTURE = Path(__file__).parent / "store" / "layout2"
ARTICLES = FIXTURE / "articles.jsonl"
CURATION = ox.NamedNode(CURATION_GRAPH)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The store of layout 2."""
    path = tmp_path / "old"
    path.mkdir()
    with gzip.open(FIXTURE / "graph.nq.gz") as file:
        ox.Store(str(path / "live")).bulk_load(file.read(), format=ox.RdfFormat.N_QUADS)
    publish_snapshot(path, lambda target: ox.Store(str(path / "live")).backup(str(target)))
    shutil.copy(FIXTURE / "VERSION", path)
    return path


def rasd(*words: str | Path) -> tuple[int, str]:
    ran = CliRunner().invoke(cli, [str(word) for word in words])
    return ran.exit_code, ran.output


def files(folder: Path) -> dict[str, str]:
    """The digests of the files of a store, without the logs that the database writes when it is opened."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("LOG", "LOCK")))
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_it_is_refused_with_what_to_do(old: Path) -> None:
    assert (FIXTURE / "VERSION").read_text(encoding="utf-8").startswith(f"{LAYOUT_VERSION - 1}\n")
    before = files(old)
    for words in (
        ("status",),
        ("query", "claims"),
        ("build", ARTICLES),
        ("curate", "list"),
        ("export", "--format", "csv"),
    ):
        code, output = rasd(*words, "--store", old)
        assert code == 1
        assert f"rasd upgrade {old} --store NEW" in output
    code, output = rasd("doctor", "--store", old)
    assert code == 1
    assert f"layout 2, this one reads {LAYOUT_VERSION}) -> rasd upgrade {old}" in output
    assert files(old) == before


def test_the_new_store_is_that_of_a_build_of_the_same_inputs(old: Path, tmp_path: Path) -> None:
    before = files(old)
    code, output = rasd("upgrade", old, "--store", tmp_path / "new")
    assert code == 0, output
    assert output.startswith("5 read: 5 stored")
    assert "taken along: 2 decisions, 1 rejected inputs" in output
    assert files(old) == before

    build(read_inputs([ARTICLES]), tmp_path / "built", inputs=[input_name(ARTICLES)])
    with Store.open_reader(tmp_path / "new") as reader:
        decided = list(reader.rdf.quads_for_pattern(None, None, None, CURATION))
        assert [one.status for one in identities(reader)] == [IdentityStatus.ACCEPTED]
    attack = next(iter(attacks_of(tmp_path / "built", "mosul-1")))
    assert attacks_of(tmp_path / "built", "mosul-2") == {attack}
    assert not attacks_of(tmp_path / "new", "mosul-1") & attacks_of(tmp_path / "new", "mosul-2")
    with Store.open_reader(tmp_path / "built") as reader:
        (identity,) = identities(reader)
    rasd("curate", "accept", identity.iri, "--store", tmp_path / "built")
    rasd("curate", "split", attack, "mosul-2", "--store", tmp_path / "built")
    assert len(decided) == 2
    assert quads(tmp_path / "new") == quads(tmp_path / "built")

    code, output = rasd("build", ARTICLES, "--store", tmp_path / "new")
    assert "0 stored" in output
    assert "5 unchanged, 1 rejected" in output


def attacks_of(store: Path, article: str) -> set[str]:
    text = f'SELECT DISTINCT ?attack {{ ?attack rasd:describedBy/rasd:inArticle/schema:identifier "{article}" }}'
    prefixes = "PREFIX rasd: <https://w3id.org/rasd/ontology#> PREFIX schema: <https://schema.org/>"
    with Store.open_reader(store) as reader:
        answer = reader.rdf.query(f"{prefixes} {text}", use_default_graph_as_union=True)
        assert isinstance(answer, ox.QuerySolutions)
        return {row["attack"].value for row in answer}


def test_an_interrupted_upgrade_goes_on(old: Path, tmp_path: Path) -> None:
    def stop(step: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upgrade(old, tmp_path / "new", progress=stop)
    assert upgrade(old, tmp_path / "new").report.unchanged > 0
    upgrade(old, tmp_path / "whole")
    assert quads(tmp_path / "new") == quads(tmp_path / "whole")


def test_what_cannot_be_upgraded_is_said(old: Path, tmp_path: Path) -> None:
    for new in (old, old / "new", tmp_path):
        with pytest.raises(StoreError, match="give a new folder"):
            upgrade(old, new)
    (old / "VERSION").write_text(f"{LAYOUT_VERSION}\n{ONTOLOGY_VERSION}\n", encoding="utf-8")
    with pytest.raises(StoreError, match="nothing to upgrade"):
        upgrade(old, tmp_path / "new")
    (old / "VERSION").write_text(f"{LAYOUT_VERSION + 1}\n{ONTOLOGY_VERSION}\n", encoding="utf-8")
    with pytest.raises(StoreError, match="newer rasd"):
        upgrade(old, tmp_path / "new")
    with pytest.raises(StoreError, match="no store"):
        upgrade(tmp_path / "none", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_a_store_holds_of_an_article_is_the_article(tmp_path: Path) -> None:
    """Also where the outlet is known by another name, and where what leads to it is nobody's name."""
    articles = [
        Article(
            "a", "خبر", "نص فيه\r سطر\n\nوآخر", date(2024, 1, 2), "الجزيرة نت", "https://news.example/?a=1&b=%20", "ar"
        ),
        Article("b", "", "نص", None, "صحيفة لا يعرفها أحد"),
        Article("c /#؟", " خبر\t", "", date(1800, 1, 1), None, None, "ar-SY"),
        Article("d", "خبر", "نص", None, "الجزيرةُ نت"),
    ]
    build(articles, tmp_path / "s")
    with Store.open_reader(tmp_path / "s") as reader:
        found = {stored.article.id: stored for stored in stored_texts(reader)}
        assert rejections(reader) == ()
    assert [found[article.id].article for article in articles[:3]] == articles[:3]
    assert [found[article.id].is_exact for article in articles] == [True, True, True, False]
    assert found["d"].article.outlet == "الجزيرة"
