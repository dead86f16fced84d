"""Check a graph against the shapes: quickly over a whole store, or with pySHACL as the reference.

Both see the union of all graphs. The quick way asks the store one query for each constraint
(:mod:`builder.validation.queries`); pySHACL copies the graph into memory and visits each node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from builder.ontology import ontology_path
from builder.sparql.run import run_query
from builder.validation.queries import violations_query
from builder.validation.shapes import SHACL, Constraint, constraints, shapes_graph, to_term

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Violation:
    """A node (``focus``) that breaks a constraint; ``value`` is what breaks it, where one thing does."""

    constraint: Constraint
    focus: Term
    value: Term | None = None


def check_store(rdf: ox.Store) -> tuple[Violation, ...]:
    """All violations in *rdf*, by shape and node."""
    return _sorted(violation for constraint in constraints() for violation in _broken(rdf, constraint))


def check_with_pyshacl(rdf: ox.Store) -> tuple[Violation, ...]:
    """What pySHACL finds in *rdf*, in the same order; takes about ten milliseconds for each event."""
    from pyshacl import validate
    from rdflib import RDF, Graph, Namespace

    _, report, why = validate(_in_memory(rdf), shacl_graph=shapes_graph(), ont_graph=_hierarchy(), inference="none")
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL gives no report: {why}")
    results = report.subjects(RDF.type, Namespace(SHACL).ValidationResult)
    known = {(constraint.shape, constraint.parameter): constraint for constraint in constraints()}
    return _sorted(_from_report(report, result, known) for result in results)


def _sorted(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(
        sorted(
            violations, key=lambda one: (one.constraint.shape, str(one.focus), str(one.value), one.constraint.parameter)
        )
    )


def _broken(rdf: ox.Store, constraint: Constraint) -> Iterator[Violation]:
    rows = run_query(rdf, violations_query(constraint))
    if not isinstance(rows, ox.QuerySolutions):
        raise TypeError(f"the query of {constraint.shape} gives no rows")
    has_value = "value" in {variable.value for variable in rows.variables}
    for row in rows:
        focus, value = row["this"], row["value"] if has_value else None
        if isinstance(focus, Term):
            yield Violation(constraint, focus, value if isinstance(value, Term) else None)


def _in_memory(rdf: ox.Store) -> Graph:
    """The union of all graphs for rdflib."""
    from rdflib import Graph

    triples = "".join({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in rdf})
    return Graph().parse(data=triples, format="nt")


@cache
def _hierarchy() -> Graph:
    """Which class is narrower than which: all that the shapes need of the ontology."""
    from rdflib import RDFS, Graph, URIRef

    found = Graph()
    for narrow, wide in Graph().parse(ontology_path()).subject_objects(RDFS.subClassOf):
        if isinstance(wide, URIRef):
            found.add((narrow, RDFS.subClassOf, wide))
    return found


def _from_report(report: Graph, result: Node, known: dict[tuple[str, str], Constraint]) -> Violation:
    from rdflib import Namespace

    shacl = Namespace(SHACL)
    component = str(report.value(result, shacl.sourceConstraintComponent)).removeprefix(SHACL)
    name = component.removesuffix("ConstraintComponent")
    parameter = "sparql" if name == "SPARQL" else name[0].lower() + name[1:]
    shape, focus, value = (report.value(result, term) for term in (shacl.sourceShape, shacl.focusNode, shacl.value))
    return Violation(known[str(shape), parameter], to_term(focus), None if value is None else to_term(value))
