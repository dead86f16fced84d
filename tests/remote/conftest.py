from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.follow_up import shared_quads
from tests.graph.incidents import with_derived
from tests.remote.servers import oxigraph, oxigraph_binary, virtuoso, virtuoso_binary
from tests.remote.site import Site, fill

NO_OXIGRAPH = "the package oxigraph is not installed: pip install -e .[test]"
NO_VIRTUOSO = "virtuoso-t is not installed: scripts/system_packages.sh"


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[str]:
    """An Oxigraph whose default graph is the union of its graphs."""
    if oxigraph_binary() is None:
        pytest.skip(NO_OXIGRAPH)
    with oxigraph("--union-default-graph") as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Virtuoso."""
    if virtuoso_binary() is None:
        pytest.skip(NO_VIRTUOSO)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture(params=["oxigraph", "virtuoso"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the servers with its addresses and credentials, without the graphs of other tests."""
    address = request.getfixturevalue(f"{request.param}_server")
    found = Site.of_oxigraph(address) if request.param == "oxigraph" else Site.of_virtuoso(address)
    found.forget_pushes()
    return found


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store: articles that tell of the same attacks, and what was merged and derived of them."""
    folder = tmp_path_factory.mktemp("example")
    fill(folder, with_derived(shared_quads()))
    return folder
