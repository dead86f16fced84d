"""The attacks as a flat table, one row each, with the columns that users of event data know.

docs/export.md says where each column comes from. Cells that a spreadsheet would run as a formula are made harmless.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import BinaryIO

from pyoxigraph import Store

from builder.export.events import BASES, Event, events
from builder.export.records import Entity
from builder.resources import read_table
from builder.text.lines import printable

COLUMNS = (
    "event_id",
    "event_date",
    "event_date_latest",
    "time_precision",
    "date_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "attack_type",
    "status",
    "background",
    "actor1",
    "actor1_basis",
    "claimed_by",
    "denied_by",
    "actor2",
    "target_kind",
    "weapon",
    "country",
    "admin1",
    "location",
    "location_en",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "uncertainty_km",
    "fatalities",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "wounded_low",
    "wounded_best",
    "wounded_high",
    "source",
    "cited_source",
    "reports",
    "articles",
    "first_published",
    "confidence",
    "notes",
)
LONGEST_NOTE = 300  # code points
_BETWEEN = "; "
# What makes a spreadsheet read a cell as a formula, with the wide forms that some take for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | float | None


def write_event_table(rdf: Store, out: BinaryIO, *, bom: bool = False, only: Collection[str] | None = None) -> None:
    """The table as CSV (RFC 4180) in UTF-8, texts in quotation marks; with *bom* it begins with a byte order mark.

    *only* the attacks with these IRIs are in it, where given.
    """
    if bom:
        out.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(COLUMNS)
        writer.writerows([_cell(value) for value in row(event).values()] for event in events(rdf, only))
    finally:
        text.detach()  # the stream belongs to the caller


def row(event: Event) -> dict[str, Cell]:
    """The cells of an attack by column, in order; None where nothing is known."""
    place = event.location
    types = _event_types(event)
    perpetrators = _perpetrators(event)
    return {
        "event_id": event.attack.iri,
        "event_date": event.period.earliest,
        "event_date_latest": event.period.latest,
        "time_precision": event.period.time_precision,
        "date_precision": event.period.precision,
        "disorder_type": types[0],
        "event_type": types[1],
        "sub_event_type": types[2],
        "attack_type": event.attack.kind,
        "status": event.status,
        "background": "true" if event.background else "false",
        "actor1": _BETWEEN.join(perpetrators),
        "actor1_basis": _BETWEEN.join("+".join(bases) for bases in perpetrators.values()),
        "claimed_by": _names(event.claimed_by),
        "denied_by": _names(event.denied_by),
        "actor2": _names(event.targets),
        "target_kind": _BETWEEN.join(event.target_kinds),
        "weapon": _names(event.weapons),
        "country": _name(place.country) if place else None,
        "admin1": _name(place.admin1) if place else None,
        "location": place.place.label_ar if place else None,
        "location_en": place.place.label_en if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geo_precision": place.geo_precision if place else None,
        "where_prec": place.where_prec if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
        "fatalities": event.killed.low,
        "fatalities_low": event.killed.low,
        "fatalities_best": event.killed.best,
        "fatalities_high": event.killed.high,
        "wounded_low": event.wounded.low,
        "wounded_best": event.wounded.best,
        "wounded_high": event.wounded.high,
        "source": _names(event.outlets),
        "cited_source": _names(event.sources),
        "reports": len(event.attack.reports),
        "articles": _BETWEEN.join(event.articles),
        "first_published": event.first_published,
        "confidence": event.confidence,
        "notes": shortened(event.quote),
    }


def shortened(text: str) -> str:
    """The text in one line, with an ellipsis where it is cut, between words if there are any."""
    line = printable(text)
    if len(line) <= LONGEST_NOTE:
        return line
    kept = line[: LONGEST_NOTE - 1]
    return (kept.rpartition(" ")[0] or kept) + "…"


def _event_types(event: Event) -> tuple[str, str, str]:
    """The disorder, event and sub-event type of ACLED."""
    found = _types().get(event.attack.kind)
    if found is None:
        return "", "", ""
    armed = event.armed_target and found["event_armed"]
    if armed:
        return found["disorder"], found["event_armed"], found["sub_event_armed"]
    return found["disorder"], found["event"], found["sub_event"]


@cache
def _types() -> Mapping[str, Mapping[str, str]]:
    return {row["id"]: row for row in read_table("event_types.tsv")}


def _perpetrators(event: Event) -> dict[str, list[str]]:
    """The names of the perpetrators with all that the accounts of them rest on, in the order of BASES."""
    found: dict[str, set[str]] = {}
    for one in event.perpetrators:
        found.setdefault(one.actor.label_ar, set()).update(one.bases)
    return {name: sorted(bases, key=BASES.index) for name, bases in found.items()}


def _names(entities: Iterable[Entity]) -> str:
    """Each name once: what articles describe ("gunmen") is an entity in each of them."""
    return _BETWEEN.join(dict.fromkeys(entity.label_ar for entity in entities))


def _name(entity: Entity | None) -> str | None:
    return entity.label_ar if entity else None


def _cell(value: Cell) -> Cell:
    """The value as it stands in the file: texts in one line, and none that a spreadsheet would run."""
    if not isinstance(value, str):
        return "" if value is None else value
    line = printable(value)
    return f"'{line}" if line.startswith(_FORMULA) else line
