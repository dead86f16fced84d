"""Check the licences of all installed packages against ``scripts/licences.tsv``, and write ``docs/licences.md``.

Usage: ``check_licences.py [--check]``. Without ``--check``, the list of what rasd needs at run time is written anew.
Exits with 1 if a licence is not in the table, or, with ``--check``, if the document is not true.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "scripts" / "licences.tsv"
DOCUMENT = ROOT / "docs" / "licences.md"
OWN = "rasd"
_LONGEST = 60  # characters of a licence's name; more is its text
_OSI = "OSI Approved"
_ROW = re.compile(r"^\| ([a-z0-9.-]+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
_HEAD = """\
# Licences of what rasd needs at run time

Made by `make licences`; a test compares it with what is installed. What each of the direct dependencies is for, and
those of tests and of the browser, are in [decision 4](decisions/0004-dependencies.md). Which licences may be depended
on, and why, is in `scripts/licences.tsv`; a package under another one fails the tests. Where there are several to
choose from, one is there. The requirements of camel-tools and Streamlit that `overrides.txt` drops are left out.

| package | licence | needed by |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package: its canonical name, its licence as SPDX, and whether the table allows that."""

    name: str
    licence: str
    allowed: bool


@cache
def table() -> Mapping[str, str]:
    """SPDX licences by what is stated."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {row["stated"]: row["licence"] for row in rows}


@cache
def installed() -> Mapping[str, Distribution]:
    """The installed packages by their canonical names, without rasd itself."""
    found = {canonicalize_name(one.metadata["Name"]): one for one in distributions()}
    return {name: found[name] for name in sorted(found) if name != OWN}


def packages() -> list[Package]:
    """All installed packages with their licences, by name."""
    return [_package(name, distribution) for name, distribution in installed().items()]


def _package(name: str, distribution: Distribution) -> Package:
    stated = _stated(name, distribution)
    terms = [stated] if stated in table() else re.split(r"( AND | OR )", stated)
    licence = "".join(table().get(term, term) for term in terms)
    return Package(name, licence, is_allowed(licence))


def _stated(name: str, distribution: Distribution) -> str:
    """What is said of the licence: by our table, by the field made for it, by older fields, else nothing."""
    metadata = distribution.metadata
    known = table().get(f"package {name}")
    classified = [
        line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if line.startswith("License :: ")
    ]
    words = metadata.get("License", "")
    candidates = (
        known or "",
        metadata.get("License-Expression", ""),
        words if len(words) <= _LONGEST and "\n" not in words else "",
        " AND ".join(one for one in classified if one != _OSI),
    )
    return next(filter(None, candidates), "unknown")


def is_allowed(licence: str) -> bool:
    """Whether the table allows an SPDX expression: all parts of an AND, one of an OR, which binds less.

    One with brackets, which none of our dependencies has, is not understood and not allowed.
    """
    allowed = set(table().values())
    return any(all(part in allowed for part in choice.split(" AND ")) for choice in licence.split(" OR "))


def run_time() -> dict[str, list[str]]:
    """What rasd needs at run time, and what of it needs each, both by name.

    :raises SystemExit: if a package that is needed is not installed.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    dropped = {canonicalize_name(Requirement(line).name) for line in project["tool"]["uv"]["override-dependencies"]}
    needed_by: dict[str, set[str]] = {}
    waiting = [(OWN, _needed(project["project"]["dependencies"], ()))]
    while waiting:
        whole, requirements = waiting.pop()
        for requirement in requirements:
            name = canonicalize_name(requirement.name)
            if name in dropped:
                continue
            if name not in installed():
                raise SystemExit(f"{name}, which {whole} needs, is not installed")
            if name not in needed_by:
                lines = installed()[name].requires or []
                waiting.append((name, _needed(lines, requirement.extras)))
            needed_by.setdefault(name, set()).add(whole)
    return {name: sorted(needed_by[name]) for name in sorted(needed_by)}


def _needed(lines: Iterable[str], extras: Iterable[str]) -> list[Requirement]:
    """The requirements that hold on this system, without extras that nobody asked for."""
    return list(_holding(lines, ("", *extras)))


def _holding(lines: Iterable[str], extras: tuple[str, ...]) -> Iterator[Requirement]:
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            yield requirement


def document() -> str:
    """The document for what is installed."""
    licences = {package.name: package.licence for package in packages()}
    rows = (f"| {name} | {licences[name]} | {', '.join(by)} |" for name, by in run_time().items())
    return _HEAD + "\n".join(rows) + "\n"


def untrue(text: str) -> list[str]:
    """What a document lacks or says otherwise of the packages that are needed here, and those that nothing pins.

    It may have packages that are needed with another version of Python only.
    """
    told = dict(_ROW.findall(text.partition("|---|")[2]))
    licences = {package.name: package.licence for package in packages()}
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    wrong = [f"{name}: {licences[name]}" for name in run_time() if told.get(name) != licences[name]]
    return wrong + [f"{name} is needed no more" for name in told.keys() - run_time().keys() - pinned]


def main() -> int:
    """The exit code."""
    wrong = [package for package in packages() if not package.allowed]
    for package in packages():
        print(f"{package.name:30} {package.licence}{'' if package.allowed else '   NOT ALLOWED'}")
    if wrong:
        print(f"{len(wrong)} licences are not in {TABLE.name}: add them with a reason, or do without", file=sys.stderr)
    if "--check" not in sys.argv[1:]:
        DOCUMENT.write_text(document(), encoding="utf-8")
    elif lacking := untrue(DOCUMENT.read_text(encoding="utf-8")):
        print(f"{DOCUMENT.name} is not true, run scripts/check_licences.py: {'; '.join(lacking)}", file=sys.stderr)
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
