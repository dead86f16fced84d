"""A page with the map and invented attacks, for tests in a browser; run by ``test_map_browser.py``.

Parameters of the address: ``lang``, ``attacks`` (how many further ones to scatter), ``empty``, ``report``, ``status``.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

import streamlit as st

from builder.graph.iris import ID
from ui import frame
from ui.labels import Words
from ui.map import ColourBy, MapPlace, chosen_days, show_map

PLACE = ID + "place/"
FIRST = date(2023, 10, 1)
TYPES = (
    "AirStrike",
    "RocketAttack",
    "DroneStrike",
    "Shelling",
    "CarBombing",
    "Shooting",
    "ArmedClash",
    "Raid",
    "Abduction",
    "Attack",
)
STATUSES = ("occurred", "occurred", "occurred", "disputed", "foiled")

# name, English name, end of the IRI, class, latitude, longitude, uncertainty, number of attacks
SITES = (
    ("قاعدة الوادي", "Wadi Base", "wadi-base", "Facility", 33.80, 42.44, None, 1),
    ("السدرة", "Sidra", "sidra", "Settlement", 34.45, 41.92, None, 2),
    ("قرب السدرة", "near Sidra", "near-sidra", "RelativePlace", 34.60, 41.60, 25.0, 1),
    ("بغداد", "Baghdad", "baghdad", "Settlement", 33.31, 44.36, None, 30),
    ("الموصل", "Mosul", "mosul", "Settlement", 36.34, 43.13, None, 4),
    ("الأنبار", "Anbar", "anbar", "Governorate", 33.43, 43.30, None, 3),
    ("سوريا", "Syria", "syria", "Country", 34.8, 38.5, None, 2),
    ("حلب", "Aleppo", "aleppo", "Settlement", 36.20, 37.16, None, 3),
    ("البادية", "the desert", "badia", "Region", 34.2, 39.3, None, 1),
    ("غزة", "Gaza", "gaza", "Settlement", 31.50, 34.47, None, 5),
    ("الضفة الغربية", "West Bank", "west-bank", "Governorate", 31.92, 35.20, None, 1),
    ("صنعاء", "Sanaa", "sanaa", "Settlement", 15.35, 44.21, None, 3),
    ("الخرطوم", "Khartoum", "khartoum", "Settlement", 15.55, 32.53, None, 2),
    ("طرابلس", "Tripoli", "tripoli", "Settlement", 32.89, 13.18, None, 1),
    ("مكان مجهول", "a place unknown", "unknown", "Settlement", None, None, None, 1),
)


def invented(scattered: int) -> list[MapPlace]:
    """The attacks at the sites above, and *scattered* more around the region; the same ones every time."""
    chance = random.Random(7)
    made: list[MapPlace] = []
    for ar, en, end, place_class, latitude, longitude, km, attacks in SITES:
        for _ in range(attacks):
            made.append(attack(len(made), chance, Words(ar, en), PLACE + end, place_class, latitude, longitude, km))
    for number in range(scattered):
        latitude, longitude = chance.uniform(12, 38), chance.uniform(-8, 62)
        name = Words(f"موضع {number}", f"site {number}")
        made.append(attack(len(made), chance, name, f"{PLACE}{number}", "Settlement", latitude, longitude, None))
    return made


def attack(
    number: int,
    chance: random.Random,
    name: Words,
    place: str,
    place_class: str,
    latitude: float | None,
    longitude: float | None,
    km: float | None,
) -> MapPlace:
    """One invented attack; the first one has a title full of markup, every tenth has no day."""
    day = "" if number % 10 == 9 else (FIRST + timedelta(days=min(number * 2, 200))).isoformat()
    title = (
        "<img src=x onerror='document.title=1'> هجوم على القاعدة" if number == 0 else f"هجوم رقم {number}: {name.ar}"
    )
    attack_type, status = chance.choice(TYPES), chance.choice(STATUSES)
    iri = f"{ID}attack/{number}"
    return MapPlace(iri, title, attack_type, status, day, day, place, name, place_class, latitude, longitude, km)


labels = frame.labels()
frame.show(labels, "map")
places = [] if "empty" in st.query_params else invented(int(st.query_params.get("attacks", "0")))
chosen = show_map(
    places,
    labels,
    key="map",
    colour=ColourBy.STATUS if "status" in st.query_params else ColourBy.TYPE,
    report_days="report" in st.query_params,
)
st.html(f'<p id="chosen">{chosen or "-"}</p><p id="days">{chosen_days("map")}</p>')
