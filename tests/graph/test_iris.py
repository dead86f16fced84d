from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from builder.graph.iris import article_iri, attack_iri, event_iri, geometry_iri, outlet_iri, part_iri, span_iri
from builder.model import Span

IDENTIFIERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@given(IDENTIFIERS)
def test_every_identifier_gives_a_valid_iri(identifier: str) -> None:
    iri = article_iri(identifier)
    assert NamedNode(iri).value == iri
    assert "#" not in iri
    assert "?" not in iri
    assert iri.isascii()


@given(st.sets(IDENTIFIERS, max_size=20))
def test_different_identifiers_give_different_iris(identifiers: set[str]) -> None:
    assert len({article_iri(identifier) for identifier in identifiers}) == len(identifiers)


def test_identifiers_are_escaped_whole() -> None:
    assert article_iri("a/b ؟#1") == "https://w3id.org/rasd/id/article/a%2Fb%20%D8%9F%231"


def test_a_long_identifier_is_hashed() -> None:
    assert article_iri("x" * 120).endswith("/" + "x" * 120)
    hashed = article_iri("x" * 121)
    assert hashed.startswith("https://w3id.org/rasd/id/article/sha256-")
    assert len(hashed) == len("https://w3id.org/rasd/id/article/sha256-") + 32


def test_parts_of_an_article() -> None:
    assert span_iri("https://e.org/a", Span(3, 9)) == "https://e.org/a#char=3,9"
    assert event_iri("https://e.org/a", "3 9") == "https://e.org/a#event-3%209"
    assert part_iri("https://e.org/a", "claim", "k", "denial", Span(0, 2)) == "https://e.org/a#claim-k-denial-0-2"


def test_geometries_of_places_with_and_without_a_fragment() -> None:
    assert geometry_iri("https://e.org/p") == "https://e.org/p#geometry"
    assert geometry_iri("https://e.org/a#hill") == "https://e.org/a#hill-geometry"


def test_an_attack_has_sixteen_digits_of_its_event() -> None:
    assert attack_iri("https://e.org/a#event-k") == "https://w3id.org/rasd/id/attack/c7c66aadede64664"


def test_outlets_of_like_sound_stay_apart() -> None:
    assert outlet_iri("صوت") != outlet_iri("صوط")
    assert outlet_iri("وكالة  الخبر ") == outlet_iri("وكالة الخبر")
    assert outlet_iri("報").startswith("https://w3id.org/rasd/id/outlet/")
