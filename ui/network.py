"""A network of attacks, actors, places and sources: as a drawing, and as a file."""

from __future__ import annotations

import io
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import streamlit as st

from builder.export.graphml_writer import GraphmlWriter, Value
from ui.bundles import bundle
from ui.labels import Labels, Language, Words

MOST_NODES = 300
MOST_EDGES = 1_000
LONGEST_LABEL = 120
"""Code points of a label that are drawn."""


class NodeKind(StrEnum):
    """What a node stands for; each has a shape and a colour."""

    ACTOR = "actor"
    ATTACK = "attack"
    PLACE = "place"
    SOURCE = "source"
    TARGET = "target"
    OTHER = "other"


class Action(StrEnum):
    """What the user did: chose a node or an edge, or asked for what lies around a node."""

    SELECT = "select"
    EXPAND = "expand"


class Element(StrEnum):
    """What an event is about."""

    NODE = "node"
    EDGE = "edge"


@dataclass(frozen=True, slots=True)
class Node:
    """A node; ``id`` is an IRI or any other text that no other node has."""

    id: str
    kind: NodeKind
    label: Words


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between two nodes given by their ids.

    ``id`` is a text that no other edge or node has; ``kind`` is a name for files, ``label`` is for people. The width
    of the line is in proportion to ``weight``, which is above 0, such as the number of reports.
    """

    id: str
    source: str
    target: str
    kind: str
    label: Words
    weight: float = 1.0
    directed: bool = True


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and the edges between them; ``centre`` is the node that it was made around, if there is one."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    centre: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkEvent:
    """What the user did with the node or the edge of that id."""

    action: Action
    kind: Element
    id: str


def show_network(network: Network, labels: Labels, *, key: str, expands: bool = True) -> NetworkEvent | None:
    """Draw a network, and give back what the user did with it since the run before, if anything.

    A network larger than :data:`MOST_NODES` or :data:`MOST_EDGES` is cut (see :func:`cut`), and a line says so. The
    same network is laid out in the same way each time. A key belongs to one network at a time. Where nothing *expands*,
    the page does not offer it. Not to be used in a form, which lets no event through.

    :raises ValueError: if two nodes or edges have the same id, an edge ends nowhere or has no weight, or there is no
        centre with that id.
    """
    _check(network)
    drawn = cut(network)
    if drawn != network:
        numbers = {"nodes": len(drawn.nodes), "edges": len(drawn.edges)}
        totals = {"all_nodes": len(network.nodes), "all_edges": len(network.edges)}
        st.caption(labels("network.cut", **numbers, **totals))
    result = bundle("network")(key=key, data=_data(drawn, labels, expands=expands), on_event_change=_nothing)
    return _event(result.event, drawn)


def cut(network: Network, most_nodes: int = MOST_NODES, most_edges: int = MOST_EDGES) -> Network:
    """The part of a network that can be looked at: the nodes next to the centre, then those with most weight.

    Of the edges between them, the heaviest. What is kept stays in its order; ties are broken by the ids.
    """
    if len(network.nodes) <= most_nodes and len(network.edges) <= most_edges:
        return network
    distance = _distances(network)
    weight: defaultdict[str, float] = defaultdict(float)
    for edge in network.edges:
        weight[edge.source] += edge.weight
        weight[edge.target] += edge.weight
    far = len(network.nodes)
    ranked = sorted(network.nodes, key=lambda node: (distance.get(node.id, far), -weight[node.id], node.id))
    kept = {node.id for node in ranked[:most_nodes]}
    inside = [edge for edge in network.edges if edge.source in kept and edge.target in kept]
    heaviest = {edge.id for edge in sorted(inside, key=lambda edge: (-edge.weight, edge.id))[:most_edges]}
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id in kept),
        edges=tuple(edge for edge in inside if edge.id in heaviest),
    )


def to_graphml(network: Network) -> bytes:
    """The whole network as GraphML, with the keys that the export of a store has (``docs/export.md``)."""
    out = io.BytesIO()
    writer = GraphmlWriter(out)
    writer.begin()
    for node in network.nodes:
        label = node.label
        writer.node(node.id, {"label": label.ar, "label_en": label.get(Language.ENGLISH), "kind": node.kind.value})
    for edge in network.edges:
        values: dict[str, Value] = {"label": edge.label.ar, "kind": edge.kind, "weight": float(edge.weight)}
        writer.edge(edge.source, edge.target, values, directed=edge.directed)
    writer.end()
    return out.getvalue()


def _nothing() -> None:
    """Streamlit takes note of an event only where something is called for it."""


def _check(network: Network) -> None:
    nodes = {node.id for node in network.nodes}
    ids = nodes | {edge.id for edge in network.edges}
    if len(ids) < len(network.nodes) + len(network.edges):
        raise ValueError("two nodes or edges have the same id")
    for edge in network.edges:
        if edge.source not in nodes or edge.target not in nodes:
            raise ValueError(f"the edge {edge.id} ends at a node that is not there")
        if not 0 < edge.weight < float("inf"):
            raise ValueError(f"the edge {edge.id} has the weight {edge.weight}: give one above 0")
    if network.centre is not None and network.centre not in nodes:
        raise ValueError(f"there is no node {network.centre} for the centre")


def _distances(network: Network) -> dict[str, int]:
    """How many edges away from the centre each node is that can be reached from it, in either direction."""
    if network.centre is None:
        return {}
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    for edge in network.edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    distance = {network.centre: 0}
    waiting = deque(distance)
    while waiting:
        here = waiting.popleft()
        for there in neighbours[here]:
            if there not in distance:
                distance[there] = distance[here] + 1
                waiting.append(there)
    return distance


def _data(network: Network, labels: Labels, *, expands: bool = True) -> dict[str, object]:
    language = labels.language
    return {
        "nodes": [
            {"id": node.id, "kind": node.kind.value, "label": _label(node.label, language)} for node in network.nodes
        ],
        "edges": [
            {
                "id": edge.id,
                "source": edge.source,
                "target": edge.target,
                "label": _label(edge.label, language),
                "weight": edge.weight,
                "directed": edge.directed,
            }
            for edge in network.edges
        ],
        "centre": network.centre,
        "language": language.value,
        "direction": language.direction,
        "kinds": {kind.value: labels(f"network.{kind.value}") for kind in NodeKind},
        "words": _words(labels) | ({} if expands else {"expand": "", "hint": labels("network.hint.still")}),
        "file": "network.png",
    }


def _label(words: Words, language: Language) -> str:
    text = words.get(language)
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def _words(labels: Labels) -> dict[str, str]:
    return {
        "tools": labels("network.tools"),
        "closer": labels("network.closer"),
        "farther": labels("network.farther"),
        "fit": labels("network.fit"),
        "expand": labels("network.expand"),
        "png": labels("network.png"),
        "legend": labels("network.legend"),
        "list": labels("network.list"),
        "hint": labels("network.hint"),
        "edge": labels("network.edge", source="{source}", label="{label}", target="{target}"),
    }


def _event(value: object, network: Network) -> NetworkEvent | None:
    """The event that the browser tells of; none if it is not about this network, which may just have changed."""
    if not isinstance(value, Mapping):
        return None
    node = any(node.id == value.get("id") for node in network.nodes)
    edge = any(edge.id == value.get("id") for edge in network.edges)
    if (not node and not edge) or value.get("action") not in list(Action):
        return None
    return NetworkEvent(Action(value["action"]), Element.NODE if node else Element.EDGE, value["id"])
