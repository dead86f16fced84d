"""An input that gave no article, and what a reader of several articles yields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.errors import ArticleError
from builder.model import Article


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an input was left out; ``source`` names it the same on every machine, ``line`` is 1-based."""

    source: str
    line: int | None
    reason: str

    @classmethod
    def of(cls, error: ArticleError) -> Rejection:
        """The rejection that an error stands for."""
        return cls(error.source, error.line, error.reason)


Outcomes = Iterator[tuple[int | None, Article | Rejection]]
"""What the items of a file gave, each with its 1-based line where it has one."""
