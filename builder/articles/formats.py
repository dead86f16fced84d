"""The formats of inputs: which name or media type means which, and what reads it."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from builder.articles.assemble import MAX_BYTES, Defaults
from builder.articles.encoding import decode, decode_page
from builder.articles.jsonl import read_jsonl
from builder.articles.rejection import Outcomes, Rejection
from builder.articles.streams import unpack_gzip
from builder.articles.tables import read_csv
from builder.articles.txt import read_txt
from builder.errors import ArticleError

_GZIP = ".gz"
_MARKUP = 512  # bytes in which a feed or a page shows what it is


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from.

    ``source`` names it in rejections; ``stem`` is the id of its only article, or the beginning of ids of articles that
    have none; ``url`` and ``charset`` are those of an answer from the web.
    """

    source: str
    stem: str
    url: str | None = None
    charset: str | None = None


_Read = Callable[[io.BufferedIOBase, Origin, Defaults], Outcomes]


def _txt(stream: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    data = _whole(stream, origin.source)
    if origin.charset is None:
        text = decode(data, source=origin.source)
    else:
        text = decode_page(data, origin.charset, source=origin.source)
    yield None, read_txt(text, defaults, identifier=origin.stem, source=origin.source, url=origin.url)


def _html(stream: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    from builder.articles.html import read_html  # here, since its library takes a third of a second to load

    text = decode_page(_whole(stream, origin.source), origin.charset, source=origin.source)
    yield None, read_html(text, defaults, identifier=origin.stem, source=origin.source, url=origin.url)


def _jsonl(stream: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    return read_jsonl(stream, defaults, stem=origin.stem, source=origin.source)


def _csv(stream: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    return read_csv(stream, defaults, stem=origin.stem, source=origin.source)


def _feed(stream: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    from builder.articles.feeds import read_feed

    data = _whole(stream, origin.source)
    yield from read_feed(data, defaults, stem=origin.stem, source=origin.source, charset=origin.charset, url=origin.url)


def _warc(stream: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    from builder.articles.warc import read_warc

    return read_warc(stream, defaults, source=origin.source)


_READERS: dict[str, _Read] = {
    ".txt": _txt,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".tsv": _csv,
    ".rss": _feed,
    ".atom": _feed,
    ".xml": _feed,
    ".warc": _warc,
}
_MEDIA_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rss",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/jsonl": ".jsonl",
    "application/json-lines": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "application/ndjson": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/warc": ".warc",
}
# Servers name these for files that they know nothing of: the address then tells.
_UNSPECIFIC = frozenset({"", "text/plain", "application/octet-stream", "application/gzip", "application/x-gzip"})
SUFFIXES = tuple(_READERS)


def suffix_of(name: str) -> str | None:
    """The suffix of a file's name or an address's path that is one of ours, ``.gz`` included; None if it has none."""
    lower = name.lower()
    packed = _GZIP if lower.endswith(_GZIP) else ""
    plain = lower.removesuffix(_GZIP)
    return next((suffix + packed for suffix in SUFFIXES if plain.endswith(suffix)), None)


def suffix_of_answer(media_type: str, path: str, head: bytes) -> str | None:
    """The format of an answer from the web; None if it is none of ours.

    The media type decides; the end of the address's path where the type says nothing; pages and feeds, which many
    servers confuse, by how they begin.
    """
    if media_type in _UNSPECIFIC:
        return suffix_of(path) or (".txt" if media_type == "text/plain" else None)
    suffix = _MEDIA_TYPES.get(media_type)
    start = head[:_MARKUP].lower()
    if suffix == ".html" and any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        return ".xml"
    if suffix == ".xml" and b"<html" in start:
        return ".html"
    return suffix


def read_stream(suffix: str, file: io.BufferedIOBase, origin: Origin, defaults: Defaults) -> Outcomes:
    """The articles and rejections of a stream whose format is that of *suffix*, ``.gz`` included.

    Reading needs bounded memory, however large the stream is, and what a gzip stream unpacks to is bounded.
    """
    source = origin.source
    try:
        packed = suffix.endswith(_GZIP)
        stream = unpack_gzip(file, source=source) if packed else file
        yield from _READERS[suffix.removesuffix(_GZIP)](stream, origin, defaults)
    except ArticleError as error:
        yield error.line, Rejection.of(error)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield None, Rejection(source, None, f"damaged gzip file: {error}")
    except OSError as error:
        yield None, Rejection(source, None, f"cannot be read: {error.strerror or error}")


def _whole(stream: io.BufferedIOBase, source: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ArticleError(f"file too large: more than {MAX_BYTES:,} bytes", source=source)
    return data
