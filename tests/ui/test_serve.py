from __future__ import annotations

import socket
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import ui
from builder.errors import RunError
from ui.choice import ADDING_VARIABLE, DEFAULT_STORE, ENDPOINT_VARIABLE, STORE_VARIABLE, Choice
from ui.serve import serve

FOLDER = Path(ui.__file__).parent


@pytest.mark.parametrize(("store", "endpoint"), [(None, None), (Path("x"), "http://127.0.0.1:9/")])
def test_one_source_is_wanted(store: Path | None, endpoint: str | None) -> None:
    with pytest.raises(RunError, match="either a store or an endpoint"):
        serve(store, endpoint, 8501)


def test_a_port_in_use_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(STORE_VARIABLE, "")
    monkeypatch.setenv(ADDING_VARIABLE, "")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RunError, match=f"port {port} cannot be used"):
            serve(tmp_path, None, port)


@pytest.mark.parametrize(
    ("environment", "choice"),
    [
        ({}, Choice(DEFAULT_STORE, None)),
        ({STORE_VARIABLE: "a"}, Choice(Path("a"), None)),
        ({STORE_VARIABLE: "a", ENDPOINT_VARIABLE: "http://b/"}, Choice(None, "http://b/")),
    ],
)
def test_choice_from_environment(environment: dict[str, str], choice: Choice) -> None:
    assert Choice.from_environment(environment) == choice


def test_no_file_hides_another_package() -> None:
    """The script's folder comes first where modules are looked for: a file there hides a package of its name."""
    names = {path.stem for path in FOLDER.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    names -= {"__init__"}
    assert names.isdisjoint(sys.stdlib_module_names)
    assert names.isdisjoint(packages_distributions())


def test_settings_name_files_that_are_there() -> None:
    settings = tomllib.loads((FOLDER / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    urls = [face["url"] for face in settings["theme"]["fontFaces"]]
    assert urls
    for url in urls:
        assert (FOLDER / url.removeprefix("app/")).is_file()
