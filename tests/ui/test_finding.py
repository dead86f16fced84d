"""The field that finds anything by name, and pages over stores with and without what it reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.derived.wanted import LONGEST
from builder.graph.iris import ID
from builder.store.seals import DERIVED
from builder.store.snapshots import current_snapshot
from tests.invented import BASE, retold_store
from tests.ui.test_pages import html, open_page
from ui.choice import ENDPOINT_VARIABLE, STORE_VARIABLE, Choice
from ui.data import Data

FOUND = '<section class="rasd-found-names"'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return retold_store(tmp_path_factory.mktemp("retold") / "store")


@pytest.fixture(scope="module")
def bare(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same store as an earlier version left it: nothing is derived from its snapshot."""
    path = tmp_path_factory.mktemp("bare") / "store"
    shutil.copytree(store, path)
    snapshot = current_snapshot(path)
    assert snapshot is not None
    (snapshot / DERIVED).unlink()
    return path


@pytest.fixture(autouse=True)
def _use(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    monkeypatch.setenv(STORE_VARIABLE, str(store))


def data_of(store: Path) -> Data:
    return Data(Choice(store, None), (current_snapshot(store) or store).name)


def test_pages_show_the_same_with_and_without_derived_data(store: Path, bare: Path) -> None:
    with_it, without = data_of(store), data_of(bare)
    assert with_it.lines()
    assert with_it.lines() == without.lines()
    assert with_it.figures() == without.figures()
    assert with_it.conflicts() == without.conflicts()
    assert with_it.things() == without.things()
    assert {place: set(wider) for place, wider in with_it.containers().items()} == {
        place: set(wider) for place, wider in without.containers().items()
    }


def test_anything_is_found_by_name_and_leads_to_its_page() -> None:
    app = open_page(lang="en")
    assert FOUND not in html(app)
    app.text_input(key="rasd-find").set_value("wadi").run()
    page = html(app)
    found = page[page.index(FOUND) :]
    first = f'<a class="rasd-thing" href="places?id={BASE.iri.removeprefix(ID).replace("/", "%2F")}&amp;lang=en">'
    assert first in found
    assert '<span class="rasd-muted rasd-nowrap">place</span>' in found
    assert 'href="attack?attack=' in found
    assert app.query_params["find"] in ("wadi", ["wadi"])


def test_what_is_looked_for_stands_in_the_address_and_is_no_markup() -> None:
    page = html(open_page(find="<الراية>"))
    found = page[page.index(FOUND) :]
    assert "<bdi>كتائب الراية</bdi>" in found
    assert "\u20662023-11-02\u2069</bdi>" in found, "the day of an attack reads from left to right"
    assert "<script>" not in html(open_page(find="<script>الراية</script>"))
    assert "لا شيء بهذا الاسم" in html(open_page(find="بغداد"))
    assert FOUND in html(open_page(find="x" * 10 * LONGEST))


def test_a_store_without_an_index_has_no_field(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(bare))
    app = open_page(find="الراية")
    assert "rasd-figures" in html(app)
    assert not [one for one in app.text_input if one.key == "rasd-find"]
    assert data_of(bare).find("الراية", 5) == ()
