"""The connections: the network around an actor with what shows each link, and the paths to another actor."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from builder.errors import RasdError
from builder.graph.entities import ACTORS
from builder.graph.iris import ID
from ui import frame
from ui.connections import Surroundings, surroundings
from ui.data import Data
from ui.labels import Labels
from ui.listing import ENTITY, Row, asked_entity, entity_link, show_facts, unknown
from ui.network import Action, NetworkEvent, NodeKind, show_network, to_graphml
from ui.records import AttackLine, Thing
from ui.trends import most_frequent

OTHER, OPENED, KINDS, SEEN = "to", "open", "show", "seen"
CHOICES = (NodeKind.ATTACK, NodeKind.PLACE, NodeKind.SOURCE)
PATHS = ("connections.steps", "connections.link", "connections.via", "connections.evidence", "connections.evidence")
STRONGEST = ("connections.actor", "groups.other", "groups.kind", "groups.weight", "groups.evidence")
MOST_ACTORS = 500
MOST_OPENED = 10


def choose_actor(name: str, title: str, found: Sequence[Thing], labels: Labels) -> str:
    """Draw the choice of an actor, which stands in the address by *name*; returns its IRI, or nothing."""
    key = f"rasd-connections-{name}"
    names = {thing.iri.removeprefix(ID): thing.words.get(labels.language) for thing in found}
    asked = st.query_params.get(name, "")
    if key not in st.session_state:
        st.session_state[key] = asked if asked in names else None

    def keep() -> None:
        for parameter in (OPENED, SEEN):
            st.query_params.pop(parameter, None)
        if chosen := st.session_state[key]:
            st.query_params[name] = chosen
        else:
            st.query_params.pop(name, None)

    chosen = st.selectbox(
        title,
        list(names),
        format_func=lambda one: names[one],
        key=key,
        index=None,
        placeholder=labels("connections.choose"),
        on_change=keep,
        filter_mode="contains",
    )
    return ID + chosen if chosen else ""


def choose_kinds(labels: Labels) -> frozenset[NodeKind]:
    """Draw the choice of what is shown beside actors; it stands in the address."""
    key = "rasd-connections-kinds"
    values = [kind.value for kind in CHOICES]
    if key not in st.session_state:
        asked = [value for value in st.query_params.get_all(KINDS) if value in values]
        st.session_state[key] = asked or [NodeKind.ATTACK.value]

    def keep() -> None:
        st.query_params[KINDS] = st.session_state[key] or ["none"]

    st.pills(
        labels("connections.show"),
        values,
        selection_mode="multi",
        format_func=lambda value: labels(f"network.{value}"),
        key=key,
        on_change=keep,
    )
    return frozenset(map(NodeKind, st.session_state[key]))


def opened(data: Data, first: str) -> list[str]:
    """The IRIs of the actors that are opened up, the chosen one first."""
    asked = [name if ":" in name else ID + name for name in st.query_params.get_all(OPENED)[:MOST_OPENED]]
    return [first, *(iri for iri in dict.fromkeys(asked) if iri != first and data.actor(iri) is not None)]


def show_around(data: Data, iri: str, labels: Labels) -> None:
    """Draw the network, and beside it what lies behind the node or the edge that was clicked."""
    actors = [actor for one in opened(data, iri) if (actor := data.actor(one)) is not None]
    around = surroundings(actors, data.lines(), choose_kinds(labels))
    drawing, beside = st.columns([2, 1], gap="medium")
    with drawing:
        event = show_network(around.network, labels, key="rasd-network")
        st.download_button(
            labels("connections.graphml"), lambda: to_graphml(around.network), file_name="network.graphml",
            on_click="ignore",
        )  # fmt: skip
    if event is not None:
        follow(event, iri, data)
    with beside:
        show_behind(around, st.query_params.get(SEEN, ""), data.lines(), labels)


def follow(event: NetworkEvent, first: str, data: Data) -> None:
    """Open up an actor, or remember in the address what was chosen."""
    if event.action is Action.EXPAND and data.actor(event.id) is not None:
        now = [one.removeprefix(ID) for one in opened(data, first)[1:]]
        st.query_params[OPENED] = [*now, event.id.removeprefix(ID)][-MOST_OPENED:]
        st.rerun()
    st.query_params[SEEN] = event.id


def show_behind(around: Surroundings, chosen: str, lines: Sequence[AttackLine], labels: Labels) -> None:
    """Draw the attacks that show a node or an edge."""
    names = {node.id: node.label for node in around.network.nodes}
    names |= {edge.id: edge.label for edge in around.network.edges}
    label = names.get(chosen)
    if label is None:
        frame.html("lead", labels, text=labels("connections.click"))
        return
    behind = [line for line in lines if line.iri in around.evidence.get(chosen, ())]
    frame.html("behind", labels, label=label, lines=behind)


def show_paths(data: Data, one: Thing, other: Thing, labels: Labels) -> None:
    """Draw how two actors are connected, step by step."""
    by_iri = {line.iri: line for line in data.lines()}
    with st.spinner(labels("state.reading")):
        paths = data.paths(one.words.ar, other.words.ar)
    rows: list[Row] = [
        (
            path.steps,
            labels.term("path", path.link),
            [by_iri[iri] for iri in path.via.split() if iri in by_iri] or path.via or None,
            path.evidence_a or None,
            path.evidence_b or None,
        )
        for path in paths
    ]
    show_facts(labels("connections.paths"), PATHS, rows, labels)


def show_strongest(data: Data, labels: Labels) -> None:
    """Draw where to begin: the strongest links of all."""
    by_iri = {line.iri: line for line in data.lines()}
    rows: list[Row] = [
        (
            entity_link(one, "connections", labels),
            entity_link(link.other, "connections", labels),
            labels.term("group_link", link.kind),
            f"{link.weight:g}",
            [by_iri[attack] for attack in link.attacks if attack in by_iri] or None,
        )
        for one, link in data.strongest_links()
    ]
    show_facts(labels("connections.strongest"), STRONGEST, rows, labels, text=labels("groups.links.text"))


def show(data: Data, labels: Labels) -> None:
    """Draw the page."""
    iri = asked_entity()
    if iri and data.actor(iri) is None:
        unknown(iri, "connections", labels)
        return
    frame.html("page-title", labels, title=labels("page.connections"))
    lines = data.lines()
    found = most_frequent(
        lines, lambda line: (party.thing for party in line.parties if party.thing.kind in ACTORS), MOST_ACTORS
    )
    actors = [thing for thing, _ in found]
    things = data.things()
    if iri and things[iri] not in actors:
        actors.append(things[iri])
    first, second = st.columns(2)
    with first:
        chosen = choose_actor(ENTITY, labels("connections.actor"), actors, labels)
    with second:
        other = choose_actor(OTHER, labels("connections.other"), actors, labels)
    if not chosen:
        frame.html("lead", labels, text=labels("connections.text"))
        show_strongest(data, labels)
        return
    show_around(data, chosen, labels)
    if other and other != chosen:
        try:
            show_paths(data, things[chosen], things[other], labels)
        except RasdError as error:
            st.error(str(error))


labels = frame.labels()
show(frame.open_data(labels), labels)
