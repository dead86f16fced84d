from __future__ import annotations

import pytest

from builder.evaluation.similarity import read_figure, same_date, same_figure, similar


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الجيش السوري", "للجيش السوري"),
        ("مدينة إدلب", "إدلب"),
        ("ثلاثة جنود", "جنودا"),
        ("حركة الشباب", "الشباب الصومالية"),
        ("قوات الأمن العراقية", "قوات الأمن"),
        ("قُصِفَ", "قصف"),
        ("مدينة", "المدينة"),
    ],
)
def test_surfaces_of_one_thing_are_similar(one: str, other: str) -> None:
    assert similar(one, other)
    assert similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مدينة إدلب", "مدينة حلب"),
        ("حركة الشباب", "حركة طالبان"),
        ("", "حلب"),
        ("مصدر أمني", "مصدر طبي"),
        ("السوق المركزي وسط العاصمة العراقية بغداد قرب الجسر", "بغداد"),
    ],
)
def test_surfaces_of_two_things_are_not(one: str, other: str) -> None:
    assert not similar(one, other)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("12", (12, 12)), ("12-15", (12, 15)), ("20+", (20, None)), ("", None), ("dozens", None), ("12-", None)],
)
def test_figures_are_read(text: str, bounds: tuple[int, int | None] | None) -> None:
    assert read_figure(text) == bounds


@pytest.mark.parametrize(
    ("annotated", "text", "same"),
    [
        ((12, 12), "12", True),
        ((12, 12), "13", False),
        ((12, 12), "12-15", True),
        ((50, None), "51+", True),
        ((50, None), "52+", False),
        ((50, None), "51", False),
        ((24, 99), "30", True),
        ((24, 99), "30-40", False),
        ((24, 99), "100", False),
        ((None, None), "3", False),
        ((None, 5), "3", False),
        ((3, 3), "", False),
    ],
)
def test_figures_are_compared(annotated: tuple[int | None, int | None], text: str, same: bool) -> None:
    assert same_figure(annotated, text) is same


@pytest.mark.parametrize(
    ("annotated", "text", "same"),
    [
        ("2024-03-13", "2024-03-13", True),
        ("2024-03-13", "2024-03-12/2024-03-14", False),
        ("2024-03-12/2024-03-14", "2024-03-13", True),
        ("2024-03-12/2024-03-14", "2024-03-13/2024-03-14", True),
        ("2024-03-12/2024-03-14", "2024-03-13/2024-03-15", False),
        ("", "2024-03-13", False),
        ("2024-03-13", "", False),
    ],
)
def test_dates_are_compared(annotated: str, text: str, same: bool) -> None:
    assert same_date(annotated, text) is same
