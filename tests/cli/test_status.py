from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.articles.rejection import Rejection
from builder.assembly import assemble
from builder.cli import cli
from builder.graph.iris import article_iri
from builder.model import Article, EventKind, EventMention, Extraction, Mention, Span, Status
from builder.store.register import register
from builder.store.stamps import rasd_version
from builder.store.store import Store
from builder.store.upkeep import store_article
from builder.vocabulary import ONTOLOGY_VERSION

TRIGGER = Mention(Span(0, 3), "خبر", "test")
EVENT = EventMention("0", EventKind.ATTACK, "Attack", Status.OCCURRED, False, (TRIGGER,), (), (), 0.5)


def status(store: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["status", "--store", str(store), *more])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Store.open_writer(tmp_path) as writer:
        for name, events in (("هجوم", (EVENT,)), ("اجتماع", ())):
            extraction = Extraction(Article(name, "خبر", "نص"), (), events)
            store_article(writer, article_iri(name), assemble(extraction).quads())
        register(writer, Rejection("in/bad.jsonl", 7, "no text"))
        register(writer, Rejection("in/خبر.txt", None, "empty file"))
        writer.publish()
    return tmp_path


def test_status_lists_articles_by_state_rejections_triples_and_versions(store: Path) -> None:
    shown = status(store)
    assert (shown.exit_code, shown.stderr) == (0, "")
    first, *lines = shown.stdout.splitlines()
    assert first == "read      4: 1 with attacks, 1 without, 2 rejected"
    assert lines[0] == "articles  2: 1 extracted, 1 no attack"
    assert lines[1] == "events    1"
    assert lines[2].startswith("triples   ")
    assert lines[2].endswith(" register")
    assert lines[3] == f"versions  ontology {ONTOLOGY_VERSION}, rasd {rasd_version()} (2 articles)"
    assert lines[4:] == [
        "rejected  2: 1 empty file, 1 no text",
        "  in/bad.jsonl, line 7: no text",
        "  in/خبر.txt: empty file",
    ]


def test_every_article_is_listed_on_request(store: Path) -> None:
    assert status(store, "--articles").stdout.splitlines()[-2:] == [
        "no attack, 0 events: اجتماع",
        "extracted, 1 events: هجوم",
    ]


def test_json_has_it_all(store: Path) -> None:
    found = json.loads(status(store, "--format", "json").stdout)
    assert found["articles"] == [
        {"id": "اجتماع", "state": "no attack", "events": 0, "version": rasd_version()},
        {"id": "هجوم", "state": "extracted", "events": 1, "version": rasd_version()},
    ]
    assert found["states"] == {"extracted": 1, "no attack": 1}
    assert found["counts"] == {"read": 4, "with_attack": 1, "without_attack": 1, "rejected": 2}
    assert found["reasons"] == {"empty file": 1, "no text": 1}
    assert found["rejected"] == [
        {"input": "in/bad.jsonl", "line": 7, "reason": "no text"},
        {"input": "in/خبر.txt", "line": None, "reason": "empty file"},
    ]
    with Store.open_reader(store) as reader:
        assert sum(found["triples"].values()) == len(reader.rdf)
    assert found["versions"] == {"layout": 3, "ontology": ONTOLOGY_VERSION, "rasd": {rasd_version(): 2}}


def test_an_unfinished_build_is_mentioned(store: Path) -> None:
    with Store.open_writer(store) as writer:
        register(writer, Rejection("in/more.txt", None, "empty file"))
    shown = status(store)
    assert shown.exit_code == 0
    assert "in/more.txt" not in shown.stdout
    assert shown.stderr == "a build is running, or one was interrupted: build again to finish it\n"


def test_an_empty_store(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.publish()
    assert status(tmp_path).stdout.splitlines() == [
        "read      0: 0 with attacks, 0 without, 0 rejected",
        "articles  0",
        "events    0",
        "triples   0",
        f"versions  ontology {ONTOLOGY_VERSION}",
        "rejected  0",
    ]


def test_no_store_is_wrong_use(tmp_path: Path) -> None:
    shown = status(tmp_path / "none")
    assert shown.exit_code == 2
    assert "there is no store in" in shown.stderr
    assert not (tmp_path / "none").exists()


def test_a_damaged_store_is_one_line(store: Path) -> None:
    (store / "CURRENT").write_text("999999\n", encoding="utf-8")
    shown = status(store)
    assert shown.exit_code == 1
    assert shown.stderr.startswith("rasd: the current snapshot of ")
    assert shown.stderr.count("\n") == 1
