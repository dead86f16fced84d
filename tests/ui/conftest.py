"""The invented store for the tests of the interface."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.invented import extractions, invented_store, retold_store, write_store
from tests.ui.browsing import Running, interface

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented store."""
    return invented_store(tmp_path_factory.mktemp("invented") / "store")


@pytest.fixture(scope="session")
def retold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented store with one attack that two articles tell differently."""
    return retold_store(tmp_path_factory.mktemp("retold") / "store")


@pytest.fixture
def make_store() -> Callable[..., Path]:
    """A function that adds the invented articles with the given ids to a store."""

    def make(path: Path, *identifiers: str) -> Path:
        return write_store(path, (made for made in extractions() if made.article.id in identifiers))

    return make


@pytest.fixture(scope="session")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The interface over the invented store."""
    with interface(store, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("no browser: run scripts/system_packages.sh, or put Chromium on the PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
