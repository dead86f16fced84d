"""The query of a filter gives the attacks of the filter, over the example articles."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions
from pyoxigraph import Store as RdfStore

from builder.sparql.run import run_query
from builder.store.store import Store
from ui.choice import Choice
from ui.data import Data
from ui.records import AttackLine
from ui.selection import FACETS, Basis, Filter
from ui.selection_query import selection_query


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example articles."""
    path = tmp_path_factory.mktemp("examples") / "store"
    command = [sys.executable, "-m", "builder", "demo", "--no-ui", "--store", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def lines(examples: Path) -> tuple[AttackLine, ...]:
    return Data(Choice(examples, None), _version(examples)).lines()


@pytest.fixture(scope="module")
def rdf(examples: Path) -> RdfStore:
    return Store.open_reader(examples).rdf


def _version(store: Path) -> str:
    choice = Choice(store, None)
    choice.to_environment()
    return Data.from_environment().version


def answered(wanted: Filter, rdf: RdfStore) -> list[str]:
    rows = run_query(rdf, selection_query(wanted))
    assert isinstance(rows, QuerySolutions)
    return [getattr(row["attack"], "value", "") for row in rows]


def some(values: set[str]) -> st.SearchStrategy[frozenset[str]]:
    """Mostly nothing, so that the other parts of a filter leave some attacks."""
    return st.just(frozenset[str]()) | st.frozensets(st.sampled_from(sorted(values)), min_size=1, max_size=4)


def filters(lines: tuple[AttackLine, ...]) -> st.SearchStrategy[Filter]:
    """Filters out of what there is in the store."""
    days = [date.fromisoformat(day) for line in lines for day in (line.earliest, line.latest, line.published) if day]
    near = st.sampled_from(sorted(set(days))).flatmap(
        lambda day: st.sampled_from([day - timedelta(1), day, day + timedelta(1)])
    )
    facets = {name: some({thing.iri for line in lines for thing in of(line)}) for name, of in FACETS.items()}
    return st.builds(
        Filter,
        since=st.none() | near,
        until=st.none() | near,
        types=some({line.attack_type for line in lines}),
        statuses=some({"occurred", "foiled", "disputed"}),
        kinds=some({"attack", "series"}),
        basis=st.none() | st.sampled_from(Basis),
        background=st.none() | st.booleans(),
        conflicting=st.sampled_from([False, False, False, True]),
        confidence=st.sampled_from([0.0, 0.5, 0.7, 0.9]),
        **facets,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_query_gives_what_the_filter_gives(
    lines: tuple[AttackLine, ...], rdf: RdfStore, data: st.DataObject
) -> None:
    wanted = data.draw(filters(lines))
    assert answered(wanted, rdf) == sorted(line.iri for line in wanted.apply(lines))


def every_single_choice(lines: tuple[AttackLine, ...]) -> list[Filter]:
    """One filter for each value of each field, by which something is always found."""
    facets = [{name: frozenset({thing.iri})} for name, of in FACETS.items() for line in lines for thing in of(line)]
    found = [replace(Filter(), **dict[str, Any](facet)) for facet in facets]
    found += [Filter(types=frozenset({line.attack_type})) for line in lines]
    found += [Filter(statuses=frozenset({line.status})) for line in lines]
    found += [Filter(basis=basis) for basis in Basis]
    found += [Filter(background=True), Filter(background=False), Filter(conflicting=True), Filter(confidence=0.7)]
    found += [Filter(since=date.fromisoformat(line.day), until=date.fromisoformat(line.day)) for line in lines]
    return list(dict.fromkeys(found))


def test_each_field_by_itself(lines: tuple[AttackLine, ...], rdf: RdfStore) -> None:
    found = 0
    for wanted in every_single_choice(lines):
        attacks = sorted(line.iri for line in wanted.apply(lines))
        assert answered(wanted, rdf) == attacks, wanted
        found += len(attacks)
    assert found > len(lines)


def test_a_search_is_told_to_be_an_approximation(lines: tuple[AttackLine, ...], rdf: RdfStore) -> None:
    wanted = Filter(text='صاروخ "}')
    assert "# an approximation" in selection_query(wanted)
    assert answered(wanted, rdf) == []
    assert set(answered(Filter(text="أربيل"), rdf)) <= {line.iri for line in Filter(text="أربيل").apply(lines)}


def test_what_is_no_iri_finds_nothing(rdf: RdfStore) -> None:
    assert answered(Filter(places=frozenset({"a b:> } #"})), rdf) == []
