"""The rows of an answer that hold some words, and their order."""

from __future__ import annotations

from builder.text.normalize import normalize_key
from ui.columns import Column, Content, number


def found_rows(rows: tuple[tuple[str, ...], ...], wanted: str) -> tuple[tuple[str, ...], ...]:
    """The rows of which one cell holds the text, in any spelling of Arabic; all where it is empty."""
    folded = normalize_key(wanted)
    lower = wanted.strip().casefold()
    if not lower:
        return rows
    return tuple(
        row for row in rows
        if any(lower in value.casefold() or (folded and folded in normalize_key(value)) for value in row)
    )  # fmt: skip


def sorted_rows(
    rows: tuple[tuple[str, ...], ...], column: Column | None, *, downwards: bool
) -> tuple[tuple[str, ...], ...]:
    """The rows in the order of a column, numbers as such; those without a value come last in both directions."""
    if column is None:
        return rows
    index = column.index

    def rank(row: tuple[str, ...]) -> tuple[float, str]:
        value = row[index]
        return (number(value) or 0.0, "") if column.content is Content.NUMBER else (0.0, normalize_key(value))

    given = sorted((row for row in rows if row[index]), key=rank, reverse=downwards)
    return (*given, *(row for row in rows if not row[index]))
