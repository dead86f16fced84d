from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.errors import RunError
from builder.evaluation.annotations import AnnotatedFiller, Half, half_of, read_annotations, read_texts


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def claim(act: str, *claimer: str, **more: object) -> dict[str, object]:
    return {"act": act, "claimer": list(claimer), "certainty": "certain", **more}


def test_an_event_is_read_with_what_is_derived_from_its_claims(tmp_path: Path) -> None:
    event = {
        "id": "e1",
        "kind": "series",
        "types": ["Bombing"],
        "notes": "one annotator only",
        "place": [
            {"mentions": ["حلب"], "lat": 36.2, "lon": 37.1, "primary": True},
            {"mentions": ["سوريا"], "lat": None},
        ],
        "killed": [{"value": [20, None], "main": True}, {"value": 3}],
        "sources": [["سانا"], []],
        "optional_sources": [["شهود"]],
        "claims": [
            claim("responsibility", "التنظيم"),
            claim("responsibility", "تنظيم الدولة", "التنظيم", optional=True),
            claim("responsibility", "الحركة", certainty="negated"),
            claim("denial", "الحركة"),
            claim("denial"),
        ],
        "series": {"count": 23},
    }
    [article] = read_annotations(write(tmp_path / "gold.jsonl", {"id": "a", "events": [event]}))
    [found] = article.events
    assert found.primary is not None
    assert (found.primary.position, found.places[1].position) == ((36.2, 37.1), None)
    assert [(figure.bounds, figure.main) for figure in found.figures["killed"]] == [((20, None), True), ((3, 3), False)]
    assert found.fillers["source"] == (AnnotatedFiller(("سانا",)), AnnotatedFiller(("شهود",), optional=True))
    assert found.fillers["claimant"] == (AnnotatedFiller(("التنظيم", "تنظيم الدولة", "التنظيم")),)
    assert found.fillers["denier"] == (AnnotatedFiller(("الحركة",)),)
    assert (found.count, found.one_annotator, found.date, found.background) == ((23, 23), True, "", False)


def test_the_halves_are_fixed_and_make_the_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", *({"id": f"article-{n}", "events": []} for n in range(40)))
    look, check = (read_annotations(path, half) for half in Half)
    assert len(look) + len(check) == 40
    assert {article.id for article in look}.isdisjoint(article.id for article in check)
    assert [half_of(name) for name in ("article-0", "article-1", "article-2")] == [Half.CHECK, Half.CHECK, Half.LOOK]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "a"}', '{"id": "a", "events": [{"id": "e1"}]}', '{"id":"a","events":3}']
)
def test_a_line_that_is_no_annotation_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f'{{"id": "x", "events": []}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(RunError, match=r"gold\.jsonl, line 3"):
        read_annotations(path)


def test_texts_are_title_line_feed_text(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", {"id": "a", "title": "خبر", "text": "نص"}, {"id": "b", "title": None, "text": "نص"}
    )
    assert read_texts(path) == {"a": "خبر\nنص", "b": "\nنص"}


def test_an_article_without_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="line 1: an article needs"):
        read_texts(write(tmp_path / "a.jsonl", {"id": "a"}))
