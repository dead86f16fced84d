"""The rules: named SPARQL updates in ``queries/rules``, each documented by its header, run in the order of their names.

A rule reads the union of all graphs and writes to the inferred graph. The first digit of its name tells what it is
about (:class:`Stage`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from builder.resources import data_dir
from builder.sparql.catalogue import Query, parse_query


class Stage(StrEnum):
    """What the rules are about whose names begin with the digit; a later stage builds on what earlier ones gave."""

    ATTACKS_FIRST = "0"
    ATTACKS = "1"
    NAMES = "2"
    PLACES = "3"
    LINKS = "4"


@cache
def rules() -> Mapping[Stage, tuple[Query, ...]]:
    """All rules by their stages, in order.

    :raises FileNotFoundError: if the folder of queries is missing.
    :raises QueryError: if a header is malformed.
    :raises ValueError: if a name begins with no digit of a stage.
    """
    found: dict[Stage, list[Query]] = {stage: [] for stage in Stage}
    for path in sorted((data_dir("queries") / "rules").glob("*.ru"), key=lambda path: path.stem):
        found[Stage(path.stem[0])].append(parse_query(path.stem, path.read_text(encoding="utf-8")))
    return MappingProxyType({stage: tuple(queries) for stage, queries in found.items()})
