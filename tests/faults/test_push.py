"""A network that breaks in the middle of a push: it is said, and the next push completes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from tests.graph.follow_up import shared_quads
from tests.remote.misbehaving import Answer, serving
from tests.remote.servers import oxigraph, oxigraph_binary
from tests.remote.site import Site, fill


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    fill(folder, shared_quads())
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    if oxigraph_binary() is None:
        pytest.skip("the package oxigraph is not installed: pip install -e .[test]")
    with oxigraph("--union-default-graph") as address:
        yield Site.of_oxigraph(address)


def push(store: Path, endpoint: str, *more: str) -> Result:
    return CliRunner().invoke(cli, ["push", "--store", str(store), "--endpoint", endpoint, *more])


@pytest.mark.parametrize("first", [2, 3, 4])
def test_a_connection_that_breaks_is_said_and_the_next_push_completes_it(store: Path, site: Site, first: int) -> None:
    with serving(Answer(drop=True), behind=site.update, first=first) as server:
        broken = push(store, site.query, "--update", server.address, "--timeout", "5")
        assert len(server.asked) > first, "it broke in the middle"
    assert broken.exit_code == 1
    assert "not all was sent: what was sent is kept, run it again to send the rest" in broken.stderr
    assert push(store, site.query).exit_code == 0
    checked = push(store, site.query, "--check")
    assert checked.exit_code == 0, checked.stdout
    assert push(store, site.query).stdout.startswith("0 graphs with 0 triples sent, ")
