"""What becomes of several reports of one attack."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from builder import model
from builder.export.events import event, events, period
from builder.export.places import location, precisions
from builder.export.records import Argument, Attack, Entity, Report, attacks
from builder.export.tolls import Toll, toll
from builder.graph.entities import PLACES
from builder.reference.derived import radius_km
from tests.export.conftest import ANSWER, ROCKETS

ARGUMENT = Argument("", "r1", "", "", 0.5, "", "", "", "", "", None, None, "", "", "", False)
REPORT = Report("r1", "a1", "2024-05-08", "", "occurred", False, 0.5, "")

COUNTRY = Entity("country", "Country", "بلاد", "land", 33.0, 44.0)
PROVINCE = Entity("province", "Governorate", "محافظة", "province", 33.5, 42.0, containers=("country",))
DISTRICT = Entity("district", "Governorate", "قضاء", "district", 33.6, 42.1, containers=("province",))
TOWN = Entity("town", "Settlement", "بلدة", "town", 33.7, 42.2, containers=("district",))
HOTEL = Entity("hotel", "Facility", "فندق", "hotel", containers=("town",))
BASE = Entity("base", "Facility", "قاعدة", "base", 33.8, 42.3, containers=("province",))
NEAR = Entity("near", "RelativePlace", "قرب البلدة", "near", 33.7, 42.2, 10.0, ("town",))
MARKET = Entity("market", "Facility", "سوق", "market", 33.7, 42.2, 5.0, ("town",))
HOUSE = Entity("house", "Facility", "منزل", "house", 33.5, 42.0, 60.0, ("province",))
CAMP = Entity("camp", "Settlement", "مخيم", "camp", 33.0, 44.0, 150.0, ("country",))
SEA = Entity("sea", "Region", "بحر", "sea", 20.0, 38.0)
DESERT = Entity("desert", "Region", "بادية", "desert", 33.2, 42.9, 1500.0, ("country",))
FAR = Entity("far", "RelativePlace", "بعيدا عن البلدة", "far", 33.7, 42.2, 60.0, ("town",))
MOSQUE = replace(MARKET, iri="mosque")
ENTITIES = {
    entity.iri: entity
    for entity in (COUNTRY, PROVINCE, DISTRICT, TOWN, HOTEL, BASE, NEAR, FAR, MARKET, HOUSE, CAMP, DESERT, MOSQUE, SEA)
}


def attack(*arguments: Argument, reports: tuple[Report, ...] = (REPORT,)) -> Attack:
    numbered = tuple(replace(argument, iri=str(number)) for number, argument in enumerate(arguments))
    return Attack("attack", "Attack", reports, numbered, (), ENTITIES)


def at(place: Entity, report: str = "r1", role: str = "impact", confidence: float = 0.5) -> Argument:
    return replace(ARGUMENT, role="place", filler=place.iri, event=report, place_role=role, confidence=confidence)


def killed(low: int | None, high: int | None, who: str = "", kind: str = "", report: str = "r1") -> Argument:
    return replace(ARGUMENT, role="killed", low=low, high=high, counted=who, counted_kind=kind, event=report)


def on(earliest: str, latest: str, report: str = "r1") -> Argument:
    return replace(ARGUMENT, role="date", earliest=earliest, latest=latest, event=report, date_precision="day")


@pytest.mark.parametrize(
    ("places", "chosen"),
    [
        ([at(COUNTRY), at(PROVINCE), at(TOWN)], TOWN),
        ([at(TOWN), at(NEAR), at(BASE)], BASE),
        ([at(BASE, role="launch"), at(PROVINCE)], PROVINCE),
        ([at(HOTEL), at(TOWN)], TOWN),  # of the hotel nobody knows where it is
        ([at(HOTEL), at(COUNTRY)], HOTEL),
        ([at(BASE), at(NEAR), at(NEAR, "r2")], BASE),
        ([at(PROVINCE), at(DISTRICT), at(DISTRICT, "r2")], DISTRICT),
        ([at(PROVINCE, confidence=0.9), at(DISTRICT)], PROVINCE),
        ([at(NEAR), at(FAR)], NEAR),
        ([at(MARKET), at(TOWN)], MARKET),
        ([at(HOUSE), at(TOWN)], TOWN),  # of the house only the province is known
        ([at(DESERT), at(PROVINCE)], PROVINCE),
        ([at(MARKET), at(MOSQUE)], MARKET),  # by the IRI, where nothing else decides
    ],
)
def test_the_place_of_an_attack(places: list[Argument], chosen: Entity) -> None:
    for order in (places, places[::-1]):
        found = location(attack(*order))
        assert found is not None
        assert found.place == chosen


def test_a_launch_is_no_place_of_an_attack() -> None:
    assert location(attack(at(BASE, role="launch"))) is None
    assert location(attack()) is None


@pytest.mark.parametrize("place", [COUNTRY, CAMP, DESERT, SEA])
def test_what_says_no_more_than_the_country_has_no_point(place: Entity) -> None:
    found = location(attack(at(place)))
    assert found is not None
    assert (found.latitude, found.longitude, found.uncertainty_km) == (None, None, None)
    assert (found.geo_precision, found.where_prec, found.precision) == (None, 6, "Country")


@pytest.mark.parametrize(
    ("place", "precision", "geo", "where", "uncertainty"),
    [
        (BASE, "Facility", 1, 1, 10),
        (TOWN, "Settlement", 1, 1, 5),
        (NEAR, "RelativePlace", 2, 2, 10),
        (FAR, "Region", 3, 5, 60),
        (PROVINCE, "Governorate", 3, 4, 60),
        (MARKET, "Settlement", 1, 1, 5),  # it has no position but that of the town
        (HOUSE, "Governorate", 3, 4, 60),
        (replace(DESERT, uncertainty_km=16.0), "RelativePlace", 2, 2, 16),
        (replace(DESERT, uncertainty_km=None), "Region", 3, 5, 60),
    ],
)
def test_how_exact_a_place_is(place: Entity, precision: str, geo: int, where: int, uncertainty: float) -> None:
    found = location(replace(attack(at(place)), entities={**ENTITIES, place.iri: place}))
    assert found is not None
    assert found.precision == precision
    assert (found.geo_precision, found.where_prec, found.uncertainty_km) == (geo, where, uncertainty)
    assert (found.latitude, found.longitude) == (place.latitude, place.longitude)


def test_the_outermost_governorate_is_the_first_order_division() -> None:
    found = location(attack(at(TOWN)))
    assert found is not None
    assert (found.admin1, found.country) == (PROVINCE, COUNTRY)


def test_every_class_of_places_has_a_precision() -> None:
    assert set(precisions()) == {str(kind) for kind in PLACES}


def test_the_radii_are_those_of_the_reference_data() -> None:
    table = {kind: row.uncertainty_km for kind, row in precisions().items() if row.uncertainty_km is not None}
    land = ENTITIES["country"].iri
    places = {kind: model.Entity(kind, model.EntityClass(kind), kind, country="XS", part_of=(land,)) for kind in table}
    assert {kind: radius_km(place) for kind, place in places.items()} == table


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([], Toll()),
        ([killed(None, None)], Toll()),
        ([killed(12, 12)], Toll(12, 12, 12)),
        ([killed(12, 12, "شخصا", "people")], Toll(12, 12, 12)),
        ([killed(12, 12), killed(15, 15)], Toll(12, 12, 15)),  # two sources
        ([killed(20, None)], Toll(20, 20, None)),
        ([killed(None, 9)], Toll(0, None, 9)),
        ([killed(12, 12), killed(3, 3, "أطفال", "children")], Toll(12, 12, 12)),  # a part of the total
        ([killed(4, 4, "جنود", "soldiers"), killed(3, 3, "مدنيين", "civilians")], Toll(4, 4, 7)),
        ([killed(4, 4, "جنود", "soldiers"), killed(7, None, "عسكريين", "soldiers")], Toll(4, 4, None)),
        ([killed(3, 3), killed(10, 10, report="r2"), killed(10, 10, report="r3")], Toll(3, 10, 10)),
        ([killed(10, 10), killed(3, 3, report="r2")], Toll(3, 3, 10)),
    ],
)
def test_the_toll_of_an_attack(figures: list[Argument], expected: Toll) -> None:
    assert toll(attack(*figures), "killed") == expected
    assert toll(attack(*figures[::-1]), "killed") == expected
    assert toll(attack(*figures), "wounded") == Toll()


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([on("2024-05-06", "2024-05-06")], ("2024-05-06", "2024-05-06", 1)),
        ([on("2024-05-01", "2024-05-31"), on("2024-05-06", "2024-05-07")], ("2024-05-06", "2024-05-07", 2)),
        ([on("2024-05-05", "2024-05-11")], ("2024-05-05", "2024-05-11", 2)),
        ([on("2024-05-01", "2024-05-31")], ("2024-05-01", "2024-05-31", 3)),
        ([on("2024-01-01", "2024-12-31")], ("2024-01-01", "2024-12-31", None)),
        (
            [on("2024-05-05", "2024-05-05"), *(on("2024-05-06", "2024-05-06", report) for report in ("r2", "r3"))],
            ("2024-05-06", "2024-05-06", 1),
        ),
        ([replace(on("", ""), date_precision="unknownPrecision")], ("", "", None)),
    ],
)
def test_the_date_of_an_attack(dates: list[Argument], expected: tuple[str, str, int | None]) -> None:
    found = period(attack(*dates))
    assert (found.earliest, found.latest, found.time_precision) == expected


def test_reports_that_differ_on_whether_it_happened_leave_it_disputed() -> None:
    foiled = replace(REPORT, event="r2", status="foiled", background=True, confidence=0.9)
    found = event(attack(reports=(REPORT, foiled)))
    assert (found.status, found.background, found.confidence) == ("disputed", False, 0.9)
    assert event(attack(reports=(foiled,))).status == "foiled"
    assert event(attack(reports=(foiled,))).background


def test_the_quote_is_of_a_report_that_has_it_as_its_news() -> None:
    reports = (replace(REPORT, background=True, sentence="earlier"), replace(REPORT, event="r2", sentence="news"))
    assert event(attack(reports=reports)).quote == "news"
    assert event(attack(reports=reports[:1])).quote == "earlier"


def test_perpetrators_come_with_their_basis_and_number_of_reports(merged_store: ox.Store) -> None:
    found = {one.attack.iri: one for one in events(merged_store)}
    named = [(one.actor.label_en, one.bases, one.reports) for one in found[ROCKETS].perpetrators]
    assert named == [("Falcons Brigade", ("claimed",), 2), ("Hill Guards", ("attributed",), 2)]
    assert [(one.actor.label_en, one.bases) for one in found[ANSWER].perpetrators] == [("Army of Sadd", ("stated",))]


def test_records_come_in_batches_of_any_size(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [repr(one) for one in attacks(store)]
    monkeypatch.setattr("builder.export.records._BATCH", 1)
    assert [repr(one) for one in attacks(store)] == whole
