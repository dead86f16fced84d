from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from builder.graph.iris import REFERENCE_GRAPH
from builder.store import store
from builder.store.articles import ArticleWriter
from builder.store.store import Store, Writer
from builder.store.upkeep import store_article

PLACE = "https://example.org/place"


def own(article: str, words: str = "قصف") -> bytes:
    says = f'<{article}> <https://example.org/says> "{words}" <{article}> .\n'
    return f"{says}<{article}> <https://example.org/at> <{PLACE}> <{article}> .\n".encode()


def shared(label: str = "حلب") -> dict[str, bytes]:
    return {PLACE: f'<{PLACE}> <https://example.org/label> "{label}" <{REFERENCE_GRAPH}> .\n'.encode()}


def name(number: int) -> str:
    return f"https://example.org/article/{number}"


def stored(writer: Writer) -> list[str]:
    return sorted(map(str, writer.rdf))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with Store.open_writer(tmp_path / "store") as opened:
        yield opened


@pytest.mark.parametrize("few", [0, 1 << 22], ids=["in bulk", "in a transaction"])
def test_articles_stored_together_are_those_stored_one_by_one(
    tmp_path: Path, writer: Writer, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_FEW", few)
    together = ArticleWriter(writer)
    for number in (1, 2, 3, 2):  # the second one again, changed
        together.put(name(number), own(name(number), f"قصف {number}"), shared())
    together.put(name(2), own(name(2), "هجوم"), shared("حمص"))
    together.flush()
    with Store.open_writer(tmp_path / "single") as single:
        for number, words, label in ((1, "قصف 1", "حلب"), (3, "قصف 3", "حلب"), (2, "هجوم", "حمص")):
            quads = own(name(number), words) + shared(label)[PLACE]
            store_article(single, name(number), ox.parse(quads, format=ox.RdfFormat.N_QUADS))
        assert stored(writer) == stored(single)


def test_what_waits_is_stored_by_flush_or_when_it_has_waited_long(writer: Writer) -> None:
    waiting = ArticleWriter(writer)
    waiting.put(name(1), own(name(1)), shared())
    assert (waiting.waits, stored(writer)) == (True, [])
    waiting.flush()
    assert (waiting.waits, len(stored(writer))) == (False, 3)
    waiting = ArticleWriter(writer, longest=0)
    waiting.put(name(2), own(name(2)), shared())
    assert (waiting.waits, len(stored(writer))) == (False, 5)


def test_a_description_of_an_earlier_build_is_replaced(writer: Writer) -> None:
    for number, label in enumerate(("حلب", "حماة")):
        build = ArticleWriter(writer)
        build.put(name(number), own(name(number)), shared(label))
        build.flush()
    labels = writer.rdf.quads_for_pattern(None, ox.NamedNode("https://example.org/label"), None, None)
    assert [str(quad.object) for quad in labels] == ['"حماة"']


@pytest.mark.parametrize("few", [0, 1 << 22], ids=["in bulk", "in a transaction"])
def test_what_the_database_refuses_is_not_stored_in_part(
    writer: Writer, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_FEW", few)
    broken = b"".join(own(name(number)) for number in range(1000)) + b"<broken"
    with pytest.raises(SyntaxError):
        writer.add(broken, [name(number) for number in range(1000)])
    assert stored(writer) == []
