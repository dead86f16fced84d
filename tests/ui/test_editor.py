"""The SPARQL editor in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builder.graph.iris import ID
from builder.vocabulary import RASD, SKOS
from tests.ui.browsing import DESKTOP, PHONE, Running, Scheme, Seen, open_page, page_of

APP = Path(__file__).with_name("editor_app.py")
LINE = "\n  ?attack "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with page_of(APP, tmp_path_factory.mktemp("editor")) as running:
        yield running


def show(browser: Browser, server: Running, lang: str = "ar", **how: object) -> tuple[Page, Seen, Locator]:
    """The page with the cursor at the end of the line of the pattern."""
    page, seen = open_page(browser, **how)  # type: ignore[arg-type]
    page.goto(f"{server.address}?lang={lang}")
    box = page.get_by_role("textbox", name="SPARQL")
    line = page.locator(".cm-line", has_text="?attack a ?type .")
    line.click()
    page.keyboard.press("End")
    return page, seen, box


def given(page: Page) -> Locator:
    """The text that Python has."""
    return page.get_by_test_id("stCode").first


def replace_all(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize(
    ("lang", "scheme", "width", "hint"),
    [
        ("ar", "light", DESKTOP, "طعن"),
        ("en", "dark", DESKTOP, "stabbing"),
        ("ar", "dark", PHONE, "طعن"),
        ("en", "light", PHONE, "stabbing"),
    ],
)
def test_a_term_is_completed_with_its_prefix(
    lang: str, scheme: Scheme, width: int, hint: str, server: Running, browser: Browser
) -> None:
    page, seen, box = show(browser, server, lang, scheme=scheme, width=width)
    page.keyboard.type(f"{LINE.rstrip()} rasd:sta")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("rasd:Stabbing")
    expect(first).to_contain_text(hint)
    popup = page.locator(".cm-tooltip-autocomplete").bounding_box()
    assert popup and popup["x"] >= 0 and popup["x"] + popup["width"] <= width
    page.wait_for_timeout(300)  # CodeMirror takes no key for a list that has only just appeared
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    lines = [
        "# A second line",
        f"PREFIX rasd: <{RASD}>",
        "SELECT ?attack",
        "WHERE {",
        "?attack a ?type .",
        "?attack rasd:Stabbing",
    ]
    expect(given(page)).to_contain_text(" ".join(lines))
    ground = page.locator(".host").evaluate("element => getComputedStyle(element).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 26)"}[scheme]
    assert box.evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert page.locator(".editor").evaluate("element => getComputedStyle(element).direction") == {"ar": "rtl"}.get(
        lang, "ltr"
    )
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


def test_what_else_is_completed(server: Running, browser: Browser) -> None:
    page, _, _ = show(browser, server)
    cases = [
        ("طعن", "rasd:Stabbing", f"PREFIX rasd: <{RASD}> SELECT * {{ rasd:Stabbing }}"),  # by its Arabic label
        ("abduct", "rasd:Abduction", f"PREFIX rasd: <{RASD}> SELECT * {{ rasd:Abduction }}"),
        ("preflab", "skos:prefLabel", f"PREFIX skos: <{SKOS}> SELECT * {{ skos:prefLabel }}"),
        ("sko", "skos:", f"PREFIX skos: <{SKOS}> SELECT * {{ skos: }}"),
        ("convo", "target-kind/convoy", f"SELECT * {{ <{ID}target-kind/convoy> }}"),
        ("?s ?a ?s_", "?s_long", "SELECT * { ?s ?a ?s_long } # ?s_long"),
        ("opti", "OPTIONAL", "SELECT * { OPTIONAL }"),
    ]
    for typed, chosen, written in cases:
        replace_all(page, "SELECT * {  }" + (" # ?s_long" if "?" in typed else ""))
        page.keyboard.press("Home")
        for _ in "SELECT * { ":
            page.keyboard.press("ArrowRight")
        page.keyboard.type(typed)
        page.locator(".cm-completionLabel").get_by_text(chosen, exact=True).click()
        page.keyboard.press("Escape")
        expect(given(page)).to_have_text(written)
    page.context.close()


def test_a_prefix_that_means_something_else_is_left_alone(server: Running, browser: Browser) -> None:
    page, _, _ = show(browser, server)
    replace_all(page, "PREFIX rasd: <https://example.org/>\nSELECT * {\n  ?s a \n}")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.type("rasd:Stabb")
    page.get_by_role("option").first.click()
    page.keyboard.press("Tab")
    expect(given(page)).to_contain_text(f"?s a <{RASD}Stabbing>")
    expect(given(page)).not_to_contain_text(f"PREFIX rasd: <{RASD}>")
    page.context.close()


def test_nothing_is_completed_where_it_would_mean_nothing(server: Running, browser: Browser) -> None:
    page, _, box = show(browser, server)
    for text in ("# rasd:Sta", 'SELECT * { ?s ?p "rasd:Sta" }', "SELECT * { ?s <rasd:Sta> ?o }"):
        head, _, tail = text.partition("Sta")
        replace_all(page, head + tail)
        for _ in tail:
            page.keyboard.press("ArrowLeft")
        page.keyboard.type("Sta")
        expect(box).to_have_text(text)
        page.keyboard.press("Control+Space")
        page.wait_for_timeout(500)  # longer than completion waits
        expect(page.get_by_role("option")).to_have_count(0)
    page.context.close()


def test_an_error_is_marked_at_its_place_until_it_is_gone(server: Running, browser: Browser) -> None:
    page, seen, box = show(browser, server)
    text = 'SELECT * {\n  ?s ?p "قصف 😀" ; FILTER\n}'
    replace_all(page, text)
    page.keyboard.press("Control+Enter")
    alert = page.get_by_role("alert").filter(has_text="the query is wrong")
    expect(alert).to_contain_text("السطر 3، العمود 2")
    expect(page.locator(".cm-lintRange-error")).to_have_text("}")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    expect(box).to_have_attribute("aria-invalid", "true")
    page.locator(".cm-lint-marker-error").hover()
    expect(page.locator(".cm-tooltip-lint")).to_contain_text("السطر 3")
    page.get_by_role("button", name="السطر 3").click()
    page.keyboard.type("X")  # before the last letter
    page.get_by_role("button", name="نفّذ").click()
    expect(given(page)).to_contain_text("\nX}")
    expect(page.get_by_text("runs: 2")).to_be_visible()
    box.click()
    replace_all(page, "SELECT * { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("runs: 3")).to_be_visible()
    expect(page.locator(".cm-lintRange-error, .cm-lint-marker-error")).to_have_count(0)
    expect(box).to_have_attribute("aria-invalid", "false")
    expect(page.locator(".error")).to_be_empty()
    assert seen == Seen()
    page.context.close()


def test_where_an_error_is_underlined(server: Running, browser: Browser) -> None:
    page, _, _ = show(browser, server)
    cases = [
        ("SELECT * { ?s ?p", "?p"),  # at the end: the last word
        ('SELECT * { ?s ?p "😀😀" . ?x FILTER }', "FILTER"),  # with two columns for each sign it would be "ER"
        ("SELECT *\n{ ?s nope:name ?o }", "nope:name"),
    ]
    for runs, (text, marked) in enumerate(cases, 1):
        replace_all(page, text)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"runs: {runs}")).to_be_visible()
        expect(page.locator(".cm-lintRange-error")).to_have_text(marked)
    page.context.close()


def test_a_run_hands_over_the_text_and_happens_once(server: Running, browser: Browser) -> None:
    page, _, _ = show(browser, server)
    replace_all(page, "ASK { ?s ?p 'نص' }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("stCode").last).to_have_text("ASK { ?s ?p 'نص' }")
    expect(page.get_by_text("runs: 1")).to_be_visible()
    page.get_by_label("after").fill("another run of the script")
    page.get_by_label("after").press("Enter")
    page.wait_for_timeout(1000)
    expect(page.get_by_text("runs: 1")).to_be_visible()
    page.context.close()


def test_a_pause_hands_over_the_text(server: Running, browser: Browser) -> None:
    page, _, box = show(browser, server)
    page.keyboard.type(" # ثم")
    expect(given(page)).to_contain_text("# ثم")
    expect(box).to_be_focused()
    page.keyboard.type(" أكثر")
    expect(given(page)).to_contain_text("# ثم أكثر")
    page.context.close()


@pytest.mark.parametrize("keys", [["Tab"], ["Escape", "Tab"]])
def test_the_keyboard_leads_out_of_the_editor(keys: list[str], server: Running, browser: Browser) -> None:
    page, _, box = show(browser, server)
    page.keyboard.type("\n  ?attack rasd:sta")
    expect(page.get_by_role("option").first).to_be_visible()
    for key in keys:
        page.keyboard.press(key)
    expect(box).not_to_be_focused()
    expect(page.get_by_role("button", name="نفّذ")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("after")).to_be_focused()
    expect(given(page)).to_contain_text("rasd:sta")
    assert "\t" not in given(page).inner_text()
    page.context.close()


def test_another_text_takes_the_place_of_what_was_typed(server: Running, browser: Browser) -> None:
    page, _, box = show(browser, server)
    page.keyboard.type(" # typed")
    expect(given(page)).to_contain_text("# typed")
    page.get_by_role("combobox").click()
    page.get_by_role("option", name="second").click()
    expect(box).to_contain_text("VALUES")
    expect(box).not_to_contain_text("typed")
    expect(given(page)).to_contain_text("VALUES")
    first, second = (
        page.locator(".cm-line span", has_text=re.compile(f'^"{word}"$')).last.bounding_box()
        for word in ("قصف", "غارة جوية")
    )
    assert first and second and first["x"] < second["x"], "two Arabic strings with a comma between them changed places"
    page.context.close()


def test_what_is_typed_survives_a_change_of_language(server: Running, browser: Browser) -> None:
    page, _, box = show(browser, server)
    page.keyboard.type(" # يبقى")
    expect(given(page)).to_contain_text("# يبقى")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    expect(box).to_contain_text("# يبقى")
    expect(box).to_have_attribute("aria-label", "Text of the SPARQL query")
    page.context.close()
