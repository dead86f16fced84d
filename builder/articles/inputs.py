"""The paths that a user names, turned into articles one by one."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from builder.articles.assemble import MAX_BYTES, Defaults
from builder.articles.digest import article_digest
from builder.articles.encoding import decode
from builder.articles.jsonl import read_jsonl
from builder.articles.rejection import Rejection
from builder.articles.txt import read_txt
from builder.errors import ArticleError, RunError
from builder.model import Article

SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".jsonl.gz")
STANDARD_INPUT = "-"

_LINES = (".jsonl", ".jsonl.gz")
_MOST_TIMES = 200  # decompressed size by compressed size; text reaches 10, a file made to harm 1,000
_ALWAYS_READ = 64 * 1024 * 1024  # bytes decompressed


@dataclass(frozen=True, slots=True)
class _Item:
    """What one place of an input gave."""

    source: str
    line: int | None
    outcome: Article | Rejection


def read_inputs(
    inputs: Sequence[str | Path], *, published: date | None = None, outlet: str | None = None
) -> Iterator[Article | Rejection]:
    """Articles and rejections of all inputs, in their order; folders recursively, sorted by name.

    An input is a file, a folder, or ``-`` for JSON Lines on standard input. *published* and *outlet* count where an
    input does not state its own. The second article of one id is left out: silently if it is the same, as a
    rejection if it is not. Hidden files of a folder are skipped.

    :raises RunError: at once, before anything is read, if an input does not exist.
    """
    for name in inputs:
        if name != STANDARD_INPUT and not (Path(name).is_file() or Path(name).is_dir()):
            raise RunError(f"no such file or folder: {name}")
    return _without_repeats(_read_all(inputs, Defaults(published, outlet or None)))


def _read_all(inputs: Sequence[str | Path], defaults: Defaults) -> Iterator[_Item]:
    for name in inputs:
        if name == STANDARD_INPUT:
            for line, outcome in read_jsonl(sys.stdin.buffer, defaults, stem="stdin", source="stdin"):
                yield _Item("stdin", line, outcome)
            continue
        path = Path(os.path.abspath(name))  # noqa: PTH100 (resolve() would put the target's name for a link's)
        files = tuple(_files(path))
        if not files:
            yield _Item(path.name, None, Rejection(_printable(path.name), None, "empty folder"))
        for file in files:
            yield from _read_file(file, _printable(file.relative_to(path.parent).as_posix()), defaults)


def _without_repeats(items: Iterable[_Item]) -> Iterator[Article | Rejection]:
    seen: dict[str, str] = {}
    for item in items:
        outcome = item.outcome
        if isinstance(outcome, Article):
            digest = article_digest(outcome)
            if seen.get(outcome.id) == digest:
                continue
            if outcome.id in seen:
                outcome = Rejection(item.source, item.line, f"duplicate id {outcome.id:.80}: its first article counts")
            else:
                seen[outcome.id] = digest
        yield outcome


def _files(path: Path) -> Iterator[Path]:
    """The file itself, or the files of a folder."""
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*"), key=lambda file: file.relative_to(path).as_posix()):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if not hidden and file.is_file():
            yield file


def _printable(name: str) -> str:
    """A file's name without the bytes that are no UTF-8."""
    return name.encode("utf-8", errors="replace").decode("utf-8")


def _read_file(path: Path, source: str, defaults: Defaults) -> Iterator[_Item]:
    name = path.name.lower()
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), None)
    if suffix is None:
        yield _Item(source, None, Rejection(source, None, f"unsupported: not one of {' '.join(SUFFIXES)}"))
        return
    stem = _printable(path.name[: -len(suffix)])
    try:
        with path.open("rb") as file:
            if suffix in _LINES:
                yield from _read_lines(file, suffix, stem, source, defaults)
            else:
                read = read_txt if suffix == ".txt" else _html_reader()
                text = _read_whole(file, source)
                yield _Item(source, None, read(text, defaults, identifier=stem, source=source))
    except ArticleError as error:
        yield _Item(source, None, Rejection.of(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield _Item(source, None, Rejection(source, None, f"damaged gzip file: {error}"))
    except OSError as error:
        yield _Item(source, None, Rejection(source, None, f"cannot be read: {error.strerror or error}"))


def _html_reader() -> Callable[..., Article]:
    """The reader of pages, imported when the first page comes: its library takes a third of a second to load."""
    from builder.articles.html import read_html

    return read_html


def _read_whole(file: BinaryIO, source: str) -> str:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ArticleError(f"file too large: more than {MAX_BYTES:,} bytes", source=source)
    return decode(data, source=source)


def _read_lines(file: BinaryIO, suffix: str, stem: str, source: str, defaults: Defaults) -> Iterator[_Item]:
    if suffix == ".jsonl":
        for line, outcome in read_jsonl(file, defaults, stem=stem, source=source):
            yield _Item(source, line, outcome)
        return
    most = max(_MOST_TIMES * os.fstat(file.fileno()).st_size, _ALWAYS_READ)
    with gzip.open(file) as unpacked:
        for line, outcome in read_jsonl(unpacked, defaults, stem=stem, source=source, most_bytes=most):
            yield _Item(source, line, outcome)
