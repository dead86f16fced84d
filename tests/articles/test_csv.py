from __future__ import annotations

import csv
import gzip
import io
import logging
from datetime import date
from pathlib import Path

import pytest

from builder.articles.assemble import MAX_BYTES, MAX_CODE_POINTS, Defaults
from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.articles.tables import read_csv
from builder.model import Article
from builder.resources import read_table
from builder.text.normalize import normalize_key

TITLE, TEXT = "هجوم على قاعدة", "قال مسؤول إن القاعدة تعرضت لهجوم."
HEADER = "id,title,text,published,outlet,url,lang"
ROW = f'a,{TITLE},"{TEXT}",2023-10-31,وكالة,https://example.org/a,ar'


def read(data: str | bytes) -> list[tuple[int | None, Article | Rejection]]:
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(read_csv(stream, Defaults(), stem="f", source="f.csv"))


def articles(data: str | bytes) -> list[Article]:
    return [outcome for _, outcome in read(data) if isinstance(outcome, Article)]


def rejected(data: str | bytes) -> list[tuple[int | None, str]]:
    return [(outcome.line, outcome.reason) for _, outcome in read(data) if isinstance(outcome, Rejection)]


EXPECTED = Article("a", TITLE, TEXT, date(2023, 10, 31), "وكالة", "https://example.org/a", "ar")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_reads_rows_of_every_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    data = f"{HEADER}\r\n{ROW}\r\n".replace(",", delimiter).encode(encoding)
    assert articles(data) == [EXPECTED]


@pytest.mark.parametrize(
    "header", ["ID,Headline,BODY,Date", " id , العنوان,النص, تاريخ النشر", '"id","title","text","pub_date"']
)
def test_headings_have_synonyms_and_case_does_not_count(header: str) -> None:
    (article,) = articles(f"{header}\n1,{TITLE},{TEXT},2023-10-31\n")
    assert article == Article("1", TITLE, TEXT, date(2023, 10, 31))


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2023-10-31T10:00:00Z", date(2023, 10, 31)),
        ("2023/10/31", date(2023, 10, 31)),
        ("31/10/2023 10:00", date(2023, 10, 31)),
        ("الثلاثاء 31 أكتوبر 2023", date(2023, 10, 31)),
        ("10/11/2023", None),
        ("أمس", None),
    ],
)
def test_dates_whose_order_is_certain_are_read(stated: str, day: date | None) -> None:
    assert articles(f"title,date\n{TITLE},{stated}\n")[0].published == day


def test_other_columns_are_ignored_and_of_two_for_one_field_the_first_counts() -> None:
    (article,) = articles(f"section,text,content,title\nx,{TEXT},غيره,{TITLE}\n")
    assert article == Article("f:2", TITLE, TEXT)


def test_text_in_quotation_marks_may_have_lines_and_rows_are_named_by_their_first() -> None:
    data = f'title,text\n{TITLE},"{TEXT}\n\nقال ""نعم""، ثم انصرف."\n\n ,\n{TITLE},{TEXT}\n'
    outcomes = read(data)
    assert [line for line, _ in outcomes] == [2, 7]
    assert outcomes[0][1] == Article("f:2", TITLE, f'{TEXT}\n\nقال "نعم"، ثم انصرف.')


def test_first_line_of_excel_names_the_delimiter() -> None:
    (article,) = articles(f"sep=;\ntitle;text,more\n{TITLE};{TEXT}\n".replace("text,more", "text"))
    assert article == Article("f:3", TITLE, TEXT)


def test_tabs_without_quoting_keep_quotation_marks() -> None:
    first, second = f'"{TITLE}" و"غيرها"', f'"{TITLE}": خبر'
    data = f"title\ttext\n{first}\t{TEXT}\n{second}\t{TEXT}\n"
    assert [article.title for article in articles(data)] == [first, second]
    quoted = f'title\ttext\n"قال ""نعم"""\t"{TEXT}\tثم انصرف"\n'
    assert articles(quoted) == [Article("f:2", 'قال "نعم"', f"{TEXT}\tثم انصرف")]


def test_a_row_without_use_is_rejected_with_its_line_and_the_others_count() -> None:
    data = f"{HEADER}\n,,,,,,\nb,,,2023-10-31\nc,{TITLE},{TEXT},x,y,z,ar,more\nd,News,English text only\n{ROW}\n"
    assert rejected(data) == [
        (3, "no text"),
        (4, "8 cells under 7 headings: put cells with delimiters in quotation marks"),
        (5, "not Arabic (0% Arabic letters)"),
    ]
    assert articles(data) == [EXPECTED]


def test_wrong_quoting_is_told_and_the_next_row_counts() -> None:
    assert rejected(f'title,text\n"{TITLE}" في,{TEXT}\n{TITLE},{TEXT}\n') == [
        (2, "no row of the table: ',' expected after '\"'")
    ]
    data = f'title,text\n{TITLE},{TEXT}\n{TITLE},"{TEXT}\n{TITLE},{TEXT}\n'
    assert len(articles(data)) == 1
    assert rejected(data) == [(3, "no row of the table: a quotation mark is not closed")]


def test_a_cell_beyond_the_bound_costs_its_row_only() -> None:
    long = "x" * (MAX_CODE_POINTS + 1)
    data = f"title,text,html\n{TITLE},{TEXT},{long}\n{TITLE},{TEXT},\n"
    assert rejected(data) == [(2, f"no row of the table: field larger than field limit ({MAX_CODE_POINTS})")]
    assert [article.id for article in articles(data)] == ["f:3"]


def test_a_line_beyond_the_bound_is_not_held() -> None:
    data = f"title,text\n{TITLE},".encode() + b"x" * (MAX_BYTES + 5) + f"\n{TITLE},{TEXT}\n".encode()
    assert rejected(data) == [(2, f"line too long: more than {MAX_BYTES:,} characters")]
    assert [article.id for article in articles(data)] == ["f:3"]


def test_broken_characters_cost_their_row_only() -> None:
    data = f"title,text\n{TITLE},{TEXT}\n".encode() * 2
    broken = data.replace(b"title,text\n", b"", 1)
    broken = b"title,text\n" + f"{TITLE},".encode() + b"\xff" + f"{TEXT}\n{TITLE},{TEXT}\n".encode()
    long_head = f"title,text\n{TITLE},{TEXT}\n".encode() + b",\n" * 600_000  # beyond what the encoding is known by
    outcome = rejected(long_head + broken.removeprefix(b"title,text\n"))
    assert outcome == [(600_003, "broken character: half of a surrogate pair")]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", None, "empty"),
        (b"\n\n", None, "empty"),
        (b"title,text\n", None, "empty"),
        (b"a,b,c\n1,2,3\n", 1, "no column is named text or title"),
        (b"\xff\xff,\xfe\n", None, "unknown encoding: save it as UTF-8"),
        (b"\0" * 100, 1, "no column is named text or title"),
        (b"x" * (MAX_BYTES + 1), 1, f"line too long: more than {MAX_BYTES:,} characters"),
    ],
)
def test_a_file_without_articles_is_rejected(data: bytes, line: int | None, reason: str) -> None:
    assert rejected(data) == [(line, reason)]


def test_a_cut_utf16_file_is_told() -> None:
    data = f"title,text\n{TITLE},{TEXT}\n".encode("utf-16")[:-1]
    assert any(reason.startswith("read only in part: broken text") for _, reason in rejected(data))


def test_says_that_it_took_windows_1256(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        articles(f"{HEADER}\n{ROW}\n".encode("cp1256"))
    assert caplog.messages == ["f.csv: decoded as Windows-1256"]


def test_files_by_their_names_and_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.CSV").write_text(f"text\n{TEXT}\n", encoding="utf-8")
    (tmp_path / "b.tsv").write_text(f"text\tid\n{TEXT}\tx\n", encoding="utf-8")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(f"text\n{TEXT}\n".encode()))
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress(b"text\n" + bytes(200_000_000)))
    outcomes = list(read_inputs(sorted(tmp_path.iterdir())))
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Article)] == ["a:2", "x", "c:2"]
    (bomb,) = (outcome for outcome in outcomes if isinstance(outcome, Rejection) and outcome.line is None)
    assert bomb.reason.startswith("read only in part: unpacks to more than")


def test_a_table_written_by_python_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    bodies = [f'{TEXT} "{number}", ثم\r\nسطر; آخر\tوآخر' for number in range(50)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["id", "text"], *([str(number), body] for number, body in enumerate(bodies))])
    found = [outcome for outcome in read_inputs([path]) if isinstance(outcome, Article)]
    assert [article.body for article in found] == [body.replace("\r\n", "\n") for body in bodies]


def test_headings_are_written_as_they_are_compared() -> None:
    rows = list(read_table("csv_columns.tsv"))
    keys = [normalize_key(row["heading"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {row["column"] for row in rows} == {"id", "title", "text", "published", "outlet", "url", "lang"}
    assert all(row["source"] for row in rows)
