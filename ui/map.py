"""The map of attacks: a component of MapLibre GL that needs no network, and what it gets from Python.

Exact places are points, grouped where they are close; places known only roughly are translucent areas
(:mod:`ui.areas`). Borders are those of Natural Earth. Raster tiles are drawn below them only where the environment
variable ``RASD_TILES`` names a template of their addresses.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from builder.errors import RasdError
from ui.areas import Circle, Drawing, Shape, drawing
from ui.bundles import bundle
from ui.labels import Labels, Words, read_labels

TILES_VARIABLE = "RASD_TILES"
ATTRIBUTION_VARIABLE = "RASD_TILES_ATTRIBUTION"

_COLOURS = 7  # kinds with a colour of their own; the palette of the component holds as many
_TEXTS = (
    "map.title", "map.help", "map.no_webgl", "map.failed", "map.borders", "map.legend", "map.exact",
    "map.rough", "map.mixed", "map.days", "map.since", "map.until", "map.all_days", "map.shown",
    "map.unplaced", "map.undated", "map.list", "map.more", "map.choose", "map.close", "map.zoom_in",
    "map.zoom_out", "map.fit", "map.scroll", "map.fingers", "map.count", "map.no_day", "map.tiles",
)  # fmt: skip


class ColourBy(StrEnum):
    """What the colours of the map mean."""

    TYPE = "type"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class MapPlace:
    """One attack at one place.

    ``attack`` and ``place`` are IRIs, ``place_class``, ``attack_type`` and ``status`` local names of the ontology. The
    position is in decimal degrees (WGS 84), ``uncertainty_km`` the radius within which the true one lies, where known.
    ``earliest`` and ``latest`` are ISO days, or empty.
    """

    attack: str
    title: str
    attack_type: str
    status: str
    earliest: str
    latest: str
    place: str
    name: Words
    place_class: str
    latitude: float | None
    longitude: float | None
    uncertainty_km: float | None = None


@dataclass(frozen=True, slots=True)
class Tiles:
    """Raster tiles of somebody else: the template of their addresses, and whom to name for them."""

    url: str
    attribution: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Tiles | None:
        """The tiles that ``RASD_TILES`` and ``RASD_TILES_ATTRIBUTION`` name, None where the first is empty.

        :raises RasdError: if the template is no address over http with ``{z}``, ``{x}`` and ``{y}``.
        """
        url = environment.get(TILES_VARIABLE, "").strip()
        if not url:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not all(f"{{{k}}}" in url for k in "zxy"):
            raise RasdError(f"{TILES_VARIABLE} has to be an address such as https://example.org/{{z}}/{{x}}/{{y}}.png")
        return cls(url, environment.get(ATTRIBUTION_VARIABLE, "").strip())


def show_map(
    places: Sequence[MapPlace],
    labels: Labels,
    *,
    key: str,
    colour: ColourBy = ColourBy.TYPE,
    height: int = 560,
    report_days: bool = False,
    words: str = "map",
) -> str | None:
    """Draw the attacks and give the IRI of the one that was chosen last, None before any was.

    An attack at several places is drawn at each of them. *height* of the map itself is in pixels. With *report_days*
    the page runs again when somebody lets go of the sliders of days, and :func:`chosen_days` tells what they were left
    at; otherwise they only filter in the browser. Attacks that cannot be drawn are counted below the map. Where
    something else than attacks is drawn, *words* is the group of labels whose texts stand in for those of ``map``.

    :raises RasdError: if the tiles of the environment are not given rightly.
    """
    data = map_data(places, labels, colour, Tiles.from_environment(), words)
    answer = bundle("map")(
        key=key,
        data=data | {"height": height, "reportDays": report_days},
        on_attack_change=_nothing,
        on_chosen_change=_nothing,
        on_days_change=_nothing,
    )
    chosen = answer.chosen or answer.attack
    known = {place.attack for place in places}
    return chosen if chosen in known else None  # the browser's word is not taken for it


def chosen_days(key: str) -> tuple[date, date] | None:
    """The first and last day that the sliders of the map *key* were left at; None where they leave out nothing."""
    days = st.session_state.get(key, {}).get("days")
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def _nothing() -> None:
    """A component reports only what has a callback; the value itself is in its answer."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What is drawn once, however many attacks there are at it."""

    place: str
    latitude: float
    longitude: float
    drawn: Drawing


def map_data(
    places: Sequence[MapPlace], labels: Labels, colour: ColourBy, tiles: Tiles | None, words: str = "map"
) -> dict[str, Any]:
    """What the component gets: texts, kinds with a colour, attacks, and sites that refer to them by number.

    Days count from ``firstDay`` on. An attack that stands in several rows has the type and the days of the first one.
    """
    kinds = _kinds(places, colour)
    first = min((day for place in places if (day := _day(place.earliest))), default=None)
    attacks: dict[str, int] = {}
    rows: list[list[Any]] = []
    sites: dict[_Site, tuple[MapPlace, dict[int, None]]] = {}
    for place in places:
        how = drawing(place.place, place.place_class, place.latitude, place.longitude, place.uncertainty_km)
        if how is None or place.latitude is None or place.longitude is None:
            continue
        number = attacks.setdefault(place.attack, len(rows))
        if number == len(rows):
            rows.append(_row(place, kinds, labels, colour, first))
        site = _Site(place.place, place.latitude, place.longitude, how)
        sites.setdefault(site, (place, {}))[1][number] = None
    return {
        "lang": labels.language.value,
        "dir": labels.language.direction,
        "texts": {name.removeprefix("map."): labels(_text(name, words), **_PLACES) for name in _TEXTS},
        "kinds": [*(labels.term(colour.value, kind) or labels("map.unknown") for kind in kinds), labels("map.other")],
        "firstDay": first.isoformat() if first else None,
        "attacks": rows,
        "sites": [_site(site, place, list(numbers), labels) for site, (place, numbers) in sites.items()],
        "unplaced": len({place.attack for place in places} - attacks.keys()),
        "tiles": {"url": tiles.url, "attribution": tiles.attribution} if tiles else None,
    }


_FIELD = {ColourBy.TYPE: "attack_type", ColourBy.STATUS: "status"}
# Figures that only the browser knows: their places in the texts stay as they are.
_PLACES = {name: f"{{{name}}}" for name in ("count", "total", "attribution")}


def _text(name: str, words: str) -> str:
    """The key of a text: that of the group *words* where there is one, else *name*."""
    own = f"{words}.{name.removeprefix('map.')}"
    return own if own in read_labels() else name


def _kinds(places: Iterable[MapPlace], colour: ColourBy) -> list[str]:
    """The kinds with a colour of their own: the most frequent ones, in an order that is the same for equal numbers."""
    counts = Counter(kind for _, kind in {(place.attack, getattr(place, _FIELD[colour])) for place in places})
    return [kind for kind, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_COLOURS]]


def _row(place: MapPlace, kinds: Sequence[str], labels: Labels, colour: ColourBy, first: date | None) -> list[Any]:
    """IRI, title, name of the type, number of the kind, first and last day (or None)."""
    kind = getattr(place, _FIELD[colour])
    earliest = _day(place.earliest)
    latest = max(filter(None, (earliest, _day(place.latest))), default=None)
    return [
        place.attack,
        place.title,
        " · ".join(filter(None, (labels.term("type", place.attack_type), labels.term("status", place.status)))),
        kinds.index(kind) if kind in kinds else len(kinds),
        (earliest - first) // timedelta(1) if earliest and first else None,
        (latest - first) // timedelta(1) if earliest and latest and first else None,
    ]


def _site(site: _Site, place: MapPlace, attacks: Sequence[int], labels: Labels) -> dict[str, Any]:
    name = place.name.get(labels.language)
    kind = labels.term("class", place.place_class)
    made: dict[str, Any] = {"name": name, "kind": kind, "at": [site.longitude, site.latitude], "attacks": attacks}
    if isinstance(site.drawn, Circle):
        made |= {"km": site.drawn.km, "note": labels("map.within", km=f"{site.drawn.km:g}")}
    elif isinstance(site.drawn, Shape):
        made |= {"layer": site.drawn.layer.value, "shape": site.drawn.id, "note": labels("map.somewhere")}
    return made


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
