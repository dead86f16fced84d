from __future__ import annotations

import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import cli

RASD = [sys.executable, "-c", "from builder.cli import main; main()"]
HEAVY = ("pyoxigraph", "rdflib", "trafilatura", "camel_tools", "rich", "streamlit", "SPARQLWrapper")


def test_every_command_has_help_that_fits_a_line() -> None:
    listed = CliRunner().invoke(cli, ["--help"]).stdout
    assert "..." not in listed.partition("Commands:")[2]
    for name, command in cli.commands.items():
        shown = CliRunner().invoke(cli, [name, "--help"])
        assert shown.exit_code == 0
        assert command.help
        assert "--debug" in shown.stdout
        for option in command.params:
            assert option.param_type_name == "argument" or getattr(option, "help", None), (name, option.name)


def test_commands_of_other_versions_are_not_there() -> None:
    assert set(cli.commands) == {
        *("backup", "build", "curate", "demo", "doctor", "evaluate", "export", "push", "query", "restore", "serve"),
        *("completion", "status", "ui", "upgrade", "validate"),
    }  # fmt: skip


def test_version() -> None:
    assert CliRunner().invoke(cli, ["--version"]).stdout == f"rasd, version {version('rasd')}\n"


def test_help_loads_no_heavy_module_and_is_quick() -> None:
    code = f"import sys; import builder.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"
    started = time.monotonic()
    subprocess.run([*RASD, "--help"], capture_output=True, check=True)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("arguments", [["serve"], ["--frobnicate"], ["status", "extra"]])
def test_wrong_use_is_one_line_and_2(arguments: list[str]) -> None:
    done = subprocess.run([*RASD, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("rasd")
    assert done.stderr.count("\n") == 1


def test_a_defect_is_one_line_without_debug(tmp_path: Path) -> None:
    """The command reads a table that the test has damaged, which no code expects."""
    code = (
        "import builder.store.inventory as inventory\n"
        "inventory.take_inventory = None\n"
        "from builder.cli import main\n"
        "main()"
    )
    store = tmp_path / "store"
    source = tmp_path / "in.jsonl"
    source.write_text("", encoding="utf-8")
    subprocess.run([*RASD, "build", str(source), "--store", str(store)], capture_output=True, check=False)
    plain, debug = (
        subprocess.run(
            [sys.executable, "-c", code, "status", "--store", str(store), *more],
            capture_output=True,
            text=True,
            check=False,
        )
        for more in ([], ["--debug"])
    )
    assert plain.returncode == debug.returncode == 1
    assert plain.stderr.startswith("rasd: internal error, TypeError: ")
    assert plain.stderr.count("\n") == 1
    assert "Traceback" in debug.stderr


def test_adding_articles_in_the_browser_can_be_allowed_and_forbidden() -> None:
    told = CliRunner().invoke(cli, ["ui", "--help"]).output
    assert "--allow-adding / --no-adding" in told
    assert "loopback" in told
