"""What an IRI of the graph stands for, asked of a real server over the invented store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from builder.endpoint.about import MOST_COUNTED
from builder.endpoint.things import FORMATS, iri_of
from builder.graph.iris import GRAPH, ID, article_iri
from builder.model import Article, Extraction
from builder.store.store import Store
from builder.vocabulary import External, Property
from tests.endpoint.served import Served, Tags, serving
from tests.invented import BASE, BRIGADES, FIRST, HOSTILE, extractions, invented_store, sentences, write_store

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
STRANGE = ("عملية/1", "a b?c#d", "100%", "%2F", "a+b:c;d=e&f", "..", "x" * 200, "report.ttl", 'q"<>')
BIG = NamedNode(f"{ID}place/big")
LINKS = MOST_COUNTED + 500


def described(iri: str) -> str:
    """The path that describes the thing with this IRI."""
    return "/id/" + iri.removeprefix(ID).partition("#")[0]


def big_quads() -> Iterator[Quad]:
    """A place that many others lie in, and that one group is linked with."""
    graph = NamedNode(f"{GRAPH}curation")
    yield Quad(BIG, NamedNode(External.SKOS_PREF_LABEL), Literal("كبير", language="ar"), graph)
    yield Quad(NamedNode(f"{ID}actor/one"), NamedNode(Property.TARGET), BIG, graph)
    for number in range(LINKS):
        yield Quad(NamedNode(f"{ID}place/in-{number}"), NamedNode(Property.WITHIN), BIG, graph)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = invented_store(tmp_path_factory.mktemp("invented") / "store")
    strange = [Article(id=name, title=f"عنوان {name}", body="نص.") for name in STRANGE]
    write_store(path, (Extraction(article, sentences(article)) for article in strange))
    with Store.open_writer(path) as writer:
        writer.change(big_quads(), ())
        writer.publish()
    return path


@pytest.fixture(scope="module")
def served(store: Path) -> Iterator[Served]:
    with serving(store) as running:
        yield running


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_every_format_says_the_same(name: str, served: Served, store: Path) -> None:
    media = FORMATS[name]
    reply = served.get(described(BASE.iri), media)
    assert (reply.status, reply.media) == (200, media)
    assert reply.body == served.get(f"{described(BASE.iri)}?format={name}", HTML).body
    with Store.open_reader(store) as reader:
        base = NamedNode(BASE.iri)
        own = set(reader.rdf.quads_for_pattern(base, None, None, None))
        geometry = NamedNode(f"{BASE.iri}#geometry")
        own |= set(reader.rdf.quads_for_pattern(geometry, None, None, None))
        wanted = own | set(reader.rdf.quads_for_pattern(None, None, base, None))
    assert len(own) > 5
    if name in ("trig", "nquads", "jsonld"):
        assert set(reply.quads()) == wanted
    else:
        assert {quad.triple for quad in reply.quads()} == {quad.triple for quad in wanted}


def test_an_article_comes_with_its_fragments_and_its_graph(served: Served, store: Path) -> None:
    iri = article_iri(FIRST.id)
    reply = served.get(described(iri), "application/trig")
    with Store.open_reader(store) as reader:
        graph = set(reader.rdf.quads_for_pattern(None, None, None, NamedNode(iri)))
        attacks = set(reader.rdf.quads_for_pattern(None, NamedNode(Property.DESCRIBED_BY), None, None))
    quads = set(reply.quads())
    assert graph <= quads
    assert {quad for quad in attacks if str(quad.object).startswith(f"<{iri}#")} <= quads


def test_alternates_and_variants(served: Served) -> None:
    reply = served.get(described(BASE.iri), "text/turtle")
    assert f'<{BASE.iri}>; rel="describes"' in reply.headers["link"]
    for name, media in FORMATS.items():
        link = f'<{described(BASE.iri)}?format={name}>; rel="alternate"; type="{media.value}"'
        assert (link in reply.headers["link"]) == (name != "turtle")
    assert {"Accept", "Accept-Language"} <= {part.strip() for part in reply.headers["vary"].split(",")}


@pytest.mark.parametrize("accept", ["text/turtle", HTML])
def test_what_a_client_has_is_not_sent_again(accept: str, served: Served) -> None:
    first = served.get(described(BASE.iri), accept)
    again = served.get(described(BASE.iri), accept, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    other = served.get(described(BRIGADES.iri), accept, If_None_Match=first.headers["etag"])
    assert other.status == 200


@pytest.mark.parametrize("identifier", [name for name in STRANGE if name != ".."])
def test_every_identifier_is_reached(identifier: str, served: Served) -> None:
    iri = article_iri(identifier)
    reply = served.get(described(iri), "application/n-triples")
    assert reply.status == 200, iri
    titles = [quad.object for quad in reply.quads() if quad.predicate.value == External.SCHEMA_HEADLINE]
    assert titles == [Literal(f"عنوان {identifier}", language="ar")] or titles == [Literal(f"عنوان {identifier}")]
    page = served.get(described(iri), HTML)
    assert page.status == 200


def test_escapes_have_one_meaning(served: Served) -> None:
    iri = article_iri("عملية/1")
    path = described(iri)
    assert served.get(path.lower(), "text/turtle").status == 200  # %d8 is %D8
    assert served.get(path.replace("article", "%61rticle"), "text/turtle").status == 200
    assert served.get(path.replace("%2F", "/"), "text/turtle").status == 404
    assert served.get(path.replace("%2F", "%252F"), "text/turtle").status == 404
    assert served.get(described(article_iri("%2F")), "text/turtle").status == 200  # %252F
    assert served.get("/id/article/%2F", "text/turtle").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/id/place/nothing",
        "/id/../id/place/wadi-base",
        "/id/place/./wadi-base",
        "/id/place/../../../../etc/passwd",
        "/id/place/%2e%2e/%2e%2e/etc/passwd",
        "/id%2Fplace%2Fwadi-base",
        "/id//place/wadi-base",
        "/id/place/wadi-base/",
        "/id/place/%00",
        "/id/place/%0A",
        "/id/place/%",
        "/id/place/%zz",
        "/id/place/%FF%FE",
        '/id/place/">',
        "/id/place/<>",
        "/id/place/wadi-base>%20}%20",
        "/id/" + "a" * 3000,
    ],
)
@pytest.mark.parametrize("accept", ["text/turtle", HTML])
def test_what_is_unknown_is_404(path: str, accept: str, served: Served) -> None:
    reply = served.get(path, accept)
    assert reply.status == 404
    assert "etag" not in reply.headers
    assert b"<place" not in reply.body


@given(st.binary(max_size=60))
def test_every_path_is_an_iri_or_none(rest: bytes) -> None:
    iri = iri_of(b"/id/" + rest)
    if iri is not None:
        assert iri.startswith(ID)
        assert iri_of(b"/id/" + iri.removeprefix(ID).encode()) == iri
        NamedNode(iri)


@given(st.text(min_size=1, max_size=130))
def test_the_path_of_an_article_is_its_iri(identifier: str) -> None:
    try:
        iri = article_iri(identifier)
    except UnicodeEncodeError:  # half of a pair
        return
    assert iri_of(described(iri).encode()) == iri


def test_the_page_of_an_article(served: Served) -> None:
    iri = article_iri(FIRST.id)
    page = served.get(f"{described(iri)}?lang=en", HTML)
    tags = Tags(page.text)
    assert len(tags.ids) == len(set(tags.ids))
    assert "event-rockets" in tags.ids
    assert f"char={FIRST.text.index('كتائب')},{FIRST.text.index('كتائب') + len('كتائب الراية')}" in tags.ids
    assert f"<title>{FIRST.title}" in page.text
    within = [link.partition("#")[2] for link in tags.links if link.startswith(f"{described(iri)}?lang=en#")]
    assert within
    assert set(within) <= set(tags.ids)  # nothing points to a place that the page does not have


def test_links_of_a_page_lead_to_pages(served: Served) -> None:
    page = served.get(described(article_iri(FIRST.id)), HTML)
    things = sorted({link.partition("#")[0] for link in Tags(page.text).links if re.match(r"/id/[^?]+($|#)", link)})
    assert len(things) > 5
    assert [thing for thing in things if served.get(thing, HTML).status != 200] == []


def test_the_page_of_an_attack_has_the_evidence(served: Served) -> None:
    roles = served.get("/api/queries/attack-roles.csv?article=raya-1").text.splitlines()
    attack = next(row.split(",")[1] for row in roles if ",attack,RocketAttack," in row)
    arabic = served.get(f"{described(attack)}?lang=ar", HTML).text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert re.search(r"<h1>.*هجوم صاروخي: قاعدة الوادي، 2023-11-02.*</h1>", arabic)
    assert "<mark>قاعدة الوادي</mark>" in arabic
    english = served.get(f"{described(attack)}?lang=en", HTML).text
    assert '<html lang="en" dir="ltr">' in english
    assert re.search(r"<h1>.*[Rr]ocket or missile attack: Wadi Base, 2023-11-02.*</h1>", english)
    assert f"/api/queries/evidence?attack={quote(attack, safe='')}" in english


def test_statements_say_where_they_stand(served: Served) -> None:
    page = served.get(f"{described(BRIGADES.iri)}?lang=en", HTML).text
    assert "reference data" in page
    assert re.search(rf'href="{described(article_iri(FIRST.id))}\?lang=en"', page)
    assert FIRST.title in page


def test_markup_in_an_article_does_nothing(served: Served) -> None:
    page = served.get(described(article_iri(HOSTILE.id)), HTML)
    assert page.status == 200
    tags = Tags(page.text)
    assert not tags.names & {"script", "img", "iframe", "object", "embed", "b", "svg"}
    assert "&lt;script&gt;document.title" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


def test_a_thing_that_everything_points_to(served: Served) -> None:
    reply = served.get(described(BIG.value), "application/n-triples")
    assert reply.headers["rasd-truncated"] == "true"
    predicates = [quad.predicate.value for quad in reply.quads()]
    assert predicates.count(Property.WITHIN) == 50
    assert predicates.count(Property.TARGET) == 1  # not hidden by the many
    page = served.get(f"{described(BIG.value)}?lang=en", HTML).text
    assert re.search(r"more than 9[0-9]{4} more that are not shown", page)
    assert len(page) < 50_000
    assert "rasd-truncated" not in served.get(described(BASE.iri), "text/turtle").headers


def test_an_iri_leads_to_its_page(served: Served) -> None:
    iri = f"{article_iri(FIRST.id)}#event-rockets"
    reply = served.get(f"/id/?iri={quote(iri, safe='')}", HTML)
    assert (reply.status, reply.headers["location"]) == (303, f"{described(iri)}#event-rockets")
    strange = article_iri("عملية/1")
    assert served.get(f"/id/?iri={quote(strange, safe='')}").headers["location"] == described(strange)
    for wrong in ("https://example.org/", "", "javascript:alert(1)"):
        assert served.get(f"/id/?iri={quote(wrong, safe='')}").status == 400
    hostile = served.get(f"/id/?iri={quote(ID + '/example.org/%0d%0aX: y<', safe='')}")
    assert hostile.headers["location"].startswith("/id/")


def test_a_store_that_changes_changes_the_description(tmp_path: Path) -> None:
    first, *others = extractions()
    path = write_store(tmp_path / "store", [first])
    with serving(path) as running:
        before = running.get(described(BRIGADES.iri), "text/turtle")
        assert running.get(described(article_iri(HOSTILE.id)), "text/turtle").status == 404
        write_store(path, others)
        assert running.get(described(article_iri(HOSTILE.id)), "text/turtle").status == 200
        after = running.get(described(BRIGADES.iri), "text/turtle", If_None_Match=before.headers["etag"])
        assert after.status == 200


def test_the_ontology(served: Served) -> None:
    quads = {
        media: list(served.get("/ontology", media).quads())
        for media in ("text/turtle", "application/ld+json", "application/n-triples")
    }
    assert len({len(set(map(str, found))) > 1000 for found in quads.values()}) == 1
    terms = {quad.subject.value for quad in chain(*quads.values()) if isinstance(quad.subject, NamedNode)}
    assert "https://w3id.org/rasd/ontology#Attack" in terms
    page = served.get("/ontology", HTML, Accept_Language="en")
    assert (page.media, page.headers["content-language"]) == ("text/html", "en")
    assert "Attack" in Tags(page.text.replace("style>", "p>")).ids
    assert served.get("/ontology.ttl", HTML).body == served.get("/ontology", "text/turtle").body
    assert served.get("/ontology/vocabularies", "text/turtle").status == 200
    assert served.get("/shapes.ttl").media == "text/turtle"
