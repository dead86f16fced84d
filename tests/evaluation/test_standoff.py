"""Annotations without text: what is packed is unpacked again, and what the repository keeps is well-formed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from builder.articles.assemble import parse_day
from builder.evaluation.annotations import read_annotations
from builder.resources import read_table

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "annotations" / "news.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus" / "articles.jsonl.gz"
ARTICLE = {
    "id": "a1",
    "title": "هجوم في عدن",
    "text": "قتل مسلحون جنديين في عدن أمس، بحسب مصدر أمني.",
    "published": "2015-01-02",
}
EVENT = {
    "id": "e1",
    "kind": "attack",
    "types": ["Shooting"],
    "status": "occurred",
    "background": False,
    "trigger": ["هجوم", "قتل"],
    "place": [{"mentions": ["عدن"], "primary": True, "name_en": "Aden"}],
    "date": {"value": "2015-01-01", "mentions": ["أمس"]},
    "perpetrator": [{"mentions": ["مسلحون"], "basis": "stated"}],
    "target": [{"mentions": ["جنديين"]}],
    "weapon": [],
    "killed": [{"value": 2, "mentions": ["جنديين"], "main": True, "who": "جنديين"}],
    "wounded": [],
    "claims": [{"act": "attribution", "claimer": ["مصدر أمني"], "perpetrator": ["مسلحون"], "quote": "قتل مسلحون"}],
    "sources": [["مصدر أمني"]],
    "series": None,
}


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("standoff", ROOT / "scripts" / "standoff.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STANDOFF = load()


def write(path: Path, *records: object) -> str:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return str(path)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def without(value: Any, keys: set[str]) -> Any:
    if isinstance(value, dict):
        return {k: without(v, keys) for k, v in value.items() if k not in keys}
    return [without(v, keys) for v in value] if isinstance(value, list) else value


def test_what_is_packed_is_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = write(tmp_path / "articles.jsonl", ARTICLE)
    gold = write(tmp_path / "gold.jsonl", {"id": "a1", "events": [EVENT], "notes": "in doubt"})
    STANDOFF.pack(gold, articles)
    packed = capsys.readouterr().out
    assert not any("\u0600" <= letter <= "\u06ff" for letter in packed)
    (tmp_path / "packed.jsonl").write_text(packed, encoding="utf-8")
    STANDOFF.unpack(str(tmp_path / "packed.jsonl"), articles, str(tmp_path / "out"))
    assert records(tmp_path / "out" / "articles.jsonl") == [ARTICLE]
    (entry,) = records(tmp_path / "out" / "gold.jsonl")
    assert entry["events"] == [without(EVENT, {"name_en", "quote", "who"})]
    assert read_annotations(tmp_path / "out" / "gold.jsonl")[0].events[0].fillers["source"][0].mentions == (
        "مصدر أمني",
    )


def test_a_changed_text_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = write(tmp_path / "articles.jsonl", ARTICLE)
    STANDOFF.pack(write(tmp_path / "gold.jsonl", {"id": "a1", "events": [EVENT]}), articles)
    (tmp_path / "packed.jsonl").write_text(capsys.readouterr().out, encoding="utf-8")
    other = write(tmp_path / "other.jsonl", {**ARTICLE, "text": f"{ARTICLE['text']} وأضاف"})
    STANDOFF.unpack(str(tmp_path / "packed.jsonl"), other, str(tmp_path / "out"))
    assert records(tmp_path / "out" / "gold.jsonl") == []
    assert "0 articles, 1 not found or changed" in capsys.readouterr().err


def test_a_surface_that_is_not_there_stops_the_packing(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", {"id": "a1", "events": [{**EVENT, "trigger": ["قصف"]}]})
    with pytest.raises(SystemExit, match="a1: not in the article"):
        STANDOFF.pack(gold, write(tmp_path / "articles.jsonl", ARTICLE))


def test_the_kept_annotations_are_well_formed() -> None:
    kept = records(KEPT)
    assert len({entry["id"] for entry in kept}) == len(kept)
    names = {row["id"] for row in read_table("attack_types.tsv")}
    for entry in kept:
        for event in entry["events"]:
            assert set(event["types"]) <= names, entry["id"]
            assert event["kind"] in ("attack", "series")
            assert event["status"] in ("occurred", "foiled", "disputed")
            assert event["trigger"], entry["id"]
            assert sum(place.get("primary", False) for place in event["place"]) == bool(event["place"]), entry["id"]
            for day in ((event["date"] or {}).get("value") or "").split("/"):
                assert not day or parse_day(day), entry["id"]


@pytest.mark.skipif(not CORPUS.exists(), reason="the articles are not part of the project: ../shared/corpus is absent")
def test_the_kept_annotations_find_their_articles(tmp_path: Path) -> None:
    STANDOFF.unpack(str(KEPT), str(CORPUS), str(tmp_path))
    assert len(records(tmp_path / "articles.jsonl")) == len(records(KEPT))
    texts = {record["id"]: STANDOFF.text_of(record) for record in records(tmp_path / "articles.jsonl")}
    for article in read_annotations(tmp_path / "gold.jsonl"):
        for event in article.events:
            assert all(surface.strip() and surface in texts[article.id] for surface in event.triggers), article.id
