"""What the store knows of one actor beside its attacks: names, affiliations, identities and links to others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ui.description import local_name
from ui.labels import Words
from ui.records import Thing

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name as articles write it, with who uses it, the ISO days of its first and last article, and their number."""

    name: str
    outlet: Thing | None
    first: str
    last: str
    articles: int


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What one actor is to a wider one; ``role`` is a local name of the ontology, an unknown ISO day is empty."""

    member: Thing
    umbrella: Thing
    role: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One who may be the same; ``status`` and ``reason`` are local names of the ontology, ``score`` is from 0 to 1."""

    other: Thing
    status: str
    reason: str
    score: float | None


@dataclass(frozen=True, slots=True)
class GroupLink:
    """What an actor has in common with another; ``kind`` is a local name, ``attacks`` are the IRIs that show it."""

    iri: str
    other: Thing
    kind: str
    weight: float
    attacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """What is known of one actor; ``denied`` are the IRIs of the attacks that it denies."""

    thing: Thing
    names: tuple[NameUse, ...]
    affiliations: tuple[Affiliation, ...]
    identities: tuple[Identity, ...]
    links: tuple[GroupLink, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorPath:
    """How two actors are connected, as the query ``path-between`` tells it."""

    steps: int
    link: str
    via: str
    evidence_a: str
    evidence_b: str


def name_uses(rows: Iterable[Row], things: Mapping[str, Thing]) -> tuple[NameUse, ...]:
    """The rows of the query ``actor-names``."""
    return tuple(
        NameUse(row["name"], things.get(row["outlet"]), row["first"], row["last"], int(row["articles"] or 0))
        for row in rows
    )


def affiliations(rows: Iterable[Row], things: Mapping[str, Thing]) -> tuple[Affiliation, ...]:
    """The rows of the query ``actor-affiliations``."""
    return tuple(
        Affiliation(
            member=thing_of(row["member"], things),
            umbrella=thing_of(row["umbrella"], things),
            role=local_name(row["role"]),
            since=row["since"],
            until=row["until"],
            source=row["source"],
        )
        for row in rows
    )


def identities(rows: Iterable[Row], things: Mapping[str, Thing]) -> tuple[Identity, ...]:
    """The rows of the query ``actor-identities``."""
    return tuple(
        Identity(
            other=thing_of(row["other"], things),
            status=local_name(row["status"]),
            reason=local_name(row["reason"]),
            score=float(row["score"]) if row["score"] else None,
        )
        for row in rows
    )


def group_links(rows: Iterable[Row], things: Mapping[str, Thing]) -> tuple[GroupLink, ...]:
    """The rows of the queries ``actor-links`` and ``strongest-links``, those of one link together."""
    links: dict[str, Row] = {}
    attacks: dict[str, list[str]] = {}
    for row in rows:
        links.setdefault(row["link"], row)
        attacks.setdefault(row["link"], []).extend([row["attack"]] if row["attack"] else [])
    return tuple(
        GroupLink(
            iri=iri,
            other=thing_of(row["other"], things),
            kind=local_name(row["kind"]),
            weight=float(row["weight"] or 1),
            attacks=tuple(attacks[iri]),
        )
        for iri, row in links.items()
    )


def thing_of(iri: str, things: Mapping[str, Thing]) -> Thing:
    """The entity of an IRI; one that the store does not describe has the end of its IRI for a name."""
    return things.get(iri, Thing(iri, "", Words(local_name(iri))))
