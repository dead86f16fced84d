"""An input that gave no article, and what a reader of several articles yields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.errors import ArticleError
from builder.model import Article
from builder.text.lines import printable

# What is before the reason itself, and what is after it: which item of a file, an address, figures, details.
_ITEM = re.compile(r"(?:entry|response) \d+(?: \(.*?\))?: ")
_DETAIL = re.compile(r" ?\(.*|:.*|;.*|\d.*", re.DOTALL)
_FIGURE = re.compile(r"\A[\d,.]+ ")
_DUPLICATE = "duplicate id"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an input was left out; ``source`` names it the same on every machine, ``line`` is 1-based.

    ``reason`` is one line without control characters, whatever it was made of: it may name parts of the input.
    """

    source: str
    line: int | None
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", printable(self.reason))

    @classmethod
    def of(cls, error: ArticleError) -> Rejection:
        """The rejection that an error stands for."""
        return cls(error.source, error.line, error.reason)

    @property
    def kind(self) -> str:
        """The reason without what differs from input to input, by which rejections are counted."""
        if self.reason.startswith(_DUPLICATE):
            return _DUPLICATE
        reason = _FIGURE.sub("", _ITEM.sub("", self.reason, count=1))
        return _DETAIL.sub("", reason).strip() or reason


Outcomes = Iterator[tuple[int | None, Article | Rejection]]
"""What the items of a file gave, each with its 1-based line where it has one."""
