from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.errors import StoreError
from builder.graph.iris import ID, REFERENCE_GRAPH, article_iri
from builder.model import Article
from builder.pipeline import BuildOptions, BuildReport, Extract, OnError, Outcome, Step, build, input_name
from builder.store.inventory import take_inventory
from builder.store.register import rejections
from builder.store.store import Store

PLACE = "https://w3id.org/rasd/id/place/"
CALM = "عقد الوزراء اجتماعاً في العاصمة وناقشوا أسعار القمح والزيت."


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parent)  # workers import the extraction by its module's name


def small(name: str = "extract") -> Extract:
    function: Extract = getattr(importlib.import_module("small_extractor"), name)
    return function


def article(number: int, words: str = "وقع هجوم في بغداد") -> Article:
    return Article(f"a-{number}", "عنوان الخبر", f"{words} اليوم {number}.")


def run(store: Path, *items: Article | Rejection, options: BuildOptions | None = None) -> BuildReport:
    return build(items, store, options or BuildOptions(), extract=small())


def quads(store: Path) -> list[str]:
    with Store.open_reader(store) as reader:
        return sorted(map(str, reader.rdf))


def described(store: Path) -> set[str]:
    """The entities of the reference graph."""
    with Store.open_reader(store) as reader:
        subjects = {str(quad.subject)[1:-1] for quad in reader.rdf if str(quad.graph_name) == f"<{REFERENCE_GRAPH}>"}
    entities = {iri for iri in subjects if iri.startswith(ID) and not iri.endswith("#geometry")}
    return {iri.removeprefix(PLACE) for iri in entities}


def snapshot(store: Path) -> str:
    return (store / "CURRENT").read_text(encoding="utf-8")


def test_a_build_stores_articles_with_and_without_attacks(tmp_path: Path) -> None:
    report = run(tmp_path, article(1), Article("calm", "اجتماع", CALM))
    assert (report.read, report.stored, report.no_attack, report.events, report.rejected) == (2, 2, 1, 1, ())
    with Store.open_reader(tmp_path) as reader:
        found = take_inventory(reader)
    assert [(one.id, one.state, one.events) for one in found.articles] == [
        ("a-1", "extracted", 1),
        ("calm", "noAttack", 0),
    ]
    assert set(found.triples) == {"articles", "inferred", "keys", "merged", "reference"}


def test_a_second_build_changes_nothing_and_extracts_nothing(tmp_path: Path) -> None:
    run(tmp_path, article(1), article(2))
    before, current = quads(tmp_path), snapshot(tmp_path)

    def never(_: Article) -> None:
        raise AssertionError("extracted again")

    report = build([article(1), article(2)], tmp_path, extract=never)  # type: ignore[arg-type]
    assert (report.stored, report.unchanged, report.rejected) == (0, 2, ())
    assert quads(tmp_path) == before
    assert snapshot(tmp_path) == current


def test_rebuild_extracts_again(tmp_path: Path) -> None:
    run(tmp_path, article(1))
    before, current = quads(tmp_path), snapshot(tmp_path)
    report = run(tmp_path, article(1), options=BuildOptions(rebuild=True))
    assert (report.stored, report.unchanged) == (1, 0)
    assert quads(tmp_path) == before
    assert snapshot(tmp_path) == current, "the same quads are no news for readers"


def test_a_changed_article_replaces_all_that_it_said(tmp_path: Path) -> None:
    run(tmp_path / "changed", article(1, "هجوم ثم هجوم في سوريا"), article(2))
    run(tmp_path / "changed", article(1, "وقع هجوم في العراق"))
    run(tmp_path / "fresh", article(1, "وقع هجوم في العراق"), article(2))
    assert quads(tmp_path / "changed") == quads(tmp_path / "fresh")


def test_the_reference_graph_holds_what_is_used_and_its_containers(tmp_path: Path) -> None:
    run(tmp_path, article(1, "وقع هجوم في بغداد"))
    assert described(tmp_path) == {"baghdad", "baghdad-governorate", "iraq"}
    run(tmp_path, article(2, "وقع هجوم في سوريا"))
    assert described(tmp_path) == {"baghdad", "baghdad-governorate", "iraq", "syria"}
    run(tmp_path, article(1, "وقع هجوم في العراق"), article(2, "وقع هجوم"))
    assert described(tmp_path) == {"iraq"}


def test_the_order_and_the_number_of_workers_do_not_matter(tmp_path: Path) -> None:
    items: list[Article | Rejection] = [article(number, "هجوم في سوريا " * (number % 3)) for number in range(12)]
    items.insert(5, Rejection("in/bad.txt", None, "no text"))
    run(tmp_path / "one", *items)
    report = run(tmp_path / "two", *items, options=BuildOptions(workers=2))
    run(tmp_path / "back", *reversed(items))
    assert report.stored == 12
    assert quads(tmp_path / "one") == quads(tmp_path / "two") == quads(tmp_path / "back")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_extraction_that_fails_is_a_rejection(tmp_path: Path, workers: int) -> None:
    report = run(tmp_path, article(1), article(2, "انهيار"), article(3), options=BuildOptions(workers=workers))
    assert report.stored == 2
    assert report.rejected == (Rejection("a-2", None, "extraction failed: LookupError: no rule for انهيار"),)
    run(tmp_path, article(2))
    with Store.open_reader(tmp_path) as reader:
        assert rejections(reader) == ()


def test_an_article_that_the_extraction_refuses_is_a_rejection(tmp_path: Path) -> None:
    too_many = article(2, "قُتل ثلاثة جنود في هجوم على بغداد.\n" * 400)
    report = build([article(1), too_many], tmp_path)
    assert report.stored == 1
    [rejection] = report.rejected
    assert (rejection.source, rejection.reason.endswith("at most 300: split the article")) == ("a-2", True)


@pytest.mark.parametrize("workers", [1, 2])
def test_stop_ends_at_the_first_rejection_and_keeps_what_was_stored(tmp_path: Path, workers: int) -> None:
    items = (article(1), article(2, "انهيار"), Rejection("in/bad.txt", None, "no text"), article(3))
    report = run(tmp_path, *items, options=BuildOptions(OnError.STOP, workers))
    assert (report.read, report.stored, len(report.rejected)) == (2, 1, 1)
    with Store.open_reader(tmp_path) as reader:
        assert [one.id for one in take_inventory(reader).articles] == ["a-1"]
        assert [one.source for one in rejections(reader)] == ["a-2"]


def test_a_failure_keeps_what_an_earlier_build_stored(tmp_path: Path) -> None:
    run(tmp_path, article(1))
    before = [line for line in quads(tmp_path) if article_iri("a-1") in line]
    run(tmp_path, article(1, "انهيار"))
    assert [line for line in quads(tmp_path) if article_iri("a-1") in line] == before


def test_rejections_are_replaced_by_the_next_build_of_the_input(tmp_path: Path) -> None:
    bad, worse, other = (Rejection(name, 3, "no text") for name in ("in/bad.txt", "in/sub/worse.jsonl", "input/x.txt"))
    build([bad, worse, other, article(1)], tmp_path, extract=small())
    assert listed(tmp_path) == [bad, worse, other]
    current = snapshot(tmp_path)
    build([bad, worse, article(1)], tmp_path, inputs=["in"], extract=small())
    assert listed(tmp_path) == [bad, worse, other]
    assert snapshot(tmp_path) == current
    changed = Rejection("in/bad.txt", 3, "not Arabic")
    build([changed, article(1)], tmp_path, inputs=["in"], extract=small())
    assert listed(tmp_path) == [changed, other]
    build([article(1)], tmp_path, BuildOptions(OnError.STOP), inputs=["in", "input"], extract=small())
    assert listed(tmp_path) == []


def listed(store: Path) -> list[Rejection]:
    with Store.open_reader(store) as reader:
        return list(rejections(reader))


def test_inputs_are_named_as_their_rejections_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "مقالات"
    folder.mkdir()
    (folder / "x.pdf").write_bytes(b"x")
    monkeypatch.chdir(folder)
    for name in (".", str(folder), "x.pdf", "../مقالات"):
        (rejection,) = read_inputs([name])
        assert isinstance(rejection, Rejection)
        assert rejection.source in (input_name(name), f"{input_name(name)}/x.pdf")
    assert input_name("-") == "stdin"
    (rejection,) = read_inputs(["http://user@127.0.0.1/a#b"])
    assert isinstance(rejection, Rejection)
    assert rejection.source == input_name("http://user@127.0.0.1/a#b") == "http://127.0.0.1/a"


def test_progress_tells_every_step(tmp_path: Path) -> None:
    steps: list[Step] = []
    items: list[Article | Rejection] = [article(1), article(2, CALM), Rejection("x", None, "no text")]
    build(items, tmp_path, extract=small(), progress=steps.append)
    build(items[:1], tmp_path, extract=small(), progress=steps.append)
    assert [step.outcome for step in steps] == [
        Outcome.EXTRACTED,
        Outcome.NO_ATTACK,
        Outcome.REJECTED,
        Outcome.UNCHANGED,
    ]


def test_an_interrupted_build_shows_what_it_stored(tmp_path: Path) -> None:
    def interrupted() -> Iterator[Article]:
        yield article(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(interrupted(), tmp_path, extract=small())
    with Store.open_reader(tmp_path) as reader:
        assert [one.id for one in take_inventory(reader).articles] == ["a-1"]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with Store.open_writer(tmp_path), pytest.raises(StoreError, match="another build"):
        run(tmp_path, article(1))


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from small_extractor import extract_slowly
from builder.articles.inputs import read_inputs
from builder import pipeline
pipeline.LONGEST = 0.5
pipeline.build(
    read_inputs([sys.argv[2]]), Path(sys.argv[3]), inputs=["in.jsonl"], extract=extract_slowly,
    progress=lambda step: print(step.name, flush=True),
)
"""


def test_a_killed_build_is_resumed_and_equals_an_undisturbed_one(tmp_path: Path) -> None:
    lines = [
        {"id": f"a-{number}", "title": "عنوان", "text": f"هجوم في بغداد وسوريا رقم {number}"} for number in range(120)
    ]
    lines[3] = {"id": "a-3", "title": "", "text": ""}
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    killed, calm = tmp_path / "killed", tmp_path / "calm"
    command = [sys.executable, "-c", KILLED, str(Path(__file__).parent), str(source), str(killed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    time.sleep(0.02)  # anywhere in the next article
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    with pytest.raises(StoreError, match="no finished build"):
        Store.open_reader(killed)
    report = build(read_inputs([source]), killed, inputs=["in.jsonl"], extract=small())
    assert report.unchanged >= 19
    assert report.stored >= 30
    build(read_inputs([source]), calm, inputs=["in.jsonl"], extract=small())
    assert quads(killed) == quads(calm)
