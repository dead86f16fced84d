from __future__ import annotations

import pytest

from scripts.check_licences import DOCUMENT, document, is_allowed, packages, run_time, untrue


def test_all_that_is_installed_has_a_licence_that_the_table_allows() -> None:
    found = packages()
    assert len(found) > 70
    assert [f"{package.name}: {package.licence}" for package in found if not package.allowed] == []


def test_the_list_of_licences_is_true() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert untrue(text) == []
    assert untrue(document()) == []
    assert {"pyoxigraph", "streamlit", "fastwarc", "brotli"} <= run_time().keys()
    assert not {"torch", "pydeck", "pytest"} & run_time().keys()
    assert untrue(text.replace("| MIT OR Apache-2.0 |", "| MIT |")) == ["pyoxigraph: MIT OR Apache-2.0"]
    assert untrue(f"{text}| abandoned | MIT | rasd |\n") == ["abandoned is needed no more"]


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MIT OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-2.0-only OR MIT AND AGPL-3.0-only", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_what_is_allowed(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) is allowed
