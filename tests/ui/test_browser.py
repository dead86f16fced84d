"""The interface in a real browser: what it asks for, how it looks, how it is walked through."""

from __future__ import annotations

import re
import socket
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.browsing import DESKTOP, PHONE, START_SECONDS, Running, Scheme, Seen, an_attack, open_page


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
    expect(page.locator(content[name]).first).to_be_visible(timeout=START_SECONDS * 1000)
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
    page.goto(f"{server.address}attacks?place=place/sidra&type=AirStrike")
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
    page.goto(f"{server.address}attacks?lang=en")
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


def test_an_attack_is_opened_from_the_map(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    page.goto(f"{server.address}attacks?view=map&lang=en")
    shown = page.locator(".rasd-map")
    expect(shown).to_have_attribute("data-state", "drawn", timeout=120_000)
    shown.locator("summary").click()
    shown.locator(".sites li button", has_text="Wadi Base").first.click()
    shown.locator(".maplibregl-popup .details").get_by_role("button").filter(has_text="Show").first.click()
    expect(page.locator(".rasd-article")).to_be_visible()
    assert "/attack?attack=" in page.url
    page.go_back()
    expect(page.locator(".rasd-map")).to_have_attribute("data-state", "drawn", timeout=120_000)
    assert "view=map" in page.url
    assert seen == Seen()
    page.context.close()
