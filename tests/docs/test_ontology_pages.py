"""The pages of the ontology against the script that makes them and the file that they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builder import vocabulary
from builder.ontology import Language, label

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, ...] = ("ar", "en")
EVERY = pytest.mark.parametrize("language", LANGUAGES)


def page(language: str) -> str:
    return (ROOT / "docs" / f"ontology.{language}.html").read_text(encoding="utf-8")


def test_the_pages_are_those_that_the_script_makes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "build_ontology_docs.py"
    subprocess.run(
        [sys.executable, str(script), str(tmp_path)], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}
    )
    for language in LANGUAGES:
        made = (tmp_path / f"ontology.{language}.html").read_text(encoding="utf-8")
        assert page(language) == made, "run scripts/build_ontology_docs.py"


@EVERY
def test_every_term_has_one_entry_with_its_label(language: Language) -> None:
    text = page(language)
    anchors = re.findall(r'id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    terms = {
        value.removeprefix(vocabulary.RASD)
        for group in (vocabulary.Class, vocabulary.Property, vocabulary.Concept)
        for name, value in vars(group).items()
        if not name.startswith("_")
    }
    assert {anchor for anchor in anchors if not anchor.startswith("topic-")} == terms
    for term in terms:
        assert f"{label(term, language)}" in text


@EVERY
def test_links_lead_somewhere_and_nothing_is_fetched(language: Language) -> None:
    text = page(language)
    anchors = set(re.findall(r'id="([^"]+)"', text))
    targets = set(re.findall(r'href="([^"]+)"', text))
    assert {target[1:] for target in targets if target.startswith("#")} <= anchors
    (other,) = {target for target in targets if not target.startswith("#")}
    assert (ROOT / "docs" / other).is_file()
    assert not re.search(r"\bsrc=|<link|<script|url\(|@import", text)


def test_direction_and_language() -> None:
    assert '<html lang="ar" dir="rtl">' in page("ar")
    assert '<html lang="en" dir="ltr">' in page("en")
    assert not re.search(r"[\u0621-\u064a]", re.sub(r'<a href="ontology\.ar\.html".*?</a>', "", page("en")))
