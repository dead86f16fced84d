from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.errors import RasdError
from builder.graph.iris import ID
from ui.labels import Labels, Language, Words, read_labels
from ui.map import ColourBy, MapPlace, Tiles, map_data

ARABIC, ENGLISH = Labels(Language.ARABIC), Labels(Language.ENGLISH)
PLACE = ID + "place/"
TOWN = MapPlace(
    attack=ID + "attack/1",
    title="غارة على السدرة",
    attack_type="AirStrike",
    status="occurred",
    earliest="2023-10-05",
    latest="2023-10-07",
    place=PLACE + "sidra",
    name=Words("السدرة", "Sidra"),
    place_class="Settlement",
    latitude=32.5,
    longitude=42.0,
)


def data(*places: MapPlace, labels: Labels = ARABIC, colour: ColourBy = ColourBy.TYPE) -> dict[str, object]:
    """What the component would get."""
    return map_data(places, labels, colour, None)


def test_an_attack_and_its_place() -> None:
    made = data(TOWN)
    assert made["firstDay"] == "2023-10-05"
    assert made["attacks"] == [[TOWN.attack, TOWN.title, "غارة جوية · وقع", 0, 0, 2]]
    assert made["sites"] == [{"name": "السدرة", "kind": "تجمع سكني", "at": [42.0, 32.5], "attacks": [0]}]
    assert made["kinds"] == ["غارة جوية", "غير ذلك"]
    assert made["unplaced"] == 0
    assert (made["lang"], made["dir"], made["tiles"]) == ("ar", "rtl", None)


def test_in_english() -> None:
    made = data(TOWN, labels=ENGLISH)
    assert made["attacks"] == [[TOWN.attack, TOWN.title, "Air strike · occurred", 0, 0, 2]]
    assert made["sites"] == [{"name": "Sidra", "kind": "settlement", "at": [42.0, 32.5], "attacks": [0]}]
    assert (made["lang"], made["dir"]) == ("en", "ltr")


def test_rough_places_say_how_rough_they_are() -> None:
    near = replace(TOWN, place=PLACE + "near", place_class="RelativePlace", uncertainty_km=12.5)
    anbar = replace(TOWN, place=PLACE + "anbar", place_class="Governorate")
    sites = data(near, anbar)["sites"]
    assert isinstance(sites, list)
    assert [site["note"] for site in sites] == [
        "مكان تقريبي: ضمن نحو 12.5 كم",
        "مكان تقريبي: في أي موضع من هذه المساحة",
    ]
    assert sites[0]["km"] == 12.5
    assert (sites[1]["layer"], sites[1]["shape"]) == ("divisions", "anbar")


def test_attacks_at_one_place_share_a_site_and_places_of_one_attack_share_its_row() -> None:
    other = replace(TOWN, attack=ID + "attack/2", earliest="2023-10-01", latest="")
    elsewhere = replace(TOWN, place=PLACE + "base", place_class="Facility", latitude=33.0)
    made = data(TOWN, other, elsewhere, TOWN)
    assert made["firstDay"] == "2023-10-01"
    attacks, sites = made["attacks"], made["sites"]
    assert isinstance(attacks, list) and isinstance(sites, list)
    assert [row[4:] for row in attacks] == [[4, 6], [0, 0]]
    assert [site["attacks"] for site in sites] == [[0, 1], [0]]


def test_what_cannot_be_drawn_is_counted_once() -> None:
    nowhere = replace(TOWN, attack=ID + "attack/2", latitude=None, longitude=None)
    also_nowhere = replace(nowhere, place=PLACE + "another")
    half = replace(TOWN, latitude=None, place=PLACE + "third")  # its attack has another place that can
    made = data(TOWN, nowhere, also_nowhere, half)
    assert made["unplaced"] == 1
    sites = made["sites"]
    assert isinstance(sites, list) and len(sites) == 1


def test_without_days_there_is_no_first_one() -> None:
    made = data(replace(TOWN, earliest="", latest=""))
    assert made["firstDay"] is None
    attacks = made["attacks"]
    assert isinstance(attacks, list) and attacks[0][4:] == [None, None]


def test_days_in_the_wrong_order_stay_a_day() -> None:
    attacks = data(replace(TOWN, latest="2023-10-01"))["attacks"]
    assert isinstance(attacks, list) and attacks[0][4:] == [0, 0]


def test_frequent_kinds_have_colours_and_the_rest_share_one() -> None:
    kinds = ["Shooting"] * 3 + ["Raid"] * 2 + list("ABCDEFGH")
    places = [replace(TOWN, attack=f"{ID}attack/{n}", attack_type=kind) for n, kind in enumerate(kinds)]
    made = data(*places)
    attacks, names = made["attacks"], made["kinds"]
    assert isinstance(attacks, list) and isinstance(names, list)
    assert names == ["إطلاق نار", "اقتحام أو مداهمة", "A", "B", "C", "D", "E", "غير ذلك"]
    assert [row[3] for row in attacks] == [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 7, 7]


def test_colours_of_the_status() -> None:
    disputed = replace(TOWN, attack=ID + "attack/2", status="disputed")
    assert data(TOWN, disputed, colour=ColourBy.STATUS)["kinds"] == ["موضع خلاف", "وقع", "غير ذلك"]


def test_every_text_of_the_map_is_used_or_made_here() -> None:
    """The component gets the texts by name; one that nobody reads would be dead."""
    texts = data(TOWN)["texts"]
    assert isinstance(texts, dict)
    here = {"other", "unknown", "within", "somewhere"}
    assert {name.removeprefix("map.") for name in read_labels() if name.startswith("map.")} == texts.keys() | here
    assert "{count}" in texts["shown"] and "{total}" in texts["shown"]


days = st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(days, days, st.integers(0, 3), st.floats(-100, 100) | st.none()), max_size=12))
def test_every_attack_is_drawn_or_counted(rows: list[tuple[date | None, date | None, int, float | None]]) -> None:
    places = [
        replace(
            TOWN,
            attack=f"{ID}attack/{number}",
            earliest=earliest.isoformat() if earliest else "",
            latest=latest.isoformat() if latest else "",
            place=f"{PLACE}{place}",
            latitude=latitude,
        )
        for number, (earliest, latest, place, latitude) in enumerate(rows)
    ]
    made = data(*places)
    attacks, sites, unplaced = made["attacks"], made["sites"], made["unplaced"]
    assert isinstance(attacks, list) and isinstance(sites, list) and isinstance(unplaced, int)
    assert len(attacks) + unplaced == len(places)
    assert {number for site in sites for number in site["attacks"]} == set(range(len(attacks)))
    for place, (iri, *_, first, last) in ((places[int(row[0].rsplit("/", 1)[1])], row) for row in attacks):
        assert iri == place.attack
        assert (first is None) == (not place.earliest)
        if first is not None:
            assert 0 <= first <= last
            start = date.fromisoformat(str(made["firstDay"]))
            assert (start + timedelta(days=first)).isoformat() == place.earliest


def test_tiles_come_from_the_environment() -> None:
    assert Tiles.from_environment({}) is None
    assert Tiles.from_environment({"RASD_TILES": " "}) is None
    url = "https://tiles.example.org/{z}/{x}/{y}.png"
    assert Tiles.from_environment({"RASD_TILES": url, "RASD_TILES_ATTRIBUTION": "x"}) == Tiles(url, "x")
    made = map_data([TOWN], ARABIC, ColourBy.TYPE, Tiles(url, "x"))
    assert made["tiles"] == {"url": url, "attribution": "x"}


@pytest.mark.parametrize(
    "url",
    ["https://example.org/", "javascript:{z}{x}{y}", "/{z}/{x}/{y}", "file:///{z}/{x}/{y}", "https:///{z}/{x}/{y}"],
)
def test_other_tiles_are_refused(url: str) -> None:
    with pytest.raises(RasdError, match="RASD_TILES has to be an address"):
        Tiles.from_environment({"RASD_TILES": url})
