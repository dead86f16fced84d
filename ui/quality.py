"""How good a store is: shares of the attacks of which something is known, and of those that rest on one article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from builder.articles.rejection import Rejection
from builder.model import EntityClass, EventKind
from ui.records import AttackLine


@dataclass(frozen=True, slots=True)
class Share:
    """A part of all attacks; ``key`` is one of the labels."""

    key: str
    part: int
    whole: int

    @property
    def percent(self) -> float:
        """The part in percent of the whole, 0 where there is nothing."""
        return 100 * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures over all single attacks; ``confidence`` is the mean of their reports' highest, None without attacks."""

    attacks: int
    shares: tuple[Share, ...]
    confidence: float | None


def quality(lines: Sequence[AttackLine]) -> Quality:
    """The quality of the attacks; series, which are counts of attacks, are left out."""
    attacks = [line for line in lines if line.kind == EventKind.ATTACK]
    tests: dict[str, Callable[[AttackLine], bool]] = {
        "place": _has_place,
        "date": lambda line: bool(line.earliest),
        "perpetrator": _has_perpetrator,
        "single": lambda line: line.articles == 1,
    }
    shares = tuple(Share(key, sum(map(test, attacks)), len(attacks)) for key, test in tests.items())
    sure = [line.confidence for line in attacks if line.confidence is not None]
    return Quality(len(attacks), shares, sum(sure) / len(sure) if sure else None)


def _has_place(line: AttackLine) -> bool:
    """Whether it is known more exactly than by country."""
    return any(place.position is not None and place.kind != EntityClass.COUNTRY for place in line.places)


def _has_perpetrator(line: AttackLine) -> bool:
    """Whether somebody with a name is said to have done it; gunmen are nobody."""
    return any(party.thing.kind != EntityClass.UNRESOLVED_ACTOR for party in line.parties)


def rejection_reasons(rejections: Iterable[Rejection], examples: int) -> list[tuple[str, int, list[str]]]:
    """Each reason with its number of inputs and the first of these, the most frequent reason first.

    A line of a file follows its name behind a colon.
    """
    inputs: dict[str, list[str]] = {}
    for one in rejections:
        inputs.setdefault(one.reason, []).append(one.source if one.line is None else f"{one.source}:{one.line}")
    ranked = sorted(inputs, key=lambda reason: (-len(inputs[reason]), reason))
    return [(reason, len(inputs[reason]), inputs[reason][:examples]) for reason in ranked]
