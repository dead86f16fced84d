"""Writes the example answers in docs/questions.md anew.

    python scripts/answer_questions.py [--check]

The page shows commands in code blocks that begin with "$ rasd query"; what follows in a block is the answer, as CSV,
cut after a few rows. The examples (examples/) are built into a temporary store and every command is asked there.
--check changes nothing and ends with 1 if an answer differs.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner

from builder.cli import cli

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
MOST_ROWS = 4
WIDEST_CELL = 60
_BLOCK = re.compile(r"```text\n\$ rasd (query [^\n]*)\n(.*?)```", re.DOTALL)


def answered(page: str, store: Path) -> str:
    """The page with the answers that *store* gives now.

    :raises RuntimeError: if a command of the page fails.
    """

    def answer(block: re.Match[str]) -> str:
        done = CliRunner().invoke(cli, [*shlex.split(block[1]), "--store", str(store), "--format", "csv"])
        if done.exit_code:
            raise RuntimeError(f"rasd {block[1]}: {done.output}")
        return f"```text\n$ rasd {block[1]}\n{_shortened(done.stdout)}```"

    return _BLOCK.sub(answer, page)


def build_examples(store: Path) -> None:
    """The example articles, as ``rasd demo`` builds them.

    :raises RuntimeError: if they cannot be built.
    """
    done = CliRunner().invoke(cli, ["demo", "--no-ui", "--store", str(store)])
    if done.exit_code:
        raise RuntimeError(done.output)


def _shortened(answer: str) -> str:
    header, *rows = csv.reader(io.StringIO(answer))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for row in [header, *rows[:MOST_ROWS]]:
        writer.writerow([_cut(cell) for cell in row])
    if len(rows) > MOST_ROWS:
        lines.write(f"... {len(rows) - MOST_ROWS} more\n")
    if not rows:
        lines.write("(no rows)\n")
    return lines.getvalue()


def _cut(cell: str) -> str:
    text = cell.replace("https://w3id.org/rasd/id/", "")
    return text if len(text) <= WIDEST_CELL else text[:WIDEST_CELL].rstrip() + "…"


def main(*, check: bool) -> int:
    """Write the page, or compare it; returns the exit status."""
    page = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        build_examples(Path(folder, "store"))
        now = answered(page, Path(folder, "store"))
    if check:
        return int(now != page)
    PAGE.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv))
