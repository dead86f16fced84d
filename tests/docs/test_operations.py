"""The commands of docs/operations.md, run in its order in one folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
TEXT = "عقد الوزراء اجتماعاً في العاصمة وناقشوا أسعار القمح والزيت والسكر مع وفد من التجار."


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_every_command_does_what_the_page_says(tmp_path: Path) -> None:
    article = {"id": "a", "title": "اجتماع", "text": TEXT}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n{}\n", encoding="utf-8")
    (tmp_path / "rasd").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n', encoding="utf-8")
    (tmp_path / "rasd").chmod(0o755)
    script = "set -ex\n" + "".join(blocks("sh"))
    assert script.count("\nrasd ") >= 10
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=500
    )
    assert ran.returncode == 0, ran.stderr
    assert "read      2: 0 with attacks, 1 without, 1 rejected" in ran.stdout
    told = [json.loads(line) for line in (tmp_path / "build.log").read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in told] == ["build begun", "article rejected", "inputs read", "build ended"]
    for event in told:
        (row,) = re.findall(rf"^\| `{event['event']}` \| (.*) \|$", PAGE, re.MULTILINE)
        fields = set(re.findall(r"[a-z_]+", re.sub(r"\(.*?\)", "", row)))
        assert set(event) - {"time", "level", "logger", "event"} == fields
    assert sorted(path.name for path in (tmp_path / "restored").iterdir()) == [
        "CURRENT", "VERSION", "live", "replaced-1", "snapshots"
    ]  # fmt: skip


def test_the_units_name_commands_that_there_are() -> None:
    from builder.cli import cli

    named = re.findall(r"bin/rasd (\w+)", "".join(blocks("ini")))
    assert named == ["serve", "build", "backup"]
    assert set(named) <= set(cli.commands)
