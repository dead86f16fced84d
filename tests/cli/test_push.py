from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import cli
from builder.sparql.credentials import PASSWORD, TOKEN, USER
from tests.graph.follow_up import shared_quads
from tests.remote.misbehaving import Answer, serving
from tests.remote.servers import oxigraph, oxigraph_binary
from tests.remote.site import Site, fill

# A shell's background job, as CI may be, ignores the signal of Ctrl-C and hands that on.
RASD = [sys.executable, "-c", "from builder.cli import main; main()"]
NOTHING = b'{"head": {"vars": ["graphs"]}, "results": {"bindings": []}}'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    fill(folder, shared_quads())
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    if oxigraph_binary() is None:
        pytest.skip("the package oxigraph is not installed: pip install -e .[test]")
    with oxigraph("--union-default-graph") as address:
        yield Site.of_oxigraph(address)


def push(store: Path, endpoint: str, *more: str) -> Result:
    return CliRunner().invoke(cli, ["push", "--store", str(store), "--endpoint", endpoint, *more])


def test_push_and_push_again(store: Path, site: Site) -> None:
    planned = push(store, site.query, "--dry-run")
    assert (planned.exit_code, planned.stderr) == (0, "")
    assert planned.stdout.endswith("0 unchanged, 0 to remove; nothing was changed\n")
    assert not site.ask("ASK { ?s ?p ?o }")
    first = push(store, site.query)
    assert first.exit_code == 0, first.stderr
    assert first.stderr == (
        f"queries to {site.query}, updates to {site.update}, graphs as N-Quads by POST to {site.graphs}\n"
    )
    assert first.stdout.startswith(planned.stdout.split(" to send")[0] + " sent, 0 unchanged, 0 removed; ")
    second = push(store, site.query)
    assert second.stdout.startswith("0 graphs with 0 triples sent, ")
    assert push(store, site.query, "--all").stdout.startswith(first.stdout.split(",")[0])
    asked = ["query", "attack-roles", "--format", "csv"]
    there = CliRunner().invoke(cli, [*asked, "--endpoint", site.query, "--timeout", "30"])
    assert there.stdout == CliRunner().invoke(cli, [*asked, "--store", str(store)]).stdout


def test_the_check_lists_differences_and_ends_with_1(store: Path, site: Site) -> None:
    push(store, site.query)
    same = push(store, site.query, "--check")
    assert same.exit_code == 0, same.stdout
    assert same.stdout.endswith(", 0 with other answers than the store\n")
    site.change("DELETE WHERE { GRAPH ?g { ?a <https://schema.org/headline> ?title } }")
    changed = push(store, site.query, "--check")
    assert changed.exit_code == 1
    assert "articles: of " in changed.stdout


def test_a_default_graph_that_is_no_union_is_told(store: Path) -> None:
    if oxigraph_binary() is None:
        pytest.skip("the package oxigraph is not installed: pip install -e .[test]")
    with oxigraph() as address:
        shown = push(store, f"{address}/query")
    assert shown.exit_code == 0
    assert "warning: without FROM, queries to" in shown.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--endpoint", "file:///etc/passwd"], "must begin with http"),
        (["--endpoint", "http://a:hidden@127.0.0.1/"], "must hold no user or password"),
        (["--endpoint", "http://127.0.0.1:9/", "--check", "--all"], "--check pushes nothing"),
        (["--endpoint", "http://127.0.0.1:9/", "--update", "nonsense"], "must begin with http"),
        (["--endpoint", "http://127.0.0.1:9/", "--timeout", "0"], "--timeout"),
        ([], "--endpoint"),
    ],
)
def test_wrong_use_is_one_line_and_2(store: Path, more: list[str], words: str) -> None:
    shown = CliRunner().invoke(cli, ["push", "--store", str(store), *more])
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert words in shown.stderr
    assert shown.stderr.count("\n") == 1
    assert "hidden" not in shown.stderr


def test_no_store(tmp_path: Path) -> None:
    shown = push(tmp_path, "http://127.0.0.1:9/")
    assert shown.exit_code == 2
    assert "there is no store in" in shown.stderr


def test_failures_are_one_line_and_1(store: Path) -> None:
    shown = push(store, "http://127.0.0.1:9/query")
    assert shown.exit_code == 1
    assert shown.stderr.startswith("rasd: http://127.0.0.1:9/query cannot be reached")
    with serving(Answer(200, {"Content-Type": "text/html"}, b"<html>Welcome</html>")) as server:
        shown = push(store, server.address)
    assert shown.exit_code == 1
    assert "did not answer with SPARQL results" in shown.stderr
    assert shown.stderr.count("\n") == 1


def test_no_secret_in_any_message(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "very-secret")
    refusal = Answer(403, {"Content-Type": "text/plain"}, b"no")
    with serving(refusal) as server:
        shown = CliRunner().invoke(cli, ["--debug", "push", "--store", str(store), "--endpoint", server.address])
        assert shown.exit_code == 1
        assert "very-secret" not in shown.output
        assert server.asked[0].headers["Authorization"] == "Bearer very-secret"
    monkeypatch.setenv(USER, "amal")
    monkeypatch.setenv(PASSWORD, "secret-too")
    both = push(store, "http://127.0.0.1:9/")
    assert both.exit_code == 1
    assert "set either" in both.stderr
    assert "secret-too" not in both.output


def test_a_push_that_is_stopped_says_so_and_is_completed(store: Path, site: Site) -> None:
    with serving(Answer(wait=60), behind=site.update, first=3) as silent:
        command = [*RASD, "push", "--store", str(store), "--endpoint", site.query, "--update", silent.address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            end = time.monotonic() + 60
            while len(silent.asked) < 4 and time.monotonic() < end:
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            _, errors = running.communicate(timeout=60)
    assert running.returncode == 1
    assert errors.splitlines()[-1].startswith("rasd: stopped before all was sent: what was sent is kept")
    assert push(store, site.query).exit_code == 0
    assert push(store, site.query, "--check").exit_code == 0


def test_a_push_that_fails_midway_says_what_to_do_and_is_completed(store: Path, site: Site) -> None:
    with serving(Answer(500, {"Content-Type": "text/plain"}, b"disk full"), behind=site.update, first=4) as server:
        shown = push(store, site.query, "--update", server.address)
    assert shown.exit_code == 1
    assert "(disk full); not all was sent: what was sent is kept, run it again to send the rest" in shown.stderr
    completed = push(store, site.query)
    assert completed.exit_code == 0
    assert push(store, site.query, "--check").exit_code == 0
