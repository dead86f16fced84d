"""The network: what Python cuts and writes, and the drawing in a real browser."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from tests.ui.browsing import DESKTOP, PHONE, Running, Scheme, Seen, open_page, page_of
from ui.labels import Labels, Language, Words
from ui.network import Edge, Network, Node, NodeKind, cut, show_network, to_graphml

APP = Path(__file__).with_name("network_app.py")

# The picture of the canvas is read where Cytoscape has drawn it: a press on a node goes to where the node lies.
PLACE = """(picture, id) => {
    const { x, y } = picture._cyreg.cy.getElementById(id).renderedPosition()
    const { left, top } = picture.getBoundingClientRect()
    return [left + x, top + y]
}"""


def node(name: str, kind: NodeKind = NodeKind.ACTOR) -> Node:
    return Node(name, kind, Words(f"اسم {name}", f"name {name}"))


def edge(source: str, target: str, weight: float = 1) -> Edge:
    return Edge(f"{source}-{target}", source, target, "link", Words("صلة", "link"), weight)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    names = [f"n{number}" for number in range(draw(st.integers(1, 12)))]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), unique=True, max_size=30))
    edges = tuple(edge(*pair, draw(st.floats(0.1, 9))) for pair in pairs)
    return Network(tuple(map(node, names)), edges, draw(st.sampled_from([None, *names])))


@settings(deadline=None)
@given(networks(), st.integers(1, 15), st.integers(0, 30))
def test_a_cut_network_is_a_part_of_the_whole(network: Network, most_nodes: int, most_edges: int) -> None:
    part = cut(network, most_nodes, most_edges)
    assert len(part.nodes) == min(most_nodes, len(network.nodes))
    assert len(part.edges) <= most_edges
    names = {one.id for one in part.nodes}
    assert part.nodes == tuple(one for one in network.nodes if one.id in names)
    assert all(one in network.edges and {one.source, one.target} <= names for one in part.edges)
    assert network.centre is None or network.centre in names
    assert cut(part, most_nodes, most_edges) == part
    shuffled = replace(network, nodes=network.nodes[::-1], edges=network.edges[::-1])
    assert {one.id for one in cut(shuffled, most_nodes, most_edges).nodes} == names


def test_the_nodes_next_to_the_centre_are_kept_before_the_heaviest() -> None:
    network = Network(tuple(map(node, "abcd")), (edge("a", "b"), edge("c", "d", 9), edge("d", "c", 9)), centre="a")
    assert [one.id for one in cut(network, 2).nodes] == ["a", "b"]
    assert [one.id for one in cut(replace(network, centre=None), 2).nodes] == ["c", "d"]


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (Network((node("a"), node("a")), ()), "same id"),
        (Network((node("a"),), (edge("a", "b"),)), "not there"),
        (Network((node("a"),), (edge("a", "a", 0),)), "weight"),
        (Network((node("a"),), (edge("a", "a", float("nan")),)), "weight"),
        (Network((node("a"),), (), centre="b"), "centre"),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(network: Network, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        show_network(network, Labels(Language.ARABIC), key="network")


def test_graphml_is_what_other_programs_read() -> None:
    hostile = Node("urn:<&\x00>", NodeKind.ATTACK, Words('غارة "<\x0b&> 😀'))
    network = Network((node("a"), hostile), (edge("a", hostile.id, 2.5), edge(hostile.id, "a")))
    graph = networkx.read_graphml(io.BytesIO(to_graphml(network)))
    assert graph.is_directed()
    assert graph.nodes["a"] == {"label": "اسم a", "label_en": "name a", "kind": "actor"}
    assert graph.nodes["urn:<&>"] == {"label": 'غارة "<&> 😀', "label_en": 'غارة "<&> 😀', "kind": "attack"}
    assert graph.edges["a", "urn:<&>"]["weight"] == 2.5
    assert graph.edges["a", "urn:<&>"]["kind"] == "link"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with page_of(APP, tmp_path_factory.mktemp("network")) as running:
        yield running


def show(page: Page, server: Running, lang: str = "ar", attacks: int = 8) -> None:
    page.goto(f"{server.address}?lang={lang}&attacks={attacks}")
    expect(page.locator(".picture canvas").first).to_be_visible()
    expect(page.get_by_role("option").first).to_be_attached()


def place(page: Page, identifier: str) -> tuple[float, float]:
    x, y = page.locator(".picture").evaluate(PLACE, identifier)
    return x, y


@pytest.mark.parametrize(
    ("lang", "scheme", "width", "actor", "kind"),
    [
        ("ar", "light", DESKTOP, "كتائب الراية", "جهة"),
        ("en", "dark", DESKTOP, "Raya Brigades", "Actor"),
        ("ar", "dark", PHONE, "كتائب الراية", "جهة"),
    ],
)
def test_it_is_drawn(
    lang: str, scheme: Scheme, width: int, actor: str, kind: str, server: Running, browser: Browser
) -> None:
    page, seen = open_page(browser, scheme, width)
    show(page, server, lang)
    expect(page.get_by_role("option").first).to_have_text(f"{actor} ({kind})")
    assert page.locator(".legend li").all_inner_texts()[0] == kind
    assert (
        page.locator(".network").evaluate("box => getComputedStyle(box).direction") == {"ar": "rtl", "en": "ltr"}[lang]
    )
    inside = page.locator(".picture").evaluate(
        """picture => {
            const { cy } = picture._cyreg
            const { x1, y1, x2, y2 } = cy.elements().renderedBoundingBox()
            const sizes = cy.nodes().map((node) => parseFloat(node.numericStyle('font-size')) * cy.zoom())
            return [x1 >= 0 && y1 >= 0 && x2 <= cy.width() && y2 <= cy.height(), Math.min(...sizes)]
        }"""
    )
    assert inside[0], "something lies outside of the frame"
    assert inside[1] == pytest.approx(13)  # pixels on the screen
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollWidth <= element.clientWidth")
    assert seen == Seen()
    assert not server.log.exists(), server.log.read_text()
    page.context.close()


def test_a_press_on_a_node_or_an_edge_reaches_python(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    show(page, server)
    page.mouse.click(*place(page, "urn:place:0"))
    expect(page.get_by_text("select node urn:place:0")).to_be_visible()
    expect(page.locator(".chosen")).to_have_text("قاعدة الوادي (مكان)")
    first, second = place(page, "urn:attack:0"), place(page, "urn:target")
    page.mouse.click((first[0] + second[0]) / 2, (first[1] + second[1]) / 2)
    expect(page.get_by_text("select edge target")).to_be_visible()
    expect(page.get_by_role("button", name="توسيع")).to_be_disabled()
    assert seen == Seen()
    page.context.close()


def test_a_node_is_expanded_by_a_double_press_and_by_the_button(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    show(page, server)
    options = page.get_by_role("option")
    before = options.count()
    page.mouse.dblclick(*place(page, "urn:raya"))
    expect(page.get_by_text("expand node urn:raya")).to_have_count(1)
    expect(options).not_to_have_count(before)
    after = options.count()
    page.mouse.click(*place(page, "urn:place:1"))
    page.get_by_role("button", name="توسيع").click()
    expect(page.get_by_text("expand node urn:place:1")).to_have_count(1)
    expect(options).not_to_have_count(after)
    page.context.close()


def test_the_keyboard_alone_is_enough(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    show(page, server, "en")
    options = page.get_by_role("listbox")
    options.focus()
    active = options.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert options.get_attribute("aria-activedescendant") != active
    page.keyboard.press("Enter")
    expect(page.get_by_text("select node urn:place:0")).to_be_visible()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_text("select edge target")).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_text("expand node urn:raya")).to_be_visible()
    page.keyboard.press("Tab")
    expect(options).not_to_be_focused()
    page.context.close()


def test_the_same_network_lies_in_the_same_way(server: Running, browser: Browser) -> None:
    places = []
    for _ in range(2):
        page, _ = open_page(browser)
        show(page, server)
        places.append([place(page, f"urn:attack:{number}") for number in range(8)])
        page.context.close()
    assert places[0] == places[1]


def test_a_picture_is_saved_without_the_server(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    show(page, server)
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    data = saved.value.path().read_bytes()
    assert saved.value.suggested_filename == "network.png"
    width, height = struct.unpack(">II", data[16:24])
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert min(width, height) > 400
    assert seen == Seen()
    page.context.close()


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(server: Running, browser: Browser) -> None:
    page, _ = open_page(browser)
    show(page, server)
    zoom = "picture => picture._cyreg.cy.zoom()"
    picture = page.locator(".picture")
    before = picture.evaluate(zoom)
    page.mouse.move(*place(page, "urn:raya"))
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(300)
    assert picture.evaluate(zoom) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(300)
    assert picture.evaluate(zoom) > before
    page.get_by_role("button", name="ملاءمة الإطار").click()
    assert picture.evaluate(zoom) == pytest.approx(before, rel=0.05)
    page.context.close()


def test_a_large_network_is_cut_and_says_so(server: Running, browser: Browser) -> None:
    page, seen = open_page(browser)
    show(page, server, "en", attacks=400)
    expect(page.get_by_text("The network is large: 300 of 407 nodes")).to_be_visible()
    assert seen == Seen()
    page.context.close()
