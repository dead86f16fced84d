from __future__ import annotations

import pyoxigraph as ox
import pytest

from builder.graph.iris import MERGED_GRAPH, article_iri, attack_iri, event_iri
from builder.vocabulary import Property
from tests.graph.incidents import base_extraction, extractions, quads_of

ROCKETS = attack_iri(event_iri(article_iri("base"), "e42"))
ANSWER = attack_iri(event_iri(article_iri("base"), "e400"))
DRONES = attack_iri(event_iri(article_iri("الوادي/1 ؟"), "e30"))
BOMB = attack_iri(event_iri(article_iri("الوادي/1 ؟"), "e150"))


def store_of(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """Four articles with four attacks and six series."""
    return store_of(quads_of(*extractions()))


@pytest.fixture(scope="session")
def merged_store() -> ox.Store:
    """The same, and a second article that tells the same of the attack with rockets and of the answer."""
    second = article_iri("base-2")
    quads = quads_of(*extractions(), base_extraction("-2"))
    same = {attack_iri(event_iri(second, key)): attack for key, attack in (("e42", ROCKETS), ("e400", ANSWER))}
    merged = ox.NamedNode(MERGED_GRAPH)
    for quad in list(quads):
        if quad.graph_name == merged and isinstance(quad.subject, ox.NamedNode) and quad.subject.value in same:
            quads.remove(quad)
            if quad.predicate.value == Property.DESCRIBED_BY:
                quads.append(ox.Quad(ox.NamedNode(same[quad.subject.value]), quad.predicate, quad.object, merged))
    return store_of(quads)
