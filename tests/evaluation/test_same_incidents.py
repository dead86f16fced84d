"""The annotated pairs of articles: their form, and that the positions in them are those of words."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "annotations" / "same-incidents.jsonl"
DRAWN = ROOT / "annotations" / "drawn-pairs.jsonl"
NEWS = ROOT / "annotations" / "news.jsonl"
SHARED = ROOT.parent / "shared"
SIDES = ("first", "second")
LISTS = ("same", "unclear")
SPLITS = ("train", "test")


def objects(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


PAIRS = objects(KEPT)
DRAWN_PAIRS = objects(DRAWN)


def mentions(pair: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """The article and the position of every event that a pair names."""
    for key in LISTS:
        for events in pair.get(key, []):
            for side, event in zip(SIDES, events, strict=True):
                yield pair[side], *event["trigger"]


def test_lines_have_the_keys_of_a_pair() -> None:
    for pair in PAIRS:
        assert {*pair} - {"unclear"} == {"first", "second", "same", "split", "note"}
        assert pair["split"] in SPLITS
        assert pair["note"].isascii(), pair["note"]
        for events in (events for key in LISTS for events in pair.get(key, [])):
            assert [{*event} for event in events] == [{"trigger"}, {"trigger"}]


def test_drawn_pairs_have_their_likeness_too() -> None:
    assert len(DRAWN_PAIRS) == 100
    for pair in DRAWN_PAIRS:
        assert {*pair} - {"unclear"} == {"first", "second", "same", "split", "likeness", "note"}
        assert 0 <= pair["likeness"] <= 1


@pytest.mark.parametrize("pairs", [PAIRS, DRAWN_PAIRS])
def test_pairs_are_of_two_articles_in_order_and_once(pairs: list[dict[str, Any]]) -> None:
    keys = [(pair["first"], pair["second"]) for pair in pairs]
    assert all(first < second for first, second in keys)
    assert keys == sorted(set(keys))


def test_drawn_pairs_of_the_test_part_have_no_article_that_weights_are_fitted_on() -> None:
    fitted = {pair[side] for pair in PAIRS if pair["split"] == "train" for side in SIDES}
    assert fitted.isdisjoint(pair[side] for pair in DRAWN_PAIRS if pair["split"] == "test" for side in SIDES)


def test_no_article_is_in_both_splits() -> None:
    parts = {split: {pair[side] for pair in PAIRS if pair["split"] == split for side in SIDES} for split in SPLITS}
    assert parts["train"]
    assert parts["test"]
    assert parts["train"].isdisjoint(parts["test"])


def test_there_are_enough_pairs_of_either_kind_in_both_splits() -> None:
    counts = Counter((pair["split"], bool(pair["same"])) for pair in PAIRS)
    assert len(PAIRS) >= 160
    assert all(counts[split, same] >= 50 for split in SPLITS for same in (True, False)), counts


def test_positions_are_integers_in_order_and_name_a_pair_of_events_once() -> None:
    for pair in PAIRS:
        for _, start, end in mentions(pair):
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert 0 <= start < end
        named = [json.dumps(events) for key in LISTS for events in pair.get(key, [])]
        assert len(named) == len(set(named)), pair


def test_positions_in_annotated_news_are_those_of_one_event() -> None:
    triggers = {
        entry["id"]: Counter(tuple(trigger) for event in entry["events"] for trigger in event["trigger"])
        for entry in objects(NEWS)
    }
    found = [triggers[name][start, end] for pair in PAIRS for name, start, end in mentions(pair) if name in triggers]
    assert len(found) >= 100
    assert set(found) == {1}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the articles are not part of the project: ../shared is absent")
def test_positions_lie_inside_the_texts() -> None:
    texts = {
        record["id"]: f"{record.get('title') or ''}\n{record['text']}"
        for path in sorted([*SHARED.glob("*/articles.jsonl.gz"), *SHARED.glob("*/*/articles.jsonl")])
        for record in objects(path)
    }
    assert {pair[side] for pair in (*PAIRS, *DRAWN_PAIRS) for side in SIDES} <= {*texts}
    for pair in (*PAIRS, *DRAWN_PAIRS):
        for name, start, end in mentions(pair):
            surface = texts[name][start:end]
            assert len(surface) == end - start, (name, start, end)
            assert surface == surface.strip(), (name, start, end)
