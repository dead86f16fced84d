"""Searches in the names that are kept with a snapshot."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from builder.derived.file import DerivedDataError, has_search
from builder.text.nearness import LONG_ENOUGH, is_near

EXACT: Final = 100.0
"""What a name that is just what was asked for adds to the score."""

# A word of a label counts more than one of the further names, and that more than consonants alone. What is reported in
# twice as many places counts one more; bm25 of a rare word is about 8.
_RANKED = """
SELECT thing.iri, thing.kind, thing.ar, thing.en,
  thing.weight - bm25(words, 4.0, 2.0, 1.0) + (CASE WHEN instr(thing.keys, ?) THEN ? ELSE 0 END) AS score
FROM words JOIN thing ON thing.id = words.rowid
WHERE words MATCH ?{kinds}
ORDER BY score DESC, thing.iri
LIMIT ?
"""
_NEAR = 20  # words of the index that may stand for one that nothing is called by
_BEGINNING = 1  # letters that are taken to be right: the others are compared


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search (:func:`builder.derived.wanted.wanted`).

    ``words`` are those that were asked for, folded; without any, nothing is found. ``expressions`` are those of FTS5
    for the words, ``key`` is that of names that are just what was asked for. ``kinds`` are values of
    :class:`builder.derived.kinds.SearchKind`, none for all.
    """

    words: tuple[str, ...]
    expressions: tuple[str, ...]
    key: str
    kinds: tuple[str, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found; a higher score is better, and means nothing beside one of another search."""

    iri: str
    kind: str
    ar: str
    en: str
    score: float


def find(connection: sqlite3.Connection, wanted: Wanted) -> list[Found]:
    """The things of a snapshot that are called what is wanted, the best first.

    Where nothing is, words of five letters and more are taken with one letter wrong, other than the first.

    :raises DerivedDataError: if the data has no index of names, this Python's SQLite cannot read it, or it is damaged.
    """
    if not wanted.words:
        return []
    try:
        if not has_search(connection):
            raise DerivedDataError("the store was built where SQLite has no FTS5: rasd build makes its search index")
        found = _ranked(connection, wanted, wanted.expressions)
        return found or _ranked(connection, wanted, _near_expressions(connection, wanted))
    except sqlite3.Error as error:
        if "no such module" in str(error):
            raise DerivedDataError("SQLite has no FTS5 here: use a Python that has it") from error
        raise DerivedDataError(f"the search index cannot be read: {error}") from error


def _ranked(connection: sqlite3.Connection, wanted: Wanted, expressions: tuple[str, ...]) -> list[Found]:
    marks = ", ".join("?" * len(wanted.kinds))
    statement = _RANKED.format(kinds=f" AND thing.kind IN ({marks})" if marks else "")
    values = (f"\n{wanted.key}\n", EXACT, " AND ".join(expressions), *wanted.kinds, wanted.limit)
    return [Found(*row) for row in connection.execute(statement, values)]


def _near_expressions(connection: sqlite3.Connection, wanted: Wanted) -> tuple[str, ...]:
    """The expressions with the words of the index that are near: for words that begin none of them."""
    expressions = []
    for word, known in zip(wanted.words, wanted.expressions, strict=True):
        near = _near_words(connection, word) if len(word) >= LONG_ENOUGH else []
        other = "".join(f' OR {{name more}} : "{one}"' for one in near)
        expressions.append(f"({known}{other})")
    return tuple(expressions)


def _near_words(connection: sqlite3.Connection, word: str) -> list[str]:
    first = word[:_BEGINNING]
    bounds = (first, first + "\U0010ffff")
    terms = connection.execute("SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC", bounds)
    near = (term for (term,) in terms if is_near(word, term))
    return [term for term, _ in zip(near, range(_NEAR), strict=False)]
