from __future__ import annotations

import gzip
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import dask
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.cli import cli
from builder.cluster import driver
from builder.cluster.driver import Cluster
from builder.cluster.folder import Folder
from builder.cluster.only import write_shards
from builder.cluster.worker import identity
from builder.errors import RunError
from builder.graph.iris import REFERENCE_GRAPH, article_iri
from builder.model import Article
from builder.pipeline import BuildOptions, BuildReport, OnError, Reading, Step, build
from builder.resources import data_dir
from builder.store.inventory import take_inventory
from builder.store.store import Store
from tests import invented
from tests.cluster.clusters import local_cluster
from tests.cluster.extractors import extract_and_note, extract_or_die, extract_or_die_once
from tests.small_extractor import FATAL, extract
from tests.stores import quads

MEAN = 3  # articles of a shard


def article(number: int, words: str = "وقع هجوم في بغداد") -> Article:
    return Article(f"a-{number}", "عنوان الخبر", f"{words} اليوم {number}.", date(2020, 1, 1))


def rasd(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def exported(store: Path) -> bytes:
    result = rasd("export", "--store", store, "--format", "nquads")
    assert result.exit_code == 0, result.stderr
    return b"".join(sorted(result.stdout_bytes.splitlines(keepends=True)))


def counts(report: BuildReport) -> tuple[object, ...]:
    return report.read, report.stored, report.unchanged, report.no_attack, report.events, report.rejected


def everything() -> Iterator[Article | Rejection]:
    """The example articles, files among them that are none, and the invented articles."""
    yield from read_inputs([data_dir("examples")])
    yield from (invented.FIRST, invented.QUIET, invented.SECOND, invented.HOSTILE)


def test_a_run_with_a_killed_worker_gives_the_graph_of_one_process(address: str, tmp_path: Path) -> None:
    doomed = [item.id for item in everything() if isinstance(item, Article)][7]
    marker = tmp_path / "killed"
    cluster = Cluster(address, Folder.at(str(tmp_path / "shards")), mean=MEAN)
    die_once = partial(extract_or_die_once, doomed=doomed, marker=str(marker))
    alone = build(everything(), tmp_path / "alone")
    spread = build(everything(), tmp_path / "spread", extract=die_once, spread=cluster.results)
    assert marker.exists(), "no worker was killed"
    assert alone.stored > 20
    assert len(alone.rejected) == 2
    assert counts(spread) == counts(alone)
    assert exported(tmp_path / "spread") == exported(tmp_path / "alone")


def test_shards_that_are_finished_are_not_made_again_after_the_driver_was_killed(address: str, tmp_path: Path) -> None:
    shards, notes = tmp_path / "shards", tmp_path / "notes"
    program = f"""
import sys
from functools import partial
from pathlib import Path
from builder.cluster.driver import Cluster
from builder.cluster.folder import Folder
from builder.cluster.only import write_shards
from builder.pipeline import build
from tests.cluster.extractors import extract_and_note
from tests.cluster.test_cluster import article
def items():
    for number in range(1000):
        yield article(number)
        if number == 60:
            print("read", flush=True)
            sys.stdin.read()
cluster = Cluster({address!r}, Folder.at({str(shards)!r}), mean=5)
build(items(), Path({str(tmp_path / "store")!r}), extract=partial(extract_and_note, notes={str(notes)!r}),
      spread=cluster.results)
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"read\n"
        while not list(shards.glob("shard-*.nq.gz")):
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    finished = {path: path.stat().st_mtime_ns for path in shards.glob("shard-*.nq.gz")}

    items = [article(number) for number in range(100)]
    cluster = Cluster(address, Folder.at(str(shards)), mean=5)
    noting = partial(extract_and_note, notes=str(notes))
    report = build(items, tmp_path / "store", extract=noting, spread=cluster.results)
    assert report.stored + report.unchanged == 100
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
    build(items, tmp_path / "alone", extract=extract)
    assert quads(tmp_path / "store") == quads(tmp_path / "alone")

    read = notes.read_text(encoding="utf-8")
    build(items, tmp_path / "again", extract=noting, spread=cluster.results)
    assert notes.read_text(encoding="utf-8") == read, "all shards were there"
    assert quads(tmp_path / "again") == quads(tmp_path / "alone")
    again = Cluster(address, Folder.at(str(shards)), mean=5, again=True)
    build(items[:10], tmp_path / "again", BuildOptions(rebuild=True), extract=noting, spread=again.results)
    assert len(notes.read_text(encoding="utf-8").splitlines()) == len(read.splitlines()) + 10


def test_the_command_does_on_a_cluster_what_it_does_alone(address: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    lines = [{"id": f"a-{n}", "title": "اجتماع", "text": article(n).body, "published": "2020-01-01"} for n in range(4)]
    source.write_text("\n".join([*map(json.dumps, lines), "{}"]) + "\n", encoding="utf-8")
    spread, alone = tmp_path / "spread", tmp_path / "alone"
    on_cluster = ("build", source, "--store", spread, "--dask", address, "--shards", f"file://{tmp_path}/shards")
    one, other = rasd(*on_cluster), rasd("build", source, "--store", alone)
    assert (one.exit_code, one.stderr) == (other.exit_code, other.stderr)
    assert one.exit_code == 1
    assert one.stdout.partition(";")[0] == other.stdout.partition(";")[0]
    assert exported(spread) == exported(alone)
    assert len(list((tmp_path / "shards").iterdir())) == 1
    again = rasd(*on_cluster)
    assert again.stdout.startswith("5 read: 0 stored with 0 events (0 report no attack), 4 unchanged, 1 rejected; ")

    source.write_text(json.dumps(lines[0]) + "\n", encoding="utf-8")
    assert "3 withdrawn" in rasd(*on_cluster, "--sync").stdout
    assert "1 stored" in rasd(*on_cluster, "--rebuild").stdout


def test_an_article_that_breaks_the_extraction_is_a_rejection(threads: str, tmp_path: Path) -> None:
    bad = Rejection("in/bad.txt", None, "no text")
    items: list[Article | Rejection] = [article(1), bad, article(2, FATAL), article(3)]
    cluster = Cluster(threads, Folder.at(f"memory://{uuid4().hex}"), mean=MEAN)
    spread = build(items, tmp_path / "spread", extract=extract, spread=cluster.results)
    alone = build(items, tmp_path / "alone", extract=extract)
    assert counts(spread) == counts(alone)
    assert [rejection.source for rejection in spread.rejected] == ["in/bad.txt", "a-2"]
    assert quads(tmp_path / "spread") == quads(tmp_path / "alone")
    stopped = build(items, tmp_path / "stopped", BuildOptions(OnError.STOP), extract=extract, spread=cluster.results)
    assert (stopped.stored, len(stopped.rejected)) == (1, 1)


def test_the_log_has_no_words_of_an_article_that_broke_the_extraction(
    threads: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cluster = Cluster(threads, Folder.at(f"memory://{uuid4().hex}"))
    with caplog.at_level(logging.INFO, "builder"):
        build([article(1, FATAL)], tmp_path, extract=extract, spread=cluster.results)
    (record,) = (record for record in caplog.records if record.getMessage() == "article rejected")
    assert record.__dict__["rasd_fields"]["reason"] == "extraction failed: LookupError"


def test_an_article_whose_extraction_failed_is_tried_again(threads: str, tmp_path: Path) -> None:
    notes, cluster = tmp_path / "notes", Cluster(threads, Folder.at(f"memory://{uuid4().hex}"))
    noting = partial(extract_and_note, notes=str(notes))
    for _ in range(2):
        build([article(1, FATAL)], tmp_path / "store", extract=noting, spread=cluster.results)
    assert notes.read_text(encoding="utf-8") == "a-1\na-1\n"


def test_inputs_are_read_only_as_far_as_the_cluster_has_work(threads: str, tmp_path: Path) -> None:
    taken = 0

    def tasks() -> Iterator[Reading]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield Reading(article(number), extract, "1")

    cluster = Cluster(threads, Folder.at(str(tmp_path)), mean=5)
    with cluster.results(tasks()) as results:
        next(results)
    assert taken <= 4 * 2 * 5, "two threads, two shards each of at most twice the mean"


def test_shards_alone_hold_what_a_store_has_of_each_article(threads: str, tmp_path: Path) -> None:
    bad = Rejection("in/bad.txt", None, "no text")
    items: list[Article | Rejection] = [*map(article, range(9)), bad, article(10, FATAL), article(11, "لا شيء")]
    cluster = Cluster(threads, Folder.at(str(tmp_path / "shards")), mean=MEAN)
    steps: list[Step] = []
    written = write_shards(items, cluster, extract=extract, progress=steps.append)
    listed = (tmp_path / "shards" / written.listed).read_text(encoding="utf-8")
    lines = [json.loads(line) for line in listed.splitlines()]
    shards = [line["shard"] for line in lines if "shard" in line]
    assert {"rejected": "in/bad.txt", "line": None, "reason": "no text"} in lines
    assert (written.articles, written.no_attack, written.events, written.rejected) == (10, 1, 9, 2)
    assert (written.shards, len(steps)) == (len(shards), 12)
    memory = ox.Store()
    for name in shards:
        memory.bulk_load(gzip.decompress((tmp_path / "shards" / name).read_bytes()), format=ox.RdfFormat.N_QUADS)
    assert sum(line.get("quads", 0) for line in lines) == written.quads >= len(memory)
    build(items, tmp_path / "store", extract=extract)
    with Store.open_reader(tmp_path / "store") as reader:
        for graph in (ox.NamedNode(article_iri(f"a-{n}")) for n in (*range(9), 11)):
            wanted = set(reader.rdf.quads_for_pattern(None, None, None, graph))
            assert set(memory.quads_for_pattern(None, None, None, graph)) == wanted != set()
        reference = set(memory.quads_for_pattern(None, None, None, ox.NamedNode(REFERENCE_GRAPH)))
        assert reference < set(reader.rdf), "the rules use further terms"
    assert write_shards(items, cluster, extract=extract).listed == written.listed
    stopped = write_shards([bad, *map(article, range(40))], cluster, extract=extract, on_error=OnError.STOP)
    assert (stopped.shards, stopped.rejected) == (1, 1)
    assert 0 < stopped.articles <= 2 * MEAN


def test_the_command_writes_shards_alone(address: str, tmp_path: Path) -> None:
    options = ("--dask", address, "--shards", tmp_path / "shards", "--shards-only")
    result = rasd("build", Path(data_dir("examples"), "articles.jsonl"), *options)
    assert result.exit_code == 0, result.stderr
    counted = re.fullmatch(
        r"([\d]+) read: \1 in 1 shards with [1-9]\d* events \(\d+ report no attack\) and [\d,]+ quads in [\d,]+ bytes, "
        r"0 rejected; [\d.]+ s; listed in (list-[0-9a-f]+\.jsonl)\n",
        result.stdout,
    )
    assert counted, result.stdout
    assert (tmp_path / "shards" / counted[2]).is_file()


def test_an_article_that_kills_its_workers_ends_the_build(tmp_path: Path) -> None:
    items = [article(number) for number in range(6)]
    build(items[:5], tmp_path / "store", extract=extract)
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), local_cluster(1) as mortal:
        cluster = Cluster(mortal.scheduler_address, Folder.at(str(tmp_path / "shards")))
        with pytest.raises(
            RunError, match=r"^workers died \(1 of them\) that had the articles from a-5 to a-5 to read"
        ):
            build(items, tmp_path / "store", extract=partial(extract_or_die, doomed="a-5"), spread=cluster.results)
    with Store.open_reader(tmp_path / "store") as reader:
        assert [one.id for one in take_inventory(reader).articles] == [f"a-{number}" for number in range(5)]


def test_workers_with_another_version_are_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()
    monkeypatch.setattr(driver, "identity", lambda steps=(): "rasd 9.9" if os.getpid() == here else identity(steps))
    cluster = Cluster(address, Folder.at(str(tmp_path / "shards")))
    with pytest.raises(RunError, match=r"^the worker tcp://.* has rasd .*, and this machine rasd 9\.9: install the"):
        build([article(1)], tmp_path / "store", spread=cluster.results)
    monkeypatch.setattr(Cluster, "_check", lambda *_: None)  # a worker that came later
    with pytest.raises(RunError, match=r"^a worker has rasd .*, and this machine rasd 9\.9: install the same on all"):
        build([article(1)], tmp_path / "store", spread=cluster.results)


def test_an_identity_names_versions_and_code() -> None:
    assert identity().startswith("rasd ")
    assert identity() == identity(())


def test_a_place_that_only_workers_see_is_told(address: str, tmp_path: Path) -> None:
    cluster = Cluster(address, Folder.at("memory://shards"))
    with pytest.raises(RunError, match="here it is not there: give a folder that all machines share"):
        build([article(1)], tmp_path / "store", extract=extract, spread=cluster.results)


def test_a_shard_that_was_damaged_is_made_again(threads: str, tmp_path: Path) -> None:
    cluster = Cluster(threads, Folder.at(str(tmp_path / "shards")))
    build([article(1)], tmp_path / "store", extract=extract, spread=cluster.results)
    (shard,) = (tmp_path / "shards").iterdir()
    whole = shard.read_bytes()
    shard.write_bytes(whole[:-9])
    build([article(1)], tmp_path / "again", extract=extract, spread=cluster.results)
    assert shard.read_bytes() == whole
    assert quads(tmp_path / "again") == quads(tmp_path / "store")


def test_an_address_without_a_scheduler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_CONNECTING", 0.1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        options = ("--store", tmp_path / "store", "--dask", address, "--shards", tmp_path / "shards")
        result = rasd("build", data_dir("examples"), *options)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"rasd: cannot reach a Dask scheduler at {address}: ")


def test_a_cluster_without_workers_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(driver, "_LOOK", 0.05)
    with local_cluster(0) as none:
        cluster = Cluster(none.scheduler_address, Folder.at(str(tmp_path / "shards")), patience=0.1)
        with (
            caplog.at_level(logging.WARNING, "builder"),  # the cluster has silenced all handlers
            pytest.raises(RunError, match="has no workers: start some, and build again"),
        ):
            build([article(1)], tmp_path / "store", extract=extract, spread=cluster.results)
    assert "has no workers: waiting for some" in caplog.text


def test_what_a_cluster_needs_is_named_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "builder.cluster.driver")
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = rasd("build", data_dir("examples"), "--store", tmp_path, "--dask", "tcp://a:1", "--shards", tmp_path)
    assert result.exit_code == 2
    assert "--dask needs distributed, which is not installed: pip install 'rasd[dask]'" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--dask", "tcp://a:1"), "--dask and --shards are given together"),
        (("--shards", "s"), "--dask and --shards are given together"),
        (("--dask", "tcp://a:1", "--shards", "s", "--workers", "2"), "--workers counts processes of this machine"),
        (("--shards-only",), "--shards-only needs --dask and --shards"),
        (("--dask", "tcp://a:1", "--shards", "s", "--shards-only", "--sync"), "--shards-only writes to no store"),
    ],
)
def test_options_that_do_not_go_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)  # a place for shards is made there
    result = rasd("build", data_dir("examples"), *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "rasd-store").exists()


@pytest.mark.parametrize("place", ["nosuch://bucket/shards", "/dev/null/shards"])
def test_a_place_that_cannot_be_written_to(tmp_path: Path, place: str) -> None:
    with pytest.raises(RunError, match=f"^cannot keep shards in {place}: "):
        Folder.at(place)
