"""What a user wants to add, kept in a folder of its own until it is in the graph or given up.

Everything in it is hostile. A file lies there under its number; its own name is only text: it tells the format, and by
it the user knows the file again.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from itertools import starmap
from pathlib import Path
from typing import Any

from builder.articles.addresses import display_name, is_address
from builder.articles.assemble import Defaults, Found, assemble
from builder.articles.inputs import read_inputs, read_named
from builder.articles.rejection import Rejection
from builder.errors import ArticleError, RasdError
from builder.model import Article

_REQUEST = "request.json"
_ITEMS = "items.jsonl"
_LONGEST_NAME = 120  # characters
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one batch may cost; readers have limits of their own for each article and for what a file unpacks to.

    ``megabytes`` is that of one file, ``total_megabytes`` that of all together, ``characters`` those of all articles.
    ``read_seconds`` is for the reading of everything, ``preview_seconds`` for the extraction before anything is put
    into the graph, ``article_seconds`` for that of one article, in the preview as in the build.
    """

    files: int = 200
    megabytes: int = 32
    total_megabytes: int = 64
    articles: int = 2_000
    characters: int = 50_000_000
    read_seconds: float = 90.0
    preview_seconds: float = 60.0
    article_seconds: float = 20.0
    memory_mb: int = 1_024


LIMITS = Limits()


class RefusedError(RasdError):
    """What is to be added is refused; ``key`` and ``values`` are those of a label that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, object] = values


@dataclass(frozen=True, slots=True)
class Pasted:
    """An article as a user writes it down. Without a title, the first line of the text is it."""

    title: str
    text: str
    published: date | None = None
    outlet: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with the name that its user's machine gave it."""

    name: str
    data: bytes | memoryview


class Staging:
    """A folder in which a batch waits; it is removed when nothing refers to this any more.

    ``inputs`` are the names by which the store knows where articles and rejections come from.
    """

    def __init__(self, inputs: Sequence[str], request: Mapping[str, object]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rasd-adding-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        _write_json(self.folder / _REQUEST, {"inputs": list(inputs), **request})

    def remove(self) -> None:
        """Remove the folder now; a second call does nothing."""
        self._remove()


def stage_text(pasted: Pasted) -> Staging:
    """Stage an article that was written or pasted.

    Its id is its address where it has one, else a digest of title and text, so that pasting it again changes nothing.

    :raises RefusedError: if it has no text, or its address is no web address.
    :raises OSError: if the disk refuses.
    """
    if not pasted.text.strip():
        raise RefusedError("no_text")
    url = pasted.url.strip()
    if url and not is_address(url):
        raise RefusedError("no_address")
    title, text = pasted.title.strip(), pasted.text.strip()
    if not title:
        title, _, text = text.partition("\n")
    content = f"{title}\n{text}".encode("utf-8", errors="replace")
    identifier = display_name(url) if url else f"pasted-{sha256(content).hexdigest()[:16]}"
    found = Found(
        identifier,
        title,
        text,
        published=pasted.published.isoformat() if pasted.published else None,
        outlet=pasted.outlet.strip() or None,
        url=url or None,
    )
    return Staging([identifier], {"found": asdict(found)})


def stage_files(
    uploads: Sequence[Upload], published: date | None = None, outlet: str = "", limits: Limits = LIMITS
) -> Staging:
    """Stage files, with what their user says of articles that do not state it.

    :raises RefusedError: if there are none or too many, or one or all together are too large.
    :raises OSError: if the disk refuses.
    """
    if not uploads:
        raise RefusedError("no_files")
    if len(uploads) > limits.files:
        raise RefusedError("too_many_files", n=len(uploads), most=limits.files)
    for upload in uploads:
        if len(upload.data) > limits.megabytes * _MEGABYTE:
            raise RefusedError("large_file", name=safe_name(upload.name), most=limits.megabytes)
    if sum(len(upload.data) for upload in uploads) > limits.total_megabytes * _MEGABYTE:
        raise RefusedError("large_files", most=limits.total_megabytes)
    names = [safe_name(upload.name) for upload in uploads]
    staging = Staging(names, {"files": names, **_defaults(published, outlet)})
    for number, upload in enumerate(uploads):
        _file(staging.folder, number).write_bytes(upload.data)
    return staging


def stage_address(url: str, published: date | None = None, outlet: str = "") -> Staging:
    """Stage what an http or https address will answer; nothing is fetched yet.

    :raises RefusedError: if it is no such address.
    :raises OSError: if the disk refuses.
    """
    if not is_address(url.strip()):
        raise RefusedError("no_address")
    return Staging([display_name(url.strip())], {"address": url.strip(), **_defaults(published, outlet)})


def safe_name(name: str) -> str:
    """The last part of a file's name, without what cannot be printed or turns the direction of writing."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNPRINTABLE.sub("", last).encode("utf-8", errors="replace").decode("utf-8").strip()
    return clean[-_LONGEST_NAME:] or "file"


def _defaults(published: date | None, outlet: str) -> dict[str, str | None]:
    return {"published": published.isoformat() if published else None, "outlet": outlet.strip() or None}


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.upload"


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=True), encoding="ascii")


# Read by the processes of ui.adding_work


def inputs_of(folder: Path) -> list[str]:
    """The names of the inputs of a staging folder."""
    return [str(name) for name in _request(folder)["inputs"]]


def read_staged(folder: Path) -> Iterator[Article | Rejection]:
    """The articles and rejections of a staging folder, read as ``rasd build`` reads its inputs."""
    request = _request(folder)
    if "found" in request:
        found = Found(**request["found"])
        try:
            yield assemble(found, Defaults(), source=found.id)
        except ArticleError as error:
            yield Rejection.of(error)
        return
    published = date.fromisoformat(request["published"]) if request["published"] else None
    outlet = request["outlet"]
    if "address" in request:
        yield from read_inputs([request["address"]], published=published, outlet=outlet)
        return
    files = [(name, _file(folder, number)) for number, name in enumerate(request["files"])]
    yield from read_named(files, published=published, outlet=outlet)


def _request(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / _REQUEST).read_text(encoding="ascii"))
    return content


def keep_items(folder: Path, items: Iterator[Article | Rejection]) -> Iterator[Article | Rejection]:
    """Give what is read on, and write it down, so that what was shown is what is put into the graph."""
    with (folder / _ITEMS).open("w", encoding="ascii") as file:
        for item in items:
            content = asdict(item)
            if isinstance(item, Article):
                content["published"] = item.published.isoformat() if item.published else None
            file.write(json.dumps([isinstance(item, Article), content], ensure_ascii=True) + "\n")
            yield item


def kept_items(folder: Path) -> Iterator[Article | Rejection]:
    """What :func:`keep_items` wrote down."""
    with (folder / _ITEMS).open(encoding="ascii") as file:
        yield from starmap(_item, map(json.loads, file))


def _item(is_article: bool, content: dict[str, Any]) -> Article | Rejection:
    if not is_article:
        return Rejection(**content)
    published = content.pop("published")
    return Article(**content, published=date.fromisoformat(published) if published else None)


def preview_file(folder: Path, number: int) -> Path:
    """Where the graph of the item of this number, from 0 on, is kept as N-Quads."""
    return folder / f"{number}.nq"
