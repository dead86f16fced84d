from __future__ import annotations

import gzip
import io
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from builder.articles.assemble import MAX_BYTES
from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.errors import RunError
from builder.model import Article
from builder.resources import data_dir

TITLE, TEXT = "هجوم على قاعدة", "قال مسؤول إن القاعدة تعرضت لهجوم."

UNSUPPORTED = "unsupported: not one of .txt .html .htm .jsonl .csv .tsv .rss .atom .xml .warc, or with .gz"


def record(identifier: str, text: str = TEXT) -> str:
    return json.dumps({"id": identifier, "title": TITLE, "text": text}) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "news"
    (root / "sub").mkdir(parents=True)
    (root / "b.txt").write_text(f"\n{TITLE}\n\n{TEXT}\n", encoding="utf-8")
    (root / "A.TXT").write_bytes(f"{TITLE}\r\n{TEXT}".encode("cp1256"))
    (root / "sub" / "c.jsonl").write_text(record("c1") + "{}\n", encoding="utf-8")
    (root / "sub" / "d.jsonl.gz").write_bytes(gzip.compress(record("d1").encode()))
    (root / "e.pdf").write_bytes(b"%PDF")
    (root / ".hidden.txt").write_text(TITLE, encoding="utf-8")
    return root


def ids(outcomes: list[Article | Rejection]) -> list[str]:
    return [outcome.id if isinstance(outcome, Article) else f"{outcome.source}:{outcome.line}" for outcome in outcomes]


def test_a_folder_is_read_in_the_order_of_its_names(folder: Path) -> None:
    outcomes = list(read_inputs([folder]))
    assert ids(outcomes) == ["A", "b", "news/e.pdf:None", "c1", "news/sub/c.jsonl:2", "d1"]
    assert outcomes[1] == Article("b", TITLE, f"\n{TEXT}\n")
    assert outcomes[0] == Article("A", TITLE, TEXT)


def test_names_do_not_depend_on_where_the_folder_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert ids(list(read_inputs(["."]))) == ids(list(read_inputs([folder])))
    assert ids(list(read_inputs(["e.pdf"]))) == ["e.pdf:None"]


def test_options_are_passed_on(folder: Path) -> None:
    (article,) = read_inputs([folder / "b.txt"], published=date(2023, 10, 31), outlet="وكالة")
    assert isinstance(article, Article)
    assert (article.published, article.outlet) == (date(2023, 10, 31), "وكالة")


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps({"title": TITLE, "text": TEXT}).encode() + b"\n[]\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert ids(list(read_inputs(["-"]))) == ["stdin:1", "stdin:2"]


def test_the_same_article_twice_counts_once_another_one_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(record("x") + record("x") + record("x", TEXT + " ثم آخر.") + record("y"), encoding="utf-8")
    outcomes = list(read_inputs([path, path]))
    assert ids(outcomes) == ["x", "a.jsonl:3", "y", "a.jsonl:3"]
    assert isinstance(outcomes[1], Rejection)
    assert outcomes[1].reason == "duplicate id x: its first article counts"


def test_a_missing_input_is_told_before_anything_is_read(folder: Path) -> None:
    with pytest.raises(RunError, match="no such file or folder: nowhere"):
        read_inputs([folder, "nowhere"])


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "no text"),
        ("a.html", b"", "no article found"),
        ("a.jsonl", b"", "empty"),
        ("a.txt", b"\xff\xff", "unknown encoding: save it as UTF-8"),
        ("a.txt", b"x" * (MAX_BYTES + 1), f"file too large: more than {MAX_BYTES:,} bytes"),
        ("a.doc", b"x", UNSUPPORTED),
        ("a", b"x", UNSUPPORTED),
        ("a.gz", b"x", UNSUPPORTED),
    ],
)
def test_a_file_without_an_article_is_rejected(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert list(read_inputs([tmp_path / name])) == [Rejection(name, None, reason)]


def test_an_empty_folder_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert list(read_inputs([tmp_path / "none"])) == [Rejection("none", None, "empty folder")]


@pytest.mark.parametrize("cut", [10, 5])
def test_a_damaged_gzip_file_is_rejected(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(record("x").encode())[:-cut])
    assert [outcome for outcome in ids(list(read_inputs([path]))) if outcome != "x"] == ["a.jsonl.gz:None"]


def test_a_small_file_that_unpacks_to_gigabytes_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(bytes(100_000_000)))
    (outcome,) = read_inputs([path])
    assert isinstance(outcome, Rejection)
    assert outcome.reason.startswith("read only in part")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such a name")
def test_a_name_that_is_not_utf8_can_be_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xe3.txt")
    path.write_text(TITLE, encoding="utf-8")
    assert ids(list(read_inputs([path]))) == ["?"]


def test_the_founding_article_loses_its_furniture_and_nothing_else() -> None:
    path = data_dir("examples") / "founding-article.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    (article,) = read_inputs([path])
    assert isinstance(article, Article)
    removed = {"time reading iconدقائق القراءة - 4", "تصنيفات", "قصص قد تهمك"}
    assert removed < set(lines)
    assert article.text.split("\n")[0] == lines[0]
    assert [line for line in article.text.split("\n") if line] == [
        line for line in lines if line and line not in removed
    ]
    assert "دبي -الشرق" in article.body.split("\n")
