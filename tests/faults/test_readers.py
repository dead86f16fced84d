"""Readers beside builds that end, are killed and are resumed: they see whole builds only.

All articles of a build name the same outlet, and a build changes all of them, so that in a whole one there is one
outlet, and as many articles as were read.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from builder.store.store import Store
from tests.endpoint.served import serving
from tests.faults.harness import ARTICLES, PHASES, Builds, running_builds

INVARIANT = """
SELECT (COUNT(DISTINCT ?outlet) AS ?outlets) (COUNT(DISTINCT ?article) AS ?articles) (MIN(STR(?outlet)) AS ?name)
{ ?article <https://schema.org/publisher> ?outlet }
"""
BUILDS = 8


@pytest.fixture(scope="module")
def builds() -> Iterator[Builds]:
    with running_builds() as found:
        yield found


class Reading(threading.Thread):
    """Asks again and again until it is told to stop; ``seen`` are the distinct answers."""

    def __init__(self) -> None:
        super().__init__()
        self.over = threading.Event()
        self.seen: set[tuple[str, str, str]] = set()
        self.times = 0
        self.failure: Exception | None = None

    def ask(self) -> tuple[str, str, str]:
        raise NotImplementedError

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self.seen.add(self.ask())
                self.times += 1
        except Exception as error:  # told by the test, which looks at it after the thread
            self.failure = error


class Library(Reading):
    def __init__(self, store: Path) -> None:
        super().__init__()
        self._store = store

    def ask(self) -> tuple[str, str, str]:
        with Store.open_reader(self._store) as reader:
            found = reader.rdf.query(INVARIANT, use_default_graph_as_union=True)
            assert isinstance(found, ox.QuerySolutions)
            row = next(found)
            one, two, three = (value.value for value in row if isinstance(value, ox.Literal))
        return one, two, three


class Endpoint(Reading):
    def __init__(self, get: object) -> None:
        super().__init__()
        self._get = get

    def ask(self) -> tuple[str, str, str]:
        assert callable(self._get)
        reply = self._get(f"/sparql?query={quote(INVARIANT)}", accept="application/sparql-results+json")
        assert reply.status == 200, reply.text
        (row,) = json.loads(reply.body)["results"]["bindings"]
        return row["outlets"]["value"], row["articles"]["value"], row["name"]["value"]


def test_readers_see_whole_builds_only(builds: Builds, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert builds.run(store, 1).status == 0
    random = Random(7)
    killed = 0
    with serving(store) as server:
        readers: list[Reading] = [Library(store), Endpoint(server.get)]
        for reader in readers:
            reader.start()
        try:
            for generation in range(2, BUILDS + 2):
                if generation % 2:
                    ran = builds.run(store, generation, kill_in=random.choice(list(PHASES)), delay=random.random() / 4)
                    killed += ran.status != 0
                assert builds.run(store, generation).status == 0
        finally:
            for reader in readers:
                reader.over.set()
            for reader in readers:
                reader.join()
    assert killed
    for reader in readers:
        assert reader.failure is None
        assert reader.times > BUILDS
        assert {(outlets, articles) for outlets, articles, _ in reader.seen} == {("1", str(ARTICLES))}
        assert len({name for _, _, name in reader.seen}) > 1, "it saw the builds go on"
