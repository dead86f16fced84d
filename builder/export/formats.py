"""The formats that a store can be exported in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import BinaryIO

from pyoxigraph import Store

from builder.export.event_table import write_event_table
from builder.export.geojson import write_geojson
from builder.export.graphml import write_graphml
from builder.export.jsonld import write_jsonld
from builder.export.quads import write_nquads, write_trig, write_turtle

Write = Callable[[Store, BinaryIO], None]


class Format(StrEnum):
    """The whole graph as RDF, or its attacks for maps, networks and tables."""

    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    GEOJSON = "geojson"
    GRAPHML = "graphml"
    CSV = "csv"


_WRITERS: Mapping[Format, Write] = {
    Format.NQUADS: write_nquads,
    Format.TRIG: write_trig,
    Format.TURTLE: write_turtle,
    Format.JSONLD: write_jsonld,
    Format.GEOJSON: write_geojson,
    Format.GRAPHML: write_graphml,
    Format.CSV: write_event_table,
}


def writer(form: Format, *, everything: bool = False, bom: bool = False) -> Write:
    """The function that writes a store in a format; *everything* is for GeoJSON, *bom* for CSV.

    The same graph gives the same bytes.
    """
    if form is Format.GEOJSON:
        return partial(write_geojson, everything=everything)
    if form is Format.CSV:
        return partial(write_event_table, bom=bom)
    return _WRITERS[form]
