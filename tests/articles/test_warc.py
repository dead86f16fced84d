from __future__ import annotations

import gzip
import io
import os
import resource
import zlib
from datetime import date
from pathlib import Path

import brotli
import pytest

from builder.articles.assemble import MAX_BYTES, Defaults
from builder.articles.inputs import read_inputs
from builder.articles.rejection import Rejection
from builder.articles.warc import read_warc
from builder.model import Article

PARAGRAPHS = [
    "قال مسؤول عسكري إن القاعدة الجوية تعرضت مساء أمس لهجوم بطائرتين مسيرتين من دون وقوع إصابات بين الجنود.",
    "وأضاف المسؤول أن الدفاعات الجوية أسقطت إحدى الطائرتين قبل وصولها، وأن الثانية سقطت بعيداً عن القاعدة.",
]
PAGE = (
    '<!doctype html><html lang="ar"><head><title>هجوم على قاعدة</title>{}'
    '<meta property="article:published_time" content="2023-10-31T22:30:00Z"></head><body><article>'
    f"<h1>هجوم على قاعدة</h1>{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}</article></body></html>"
)
HTML = PAGE.format("").encode()
URI = "https://example.org/a"


def record(
    body: bytes = HTML,
    uri: str = URI,
    *,
    kind: str = "response",
    status: str = "200 OK",
    media_type: str = "text/html; charset=utf-8",
    headers: str = "",
    length: object = None,
) -> bytes:
    block = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def chunked(data: bytes) -> bytes:
    pieces = (data[at : at + 100] for at in range(0, len(data), 100))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def read(data: bytes) -> list[Article | Rejection]:
    return [outcome for _, outcome in read_warc(io.BytesIO(data), Defaults(), source="f.warc")]


def told(data: bytes) -> list[str]:
    """Ids of articles and reasons of rejections."""
    return [outcome.id if isinstance(outcome, Article) else outcome.reason for outcome in read(data)]


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"
LAST = record(uri="https://example.org/last")


def test_a_page_becomes_an_article_under_its_address() -> None:
    assert read(record()) == [
        Article(URI, "هجوم على قاعدة", "\n".join(PARAGRAPHS), date(2023, 10, 31), None, URI, "ar")
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(HTML), "Content-Encoding: gzip\r\n"),
        (zlib.compress(HTML), "Content-Encoding: deflate\r\n"),
        (brotli.compress(HTML), "Content-Encoding: br\r\n"),
        (chunked(HTML), "Transfer-Encoding: chunked\r\n"),
        (chunked(gzip.compress(HTML)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (brotli.compress(gzip.compress(HTML)), "Content-Encoding: gzip, br\r\n"),
    ],
    ids=["gzip", "deflate", "brotli", "chunked", "chunked gzip", "two"],
)
def test_codings_are_undone(body: bytes, headers: str) -> None:
    first, second = read(record(body, headers=headers) + LAST)
    assert isinstance(first, Article)
    assert first.body == "\n".join(PARAGRAPHS)
    assert isinstance(second, Article)


@pytest.mark.parametrize(
    ("head", "media_type", "encoding"),
    [
        ("", "text/html; charset=windows-1256", "cp1256"),
        ("", "text/html; charset=ISO-8859-6", "iso8859-6"),
        ('<meta charset="windows-1256">', "text/html", "cp1256"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-6">', "text/html", "iso8859-6"),
        ("", "text/html; charset=ISO-8859-1", "cp1256"),
        ("", "text/html; charset=windows-1256", "utf-8"),
        ("", "text/html; charset=nonsense", "utf-8"),
        ("", "TEXT/HTML", "utf-16"),
    ],
)
def test_charset_of_header_page_or_bytes(head: str, media_type: str, encoding: str) -> None:
    data = PAGE.format(head).replace("٫", "").encode(encoding)
    (found,) = read(record(data, media_type=media_type))
    assert isinstance(found, Article)
    assert found.title == "هجوم على قاعدة"


def test_one_broken_character_in_a_page_of_utf8_is_borne() -> None:
    body = HTML.replace("الجوية".encode(), "الجوية".encode()[:-1], 1) + b" " * 3000
    (found,) = read(record(body))
    assert isinstance(found, Article)
    assert "\ufffd" in found.body


def test_what_is_no_page_is_no_item() -> None:
    others = [
        record(b"x: y\r\n", kind="warcinfo"),
        record(kind="request"),
        record(kind="metadata"),
        record(kind="revisit"),
        record(status="404 Not Found"),
        record(status="301 Moved Permanently"),
        record(b"\x89PNG", media_type="image/png"),
    ]
    assert told(b"".join(others) + LAST) == ["https://example.org/last"]
    assert told(b"".join(others)) == ["no page with status 200 among 3 responses"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(b"<p>x</p>"), "no article found"),
        (record(uri=""), "no target address"),
        (record(HTML, headers="Content-Encoding: gzip\r\n"), "damaged: "),
        (record(HTML, headers="Transfer-Encoding: chunked\r\n"), "damaged: "),
        (record(HTML, headers="Content-Encoding: br\r\n"), "damaged: "),
        (record(HTML, headers="Content-Encoding: lzma\r\n"), "unknown content coding lzma"),
        (record(gzip.compress(bytes(50_000_000)), headers="Content-Encoding: gzip\r\n"), "page too large: "),
        (record(brotli.compress(bytes(50_000_000), quality=1), headers="Content-Encoding: br\r\n"), "page too large: "),
        (record(b"x" * (MAX_BYTES + 1)), "page too large: "),
        (record(b"\xff\xfd" * 100), "unknown encoding"),
    ],
    ids=["no article", "no address", "gzip", "chunked", "br", "lzma", "gzip bomb", "br bomb", "large", "bytes"],
)
def test_a_bad_page_is_listed_and_the_next_one_counts(bad: bytes, reason: str) -> None:
    first, second = told(bad + LAST)
    assert first.startswith("response 1 (")
    assert first.partition("): ")[2].startswith(reason)
    assert second == "https://example.org/last"


def test_a_page_whose_compression_is_cut_off_is_told_or_read_as_far_as_it_goes() -> None:
    body = gzip.compress(HTML)[:-20]
    assert told(record(body, headers="Content-Encoding: gzip\r\n") + LAST)[-1] == "https://example.org/last"


@pytest.mark.parametrize("length", [10**6, 10**18, 2**64, -5, "abc", ""])
def test_a_wrong_length_is_told(length: object) -> None:
    *first, last = told(LAST + record(length=length))
    assert first[0] == "https://example.org/last"
    assert any(word in last for word in ("cut off", "page too large", "damaged after response"))


def test_a_length_that_is_too_short_is_told() -> None:
    assert told(record(length=150) + LAST)[-1].startswith("damaged after response 1: ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no page with status 200 among 0 responses"),
        (b"this is no archive\r\n" * 100, "damaged after response 0: "),
        (b"\0" * 10_000, "damaged after response 0: "),
        (b"WARC/1.0\r\n" + b"A: b\r\n" * 1_000_000, "damaged after response 0: "),
        (b"WARC/1.0\r\n" + b"A" * 10_000_000, "damaged after response 0: "),
    ],
)
def test_what_is_no_archive_is_rejected(data: bytes, reason: str) -> None:
    assert told(data)[0].startswith(reason)


def test_bytes_of_no_sense_never_end_the_reading() -> None:
    good = LAST * 3
    for seed in range(60):
        at = (seed * 7919) % len(good)
        noise = bytes((seed * 31 + n) % 256 for n in range(40))
        assert told(good[:at] + noise + good[at + 20 :])


def test_files_with_and_without_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(uri="https://example.org/1"))
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(record(uri="https://example.org/2")) + gzip.compress(LAST))
    (tmp_path / "c.warc.gz").write_bytes(gzip.compress(record(uri="https://example.org/3")) + gzip.compress(LAST)[:-30])
    (tmp_path / "d.warc.gz").write_bytes(record())
    (tmp_path / "e.warc.gz").write_bytes(gzip.compress(record(length=10**12) + bytes(100_000_000)))
    outcomes = list(read_inputs([tmp_path]))
    assert [outcome.id for outcome in outcomes if isinstance(outcome, Article)] == [
        "https://example.org/1", "https://example.org/2", "https://example.org/last", "https://example.org/3"
    ]  # fmt: skip
    rejections = [outcome for outcome in outcomes if isinstance(outcome, Rejection)]
    assert [Path(rejection.source).name for rejection in rejections][:2] == ["c.warc.gz", "d.warc.gz"]
    assert any("read only in part: unpacks to more than" in rejection.reason for rejection in rejections)


def test_a_large_archive_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    with path.open("wb") as file:
        file.write(record())
        file.write(record(b"", media_type="video/mp4", length=300_000_000)[:-4])
        file.seek(300_000_000 - len(HEAD), os.SEEK_CUR)
        file.write(b"\r\n\r\n" + LAST)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [outcome.id for outcome in read_inputs([path]) if isinstance(outcome, Article)] == [
        URI,
        "https://example.org/last",
    ]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB
