"""The map in a real browser, with invented attacks: what it draws and asks for, and what comes back from it."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Position, expect

from tests.ui.browsing import DESKTOP, PHONE, Running, Scheme, Seen, open_page, page_of

SCRIPT = Path(__file__).with_name("map_app.py")
# Without a graphics card the browser draws with the processor, and a busy machine takes its time.
DRAW_MS = 120_000
SHOWN, UNDATED = 59, 5
WITHOUT_GRAPHICS = "HTMLCanvasElement.prototype.getContext = () => null"
MIXED = (43, 58, 64)  # the colour of points that stand for attacks of several kinds, in palette.js
BUBBLE = 24  # pixels, narrower than any point with a number in it
ZOOM_STEPS = 8  # clicks from the whole region down to one place, at most


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with page_of(SCRIPT, tmp_path_factory.mktemp("map")) as running:
        yield running


def open_map(
    browser: Browser, server: Running, query: str = "", scheme: Scheme = "light", width: int = DESKTOP
) -> tuple[Page, Seen, Locator]:
    """The page with the map, drawn."""
    page, seen = open_page(browser, scheme, width)
    page.set_default_timeout(DRAW_MS)
    page.goto(f"{server.address}?{query}")
    shown = page.locator(".rasd-map")
    expect(shown).to_have_attribute("data-state", "drawn", timeout=DRAW_MS)
    return page, seen, shown


def picture(canvas: Locator) -> np.ndarray:
    """The map as it is once nothing moves in it: rows, columns, red, green and blue."""
    last = b""
    while (now := canvas.screenshot()) != last:
        last = now
    return np.asarray(Image.open(io.BytesIO(last)).convert("RGB")).astype(int)


def bubble(pixels: np.ndarray) -> Position:
    """Where most of a square is in the colour of several kinds; for ``Locator.click(position=...)``."""
    mask = (np.abs(pixels - MIXED).max(axis=2) < 24).astype(int)
    sums = np.pad(mask, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    boxes = sums[BUBBLE:, BUBBLE:] - sums[:-BUBBLE, BUBBLE:] - sums[BUBBLE:, :-BUBBLE] + sums[:-BUBBLE, :-BUBBLE]
    row, column = np.unravel_index(boxes.argmax(), boxes.shape)
    assert boxes[row, column] > BUBBLE**2 / 3, "there is no such point"
    return {"x": float(column) + BUBBLE / 2, "y": float(row) + BUBBLE / 2}


def open_place(shown: Locator, place: str) -> Locator:
    """The popup of a place of the list."""
    if not shown.locator(".sites[open]").count():
        shown.locator("summary").click()
    shown.locator(".sites li button", has_text=place).first.click()
    popup = shown.locator(".maplibregl-popup .details")
    expect(popup).to_contain_text(place)
    return popup


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(("lang", "scheme"), [("ar", "light"), ("en", "dark")])
def test_draws_and_asks_nobody_else(lang: str, scheme: Scheme, width: int, server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server, f"lang={lang}", scheme, width)
    canvas = shown.locator("canvas")
    expect(canvas).to_have_attribute("role", "application")
    expect(canvas).to_have_attribute("aria-label", {"ar": "خريطة الهجمات", "en": "Map of attacks"}[lang])
    expect(shown.locator("#help")).to_have_text(re.compile({"ar": "قائمة الأماكن", "en": "list of places"}[lang]))
    expect(shown.locator(".status")).to_contain_text(str(SHOWN))
    expect(shown.locator(".note")).to_contain_text("Natural Earth")
    assert shown.evaluate("element => getComputedStyle(element).direction") == {"ar": "rtl", "en": "ltr"}[lang]
    pixels = picture(canvas)
    colours = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)[1] / pixels[..., 0].size
    assert sorted(colours)[-2] > 0.1  # land and sea
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


def test_a_cluster_opens_up_to_its_places(server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server)
    canvas, popup = shown.locator("canvas"), shown.locator(".maplibregl-popup")
    whole = picture(canvas)
    canvas.click(position=bubble(whole))
    closer = picture(canvas)
    assert popup.count() == 0
    assert (closer != whole).any(axis=2).mean() > 0.1
    for _ in range(ZOOM_STEPS):
        canvas.click(position=bubble(picture(canvas)))
        picture(canvas)
        if popup.count():
            break
    expect(popup.locator(".choose").first).to_be_visible()
    shown.get_by_role("button", name="اعرض كل الأماكن").click()
    back = picture(canvas)
    assert (back != whole).any(axis=2).mean() < (closer != whole).any(axis=2).mean()
    assert seen == Seen()
    page.context.close()


def test_the_button_of_a_popup_gives_the_attack_to_python(server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server)
    chosen = page.locator("#chosen")
    expect(chosen).to_have_text("-")
    open_place(shown, "طرابلس").get_by_role("button", name="اعرض الهجوم").click()
    expect(chosen).to_have_text(re.compile(r"^https://w3id\.org/rasd/id/attack/\d+$"))
    first = chosen.inner_text()
    open_place(shown, "قاعدة الوادي").get_by_role("button", name="اعرض الهجوم").click()
    expect(chosen).not_to_have_text(first)
    expect(chosen).to_have_text(re.compile("/attack/0$"))
    expect(shown).to_have_attribute("data-state", "drawn")  # it was not drawn anew
    assert seen == Seen()
    page.context.close()


def test_hostile_text_stays_text(server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server)
    popup = open_place(shown, "قاعدة الوادي")
    expect(popup).to_contain_text("<img src=x onerror=")
    assert popup.locator("img").count() == 0
    assert page.title() != "1"
    assert seen == Seen()
    page.context.close()


def test_a_rough_place_says_so_and_the_keyboard_reaches_it(server: Running, browser: Browser) -> None:
    page, _, shown = open_map(browser, server, "lang=en")
    shown.locator("summary").press("Enter")
    entry = shown.locator(".sites li button", has_text="near Sidra")
    expect(entry).to_contain_text("imprecise: within about 25 km")
    entry.press("Enter")
    popup = shown.locator(".maplibregl-popup .details")
    expect(popup).to_contain_text("imprecise: within about 25 km")
    button = popup.get_by_role("button", name="Show the attack")
    expect(button).to_be_focused()
    button.press("Escape")
    expect(popup).to_have_count(0)
    expect(entry).to_be_focused()
    expect(shown.locator(".sites li button", has_text="Syria")).to_contain_text("imprecise: anywhere in this area")
    expect(shown.locator(".sites li button", has_text="Baghdad")).not_to_contain_text("imprecise")
    page.context.close()


def test_sliders_filter_in_the_browser(server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server, "lang=en")
    status, canvas = shown.locator(".status"), shown.locator("canvas")
    expect(status).to_contain_text(f"{SHOWN} of {SHOWN} shown")
    before = picture(canvas)
    until = shown.get_by_label("To day")
    until.focus()
    until.press("Home")
    expect(until).to_have_attribute("aria-valuetext", "2023-10-01")
    expect(status).to_contain_text(f"1 of {SHOWN} shown")
    expect(status).to_contain_text(f"Without a known day, shown only with all days: {UNDATED}")
    expect(shown.locator("summary")).to_have_text("List of the places shown: 1")
    assert (picture(canvas) != before).any()
    shown.get_by_label("From day").press("End")  # takes the other one along
    expect(until).to_have_attribute("aria-valuetext", "2024-01-25")
    expect(page.locator("#days")).to_have_text("None")  # nobody asked for a report
    shown.get_by_role("button", name="All days").click()
    expect(status).to_contain_text(f"{SHOWN} of {SHOWN} shown")
    assert (picture(canvas) != before).any(axis=2).mean() < 0.01
    assert seen == Seen()
    page.context.close()


def test_sliders_report_what_they_were_left_at(server: Running, browser: Browser) -> None:
    page, _, shown = open_map(browser, server, "lang=en&report")
    shown.get_by_label("To day").press("Home")
    expect(page.locator("#days")).to_contain_text("(datetime.date(2023, 10, 1), datetime.date(2023, 10, 1))")
    expect(shown.locator(".status")).to_contain_text(f"1 of {SHOWN} shown")  # and they stay there
    shown.get_by_role("button", name="All days").click()
    expect(page.locator("#days")).to_have_text("None")
    page.context.close()


def test_without_webgl_the_list_stands_in(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    page.set_default_timeout(DRAW_MS)
    page.add_init_script(WITHOUT_GRAPHICS)
    page.goto(server.address)
    shown = page.locator(".rasd-map")
    expect(shown).to_have_attribute("data-state", "no-webgl", timeout=DRAW_MS)
    expect(shown.locator(".instead")).to_contain_text("WebGL 2")
    entry = shown.locator(".sites li", has_text="طرابلس")
    entry.get_by_role("button").click()
    entry.get_by_role("button", name="اعرض الهجوم").click()
    expect(page.locator("#chosen")).to_contain_text("/attack/")
    assert seen == Seen()
    page.context.close()


def test_no_attack_at_all(server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server, "empty&lang=en")
    expect(shown.locator(".status")).to_have_text("0 of 0 shown")
    assert shown.locator(".days").count() == 0
    assert seen == Seen()
    page.context.close()


def test_twenty_thousand_places(server: Running, browser: Browser) -> None:
    page, seen, shown = open_map(browser, server, "lang=en&attacks=20000")
    expect(shown.locator(".status")).to_contain_text(f"{20_000 + SHOWN} of {20_000 + SHOWN} shown")
    shown.get_by_label("To day").press("Home")
    expect(shown.locator(".status")).to_contain_text(f"1 of {20_000 + SHOWN} shown")
    assert seen == Seen()
    page.context.close()


@pytest.fixture
def tiles() -> Iterator[tuple[str, list[str]]]:
    """A server of tiles, and what it was asked for."""
    asked: list[str] = []
    image = io.BytesIO()
    Image.new("RGB", (256, 256), (250, 0, 250)).save(image, "PNG")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(image.getvalue())

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listener.server_port}/{{z}}/{{x}}/{{y}}.png", asked
        listener.shutdown()


def test_tiles_where_the_environment_names_some(
    tiles: tuple[str, list[str]], tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = tiles
    monkeypatch.setenv("RASD_TILES", url)
    monkeypatch.setenv("RASD_TILES_ATTRIBUTION", "<b>Somebody</b>")
    with page_of(SCRIPT, tmp_path) as running:
        page, seen, shown = open_map(browser, running, "lang=en")
        pixels = picture(shown.locator("canvas"))
        assert (pixels == (250, 0, 250)).all(axis=2).mean() > 0.5
        expect(shown.locator(".note").last).to_have_text("Background: <b>Somebody</b>")
        assert asked and all(re.fullmatch(r"/\d+/\d+/\d+\.png", path) for path in asked)
        assert seen == Seen()
        page.context.close()
