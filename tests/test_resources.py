from __future__ import annotations

import csv

import pytest

from builder.resources import PACKAGE, read_table

TABLES = sorted(path.name for path in (PACKAGE / "data").glob("*.tsv"))


@pytest.mark.parametrize("name", TABLES)
def test_reads_tables_like_the_csv_module(name: str) -> None:
    with (PACKAGE / "data" / name).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(
            (line for line in lines if line.strip() and not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        assert list(read_table(name)) == [{key: (cell or "").strip() for key, cell in row.items()} for row in rows]


def test_says_that_a_table_is_missing() -> None:
    with pytest.raises(FileNotFoundError):
        list(read_table("no_such_table.tsv"))
