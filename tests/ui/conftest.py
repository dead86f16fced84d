"""The invented store for the tests of the interface."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.invented import extractions, invented_store, write_store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented store."""
    return invented_store(tmp_path_factory.mktemp("invented") / "store")


@pytest.fixture
def make_store() -> Callable[..., Path]:
    """A function that adds the invented articles with the given ids to a store."""

    def make(path: Path, *identifiers: str) -> Path:
        return write_store(path, (made for made in extractions() if made.article.id in identifiers))

    return make
