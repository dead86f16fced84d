from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import cli
from builder.store.inventory import take_inventory
from builder.store.store import Store

RASD = [sys.executable, "-c", "from builder.cli import main; main()"]


def test_the_examples_are_built_and_listed(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["demo", "--no-ui", "--store", str(tmp_path / "demo")])
    assert done.exit_code == 0, done.stderr
    with Store.open_reader(tmp_path / "demo") as reader:
        found = take_inventory(reader)
    assert found.rejected == ()
    assert all(article.published for article in found.articles)
    lines = done.stdout.splitlines()
    for article in found.articles:
        assert any(f"│ {article.id} " in line and article.published in line for line in lines)
    (founding,) = (article for article in found.articles if article.id == "founding-article")
    assert founding.published == "2023-10-31"
    assert founding.events
    assert f"--store {tmp_path / 'demo'}" in done.stdout
    again = CliRunner().invoke(cli, ["demo", "--no-ui", "--store", str(tmp_path / "demo")])
    assert " 0 stored " in again.stdout


def test_the_demo_leaves_the_store_of_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner(env={"RASD_STORE": str(tmp_path / "mine")})
    assert run.invoke(cli, ["demo", "--no-ui"]).exit_code == 0
    assert (tmp_path / "demo-store").is_dir()
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_interface_is_served_until_it_is_stopped(tmp_path: Path, end: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*RASD, "demo", "--store", str(tmp_path / "demo"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert is_served(port)
            running.send_signal(end)
            shown, errors = running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 0
    assert f"http://127.0.0.1:{port}/" in shown
    assert "Traceback" not in errors


def is_served(port: int) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                return bool(page.status == http.client.OK)
        except OSError:
            time.sleep(0.2)
    return False


def test_a_store_and_an_endpoint_are_too_much() -> None:
    done = CliRunner().invoke(cli, ["ui", "--store", "x", "--endpoint", "http://127.0.0.1/"])
    assert done.exit_code == 2
    assert "either --store or --endpoint" in done.stderr


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(cli, ["ui", "--store", str(tmp_path), "--port", port])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"rasd: port {port} cannot be used")
    assert done.stderr.count("\n") == 1
