"""JSON Lines, plain or gzip: one article a line, read with bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Protocol

from builder.articles.assemble import MAX_BYTES, Defaults, Found, assemble
from builder.articles.encoding import decode
from builder.articles.rejection import Outcomes, Rejection
from builder.errors import ArticleError
from builder.model import Article

_CHUNK = 1024 * 1024


class ByteLines(Protocol):
    """A binary stream that can be read by lines of bounded length."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line with its line feed, or its first *size* bytes; nothing at the end."""
        ...


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(stream: ByteLines, defaults: Defaults, *, stem: str, source: str) -> Outcomes:
    """For each line that is not blank its number, and its article or rejection.

    A line above 16 MiB is rejected; its rest is read in pieces and dropped. ``stem`` and the line's number make the
    id of an article that has none. UTF-16 is not supported here. A stream without any line gives a rejection.
    """
    empty = True
    try:
        for number, line in _lines(stream):
            if number == 1 and line is not None and line.startswith(_UTF16):
                raise ArticleError("UTF-16: save JSON Lines as UTF-8", source=source)
            if line is None or line.strip():
                empty = False
                yield number, _article_or_rejection(line, number, defaults, stem=stem, source=source)
    except ArticleError as error:
        yield None, Rejection.of(error)
    else:
        if empty:
            yield None, Rejection(source, None, "empty")


def _lines(stream: ByteLines) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long to be held."""
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        too_long = len(line) > MAX_BYTES and not line.endswith(b"\n")
        piece = line
        while too_long and piece and not piece.endswith(b"\n"):
            piece = stream.readline(_CHUNK)
        yield number, None if too_long else line


def _article_or_rejection(
    line: bytes | None, number: int, defaults: Defaults, *, stem: str, source: str
) -> Article | Rejection:
    if line is None:
        return Rejection(source, number, f"line too long: more than {MAX_BYTES:,} bytes")
    try:
        return _article(line, number, defaults, stem=stem, source=source)
    except ArticleError as error:
        return Rejection.of(error)


def _article(line: bytes, number: int, defaults: Defaults, *, stem: str, source: str) -> Article:
    text = decode(line, source=source, line=number)
    try:
        data: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise ArticleError(f"no valid JSON: {error.msg}, column {error.colno}", source=source, line=number) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        raise ArticleError("no valid JSON: number too long or nested too deeply", source=source, line=number) from None
    if not isinstance(data, dict):
        raise ArticleError("no JSON object", source=source, line=number)
    found = Found(
        id=_identifier(data.get("id"), f"{stem}:{number}", source=source, line=number),
        title=_text(data, "title", source=source, line=number) or "",
        text=_text(data, "text", source=source, line=number) or "",
        published=_text(data, "published", source=source, line=number),
        outlet=_text(data, "outlet", source=source, line=number),
        url=_text(data, "url", source=source, line=number),
        lang=_text(data, "lang", source=source, line=number),
    )
    return assemble(found, defaults, source=source, line=number)


def _text(data: dict[str, object], key: str, *, source: str, line: int) -> str | None:
    """A value that is a string and not blank; None where it is missing, blank or null."""
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(f"{key} is no string", source=source, line=line)
    return value if value.strip() else None


def _identifier(value: object, fallback: str, *, source: str, line: int) -> str:
    """A string, or a whole number as its digits; the fallback where the line gives none."""
    if value is None or value == "":
        return fallback
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ArticleError("id is no string", source=source, line=line)
    return str(value)
