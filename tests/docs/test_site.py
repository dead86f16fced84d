"""The documentation site: it is built without warnings, is whole, and asks no other machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from builder.cli import cli
from builder.sparql.catalogue import catalogue

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
STANDALONE = {"ontology.ar.html", "ontology.en.html"}
OWN = {"genindex.html", "py-modindex.html", "search.html"}  # pages that Sphinx adds
LOADED = "//script/@src | //img/@src | //iframe/@src | //source/@src | //link[not(@rel='canonical')]/@href"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make docs`` builds it, on a machine whose way to others ends nowhere."""
    folder = tmp_path_factory.mktemp("site")
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    (recipe,) = re.findall(r"^docs: .*\n\t.* -m (sphinx .*) docs build/site$", (ROOT / "Makefile").read_text(), re.M)
    done = subprocess.run(
        [sys.executable, "-m", *recipe.split(), "-d", str(folder / "trees"), str(DOCS), str(folder / "out")],
        env={**os.environ, **nowhere, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "-W" in recipe.split()
    return folder / "out"


def pages(site: Path) -> dict[str, html.HtmlElement]:
    return {
        path.relative_to(site).as_posix(): html.fromstring(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


def test_every_page_of_the_folder_is_on_the_site_and_in_its_navigation(site: Path) -> None:
    written = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")}
    assert written | STANDALONE | OWN == set(pages(site))
    sidebar = pages(site)["index.html"].xpath("//*[@class='sidebar-tree']//a/@href")
    assert {urlsplit(link).path for link in sidebar if urlsplit(link).path} | {"index.html"} == written


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    found = {(name, link) for name, page in pages(site).items() for link in page.xpath(LOADED)}
    assert found
    assert {(name, link) for name, link in found if urlsplit(link).netloc} == set()
    for sheet in site.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [link for link in re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", text) if "//" in link] == [], sheet
    for page in pages(site).values():
        assert not [code for code in page.xpath("//script/text() | //style/text()") if re.search(r"https?://", code)]


def links(site: Path) -> Iterator[tuple[str, str, Path]]:
    """Page, link, and file that it leads to, of all links within the site."""
    for name, page in pages(site).items():
        for link in page.xpath("//a/@href"):
            parts = urlsplit(link)
            if not parts.scheme:
                yield name, link, (site / name).parent / unquote(parts.path) if parts.path else site / name


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in pages(site).items()}
    assert [(name, link) for name, link, target in links(site) if not target.is_file()] == []
    places = {
        (name, link, target.resolve().relative_to(site).as_posix(), unquote(urlsplit(link).fragment))
        for name, link, target in links(site)
        if target.suffix == ".html" and urlsplit(link).fragment
    }
    assert places
    assert [place for place in sorted(places) if place[3] not in ids[place[2]]] == []


def test_the_arabic_page_is_read_from_right_to_left(site: Path) -> None:
    arabic, english = (pages(site)[name] for name in ("tutorial.ar.html", "tutorial.html"))
    (body,) = arabic.xpath("//article//div[@dir='rtl'][@lang='ar'][.//h1]")
    assert body.xpath(".//table")
    assert not english.xpath("//article//div[@dir='rtl']")
    assert "direction: ltr" in (site / "_static/site.css").read_text(encoding="utf-8")


def test_the_references_are_those_of_the_program(site: Path) -> None:
    found = pages(site)
    assert {f"rasd-{name}" for name in cli.commands} <= set(found["commands.html"].xpath("//section/@id"))
    queries = [code.text_content() for code in found["queries.html"].xpath("//h2//code")]
    assert queries == [query.name for query in catalogue()]
    assert found["python-api.html"].xpath("//dt[@id='builder.pipeline.build']")
