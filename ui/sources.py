"""What sources do: the attacks that each tells of, alone or with others, its claims, and who contradicts it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.graph.claims import CLAIM_CLASSES
from ui.records import Conflict, Thing

_ACTS = {iri: act.value for act, iri in CLAIM_CLASSES.items()}


@dataclass(frozen=True, slots=True)
class SourceUse:
    """That one makes a claim about an attack or, without ``claim`` and ``act``, is the outlet of an article about it.

    ``attack`` and ``claim`` are IRIs, ``act`` is a value of Act.
    """

    source: Thing
    attack: str
    claim: str
    act: str

    @property
    def publishes(self) -> bool:
        """Whether the source is the outlet, and says nothing itself."""
        return not self.claim


@dataclass(frozen=True, slots=True)
class Source:
    """One source: IRIs of attacks, and its claims by act.

    ``attacks`` are those that it says something of or publishes, ``alone`` those of them of which nobody else says
    anything and that no other outlet publishes, but for the outlets of the articles that quote it.
    """

    thing: Thing
    attacks: frozenset[str]
    alone: frozenset[str]
    acts: tuple[tuple[str, int], ...]
    contradicted: tuple[Conflict, ...]


def source_uses(rows: Iterable[Mapping[str, str]], things: Mapping[str, Thing]) -> tuple[SourceUse, ...]:
    """The rows of the query ``source-uses``; what has no name is left out."""
    return tuple(
        SourceUse(things[row["source"]], row["attack"], row["claim"], _ACTS.get(row["class"], ""))
        for row in rows
        if row["source"] in things
    )


def sources(uses: Sequence[SourceUse], conflicts: Sequence[Conflict]) -> tuple[Source, ...]:
    """All sources that are known beyond one article, those of most attacks first."""
    by_source: defaultdict[Thing, list[SourceUse]] = defaultdict(list)
    speakers: defaultdict[str, set[str]] = defaultdict(set)
    outlets: defaultdict[str, set[str]] = defaultdict(set)
    for use in uses:
        by_source[use.source].append(use)
        (outlets if use.publishes else speakers)[use.attack].add(use.source.iri)
    against = _contradicted(uses, conflicts)
    found = [
        _source(thing, own, speakers, outlets, against[thing.iri])
        for thing, own in by_source.items()
        if "#" not in thing.iri
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.attacks), one.thing.words.ar, one.thing.iri)))


def _source(
    thing: Thing,
    own: Sequence[SourceUse],
    speakers: Mapping[str, set[str]],
    outlets: Mapping[str, set[str]],
    against: Sequence[Conflict],
) -> Source:
    said = {use.attack for use in own if not use.publishes}
    published = {use.attack for use in own if use.publishes}
    alone = {attack for attack in said if speakers[attack] == {thing.iri}}
    alone |= {attack for attack in published - said if outlets[attack] == {thing.iri}}
    acts = Counter(act for _, act in {(use.claim, use.act) for use in own if not use.publishes})
    ranked = sorted(acts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Source(thing, frozenset(said | published), frozenset(alone), tuple(ranked), tuple(against))


def _contradicted(uses: Sequence[SourceUse], conflicts: Sequence[Conflict]) -> Mapping[str, list[Conflict]]:
    """The conflicts by the IRIs of those on one of the sides, whom a conflict gives by their Arabic names."""
    named: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for use in uses:
        if not use.publishes:
            named[use.attack, use.source.words.ar].add(use.source.iri)
    found: defaultdict[str, list[Conflict]] = defaultdict(list)
    for conflict in conflicts:
        sides = {name for side in (conflict.first, conflict.second) if (name := side.source)}
        for iri in {iri for name in sides for iri in named[conflict.attack, name]}:
            found[iri].append(conflict)
    return found
