from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from ui.labels import Words
from ui.lines import Filter, attack_lines
from ui.records import AttackLine

EMPTY = {"filler": "", "ar": "", "en": "", "earliest": "", "latest": "", "placeRole": ""}


def mention(attack: str, **given: str) -> Mapping[str, str]:
    usual = {"kind": "attack", "type": "x#AirStrike", "status": "x#occurred", "background": "false", "title": "خبر"}
    return {"attack": attack, "published": "", **usual, **given}


def filler(attack: str, role: str, **given: str) -> Mapping[str, str]:
    return {"attack": attack, "role": f"x#{role}", **EMPTY, **given}


def one(*fillers: Mapping[str, str], containers: tuple[Mapping[str, str], ...] = (), **given: str) -> AttackLine:
    (line,) = attack_lines([mention("a", **given)], fillers, containers, ())
    return line


def test_the_most_exact_date_is_shown() -> None:
    line = one(
        filler("a", "date", earliest="2023-10-01", latest="2023-10-31"),
        filler("a", "date", earliest="2023-10-17", latest="2023-10-17"),
        filler("a", "date"),
    )
    assert (line.earliest, line.latest) == ("2023-10-17", "2023-10-17")


def test_a_launch_site_is_no_place_of_the_attack() -> None:
    line = one(
        filler("a", "place", ar="القاعدة", placeRole="x#impact"),
        filler("a", "place", ar="الصحراء", placeRole="x#launch"),
    )
    assert line.places == (Words("القاعدة"),)


def test_articles_that_disagree_whether_it_happened_make_it_disputed() -> None:
    rows = [mention("a"), mention("a", status="x#foiled", background="true", title="آخر")]
    (line,) = attack_lines(rows, (), (), ())
    assert (line.status, line.background, line.titles) == ("disputed", False, ("خبر", "آخر"))


def test_lines_come_newest_first_and_undated_last() -> None:
    rows = [mention("undated"), mention("old", published="2020-01-01"), mention("new")]
    lines = attack_lines(rows, [filler("new", "date", earliest="2024-01-01", latest="2024-01-02")], (), ())
    assert [line.iri for line in lines] == ["new", "old", "undated"]


LINE = one(
    filler("a", "place", filler="p", ar="قاعدة الوادي", en="Wadi Base"),
    filler("a", "perpetrator", ar="كتائب الراية"),
    filler("a", "date", earliest="2023-11-02", latest="2023-11-04"),
    containers=({"place": "p", "container": "c", "ar": "النهرية", "en": "Nahria"},),
    title="هجوم على القاعدة",
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), True),
        (Filter(types=frozenset({"AirStrike"})), True),
        (Filter(types=frozenset({"Raid"})), False),
        (Filter(statuses=frozenset({"foiled"})), False),
        (Filter(kinds=frozenset({"series"})), False),
        (Filter(background=True), False),
        (Filter(background=False), True),
        (Filter(since=date(2023, 11, 4)), True),
        (Filter(since=date(2023, 11, 5)), False),
        (Filter(until=date(2023, 11, 2)), True),
        (Filter(until=date(2023, 11, 1)), False),
        (Filter(place="النهرية"), True),
        (Filter(place="نهريه"), True),
        (Filter(place="nahria"), True),
        (Filter(place="كتائب"), False),
        (Filter(text="كَتائب"), True),
        (Filter(text="الرايه القاعده"), True),
        (Filter(text="الراية جبل"), False),
    ],
)
def test_filter(wanted: Filter, found: bool) -> None:
    assert wanted.apply([LINE]) == ([LINE] if found else [])


def test_an_undated_attack_counts_by_its_publication() -> None:
    line = one(published="2023-11-03")
    assert Filter(since=date(2023, 11, 3), until=date(2023, 11, 3)).apply([line]) == [line]
    assert Filter(since=date(2023, 11, 4)).apply([line]) == []
    assert Filter(until=date(2023, 11, 4)).apply([one()]) == []
