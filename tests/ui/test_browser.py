"""The interface in a real browser: what it asks for, how it looks, how it is walked through."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

Scheme = Literal["light", "dark"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS = 30
LOOPBACK = {"127.0.0.1", "localhost"}
PHONE = 390
DESKTOP = 1280

# The server, with every attempt of its process to reach or to look up another machine written down.
SERVER = """
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
        with open(sys.argv[3], "a") as log:
            log.write(f"{event} {address}\\n")

sys.addaudithook(watch)
from ui.serve import serve
serve(Path(sys.argv[1]), None, int(sys.argv[2]))
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


@pytest.fixture(scope="module")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "outside.log"
    command = [sys.executable, "-c", SERVER, str(store), str(port), str(log)]
    process = subprocess.Popen(command, cwd=folder)
    try:
        end = time.monotonic() + START_SECONDS
        while not answers(port):
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.1)
        yield Running(f"http://127.0.0.1:{port}/", log)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("no browser: run scripts/system_packages.sh, or put Chromium on the PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


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


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(("lang", "direction", "scheme"), [("ar", "rtl", "light"), ("en", "ltr", "dark")])
@pytest.mark.parametrize("name", ["overview", "attack", "sparql"])
def test_page(
    name: str, lang: str, direction: str, scheme: Scheme, width: int, server: Running, browser: Browser
) -> None:
    page, seen = open_page(browser, scheme, width)
    paths = {"overview": f"?lang={lang}", "sparql": f"sparql?query=articles&run=1&lang={lang}"}
    content = {"overview": ".rasd-attacks", "attack": ".rasd-article", "sparql": ".rasd-answer"}
    path = paths.get(name) or an_attack(page, server.address, lang)
    page.goto(server.address + path)
    expect(page.locator(content[name])).to_be_visible(timeout=START_SECONDS * 1000)
    root = page.locator("html")
    expect(root).to_have_attribute("dir", direction)
    expect(root).to_have_attribute("lang", lang)
    assert page.locator(".rasd-brand").evaluate("element => getComputedStyle(element).direction") == direction
    background = page.locator(".stApp").evaluate("element => getComputedStyle(element).backgroundColor")
    assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 26)"}[scheme]
    assert page.evaluate("document.fonts.load('16px \"IBM Plex Sans Arabic\"', 'رصد').then(faces => faces.length)")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


def test_hostile_text_does_nothing(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    page.goto(f"{server.address}?place=السدرة&type=AirStrike")
    page.locator("a.rasd-row").click()
    expect(page.locator(".rasd-article")).to_contain_text("<script>document.title")
    expect(page).to_have_title("غارة جوية: السدرة | رصد")
    assert page.locator(".rasd-article img, .rasd-article script").count() == 0
    assert seen == Seen()
    page.context.close()


def test_a_role_leads_to_its_words(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    page.goto(server.address + an_attack(page, server.address, "ar"))
    link = page.locator(".rasd-roles a").first
    words = link.inner_text()
    link.click()
    flash = page.locator(".rasd-flash")
    expect(flash).to_have_text(re.compile(re.escape(words.split()[0])), timeout=START_SECONDS * 1000)
    expect(flash).to_be_in_viewport(timeout=START_SECONDS * 1000)
    page.context.close()


def test_letters_stay_joined_where_a_mark_begins_inside_a_word(server: Running, browser: Browser) -> None:
    """Unjoined letters have another width; the marked word has nearly that of the plain one."""
    page, _ = open_page(browser)
    page.goto(server.address + an_attack(page, server.address, "ar"))
    page.locator(".rasd-article").wait_for()
    plain, marked, unjoined = page.evaluate(
        """() => [['للقوات', ''], ['لل', 'قوات'], ['لل\u200cقوات', '']].map(([bare, marked]) => {
            const place = document.createElement('span')
            const mark = document.createElement('mark')
            mark.className = 'rasd-g-target'
            mark.append(marked)
            place.append(bare, mark)
            document.querySelector('.rasd-article p').append(place)
            return place.getBoundingClientRect().width
        })"""
    )
    assert abs(unjoined - plain) > 2
    assert marked == pytest.approx(plain, abs=1)
    page.context.close()


def test_the_way_back_keeps_the_filters(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    page.goto(f"{server.address}?lang=en")
    page.get_by_label("Search").fill("الراية")
    page.get_by_label("Search").press("Enter")
    expect(page.locator(".rasd-found")).to_have_text("2 of 7")
    for way in (page.go_back, page.get_by_text("All attacks").click):
        page.locator("a.rasd-row").first.click()
        page.locator(".rasd-article").wait_for()
        page.wait_for_function("document.documentElement.lang === 'en'")
        way()
        expect(page.locator(".rasd-found")).to_have_text("2 of 7")
        expect(page.get_by_label("Search")).to_have_value("الراية")
    page.context.close()


def test_another_name_for_this_machine_is_refused(server: Running) -> None:
    request = Request(server.address, headers={"Host": "attacker.example"})
    with pytest.raises(OSError, match="400"):
        urlopen(request)


def test_only_the_loopback_address_is_bound(server: Running) -> None:
    port = urlsplit(server.address).port
    assert port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.bind(("127.0.0.2", port))
