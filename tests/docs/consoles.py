"""Pages whose commands are shown with their answers, as a reader types them into one terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CONSOLE = re.compile(r"^```console\n(.*?)^```\n(?:\n((?:^\|[^\n]*\n)+))?", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*\n(?:> .*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A command, what the page prints below it, and the rows of the table that follows, if there is one."""

    command: str
    printed: str
    rows: tuple[dict[str, str], ...]


def read_console(page: str) -> list[Shown]:
    """The commands of all console blocks; the table behind a block belongs to its last command."""
    found = []
    for block, table in _CONSOLE.findall(page):
        _, *parts = _COMMAND.split(block)
        pairs = list(zip(parts[::2], parts[1::2], strict=True))
        for number, (command, printed) in enumerate(pairs, 1):
            rows = _rows(table) if number == len(pairs) else ()
            found.append(Shown(command.replace("\n> ", "\n").strip(), printed, rows))
    return found


def _rows(table: str) -> tuple[dict[str, str], ...]:
    if not table:
        return ()
    heading, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
    return tuple(dict(zip(heading, row, strict=True)) for row in rows)
