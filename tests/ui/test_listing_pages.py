"""The pages that list disagreements, groups, places and sources, and those of one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from builder.graph.iris import ID
from builder.store.store import Store
from builder.vocabulary import RASD
from tests.ui.test_pages import html, open_page
from ui.choice import ENDPOINT_VARIABLE, STORE_VARIABLE
from ui.labels import Language, Words
from ui.records import Thing
from ui.render import thing_address


@pytest.fixture(autouse=True)
def invented_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    monkeypatch.setenv(STORE_VARIABLE, str(store))


def test_disagreements_have_both_sides_and_lead_to_the_attack() -> None:
    page = html(open_page("disagreements", lang="en"))
    assert page.count('class="rasd-conflict"') == 2
    assert page.count('class="rasd-dispute"') == 2
    assert page.index("2023-11-02") < page.index("2023-10-01")
    sides = page[page.index("<h3>Outcome of the attack</h3>") :]
    assert '<a class="rasd-thing" href="groups?id=actor%2Fraya&amp;lang=en"><bdi>Raya Brigades</bdi></a>' in sides
    assert sides.index(">hit<") < sides.index("أصابت أهدافها بدقة") < sides.index(">missed<")
    assert 'href="attack?attack=' in page


def test_a_total_stands_against_the_sum_of_its_parts() -> None:
    page = html(open_page("disagreements", lang="en", subject="totals"))
    assert 'class="rasd-conflict' not in page
    assert '<dt>Total given</dt><dd><strong><bdi dir="ltr">12</bdi>' in page
    assert '<dt>Sum of the parts</dt><dd><strong><bdi dir="ltr">10</bdi></strong> (<bdi dir="ltr">7; 3</bdi>)' in page
    assert "<bdi>مسؤول</bdi>" in page


def test_disagreements_can_be_narrowed_to_a_subject() -> None:
    app = open_page("disagreements")
    app.segmented_control(key="rasd-switch-subject").set_value("outcome").run()
    page = html(app)
    assert page.count('class="rasd-conflict"') == 1
    assert "<h3>نتيجة الهجوم</h3>" in page
    assert app.query_params["subject"] == "outcome"


def test_an_unknown_subject_is_left_out() -> None:
    assert html(open_page("disagreements", subject="<b>x</b>")).count('class="rasd-conflict"') == 2


def test_groups_are_listed_with_what_they_did() -> None:
    page = html(open_page("groups", lang="en"))
    row = page[page.index("Raya Brigades") :]
    figures = re.findall(r'<bdi dir="ltr">(\d+)</bdi>', row[: row.index("</tr>")])
    assert figures == ["2", "0", "2"]
    assert 'href="groups?id=actor%2Fraya&amp;lang=en"' in page
    assert "<bdi>government</bdi>" in page


@pytest.mark.parametrize(("text", "found"), [("راية", True), ("kataeb", True), ("ministry", False)])
def test_groups_are_found_in_any_spelling(text: str, found: bool) -> None:
    app = open_page("groups", lang="en")
    app.text_input(key="rasd-listing-text").input(text).run()
    assert ("Raya Brigades" in html(app)) == found
    assert app.query_params["text"] == text


def test_a_group_has_its_attacks_by_the_ground_on_which_it_is_named() -> None:
    page = html(open_page("groups", lang="en", id="actor/raya"))
    claimed = page[page.index("Attacks claimed by it") : page.index("Attacks attributed to it")]
    attributed = page[page.index("Attacks attributed to it") : page.index("Attacks it denies")]
    denied = page[page.index("Attacks it denies") : page.index("Names in use")]
    assert ">Rocket or missile attack</a>" in claimed
    assert 'href="attacks?actor=actor%2Fraya&amp;basis=claimed&amp;lang=en"' in claimed
    assert ">Car bombing</a>" in attributed
    assert ">Car bombing</a>" in denied
    assert ">Rocket or missile attack</a>" not in attributed + denied


def test_a_group_has_the_names_by_which_articles_call_it() -> None:
    page = html(open_page("groups", lang="en", id="actor/raya"))
    names = page[page.index("Names in use") : page.index("Affiliations")]
    assert "<bdi>كتائب الراية</bdi>" in names
    assert "<bdi>الكتائب</bdi>" in names
    assert names.count("<bdi>2023-11-03</bdi>") >= 4


def test_a_group_shows_affiliations_identities_and_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_store: Callable[..., Path]
) -> None:
    path = make_store(tmp_path / "store", "raya-1")
    with Store.open_writer(path) as writer:
        attack = next(
            quad.subject.value
            for quad in writer.rdf.quads_for_pattern(None, ox.NamedNode(RASD + "claimedBy"), None)
            if isinstance(quad.subject, ox.NamedNode)
        )
        writer.change(ox.parse(RELATED.format(attack=attack), format=ox.RdfFormat.TRIG), ())
        writer.publish()
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    page = html(open_page("groups", lang="en", id="actor/raya"))
    affiliations = page[page.index("Affiliations") : page.index("Links to other groups")]
    for words in ("Front of the &lt;b&gt;Banner&lt;/b&gt;", "cover name", "2020-01-01", "2022-12-31"):
        assert words in affiliations
    identities = page[page.index("Candidate identities") : page.index("Affiliations")]
    for words in ("proposed", "same words", "0.80"):
        assert words in identities
    links = page[page.index("Links to other groups") :]
    for words in ("same place and week", "<bdi>3</bdi>", f'href="attack?attack={quote(attack, safe="")}'):
        assert words in links
    assert "<b>Banner" not in page


RELATED = """
@prefix rasd: <https://w3id.org/rasd/ontology#> .
@prefix id: <https://w3id.org/rasd/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/rasd/graph/reference> {{
  <https://w3id.org/rasd/id/actor/front> a rasd:UmbrellaGroup ;
    skos:prefLabel "جبهة الراية"@ar , "Front of the <b>Banner</b>"@en ;
    rasd:plainLabel "جبهة الراية" , "Front of the <b>Banner</b>" .
  id:affiliation-1 a rasd:Affiliation ; rasd:member <https://w3id.org/rasd/id/actor/raya> ;
    rasd:umbrella <https://w3id.org/rasd/id/actor/front> ; rasd:affiliationRole rasd:coverName ;
    rasd:validFrom "2020-01-01"^^xsd:date ; rasd:validUntil "2022-12-31"^^xsd:date .
  id:identity-1 a rasd:CandidateIdentity ; rasd:candidate <https://w3id.org/rasd/id/actor/front> ;
    rasd:identityWith <https://w3id.org/rasd/id/actor/raya> ; rasd:identityStatus rasd:proposed ;
    rasd:identityReason rasd:sameWords ; rasd:identityScore 0.8 .
  id:link-1 a rasd:GroupLink ; rasd:linkKind rasd:sharedPlaceAndWeek ; rasd:linkWeight 3.0 ;
    rasd:linkedActor <https://w3id.org/rasd/id/actor/raya> , <https://w3id.org/rasd/id/actor/front> ;
    rasd:linkEvidence <{attack}> .
}}
"""


@pytest.mark.parametrize("page", ["groups", "places", "sources"])
def test_an_unknown_thing_gives_a_notice(page: str) -> None:
    shown = html(open_page(page, id="<b>x</b>"))
    assert "<h1>لا شيء بهذا العنوان</h1>" in shown
    assert "<b>x" not in shown


@pytest.mark.parametrize(
    ("iri", "kind", "address"),
    [
        ("actor/raya", "ArmedGroup", "groups?id=actor%2Fraya&lang=en"),
        ("article/a#ArmedGroup-x", "ArmedGroup", "groups?id=article%2Fa%23ArmedGroup-x&lang=en"),
        ("article/a#gunmen", "UnresolvedActor", ""),
        ("place/nahria", "Country", "places?id=place%2Fnahria&lang=en"),
        ("article/a#field", "RelativePlace", ""),
        ("outlet/difaf", "NewsOutlet", "sources?id=outlet%2Fdifaf&lang=en"),
        ("weapon/drone", "Weapon", "attacks?weapon=weapon%2Fdrone&lang=en"),
    ],
)
def test_each_kind_of_thing_has_its_page(iri: str, kind: str, address: str) -> None:
    assert thing_address(Thing(ID + iri, kind, Words(iri)), Language.ENGLISH) == address


def row_of(page: str, name: str) -> list[str]:
    """The figures in the row of a table that begins with this name."""
    start = page.index(f"<bdi>{name}</bdi></a></th>")
    return re.findall(r'<bdi dir="ltr">(\d+)</bdi>', page[start : page.index("</tr>", start)])


def test_places_count_what_they_contain() -> None:
    page = html(open_page("places", lang="en"))
    assert [row_of(page, name) for name in ("Nahria", "Sidra", "Wadi Base")] == [["3"], ["2"], ["1"]]
    assert page.index("Nahria") < page.index("Sidra")


def test_places_can_be_narrowed_to_a_class() -> None:
    app = open_page("places", lang="en")
    app.segmented_control(key="rasd-switch-class").set_value("Facility").run()
    assert row_of(html(app), "Wadi Base") == ["1"]
    assert "Sidra" not in html(app)


def test_a_place_shows_where_it_lies_and_what_lies_in_it() -> None:
    country = html(open_page("places", lang="en", id="place/nahria"))
    assert country.count('class="rasd-row"') == 3
    inside = country[country.index("Places in it") :]
    assert row_of(inside, "Sidra") == ["2"]
    assert 'href="attacks?place=place%2Fnahria&amp;lang=en"' in country
    base = html(open_page("places", lang="en", id="place/wadi-base"))
    assert base.count('class="rasd-row"') == 1
    assert re.search(r'Lies in:</span>\s*<a class="rasd-thing" href="places\?id=place%2Fnahria&amp;lang=en"', base)
    assert "Raya Brigades" in base[base.index("Most active there") : base.index("Attacks there")]


def test_sources_are_listed_with_what_they_say() -> None:
    page = html(open_page("sources", lang="en"))
    # It speaks of two attacks, in four claims; of the bombing the ministry speaks too. One says otherwise in each.
    assert row_of(page, "Raya Brigades") == ["2", "0", "4", "2"]
    assert "متحدث عسكري" not in page


def test_a_source_shows_its_claims_and_who_contradicts_it() -> None:
    page = html(open_page("sources", lang="en", id="actor/raya"))
    acts = page[page.index("Claims by act") : page.index("Attacks it tells of")]
    assert "Claims responsibility" in acts and "Denies" in acts
    told = page[page.index("Attacks it tells of") : page.index("Attacks that it alone tells of")]
    assert told.count('class="rasd-row"') == 2
    assert page[page.index("Reports that others contradict") :].count('class="rasd-conflict"') == 2
