"""The page of queries in a real browser: fields, the mark at an error, views, history and links, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.browsing import DESKTOP, PHONE, Running, Scheme, Seen, interface, open_page

WORDS = {
    "ar": {
        "run": "نفّذ", "article": "معرّف المقال", "place": "السطر 3، العمود 2", "marked": "عند السطر 3، العمود 2",
        "rows": "عدد الصفوف: {}", "history": "السجل", "own": "حرّره استعلامًا من عندك",
        "from link": "جاء هذا النص مع الرابط", "chart": "رسم بياني", "network": "شبكة",
    },
    "en": {
        "run": "Run", "article": "Identifier of the article", "place": "Line 3, column 2",
        "marked": "at line 3, column 2", "rows": "Rows: {}", "history": "History", "own": "Edit as my own",
        "from link": "This text came with the link", "chart": "Chart", "network": "Network",
    },
}  # fmt: skip
BROKEN = "SELECT ?s {\n  ?s ?p ?o FILTER\n}"
MENDED = "SELECT ?s {\n  ?s ?p ?o } LIMIT 7"


@pytest.fixture(scope="module")
def server(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with interface(store, tmp_path_factory.mktemp("queries")) as running:
        yield running


def show(browser: Browser, server: Running, lang: str, address: str, **how: object) -> tuple[Page, Seen]:
    page, seen = open_page(browser, **how)  # type: ignore[arg-type]
    page.goto(f"{server.address}sparql?lang={lang}&{address}")
    editor(page).wait_for()
    return page, seen


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SPARQL")


def write(page: Page, text: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def rows(page: Page) -> Locator:
    return page.locator(".rasd-answer tbody tr")


def choose_own(page: Page, lang: str) -> None:
    page.get_by_role("combobox").first.click()
    page.get_by_role("option").first.click()
    expect(page.get_by_role("button", name=WORDS[lang]["own"])).to_have_count(0)
    expect(editor(page)).to_contain_text("LIMIT 20")


def test_a_named_query_is_shown_from_its_first_line_on(server: Running, browser: Browser) -> None:
    """Titles, meaning and parameters stand above the editor; there they would hide the query."""
    page, _ = show(browser, server, "en", "query=attack-roles")
    first = page.locator(".cm-line", has_text="PREFIX").first
    expect(first).to_be_visible()
    page.wait_for_function(
        """() => {
            const find = (root) => root.querySelector('.cm-scroller') ?? [...root.querySelectorAll('*')]
                .map((one) => one.shadowRoot && find(one.shadowRoot)).find(Boolean)
            const scroller = find(document)
            const line = [...scroller.querySelectorAll('.cm-line')].find((one) => one.textContent.startsWith('PREFIX'))
            return scroller.scrollTop > 0 && line.getBoundingClientRect().top - scroller.getBoundingClientRect().top < 40
        }"""
    )


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("ar", "light", DESKTOP), ("en", "dark", DESKTOP), ("ar", "dark", PHONE), ("en", "light", PHONE)],
)  # fmt: skip
def test_a_named_query_with_a_parameter(
    lang: str, scheme: Scheme, width: int, server: Running, browser: Browser
) -> None:
    page, seen = show(browser, server, lang, "query=attack-roles", scheme=scheme, width=width)
    words = WORDS[lang]
    page.get_by_role("textbox", name=words["article"]).fill("raya-1")
    page.get_by_role("textbox", name=words["article"]).press("Enter")
    page.wait_for_timeout(1500)  # longer than a run of the page takes
    expect(page.locator(".rasd-answer")).to_have_count(0)  # a value alone runs nothing
    page.get_by_role("button", name=words["run"], exact=True).click()
    expect(rows(page).first).to_contain_text("raya-1")
    assert "p-article=raya-1" in page.url
    link = rows(page).first.get_by_role("link")
    assert (link.get_attribute("target"), "attack?attack=" in (link.get_attribute("href") or "")) == ("_blank", True)
    assert editor(page).evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_broken_query_is_marked_mended_and_run(lang: str, server: Running, browser: Browser) -> None:
    page, seen = show(browser, server, lang, "query=articles")
    words = WORDS[lang]
    choose_own(page, lang)
    write(page, BROKEN)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name=words["place"])).to_be_visible()
    expect(page.locator(".cm-lintRange-error")).to_have_text("}")
    expect(page.get_by_test_id("stAlert")).to_contain_text(words["marked"])
    page.get_by_role("button", name=words["place"]).click()
    expect(editor(page)).to_be_focused()
    write(page, MENDED)
    page.keyboard.press("Control+Enter")
    expect(rows(page)).to_have_count(7)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert seen == Seen()
    page.context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_history_and_the_link(lang: str, server: Running, browser: Browser) -> None:
    page, seen = show(browser, server, lang, "query=articles&run=1")
    words = WORDS[lang]
    expect(rows(page)).to_have_count(3)
    choose_own(page, lang)
    write(page, MENDED)
    page.keyboard.press("Control+Enter")
    expect(rows(page)).to_have_count(7)
    assert "text=" in page.url
    address = page.url
    page.get_by_role("button", name=words["history"]).click()
    entries = page.get_by_test_id("stPopoverBody").get_by_role("button")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text(words["rows"].format(7))
    entries.nth(1).click()
    expect(editor(page)).to_contain_text("title-en: Articles")
    expect(page.locator(".rasd-answer")).to_have_count(0)  # put back, not run
    page.goto(address)
    expect(page.get_by_text(words["from link"])).to_be_visible()
    expect(editor(page)).to_contain_text("LIMIT 7")
    expect(page.locator(".rasd-answer")).to_have_count(0)
    page.get_by_role("button", name=words["run"], exact=True).click()
    expect(rows(page)).to_have_count(7)
    assert seen == Seen()
    page.context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_named_query_is_taken_over(lang: str, server: Running, browser: Browser) -> None:
    page, _ = show(browser, server, lang, "query=attack-roles")
    page.get_by_role("textbox", name=WORDS[lang]["article"]).fill("raya-1")
    page.get_by_role("button", name=WORDS[lang]["own"]).click()  # with the value that this very click hands over
    expect(editor(page)).to_contain_text('VALUES ?article { "raya-1" }')
    page.get_by_role("button", name=WORDS[lang]["run"], exact=True).click()
    expect(rows(page).first).to_contain_text("raya-1")
    page.context.close()


def test_what_is_refused_says_so(server: Running, browser: Browser) -> None:
    page, seen = show(browser, server, "en", "query=articles")
    write(page, "SELECT * { SERVICE <http://192.0.2.1/> { ?s ?p ?o } }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("is not carried out here")
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


@pytest.mark.parametrize(("lang", "width"), [("ar", PHONE), ("en", DESKTOP)])
def test_an_answer_as_chart_map_and_network(lang: str, width: int, server: Running, browser: Browser) -> None:
    page, seen = show(browser, server, lang, "query=attack-places&run=1&view=map", width=width)
    drawn = page.locator(".rasd-map")
    expect(drawn).to_have_attribute("data-state", "drawn", timeout=120_000)
    drawn.locator("summary").click()
    drawn.locator(".sites li button").first.click()
    drawn.locator(".maplibregl-popup .details .choose").first.click()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("radio", name=WORDS[lang]["network"]).click()
    expect(page.locator(".network .legend li").first).to_be_visible()
    expect(page.locator(".network .tool.expand")).to_be_hidden()
    page.locator(".network .list").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(rows(page).first).to_be_visible()
    page.get_by_role("radio", name=WORDS[lang]["chart"]).click()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    assert "view=chart" in page.url
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    page.context.close()
