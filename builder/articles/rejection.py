"""An input that gave no article."""

from __future__ import annotations

from dataclasses import dataclass

from builder.errors import ArticleError


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
