"""Adding articles in a real browser: from a text to its attack, several files, what is refused."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.ui.browsing import DESKTOP, PHONE, Running, Scheme, Seen, interface, open_page
from tests.ui.test_adding import QUIET, TEXT
from ui.labels import Labels, Language

UPGRADE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: {origin}\r\n\r\n"
)
SECONDS = 180_000  # milliseconds in which a slow machine begins and ends a process


@pytest.fixture(scope="module")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("adding")
    shutil.copytree(store, folder / "store")
    with interface(folder / "store", folder) as running:
        yield running


def open_form(page: Page, server: Running, way: str, lang: str) -> Labels:
    page.goto(f"{server.address}add?way={way}&lang={lang}")
    labels = Labels(Language(lang))
    expect(page.get_by_role("button", name=labels("add.preview"), exact=True)).to_be_visible(timeout=SECONDS)
    return labels


def preview(page: Page, labels: Labels) -> None:
    page.get_by_role("button", name=labels("add.preview"), exact=True).click()
    expect(page.get_by_text(labels("add.section.preview"), exact=True)).to_be_visible(timeout=SECONDS)


def has_no_overflow(page: Page) -> bool:
    return bool(page.get_by_test_id("stMain").evaluate("element => element.scrollWidth <= element.clientWidth"))


@pytest.mark.parametrize(
    ("lang", "scheme", "width", "place"), [("ar", "light", PHONE, "السدرة"), ("en", "dark", DESKTOP, "الزهراء")]
)
def test_from_a_text_to_its_attack(
    lang: str, scheme: Scheme, width: int, place: str, server: Running, browser: Browser
) -> None:
    page, seen = open_page(browser, scheme, width)
    labels = open_form(page, server, "paste", lang)
    title = f"<img src=x onerror=alert(1)> مقتل أربعة في تفجير قرب {place}"
    page.get_by_label(labels("add.title")).fill(title)
    page.get_by_label(labels("add.body"), exact=True).fill(TEXT.replace("الموصل", place))
    preview(page, labels)
    article = page.locator(".rasd-article")
    expect(article).to_be_visible(timeout=SECONDS)
    expect(article.locator("mark.rasd-g-weapon").first).to_contain_text("سيارة")
    expect(article.locator("h3")).to_contain_text("<img src=x")
    assert article.locator("img").count() == 0
    page.locator(".rasd-found-role a").filter(has_text=re.compile("ثمانية")).first.click()
    expect(page.locator(".rasd-flash")).to_contain_text("ثمانية")
    assert has_no_overflow(page)
    page.get_by_role("button", name=labels("add.put"), exact=True).click()
    row = page.locator(".rasd-adding tbody tr")
    expect(row).to_contain_text(place, timeout=SECONDS)  # the batch before may be told of until then
    expect(page.get_by_text(labels("add.ended.done.title"))).to_be_visible()
    expect(row).to_contain_text(labels("add.result.added"))
    assert has_no_overflow(page)
    row.get_by_role("link").first.click()
    expect(page.locator(".rasd-article").filter(has_text=place).first).to_be_visible(timeout=SECONDS)
    page.goto(f"{server.address}attacks?lang={lang}")
    search = page.get_by_label(labels("filter.text"))
    search.fill(f"قرب {place}")
    search.press("Enter")
    expect(page.locator("a.rasd-row").first).to_be_visible(timeout=SECONDS)
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


def test_of_two_files_one_is_broken(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    labels = open_form(page, server, "files", "ar")
    page.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="dates.txt", mimeType="text/plain", buffer=f"معرض التمور\n{QUIET}".encode()),
            FilePayload(name="../<b>x.html.gz", mimeType="application/gzip", buffer=b"no gzip"),
        ]
    )
    expect(page.get_by_test_id("stFileChip")).to_have_count(2)
    preview(page, labels)
    table = page.get_by_role("table", name=labels("add.section.articles")).locator("tbody tr")
    expect(table).to_have_count(2, timeout=SECONDS)
    expect(table.nth(0)).to_contain_text(labels("add.state.rejected"))
    expect(table.nth(0)).to_contain_text("x.html.gz")
    expect(table.nth(0)).to_contain_text(labels("reason.damaged"))
    expect(table.nth(1)).to_contain_text(labels("add.state.no_attack"))
    expect(page.get_by_text(labels("add.no_attack.title"))).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name=labels("add.put"), exact=True).click()
    counts = page.locator(".rasd-badges[role=status]")
    expect(counts).to_contain_text(f"{labels('add.result.rejected')}: 1", timeout=SECONDS)
    expect(page.get_by_text(labels("add.ended.done.title"))).to_be_visible()
    assert seen == Seen()
    page.context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_private_address_is_refused(lang: str, server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    labels = open_form(page, server, "address", lang)
    page.get_by_label(labels("add.address"), exact=True).fill(server.address)
    preview(page, labels)
    expect(page.get_by_text(labels("add.nothing.title"))).to_be_visible(timeout=SECONDS)
    expect(page.locator(".rasd-notice")).to_contain_text(labels("reason.not fetched"))
    expect(page.get_by_role("button", name=labels("add.put"), exact=True)).to_have_count(0)
    assert seen == Seen()
    page.context.close()


@pytest.mark.parametrize(
    "origin", ["https://attacker.example", "null", "http://127.0.0.1.attacker.example", "http://[x"]
)
def test_a_page_of_another_site_can_neither_connect_nor_upload(origin: str, server: Running) -> None:
    """Browsers name the page that asks; the connection through which a page is driven is refused to all others."""
    port = urlsplit(server.address).port
    assert port
    for asked, answer in ((origin, b"403"), (server.address.rstrip("/"), b"101")):
        with socket.create_connection(("127.0.0.1", port), 30) as connection:
            connection.sendall(UPGRADE.format(port=port, origin=asked).encode())
            assert connection.recv(64).split()[1] == answer
    upload = Request(f"{server.address}_stcore/upload_file/any/any", b"x", {"Origin": origin}, method="PUT")
    with pytest.raises(OSError, match="403"):
        urlopen(upload)
    assert not server.log.exists(), server.log.read_text()
