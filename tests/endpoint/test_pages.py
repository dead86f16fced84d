"""The pages of a real server, as bytes and in a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlsplit

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page, expect, sync_playwright

from builder.endpoint.words import preferred_language
from builder.graph.iris import ID, article_iri
from builder.sparql.catalogue import catalogue
from tests.endpoint.served import Served, Tags, serving
from tests.invented import BASE, FIRST, HOSTILE, extractions, invented_store

Scheme = Literal["light", "dark"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE, DESKTOP = 390, 1280
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = {
    "home": "/",
    "api": "/api",
    "form": "/api/queries/target-timeline",
    "answer": "/api/queries/attack-roles?article=",
    "wrong": "/api/queries/claims?nothing=1",
    "article": f"/id/{article_iri(FIRST.id).removeprefix(ID)}",
    "hostile": f"/id/{article_iri(HOSTILE.id).removeprefix(ID)}",
    "place": f"/id/{BASE.iri.removeprefix(ID)}",
    "unknown": "/id/place/nothing",
}
MARKUP = '"><script>document.title=1</script>'
STATUS = {"wrong": 400, "unknown": 404}


@dataclass
class Seen:
    """What a page asked other machines for, and what went wrong in it."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(invented_store(tmp_path_factory.mktemp("invented") / "store")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail("no browser: run scripts/system_packages.sh, or put Chromium on the PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def open_page(browser: Browser, served: Served, scheme: Scheme = "light", width: int = DESKTOP) -> tuple[Page, Seen]:
    """A page of its own, and what will be seen of it."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, locale="ar")
    page = context.new_page()
    seen = Seen()

    def note(url: str) -> None:
        if not url.startswith((served.address, "data:")):
            seen.outside.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on(
        "console",
        lambda message: seen.errors.append(message.text) if "Security Policy" in message.text else None,
    )
    return page, seen


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_page_can_run_nothing(name: str, lang: str, served: Served) -> None:
    path = PAGES[name]
    reply = served.get(f"{path}{'&' if '?' in path else '?'}lang={lang}" if name != "wrong" else path, HTML)
    assert (reply.status, reply.media) == (STATUS.get(name, 200), "text/html")
    policy = dict(part.strip().partition(" ")[::2] for part in reply.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert not policy.keys() & {"script-src", "connect-src", "object-src"}
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert {"Accept", "Accept-Language"} <= {part.strip() for part in reply.headers["vary"].split(",")}
    tags = Tags(reply.text)
    assert not tags.names & {"script", "style", "iframe", "object", "embed", "img", "svg"}
    assert all(re.match(r"[/?#]|https?://|data:,$", link) for link in tags.links)


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        (None, "", "ar"),
        (None, "*", "ar"),
        (None, "ar-IQ,en;q=0.5", "ar"),
        (None, "en-GB,en;q=0.9,ar;q=0.8", "en"),
        (None, "en;q=0.8,ar;q=0.8", "ar"),
        (None, "fr-FR,fr;q=0.9", "en"),
        (None, "fr,*;q=0.1", "ar"),
        (None, "en;q=2,,;;=", "ar"),
        ("en", "ar", "en"),
        ("ar", "en", "ar"),
        ("de", "en", "en"),
    ],
)
def test_the_language_of_a_page(asked: str | None, header: str, language: str, served: Served) -> None:
    assert preferred_language(asked, header) == language
    path = "/api" if asked is None else f"/api?lang={asked}"
    page = served.get(path, HTML, Accept_Language=header)
    assert f'<html lang="{language}"' in page.text
    assert page.headers["content-language"] == language


def test_the_start_page_is_for_browsers(served: Served) -> None:
    page = served.get("/", HTML, Accept_Language="en")
    assert page.media == "text/html"
    # A link between two events is a claim too.
    claims = sum(len(event.claims) for made in extractions() for event in made.events)
    claims += sum(len(made.relations) for made in extractions())
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([0-9]+)</dd>", page.text)
    assert figures == [("articles", "3"), ("attacks", "4"), ("series of attacks", "3"), ("claims", str(claims))]
    assert served.get("/", "text/turtle").media == "text/turtle"
    again = served.get("/", HTML, Accept_Language="en", If_None_Match=page.headers["etag"])
    assert again.status == 304


def test_the_links_of_the_start_page_lead_somewhere(served: Served) -> None:
    text = served.get("/", HTML).text
    links = set(re.findall(r'href="(/[^"]*)"', text))
    assert {"/api", "/sparql", "/api/openapi.json", "/ontology", "/static/endpoint.css"} <= links
    assert [link for link in sorted(links) if served.get(link).status != 200] == []


def test_the_pages_of_queries_are_listed(served: Served) -> None:
    assert served.get("/docs").headers["location"] == "/api"
    links = re.findall(r'<h2><a href="([^"]+)"', served.get("/api", HTML).text)
    assert len(links) == len(set(links)) >= 19
    assert [link for link in links if served.get(link, HTML).status != 200] == []


def test_the_pages_of_queries_are_in_the_reader_s_language(served: Served) -> None:
    for query in catalogue():
        arabic, english = (served.get(f"/api/queries/{query.name}?lang={lang}", HTML).text for lang in ("ar", "en"))
        assert escape(query.meaning) in english
        assert escape(query.meaning) not in arabic, f"endpoint_words.tsv has no meaning.{query.name}"
        for parameter in query.parameters:
            assert escape(parameter.meaning) in english
            assert f">{escape(parameter.meaning)}<" not in arabic, f"endpoint_words.tsv has no hint.{parameter.name}"


def test_nothing_but_the_style_sheet_is_a_file(served: Served) -> None:
    assert served.get("/static/endpoint.css").media == "text/css"
    for path in (
        "/static/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
    ):
        assert served.get(path).status == 404


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(("lang", "direction", "scheme"), [("ar", "rtl", "light"), ("en", "ltr", "dark")])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in STATUS])
def test_a_page_in_a_browser(
    name: str, lang: str, direction: str, scheme: Scheme, width: int, served: Served, browser: Browser
) -> None:
    page, seen = open_page(browser, served, scheme, width)
    path = PAGES[name]
    page.goto(f"{served.address}{path}{'&' if '?' in path else '?'}lang={lang}")
    root = page.locator("html")
    expect(root).to_have_attribute("dir", direction)
    expect(root).to_have_attribute("lang", lang)
    colour = page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 26)"}[scheme]
    assert root.evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    page.context.close()


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_of_the_ontology(lang: str, direction: str, served: Served, browser: Browser) -> None:
    page, seen = open_page(browser, served, "dark", PHONE)
    page.goto(f"{served.address}/ontology?lang={lang}#Attack")
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator("#Attack")).to_be_in_viewport()
    assert page.locator("html").evaluate("element => element.scrollWidth <= element.clientWidth")
    colour = page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == "rgb(18, 24, 26)"  # the policy lets the page's own style sheet in
    assert seen == Seen()
    page.context.close()


def test_hostile_text_does_nothing(served: Served, browser: Browser) -> None:
    page, seen = open_page(browser, served)
    page.goto(served.address + PAGES["hostile"])
    expect(page.locator("h1")).to_have_text(HOSTILE.title)
    expect(page).to_have_title(f"{HOSTILE.title} | رصد")
    page.goto(f"{served.address}/api/queries/articles?article=")
    expect(page.locator(".answer")).to_contain_text(HOSTILE.title)
    page.goto(f"{served.address}/api/queries/claims?article={quote(MARKUP)}")
    expect(page.locator("#p-article")).to_have_value(MARKUP)
    assert page.locator("script, main img").count() == 0
    assert seen == Seen()
    page.context.close()


def test_a_form_is_filled_in_and_asked(served: Served, browser: Browser) -> None:
    page, _ = open_page(browser, served)
    page.goto(f"{served.address}/api?lang=en")
    page.get_by_role("link", name="Claims about attacks").click()
    page.get_by_label("Identifier of the article").fill(FIRST.id)
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".answer tbody tr").first).to_contain_text(FIRST.id)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_label("Identifier of the article")).to_have_value(FIRST.id)
    csv = page.get_by_role("link", name="CSV").get_attribute("href")
    assert csv == f"/api/queries/claims.csv?article={FIRST.id}"
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".answer tbody tr").first).to_contain_text(FIRST.id)
    page.locator(".answer td:nth-child(2) a").first.click()
    expect(page.locator("h1")).to_contain_text("هجوم")
    page.context.close()


def test_an_iri_is_looked_up(served: Served, browser: Browser) -> None:
    page, _ = open_page(browser, served)
    page.goto(f"{served.address}/?lang=en")
    page.get_by_label("IRI").fill(f"{article_iri(FIRST.id)}#event-rockets")
    page.get_by_role("button", name="Open").click()
    section = page.locator("[id='event-rockets']")
    expect(section).to_be_in_viewport()
    assert urlsplit(page.url).fragment == "event-rockets"
    page.context.close()
