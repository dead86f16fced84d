from __future__ import annotations

import pytest
from rdflib import Graph

from builder.ontology import ontology_path


@pytest.fixture(scope="session")
def published() -> Graph:
    """The ontology as published; tests that change it work on a copy."""
    return Graph(bind_namespaces="none").parse(ontology_path())  # rdflib's own "wgs" would hide that of the file
