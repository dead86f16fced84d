from __future__ import annotations

import io
import json

import pytest

from builder.articles.assemble import MAX_BYTES, Defaults
from builder.articles.jsonl import read_jsonl
from builder.articles.rejection import Rejection
from builder.articles.streams import Bounded
from builder.model import Article

GOOD = {"id": "a", "title": "هجوم على قاعدة", "text": "قال مسؤول إن القاعدة تعرضت لهجوم.", "other": [1]}


def read(data: bytes, most_bytes: int = 10**9) -> list[tuple[int | None, Article | Rejection]]:
    stream = io.BufferedReader(Bounded(io.BytesIO(data), most_bytes, source="f.jsonl"))
    return list(read_jsonl(stream, Defaults(), stem="f", source="f.jsonl"))


def line(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode() + b"\n"


def reason(data: bytes) -> str:
    ((_, outcome),) = read(data)
    assert isinstance(outcome, Rejection)
    return outcome.reason


def test_reads_lines_and_skips_blank_ones() -> None:
    outcomes = read(b"\xef\xbb\xbf" + line() + b"\n  \r\n" + line(id="b").rstrip())
    assert [(number, outcome.id) for number, outcome in outcomes if isinstance(outcome, Article)] == [
        (1, "a"),
        (4, "b"),
    ]


@pytest.mark.parametrize(("given_id", "expected"), [("x y/ز", "x y/ز"), (17, "17"), (None, "f:1"), ("", "f:1")])
def test_id(given_id: object, expected: str) -> None:
    ((_, outcome),) = read(line(id=given_id))
    assert isinstance(outcome, Article)
    assert outcome.id == expected


def test_one_bad_line_does_not_stop_the_others() -> None:
    outcomes = read(b"{bad\n" + line() + line(text="", title=""))
    assert [type(outcome) for _, outcome in outcomes] == [Rejection, Article, Rejection]
    assert outcomes[0][1] == Rejection(
        "f.jsonl", 1, "no valid JSON: Expecting property name enclosed in double quotes, column 2"
    )
    assert outcomes[2][1] == Rejection("f.jsonl", 3, "no text")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[1]", "no JSON object"),
        (b"[" * 100_000, "no valid JSON: number too long or nested too deeply"),
        (b'{"id":' + b"9" * 5000 + b"}", "no valid JSON: number too long or nested too deeply"),
        (line(title=1), "title is no string"),
        (line(text=["a"]), "text is no string"),
        (line(published=20231031), "published is no string"),
        (line(id=True), "id is no string"),
        (line(text="\ud800"), "broken character: half of a surrogate pair"),
        (b'{"text": "\xff"}', "unknown encoding: save it as UTF-8"),
        ("{}".encode("utf-16"), "UTF-16: save JSON Lines as UTF-8"),
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"x" * (MAX_BYTES + 1), f"line too long: more than {MAX_BYTES:,} bytes"),
    ],
)
def test_rejects(data: bytes, expected: str) -> None:
    assert reason(data) == expected


class Endless(io.RawIOBase):
    """A line of *size* bytes that is never held whole, then an article."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.largest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        if self.left < 0:
            return b""
        if self.left == 0:
            self.left = -1
            return line()
        self.largest = max(self.largest, size)
        taken = min(size, self.left)
        self.left -= taken
        return b"x" * (taken - (self.left == 0)) + b"\n" * (self.left == 0)


def test_a_very_long_line_is_read_in_pieces_and_the_next_one_counts() -> None:
    stream = Endless(50_000_000)
    outcomes = list(read_jsonl(stream, Defaults(), stem="f", source="f.jsonl"))
    assert [number for number, _ in outcomes] == [1, 2]
    assert isinstance(outcomes[1][1], Article)
    assert stream.largest <= MAX_BYTES + 1


@pytest.mark.parametrize("data", [line() * 100, b"x" * (MAX_BYTES * 2), b"\n" * 10_000])
def test_reading_stops_at_the_bound(data: bytes) -> None:
    outcomes = read(data, most_bytes=1000)
    assert outcomes[-1] == (None, Rejection("f.jsonl", None, "read only in part: unpacks to more than 1,000 bytes"))
