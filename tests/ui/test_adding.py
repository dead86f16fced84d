"""Adding articles: what is staged, how it is read and shown, and how it gets into a real store."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.graph.iris import article_iri
from builder.listening import is_loopback
from builder.model import Article
from builder.pipeline import build
from builder.store.inventory import take_inventory
from builder.store.store import Store
from ui.adding import Added, ItemState, Reading, latest_job, put_in, read
from ui.adding_results import as_csv, explain
from ui.choice import ADDING_VARIABLE, Choice, allow_adding, may_add
from ui.data import Data
from ui.labels import Labels, Language
from ui.preview import read_preview, untold
from ui.staging import (
    LIMITS,
    Pasted,
    RefusedError,
    Staging,
    Upload,
    keep_items,
    kept_items,
    preview_file,
    read_staged,
    safe_name,
    stage_address,
    stage_files,
    stage_text,
)

TITLE = "مقتل خمسة جنود في هجوم بسيارة مفخخة قرب الموصل"
TEXT = (
    "قال مسؤول أمني عراقي إن خمسة جنود قتلوا وأصيب ثمانية آخرون يوم الثلاثاء في هجوم بسيارة مفخخة "
    "استهدف نقطة تفتيش للجيش قرب مدينة الموصل.\nوأعلن تنظيم الدولة الإسلامية مسؤوليته عن الهجوم."
)
QUIET = "افتتح وزير الزراعة اليوم معرض التمور السنوي في البصرة بمشاركة مئة مزارع من المحافظات."
PASTED = Pasted(TITLE, TEXT, date(2016, 5, 4), "صحيفة الشاطئ")


def last(staging: Staging, store: Path, **limits: float) -> Reading:
    """The reading of a batch when nothing more will come."""
    *_, reading = read(staging, store, replace(LIMITS, **limits))  # type: ignore[arg-type]
    return reading


def staged(staging: Staging) -> list[Article | Rejection]:
    return list(read_staged(staging.folder))


# Staging


def test_a_pasted_article_is_staged_with_what_its_user_says() -> None:
    (article,) = staged(stage_text(PASTED))
    assert isinstance(article, Article)
    assert (article.title, article.body, article.published) == (TITLE, TEXT, date(2016, 5, 4))
    assert article.outlet == "صحيفة الشاطئ"
    assert article.id.startswith("pasted-")


def test_the_first_line_is_the_title_where_none_is_given() -> None:
    (article,) = staged(stage_text(Pasted("", f"{TITLE}\n{TEXT}")))
    assert isinstance(article, Article)
    assert (article.title, article.body) == (TITLE, TEXT)


def test_pasting_again_gives_the_same_id_and_another_text_another() -> None:
    ids = [staged(stage_text(pasted))[0] for pasted in (PASTED, PASTED, replace(PASTED, text=QUIET))]
    first, again, other = [item.id for item in ids if isinstance(item, Article)]
    assert first == again != other


def test_an_article_with_an_address_has_the_id_that_its_page_would_have() -> None:
    (article,) = staged(stage_text(replace(PASTED, url=" https://user:word@shati.example/n/1#top ")))
    assert isinstance(article, Article)
    assert article.id == "https://shati.example/n/1"


@pytest.mark.parametrize(
    ("stage", "key"),
    [
        (lambda: stage_text(Pasted(TITLE, " \n ")), "no_text"),
        (lambda: stage_text(replace(PASTED, url="javascript:alert(1)")), "no_address"),
        (lambda: stage_address("file:///etc/passwd"), "no_address"),
        (lambda: stage_files([]), "no_files"),
        (lambda: stage_files([Upload("a.txt", b"x")] * 3, limits=replace(LIMITS, files=2)), "too_many_files"),
        (lambda: stage_files([Upload("a.txt", bytes(2**20 + 1))], limits=replace(LIMITS, megabytes=1)), "large_file"),
        (
            lambda: stage_files([Upload("a.txt", bytes(2**20))] * 2, limits=replace(LIMITS, total_megabytes=1)),
            "large_files",
        ),
    ],
)
def test_what_is_refused_has_words_in_both_languages(stage: object, key: str) -> None:
    assert callable(stage)
    with pytest.raises(RefusedError) as caught:
        stage()
    assert caught.value.key == key
    for language in Language:
        assert Labels(language)(f"add.refused.{key}", **caught.value.values)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\news\\a.html", "a.html"),
        ("a\x00b\x1b[31m.txt", "ab[31m.txt"),
        ("\u202etxt.evil", "txt.evil"),
        ("x" * 500 + ".jsonl.gz", "x" * 111 + ".jsonl.gz"),
        ("/", "file"),
        ("\udcff.txt", "?.txt"),
    ],
)
def test_names_of_files_are_made_harmless(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_files_lie_under_numbers_and_are_read_by_their_names() -> None:
    line = json.dumps({"id": "n-1", "title": TITLE, "text": TEXT, "published": "2016-05-04"}).encode()
    staging = stage_files(
        [
            Upload("../../x/raid.txt", f"{TITLE}\n{TEXT}".encode()),
            Upload("news.jsonl.gz", gzip.compress(line)),
            Upload("broken.html.gz", b"no gzip"),
            Upload("<b>.exe", b"MZ"),
        ],
        date(2016, 5, 9),
        "صحيفة الشاطئ",
    )
    assert sorted(path.name for path in staging.folder.iterdir()) == [
        "0.upload", "1.upload", "2.upload", "3.upload", "request.json",
    ]  # fmt: skip
    raid, news, broken, program = staged(staging)
    assert isinstance(raid, Article) and isinstance(news, Article)
    assert (raid.id, raid.published, raid.outlet) == ("raid", date(2016, 5, 9), "صحيفة الشاطئ")
    assert (news.id, news.published) == ("n-1", date(2016, 5, 4))
    assert isinstance(broken, Rejection) and broken.reason.startswith("damaged gzip file")
    assert isinstance(program, Rejection) and program.reason.startswith("unsupported")


def test_two_files_of_one_name_are_not_lost_silently() -> None:
    first, second = staged(stage_files([Upload("a.txt", f"{TITLE}\n{TEXT}".encode()), Upload("a.txt", QUIET.encode())]))
    assert isinstance(first, Article)
    assert isinstance(second, Rejection) and second.reason.startswith("duplicate id")


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    items = [*staged(stage_text(PASTED)), Rejection("x\ud800", 3, "<b>no text</b>")]
    assert list(keep_items(tmp_path, iter(items))) == items
    assert list(kept_items(tmp_path)) == items


def test_the_folder_goes_with_the_staging() -> None:
    staging = stage_text(PASTED)
    folder = staging.folder
    assert folder.is_dir()
    del staging
    assert not folder.exists()


# Reading, and what is shown before anything is stored


def test_the_preview_of_an_attack_stores_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    reading = last(stage_text(PASTED), store)
    (item,) = reading.items.values()
    assert (item.state, item.title, item.stored) == (ItemState.ATTACK, TITLE, "")
    assert reading.read and reading.over and not reading.problem
    assert not store.exists()
    preview = read_preview(preview_file(reading.staging.folder, item.number))
    assert len(preview.reports) == item.events > 0
    assert preview.article.text == f"{TITLE}\n{TEXT}"
    told = {role.role: role for report in preview.attacks for role in report.roles}
    assert told["weapon"].evidence[0].surface in TEXT
    assert told["date"].value.ar == "2016-05-03"
    assert "الموصل" in {role.value.ar for report in preview.attacks for role in report.roles if role.role == "place"}
    for report in preview.reports:
        assert not set(untold(report)) & {role.role for role in report.roles}


def test_a_preview_that_takes_too_long_is_a_rejection(tmp_path: Path) -> None:
    reading = last(stage_text(PASTED), tmp_path / "store", article_seconds=0.001)
    [item] = reading.items.values()
    assert (item.state, item.reason) == (ItemState.REJECTED, "extraction failed: TooLongError: more than 0.001 seconds")


def test_a_batch_tells_of_each_article_what_it_is(tmp_path: Path) -> None:
    files = [
        Upload("raid.txt", f"{TITLE}\n{TEXT}".encode()),
        Upload("dates.txt", f"معرض التمور\n{QUIET}".encode()),
        Upload("english.txt", b"Nothing here is Arabic"),
        Upload("long.txt", f"هجوم\n{TEXT * 400}".encode()),
    ]
    reading = last(stage_files(files), tmp_path / "store")
    states = [item.state for _, item in sorted(reading.items.items())]
    assert states == [ItemState.ATTACK, ItemState.NO_ATTACK, ItemState.REJECTED, ItemState.REJECTED]
    assert reading.items[2].reason.startswith("not Arabic")
    assert reading.items[3].reason.endswith("at most 300: split the article")
    assert len(reading.articles) == 3
    quiet = read_preview(preview_file(reading.staging.folder, 1))
    assert quiet.article.title == "معرض التمور"
    assert quiet.reports == ()


def test_what_goes_beyond_the_number_of_articles_is_told(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": str(number), "text": QUIET}) for number in range(5))
    reading = last(stage_files([Upload("a.jsonl", lines.encode())]), tmp_path / "store", articles=2)
    assert len(reading.items) == 2
    assert (reading.cut, reading.most) == ("articles", 2)


def test_a_private_address_is_refused_by_the_reader(tmp_path: Path) -> None:
    reading = last(stage_address("http://127.0.0.1:9/a.html"), tmp_path / "store")
    (item,) = reading.items.values()
    assert item.state is ItemState.REJECTED
    assert item.reason == "not fetched: 127.0.0.1 is no public address"
    assert not reading.articles
    assert explain(item.reason, Labels(Language.ARABIC)).startswith("عنوان خاص")


def test_a_preview_that_takes_too_long_leaves_what_is_known(tmp_path: Path) -> None:
    reading = last(stage_text(PASTED), tmp_path / "store", preview_seconds=0.0)
    assert reading.over and reading.read
    assert reading.waiting == len(reading.articles) == 1


# Putting it into the graph


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that one pasted article was put into."""
    store = tmp_path_factory.mktemp("kept") / "store"
    job = put_in(last(stage_text(PASTED), store), store)
    job.wait()
    assert (job.ended, job.detail) == ("done", "")
    assert [added.state for added in job.done] == ["added"]
    assert latest_job(store) is job and job.reading is None
    return store


def test_what_was_put_in_is_what_a_build_stores(kept: Path, tmp_path: Path) -> None:
    build(staged(stage_text(PASTED)), tmp_path / "built")
    with Store.open_reader(kept) as one, Store.open_reader(tmp_path / "built") as other:
        assert set(one.rdf) == set(other.rdf)


def test_the_interface_reads_the_new_snapshot_and_knows_the_attacks_of_the_article(kept: Path) -> None:
    data = Data(Choice(kept, None), "")
    data = replace(data, version=(kept / "CURRENT").read_text().strip())
    (article,) = staged(stage_text(PASTED))
    assert isinstance(article, Article)
    iri = article_iri(article.id)
    assert set(data.attacks_in([iri, article_iri("another")])[iri]) == {line.iri for line in data.lines()}
    assert not data.attacks_in([article_iri("another")])


def test_again_is_unchanged_and_a_correction_changes(kept: Path) -> None:
    again = last(stage_text(PASTED), kept)
    corrected = last(stage_text(replace(PASTED, outlet="وكالة الميناء")), kept)
    assert [item.stored for reading in (again, corrected) for item in reading.items.values()] == ["same", "other"]
    states = []
    for reading in (again, corrected):
        job = put_in(reading, kept)
        job.wait()
        states += [added.state for added in job.done]
    assert states == ["unchanged", "changed"]


def test_rejections_are_told_and_listed_in_the_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    files = [Upload("dates.txt", f"معرض التمور\n{QUIET}".encode()), Upload("broken.html.gz", b"no gzip")]
    job = put_in(last(stage_files(files), store), store)
    job.wait()
    assert [(added.name, added.state) for added in job.done] == [("dates", "added"), ("broken.html.gz", "rejected")]
    with Store.open_reader(store) as reader:
        (rejected,) = take_inventory(reader).rejected
    assert rejected.source == "broken.html.gz"


def test_a_locked_store_is_told_and_nothing_is_lost(kept: Path) -> None:
    reading = last(stage_text(replace(PASTED, title="تفجير في الموصل")), kept)
    with Store.open_writer(kept):
        job = put_in(reading, kept)
        job.wait()
    assert job.ended == "locked"
    assert job.reading is reading
    job = put_in(reading, kept)
    job.wait()
    assert (job.ended, [added.state for added in job.done]) == ("done", ["added"])


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("x")
    job = put_in(last(stage_text(PASTED), tmp_path / "letters"), tmp_path / "letters")
    job.wait()
    assert job.ended == "store"
    assert "is no store" in job.detail


def test_a_store_that_cannot_be_written_to_is_told() -> None:
    store = Path("/proc/rasd-store")
    job = put_in(last(stage_text(PASTED), store), store)
    job.wait()
    assert job.ended in ("read_only", "store")
    assert "/proc/rasd-store" in job.detail


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_full_disk_is_told_apart() -> None:
    code = (
        "from ui.adding_work import _kind; from builder.errors import StoreError\n"
        "try:\n"
        "    try: open('/dev/full', 'w').write('x' * 100_000)\n"
        "    except OSError as error: raise StoreError('cannot write') from error\n"
        "except StoreError as error: print(_kind(error))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "full\n"


def test_one_batch_at_a_time_and_a_stopped_one_leaves_a_whole_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    lines = "\n".join(json.dumps({"id": f"n-{number}", "title": TITLE, "text": TEXT}) for number in range(400))
    staging = stage_files([Upload("a.jsonl", lines.encode())])
    reading = last(staging, store, preview_seconds=0.0)
    job = put_in(reading, store)
    with pytest.raises(RefusedError, match="busy"):
        put_in(reading, store)
    while not job.done:
        assert job.running
        time.sleep(0.05)
    job.stop()
    job.wait()
    assert job.ended == "stopped"
    assert 0 < len(job.done) < 400
    with Store.open_reader(store) as reader:
        stored = {article.id for article in take_inventory(reader).articles}
    assert stored == {added.name for added in job.done}
    again = put_in(reading, store)
    again.stop()
    again.wait()
    assert all(added.state == "unchanged" for added in again.done[: len(job.done)])


# Where it is offered


@pytest.mark.parametrize(
    ("address", "loopback"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.4", False), ("localhost.example", False), ("", False), (None, False)],
)  # fmt: skip
def test_loopback(address: str | None, loopback: bool) -> None:
    assert is_loopback(address) is loopback
    assert may_add(address, {}) is loopback


@pytest.mark.parametrize(
    ("address", "wish", "allowed"),
    [("127.0.0.1", None, True), ("127.0.0.1", False, False), ("0.0.0.0", None, False), ("0.0.0.0", True, True)],
)
def test_a_wish_counts_before_the_address(
    address: str, wish: bool | None, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADDING_VARIABLE, "")
    allow_adding(address, wish)
    assert may_add("127.0.0.1") is may_add("0.0.0.0") is may_add(None) is allowed
    assert os.environ[ADDING_VARIABLE] in ("yes", "no")


def test_the_result_is_a_table_that_no_spreadsheet_carries_out() -> None:
    text = as_csv([Added('=HYPERLINK("x")', "rejected", reason="no text", line=3)]).decode("utf-8-sig")
    assert text.splitlines()[1] == """"'=HYPERLINK(""x"")",3,rejected,0,no text"""


def test_the_names_of_uploads_make_the_ids_that_files_would_have(tmp_path: Path) -> None:
    (tmp_path / "raid.txt").write_text(f"{TITLE}\n{TEXT}", encoding="utf-8")
    assert list(read_inputs([tmp_path / "raid.txt"])) == staged(
        stage_files([Upload("raid.txt", f"{TITLE}\n{TEXT}".encode())])
    )
