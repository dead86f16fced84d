"""The page of columns against the queries."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from builder.sparql.catalogue import catalogue

PAGE = (Path(__file__).parents[2] / "docs/columns.md").read_text(encoding="utf-8")
DESCRIBED_IN_FULL = ("attack-roles", "claims", "evidence")


def columns() -> dict[str, list[str]]:
    found = {}
    for query in catalogue():
        answer = ox.Store().query(query.text)
        assert isinstance(answer, ox.QuerySolutions)
        found[query.name] = [variable.value for variable in answer.variables]
    return found


def test_every_column_that_is_relied_on_or_shared_is_described() -> None:
    by_query = columns()
    uses = Counter(column for names in by_query.values() for column in names)
    wanted = {column for name in DESCRIBED_IN_FULL for column in by_query[name]}
    wanted |= {column for column, number in uses.items() if number > 1}
    described = {
        name
        for cells in re.findall(r"^\| (`[^|]*`) \|", PAGE, re.MULTILINE)
        for name in re.findall(r"`([a-z_]+)`", cells)
    }
    assert wanted - described == set()
    assert described - set(uses) == set(), "the page describes columns that no query has"
