"""The commands and programs of the guides, run in their order in one folder each."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: str, *languages: str) -> list[tuple[str, str]]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [(language, code) for language, code in BLOCK.findall(text) if language in languages]


def ran(code: str, language: str, folder: Path) -> str:
    """What a block prints; it must end without an error."""
    rasd = folder / "bin" / "rasd"
    if not rasd.exists():
        rasd.parent.mkdir()
        rasd.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n', encoding="utf-8")
        rasd.chmod(0o755)
    settings = {**os.environ, "PATH": f"{rasd.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", "-c"] if language == "python" else ["bash", "-euo", "pipefail", "-c"]
    done = subprocess.run(
        [*command, code], cwd=folder, env=settings, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, f"{code}\n{done.stderr}"
    return done.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_own_articles(tmp_path: Path) -> None:
    first, *rest = blocks("own-articles.md", "sh", "python")
    assert "cat >" not in first[1]  # the page opens with what the reader has: a file of articles
    printed = [ran(text, language, tmp_path) for language, text in rest]
    assert "2 read: 2 stored with 1 events (1 report no attack), 0 unchanged, 0 rejected" in printed[0]
    assert printed[1] == ""
    assert "1 read: 1 stored with 1 events" in printed[2]
    assert "2025-02-09" in printed[3]
    assert "2 unchanged" in ran(first[1], first[0], tmp_path)
    assert (tmp_path / "more.jsonl").read_text(encoding="utf-8").count("\n") == 1
    plain = ran("rasd query attack-roles --store my-store --param article=report --format csv", "sh", tmp_path)
    assert {"2025-02-09"} == {row["value"] for row in rows(plain) if row["role"] == "date"}


def test_feeds(tmp_path: Path) -> None:
    first, evidence, again = (ran(text, language, tmp_path) for language, text in blocks("feeds.md", "sh"))
    assert "1 read: 1 stored with 1 events" in first
    assert "2025-02-10" in first
    assert "وكالة المثال" in first
    assert "جنديين" in evidence
    assert "0 stored" in again
    assert "1 unchanged" in again


def test_adding_names(tmp_path: Path) -> None:
    ran("rasd demo --no-ui", "sh", tmp_path)
    places, groups = (ran(text, language, tmp_path) for language, text in blocks("adding-names.md", "sh"))
    missing = rows(places)
    assert missing
    numbers = [int(row["articles"]) for row in missing]
    assert numbers == sorted(numbers, reverse=True)
    assert "new" in groups


def test_the_library(tmp_path: Path) -> None:
    articles = blocks("own-articles.md", "sh")[1][1]
    ran(articles, "sh", tmp_path)
    (tmp_path / "my-store").rename(tmp_path / "built-by-the-command")
    built, extracted = (ran(text, language, tmp_path) for language, text in blocks("python-api.md", "python"))
    heading, *found = built.splitlines()
    assert heading == "2 1 []"
    asked = "rasd query attack-roles --store built-by-the-command --param article=example-1 --format csv"
    expected = rows(ran(asked, "sh", tmp_path))
    assert found == [" ".join((row["type"], row["role"], row["value"], row["mention"])) for row in expected]
    roles = {line.split()[0] for line in extracted.splitlines()}
    assert roles >= {"date", "killed", "place", "target"}
