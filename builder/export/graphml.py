"""Attacks, actors, places and sources as a network in GraphML, for Gephi, Cytoscape, yEd and networkx.

Nodes come before the edges that end in them, and attacks with their edges one after another, so that the file is
written as it goes. The labels of nodes are Arabic; ``label_en`` has the English ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from pyoxigraph import Store

from builder.export.events import Event, events
from builder.export.graphml_writer import GraphmlWriter, Value
from builder.export.records import Entity, Relation, entities, group_links, labels, retaliations
from builder.export.sorting import in_batches

_PLACES = ("Country", "Governorate", "Settlement", "Facility", "Region", "RelativePlace", "Place")
_SOURCES = ("NewsOutlet", "UnnamedSource", "StatementMedium", "Source")
# The edges of an attack that its arguments draw, by role: from whom to whom the arrow goes.
_ROLES = {"perpetrator": "perpetrator", "target": "target", "place": "place", "source": "cites"}
_BATCH = 5_000
_Edge = tuple[str, str, str, str]


def write_graphml(rdf: Store, out: BinaryIO) -> None:
    """One directed graph; several edges of different kinds can lie between two nodes."""
    writer = GraphmlWriter(out)
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
            _write_edge(edge, weight, writer)
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


def _write_containers(rdf: Store, drawn: set[str], writer: GraphmlWriter) -> None:
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
                    _write_edge((iri, container, kind, ""), 1, writer)
        done |= known.keys()


def _write_relations(relations: Iterable[Relation], drawn: set[str], writer: GraphmlWriter) -> None:
    for relation in relations:
        if relation.start in drawn and relation.end in drawn:
            _write_edge((relation.start, relation.end, relation.kind, ""), relation.weight, writer)


def _write_edge(edge: _Edge, weight: float, writer: GraphmlWriter) -> None:
    start, end, kind, basis = edge
    writer.edge(start, end, {"label": kind, "kind": kind, "basis": basis or None, "weight": float(weight)})


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
