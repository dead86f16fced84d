"""Whether two words are one but for a slip of the pen."""

from __future__ import annotations

from typing import Final

LONG_ENOUGH: Final = 5
"""Letters from which one of them may be wrong: of shorter words too many are that near."""


def is_near(one: str, other: str) -> bool:
    """Whether at most one letter is changed, added or left out, or two neighbours are exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
