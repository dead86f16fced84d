from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from builder.assembly import assemble
from builder.cli import cli
from builder.graph.iris import article_iri
from builder.model import Article, EventKind, EventMention, Extraction, Mention, Span, Status
from builder.store.store import Store
from builder.store.upkeep import store_article
from builder.vocabulary import Property

TRIGGER = Mention(Span(0, 3), "قصف", "test")
EVENT = EventMention("0", EventKind.ATTACK, "Shelling", Status.OCCURRED, False, (TRIGGER,), (), (), 0.5)


def validate(store: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["validate", "--store", str(store), *more])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Store.open_writer(tmp_path) as writer:
        extraction = Extraction(Article("one", "قصف", "نص"), (), (EVENT,))
        store_article(writer, article_iri("one"), assemble(extraction).quads())
        writer.publish()
    return tmp_path


@pytest.fixture
def damaged(store: Path) -> Path:
    with Store.open_writer(store) as writer:
        trigger = ox.NamedNode(Property.TRIGGER)
        writer.change((), list(writer.rdf.quads_for_pattern(None, trigger, None, None)))
        writer.publish()
    return store


@pytest.mark.parametrize("more", [(), ("--full",), ("--lang", "ar")])
def test_what_rasd_builds_conforms(store: Path, more: tuple[str, ...]) -> None:
    shown = validate(store, *more)
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "the graph conforms to the shapes\n", "")


def test_violations_are_shown_and_end_with_1(damaged: Path) -> None:
    shown = validate(damaged)
    assert shown.exit_code == 1
    assert shown.stdout.splitlines() == [
        "1 violation of 1 shape",
        "",
        "EventMention-trigger (1): An event mention has at least one trigger, which is a mention.",
        "  https://w3id.org/rasd/id/article/one#event-0",
    ]


def test_messages_in_arabic(damaged: Path) -> None:
    assert "لرواية الحدث كلمة دالة واحدة على الأقل" in validate(damaged, "--lang", "ar").stdout


def test_both_ways_give_the_same_report(damaged: Path) -> None:
    quick, full = validate(damaged, "--format", "turtle"), validate(damaged, "--format", "turtle", "--full")
    assert quick.exit_code == full.exit_code == 1
    assert quick.stdout == full.stdout
    assert "sh:conforms false" in quick.stdout


def test_a_folder_that_is_no_store_is_wrong_use(tmp_path: Path) -> None:
    assert validate(tmp_path / "nothing").exit_code == 2
