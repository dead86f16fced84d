from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.samples import thing
from ui.columns import Content, Known, columns_of, first_day, last_day, number, point


@pytest.mark.parametrize(
    ("values", "content"),
    [
        (["", ""], Content.NOTHING),
        (["1", "", "-2.5", "1.0E3"], Content.NUMBER),
        (["2024-05-06", ""], Content.DAY),
        (["2024-05", "2024-06"], Content.DAY),
        (["2024-05-06/2024-05-08", "2024-05-06T10:00:00Z"], Content.DAY),
        (["2024-05-06", "2024"], Content.TEXT),
        (["2024-13-06"], Content.TEXT),
        (["https://example.org/a", "_:b0", "urn:x:1"], Content.RESOURCE),
        (["https://example.org/a b"], Content.TEXT),
        (["POINT(41.25 31.5)"], Content.POINT),
        (["<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point (41 31)"], Content.POINT),
        (["POINT(341 31)"], Content.TEXT),
        (["LINESTRING(1 1, 2 2)"], Content.TEXT),
        (["nan", "1"], Content.TEXT),
        (["غارة", "1"], Content.TEXT),
    ],
)
def test_content_of_a_column(values: list[str], content: Content) -> None:
    (column,) = columns_of(["x"], [[value] for value in values])
    assert column.content is content


def test_a_point_is_latitude_and_longitude() -> None:
    assert point("POINT(41.25 31.5)") == (31.5, 41.25)
    assert point("POINT Z (41.25 31.5 200)") == (31.5, 41.25)


def test_days_of_an_interval() -> None:
    assert str(first_day("2024-05-06/2024-05-08")) == "2024-05-06"
    assert str(last_day("2024-05-06/2024-05-08")) == "2024-05-08"
    assert first_day("2024-05-06/x") is None


@given(st.text(max_size=40))
def test_any_text_has_a_content(text: str) -> None:
    columns_of(["x"], [[text]])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read(value: float) -> None:
    assert number(repr(value)) == value


def test_a_name_stands_for_the_one_that_has_it() -> None:
    known = Known.of(
        {
            one.iri: one
            for one in (
                thing("urn:1", "الراية", "Raya"),
                thing("urn:2", "المهاجم"),
                thing("urn:3", "المهاجم"),
                thing("urn:a#4", "الراية"),
            )
        },
        [],
    )
    assert known.names["Raya"].iri == "urn:1"
    assert known.names["الراية"].iri == "urn:1"
    assert "المهاجم" not in known.names
    assert [(name, one and one.iri) for name, one in known.named("الراية; غيرها")] == [
        ("الراية", "urn:1"),
        ("غيرها", None),
    ]
