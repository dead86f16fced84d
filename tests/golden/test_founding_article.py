"""The founding article, from the file to the answers of the named queries; what must hold stands in the JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builder.articles.inputs import read_inputs
from builder.pipeline import build
from builder.resources import data_dir
from builder.sparql.catalogue import find_query
from builder.sparql.results import records
from builder.sparql.run import run_query
from builder.store.store import Store

EXPECTED = json.loads((Path(__file__).parent / "founding-article.json").read_text(encoding="utf-8"))
Row = dict[str, str]

CHAINS = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rasd: <https://w3id.org/rasd/ontology#>
SELECT DISTINCT ?speaker ?relay WHERE {
  ?citation rasd:claimerMention/oa:hasSelector/oa:exact ?speaker ; rasd:relayedByMention/oa:hasSelector/oa:exact ?relay
}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("store")
    published = date.fromisoformat(EXPECTED["published"])
    path = data_dir("examples") / EXPECTED["input"]
    report = build(read_inputs([path], published=published, outlet=EXPECTED["outlet"]), folder)
    assert (report.stored, report.rejected) == (1, ())
    with Store.open_reader(folder) as opened:
        yield opened


def ask(store: Store, text: str) -> list[Row]:
    answer = run_query(store.rdf, text)
    return list(records(answer))  # type: ignore[arg-type]


def named(store: Store, name: str) -> list[Row]:
    return ask(store, find_query(name).text)


@pytest.fixture(scope="module")
def roles(store: Store) -> list[Row]:
    return named(store, "attack-roles")


def attack_of(expected: dict[str, Any], roles: list[Row]) -> str:
    """The one attack with the expected trigger, or with an expected filler."""
    role, value, *mention = expected.get("trigger_of") or ["trigger", expected["trigger"], expected["trigger"]]
    found = {
        row["attack"]
        for row in roles
        if row["role"] == role and row["value"] == value and (not mention or row["mention"] == mention[0])
    }
    assert len(found) == 1, f"{expected['name']}: {len(found)} attacks with {role} {value}"
    return found.pop()


@pytest.mark.parametrize("expected", EXPECTED["events"], ids=lambda e: str(e["name"]))
def test_each_event_has_its_rows(expected: dict[str, Any], roles: list[Row]) -> None:
    attack = attack_of(expected, roles)
    rows = [row for row in roles if row["attack"] == attack]
    assert {row["kind"] for row in rows} == {expected["kind"]}
    assert {row["type"] for row in rows} <= set(expected["types"])
    assert {row["background"] for row in rows} == {expected["background"]}
    have = {(row["role"], row["value"], row["mention"]) for row in rows}
    missing = [row for row in expected["rows"] if tuple(row) not in have]
    assert missing == []
    assert [row["role"] for row in rows if row["role"] in expected.get("no_roles", ())] == []
    values = {(row["role"], row["value"]) for row in rows}
    assert [pair for pair in expected.get("no_values", ()) if tuple(pair) in values] == []


def test_there_are_no_other_events(roles: list[Row]) -> None:
    expected = [attack_of(event, roles) for event in EXPECTED["events"]]
    assert len(set(expected)) == len(expected)
    assert {row["attack"] for row in roles} == set(expected)


def test_troops_are_neither_casualties_nor_attacks(roles: list[Row]) -> None:
    assert [row for row in roles if row["mention"] in EXPECTED["never_mentioned"]] == []


def test_every_mention_stands_in_the_article(store: Store, roles: list[Row]) -> None:
    words = "?a <https://schema.org/headline> ?t ; <https://schema.org/articleBody> ?b"
    body = ask(store, f"SELECT ?t ?b WHERE {{ {words} }}")
    text = f"{body[0]['t']}\n{body[0]['b']}"
    assert [row for row in roles if row["mention"] not in text] == []
    assert [line for line in EXPECTED["furniture"] if line in text] == []


@pytest.mark.parametrize("expected", EXPECTED["claims"], ids=lambda c: f"{c['act']}: {c['quote'][:40]}")
def test_each_claim_is_told_with_its_words(expected: Row, store: Store) -> None:
    found = [
        row
        for row in named(store, "claims")
        if expected["quote"] in row["quote"]
        and all(row[key] == expected[key] for key in ("act", "claimer", "certainty"))
        and row["medium"] == expected.get("medium", row["medium"])
    ]
    assert found


def test_the_launch_place_is_relative_and_no_place_of_impact(store: Store, roles: list[Row]) -> None:
    expected = EXPECTED["launch_place"]
    attack = next(row["attack"] for row in roles if row["mention"] == expected["trigger"] and row["role"] == "trigger")
    places = [row for row in named(store, "attack-places") if row["attack"] == attack]
    launch = [row for row in places if row["place"] == expected["mention"]]
    assert [(row["place_role"], row["precision"]) for row in launch] == [("launch", "RelativePlace")]


def test_the_parts_do_not_sum_and_nothing_is_corrected(store: Store) -> None:
    rows = named(store, "unsummed-totals")
    expected = EXPECTED["unsummed"]
    assert rows
    for row in rows:
        assert row["total"] == expected["total"]
        assert row["parts"].split("; ") == expected["parts"]


def test_the_drones_are_known_from_their_claim_only(store: Store) -> None:
    rows = named(store, "claimed-only")
    expected = EXPECTED["claimed_only"]
    assert [row for row in rows if all(row[key] == value for key, value in expected.items())]
    assert [row for row in rows if row["date"] == "2023-10-30" and row["place"] == expected["place"]] == []


def test_the_sources_disagree_on_the_outcome(store: Store) -> None:
    expected = EXPECTED["conflict"]
    pairs = [
        sorted([[row["source_a"], row["value_a"], row["quote_a"]], [row["source_b"], row["value_b"], row["quote_b"]]])
        for row in named(store, "conflicting-reports")
        if row["subject"] == expected["subject"]
    ]
    assert sorted(expected["sides"]) in pairs


@pytest.mark.parametrize(("speaker", "relay"), EXPECTED["chains"])
def test_sources_are_nested_where_one_quotes_another(speaker: str, relay: str, store: Store) -> None:
    chains = {(row["speaker"], row["relay"]) for row in ask(store, CHAINS)}
    assert (speaker, relay) in chains
