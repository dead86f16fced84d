"""Completion, asked for by a real shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import cli
from builder.sparql.catalogue import catalogue

PRESS_TAB = """
eval "$(rasd completion bash)"
press_tab() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    "$complete" rasd
    printf '%s\\n' "${COMPREPLY[@]}"
}
[[ $(complete -p rasd) =~ -F\\ ([a-z_]+) ]]
complete=${BASH_REMATCH[1]}
"""
ROOT = Path(__file__).parents[2]


def completed(folder: Path, *words: str) -> list[str]:
    """What bash offers for the last word of a command line."""
    program = folder / "rasd"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from builder.cli import main; main()" "$@"\n')
    program.chmod(0o755)
    line = " ".join(f"'{word}'" for word in words)
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{PRESS_TAB}press_tab {line}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("rasd", "e"), ["evaluate", "export"]),
        (("rasd", "curate", "re"), ["reject", "reopen"]),
        (("rasd", "export", "--format", "geo"), ["geojson"]),
        (("rasd", "query", "--en"), ["--endpoint"]),
        (("rasd", "completion", ""), ["bash", "zsh", "fish"]),
        (("rasd", "query", "attack-"), ["attack-places", "attack-roles"]),
        (("rasd", "query", "--store", "somewhere", "un"), ["unnamed-sources", "unsummed-totals"]),
    ],
)
def test_bash_completes(tmp_path: Path, words: tuple[str, ...], expected: list[str]) -> None:
    assert completed(tmp_path, *words) == expected


def test_every_named_query_is_offered(tmp_path: Path) -> None:
    assert completed(tmp_path, "rasd", "query", "") == [query.name for query in catalogue()]


def test_what_begins_like_no_named_query_is_a_file() -> None:
    asked = {"_RASD_COMPLETE": "bash_complete", "COMP_WORDS": "rasd query my-", "COMP_CWORD": "2"}
    assert CliRunner().invoke(cli, env=asked, prog_name="rasd").output == "file,my-\n"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_script(shell: str) -> None:
    done = CliRunner().invoke(cli, ["completion", shell])
    assert done.exit_code == 0
    assert f"_RASD_COMPLETE={shell}_complete" in done.stdout


def test_a_shell_that_is_not_known_is_wrong_use() -> None:
    assert CliRunner().invoke(cli, ["completion", "csh"]).exit_code == 2
