from __future__ import annotations

from datetime import date

import pytest

from builder.articles.page_dates import DatedLine, Label, dated_lines, day_in_text
from builder.resources import read_table
from builder.text.normalize import normalize_key

DAY = date(2023, 10, 31)


@pytest.mark.parametrize(
    "text",
    [
        "الثلاثاء 31 أكتوبر 2023",
        "31 تشرين الأول 2023",
        "٣١ تشرين الأول/أكتوبر ٢٠٢٣",
        "الثلاثاء ١٦ ربيع الآخر ١٤٤٥هـ الموافق ٣١ أكتوبر ٢٠٢٣م",
        "16 ربيع الثاني 1445 هـ - 31 أكتوبر 2023 م",
        "31 أكتوبر، 2023 - 12:30 بتوقيت أبوظبي",
        "الثلاثاء 31-10-2023 05:30 مساءً",
        "2023/10/31",
        "2023-10-31 12:30 GMT",
    ],
)
def test_a_date_and_nothing_else(text: str) -> None:
    assert day_in_text(text) == DAY
    assert dated_lines([f"نُشر في: {text}"]) == [DatedLine(DAY, Label.PUBLISHED)]
    assert dated_lines([f"آخر تحديث {text}"]) == [DatedLine(DAY, Label.UPDATED)]


@pytest.mark.parametrize(
    "text",
    [
        "قتل ثلاثة في هجوم وقع في 31 أكتوبر 2023",
        "نشر في 31 أكتوبر 2023 تقرير عن الهجوم",
        "10/11/2023",
        "31/31/2023",
        "30 شباط 2023",
        "31 أكتوبر",
        "أكتوبر 2023",
        "16 ربيع الآخر 1445",
        "31 أكتوبر 1023",
        "© 2023",
        "31 أكتوبر 2023" + " " * 200,
        "",
    ],
)
def test_no_date_on_its_own(text: str) -> None:
    assert dated_lines([text]) == []
    assert day_in_text(text) is None


def test_each_date_stands_under_the_label_before_it() -> None:
    (first, second) = dated_lines(["القاهرة - أحمد | نشر في 30 أكتوبر 2023 | آخر تحديث 31 أكتوبر 2023"])
    assert (first, second) == (DatedLine(date(2023, 10, 30), Label.PUBLISHED), DatedLine(DAY, Label.UPDATED))
    assert day_in_text("نشر في 30 أكتوبر 2023") is None


def test_a_label_may_stand_in_a_text_of_its_own() -> None:
    assert dated_lines(["آخر تحديث:", " ", "31 أكتوبر 2023"]) == [DatedLine(DAY, Label.UPDATED)]
    assert dated_lines(["آخر تحديث:", "منذ يومين", "31 أكتوبر 2023"]) == [DatedLine(DAY, None)]


def test_labels_are_written_as_normalised_text_is() -> None:
    for row in read_table("page_labels.tsv"):
        assert normalize_key(row["label"]) == row["label"]
        assert row["kind"] in {"published", "updated", "beside"}
        assert row["source"]
