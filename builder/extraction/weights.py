"""How much agreements and disagreements count in coreference: the tables of weights and of compatible types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from builder.resources import read_table

ANY_TYPE = "*"  # in type_weights.tsv: whatever type a vote is for

_GENERAL = "Attack"
_SAME_TYPE = 1.0
_BOTH_GENERAL = 0.25  # two attacks of which nobody says what they were need not be alike
_INCOMPATIBLE = -2.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each agreement or disagreement counts (table coreference_weights.tsv); they are no probabilities."""

    join: float
    other_kind: float
    new_topic: float
    anaphoric: float
    next_sentence: float
    both_in_lead: float
    part: float
    same_place: float
    contained_place: float
    contained_in_country: float
    other_place: float
    other_local_place: float
    same_general_place: float
    same_day: float
    same_announcement: float
    other_announcement: float
    other_day: float
    other_period: float
    same_target: float
    other_target: float
    same_perpetrator: float
    other_perpetrator: float
    other_claimer: float
    same_weapon: float
    same_toll: float
    same_count: float
    type: float


@cache
def weights() -> Weights:
    """The shipped weights.

    :raises TypeError: if the table and :class:`Weights` differ in a name.
    """
    return Weights(**{row["name"]: float(row["value"]) for row in read_table("coreference_weights.tsv")})


@cache
def founding_weights() -> Mapping[str, float]:
    """How much each feature of a frame speaks for its telling of an attack; a feature not listed says nothing."""
    return {row["feature"]: float(row["weight"]) for row in read_table("founding_weights.tsv")}


@cache
def type_weights() -> Mapping[str, Mapping[str, float]]:
    """How much each feature of an incident speaks for each type of attack: by feature, then type or ``*``."""
    found: dict[str, dict[str, float]] = {}
    for row in read_table("type_weights.tsv"):
        found.setdefault(row["feature"], {})[row["type"]] = float(row["weight"])
    return found


@cache
def _compatibility() -> dict[frozenset[str], float]:
    return {frozenset((row["a"], row["b"])): float(row["score"]) for row in read_table("type_compatibility.tsv")}


def type_agreement(first: str, second: str) -> float:
    """How well two attack types go together: 1 for equal ones, else the table type_compatibility.tsv, else -2."""
    if first == second:
        return _SAME_TYPE if first != _GENERAL else _BOTH_GENERAL
    return _compatibility().get(frozenset((first, second)), _INCOMPATIBLE)
