"""Byte streams that stop with an error where they grow beyond a bound."""

from __future__ import annotations

import gzip
import io
import os
import zlib

from builder.errors import ArticleError

_MOST_TIMES = 200  # decompressed size by compressed size; text reaches 10, a file made to harm 1,000
_ALWAYS_READ = 64 * 1024 * 1024  # bytes decompressed


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
    """A stream that raises :class:`ArticleError` when more than *most* bytes are read from it.

    What could be read before an error of the inner stream is given first, the error at the next call.
    """

    def __init__(self, inner: io.BufferedIOBase, most: int, *, source: str) -> None:
        super().__init__()
        self._inner = inner
        self._most = most
        self._source = source
        self._position = 0
        self._error: Exception | None = None

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # typeshed: no public name
        """Fill *buffer* as far as there are bytes.

        :raises ArticleError: beyond the bound.
        """
        if self._error is not None:
            raise self._error
        filled = 0
        while filled < len(buffer):
            try:
                data = self._inner.read1(len(buffer) - filled)
            except (EOFError, OSError, zlib.error) as error:
                if not filled:
                    raise
                self._error = error
                break
            if not data:
                break
            buffer[filled : filled + len(data)] = data
            filled += len(data)
        self._position += filled
        if self._position > self._most:
            reason = f"read only in part: unpacks to more than {self._most:,} bytes"
            raise ArticleError(reason, source=self._source)
        return filled


class Chunks:
    """A stream for readers that ask for many bytes at once: it gives those that one read gives.

    The fill of such a reader's buffer then does not fail as a whole where the stream is damaged at its end.
    """

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._position = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most *size* bytes; none at the end only."""
        data = self._stream.read1(size)
        self._position += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """The position, for readers that ask for it; the stream cannot go elsewhere.

        :raises io.UnsupportedOperation: for any other place.
        """
        if (whence == os.SEEK_CUR and offset == 0) or (whence == os.SEEK_SET and offset == self._position):
            return self._position
        raise io.UnsupportedOperation("seek")

    def close(self) -> None:
        """Nothing: who opened the stream closes it."""
