"""Real servers and real pages for the tests, with what they ask other machines for."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

import ui

Scheme = Literal["light", "dark"]

START_SECONDS = 30
LOOPBACK = {"127.0.0.1", "localhost"}
expect.set_options(timeout=START_SECONDS * 1000)
PHONE = 390
DESKTOP = 1280

# What tells that the script of a page has run, and nothing is left of the view before.
SETTLED = """() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')"""

# Every page with what it is known to be drawn by; ATTACK stands for the attack with most to show.
ATTACK = "attack"
PAGES = {
    "overview": ("", ".rasd-attacks"),
    "attacks": ("attacks", ".rasd-attacks"),
    "timeline": ("attacks?view=timeline", ".rasd-legend"),
    "map": ("attacks?view=map", ".rasd-map"),
    ATTACK: (ATTACK, ".rasd-article"),
    "sparql": ("sparql?query=articles&run=1", ".rasd-answer"),
    "add": ("add", "textarea"),
    "groups": ("groups", ".rasd-of-facts"),
    "group": ("groups?id=actor/raya", ".rasd-of-facts"),
    "places": ("places", ".rasd-of-facts"),
    "place": ("places?id=place/nahria", ".rasd-of-facts"),
    "sources": ("sources", ".rasd-of-facts"),
    "source": ("sources?id=actor/raya", ".rasd-conflict"),
    "connections": ("connections?id=actor/raya", "[role=listbox]"),
    "disagreements": ("disagreements", ".rasd-dispute"),
    "nothing": ("groups?id=actor/nobody", ".rasd-notice"),
}

# Every attempt of the server's process to reach or to look up another machine is written down.
_WATCH = """
import sys
from pathlib import Path

def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments
    else:
        return
    host = address[0] if isinstance(address, tuple) else "127.0.0.1"
    if host not in ("127.0.0.1", "::1", "localhost", None):
        with open(sys.argv[1], "a") as log:
            log.write(f"{event} {address}\\n")

sys.addaudithook(watch)
"""

_INTERFACE = """
from ui.serve import serve
serve(Path(sys.argv[3]), None, int(sys.argv[2]))
"""

_SCRIPT = """
import uvicorn
from streamlit.starlette import App
uvicorn.run(App(sys.argv[3]), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


@dataclass(frozen=True)
class Running:
    """A server at work; ``log`` is what it was caught at, if anything."""

    address: str
    log: Path


@dataclass
class Seen:
    """What a page asked other machines for, and what went wrong in it."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _running(program: str, argument: Path, folder: Path) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "outside.log"
    process = subprocess.Popen([sys.executable, "-c", _WATCH + program, str(log), str(port), str(argument)], cwd=folder)
    try:
        end = time.monotonic() + START_SECONDS
        while not answers(port):
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.1)
        yield Running(f"http://127.0.0.1:{port}/", log)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def interface(store: Path, folder: Path) -> Iterator[Running]:
    """The interface over a store, at work in *folder*."""
    with _running(_INTERFACE, store, folder) as running:
        yield running


@contextmanager
def page_of(script: Path, folder: Path) -> Iterator[Running]:
    """A page of the tests, copied into *folder*, with the settings and the static files of the interface beside it."""
    for name in ("static", ".streamlit"):
        (folder / name).symlink_to(Path(ui.__file__).with_name(name))
    copy = Path(shutil.copy(script, folder))
    with _running(_SCRIPT, copy, folder) as running:
        yield running


def open_page(browser: Browser, scheme: Scheme = "light", width: int = DESKTOP) -> tuple[Page, Seen]:
    """A page of its own, and what will be seen of it."""
    page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}).new_page()
    seen = Seen()

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in LOOPBACK:
            seen.outside.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda opened: note(opened.url))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return page, seen


def an_attack(page: Page, address: str, lang: str) -> str:
    """The address of the attack with most to show, relative to the server's."""
    page.goto(f"{address}?lang={lang}")
    href = page.locator("a.rasd-row").nth(2).get_attribute("href")
    assert href
    return href


def visit(page: Page, server: Running, name: str, lang: str) -> None:
    """Open a page of :data:`PAGES` on the invented store, and wait until its script has run and its parts are drawn."""
    path, content = PAGES[name]
    path = an_attack(page, server.address, lang) if name == ATTACK else path
    page.goto(f"{server.address}{path}{'&' if '?' in path else '?'}lang={lang}")
    expect(page.locator(content).first).to_be_visible(timeout=120_000)  # the map draws without a graphics card
    settle(page)


def settle(page: Page) -> None:
    """Wait until the script of a page has run, and nothing is left of the view before."""
    page.wait_for_function(SETTLED)
