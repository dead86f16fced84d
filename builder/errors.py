"""Errors, sorted by what the caller does with them: skip this article, or stop the run."""

from __future__ import annotations


class RasdError(Exception):
    """Root of all errors of the package; the message says what to do."""


class ArticleError(RasdError):
    """One input cannot be used: list it, go on with the next.

    ``source`` names the input (a file's name), ``line`` its 1-based line where there is one.
    """

    def __init__(self, reason: str, *, source: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.source = source
        self.line = line

    def __str__(self) -> str:
        at = self.source if self.line is None else f"{self.source}, line {self.line}"
        return f"{at}: {self.reason}"


class RunError(RasdError):
    """The work cannot go on: stop and tell the user."""


class StoreError(RunError):
    """The store cannot be opened, is locked, or was written by a newer version."""


class StoreLockedError(StoreError):
    """Another build is writing to the store: wait for it, or use another store."""


class OlderStoreError(StoreError):
    """The store or backup was written by an older version, whose graph this one would misread: upgrade it."""


class StepError(RunError):
    """An optional step cannot be used: a module or its data is missing or damaged."""


class QueryError(RunError):
    """A query or one of its parameters is wrong.

    ``line`` and ``column`` say where in the text of the query, both from 1 on, a column for each code point; None
    where that is not known.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class RefusedError(QueryError):
    """A query that is not carried out, however it is written: it changes the store, or asks another machine."""


class ParameterError(QueryError):
    """A parameter of a query is missing, or its value is not of its type; ``name`` is the parameter's."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class TooSlowError(RunError):
    """A query, or a server that was asked, took longer than it may."""


class TooLargeError(RunError):
    """A query needed more memory than it may, or its answer is too large."""
