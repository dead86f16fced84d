"""What a build tells of itself: nothing that was read is missing from the counts, and no text of articles is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.articles.rejection import Rejection
from builder.cli import cli

ATTACK = "قال الجيش إن انتحارياً فجر نفسه في سوق بمدينة بغداد مساء الاثنين، ما أدى إلى مقتل سبعة مدنيين."
CALM = "عقد الوزراء اجتماعاً في العاصمة وناقشوا أسعار القمح والزيت والسكر مع وفد من التجار."
SECRET = "كلمة السر المنشورة في المقال"


def rasd(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], env=environment)


def line(identifier: str, text: str, **more: str) -> str:
    return json.dumps({"id": identifier, "title": "خبر", "text": text, **more}, ensure_ascii=False)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Articles with and without attacks, one of them twice, and inputs of many faults."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [
        *(line(f"attack-{number}", f"{ATTACK} وهذا الخبر رقم {number}.") for number in range(3)),
        *(line(f"calm-{number}", f"{CALM} {SECRET} {number}.") for number in range(4)),
        line("calm-0", f"{CALM} {SECRET} 0."),  # the same once more: no input of its own
        line("calm-1", f"{CALM} وهذا خبر آخر."),  # another one of the same id
        "not json",
        "{}",
        '{"id": 3.5, "text": "x"}',
        line("english", "The ministers met in the capital and spoke about the price of wheat."),
        line("control", f"{CALM}\\u0000\\u202e {SECRET}"),
        line("broken", "x").replace('"x"', '"\\ud800 نص"'),
        "",
    ]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "picture.png").write_bytes(b"x")
    (folder / "empty.txt").write_bytes(b"")
    return folder


EXPECTED = {
    "broken character": 1,
    "duplicate id": 1,
    "id is no string": 1,
    "no text": 2,
    "no valid JSON": 1,
    "not Arabic": 1,
    "unsupported": 1,
}


def events(done: Result) -> list[dict[str, object]]:
    return [json.loads(written) for written in done.stderr.splitlines()]


def test_the_counts_add_up(mixed: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    done = rasd("build", mixed, "--store", store, "--log-format", "json")
    assert done.exit_code == 1
    told = events(done)
    (ended,) = (event for event in told if event["event"] == "build ended")
    (read,) = (event for event in told if event["event"] == "inputs read")
    rejected = [event for event in told if event["event"] == "article rejected"]
    assert ended["reasons"] == EXPECTED
    assert ended["rejected"] == len(rejected) == sum(EXPECTED.values()) == 8
    assert (ended["with_attack"], ended["without_attack"], ended["unchanged"]) == (3, 5, 0)
    assert ended["read"] == 3 + 5 + 8
    assert (read["articles"], read["rejected"], read["repeated"]) == (8, 8, 1)
    status = json.loads(rasd("status", "--store", store, "--format", "json").stdout)
    assert status["counts"] == {"read": 16, "with_attack": 3, "without_attack": 5, "rejected": 8}
    assert status["reasons"] == EXPECTED
    again = events(rasd("build", mixed, "--store", store, "--log-format", "json"))
    (ended,) = (event for event in again if event["event"] == "build ended")
    assert (ended["read"], ended["unchanged"], ended["rejected"]) == (16, 8, 8)
    assert (ended["with_attack"], ended["without_attack"]) == (0, 0)


def test_each_line_is_an_event_with_time_and_level(mixed: Path, tmp_path: Path) -> None:
    done = rasd("build", mixed, "--store", tmp_path / "s", RASD_LOG_FORMAT="json")
    told = events(done)
    assert all({"time", "level", "logger", "event"} <= event.keys() for event in told)
    assert (told[0]["event"], told[-1]["event"]) == ("build begun", "build ended")
    assert told[0]["inputs"] == ["in"]
    assert {"input": "in/picture.png", "line": None}.items() <= next(
        event for event in told if event.get("input") == "in/picture.png"
    ).items()
    text = rasd("--log-format", "text", "build", mixed, "--store", tmp_path / "t").stderr
    assert len(text.splitlines()) == len(told)
    assert "info article rejected input=in/in.jsonl line=10 reason=" in text


@pytest.mark.parametrize("layout", ["json", "text"])
def test_no_text_of_articles_is_told(mixed: Path, tmp_path: Path, layout: str) -> None:
    (mixed / "page.txt").write_text(f"{CALM}\n{SECRET}\n\nشارك الخبر\n#{SECRET.replace(' ', '_')}\n", encoding="utf-8")
    done = rasd("build", mixed, "--store", tmp_path / "s", "--log-format", layout)
    for words in (SECRET, CALM, "انتحاري", SECRET.replace(" ", "_")):
        assert words not in done.stderr
        assert json.dumps(words)[1:-1] not in done.stderr


def test_errors_are_events_too(tmp_path: Path) -> None:
    (failed,) = events(rasd("status", "--store", tmp_path / "none", "--log-format", "json"))
    assert (failed["event"], failed["level"], failed["exit_code"]) == ("failed", "error", 2)
    assert str(failed["message"]).startswith("rasd: there is no store in")
    wrong = rasd("build", "--log-format", "xml", ".")
    assert wrong.exit_code == 2


def test_the_log_of_one_command_is_not_that_of_the_next(mixed: Path, tmp_path: Path) -> None:
    rasd("build", mixed, "--store", tmp_path / "s", "--log-format", "json")
    plain = rasd("build", mixed, "--store", tmp_path / "s")
    assert all(written.startswith("rejected: ") for written in plain.stderr.splitlines())


def test_a_long_list_of_rejections_is_cut_in_the_text_and_whole_in_json(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("{}\n" * 150, encoding="utf-8")
    rasd("build", tmp_path / "in.jsonl", "--store", tmp_path / "s")
    shown = rasd("status", "--store", tmp_path / "s").stdout.splitlines()
    assert "rejected  150: 150 no text" in shown
    assert sum(written.startswith("  in.jsonl, line ") for written in shown) == 100
    assert shown[-1] == "  and 50 more: rasd status --format json lists all"
    assert len(json.loads(rasd("status", "--store", tmp_path / "s", "--format", "json").stdout)["rejected"]) == 150


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("no text", "no text"),
        ("not Arabic (12% Arabic letters)", "not Arabic"),
        ("text too long: 1,000,001 characters, at most 1,000,000", "text too long"),
        ("entry 3 (https://example.org/a): no text", "no text"),
        ("response 17 (https://example.org/(b)): not Arabic (language en)", "not Arabic"),
        ("entry 4: broken character: half of a surrogate pair", "broken character"),
        ("duplicate id a: b (c): its first article counts", "duplicate id"),
        ("extraction failed: LookupError: no rule", "extraction failed"),
        ("answered with status 404", "answered with status"),
        ("2 cells under 1 headings: put cells", "cells under"),
        ("1,840 words that tell of attacks, at most 300: split the article", "words that tell of attacks, at most"),
        ("404", "404"),
    ],
)
def test_reasons_are_counted_by_their_kind(reason: str, kind: str) -> None:
    assert Rejection("x", None, reason).kind == kind
