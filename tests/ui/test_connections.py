"""The network around an actor, and its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from builder.store.store import Store
from builder.vocabulary import RASD
from tests.ui.samples import attack, party, thing
from tests.ui.test_listing_pages import RELATED
from tests.ui.test_pages import files, html, open_page
from ui.actors import Actor, GroupLink
from ui.choice import ENDPOINT_VARIABLE, STORE_VARIABLE
from ui.connections import MOST_ATTACKS, surroundings
from ui.network import NodeKind

RAYA, FRONT = thing("urn:raya", kind="ArmedGroup"), thing("urn:front", kind="UmbrellaGroup")
TOWN, FIELD = thing("urn:town"), thing("urn:article#field")
OUTLET = thing("urn:outlet")
LINES = (
    attack("urn:1", parties=(party(RAYA),), places=(TOWN, FIELD), sources=(OUTLET, RAYA)),
    attack("urn:2", parties=(party(FRONT),), places=(TOWN,)),
    attack("urn:3", parties=(party(RAYA),), places=(TOWN,)),
)


def actor(own: object, *links: GroupLink) -> Actor:
    return Actor(own, (), (), (), links, ())  # type: ignore[arg-type]


ONE = actor(RAYA, GroupLink("urn:link", FRONT, "sharedPlaceAndWeek", 2.0, ("urn:1", "urn:2")))
OTHER = actor(FRONT, GroupLink("urn:link", RAYA, "sharedPlaceAndWeek", 2.0, ("urn:1", "urn:2")))


def test_a_link_between_groups_is_one_edge_with_its_attacks() -> None:
    for actors in ([ONE], [ONE, OTHER]):
        around = surroundings(actors, LINES, ())
        (edge,) = around.network.edges
        assert (edge.kind, edge.weight, edge.directed) == ("sharedPlaceAndWeek", 2.0, False)
        assert around.evidence[edge.id] == ("urn:1", "urn:2")
        assert around.network.centre == "urn:raya"


def test_without_attacks_a_place_is_linked_to_the_actor_by_their_number() -> None:
    around = surroundings([ONE], LINES, {NodeKind.PLACE})
    edge = next(edge for edge in around.network.edges if edge.kind == "place")
    assert (edge.source, edge.target, edge.weight) == ("urn:raya", "urn:town", 2)
    assert around.evidence[edge.id] == around.evidence["urn:town"] == ("urn:1", "urn:3")
    assert "urn:article#field" not in {node.id for node in around.network.nodes}


def test_with_attacks_places_and_sources_are_linked_to_them() -> None:
    around = surroundings([ONE], LINES, set(NodeKind))
    pairs = {(edge.source, edge.target, edge.kind) for edge in around.network.edges}
    assert {
        ("urn:raya", "urn:1", "perpetrator"),
        ("urn:1", "urn:town", "place"),
        ("urn:1", "urn:outlet", "source"),
        ("urn:1", "urn:raya", "source"),
    } <= pairs
    kinds = {node.id: node.kind for node in around.network.nodes}
    assert kinds["urn:raya"] is NodeKind.ACTOR
    assert "urn:2" not in kinds
    assert "urn:2" in {node.id for node in surroundings([ONE, OTHER], LINES, set(NodeKind)).network.nodes}


def test_only_the_newest_attacks_of_an_actor_are_shown() -> None:
    lines = [attack(f"urn:{number}", parties=(party(RAYA),)) for number in range(MOST_ATTACKS + 5)]
    nodes = surroundings([actor(RAYA)], lines, {NodeKind.ATTACK}).network.nodes
    assert len(nodes) == MOST_ATTACKS + 1


@pytest.fixture(autouse=True)
def related_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_store: Callable[..., Path]) -> str:
    """A store in which the brigades are linked to a front; returns the IRI of the attack that shows it."""
    path = make_store(tmp_path / "store", "raya-1")
    with Store.open_writer(path) as writer:
        claimed = ox.NamedNode(RASD + "claimedBy")
        shown = next(str(quad.subject).strip("<>") for quad in writer.rdf.quads_for_pattern(None, claimed, None))
        writer.change(ox.parse(RELATED.format(attack=shown), format=ox.RdfFormat.TRIG), ())
        writer.publish()
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    return shown


def test_the_page_shows_what_lies_behind_an_edge() -> None:
    ends = [f"https://w3id.org/rasd/id/actor/{name}" for name in ("front", "raya")]
    seen = f"sharedPlaceAndWeek {ends[0]} {ends[1]}"
    app = open_page("connections", lang="en", id="actor/raya", seen=seen)
    page = html(app)
    assert "<bdi>same place and week</bdi></h2>" in page
    behind = page[page.index("same place and week") :]
    assert "Rocket or missile attack" in behind
    assert files(app) == ["Download GraphML"]
    assert "Choose a node" in html(open_page("connections", lang="en", id="actor/raya", seen="<b>x</b>"))


def test_paths_to_another_actor_have_their_evidence() -> None:
    page = html(open_page("connections", lang="en", id="actor/raya", to="actor/raya"))
    assert "Paths between" not in page
    app = open_page("connections", lang="en", id="actor/front", to="actor/raya")
    assert "Paths between the two" in html(app)


def test_without_an_actor_one_is_to_be_chosen() -> None:
    app = open_page("connections", lang="en")
    shown = html(app)
    assert "Choose an actor" in shown
    strongest = shown[shown.index("Strongest links") :]
    for words in ("Raya Brigades", "Front of the &lt;b&gt;Banner&lt;/b&gt;", "same place and week", "<bdi>3</bdi>"):
        assert words in strongest
    assert 'href="connections?id=actor%2Fraya&amp;lang=en"' in strongest
    app.selectbox(key="rasd-connections-id").set_value("actor/raya").run()
    assert app.query_params["id"] == "actor/raya"
    assert "Choose a node" in html(app)


def test_an_unknown_actor_gives_a_notice() -> None:
    page = html(open_page("connections", lang="en", id="<b>x</b>"))
    assert "<h1>Nothing with this address</h1>" in page
    assert "<b>x" not in page
