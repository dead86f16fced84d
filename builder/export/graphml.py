"""Attacks, actors, places and sources as a network in GraphML, for Gephi, Cytoscape, yEd and networkx.

Nodes come before the edges that end in them, and attacks with their edges one after another, so that the file is
written as it goes. The labels of nodes are Arabic; ``label_en`` has the English ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from pyoxigraph import Store

from builder.export.events import Event, events
from builder.export.records import Entity, Relation, entities, group_links, labels, retaliations
from builder.export.sorting import in_batches

Value = str | int | float | bool | None

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE_KEYS = {
    "label": "string",
    "label_en": "string",
    "kind": "string",
    "class": "string",
    "latitude": "double",
    "longitude": "double",
    "uncertainty_km": "double",
    "date_earliest": "string",
    "date_latest": "string",
    "status": "string",
    "background": "boolean",
    "killed_low": "int",
    "killed_high": "int",
    "wounded_low": "int",
    "wounded_high": "int",
    "reports": "int",
    "confidence": "double",
}
_EDGE_KEYS = {"label": "string", "kind": "string", "basis": "string", "weight": "double"}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char
_PLACES = ("Country", "Governorate", "Settlement", "Facility", "Region", "RelativePlace", "Place")
_SOURCES = ("NewsOutlet", "UnnamedSource", "StatementMedium", "Source")
# The edges of an attack that its arguments draw, by role: from whom to whom the arrow goes.
_ROLES = {"perpetrator": "perpetrator", "target": "target", "place": "place", "source": "cites"}
_BATCH = 5_000
_Edge = tuple[str, str, str, str]


def write_graphml(rdf: Store, out: BinaryIO) -> None:
    """One directed graph; several edges of different kinds can lie between two nodes."""
    writer = _Writer(out)
    writer.begin()
    terms = labels(rdf)
    drawn: set[str] = set()
    for event in events(rdf):
        edges = _edges(event)
        writer.node(event.attack.iri, _attack(event, terms))
        drawn.add(event.attack.iri)
        for iri in sorted({iri for start, end, _, _ in edges for iri in (start, end)} - drawn):
            writer.node(iri, _entity(event.attack.entities[iri]))
            drawn.add(iri)
        for edge, weight in sorted(edges.items()):
            writer.edge(edge, weight)
    _write_containers(rdf, drawn, writer)
    _write_relations(retaliations(rdf), drawn, writer)
    _write_relations(group_links(rdf), drawn, writer)
    writer.end()


def _edges(event: Event) -> Counter[_Edge]:
    """The edges of one attack with the number of reports that draw them."""
    attack = event.attack
    reports: set[tuple[_Edge, str]] = set()
    for one in attack.arguments:
        if one.role not in _ROLES or one.filler not in attack.entities:
            continue
        nature = one.place_role if one.role == "place" else one.basis
        edge = (attack.iri, one.filler) if one.role != "perpetrator" else (one.filler, attack.iri)
        reports.add(((*edge, _ROLES[one.role], nature), one.event))
    for claim in attack.claims:
        if claim.claimer in attack.entities:
            kind = "claimed_by" if claim.kind == "ResponsibilityClaim" else "denied_by"
            reports.add(((attack.iri, claim.claimer, kind, ""), claim.event))
    for report in attack.reports:
        if report.outlet in attack.entities:
            reports.add(((attack.iri, report.outlet, "reported_by", ""), report.event))
    return Counter(edge for edge, _ in reports)


def _write_containers(rdf: Store, drawn: set[str], writer: _Writer) -> None:
    """What contains the drawn places, and whom the drawn actors belong to, with their edges."""
    done: set[str] = set()
    for batch in in_batches(sorted(drawn), _BATCH):
        known = entities(rdf, batch)
        for iri in sorted(known.keys() - drawn):
            writer.node(iri, _entity(known[iri]))
            drawn.add(iri)
        for iri in sorted(known.keys() - done):
            kind = "within" if known[iri].kind in _PLACES else "member_of"
            for container in known[iri].containers:
                if container in drawn:
                    writer.edge((iri, container, kind, ""), 1)
        done |= known.keys()


def _write_relations(relations: Iterable[Relation], drawn: set[str], writer: _Writer) -> None:
    for relation in relations:
        if relation.start in drawn and relation.end in drawn:
            writer.edge((relation.start, relation.end, relation.kind, ""), relation.weight)


def _attack(event: Event, terms: Mapping[str, tuple[str, str]]) -> dict[str, Value]:
    place = event.location
    type_ar, type_en = terms.get(event.attack.kind, (event.attack.kind, event.attack.kind))
    day = event.period.earliest
    return {
        "label": "، ".join(part for part in (type_ar, place.place.label_ar if place else "", day) if part),
        "label_en": ", ".join(part for part in (type_en, place.place.label_en if place else "", day) if part),
        "kind": "attack",
        "class": event.attack.kind,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "date_earliest": day or None,
        "date_latest": event.period.latest or None,
        "status": event.status,
        "background": event.background,
        "killed_low": event.killed.low,
        "killed_high": event.killed.high,
        "wounded_low": event.wounded.low,
        "wounded_high": event.wounded.high,
        "reports": len(event.attack.reports),
        "confidence": event.confidence,
    }


def _entity(entity: Entity) -> dict[str, Value]:
    kind = "place" if entity.kind in _PLACES else "source" if entity.kind in _SOURCES else "actor"
    if entity.kind in ("", "Target"):
        kind = "target"
    return {
        "label": entity.label_ar,
        "label_en": entity.label_en,
        "kind": kind,
        "class": entity.kind,
        "latitude": entity.latitude,
        "longitude": entity.longitude,
        "uncertainty_km": entity.uncertainty_km,
    }


class _Writer:
    """Writes nodes and edges as they come; identifiers of edges count from 1."""

    def __init__(self, out: BinaryIO) -> None:
        self._xml = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
        self._edges = 0

    def begin(self) -> None:
        """Open the graph, with the keys of all attributes."""
        self._xml.startDocument()
        self._start("graphml", {"xmlns": _NAMESPACE})
        for scope, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
            for name, kind in keys.items():
                attributes = {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind}
                self._start("key", attributes)
                self._xml.endElement("key")
        self._line()
        self._start("graph", {"id": "rasd", "edgedefault": "directed"})

    def end(self) -> None:
        """Close the graph and the document."""
        self._line()
        self._xml.endElement("graph")
        self._xml.endElement("graphml")
        self._line()
        self._xml.endDocument()

    def node(self, iri: str, values: Mapping[str, Value]) -> None:
        """One node with those of its values that are known."""
        self._element("node", {"id": iri}, values)

    def edge(self, edge: _Edge, weight: float) -> None:
        """One edge: start, end, kind, basis."""
        self._edges += 1
        start, end, kind, basis = edge
        values: dict[str, Value] = {"label": kind, "kind": kind, "basis": basis or None, "weight": float(weight)}
        self._element("edge", {"id": f"e{self._edges}", "source": start, "target": end}, values)

    def _element(self, name: str, attributes: dict[str, str], values: Mapping[str, Value]) -> None:
        self._line()
        self._start(name, attributes)
        for key, value in values.items():
            if value is not None:
                self._start("data", {"key": f"{name}_{key}"})
                self._xml.characters(_text(value))
                self._xml.endElement("data")
        self._xml.endElement(name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._xml.startElement(name, AttributesImpl({key: _text(value) for key, value in attributes.items()}))

    def _line(self) -> None:
        self._xml.characters("\n")


def _text(value: Value) -> str:
    """The value as XML can hold it: without the characters that XML 1.0 has no spelling for."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _ILLEGAL.sub("", str(value))
