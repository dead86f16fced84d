"""Count the rows of an answer in the bytes of its serialisation.

The library serialises rows itself, many times faster than Python could, and tells nobody how many there are. Each
format has a mark that no value can hold, because its letters are escaped there.
"""

from __future__ import annotations

from collections.abc import Callable

from builder.endpoint.negotiation import Media


class RowCounter:
    """Counts the rows in the chunks of one answer.

    In JSON a row without any value is not counted: its few bytes count towards the size.
    """

    def __init__(self, media: Media) -> None:
        self._count = _COUNTERS[media]()
        self._first = _FIRST.get(media, 0)

    def count(self, chunk: bytes) -> int:
        """The rows of the next chunk."""
        first, self._first = self._first, 0
        return first + self._count(chunk)


def _mark(mark: bytes) -> Callable[[], Callable[[bytes], int]]:
    def counter() -> Callable[[bytes], int]:
        left = b""

        def count(chunk: bytes) -> int:
            nonlocal left
            found = (left + chunk).count(mark)
            left = (left + chunk)[1 - len(mark) :] if len(mark) > 1 else b""
            return found

        return count

    return counter


def _lines() -> Callable[[bytes], int]:
    """Ends of lines outside of quotes; a quote within quotes is doubled."""
    quoted = False

    def count(chunk: bytes) -> int:
        nonlocal quoted
        found = 0
        for number, part in enumerate(chunk.split(b'"')):
            if number:
                quoted = not quoted
            if not quoted:
                found += part.count(b"\n")
        return found

    return count


_COUNTERS: dict[Media, Callable[[], Callable[[bytes], int]]] = {
    Media.JSON: _mark(b'},{"'),
    Media.XML: _mark(b"<result>"),
    Media.CSV: _lines,
    Media.TSV: _mark(b"\n"),
}
# In JSON the marks stand between rows, in CSV and TSV there is one more line.
_FIRST = {Media.JSON: 1, Media.CSV: -1, Media.TSV: -1}
