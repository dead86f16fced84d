"""Web archives (WARC): an article from each page that was answered with success, one record at a time."""

from __future__ import annotations

import io
import logging

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, WarcReader
from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from builder.articles.assemble import MAX_BYTES, Defaults
from builder.articles.encoding import decode_page
from builder.articles.html import PAGE_TYPES, read_html
from builder.articles.rejection import Outcomes, Rejection
from builder.articles.streams import Chunks
from builder.errors import ArticleError
from builder.model import Article

_LOG = logging.getLogger(__name__)
_OK = 200


def read_warc(stream: io.BufferedIOBase, defaults: Defaults, *, source: str) -> Outcomes:
    """The article or rejection of each response with status 200 that is an HTML page; lines are None.

    The id is the record's target address. Other records are no items: they are counted in the log, and an archive
    without any page gives a rejection. An archive that is damaged is read up to there, with a rejection at the end.
    """
    records = ArchiveIterator(
        Chunks(stream), record_types=WarcRecordType.response, parse_http=False, stream_detect=False
    )
    responses = pages = 0
    while True:
        try:
            record = next(records, None)
        except OSError as error:  # fastwarc's own, and of a damaged gzip file
            yield None, Rejection(source, None, f"damaged after response {responses}: {' '.join(str(error).split())}")
            break
        if record is None:
            break
        responses += 1
        outcome = _outcome(record, responses, defaults, source)
        if outcome is not None:
            pages += 1
            yield None, outcome
    _LOG.info("%s: %d responses, %d of them pages", source, responses, pages)
    if not pages:
        yield None, Rejection(source, None, f"no page with status {_OK} among {responses:,} responses")


def _outcome(record: WarcRecord, number: int, defaults: Defaults, source: str) -> Article | Rejection | None:
    """None for a response that is no page."""
    address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    name = f"response {number} ({address:.200})"
    try:
        record.parse_http(auto_decode="none")
        headers = record.http_headers
        if headers is None or headers.status_code != _OK or (record.http_content_type or "").lower() not in PAGE_TYPES:
            return None
        if not address:
            raise ArticleError("no target address", source=source)
        html = decode_page(_payload(record, headers, source), record.http_charset, source=source)
        if record.headers.get("WARC-Truncated"):
            _LOG.warning("%s, %s: cut off in the archive", source, name)
        return read_html(html, defaults, identifier=address, source=source, url=address)
    except ArticleError as error:
        return Rejection(source, None, f"{name}: {error.reason}")
    except (OSError, UnicodeError) as error:
        return Rejection(source, None, f"{name}: damaged: {' '.join(str(error).split()):.200}")


def _payload(record: WarcRecord, headers: HeaderMap, source: str) -> bytes:
    """The body of the response, its codings undone. They are undone apart from the archive's own stream, which cannot
    go on to the next record after a body that is not coded as it says.
    """
    length = record.content_length
    data = record.reader.read(MAX_BYTES + 1) if length <= MAX_BYTES else b""
    if length > MAX_BYTES:
        raise ArticleError(_too_large(), source=source)
    if len(data) < length:
        raise ArticleError(f"cut off: {len(data):,} of {length:,} bytes", source=source)
    if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
        data = _read(ChunkedReader(io.BytesIO(data)), source)
    for coding in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
        data = _decoded(data, coding.strip(), source)
    return data


def _decoded(data: bytes, coding: str, source: str) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _read(GzipReader(io.BytesIO(data)), source)
    if coding == "deflate":
        return _read(GzipReader(io.BytesIO(data), zlib=True), source)
    if coding == "br":
        return _read(BrotliReader(io.BytesIO(data)), source)
    if coding in ("", "identity"):
        return data
    raise ArticleError(f"unknown content coding {coding:.20}", source=source)


def _read(reader: WarcReader, source: str) -> bytes:
    """All that a decoder gives: it may give less than asked for before the end."""
    pieces = bytearray()
    while piece := reader.read(MAX_BYTES + 1 - len(pieces)):
        pieces += piece
        if len(pieces) > MAX_BYTES:
            raise ArticleError(_too_large(), source=source)
    return bytes(pieces)


def _too_large() -> str:
    return f"page too large: more than {MAX_BYTES:,} bytes"
