"""Who is cited for which incident: features, sums, and what the shipped weights make of plain cases."""

from __future__ import annotations

from collections import Counter
from datetime import date

from builder.extraction.citing import Backdrop, SourceRanker, citation_features, find_cited
from builder.extraction.coreference import group_frames
from builder.extraction.extractor import draft, extract
from builder.model import Article, Role
from builder.resources import read_table

ATTACK = "قتل خمسة أشخاص في انفجار سيارة مفخخة في بغداد."
LATER = "وقال وزير الداخلية إن التحقيقات مستمرة."


def article(text: str) -> Article:
    return Article("citing", "انفجار سيارة مفخخة في بغداد", text, date(2020, 1, 1))


def sources(text: str) -> set[str]:
    events = extract(article(text)).events
    return {a.mention.surface for event in events for a in event.arguments if a.role is Role.SOURCE}


def test_each_feature_of_the_table_stands_once() -> None:
    rows = list(read_table("source_weights.tsv"))
    assert max(Counter(row["feature"] for row in rows).values()) == 1
    assert all(float(row["weight"]) != 0.0 for row in rows)
    assert [row["feature"] for row in rows] == sorted(row["feature"] for row in rows)


def test_who_tells_of_the_attack_is_its_source() -> None:
    assert sources(f"{ATTACK} وأفادت الشرطة بأن السيارة المفخخة انفجرت قرب سوق في بغداد.") == {"الشرطة"}


def test_a_party_is_weighed_with_its_mentions_nearest_to_the_incident() -> None:
    read = draft(article(f"{ATTACK} وقالت الشرطة إن التفجير أودى بحياة خمسة أشخاص. {LATER}"))
    incidents = group_frames(read.frames)
    scene = Backdrop(incidents[0], incidents, ())
    found = {
        mentions[0].filler.mention.surface: features
        for mentions, features in citation_features(scene, find_cited(read.voices))
    }
    assert "tie=covers" in found["الشرطة"]
    assert "tie=reports" in found["وزير الداخلية"]  # a remark after the report
    assert "tells=nothing" in found["وزير الداخلية"]


def test_a_party_is_kept_if_its_weights_sum_to_more_than_0() -> None:
    read = draft(article(f"{ATTACK} {LATER}"))
    incidents = group_frames(read.frames)
    scene, cited = Backdrop(incidents[0], incidents, ()), find_cited(read.voices)
    for weight, expected in (("3", ["وزير الداخلية"]), ("1", [])):
        rows = [{"feature": "bias", "weight": "-2"}, {"feature": "part=source", "weight": weight}]
        assert [c.filler.mention.surface for c in SourceRanker(rows).kept(scene, cited)] == expected
