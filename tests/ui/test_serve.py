from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
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


def test_an_address_that_is_not_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(STORE_VARIABLE, "")
    monkeypatch.setenv(ADDING_VARIABLE, "")
    with pytest.raises(RunError, match="no such address"):
        serve(tmp_path, None, 8501, host="127.0.0.1.example.invalid")


@pytest.fixture(scope="module", params=["127.0.0.1", "0.0.0.0"])
def bound(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The interface bound to an address by the command, with a further name: the address and its port."""
    folder = tmp_path_factory.mktemp("bound")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "builder", "ui", "--store", str(folder / "none"), "--port", str(port)]
    command += ["--host", request.param, "--host-name", "Desk.example"]
    with (folder / "out").open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as running:
        try:
            end = time.monotonic() + 60
            while not answer_to(port, "localhost"):
                assert time.monotonic() < end, (folder / "out").read_text()
                time.sleep(0.2)
            warned = "warning: everybody who reaches 0.0.0.0" in (folder / "out").read_text()
            assert warned == (request.param == "0.0.0.0")
            yield request.param, port
        finally:
            running.kill()


def answer_to(port: int, host: str, origin: str | None = None) -> int:
    """The status of the answer to a request in the name of a host and a page, 0 without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": host} | ({"Origin": origin} if origin else {})
    try:
        connection.request("GET", "/_stcore/health", headers=headers)
        return connection.getresponse().status
    except ConnectionRefusedError:
        return 0
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("host", "local", "network"),
    [
        ("localhost", 200, 200),
        ("desk.example", 200, 200),
        ("DESK.example:8501", 200, 200),
        ("192.0.2.7:8501", 400, 200),  # no other site can point a number at this machine
        ("[2001:db8::1]", 400, 200),
        ("attacker.example", 400, 400),
        ("127.0.0.1.attacker.example", 400, 400),
        ("[x", 400, 400),
    ],
)
def test_only_names_of_this_machine_are_answered(bound: tuple[str, int], host: str, local: int, network: int) -> None:
    address, port = bound
    assert answer_to(port, host) == (local if address == "127.0.0.1" else network)


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("desk.example", "https://desk.example", 200),
        ("desk.example", "https://attacker.example", 403),
        ("desk.example", "https://desk.example.attacker.example", 403),
        ("desk.example:1", "https://desk.example:2", 403),
        ("localhost", "http://127.0.0.1:9", 200),
        ("desk.example", "null", 403),
    ],
)
def test_only_own_pages_are_answered(bound: tuple[str, int], host: str, origin: str, status: int) -> None:
    assert answer_to(bound[1], host, origin) == status


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
