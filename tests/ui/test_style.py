"""The style sheet is whole: a brace that is missing takes all rules after it away, and no browser says so."""

from __future__ import annotations

import re
from pathlib import Path

import ui

STYLE = re.sub(r"/\*.*?\*/", "", (Path(ui.__file__).parent / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_block_is_closed_and_no_condition_stands_in_another() -> None:
    depth = 0
    for part in re.findall(r"[{}]|@(?:media|container|supports)\b", STYLE):
        if part == "{":
            depth += 1
        elif part == "}":
            depth -= 1
        else:
            assert depth == 0, part
        assert 0 <= depth <= 2
    assert depth == 0
