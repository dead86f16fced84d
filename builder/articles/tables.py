"""Tables with a header line (CSV, TSV): one article a row, read with bounded memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from builder.articles.assemble import MAX_BYTES, MAX_CODE_POINTS, Defaults, Found, assemble, parse_day
from builder.articles.encoding import encoding_of
from builder.articles.page_dates import day_in_text
from builder.articles.rejection import Outcomes, Rejection
from builder.errors import ArticleError
from builder.model import Article
from builder.resources import read_table
from builder.text.normalize import normalize_key

_HEAD = 1024 * 1024  # bytes by which encoding, delimiter and quoting are known
_DELIMITERS = "\t;,|"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own first line
_WORD_BREAK = re.compile(r"[-_.\s]+")
_CSV_REASONS = {"unexpected end of data": "a quotation mark is not closed"}
_CHUNK = 1024 * 1024  # code points


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is written; ``columns`` holds the field of each column, None for one that is not read."""

    delimiter: str
    quoting: int
    columns: tuple[str | None, ...]


def read_csv(stream: io.BufferedIOBase, defaults: Defaults, *, stem: str, source: str) -> Outcomes:
    """For each row the number of its first line, and its article or rejection.

    The header names the fields of JSON Lines input, or synonyms of ``csv_columns.tsv``; other columns are ignored. The
    delimiter (tab, semicolon, comma or bar) is the one by which most columns have known names. Quoting is that of RFC
    4180; a table with tabs in which quotation marks do not fit its rules has none. Encoding as text files.
    Dates may also be in words, or in digits where their order is certain. ``stem`` and the line's number make the id
    of a row that has none.
    """
    buffered = io.BufferedReader(_Raw(stream), _HEAD)
    try:
        head = buffered.peek(_HEAD)
        encoding = encoding_of(head, source=source)
        text = io.TextIOWrapper(buffered, encoding, errors=_errors(encoding), newline="")
        lines = _Lines(text, source)
        layout = _layout(lines, head.decode(encoding, errors="replace"), source)
        csv.field_size_limit(MAX_CODE_POINTS)  # of the whole process: the module has no other way
        yield from _rows(lines, layout, defaults, stem, source)
    except UnicodeError as error:
        yield None, Rejection(source, None, f"read only in part: broken text ({error})")
    except ArticleError as error:
        yield error.line, Rejection.of(error)


def _errors(encoding: str) -> str:
    """Broken bytes become halves of surrogate pairs, for which their row alone is rejected; UTF-16 cannot do that."""
    return "strict" if encoding == "utf-16" else "surrogateescape"


class _Raw(io.RawIOBase):
    """A stream as the raw one that a buffer of our own size can stand on."""

    def __init__(self, inner: io.BufferedIOBase) -> None:
        super().__init__()
        self._inner = inner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed: no public name
        return self._inner.readinto(buffer)


class _Lines:
    """Lines of bounded length with their ends; ``number`` is that of the last one."""

    def __init__(self, text: io.TextIOWrapper, source: str) -> None:
        self._text = text
        self._source = source
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_BYTES + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_BYTES:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(_CHUNK)
            raise ArticleError(
                f"line too long: more than {MAX_BYTES:,} characters", source=self._source, line=self.number
            )
        return line


@cache
def _known_headings() -> dict[str, str]:
    return {normalize_key(row["heading"]): row["column"] for row in read_table("csv_columns.tsv")}


def _fields(cells: Sequence[str]) -> tuple[str | None, ...]:
    """The field that each heading stands for; of two columns for one field the first counts."""
    fields: list[str | None] = []
    for cell in cells:
        field = _known_headings().get(normalize_key(_WORD_BREAK.sub(" ", cell)))
        fields.append(None if field in fields else field)
    return tuple(fields)


def _layout(lines: _Lines, head: str, source: str) -> _Layout:
    """Read the header.

    :raises ArticleError: if the table is empty, or has no column of titles or texts.
    """
    header = next((line for line in lines if line.strip()), None)
    if header is None:
        raise ArticleError("empty", source=source)
    delimiters = _DELIMITERS
    if stated := _SEPARATOR_LINE.fullmatch(header):
        delimiters = stated[1]
        header = next(lines, "")
    first = lines.number
    layouts = [(delimiter, _fields(_cells(header, delimiter))) for delimiter in delimiters]
    delimiter, columns = max(layouts, key=lambda layout: sum(field is not None for field in layout[1]))
    if not {"title", "text"}.intersection(columns):
        raise ArticleError("no column is named text or title", source=source, line=first)
    unquoted = delimiter == "\t" and _is_unquoted(head.split("\n")[first:-1], delimiter, len(columns))
    return _Layout(delimiter, csv.QUOTE_NONE if unquoted else csv.QUOTE_MINIMAL, columns)


def _cells(header: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in header.split(delimiter)]


def _is_unquoted(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether quotation marks do not fit the rules of quoting anywhere but in a last row, which may be cut off."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            return reader.line_num < len(lines)
        if row is None:
            return False
        if len(row) > width:
            return True


def _rows(lines: _Lines, layout: _Layout, defaults: Defaults, stem: str, source: str) -> Outcomes:
    reader = csv.reader(lines, delimiter=layout.delimiter, quoting=layout.quoting, strict=True)  # type: ignore[arg-type]
    empty = True
    while True:
        number = lines.number + 1
        try:
            row = next(reader, None)
            if row is None:
                break
            if not any(cell.strip() for cell in row):
                continue
            empty = False
            yield number, _article(row, number, layout, defaults, stem=stem, source=source)
        except csv.Error as error:
            empty = False
            reason = _CSV_REASONS.get(str(error), str(error))
            yield number, Rejection(source, number, f"no row of the table: {reason}")
        except ArticleError as error:
            empty = False
            yield number, Rejection.of(error)
            if error.line is None:  # the stream ends with it
                return
    if empty:
        yield None, Rejection(source, None, "empty")


def _article(
    row: Sequence[str], number: int, layout: _Layout, defaults: Defaults, *, stem: str, source: str
) -> Article:
    if len(row) > len(layout.columns):
        reason = f"{len(row)} cells under {len(layout.columns)} headings: put cells with delimiters in quotation marks"
        raise ArticleError(reason, source=source, line=number)
    given = {field: cell for field, cell in zip(layout.columns, row, strict=False) if field and cell.strip()}
    found = Found(
        id=given.get("id", f"{stem}:{number}"),
        title=given.get("title", ""),
        text=given.get("text", ""),
        published=_iso_day(given.get("published")),
        outlet=given.get("outlet"),
        url=given.get("url"),
        lang=given.get("lang"),
    )
    return assemble(found, defaults, source=source, line=number)


def _iso_day(stated: str | None) -> str | None:
    """A date in words, or in digits in an order that is certain, as ISO date; everything else as it is."""
    day = day_in_text(stated) if stated and parse_day(stated) is None else None
    return day.isoformat() if day else stated
