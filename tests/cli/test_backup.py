from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from tests.stores import being_written, make_store, quads


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return make_store(tmp_path / "store")


def rasd(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_there_and_back(store: Path, tmp_path: Path) -> None:
    made = rasd("backup", tmp_path / "b.tar", "--store", store)
    assert (made.exit_code, made.stderr) == (0, "")
    assert made.stdout.startswith("3 articles (1 with attacks, 2 without), 2 rejected inputs, ")
    assert made.stdout.endswith(f": {tmp_path / 'b.tar'}\n")
    assert rasd("restore", tmp_path / "b.tar", "--check").stdout.endswith(f"{tmp_path / 'b.tar'} is whole\n")
    assert rasd("restore", tmp_path / "b.tar", "--store", tmp_path / "new").exit_code == 0
    assert quads(tmp_path / "new") == quads(store)
    refused = rasd("restore", tmp_path / "b.tar", "--store", store)
    assert refused.exit_code == 1
    assert "--force to replace what is there" in refused.stderr
    forced = rasd("restore", tmp_path / "b.tar", "--store", store, "--force")
    assert forced.exit_code == 0
    assert forced.stderr == f"what was there is in {store / 'replaced-1'}: remove it when it is no longer needed\n"


def test_what_a_backup_lacks_is_said(store: Path, tmp_path: Path) -> None:
    with being_written(store):
        made = rasd("backup", tmp_path / "b", "--store", store)
    assert made.exit_code == 0
    assert made.stderr.startswith("a build is running, or one was interrupted: ")


def test_errors_are_one_line(store: Path, tmp_path: Path) -> None:
    assert rasd("backup", tmp_path / "b", "--store", tmp_path / "none").exit_code == 2
    for shown in (
        rasd("backup", store / "b", "--store", store),
        rasd("restore", tmp_path / "none", "--store", tmp_path / "new"),
        rasd("restore", Path(__file__), "--store", tmp_path / "new"),
        rasd("backup", tmp_path / "no-folder" / "b.tar", "--store", store),
    ):
        assert shown.exit_code == 1
        assert shown.stderr.startswith("rasd: ")
        assert shown.stderr.count("\n") == 1
