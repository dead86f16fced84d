"""Named queries over HTTP, asked of a real server over the invented store."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from builder.endpoint.answering import Answering
from builder.endpoint.binding import LONGEST_VALUE, bound_text, limited
from builder.endpoint.features import feature_collection
from builder.endpoint.limits import Limits
from builder.endpoint.named import PATH, SUFFIXES
from builder.endpoint.pages import LANGUAGE_PARAMETER
from builder.endpoint.pool import Pool
from builder.endpoint.query_page import MOST_ROWS
from builder.endpoint.whole import respond
from builder.errors import QueryError
from builder.sparql.catalogue import Query, catalogue, find_query, parse_query
from builder.sparql.parameters import ParameterType
from builder.sparql.results import records
from builder.sparql.run import run_query
from builder.store.store import Store as RasdStore
from tests.endpoint.served import Served, serving
from tests.invented import HOSTILE, ID, extractions, invented_store, write_store

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
VALUES = {
    ParameterType.STRING: "كتائب الراية",
    ParameterType.IRI: f"{ID}attack/0123456789abcdef",
    ParameterType.INTEGER: "12",
    ParameterType.DECIMAL: "0.5",
    ParameterType.DATE: "2023-11-02",
    ParameterType.BOOLEAN: "true",
}
NAMES = [query.name for query in catalogue()]
SLOT = "SELECT * { VALUES ?x { UNDEF } }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented_store(tmp_path_factory.mktemp("invented") / "store")


@pytest.fixture(scope="module")
def served(store: Path) -> Iterator[Served]:
    with serving(store) as running:
        yield running


def arguments(query: Query) -> str:
    """Values for the parameters that the query must have."""
    return urlencode([(one.name, VALUES[one.type]) for one in query.parameters if one.required])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def test_the_catalogue_lists_every_query(served: Served) -> None:
    reply = served.get(PATH, "application/json")
    assert (reply.status, reply.media) == (200, "application/json")
    entries = {entry["name"]: entry for entry in json.loads(reply.body)["queries"]}
    assert sorted(entries) == sorted(NAMES)
    denials = entries["denials"]
    assert denials["title"] == {"ar": find_query("denials").title_ar, "en": find_query("denials").title_en}
    assert denials["meaning"] == find_query("denials").meaning
    assert [one["name"] for one in denials["parameters"]] == ["article", "attack", "since"]
    assert denials["parameters"][2] == {
        "name": "since",
        "type": "date",
        "label": {"ar": "منذ", "en": "Since"},
        "required": False,
        "default": None,
        "meaning": "only denials in articles of this day or later",
    }
    assert denials["columns"][:2] == ["denied_on", "denier"]
    assert served.get(f"{PATH}.json", HTML).body == reply.body


def test_the_links_of_the_catalogue_lead_somewhere(served: Served) -> None:
    for entry in json.loads(served.get(f"{PATH}.json").body)["queries"]:
        query = find_query(entry["name"])
        for name, link in entry["links"].items():
            assert served.get(f"{link}?{arguments(query)}").status == 200, (name, link)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_that_of_the_store(name: str, served: Served, store: Path) -> None:
    query = find_query(name)
    terms = query.bind({one.name: VALUES[one.type] for one in query.parameters if one.required})
    with RasdStore.open_reader(store) as reader:
        answer = run_query(reader.rdf, query.text, terms)
        assert isinstance(answer, QuerySolutions)
        columns = [variable.value for variable in answer.variables]
        expected = list(records(answer))
    reply = served.get(f"{PATH}/{name}.csv?{arguments(query)}")
    assert (reply.status, reply.media) == (200, "text/csv")
    assert reply.text.splitlines()[0].split(",") == columns
    assert rows(reply.text) == expected
    assert f'filename="{name}.csv"' in reply.headers["content-disposition"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/geo+json", "application/geo+json"),
        ("text/csv;q=0.2, application/geo+json;q=0.9", "application/geo+json"),
        (HTML, "text/html"),
    ],
)
def test_accept_chooses_the_format(accept: str, media: str, served: Served) -> None:
    reply = served.get(f"{PATH}/attack-places", accept)
    assert (reply.status, reply.media) == (200, media)
    assert "Accept" in reply.headers["vary"]
    if media != "text/html":
        suffix = next(suffix for suffix, one in SUFFIXES.items() if one == media)
        assert reply.headers["content-location"] == f"{PATH}/attack-places.{suffix}"
        assert served.get(f"{PATH}/attack-places.{suffix}", HTML).body == reply.body
        others = [one for one in SUFFIXES if one != suffix]
        assert all(f'<{PATH}/attack-places.{one}>; rel="alternate"' in reply.headers["link"] for one in others)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("nothing", 404, "there is no query named 'nothing'"),
        ("claims.pdf", 404, "json, csv, tsv, xml, rq"),
        ("claims.geojson", 404, "not as 'geojson'"),
        ("claims.csv?since=2024-01-01", 400, "claims has no parameter 'since': it has article, attack"),
        ("claims.csv?article=a&article=b", 400, "parameter article is given twice"),
        ("claims.csv?format=json", 400, "no parameter 'format'"),
        ("denials.csv?since=yesterday", 400, "parameter since: 'yesterday' is not a day such as 2024-05-06"),
        ("denials.csv?since=2024-02-30", 400, "parameter since: '2024-02-30' is no date"),
        ("new-groups.csv?days=x", 400, "parameter days: 'x' is not a whole number"),
        (f"new-groups.csv?days={'9' * 19}", 400, "up to 18 digits"),
        ("group-links.csv?weight=1e9", 400, "parameter weight"),
        ("claims.csv?attack=attack/1", 400, "an absolute IRI"),
        ("claims.csv?attack=file:///etc/passwd", 400, "an absolute IRI"),
        ("claims.csv?attack=https://e.org/%3E%20%7D", 400, "an absolute IRI"),
        (f"claims.csv?article={'a' * (LONGEST_VALUE + 1)}", 400, "longer than 1000 characters"),
        ("claims.csv?article=%FF", 400, "no UTF-8"),
        ("claims.csv?article=%zz", 400, "two hexadecimal digits"),
        ("target-timeline.csv", 400, "target-timeline needs the parameter target"),
    ],
)
def test_what_is_wrong_is_refused(path: str, status: int, words: str, served: Served) -> None:
    reply = served.get(f"{PATH}/{path}")
    assert (reply.status, reply.media) == (status, "application/problem+json")
    problem = json.loads(reply.body)
    assert problem["status"] == status
    assert words in problem["detail"]


def test_an_unwanted_format_is_refused(served: Served) -> None:
    assert served.get(f"{PATH}/claims", "image/png").status == 406


def test_a_parameter_narrows_the_answer(served: Served) -> None:
    everything = rows(served.get(f"{PATH}/claims.csv").text)
    attack = everything[0]["attack"]
    some = rows(served.get(f"{PATH}/claims.csv?{urlencode({'attack': attack, 'article': ''})}").text)
    assert some == [row for row in everything if row["attack"] == attack]
    assert 0 < len(some) < len(everything)


def test_a_value_is_a_term_and_never_text_of_the_query(served: Served) -> None:
    hostile = quote('raya-1" } } SELECT * { ?s ?p ?o } #')
    assert rows(served.get(f"{PATH}/claims.csv?article={hostile}").text) == []
    reply = served.get(f"{PATH}/attack-roles.csv?{urlencode({'article': HOSTILE.id})}")
    assert {row["article"] for row in rows(reply.text)} == {HOSTILE.id}


def test_the_text_of_a_query(served: Served) -> None:
    reply = served.get(f"{PATH}/denials.rq")
    assert reply.media == "application/sparql-query"
    assert reply.text == find_query("denials").text


@pytest.mark.parametrize("suffix", ["csv", "geojson"])
def test_what_a_client_has_is_not_sent_again(suffix: str, served: Served) -> None:
    first = served.get(f"{PATH}/attack-places.{suffix}")
    again = served.get(f"{PATH}/attack-places.{suffix}", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    other = served.get(f"{PATH}/attack-places.{suffix}?since=2023-11-01", If_None_Match=first.headers["etag"])
    assert other.status == 200


def test_places_as_geojson(served: Served) -> None:
    collection = json.loads(served.get(f"{PATH}/attack-places.geojson").body)
    expected = rows(served.get(f"{PATH}/attack-places.csv").text)
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == len(expected) > 0
    points = [feature for feature in collection["features"] if feature["geometry"]]
    assert points
    base = next(one for one in points if one["properties"]["place"] == "قاعدة الوادي")
    assert base["geometry"] == {"type": "Point", "coordinates": [42.5, 32.125]}
    assert base["properties"]["precision"] == "Facility"
    assert base["properties"]["uncertainty_km"] == 10


def place(**values: str) -> dict[str, Any]:
    row = {"place": "x", "precision": "Settlement", "lat": "32.5", "long": "42", "uncertainty_km": "", **values}
    feature: dict[str, Any] = json.loads(feature_collection([row]))["features"][0]
    return feature


@pytest.mark.parametrize(
    ("values", "uncertainty"),
    [
        ({}, 5),
        ({"precision": "Facility", "uncertainty_km": "40"}, 40),
        ({"precision": "Region", "uncertainty_km": "120"}, 120),
        ({"precision": "Governorate"}, 60),
        ({"precision": "Region"}, None),
        ({"precision": "RelativePlace"}, None),
        ({"precision": "Country"}, None),
        ({"precision": "Country", "uncertainty_km": "20"}, None),
        ({"precision": "Facility", "uncertainty_km": "1500"}, None),
        ({"precision": "Facility", "uncertainty_km": "-1"}, None),
        ({"precision": ""}, None),
        ({"lat": ""}, None),
        ({"long": "NaN"}, None),
        ({"lat": "91"}, None),
    ],
)
def test_no_point_without_its_uncertainty(values: dict[str, str], uncertainty: float | None) -> None:
    feature = place(**values)
    assert feature["properties"]["uncertainty_km"] == uncertainty
    assert (feature["geometry"] is None) == (uncertainty is None)


@given(st.text(max_size=50).filter(str.strip))
def test_every_text_goes_in_and_comes_out_as_it_is(value: str) -> None:
    text = bound_text(parse_query("one", f"# param: x string optional\n{SLOT}"), [("x", value)])
    answer = Store().query(text)
    assert isinstance(answer, QuerySolutions)
    assert list(records(answer)) == [{"x": value}]


@given(st.sampled_from(ParameterType), st.text(max_size=30))
def test_every_value_is_bound_or_refused(kind: ParameterType, value: str) -> None:
    try:
        text = bound_text(parse_query("one", f"# param: x {kind} optional\n{SLOT}"), [("x", value)])
    except QueryError:
        return
    Store().query(text)


def test_the_catalogue_fits_the_addresses() -> None:
    for query in catalogue():
        assert "." not in query.name
        assert LANGUAGE_PARAMETER not in {one.name for one in query.parameters}
        values = [(one.name, VALUES[one.type]) for one in query.parameters]
        Store().query(limited(bound_text(query, values), 1))  # every parameter has a slot, and pages bound the rows


def test_the_page_of_a_query_asks_only_when_it_is_told_to(served: Served) -> None:
    form = served.get(f"{PATH}/claims?lang=en", HTML)
    assert '<input id="p-article"' in form.text
    assert "<tbody>" not in form.text
    asked = served.get(f"{PATH}/claims?lang=en&article=&attack=", HTML)
    answered = rows(served.get(f"{PATH}/claims.csv").text)
    assert asked.text.count("<tr>") == len(answered) + 1 <= MOST_ROWS
    assert f"Rows: {len(answered)}" in asked.text


def test_the_page_of_a_query_says_what_is_wrong(served: Served) -> None:
    reply = served.get(f"{PATH}/denials?lang=en&since=%3Cscript%3E", HTML)
    assert (reply.status, reply.media) == (400, "text/html")
    assert "&lt;script&gt;" in reply.text
    assert "<script" not in reply.text


def test_the_page_of_a_query_is_cut(tmp_path: Path) -> None:
    quiet = extractions()[1]
    many = [replace(quiet, article=replace(quiet.article, id=f"quiet-{n}")) for n in range(MOST_ROWS + 5)]
    with serving(write_store(tmp_path / "store", many)) as other:
        page = other.get(f"{PATH}/articles?lang=en&article=", HTML)
        assert page.text.count("<tr>") == MOST_ROWS + 1
        assert f"the first {MOST_ROWS} rows" in page.text
        assert len(rows(other.get(f"{PATH}/articles.csv").text)) == MOST_ROWS + 5


def test_what_nobody_waits_for_any_longer_is_ended(store: Path) -> None:
    """The client is gone as soon as the work has begun."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def make() -> Response:
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()
        return Response()

    async def receive() -> Message:
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    async def ask() -> None:
        request = Request({"type": "http", "headers": []})
        response = respond(request, Answering(Pool(store, Limits())), ("test",), make, {})
        await response(request.scope, receive, send)

    asyncio.run(ask())
    assert ended.is_set()
