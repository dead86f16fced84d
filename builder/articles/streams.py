"""Byte streams that stop with an error where they grow beyond a bound."""

from __future__ import annotations

import gzip
import io
import os
from typing import Protocol

from builder.errors import ArticleError

_MOST_TIMES = 200  # decompressed size by compressed size; text reaches 10, a file made to harm 1,000
_ALWAYS_READ = 64 * 1024 * 1024  # bytes decompressed


class _Reader(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def unpack_gzip(packed: io.BufferedIOBase, *, source: str) -> io.BufferedReader:
    """The bytes in a gzip stream of one or more members, at most 200 times its size or 64 MiB.

    Reading raises :class:`ArticleError` beyond that, and EOFError, ``zlib.error`` or ``gzip.BadGzipFile`` where the
    stream is damaged.
    """
    size = packed.seek(0, os.SEEK_END)
    packed.seek(0)
    most = max(_MOST_TIMES * size, _ALWAYS_READ)
    return io.BufferedReader(Bounded(gzip.GzipFile(fileobj=packed), most, source=source))


class Bounded(io.RawIOBase):
    """A stream that raises :class:`ArticleError` when more than *most* bytes are read from it."""

    def __init__(self, inner: _Reader, most: int, *, source: str) -> None:
        super().__init__()
        self._inner = inner
        self._most = most
        self._source = source
        self._position = 0

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed: no public name
        """Fill *buffer* as far as there are bytes.

        :raises ArticleError: beyond the bound.
        """
        data = self._inner.read(len(buffer))
        self._position += len(data)
        if self._position > self._most:
            reason = f"read only in part: unpacks to more than {self._most:,} bytes"
            raise ArticleError(reason, source=self._source)
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """The position, for readers that ask for it; the stream cannot go elsewhere.

        :raises io.UnsupportedOperation: for any other place.
        """
        if (whence == os.SEEK_CUR and offset == 0) or (whence == os.SEEK_SET and offset == self._position):
            return self._position
        raise io.UnsupportedOperation("seek")
