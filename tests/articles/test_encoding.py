from __future__ import annotations

import logging

import pytest

from builder.articles.encoding import decode
from builder.errors import ArticleError

TEXT = "هجوم على القاعدة\nقال المسؤول إن القوات تعرضت لهجوم"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_reads_what_arabic_pages_are_written_in(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), source="a.txt") == TEXT


def test_utf16_of_either_byte_order() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), source="a.txt") == TEXT


def test_says_that_it_took_windows_1256(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        decode(TEXT.encode("cp1256"), source="a.jsonl", line=3)
    assert caplog.messages == ["a.jsonl, line 3: decoded as Windows-1256"]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode() + b"\xff",
        TEXT.encode("iso8859-6"),
        "Военные сообщили об ударе по базе в понедельник".encode("cp1251"),
        "Une attaque a visé la base".encode("latin-1"),
        b"\xff\xfe\x00",
        bytes(range(256)),
    ],
    ids=["damaged UTF-8", "ISO-8859-6", "Cyrillic", "Latin-1", "cut UTF-16", "no text"],
)
def test_takes_nothing_else_for_arabic(data: bytes) -> None:
    with pytest.raises(ArticleError, match="unknown encoding"):
        decode(data, source="a.txt")
