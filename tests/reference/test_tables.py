"""The reference tables themselves: spelling, keys, references between rows, positions."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
import shapely
import shapely.ops

from builder.model import EntityClass
from builder.reference.affiliations import AffiliationRelation, PartialDate, affiliations
from builder.reference.entries import PLACE_CLASSES, HitKind, ReferenceEntry, actors, outlets, places, state_bodies
from builder.reference.gazetteer import Gazetteer
from builder.reference.geometry import distance_km
from builder.reference.keys import match_key
from builder.reference.places import containers
from builder.reference.weapons import weapon_classes
from builder.resources import PACKAGE, read_table

TABLES = (
    *("countries", "places", "places_own", "place_names", "place_words", "place_patterns", "place_thresholds"),
    *("place_kinds", "place_relations", "directions", "place_stop", "name_proclitics", "nisba_endings"),
    *("event_types", "place_precisions"),
    *("actors", "affiliations", "state_bodies", "group_words", "definites", "given_names", "outlets", "cues"),
    *("speaker_stop", "camel_features"),
    *("weapons", "target_kinds", "casualty_kinds", "target_words", "attack_types", "term_alignments"),
    *("codebooks", "codebook_terms", "endpoints", "query_samples"),
)
NAMES = {
    "countries": ("name_ar", "variants_ar"),
    "places": ("name_ar", "variants_ar"),
    "places_own": ("name_ar", "variants_ar"),
    "actors": ("name_ar", "aliases_ar"),
    "outlets": ("name_ar", "aliases_ar"),
}
SAME_PLACE_KM = 10.0
REMOTE_KM = 1000.0  # the farthest that a desert or an island lies from the country's towns in the table
PROVINCE_KM = 850.0  # Kashgar and Hotan from the middle of Xinjiang


BORDER_KM = 30.0  # islands, ports and the borders' own inexactness
ELSEWHERE = {  # by the id of a place or of what holds it
    "crimea": "drawn as part of Russia",
    "kashmir": "disputed",
    "western-sahara": "drawn as part of Morocco",
    "gn-400747": "Abu Musa, an island too small for the map",
    "gn-73685": "Abd al Kuri, an island too small for the map",
    "kharg-island": "too small for the map",
    "snake-island": "too small for the map",
    "guantanamo-bay": "leased in Cuba",
    "gn-2524459": "Lampedusa, an island too small for the map",
    "gulf-of-aden": "a sea",
    "aegean-sea": "a sea",
    "gulf-of-sidra": "a sea",
    "basra-oil-terminal": "offshore",
    "south-pars-gas-field": "offshore",
    "karish-gas-field": "offshore",
    "zohr-gas-field": "offshore",
    "leviathan-gas-field": "offshore",
    "tamar-gas-field": "offshore",
}


def rows(table: str) -> Iterator[dict[str, str]]:
    return read_table(f"{table}.tsv")


def row_names(table: str, row: dict[str, str]) -> list[str]:
    first, others = NAMES[table]
    return [row[first], *filter(None, row[others].split("|"))]


@pytest.mark.parametrize("table", TABLES)
def test_is_plain_nfc_text_with_a_source_in_every_row(table: str) -> None:
    text = (PACKAGE / "data" / f"{table}.tsv").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not [c for c in set(text) if "\ufb50" <= c <= "\ufdff" or "\ufe70" <= c <= "\ufeff"], "presentation forms"
    assert not {c for c in set(text) if unicodedata.category(c) in ("Cf", "Co", "Cn")}
    assert "\u0640" not in text, "tatweel"
    assert all(row["source"] for row in rows(table))


@pytest.mark.parametrize("table", TABLES)
def test_has_cells_for_all_columns(table: str) -> None:
    lines = (PACKAGE / "data" / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    widths = Counter(line.count("\t") for line in lines if line and not line.startswith("#"))
    assert len(widths) == 1, widths


@pytest.mark.parametrize("table", list(NAMES))
def test_has_unique_ids_and_no_name_twice_in_a_row(table: str) -> None:
    ids = [row["id"] for row in rows(table)]
    assert len(ids) == len(set(ids))
    for row in rows(table):
        keys = [match_key(name) for name in row_names(table, row)]
        assert all(keys)
        assert len(keys) == len(set(keys)), row["id"]


@pytest.mark.parametrize("table", list(NAMES))
def test_marks_as_ambiguous_only_names_of_the_row(table: str) -> None:
    for row in rows(table):
        stems = row.get("adjectives_ar", "").split("|")
        known = {match_key(name) for name in (*row_names(table, row), *stems)}
        assert {match_key(name) for name in filter(None, row["context"].split("|"))} <= known, row["id"]


@pytest.mark.parametrize("entries", [actors, outlets])
def test_gives_each_name_of_an_actor_or_outlet_to_one_entry(entries: Callable[[], Iterator[ReferenceEntry]]) -> None:
    owners: dict[str, list[str]] = {}
    for entry in entries():
        ambiguous = {match_key(name) for name in entry.ambiguous}
        for key in {match_key(name) for name in entry.names} - ambiguous:
            owners.setdefault(key, []).append(entry.id)
    assert not {key: ids for key, ids in owners.items() if len(ids) > 1}


def test_has_no_place_twice() -> None:
    owners: dict[tuple[str, str, EntityClass], list[ReferenceEntry]] = {}
    for entry in places():
        for key in {match_key(name) for name in entry.names}:
            owners.setdefault((key, entry.entity.country, entry.entity.entity_class), []).append(entry)
    close = [
        (key, one.id, other.id)
        for key, found in owners.items()
        for index, one in enumerate(found)
        for other in found[index + 1 :]
        if distance_km(_position(one), _position(other)) < SAME_PLACE_KM
    ]
    assert not close


def _position(entry: ReferenceEntry) -> tuple[float, float]:
    assert entry.entity.latitude is not None
    assert entry.entity.longitude is not None
    return entry.entity.latitude, entry.entity.longitude


def test_has_positions_on_earth_and_near_towns_of_the_country() -> None:
    towns: dict[str, list[tuple[float, float]]] = {}
    for entry in places():
        latitude, longitude = _position(entry)
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180
        assert (latitude, longitude) != (0.0, 0.0)
        if entry.id.startswith("gn-"):
            towns.setdefault(entry.entity.country, []).append((latitude, longitude))
    for entry in places():
        near = towns.get(entry.entity.country)
        if near and entry.entity.entity_class is not EntityClass.COUNTRY:
            assert min(distance_km(_position(entry), town) for town in near) < REMOTE_KM, entry.id


def test_has_places_within_the_borders_of_their_country_or_near_them(tables: Gazetteer) -> None:
    text = (Path(__file__).parent / "data" / "borders.json").read_text(encoding="utf-8")
    shapes = {country: _shape(parts) for country, parts in json.loads(text).items()}
    outside: list[tuple[str, str, int]] = []
    for entry in places():
        country = entry.entity.country
        if not country or entry.entity.entity_class is EntityClass.COUNTRY or entry.id in ELSEWHERE:
            continue
        if any(iri.rsplit("/", 1)[1] in ELSEWHERE for iri in containers(entry, tables)):
            continue
        latitude, longitude = _position(entry)
        point = shapely.Point(longitude, latitude)
        if not shapes[country].contains(point):
            near = shapely.ops.nearest_points(shapes[country], point)[0]
            if (km := distance_km((near.y, near.x), (latitude, longitude))) > BORDER_KM:
                outside.append((entry.id, country, round(km)))
    assert not outside


def _shape(parts: list[list[list[float]]]) -> shapely.MultiPolygon:
    rings = [[list(zip(ring[::2], ring[1::2], strict=True)) for ring in part] for part in parts]
    shape = shapely.MultiPolygon([(outer, inner) for outer, *inner in rings])
    shapely.prepare(shape)
    return shape


def test_puts_a_place_near_what_holds_it(tables: Gazetteer) -> None:
    for row in rows("places_own"):
        if row["part_of"] and row["kind"] != "region":
            entry, holder = tables.entry(HitKind.PLACE, row["id"]), tables.entry(HitKind.PLACE, row["part_of"])
            if holder.entity.entity_class is not EntityClass.COUNTRY:
                assert distance_km(_position(entry), _position(holder)) < PROVINCE_KM, row["id"]


def test_names_only_containers_that_exist_and_hold_nothing_of_themselves(tables: Gazetteer) -> None:
    for entry in places():
        assert entry.entity.iri not in containers(entry, tables)
        assert entry.entity.entity_class in PLACE_CLASSES.values()


def test_names_only_wider_groups_that_exist_without_circles() -> None:
    parents = {entry.entity.iri: entry.entity.part_of for entry in actors()}
    for start in parents:
        assert start not in _above(start, parents), "a circle"


def _above(start: str, parents: Mapping[str, Iterable[str]]) -> set[str]:
    """All that stand over an actor, step by step.

    :raises KeyError: if one of them does not exist.
    """
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        found = set(parents[waiting.pop()]) - seen
        seen |= found
        waiting.extend(found)
    return seen


def test_affiliates_only_actors_that_exist_and_never_an_actor_with_itself() -> None:
    known = {entry.id for entry in actors()}
    for member, found in affiliations().items():
        assert {member, *(affiliation.whole for affiliation in found)} <= known, member
        assert member not in {affiliation.whole for affiliation in found}


def test_has_affiliations_without_circles_at_any_time() -> None:
    for relation in (AffiliationRelation.PART_OF, AffiliationRelation.SUCCESSOR_OF):
        wholes: dict[str, list[str]] = {entry.id: [] for entry in actors()}
        for member, found in affiliations().items():
            wholes[member].extend(affiliation.whole for affiliation in found if affiliation.relation is relation)
        for start in wholes:
            assert start not in _above(start, wholes), (relation, start)


def test_has_affiliations_that_begin_before_they_end_and_stand_once() -> None:
    lines = [(row["member"], row["whole"], row["relation"], row["from"]) for row in rows("affiliations")]
    assert len(lines) == len(set(lines))
    for found in affiliations().values():
        for affiliation in found:
            if affiliation.since is not None and affiliation.until is not None:
                assert affiliation.since.first <= affiliation.until.last, affiliation


def test_makes_a_person_who_leads_and_a_group_that_has_not_left_part_of_the_whole(tables: Gazetteer) -> None:
    def wholes(actor: str) -> set[str]:
        return {iri.rsplit("/", 1)[1] for iri in tables.entry(HitKind.ACTOR, actor).entity.part_of}

    assert "al-qaeda" in wholes("al-shabaab")
    assert "al-qaeda" in wholes("osama-bin-laden")
    assert "al-qaeda" not in wholes("islamic-state-isis")
    assert not wholes("hayat-tahrir-al-sham") & {"al-nusra-front"}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", "2017-01-01", "2017-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-01-28", "2017-01-28", "2017-01-28"),
    ],
)
def test_reads_partial_dates(text: str, first: str, last: str) -> None:
    found = PartialDate.parse(text)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "17", "2017-13", "2017-02-30", "2017/01", "January 2017"])
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_lets_definite_words_stand_only_for_what_exists(tables: Gazetteer) -> None:
    patterns = {pattern for pattern, _ in state_bodies()}
    for row in rows("definites"):
        assert row["kind"] in ("body", "group", "coalition", "actor", "part", "quality"), row["words"]
        if row["kind"] == "body":
            assert row["value"] in patterns
        if row["kind"] == "actor":
            assert row["country"]
            assert tables.entry(HitKind.ACTOR, row["value"])


def test_gives_each_state_its_own_bodies(tables: Gazetteer) -> None:
    bodies = state_bodies()
    assert all(entry.entity.country == country for (_, country), entry in bodies.items())
    assert bodies["armed-forces", "IL"] == tables.entry(HitKind.ACTOR, "israel-defense-forces")


def test_has_capitals_that_are_settlements_of_their_country(tables: Gazetteer) -> None:
    for row in rows("countries"):
        if row["capital"]:
            capital = tables.entry(HitKind.PLACE, row["capital"])
            assert capital.entity.entity_class is EntityClass.SETTLEMENT
            assert capital.entity.country == row["iso2"]


def test_uses_only_known_countries() -> None:
    codes = {row["iso2"] for row in rows("countries")} | {""}
    for table in ("places", "places_own", "place_names", "actors"):
        assert {row["country"] for row in rows(table)} <= codes


def test_has_no_pattern_with_an_empty_slot() -> None:
    assert not [name for entry in (*places(), *actors()) for name in entry.names if "{" in name or "  " in name]


def test_is_described_table_by_table() -> None:
    text = (PACKAGE.parent / "docs" / "reference-data.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)\.tsv` \|", text, flags=re.MULTILINE)) == set(TABLES)


def test_has_weapons_with_labels_in_both_languages() -> None:
    assert all(
        w.entity.label_ar and w.entity.label_en and w.entity.iri.endswith(w.id) for w in weapon_classes().values()
    )
