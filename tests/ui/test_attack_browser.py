"""The page of an attack in a real browser: who claimed it, what two sources say of the toll, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.graph.iris import article_iri, attack_iri, event_iri
from tests.ui.browsing import DESKTOP, PHONE, Running, Seen, interface, open_page

ATTACK = attack_iri(event_iri(article_iri("raya-1"), "rockets"))
STRIKE = attack_iri(event_iri(article_iri("raya-2"), "strike"))
WORDS = {
    "ar": {
        "claims": "تبنّاه",
        "group": "لواء الفجر",
        "killed": "القتلى",
        "conflict": "تعارض",
        "ministry": "وزارة الصحة",
        "where": "المكان",
        "place": "قاعدة الوادي",
        "agree": "اتفاق",
        "weapon": "السلاح",
        "single": "مصدر واحد",
    },
    "en": {
        "claims": "claims it",
        "group": "Dawn Brigade",
        "killed": "Killed",
        "conflict": "conflict",
        "ministry": "وزارة الصحة",
        "where": "Place",
        "place": "Wadi Base",
        "agree": "agree",
        "weapon": "Weapon",
        "single": "one source",
    },
}


@pytest.fixture(scope="module")
def server(retold: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with interface(retold, tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(params=[("ar", DESKTOP), ("en", DESKTOP), ("ar", PHONE)], ids=["ar", "en", "phone"])
def view(request: pytest.FixtureRequest, server: Running, browser: Browser) -> Iterator[tuple[Page, dict[str, str]]]:
    """The page in both languages and on a phone, with the words to look for; nothing goes wrong in it."""
    language, width = request.param
    page, seen = open_page(browser, "light", width)
    page.goto(f"{server.address}attack?attack={ATTACK}&lang={language}")
    expect(page.get_by_test_id("stExpander")).to_have_count(2)  # the last parts of the page
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    yield page, WORDS[language]
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    page.context.close()


def row(page: Page, name: str) -> str:
    """How to find the row of a fact."""
    return f'.rasd-by-source tr:has(th[scope="row"]:has-text("{name}"))'


def test_who_claimed_the_attack(view: tuple[Page, dict[str, str]]) -> None:
    page, words = view
    suspects = page.locator(".rasd-summary li", has_text=words["claims"])
    expect(suspects).to_have_count(2)
    expect(suspects.filter(has_text=words["group"])).to_have_count(1)
    suspects.filter(has_text=words["group"]).locator("a[data-goto]").click()
    flash = page.locator(".rasd-flash")
    expect(flash).to_be_in_viewport()
    expect(page.locator(".rasd-article p:has(.rasd-flash)")).to_contain_text("لواء الفجر")


def test_two_tolls_of_two_sources(view: tuple[Page, dict[str, str]]) -> None:
    page, words = view
    killed = page.locator(row(page, words["killed"]))
    expect(killed.locator("th")).to_contain_text(words["conflict"])
    cells = killed.locator("td")
    expect(cells).to_have_count(2)
    expect(cells.first).to_contain_text("4")
    expect(cells.first).to_contain_text("20+")
    expect(cells.last).to_contain_text("9")
    figures = page.locator(".rasd-tolls section").first.locator("li")
    expect(figures).to_have_count(3)
    nine = figures.filter(has_text=words["ministry"])
    expect(nine.locator(".rasd-toll-figure strong")).to_have_text("9")
    expect(nine).to_contain_text("تسعة جنود")
    expect(nine.locator(".rasd-toll-dot")).to_have_count(1)
    expect(figures.filter(has_text="20").locator(".rasd-toll-open")).to_have_count(1)


def test_the_evidence_of_a_fact_is_opened_by_key(view: tuple[Page, dict[str, str]]) -> None:
    page, words = view
    place = page.locator(row(page, words["where"]))
    expect(place.locator("th")).to_contain_text(words["agree"])
    link = place.locator("td").last.locator("a", has_text=words["place"])
    link.focus()
    page.keyboard.press("Enter")
    flash = page.locator(".rasd-flash")
    expect(flash).to_have_text("قاعدة الوادي")
    expect(flash).to_be_in_viewport()
    expect(flash).to_be_focused()


def test_marked_words_lead_to_what_was_made_of_them(view: tuple[Page, dict[str, str]]) -> None:
    page, words = view
    article = page.locator(".rasd-article").last
    article.locator("mark", has_text="تسعة جنود").first.click()
    role = page.locator("tr.rasd-flash")
    expect(role).to_be_visible()
    expect(role).to_contain_text("9")
    expect(role).to_contain_text(words["ministry"])


def test_columns_by_speaker(view: tuple[Page, dict[str, str]]) -> None:
    page, words = view
    page.locator('[data-testid="stButtonGroup"] button').nth(1).click()
    page.wait_for_url("**columns=speaker**")
    head = page.locator(".rasd-by-source thead th")
    expect(head.filter(has_text=words["ministry"])).to_have_count(1)
    expect(page.locator(row(page, words["weapon"])).locator("th")).to_contain_text(words["single"])


def test_what_it_answers_and_why_the_reports_are_one(view: tuple[Page, dict[str, str]]) -> None:
    page, words = view
    answered = page.locator(".rasd-claims li", has_text="رداً على غارة").last
    expect(answered).to_contain_text(words["group"])
    answered.locator(".rasd-claim-head a").click()
    page.wait_for_url(f"**attack={quote(STRIKE, safe='')}**")
    page.go_back()
    expect(page.locator(".rasd-merging tbody tr")).to_have_count(2)
    expect(page.locator(".rasd-merging tbody tr").first).to_contain_text("87%")
    page.locator('[data-testid="stExpander"] summary').first.click()
    expect(page.locator('[data-testid="stCode"]').first).to_contain_text("rasd curate split --store")
    expect(page.locator('[data-testid="stCode"]').first).to_contain_text(f"{ATTACK} raya-2")


def test_one_reaction_to_a_click_after_several_runs(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    page.goto(f"{server.address}attack?attack={ATTACK}&lang=en")
    for language, other in (("en", "ar"), ("ar", "en"), ("en", "ar"), ("ar", "en")):
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.locator(".st-key-rasd-language button").click()
        expect(page.locator("html")).to_have_attribute("lang", other)
    expect(page.locator(".rasd-merging")).to_be_visible()
    page.evaluate(
        """() => {
            window.reactions = 0
            const before = Element.prototype.scrollIntoView
            Element.prototype.scrollIntoView = function (...given) { window.reactions++; before.apply(this, given) }
        }"""
    )
    page.locator(".rasd-by-source td a").first.click()
    expect(page.locator(".rasd-flash")).to_be_in_viewport()
    assert page.evaluate("window.reactions") == 1
    page.context.close()
