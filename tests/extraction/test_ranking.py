"""Targets and perpetrators weighed over the whole incident: what the ranking adds, drops and keeps."""

from __future__ import annotations

from collections import Counter
from datetime import date

from builder.extraction.candidates import find_candidates
from builder.extraction.coreference import group_frames
from builder.extraction.extractor import draft, extract
from builder.extraction.ranking import RANKED, Ranker, make_scene, scene_features
from builder.model import Article, Role
from builder.resources import read_table

TEXT = "شن مسلحون هجوما على حافلة في بغداد. وقتل خمسة أشخاص وأصيب عشرة في الهجوم. وقال شهود إن الحافلة كانت تقل عمالا."


def article(text: str) -> Article:
    return Article("ranking", "هجوم في بغداد", text, date(2020, 1, 1))


def surfaces(text: str, role: Role) -> set[str]:
    return {a.mention.surface for event in extract(article(text)).events for a in event.arguments if a.role is role}


def test_each_feature_of_the_table_stands_once_in_a_ranked_role() -> None:
    rows = list(read_table("argument_weights.tsv"))
    assert {row["role"] for row in rows} == {role.value for role in RANKED}
    assert max(Counter((row["role"], row["feature"]) for row in rows).values()) == 1
    assert all(float(row["weight"]) != 0.0 for row in rows)


def test_a_bare_number_is_no_target_beside_what_was_attacked() -> None:
    targets = surfaces(TEXT, Role.TARGET)
    assert "حافلة" in targets
    assert "عشرة" not in targets


def test_the_only_perpetrator_is_kept() -> None:
    assert surfaces("ألقى مجهولان قنبلة يدوية على مركز للشرطة في بغداد.", Role.PERPETRATOR) == {"مجهولان"}


def test_scores_are_sums_of_the_weights_of_features() -> None:
    read = draft(article(TEXT))
    incidents = group_frames(read.frames)
    assert read.linker is not None
    candidates = find_candidates(read.views, read.voices, read.linker.localities, {})[0]
    scene = make_scene(incidents[0], incidents, (), candidates)
    rows = [
        {"role": "target", "feature": "bias", "weight": "-1"},
        {"role": "target", "feature": "vague", "weight": "3"},
    ]
    scored = Ranker(rows).scores(scene, candidates)
    for (role, candidate, argument, score), (*_, features) in zip(
        scored, scene_features(scene, candidates), strict=True
    ):
        assert argument is None
        expected = (2.0 if "vague" in features else -1.0) if role is Role.TARGET else 0.0
        assert score == expected, candidate
