"""The network around actors: what links them to others, and the attacks, places and sources of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ui.actors import Actor
from ui.labels import Words, read_labels
from ui.network import Edge, Network, Node, NodeKind
from ui.records import AttackLine, Thing

MOST_ATTACKS = 40
"""Of one actor; the newest."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A network, with the IRIs of the attacks behind each node and edge by its id."""

    network: Network
    evidence: Mapping[str, tuple[str, ...]]


def surroundings(actors: Sequence[Actor], lines: Sequence[AttackLine], kinds: Container[NodeKind]) -> Surroundings:
    """The network around the first of *actors*, the others opened up too; *kinds* of nodes that are wanted.

    Actors are always there. Without the attacks, places and sources are linked to the actor itself.
    """
    made = _Made()
    for actor in actors:
        made.node(actor.thing, NodeKind.ACTOR)
        own = [line for line in lines if any(party.thing == actor.thing for party in line.parties)][:MOST_ATTACKS]
        made.evidence[actor.thing.iri].update(dict.fromkeys(line.iri for line in own))
        made.links(actor)
        for line in own:
            made.attack(actor, line, kinds)
    edges = tuple(made.edge(key) for key in made.edges)
    network = Network(tuple(made.nodes.values()), edges, actors[0].thing.iri if actors else None)
    return Surroundings(network, {key: tuple(attacks) for key, attacks in made.evidence.items()})


class _Made:
    """Nodes by IRI, edges by their ends and kind, and the attacks behind them."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, str], float | None] = {}
        self.evidence: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def node(self, thing: Thing, kind: NodeKind) -> str:
        self.nodes.setdefault(thing.iri, Node(thing.iri, kind, thing.words))
        return thing.iri

    def links(self, actor: Actor) -> None:
        for link in actor.links:
            self.node(link.other, NodeKind.ACTOR)
            one, other = sorted((actor.thing.iri, link.other.iri))
            self.edges[one, other, link.kind] = link.weight
            for key in (_id(one, other, link.kind), link.other.iri):
                self.evidence[key].update(dict.fromkeys(link.attacks))

    def attack(self, actor: Actor, line: AttackLine, kinds: Container[NodeKind]) -> None:
        hub = actor.thing.iri
        if NodeKind.ATTACK in kinds:
            hub = line.iri
            self.nodes.setdefault(line.iri, Node(line.iri, NodeKind.ATTACK, attack_title(line)))
            self.evidence[line.iri][line.iri] = None
            self._say(actor.thing.iri, line.iri, "perpetrator", line)
        for kind, things in ((NodeKind.PLACE, line.places), (NodeKind.SOURCE, line.sources)):
            if kind in kinds:
                for thing in _named(things):
                    # An actor may be a source as well: it keeps its one node.
                    if self.node(thing, kind) != hub:
                        self.evidence[thing.iri][line.iri] = None
                        self._say(hub, thing.iri, kind.value, line)

    def _say(self, one: str, other: str, kind: str, line: AttackLine) -> None:
        self.edges[one, other, kind] = None
        self.evidence[_id(one, other, kind)][line.iri] = None

    def edge(self, key: tuple[str, str, str]) -> Edge:
        """The edge between two nodes; without a weight of its own, that of the number of attacks."""
        weight = self.edges[key]
        words = read_labels()
        label = words.get(f"group_link.{key[2]}") or words.get(f"role.{key[2]}") or Words(key[2])
        if weight is None:
            return Edge(_id(*key), *key, label, len(self.evidence[_id(*key)]))
        return Edge(_id(*key), *key, label, weight, directed=False)


def _id(one: str, other: str, kind: str) -> str:
    return f"{kind} {one} {other}"


def _named(things: Sequence[Thing]) -> Iterator[Thing]:
    return (thing for thing in things if "#" not in thing.iri)


def attack_title(line: AttackLine) -> Words:
    """What an attack is called in a network: its type and its day."""
    kind = read_labels().get(f"type.{line.attack_type}", Words(line.attack_type))
    return Words(f"{kind.ar} {line.day}".strip(), f"{kind.en} {line.day}".strip())
