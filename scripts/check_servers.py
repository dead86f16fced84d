"""Starts ``rasd serve`` and ``rasd ui`` as they are installed, asks both over HTTP, and ends them.

    python scripts/check_servers.py STORE

For scripts/check_wheel.sh: run it with the Python of an environment in which nothing but the wheel is installed. Ends
with 1 and says what is wrong where an answer is not as it should be.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

START_SECONDS = 60
ARTICLE = "founding-article"


@contextmanager
def running(command: str, store: str) -> Iterator[str]:
    """The address of a command of rasd that listens at a free port until the block ends.

    :raises SystemExit: if it does not listen in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("rasd")
    process = subprocess.Popen(  # noqa: S603
        [program, command, "--store", store, "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"rasd {command} does not start")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def read(address: str, accept: str = "*/*") -> str:
    """The body of an answer.

    :raises SystemExit: if there is none, or it is an error.
    """
    try:
        with urlopen(Request(address, headers={"Accept": accept}), timeout=60) as answer:  # noqa: S310
            return str(answer.read().decode())
    except URLError as error:
        raise SystemExit(f"{address}: {error}") from error


def check(holds: bool, what: str) -> None:
    """End with *what* where it does not hold."""
    if not holds:
        raise SystemExit(what)


def check_endpoint(address: str) -> None:
    """SPARQL, the named queries, the page of a thing with its style sheet, the ontology."""
    query = quote("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    header, count = read(f"{address}/sparql?query={query}", "text/csv").split()
    check(header == "n" and int(count) > 0, f"/sparql counts {count} triples")
    queries = json.loads(read(f"{address}/api/queries"))["queries"]
    check("attack-roles" in {query["name"] for query in queries}, "/api/queries lacks attack-roles")
    page = read(f"{address}/id/article/{ARTICLE}?lang=en", "text/html")
    check("<html" in page and ARTICLE in page, f"no page of {ARTICLE}")
    sheet = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    check("{" in read(f"{address}{sheet}", "text/css"), "the page has no style sheet")
    check("owl:Ontology" in read(f"{address}/ontology", "text/turtle"), "no ontology")


def check_interface(address: str) -> None:
    """Streamlit's page, and a browser part as it is in the package."""
    import ui

    check("<html" in read(address), "the interface has no page")
    check(read(f"{address}/_stcore/health") == "ok", "the interface is not well")
    name = "static/components/map/index.js"
    part = (Path(ui.__path__[0]) / name).read_text(encoding="utf-8")
    check(read(f"{address}/app/{name}") == part, f"{name} is not served")


def check_pages(store: str) -> None:
    """The first page of the interface, drawn without a browser."""
    from streamlit.testing.v1 import AppTest

    import ui

    os.environ["RASD_STORE"] = store
    app = AppTest.from_file(Path(ui.__path__[0]) / "app.py", default_timeout=60).run()
    check(not app.exception, f"the interface fails: {[error.value for error in app.exception]}")
    drawn = "".join(element.proto.body for element in app.get("html"))
    check('class="rasd-row"' in drawn, "the first page of the interface shows no attack")


def main(store: str) -> None:
    """Check all of it."""
    with running("serve", store) as address:
        check_endpoint(address)
    with running("ui", store) as address:
        check_interface(address)
    check_pages(store)


if __name__ == "__main__":
    main(sys.argv[1])
