"""The committed bundles of ``ui/static/components`` are those of their sources; npm is not needed to see it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ui.bundles import BUNDLES

SOURCES = BUNDLES.parents[1] / "components"
NAMES = sorted(folder.name for folder in (SOURCES / "src").iterdir())
ADVICE = "the bundle is not that of its sources: run `make components`"


def manifest(name: str) -> dict[str, Any]:
    """What the build wrote down about a bundle."""
    made: dict[str, Any] = json.loads((BUNDLES / name / "manifest.json").read_text(encoding="utf-8"))
    return made


def digests(folder: Path, root: Path) -> dict[str, str]:
    """SHA-256 of all files below a folder, by their path relative to *root*."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_source_has_a_bundle_and_every_bundle_a_source() -> None:
    assert sorted(folder.name for folder in BUNDLES.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_bundle_is_built_from_these_sources(name: str) -> None:
    sources = digests(SOURCES / "src" / name, SOURCES / "src")
    sources["build.mjs"] = hashlib.sha256((SOURCES / "build.mjs").read_bytes()).hexdigest()
    assert manifest(name)["sources"] == sources, ADVICE


@pytest.mark.parametrize("name", NAMES)
def test_bundle_is_as_it_was_built(name: str) -> None:
    files = digests(BUNDLES / name, BUNDLES / name)
    del files["manifest.json"]
    assert manifest(name)["files"] == files, ADVICE


@pytest.mark.parametrize("name", NAMES)
def test_packages_are_those_of_the_lock_and_have_their_licences(name: str) -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = (BUNDLES / name / "LICENSES.txt").read_text(encoding="utf-8")
    for package, version in manifest(name)["packages"].items():
        assert lock[f"node_modules/{package}"]["version"] == version, ADVICE
        assert f"{package} {version} (" in licences


@pytest.mark.parametrize("lock", sorted(SOURCES.glob("**/package-lock.json"), key=str))
def test_locks_name_versions_and_no_registry(lock: Path) -> None:
    if "node_modules" in lock.parts:
        return
    text = lock.read_text(encoding="utf-8")
    assert '"resolved"' not in text
    package = json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))
    for group in ("dependencies", "devDependencies"):
        for version in package.get(group, {}).values():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version)
