"""The tutorial, typed into a shell: what it shows is what is answered, in both languages."""

from __future__ import annotations

import csv
import doctest
import io
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.consoles import Shown, read_console

ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("tutorial.md", "tutorial.ar.md")}
MARK = "=== end of the answer ==="
ENDLESS = ("rasd ui", "rasd serve")


class Terminal:
    """A bash that keeps its variables and its folder from one command to the next."""

    def __init__(self, folder: Path) -> None:
        rasd = folder / "bin" / "rasd"
        rasd.parent.mkdir()
        rasd.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n', encoding="utf-8")
        rasd.chmod(0o755)
        self._settings = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RASD_")},
            "PATH": f"{rasd.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }
        self._shell = subprocess.Popen(
            ["bash", "--norc"],
            cwd=folder,
            env=self._settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def type(self, command: str) -> str:
        """What a command prints; it must end with 0."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f"{command}\necho\necho '{MARK}' $?\n")
        self._shell.stdin.flush()
        lines: list[str] = []
        for line in self._shell.stdout:
            if line.startswith(MARK):
                assert line.split()[-1] == "0", f"{command}: {''.join(lines)}"
                return "".join(lines).removesuffix("\n")
            lines.append(line)
        raise AssertionError(f"{command}: the shell ended")

    def first_line(self, command: str) -> str:
        """What a command that runs until it is stopped says at first."""
        return self.type(f'exec 3< <(exec {command})\nread -r line <&3; kill $!; wait $! 2>/dev/null; echo "$line"')

    def close(self) -> None:
        self._shell.communicate(timeout=60)
        assert self._shell.returncode == 0


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What each command of the tutorial prints, typed in its order; those of queries as CSV."""
    terminal = Terminal(tmp_path_factory.mktemp("tutorial"))
    terminal.type("rasd demo --no-ui")  # as `make demo` did
    yield {shown.command: answer(terminal, shown) for shown in read_console(PAGES["tutorial.md"])}
    terminal.close()


def answer(terminal: Terminal, shown: Shown) -> str:
    if shown.command.startswith(ENDLESS):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        return terminal.first_line(f"{shown.command} --port {port}").replace(str(port), "8501")
    return terminal.type(f"{shown.command} --format csv" if shown.rows else shown.command)


def test_both_languages_have_the_same_commands() -> None:
    english, arabic = map(read_console, PAGES.values())
    assert len(english) >= 10
    assert [shown.command for shown in english] == [shown.command for shown in arabic]
    assert [set(shown.rows[0]) for shown in english if shown.rows] == [
        set(shown.rows[0]) for shown in arabic if shown.rows
    ]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_printed(answers: dict[str, str], name: str) -> None:
    checker = doctest.OutputChecker()
    for shown in read_console(PAGES[name]):
        if not shown.rows:
            got = answers[shown.command]
            assert checker.check_output(shown.printed, got, doctest.ELLIPSIS), f"{shown.command}\n{got}"


@pytest.mark.parametrize("name", PAGES)
def test_the_rows_of_the_tables_are_in_the_answers_in_that_order(answers: dict[str, str], name: str) -> None:
    tables = [shown for shown in read_console(PAGES[name]) if shown.rows]
    assert len(tables) == 6
    for shown in tables:
        given = csv.DictReader(io.StringIO(answers[shown.command]))
        rest = iter([{column: row[column] for column in shown.rows[0]} for row in given])
        for row in shown.rows:  # a row that is not found uses up the rest
            assert row in rest, f"{shown.command}: {row}"


def test_the_article_that_is_said_to_be_all_of_a_month_is(answers: dict[str, str]) -> None:
    """The page shows no further rows of this one."""
    (shown,) = (
        shown for shown in read_console(PAGES["tutorial.md"]) if shown.command.startswith("rasd query articles")
    )
    assert len(list(csv.DictReader(io.StringIO(answers[shown.command])))) == len(shown.rows)


@pytest.mark.parametrize("name", PAGES)
def test_the_installation_is_what_make_does(name: str) -> None:
    (block,) = re.findall(r"^```sh\n(.*?)^```", PAGES[name], re.MULTILINE | re.DOTALL)
    install, activate = block.splitlines()
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}
    planned = subprocess.run(  # without the words of a make that runs the tests
        [*shlex.split(install), "--dry-run", "--always-make"],
        cwd=ROOT, env=own, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert planned.rstrip().endswith(".venv/bin/rasd demo --no-ui")
    assert activate == "source .venv/bin/activate"
