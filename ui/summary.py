"""What the overview tells of a period, counted over all attacks once for each state of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from builder.model import EntityClass, EventKind
from ui.data import Data
from ui.quality import Quality, quality
from ui.records import AttackLine, Thing, Toll
from ui.trends import Change, Period, change, first_named, latest_period, most_frequent

MOST_ACTIVE = 8
_KEPT = 8  # two states of the store with all lengths of a period


@dataclass(frozen=True, slots=True)
class Summary:
    """The last days up to the newest attack.

    ``changes`` are totals by the keys of their labels, ``within`` the attacks of the period, newest first, ``disputed``
    those of them with reports that cannot all hold. ``active`` are the perpetrators of most of them, ``new`` those who
    were none before, with the ISO days.
    """

    period: Period
    changes: tuple[tuple[str, Change], ...]
    within: tuple[AttackLine, ...]
    disputed: tuple[AttackLine, ...]
    active: tuple[tuple[Thing, int], ...]
    new: tuple[tuple[Thing, str], ...]


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def summary_of(data: Data, days: int) -> Summary | None:
    """The summary of a store's last *days* days; None where no attack has a day."""
    return summarise(data.lines(), days)


@st.cache_resource(max_entries=2, show_spinner=False)
def quality_of(data: Data) -> Quality:
    """The quality of all attacks of a store."""
    return quality(data.lines())


def summarise(lines: Sequence[AttackLine], days: int) -> Summary | None:
    """The summary of the last *days* days of some attacks, which come newest first."""
    period = latest_period(lines, days)
    if period is None:
        return None
    within = tuple(line for line in lines if period.holds(line.day))
    return Summary(
        period,
        _changes(lines, period),
        within,
        tuple(line for line in within if line.conflicts),
        tuple(most_frequent(within, named_actors, MOST_ACTIVE)),
        tuple(first_named(lines, named_actors, period)[:MOST_ACTIVE]),
    )


def named_actors(line: AttackLine) -> Iterator[Thing]:
    """The perpetrators that have a name: gunmen and unknown persons are none to compare."""
    return (party.thing for party in line.parties if party.thing.kind != EntityClass.UNRESOLVED_ACTOR)


def _changes(lines: Sequence[AttackLine], period: Period) -> tuple[tuple[str, Change], ...]:
    """The totals of the period, each with its change against the period before; series are counts, and left out."""
    news = [line for line in lines if line.kind == EventKind.ATTACK and not line.background]
    return (
        ("attacks", change(news, period)),
        ("killed", change(news, period, lambda line: _least(line.killed))),
        ("wounded", change(news, period, lambda line: _least(line.wounded))),
        ("conflicts", change(news, period, lambda line: line.conflicts)),
    )


def _least(toll: Toll | None) -> int:
    return toll.low if toll else 0
