from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.reference.geometry import BEARINGS, EARTH_RADIUS_KM, bearing, destination, distance_km, midpoint

latitudes = st.floats(-85, 85)
longitudes = st.floats(-179, 179)
positions = st.tuples(latitudes, longitudes)


def test_knows_the_distance_of_baghdad_and_mosul() -> None:
    assert distance_km((33.34, 44.40), (36.335, 43.12)) == pytest.approx(353, abs=5)


def test_has_eight_bearings_clockwise() -> None:
    assert BEARINGS["n"] == 0
    assert [BEARINGS[name] for name in ("e", "s", "w", "nw")] == [90, 180, 270, 315]


@given(positions, st.floats(0, 360), st.floats(0, 2000))
def test_arrives_as_far_as_told(start: tuple[float, float], bearing: float, km: float) -> None:
    end = destination(start, bearing, km)
    assert distance_km(start, end) == pytest.approx(km, abs=0.01)
    assert -180 <= end[1] <= 180


@given(positions, st.floats(0, 359), st.floats(1, 2000))
def test_looks_back_the_way_it_went(start: tuple[float, float], direction: float, km: float) -> None:
    seen = bearing(start, destination(start, direction, km))
    assert abs((seen - direction + 180) % 360 - 180) < 0.01


@given(positions, positions)
def test_middle_is_as_far_from_both_ends(one: tuple[float, float], other: tuple[float, float]) -> None:
    apart = distance_km(one, other)
    if apart < EARTH_RADIUS_KM * 3:
        middle = midpoint(one, other)
        assert distance_km(one, middle) == pytest.approx(apart / 2, abs=0.01)
        assert distance_km(other, middle) == pytest.approx(apart / 2, abs=0.01)
