"""The kinds of things that are searched."""

from __future__ import annotations

from enum import StrEnum


class SearchKind(StrEnum):
    """What is found; the values stand in addresses and in the index.

    A source is an outlet: whoever else says something is an actor too.
    """

    ACTOR = "actor"
    PLACE = "place"
    SOURCE = "source"
    ARTICLE = "article"
    ATTACK = "attack"
