"""Answers of queries over the whole store that readers need at once, kept with the snapshot.

The queries stand in ``builder/derived/queries``, one is a named query. Their rows are kept by what they are about, so
that a build replaces those of what it changed and no others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from builder.sparql.catalogue import Query, find_query, read_query

_QUERIES = Path(__file__).with_name("queries")


@dataclass(frozen=True, slots=True)
class Kept:
    """A query whose answer is kept: its name, the column of what its rows are about, and by what they are sorted.

    ``key`` is empty where the answer is about the store as a whole.
    """

    name: str
    key: str
    order: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The query."""
        return _query(self.name)


_ORDER = (
    *("article", "attack", "subject", "quote_a", "source_a", "value_a", "quote_b", "source_b", "value_b"),
    "article_b",
)

OF_ATTACKS: Final = (
    Kept("attack-lines", "attack"),
    Kept("attack-fillers", "attack"),
    Kept("attack-dates", "attack"),
    Kept("attack-facts", "attack"),
    Kept("attack-sources", "attack"),
    Kept("attack-tolls", "attack"),
    Kept("conflicting-reports", "attack", _ORDER),
)
"""Those about attacks."""
OF_ENTITIES: Final = Kept("entity-labels", "entity")
OF_THE_STORE: Final = (Kept("place-containers", "place"), Kept("place-positions", "place"), Kept("figures", ""))
"""Those that are quick, and asked anew with each build."""
KEPT: Final[Mapping[str, Kept]] = {kept.name: kept for kept in (*OF_ATTACKS, OF_ENTITIES, *OF_THE_STORE)}
"""All, by name."""

Row = dict[str, str]


@cache
def _query(name: str) -> Query:
    own = _QUERIES / f"{name}.rq"
    return read_query(own) if own.is_file() else find_query(name)


def kept_rows(connection: sqlite3.Connection, name: str) -> list[Row]:
    """The rows of a kept query, as :func:`builder.sparql.results.records` gives them; those of one key in their order.

    :raises sqlite3.Error: if the file is damaged.
    """
    columns = [row[0] for row in connection.execute("SELECT name FROM columns WHERE query = ? ORDER BY place", (name,))]
    found = connection.execute("SELECT rows FROM answer WHERE query = ?", (name,))
    rows = [dict(zip(columns, row, strict=True)) for (packed,) in found for row in json.loads(packed)]
    order = KEPT[name].order
    if order:
        rows.sort(key=lambda row: [row[column] for column in order])
    return rows


def put_rows(connection: sqlite3.Connection, kept: Kept, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Keep rows, whose keys must have none yet."""
    connection.executemany(
        "INSERT OR IGNORE INTO columns VALUES (?, ?, ?)",
        [(kept.name, place, column) for place, column in enumerate(columns)],
    )
    grouped: dict[str, list[list[str]]] = {}
    for row in rows:
        grouped.setdefault(row[kept.key] if kept.key else "", []).append([row[column] for column in columns])
    connection.executemany(
        "INSERT INTO answer VALUES (?, ?, ?)",
        [(kept.name, key, json.dumps(some, ensure_ascii=False)) for key, some in grouped.items()],
    )
