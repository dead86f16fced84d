"""What the actors of the tables are part of, lead or belong to, and when (affiliations.tsv)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from builder.resources import read_table

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LAST_MONTH = 12
_TABLE = "affiliations.tsv"


class AffiliationRelation(StrEnum):
    """How a member stands to the whole; the meanings are those of the header of affiliations.tsv."""

    PART_OF = "part-of"
    AFFILIATE = "affiliate"
    FRONT_OF = "front-of"
    BACKED_BY = "backed-by"
    SUCCESSOR_OF = "successor-of"
    LEADS = "leads"
    MEMBER_OF = "member-of"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar day, month or year; ``month`` and ``day`` are None where not known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """The date that ISO 8601 writes as ``2017``, ``2017-01`` or ``2017-01-28``.

        :raises ValueError: if the text is none of these or no date of the calendar.
        """
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(f"neither year, month nor day: {text!r}")
        month, day = (int(part) if part else None for part in match.groups()[1:])
        date(int(match[1]), month or 1, day or 1)  # raises ValueError for a month or day that does not exist
        return cls(int(match[1]), month, day)

    @property
    def first(self) -> date:
        """The earliest day that is meant."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that is meant."""
        month = self.month or _LAST_MONTH
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Affiliation:
    """One row: ``whole`` is the id of an actor; ``since`` None is unknown, ``until`` None also "still so".

    ``source`` is the table with what its column of that name says.
    """

    whole: str
    relation: AffiliationRelation
    since: PartialDate | None = None
    until: PartialDate | None = None
    source: str = ""


def _date(cell: str) -> PartialDate | None:
    return PartialDate.parse(cell) if cell else None


@cache
def affiliations() -> Mapping[str, tuple[Affiliation, ...]]:
    """The affiliations of each member by its id, in the order of the table.

    :raises ValueError: if a row has a relation or a date that does not exist.
    """
    found: dict[str, list[Affiliation]] = {}
    for row in read_table(_TABLE):
        relation = AffiliationRelation(row["relation"])
        affiliation = Affiliation(
            row["whole"], relation, _date(row["from"]), _date(row["until"]), f"{_TABLE}: {row['source']}"
        )
        found.setdefault(row["member"], []).append(affiliation)
    return {member: tuple(rows) for member, rows in found.items()}
