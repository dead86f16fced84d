"""The inputs that a user names, turned into articles one by one."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from builder.articles.addresses import display_name, is_address
from builder.articles.assemble import Defaults
from builder.articles.digest import article_digest
from builder.articles.formats import SUFFIXES, Origin, read_stream, suffix_of, suffix_of_answer
from builder.articles.jsonl import read_jsonl
from builder.articles.rejection import Outcomes, Rejection
from builder.errors import ArticleError, RunError
from builder.logs import tell
from builder.model import Article

if TYPE_CHECKING:
    from builder.articles.web import Fetched

_LOG = logging.getLogger(__name__)

STANDARD_INPUT = "-"


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

    An input is a file, a folder, an http or https address, or ``-`` for JSON Lines on standard input. *published* and
    *outlet* count where an input does not state its own. The second article of one id is left out: silently if it is
    the same, as a rejection if it is not. Hidden files of a folder are skipped. The id of a page from the web is its
    address as given.

    :raises RunError: at once, before anything is read, if a file or folder does not exist.
    """
    for name in inputs:
        if name != STANDARD_INPUT and not is_address(str(name)) and not (Path(name).is_file() or Path(name).is_dir()):
            raise RunError(f"no such file or folder: {name}")
    return _without_repeats(_read_all(inputs, Defaults(published, outlet or None)))


def read_named(
    files: Iterable[tuple[str, Path]], *, published: date | None = None, outlet: str | None = None
) -> Iterator[Article | Rejection]:
    """Articles and rejections of files that lie elsewhere than their names say, as :func:`read_inputs` reads files.

    The name of each tells its format, the ids of its articles, and it in rejections; no file is opened by it.
    """
    defaults = Defaults(published, outlet or None)
    return _without_repeats(item for name, path in files for item in _read_file(path, name, defaults))


def _read_all(inputs: Sequence[str | Path], defaults: Defaults) -> Iterator[_Item]:
    for name in inputs:
        if name == STANDARD_INPUT:
            for line, outcome in read_jsonl(sys.stdin.buffer, defaults, stem="stdin", source="stdin"):
                yield _Item("stdin", line, outcome)
        elif is_address(str(name)):
            yield from _read_address(str(name), defaults)
        else:
            yield from _read_path(Path(os.path.abspath(name)), defaults)  # noqa: PTH100 (resolve() follows links)


def _read_path(path: Path, defaults: Defaults) -> Iterator[_Item]:
    files = tuple(_files(path))
    if not files:
        yield _Item(path.name, None, Rejection(_printable(path.name), None, "empty folder"))
    for file in files:
        yield from _read_file(file, _printable(file.relative_to(path.parent).as_posix()), defaults)


def _without_repeats(items: Iterable[_Item]) -> Iterator[Article | Rejection]:
    seen: dict[str, str] = {}
    rejected = repeated = 0
    for item in items:
        outcome = item.outcome
        if isinstance(outcome, Article):
            digest = article_digest(outcome)
            if seen.get(outcome.id) == digest:
                repeated += 1
                tell(_LOG, logging.DEBUG, "article repeated", input=item.source, line=item.line, id=outcome.id)
                continue
            if outcome.id in seen:
                outcome = Rejection(item.source, item.line, f"duplicate id {outcome.id:.80}: its first article counts")
            else:
                seen[outcome.id] = digest
        rejected += isinstance(outcome, Rejection)
        yield outcome
    tell(_LOG, logging.INFO, "inputs read", articles=len(seen), rejected=rejected, repeated=repeated)


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
    name = source.rpartition("/")[2]
    suffix = suffix_of(name)
    if suffix is None:
        yield _Item(source, None, Rejection(source, None, f"unsupported: not one of {' '.join(SUFFIXES)}, or with .gz"))
        return
    origin = Origin(source, name[: -len(suffix)])
    try:
        file = path.open("rb")
    except OSError as error:
        yield _Item(source, None, Rejection(source, None, f"cannot be read: {error.strerror or error}"))
        return
    with file:
        for line, outcome in read_stream(suffix, file, origin, defaults):
            yield _Item(source, line, outcome)


def read_address(url: str, defaults: Defaults, fetch: Callable[[str], Fetched]) -> Outcomes:
    """The articles and rejections of what *fetch* gets from an address (:func:`builder.articles.web.fetch`)."""
    source = display_name(url)
    try:
        answer = fetch(url)
    except ArticleError as error:
        yield None, Rejection.of(error)
        return
    suffix = suffix_of_answer(answer.media_type, urlsplit(answer.url).path, answer.data)
    if suffix is None:
        yield None, Rejection(source, None, f"unsupported: its media type is {answer.media_type or 'not stated'}")
        return
    origin = Origin(source, source, answer.url, answer.charset)
    yield from read_stream(suffix, io.BytesIO(answer.data), origin, defaults)


def _read_address(url: str, defaults: Defaults) -> Iterator[_Item]:
    from builder.articles.web import fetch

    for line, outcome in read_address(url, defaults, fetch):
        yield _Item(display_name(url), line, outcome)
