"""How often each rule is right, measured on annotated articles: the confidence that the graph carries.

The numbers that rules themselves have rank readings of the same words against each other; where a rule was too seldom
measured, its rank stands for the confidence too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from builder.model import Argument
from builder.resources import read_table

EVENT = "event"
_MOST_ROLES = 6


def rule_name(rule: str) -> str:
    """The rule without what it says about linking, which follows a semicolon."""
    return rule.partition(";")[0]


def roles_told(roles: Iterable[str]) -> str:
    """The rule of an event in the table: how many of its roles are told, six at most."""
    told = min(_MOST_ROLES, len(set(roles)))
    return f"{told} roles"


@cache
def _measured() -> dict[tuple[str, str], float]:
    return {(row["role"], row["rule"]): float(row["confidence"]) for row in read_table("confidences.tsv")}


def event_confidence(arguments: Iterable[Argument], otherwise: float) -> float:
    """How sure it is that an event with these arguments is one, *otherwise* where that was not measured."""
    return _measured().get((EVENT, roles_told(argument.role for argument in arguments)), otherwise)


def with_confidences(arguments: Iterable[Argument]) -> list[Argument]:
    """The arguments with the measured confidences of their rules in place of the ranks."""
    return [
        replace(a, confidence=_measured().get((a.role, rule_name(a.mention.rule)), a.confidence)) for a in arguments
    ]
