from __future__ import annotations

import pyoxigraph as ox

from builder.assembly import assemble, known_entities, known_outlets
from builder.graph.iris import REFERENCE_GRAPH
from builder.model import Article, Extraction, Link
from builder.reference.entries import outlets
from builder.vocabulary import External


def publisher(outlet: str) -> tuple[ox.NamedNode, set[str]]:
    """The publisher's node, and the graphs in which it is described."""
    quads = list(assemble(Extraction(Article("a", "خبر", "نص", outlet=outlet), ())).quads())
    (found,) = (quad.object for quad in quads if quad.predicate.value == External.SCHEMA_PUBLISHER)
    assert isinstance(found, ox.NamedNode)
    return found, {str(quad.graph_name)[1:-1] for quad in quads if quad.subject == found}


def test_a_known_outlet_is_linked_by_any_of_its_names() -> None:
    entry = next(entry for entry in outlets() if len(entry.names) > 1 and entry.entity in known_outlets().values())
    for name in entry.names:
        node, graphs = publisher(f" {name} ")
        entity = known_entities()[node.value]
        assert name in {other for one in outlets() if one.entity == entity for other in one.names}
        assert graphs == {REFERENCE_GRAPH}


def test_an_unknown_outlet_is_described_by_its_name() -> None:
    node, graphs = publisher("جريدة لا يعرفها أحد")
    assert node.value not in known_entities()
    assert graphs == {REFERENCE_GRAPH}, "articles of one outlet share its description"


def test_reference_entities_are_known_or_generic_labels() -> None:
    assert {entity.link for entity in known_entities().values()} <= {Link.KNOWN, Link.UNRESOLVED}
    assert all(iri == entity.iri for iri, entity in known_entities().items())
