"""Rows that have a position as GeoJSON (RFC 7946), a feature each.

A row has a point only where it is known how far off the point may be, and where it is better known than by a country:
``uncertainty_km`` is the row's own, else that of places of its class. Other rows stand without a geometry.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence

from builder.export.places import COUNTRY, REGION, WIDEST_KM, precisions

COLUMNS = frozenset(("lat", "long", "precision", "uncertainty_km"))
"""The columns that a query must have for it: without them a point would look more exact than it is."""


def is_mappable(columns: Iterable[str]) -> bool:
    """Whether rows with these columns can be shown on a map."""
    return set(columns) >= COLUMNS


def feature_collection(rows: Iterable[Mapping[str, str]]) -> bytes:
    """One FeatureCollection; *rows* hold texts by column, empty ones where nothing is known.

    :raises KeyError: if a row lacks one of :data:`COLUMNS`.
    """
    features = [json.dumps(_feature(row), ensure_ascii=False) for row in rows]
    body = ",\n".join(features)
    return f'{{"type": "FeatureCollection", "features": [\n{body}\n]}}\n'.encode()


def _feature(row: Mapping[str, str]) -> dict[str, object]:
    uncertainty = _uncertainty(row)
    position = _position(row)
    point = {"type": "Point", "coordinates": position} if position and uncertainty is not None else None
    properties: dict[str, object] = {
        name: value or None for name, value in row.items() if name not in ("lat", "long", "uncertainty_km")
    }
    properties["uncertainty_km"] = uncertainty if point else None
    return {"type": "Feature", "geometry": point, "properties": properties}


def _uncertainty(row: Mapping[str, str]) -> float | None:
    """Kilometres; None where the place is as wide as a country, or nobody knows.

    A region without a figure of its own may be a sea or a continent, which a row does not tell.
    """
    kind, own = row["precision"], _number(row["uncertainty_km"])
    if kind == COUNTRY or kind not in precisions():
        return None
    if own is not None:
        return own if 0 <= own <= WIDEST_KM else None
    return None if kind == REGION else precisions()[kind].uncertainty_km


def _position(row: Mapping[str, str]) -> Sequence[float] | None:
    latitude, longitude = _number(row["lat"]), _number(row["long"])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return longitude, latitude


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
