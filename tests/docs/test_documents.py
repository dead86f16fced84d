"""The documents against the project: commands, queries, terms and packages that they name exist."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
import pytest

from builder import vocabulary
from builder.cli import cli
from builder.resources import PACKAGE, data_dir

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def package(requirement: str) -> str:
    """The name in a requirement such as ``numpy>=2.0``."""
    found = NAME.match(requirement)
    assert found, requirement
    return found[0].lower().replace("_", "-")


def lines(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")]


def requirements() -> set[str]:
    """The packages that rasd or one of its extras names."""
    settings = project()["project"]
    wanted = [*settings["dependencies"], *(row for rows in settings["optional-dependencies"].values() for row in rows)]
    return {package(requirement) for requirement in wanted} - {settings["name"]}


def terms_of_the_ontology() -> set[str]:
    groups = (vocabulary.Class, vocabulary.Property, vocabulary.Concept)
    return {value for group in groups for value in vars(group).values() if isinstance(value, str)}


def find_command(first: str, words: str) -> click.Command:
    """The command that a line runs: that of its first word, or of its second where the first one names a group."""
    found = cli.commands[first]
    return found.commands[words.split()[0]] if isinstance(found, click.Group) else found


@pytest.mark.parametrize("document", ["README.md", "docs/clients.md", "docs/curation.md", "docs/evaluation.md"])
def test_the_commands_of_a_document_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"^    rasd ([a-z]+)(.*)$", text, flags=re.MULTILINE)
    assert named
    for command, words in named:
        options = {option for parameter in find_command(command, words).params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", words)) <= options, command


def test_the_programs_that_the_evaluation_names_exist() -> None:
    text = (ROOT / "docs/evaluation.md").read_text(encoding="utf-8")
    programs = set(re.findall(r"(?:scripts|benchmarks)/[a-z_]+\.py", text))
    assert programs
    assert [program for program in sorted(programs) if not (ROOT / program).is_file()] == []


def test_the_named_queries_of_the_readme_are_those_of_the_project() -> None:
    used = set(re.findall(r"rasd query ([a-z][a-z-]+[a-z])", README))
    table = set(re.findall(r"^\| `([a-z-]+)` \|", README, flags=re.MULTILINE))
    stored = {path.stem for path in data_dir("queries").glob("*.rq")}
    assert used <= stored
    assert table == stored


@pytest.mark.parametrize(
    "document",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))],
)
def test_the_files_that_a_document_links_to_exist(document: str) -> None:
    path = ROOT / document
    targets = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("document", ["adding-a-place.md", "adding-a-group.md"])
def test_the_rows_that_a_guide_shows_stand_in_a_table(document: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    shown = [line[4:] for line in text.splitlines() if line.startswith("    ") and "\t" in line]
    tables = {line for path in (PACKAGE / "data").glob("*.tsv") for line in path.read_text("utf-8").splitlines()}
    assert shown
    assert set(shown) <= tables


def test_the_snippets_of_the_model_parse_and_use_the_ontology() -> None:
    text = (ROOT / "docs/model.md").read_text(encoding="utf-8")
    snippets = re.findall(r"```turtle\n(.*?)```", text, flags=re.DOTALL)
    assert snippets
    known = terms_of_the_ontology()
    for snippet in snippets:
        for quad in ox.parse(snippet, format=ox.RdfFormat.TURTLE):
            for term in quad.triple:
                if isinstance(term, ox.NamedNode) and term.value.startswith(vocabulary.RASD):
                    assert term.value in known


def test_each_dependency_has_its_reason_and_licence() -> None:
    text = (ROOT / "docs/decisions/0004-dependencies.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| ([@a-z0-9/-]+) \| [^|]+ \| [^|]+ \|$", text, flags=re.MULTILINE))
    browser = json.loads((ROOT / "ui/components/package.json").read_text(encoding="utf-8"))
    bundled = browser["dependencies"].keys() | browser["devDependencies"].keys()
    assert requirements() | bundled == rows - {"package"}


def test_the_constraints_are_names_and_versions_of_all_dependencies() -> None:
    rows = lines("constraints.txt")
    assert [row for row in rows if not re.fullmatch(r"[a-z0-9.-]+==[0-9][0-9a-z.]*", row)] == []
    assert requirements() <= {package(row) for row in rows}


def test_the_version_is_that_of_the_newest_release_in_the_changelog() -> None:
    (newest, *_) = re.findall(r"^## \[(\d[^]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert project()["project"]["version"] == newest


def test_a_checkout_and_the_overrides_leave_the_same_packages_out() -> None:
    settings = {package(requirement) for requirement in project()["tool"]["uv"]["override-dependencies"]}
    assert {package(row) for row in lines("overrides.txt")} == settings
    needed = {package(requirement) for name in ("camel-tools", "streamlit") for requirement in requires(name) or ()}
    assert settings <= needed
