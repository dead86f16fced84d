"""The example articles: complete metadata, and nothing that the table of their purposes leaves out."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from builder.resources import data_dir

EXAMPLES = data_dir("examples")
FOUNDING_ARTICLE = "d5a9bfaab669c019d5849b00714ca933054939b874c4cfc4bc7e183a52854181"


def metadata() -> list[dict[str, str]]:
    with (EXAMPLES / "metadata.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def articles() -> list[dict[str, Any]]:
    text = (EXAMPLES / "articles.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_each_plain_text_file_has_its_date_and_outlet() -> None:
    rows = metadata()
    assert [row["file"] for row in rows] == sorted(path.name for path in EXAMPLES.glob("*.txt"))
    assert all(date.fromisoformat(row["published"]) and row["outlet"] for row in rows)


def test_the_json_lines_have_all_keys() -> None:
    for article in articles():
        assert list(article) == ["id", "title", "text", "published", "outlet", "url"]
        assert all(article.values())
        assert date.fromisoformat(article["published"])


def test_the_readme_lists_each_article_with_its_date() -> None:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    given = {article["id"]: article["published"] for article in articles()}
    given |= {row["file"].removesuffix(".txt"): row["published"] for row in metadata()}
    given |= {path.stem: "" for path in EXAMPLES.glob("*.html")}
    for identifier, published in given.items():
        if identifier != "founding-article":
            (row,) = re.findall(rf"^\|.*`{identifier}`.*$", text.partition("## What each")[2], flags=re.MULTILINE)
            assert published in row


def test_the_founding_article_is_as_it_was_copied() -> None:
    assert sha256((EXAMPLES / "founding-article.txt").read_bytes()).hexdigest() == FOUNDING_ARTICLE


@pytest.mark.parametrize("article", articles(), ids=lambda article: str(article["id"]))
def test_weekdays_of_today_agree_with_the_date_of_publication(article: dict[str, Any]) -> None:
    weekdays = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
    today = weekdays[date.fromisoformat(article["published"]).weekday()]
    assert set(re.findall(r"اليوم (?:يوم )?(ال(?:اثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت|أحد))", article["text"])) <= {today}
