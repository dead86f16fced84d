"""Ways of readers through the interface, from a question to its answer, in both languages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builder.store.store import Store
from builder.vocabulary import RASD
from tests.invented import invented_store
from tests.ui.browsing import Running, interface, open_page, settle
from tests.ui.test_listing_pages import RELATED
from ui.labels import Labels, Language

LABELS = [Labels(language) for language in Language]


@pytest.fixture(scope="module")
def related(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The interface over a store in which the brigades fire at a front to which they are also linked."""
    path = invented_store(tmp_path_factory.mktemp("related") / "store")
    with Store.open_writer(path) as writer:
        query = f"""SELECT ?attack ?target {{
            ?attack <{RASD}claimedBy> ?by ; <{RASD}describedBy>/<{RASD}argument> ?target .
            ?target <{RASD}role> <{RASD}target>
        }} ORDER BY ?target"""
        rows = writer.rdf.query(query, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        row = next(iter(rows))
        text = RELATED.format(attack=str(row["attack"]).strip("<>"))
        writer.change(ox.parse(text, format=ox.RdfFormat.TRIG), ())
        front = ox.NamedNode("https://w3id.org/rasd/id/actor/front")
        graph = ox.NamedNode("https://w3id.org/rasd/graph/reference")
        target = row["target"]
        assert isinstance(target, ox.NamedNode)
        writer.change([ox.Quad(target, ox.NamedNode(RASD + "filler"), front, graph)], ())
        writer.publish()
    with interface(path, tmp_path_factory.mktemp("related-server")) as running:
        yield running


def start(browser: Browser, server: Running, path: str, labels: Labels) -> Page:
    """A page in a browser of its own, at an address."""
    page, _ = open_page(browser)
    page.goto(f"{server.address}{path}{'&' if '?' in path else '?'}lang={labels.language}")
    expect(page.locator("html")).to_have_attribute("lang", labels.language)
    return page


def choose(page: Page, field: str, written: str, option: str) -> None:
    """Write into a field with a list, and take the option that begins so."""
    box = page.get_by_role("combobox", name=field, exact=True)
    box.click()
    box.fill(written)
    page.get_by_role("option").filter(has_text=re.compile(f"^{re.escape(option)}")).first.click()
    if box.get_attribute("aria-expanded") == "true":  # more than one may be chosen
        box.press("Escape")
    settle(page)


def section(page: Page, title: str) -> Locator:
    """The heading of a section with a number, which is in it."""
    return page.locator("h2.rasd-counted", has_text=title)


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_a_group_and_what_it_claimed(labels: Labels, server: Running, browser: Browser) -> None:
    page = start(browser, server, "groups", labels)
    page.get_by_role("textbox", name=labels("filter.text")).fill("Kataeb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    page.get_by_role("rowheader").get_by_role("link").click()
    expect(section(page, labels("groups.claimed")).locator(".rasd-count")).to_have_text("1")
    expect(section(page, labels("groups.attributed")).locator(".rasd-count")).to_have_text("1")
    expect(section(page, labels("groups.denied")).locator(".rasd-count")).to_have_text("1")
    page.get_by_role("link", name=labels.term("type", "RocketAttack")).first.click()
    expect(page.locator("h1")).to_contain_text(labels.term("type", "RocketAttack"))
    page.context.close()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_a_selection_as_table_timeline_map_and_file(labels: Labels, server: Running, browser: Browser) -> None:
    page = start(
        browser, server, "attacks?since=2023-10-01&until=2023-10-31&place=place/nahria&type=CarBombing", labels
    )
    found = page.locator(".rasd-found")
    everything = labels("attacks.found", found="{found}", total="7")
    expect(found).to_have_text(everything.format(found=1))
    expect(page.locator("a.rasd-row")).to_have_text([labels.term("type", "CarBombing")])
    page.get_by_role("radio", name=labels("view.timeline")).click()
    expect(page.locator(".rasd-legend")).to_contain_text(labels.term("type", "CarBombing"))
    page.get_by_role("radio", name=labels("view.map")).click()
    shown = page.locator(".rasd-map")
    expect(shown).to_have_attribute("data-state", "drawn", timeout=120_000)
    expect(found).to_have_text(everything.format(found=1))
    page.get_by_role("button", name=labels("download"), exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()
    (row,) = csv.DictReader(io.StringIO(started.value.path().read_text(encoding="utf-8-sig")))
    assert "2023-10-01" in row.values() and "2023-10-31" in row.values()
    page.context.close()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_a_place_by_another_spelling(labels: Labels, server: Running, browser: Browser) -> None:
    page = start(browser, server, "places", labels)
    search = page.get_by_role("textbox", name=labels("filter.text"))
    for spelling in ("Sedrah", "سدرة"):
        search.fill(spelling)
        search.press("Enter")
        expect(page.get_by_role("rowheader")).to_have_text(
            [re.compile("السدرة" if labels.language is Language.ARABIC else "Sidra")]
        )
    page.get_by_role("rowheader").get_by_role("link").click()
    expect(section(page, labels("places.attacks")).locator(".rasd-count")).to_have_text("2")
    page.context.close()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_a_path_between_two_groups(labels: Labels, related: Running, browser: Browser) -> None:
    page = start(browser, related, "connections?id=actor/front", labels)
    raya = "كتائب الراية" if labels.language is Language.ARABIC else "Raya Brigades"
    choose(page, labels("connections.other"), raya[:5], raya)
    row = page.get_by_role("row").filter(has_text=labels.term("path", "attack"))
    expect(row).to_contain_text("قاعدة الوادي")
    settle(page)  # the network tells its size when it is drawn, and what was unfolded until then is drawn anew
    row.locator("summary").click()
    row.get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text(labels.term("type", "RocketAttack"))
    page.context.close()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_a_source_and_who_contradicts_it(labels: Labels, server: Running, browser: Browser) -> None:
    page = start(browser, server, "sources", labels)
    row = page.get_by_role("row").filter(has=page.locator('a[href*="actor%2Fraya"]'))
    expect(row.get_by_role("cell")).to_have_text([re.compile(".+"), "2", "0", "4", "2"])
    row.get_by_role("link").click()
    expect(section(page, labels("sources.conflicts")).locator(".rasd-count")).to_have_text("2")
    expect(page.locator(".rasd-conflict h3")).to_have_count(2)
    page.context.close()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_a_disagreement_and_its_attack(labels: Labels, server: Running, browser: Browser) -> None:
    page = start(browser, server, "disagreements", labels)
    page.get_by_role("radio", name=labels.term("subject", "outcome")).click()
    expect(page.locator(".rasd-dispute")).to_have_count(1)
    page.locator(".rasd-dispute h2 a").click()
    expect(page.locator(".rasd-article")).to_be_visible()
    page.go_back()
    expect(page.locator(".rasd-dispute")).to_have_count(1)
    expect(page).to_have_url(re.compile("subject=outcome"))
    page.context.close()


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels.language)
def test_another_reader_sees_the_same_in_the_other_language(labels: Labels, server: Running, browser: Browser) -> None:
    address = (
        "attacks?text=%D8%A7%D9%84%D8%B1%D8%A7%D9%8A%D8%A9&since=2023-10-01&until=2023-11-30&type=CarBombing"
        "&status=disputed&kind=attack&place=place/nahria&actor=actor/raya&source=actor/raya&basis=attributed"
        "&background=yes&conflicts=yes&confidence=0.5"
    )
    page = start(browser, server, address, labels)
    expect(page.locator("a.rasd-row")).to_have_text([labels.term("type", "CarBombing")])
    settle(page)
    expect(page.locator("summary", has_text=labels("filter.more_active", n=9))).to_be_visible()
    other = next(one for one in LABELS if one != labels)
    page.locator(".st-key-rasd-language button").click()
    expect(page.locator("html")).to_have_attribute("lang", other.language)
    expect(page.locator("a.rasd-row")).to_have_text([other.term("type", "CarBombing")])
    expect(page.locator("summary", has_text=other("filter.more_active", n=9))).to_be_visible()
    for parameter in ("background=yes", "conflicts=yes", "confidence=0.5", "kind=attack", f"lang={other.language}"):
        assert parameter in page.url
    page.context.close()
