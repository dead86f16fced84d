from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.errors import StoreError
from builder.store.store import LAYOUT_VERSION, Store, Writer, is_store, store_versions
from builder.vocabulary import ONTOLOGY_VERSION

MAJOR = int(ONTOLOGY_VERSION.partition(".")[0])
A, B = "https://example.org/a", "https://example.org/b"


def quad(graph: str, number: int, value: str | ox.Literal = "x") -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"https://example.org/{number}"),
        ox.NamedNode("https://example.org/p"),
        value if isinstance(value, ox.Literal) else ox.Literal(value),
        ox.NamedNode(graph),
    )


def values(quads: Iterable[ox.Quad]) -> list[str]:
    return [found.object.value for found in quads if isinstance(found.object, ox.Literal)]


def lines(store: Store) -> list[str]:
    return sorted(map(str, store.rdf))


def test_a_reader_sees_the_published_state_only(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.replace_graphs({A: [quad(A, 1)]})
        assert writer.publish()
        writer.replace_graphs({A: [quad(A, 2)]})
        with Store.open_reader(tmp_path) as reader:
            assert lines(reader) == [str(quad(A, 1))]
            writer.publish()
            assert lines(reader) == [str(quad(A, 1))]
        with Store.open_reader(tmp_path) as reader:
            assert lines(reader) == [str(quad(A, 2))]


def test_replacing_leaves_other_graphs_alone(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        assert writer.replace_graphs({A: [quad(A, 1), quad(A, 2)], B: [quad(B, 1)]})
        assert writer.replace_graphs({A: [quad(A, 2), quad(A, 3)]})
        assert lines(writer) == sorted(map(str, [quad(A, 2), quad(A, 3), quad(B, 1)]))
        assert not writer.replace_graphs({A: iter([quad(A, 2), quad(A, 3)])})
        assert writer.replace_graphs({A: []})
        assert lines(writer) == [str(quad(B, 1))]


def test_values_that_the_database_respells_are_no_change(tmp_path: Path) -> None:
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    quads = [quad(A, 1, ox.Literal("1.50", datatype=decimal)), quad(A, 2, "1.50")]
    with Store.open_writer(tmp_path) as writer:
        assert writer.replace_graphs({A: quads})
        assert not writer.replace_graphs({A: quads})
        assert writer.replace_graphs({A: quads[:1]})
        assert [str(found.object) for found in writer.rdf] == [str(ox.Literal("1.5", datatype=decimal))]


def test_a_quad_of_another_graph_is_refused(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer, pytest.raises(ValueError, match=B):
        writer.replace_graphs({A: [quad(B, 1)]})


def test_nothing_new_is_not_published_again(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        assert writer.publish(), "also an empty store can be read"
        writer.replace_graphs({A: [quad(A, 1)]})
        writer.publish()
        before = (tmp_path / "CURRENT").read_text(encoding="utf-8")
        writer.replace_graphs({A: [quad(A, 1)]})
        assert not writer.publish()
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8") == before


def test_two_snapshots_are_kept_and_those_that_are_read(tmp_path: Path) -> None:
    def publish(number: int) -> None:
        writer.replace_graphs({A: [quad(A, number)]})
        writer.publish()

    def names() -> list[str]:
        return sorted(path.name for path in (tmp_path / "snapshots").iterdir())

    with Store.open_writer(tmp_path) as writer:
        publish(1)
        reader = Store.open_reader(tmp_path)
        for number in (2, 3, 4):
            publish(number)
        assert names() == ["000001", "000003", "000004"]
        assert lines(reader) == [str(quad(A, 1))]
        reader.close()
        reader.close()
        (tmp_path / "snapshots" / "000005.unfinished").mkdir()
        publish(5)
        assert names() == ["000004", "000005"]


def test_one_writer_at_a_time_in_this_process_and_in_others(tmp_path: Path) -> None:
    other = (
        f"from builder.store.store import Store; from pathlib import Path; Store.open_writer(Path({str(tmp_path)!r}))"
    )
    with Store.open_writer(tmp_path):
        with pytest.raises(StoreError, match="another build is writing"):
            Store.open_writer(tmp_path)
        ran = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, check=False)
        assert "another build is writing" in ran.stderr
    Store.open_writer(tmp_path).close()


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        Store.open_writer(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thesis.txt"]
    with pytest.raises(StoreError, match="cannot write"):
        Store.open_writer(tmp_path / "thesis.txt")


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        (f"{LAYOUT_VERSION + 1}\n{ONTOLOGY_VERSION}\n", f"newer rasd .layout {LAYOUT_VERSION + 1}.*update rasd"),
        (f"{LAYOUT_VERSION - 1}\n", f"older rasd .layout {LAYOUT_VERSION - 1}.*rasd upgrade .* --store NEW"),
        ("", "older rasd .layout unknown"),
        (f"{LAYOUT_VERSION}\n{MAJOR + 1}.0.0\n", rf"newer rasd .ontology {MAJOR + 1}\.0\.0.*update rasd"),
        (f"{LAYOUT_VERSION}\n{MAJOR}.99.0\n", "newer rasd"),
        (
            f"{LAYOUT_VERSION}\n{MAJOR - 1}.4.0\n",
            rf"older rasd .ontology {MAJOR - 1}\.4\.0.*rasd upgrade .* --store NEW",
        ),
        (f"{LAYOUT_VERSION}\nx\n", "older rasd .ontology x"),
        (f"{LAYOUT_VERSION}\n", "older rasd .ontology unknown"),
    ],
)
def test_a_store_of_another_version_is_refused(tmp_path: Path, versions: str, message: str) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.publish()
    (tmp_path / "VERSION").write_text(versions, encoding="utf-8")
    for opened in (Store.open_writer, Store.open_reader):
        with pytest.raises(StoreError, match=message):
            opened(tmp_path)
    assert (tmp_path / "VERSION").read_text(encoding="utf-8") == versions


def test_a_store_of_an_earlier_ontology_that_means_the_same_is_taken_on(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.publish()
    (tmp_path / "VERSION").write_text(f"{LAYOUT_VERSION}\n{MAJOR}\n", encoding="utf-8")
    Store.open_reader(tmp_path).close()
    assert store_versions(tmp_path) == (str(LAYOUT_VERSION), str(MAJOR))
    Store.open_writer(tmp_path).close()
    assert store_versions(tmp_path) == (str(LAYOUT_VERSION), ONTOLOGY_VERSION)


def test_reading_where_nothing_is(tmp_path: Path) -> None:
    assert not is_store(tmp_path)
    with pytest.raises(StoreError, match="no store"):
        Store.open_reader(tmp_path)
    Store.open_writer(tmp_path).close()
    assert is_store(tmp_path)
    with pytest.raises(StoreError, match="no finished build"):
        Store.open_reader(tmp_path)


def test_a_missing_or_damaged_snapshot_is_said(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer:
        writer.publish()
    (tmp_path / "CURRENT").write_text("000009\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"snapshot of .* is missing"):
        Store.open_reader(tmp_path)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    writer = Store.open_writer(tmp_path)
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        _ = writer.rdf


def test_readers_find_a_whole_snapshot_while_builds_publish(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path) as writer, ThreadPoolExecutor(3) as pool:
        writer.publish()
        done = Event()

        def read() -> int:
            times = 0
            while not done.is_set():
                with Store.open_reader(tmp_path) as reader:
                    assert len(set(values(reader.rdf))) <= 1
                    times += 1
            return times

        readers = [pool.submit(read) for _ in range(3)]
        try:
            for number in range(20):
                writer.replace_graphs({A: [quad(A, i, str(number)) for i in range(20)]})
                writer.publish()
        finally:
            done.set()
        assert all(reader.result() for reader in readers)
    assert len(list((tmp_path / "snapshots").iterdir())) <= 5


def test_no_logs_of_the_database_pile_up(tmp_path: Path) -> None:
    for _ in range(5):
        Store.open_writer(tmp_path).close()
    assert len(list((tmp_path / "live").glob("LOG.old.*"))) <= 1


KILLED = """
import sys
from pathlib import Path
import pyoxigraph as ox
from builder.store.store import Store
writer = Store.open_writer(Path(sys.argv[1]))
name = ox.NamedNode
for number in range(1, 1_000_000):
    graph = f"https://example.org/{number % 50}"
    writer.replace_graphs({graph: [
        ox.Quad(name(f"https://example.org/s{i}"), name("https://example.org/p"), ox.Literal(str(number)), name(graph))
        for i in range(20)
    ]})
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_whole_transactions(tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = 0
    while acknowledged < 300:  # each graph is replaced several times before the end comes
        acknowledged = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
    writer.wait()
    writer.stdout.close()
    with Store.open_writer(tmp_path) as store:
        assert store.unpublished
        newest = 0
        for graph in store.rdf.named_graphs():
            numbers = values(store.rdf.quads_for_pattern(None, None, None, graph))
            assert len(numbers) == 20
            assert len(set(numbers)) == 1, "a graph is old or new, never both"
            newest = max(newest, int(numbers[0]))
        assert newest >= acknowledged


@pytest.fixture(scope="module")
def shared_writer(tmp_path_factory: pytest.TempPathFactory) -> Writer:
    return Store.open_writer(tmp_path_factory.mktemp("store"))


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=8)


@settings(max_examples=60, deadline=None)
@given(first=TEXTS, second=TEXTS)
def test_any_text_survives_replacement(shared_writer: Writer, first: list[str], second: list[str]) -> None:
    for texts in (first, second):
        shared_writer.replace_graphs({A: [quad(A, number, text) for number, text in enumerate(texts)]})
        assert set(values(shared_writer.rdf)) == set(texts)


@pytest.mark.parametrize(
    "text", ["\\u0041", "\\\\u0041", '"} } ; DROP ALL #', "'''\"\"\"\\", "\0\r\n\t\x7f", "\ufeff\u202e"]
)
def test_no_text_is_read_as_sparql(shared_writer: Writer, text: str) -> None:
    shared_writer.replace_graphs({A: [quad(A, 1)], B: [quad(B, 1)]})
    shared_writer.replace_graphs({A: [quad(A, 1, text)]})
    assert lines(shared_writer) == sorted([str(quad(A, 1, text)), str(quad(B, 1))])
    shared_writer.replace_graphs({A: [], B: []})
