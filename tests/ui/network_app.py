"""A page with nothing but a network of as many attacks as its address says; what the user did is written below."""

from __future__ import annotations

import streamlit as st

from ui import frame
from ui.labels import Words
from ui.network import Action, Edge, Network, Node, NodeKind, show_network

ACTOR = Node("urn:raya", NodeKind.ACTOR, Words("كتائب الراية", "Raya Brigades"))
TYPES = (Words("هجوم صاروخي", "Rocket attack"), Words("غارة جوية", "Air strike"), Words("تفجير", "Bombing"))
PLACES = (Words("قاعدة الوادي", "Wadi Base"), Words("السدرة", "Sidra"), Words("مطار الضفاف العسكري", "Difaf Air Base"))
SOURCES = (Words("شبكة الضفاف", "Difaf Network"), Words("مصدر طبي", "a medical source"))
BY, AT, SAYS = Words("نفّذ", "carried out"), Words("في", "at"), Words("بحسب", "according to")


def ego(attacks: int) -> Network:
    """The attacks of one actor with their places, targets and sources."""
    nodes = [ACTOR]
    edges = []
    nodes += [Node(f"urn:place:{number}", NodeKind.PLACE, label) for number, label in enumerate(PLACES)]
    nodes += [Node(f"urn:source:{number}", NodeKind.SOURCE, label) for number, label in enumerate(SOURCES)]
    nodes.append(Node("urn:target", NodeKind.TARGET, Words("جنود", "soldiers")))
    for number in range(attacks):
        attack = f"urn:attack:{number}"
        type_, place, source = TYPES[number % 3], number * 7 % 3, number % 2
        day = f"2023-11-{number % 28 + 1:02}"
        label = Words(f"{type_.ar}، {PLACES[place].ar}، {day}", f"{type_.en}, {PLACES[place].en}, {day}")
        nodes.append(Node(attack, NodeKind.ATTACK, label))
        edges.append(Edge(f"{attack} by", ACTOR.id, attack, "perpetrator", BY, 1 + number % 4))
        edges.append(Edge(f"{attack} at", attack, f"urn:place:{place}", "place", AT))
        if number % 2:
            edges.append(Edge(f"{attack} says", attack, f"urn:source:{source}", "cites", SAYS, directed=False))
    edges.append(Edge("target", "urn:attack:0", "urn:target", "target", Words("استهدف", "targeted"), 2))
    return Network(tuple(nodes), tuple(edges), ACTOR.id)


labels = frame.labels()
frame.set_title("network", labels)
frame.show(labels, "overview")
size = st.query_params.get("attacks", "8")
attacks = int(size) + st.session_state.get("more", 0)
event = show_network(ego(attacks), labels, key="network")
if event is not None:
    st.session_state["events"] = [*st.session_state.get("events", []), event]
    if event.action is Action.EXPAND:
        st.session_state["more"] = st.session_state.get("more", 0) + 3
        st.rerun()
for one in st.session_state.get("events", []):
    st.text(f"{one.action.value} {one.kind.value} {one.id}")
