"""The recipe of the container image against the project; an engine is not needed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import cli
from builder.cli.common import STORE_VARIABLE
from builder.cli.serve import DEFAULT_PORT, TOKEN_VARIABLE

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "Containerfile").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """Name and arguments of each instruction, its lines joined."""
    text = re.sub(r"^#.*\n", "", RECIPE, flags=re.MULTILINE).replace("\\\n", " ")
    return [(name, " ".join(rest.split())) for name, rest in re.findall(r"^([A-Z]+) (.*)$", text, re.MULTILINE)]


def last_stage() -> dict[str, str]:
    """The instructions of the image itself; of several of one name the last one."""
    lines = instructions()
    start = max(number for number, (name, _) in enumerate(lines) if name == "FROM")
    return dict(lines[start:])


def test_the_python_of_the_image_is_a_supported_one() -> None:
    images = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert len(images) == 2
    (version,) = {re.sub(r"^docker\.io/library/python:(3\.\d+)-slim$", r"\1", image) for image in images}
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    assert f"Programming Language :: Python :: {version}" in project["classifiers"]


def test_the_image_runs_as_nobody_in_particular_and_serves() -> None:
    stage = last_stage()
    user, _, group = stage["USER"].partition(":")
    assert int(user) > 0  # a number, since engines cannot tell from a name that it is not root's
    assert f"useradd --system --uid {user} " in stage["RUN"]
    assert f"groupadd --system --gid {group} " in stage["RUN"]
    (entry,), command = json.loads(stage["ENTRYPOINT"]), json.loads(stage["CMD"])
    assert entry == "rasd"
    assert command[0] in cli.commands
    assert CliRunner().invoke(cli, [*command, "--help"]).exit_code == 0
    assert stage["EXPOSE"] == str(DEFAULT_PORT)
    assert f"127.0.0.1:{DEFAULT_PORT}/health" in stage["HEALTHCHECK"]
    assert f"{STORE_VARIABLE}={stage['VOLUME']}/" in stage["ENV"]


def test_nothing_that_the_wheel_is_made_of_is_ignored() -> None:
    ignored = {line for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines() if line[:1] != "#"}
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], *project["project"]["license-files"]}
    needed |= {project["project"]["readme"], "pyproject.toml", "constraints.txt", "overrides.txt"}
    parents = {"/".join(name.split("/")[:length]) for name in needed for length in range(1, name.count("/") + 2)}
    assert parents & ignored == set()
    assert set(wheel["exclude"]) <= ignored


def test_the_page_of_operations_names_what_there_is() -> None:
    section = PAGE.partition("## In a container")[2].partition("\n## ")[0]
    assert f"-p 127.0.0.1:{DEFAULT_PORT}:{DEFAULT_PORT}" in section
    assert TOKEN_VARIABLE in section
    assert f"{last_stage()['VOLUME']}" in section
    for words in re.findall(r"\brasd ([a-z]+) ", " ".join(re.findall(r"^    podman run .*$", section, re.MULTILINE))):
        assert words in cli.commands


def test_the_linter_has_nothing_to_say() -> None:
    hadolint = shutil.which("hadolint")
    if hadolint is None:
        pytest.skip("hadolint is not installed")
    done = subprocess.run([hadolint, "--no-color", "-"], input=RECIPE, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
