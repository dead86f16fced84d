"""What the pages are to those who see, hear or move otherwise: axe-core's rules, the keyboard, a narrow window."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import PAGES, PHONE, Running, open_page, settle, visit

LANGUAGES = ("ar", "en")
# WCAG 2.2 levels A and AA, and what axe-core recommends beyond: order of headings, one main heading, landmarks.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DARK = "rgb(18, 24, 26)"

# Of an element that has the focus and of all around it, whatever can show that.
LOOK = """() => {
    const looks = []
    for (let node = window.focused ?? (window.focused = document.activeElement); node; node = node.parentElement) {
        const style = getComputedStyle(node)
        looks.push([style.outline, style.boxShadow, style.border, style.backgroundColor, style.clipPath].join())
    }
    return looks.slice(0, 6)
}"""

# What sticks out of the window, except what scrolls in a box of its own.
CLIPPED = """() => [...document.querySelectorAll('.stMain *')].filter((node) => {
    if (node.closest('.rasd-hidden, .rasd-skip, svg, [aria-hidden="true"], .rasd-map, .rasd-network')) return false
    for (let box = node.parentElement; box; box = box.parentElement) {
        const scrolls = ['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
        if (scrolls && box.scrollWidth > box.clientWidth) return false
    }
    const { left, right, width } = node.getBoundingClientRect()
    return width > 0 && (left < -1 || right > window.innerWidth + 1)
}).map((node) => node.outerHTML.slice(0, 150))"""


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, a line for each element."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, lang: str, server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    visit(page, server, name, lang)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", DARK)
    assert violations(page) == []
    page.context.close()


def test_axe_would_find_something(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    visit(page, server, "groups", "en")
    page.evaluate(
        """() => document.querySelector('.stMain h1').insertAdjacentHTML(
            'afterend', '<h5 style="color: #bbb; background: #fff">x x x</h5><button></button><img src="x.png">')"""
    )
    rules = {line.partition(":")[0] for line in violations(page)}
    assert {"button-name", "color-contrast", "heading-order", "image-alt"} <= rules
    page.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_of_a_phone(name: str, lang: str, server: Running, browser: Browser) -> None:
    page, _ = open_page(browser, width=PHONE)
    visit(page, server, name, lang)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    assert page.evaluate(CLIPPED) == []
    page.context.close()


@pytest.mark.parametrize("name", ["groups", "places", "sources"])
def test_a_card_names_its_figures(name: str, server: Running, browser: Browser) -> None:
    page, _ = open_page(browser, width=PHONE)
    visit(page, server, name, "en")
    card = page.get_by_role("row").filter(has=page.get_by_role("rowheader")).first
    figures = card.get_by_role("cell")
    assert figures.count() >= 2
    boxes = [cell.bounding_box() for cell in figures.all() if cell.is_visible()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE for box in boxes)
    titles = figures.evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    assert all(len(title) > 4 for title in titles), titles
    page.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_attack_is_reached_by_the_keyboard(lang: str, server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    visit(page, server, "attacks", lang)
    reached: list[str] = []
    while "rasd-row" not in reached[-3:]:
        page.keyboard.press("Tab")
        page.evaluate("window.focused = document.activeElement")
        page.wait_for_timeout(250)  # colours of buttons and fields change slowly
        with_focus = page.evaluate(LOOK)
        reached.append(page.evaluate("focused.className || focused.tagName"))
        assert len(reached) < 60, reached
        page.evaluate("focused.blur()")
        page.wait_for_timeout(250)
        assert page.evaluate(LOOK) != with_focus, (
            f"nothing shows the focus: {page.evaluate('focused.outerHTML.slice(0, 150)')}"
        )
        page.evaluate("focused.focus()")
    assert sum("rasd-skip" in name for name in reached) == 1
    page.keyboard.press("Enter")
    expect(page.locator(".rasd-article")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_head_can_be_skipped(lang: str, server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    visit(page, server, "groups", lang)
    link = page.locator(".rasd-skip")
    link.focus()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.context.close()


def test_the_other_language_is_named_in_its_own(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    for lang, other in (("ar", "en"), ("en", "ar")):
        visit(page, server, "groups", lang)
        expect(page.locator(".st-key-rasd-language button")).to_have_attribute("lang", other)
    settle(page)
    page.context.close()
