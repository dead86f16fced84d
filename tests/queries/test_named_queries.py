from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, serialize
from rdflib import Dataset

from builder.model import Extraction
from builder.sparql.catalogue import Query, catalogue, find_query
from builder.sparql.parameters import fill_slots
from builder.sparql.run import run_query
from builder.vocabulary import PREFIXES, Class, Concept, External, Property
from tests.graph.follow_up import shared_quads
from tests.graph.incidents import (
    base_extraction,
    claim_extraction,
    extractions,
    quads_of,
    quantity,
    series_extraction,
    with_derived,
)

EXPECTED = Path(__file__).parent / "expected"
Rows = list[tuple[str, ...]]

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.* is deprecated:DeprecationWarning")

CONTRACT = {
    "attack-roles": "article,attack,kind,type,status,background,role,value,mention,lat,long",
    "claims": "article,attack,act,claimer,perpetrator,certainty,medium,quote,start,end",
}
NAMES = [query.name for query in catalogue()]
OF_AN_ARTICLE = (
    "articles",
    "attack-places",
    "attack-roles",
    "claimed-only",
    "claims",
    "conflicting-reports",
    "evidence",
    "unsummed-totals",
)
NEEDED = {
    "before-after": {"day": "2024-05-08"},
    "path-between": {"from": "لواء الصقور", "to": "حراس التل"},
    "target-timeline": {"target": "قاعدة النخيل"},
}


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(with_derived(quads_of(*extractions())))
    return store


@pytest.fixture(scope="module")
def shared() -> tuple[Store, Dataset]:
    """Attacks that several articles tell of, in both engines."""
    store, dataset = Store(), Dataset(default_union=True)
    store.extend(with_derived(shared_quads()))
    dataset.parse(data=serialize(store, format=RdfFormat.N_QUADS), format="nquads")
    return store, dataset


@cache
def both_engines() -> tuple[tuple[Store, Dataset], ...]:
    """Each article by itself: rdflib takes ten seconds for the longest query on all of them."""
    pairs = []
    for extraction in extractions():
        store, dataset = Store(), Dataset(default_union=True)
        store.extend(with_derived(quads_of(extraction)))
        dataset.parse(data=serialize(store, format=RdfFormat.N_QUADS), format="nquads")
        pairs.append((store, dataset))
    return tuple(pairs)


def solutions(store: Store, query: Query, values: dict[str, str]) -> QuerySolutions:
    answer = run_query(store, query.text, query.bind(values))
    assert isinstance(answer, QuerySolutions)
    return answer


def rows(store: Store, query: Query, values: dict[str, str]) -> Rows:
    return [tuple(term.value if term else "" for term in row) for row in solutions(store, query, values)]


def rdflib_rows(dataset: Dataset, query: Query, values: dict[str, str]) -> Rows:
    text, rest = fill_slots(query.text, query.bind(values))
    assert rest == {}
    return [tuple("" if term is None else str(term) for term in row) for row in dataset.query(text)]  # type: ignore[union-attr]


def cases(folder: Path = EXPECTED) -> list[tuple[str, dict[str, str], Path]]:
    """Files of expected rows: NAME.csv for all rows, NAME@parameter=value.csv for those with a parameter."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        name, *given = path.stem.split("@")
        values = {key: value for key, _, value in (one.partition("=") for one in given)}
        found.append((name, values, path))
    return found


@pytest.mark.parametrize(("name", "values", "path"), cases(), ids=[path.stem for _, _, path in cases()])
def test_the_rows_are_those_of_the_file(store: Store, name: str, values: dict[str, str], path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *expected = (tuple(row) for row in csv.reader(lines))
    query = find_query(name)
    assert tuple(variable.value for variable in solutions(store, query, values).variables) == header
    assert rows(store, query, values) == expected


@pytest.mark.parametrize(("name", "values"), [case[:2] for case in cases()], ids=[path.stem for _, _, path in cases()])
def test_rdflib_gives_the_same_rows(name: str, values: dict[str, str]) -> None:
    query = find_query(name)
    for store, dataset in both_engines():
        assert rdflib_rows(dataset, query, values) == rows(store, query, values)


SHARED = cases(EXPECTED / "shared")


@pytest.mark.parametrize(("name", "values", "path"), SHARED, ids=[path.stem for _, _, path in SHARED])
def test_attacks_of_several_articles(
    shared: tuple[Store, Dataset], name: str, values: dict[str, str], path: Path
) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *expected = (tuple(row) for row in csv.reader(lines))
    query = find_query(name)
    given = NEEDED.get(name, {}) | values
    assert tuple(variable.value for variable in solutions(shared[0], query, given).variables) == header
    assert rows(shared[0], query, given) == expected
    if name != "conflicting-reports":  # half a minute; each article by itself is tested above
        assert rdflib_rows(shared[1], query, given) == expected


def total_of(suffix: str, published: date, number: int, place: int) -> Extraction:
    """The total of the series article, with another number, in the place of its *place*-th part."""
    extraction = series_extraction(suffix)
    whole, part = extraction.events[0], extraction.events[place]
    count, *rest = whole.arguments
    arguments = (replace(count, filler=quantity(number, number)), *rest, part.arguments[1])
    return replace(
        extraction,
        article=replace(extraction.article, published=published),
        events=(replace(whole, arguments=arguments),),
    )


def test_a_total_is_compared_with_the_last_one_of_the_same_places() -> None:
    given = (
        base_extraction(),
        claim_extraction(),
        total_of("", date(2024, 5, 10), 12, 2),
        total_of("-elsewhere", date(2024, 5, 11), 20, 1),
        total_of("-later", date(2024, 5, 12), 15, 2),
        total_of("-same-day", date(2024, 5, 12), 14, 2),
    )
    store, dataset = Store(), Dataset(default_union=True)
    store.extend(with_derived(quads_of(*given)))
    dataset.parse(data=serialize(store, format=RdfFormat.N_QUADS), format="nquads")
    query = find_query("totals-over-time")
    found = rows(store, query, {})
    names = [variable.value for variable in solutions(store, query, {}).variables]
    shown = [names.index(name) for name in ("article", "places", "total", "previous", "change", "identified", "gap")]
    # Two known attacks struck inside the province in that week, both at the base; the one in the region has no day.
    assert [tuple(row[place] for place in shown) for row in found] == [
        ("series", "محافظة الوادي", "12", "", "", "2", "10"),
        ("series-elsewhere", "إقليم الشمال", "20", "", "", "0", "20"),
        ("series-later", "محافظة الوادي", "15", "12", "3", "2", "13"),
        ("series-same-day", "محافظة الوادي", "14", "12", "2", "2", "12"),
    ]
    assert rdflib_rows(dataset, query, {}) == found


def test_every_query_has_expected_rows() -> None:
    assert {name for name, values, _ in cases() if not values} == set(OF_AN_ARTICLE)
    assert {name for name, values, _ in SHARED if not values} >= set(NAMES) - set(OF_AN_ARTICLE)


@pytest.mark.parametrize(("name", "columns"), CONTRACT.items())
def test_frozen_columns(store: Store, name: str, columns: str) -> None:
    found = [variable.value for variable in solutions(store, find_query(name), {}).variables]
    assert ",".join(found[: len(columns.split(","))]) == columns


@pytest.mark.parametrize("name", NAMES)
def test_every_query_is_documented(name: str) -> None:
    query = find_query(name)
    assert re.search("[ء-ي]", query.title_ar)
    assert query.title_en
    assert query.meaning.endswith(".")
    for parameter in query.parameters:
        assert parameter.meaning
        assert f"VALUES ?{parameter.name} {{ UNDEF }}" in query.text


@pytest.mark.parametrize("name", NAMES)
def test_every_term_exists(name: str) -> None:
    known = {
        value
        for group in (Class, Property, Concept, External)
        for key, value in vars(group).items()
        if not key.startswith("_")
    }
    text = find_query(name).text
    prefixes = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", text, re.MULTILINE))
    assert prefixes.items() <= PREFIXES.items()
    body = re.sub(r'"[^"\n]*"', "", re.sub(r"^(#|PREFIX).*$", "", text, flags=re.MULTILINE))
    used = re.findall(r"\b(\w+):(\w+)", body)
    assert {prefix for prefix, _ in used} == set(prefixes)
    assert {prefixes[prefix] + local for prefix, local in used} <= known


@pytest.mark.parametrize("name", NAMES)
def test_rows_come_in_one_order(store: Store, name: str) -> None:
    again = Store()
    again.extend(reversed(with_derived(quads_of(*extractions()))))
    values = NEEDED.get(name, {})
    assert rows(store, find_query(name), values) == rows(again, find_query(name), values)


@pytest.mark.parametrize("name", OF_AN_ARTICLE)
def test_a_value_that_matches_nothing_gives_no_rows(store: Store, name: str) -> None:
    query = find_query(name)
    assert rows(store, query, {"article": '" } UNION { ?x ?y ?z } #'}) == []


def test_the_same_words_in_many_articles_do_not_multiply_rows() -> None:
    suffixes = ("", "-2", "-3", "-4")
    store, single = Store(), Store()
    store.extend(with_derived(quad for suffix in suffixes for quad in quads_of(*extractions(suffix))))
    single.extend(with_derived(quads_of(*extractions())))
    for query in map(find_query, OF_AN_ARTICLE):
        assert len(rows(store, query, {})) == len(suffixes) * len(rows(single, query, {})), query.name
