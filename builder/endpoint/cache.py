"""Small whole answers, kept as long as the snapshot that they come from is the newest."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

from builder.endpoint.negotiation import Choice, Media
from builder.endpoint.protocol import Question
from builder.endpoint.versions import Version


@dataclass(frozen=True, slots=True)
class Key:
    """All that an answer depends on."""

    version: Version
    question: Question
    choice: Choice

    def etag(self) -> str:
        """The entity tag: the same key has the same answer, as a snapshot never changes.

        It is weak because the order of rows that no ORDER BY fixes, and the compression, may differ.
        """
        parts = (
            str(self.version),
            self.question.text,
            *self.question.default_graphs,
            "",
            *self.question.named_graphs,
            "",
            self.question.base,
            self.choice.rows or "",
            self.choice.triples or "",
            str(self.question.search or ""),
        )
        digest = sha256("\0".join(parts).encode()).hexdigest()[:32]
        return f'W/"{digest}"'


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole answer."""

    media: Media
    body: bytes


class Cache:
    """The answers that were used last, up to *size* bytes together."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._answers: OrderedDict[Key, Whole] = OrderedDict()

    def get(self, key: Key) -> Whole | None:
        """The answer, if it is kept."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Key, answer: Whole) -> None:
        """Keep an answer, and drop those that were not used for longest."""
        if key in self._answers:
            return
        self._answers[key] = answer
        self._held += _weight(key, answer)
        while self._held > self._size:
            self._held -= _weight(*self._answers.popitem(last=False))


def _weight(key: Key, answer: Whole) -> int:
    return len(answer.body) + 4 * len(key.question.text) + 500
