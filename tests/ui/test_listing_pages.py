"""The pages that list disagreements, groups, places and sources, and those of one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.test_pages import attacks, html, open_page
from ui.choice import ENDPOINT_VARIABLE, STORE_VARIABLE


@pytest.fixture(autouse=True)
def invented_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENDPOINT_VARIABLE, raising=False)
    monkeypatch.setenv(STORE_VARIABLE, str(store))


def test_disagreements_have_both_sides_and_lead_to_the_attack() -> None:
    page = html(open_page("disagreements", lang="en"))
    assert page.count('class="rasd-conflict"') == 2
    assert page.count('class="rasd-dispute"') == 2
    assert page.index("2023-11-02") < page.index("2023-10-01")
    sides = page[page.index("<h3>Outcome of the attack</h3>") :]
    assert sides.index(">hit<") < sides.index("أصابت أهدافها بدقة") < sides.index(">missed<")
    assert 'href="attack?attack=' in page


def test_a_total_stands_against_the_sum_of_its_parts() -> None:
    page = html(open_page("disagreements", lang="en", subject="totals"))
    assert "rasd-conflict" not in page
    assert '<dt>Total given</dt><dd><strong><bdi dir="ltr">12</bdi>' in page
    assert '<dt>Sum of the parts</dt><dd><strong><bdi dir="ltr">10</bdi></strong> (<bdi dir="ltr">7; 3</bdi>)' in page
    assert "<bdi>مسؤول</bdi>" in page


def test_disagreements_can_be_narrowed_to_a_subject() -> None:
    app = open_page("disagreements")
    app.segmented_control(key="rasd-switch-subject").set_value("outcome").run()
    page = html(app)
    assert page.count('class="rasd-conflict"') == 1
    assert "<h3>نتيجة الهجوم</h3>" in page
    assert app.query_params["subject"] == "outcome"


def test_an_unknown_subject_is_left_out() -> None:
    assert html(open_page("disagreements", subject="<b>x</b>")).count('class="rasd-conflict"') == 2
