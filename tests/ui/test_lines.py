from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from builder.vocabulary import Class
from ui.labels import Words
from ui.lines import Filter, LineRows, attack_lines
from ui.records import AttackLine

Row = Mapping[str, str]


def mention(attack: str, **given: str) -> Row:
    usual = {
        "class": Class.ATTACK_MENTION,
        "type": "x#AirStrike",
        "status": "x#occurred",
        "background": "false",
        "title": "خبر",
    }
    return {"attack": attack, "published": "", **usual, **given}


def filler(role: str, iri: str, place_role: str = "", attack: str = "a") -> Row:
    return {"attack": attack, "role": f"x#{role}", "filler": iri, "placeRole": place_role}


def day(earliest: str, latest: str, attack: str = "a") -> Row:
    return {"attack": attack, "earliest": earliest, "latest": latest}


def label(entity: str, text: str, language: str = "ar") -> Row:
    return {"entity": entity, "label": text, "language": language}


def container(place: str, wider: str) -> Row:
    return {"place": place, "container": wider}


def one(
    *,
    fillers: Sequence[Row] = (),
    dates: Sequence[Row] = (),
    labels: Sequence[Row] = (),
    containers: Sequence[Row] = (),
    **given: str,
) -> AttackLine:
    (line,) = attack_lines(LineRows([mention("a", **given)], fillers, dates, labels, containers), ())
    return line


def test_the_most_exact_date_is_shown() -> None:
    line = one(dates=[day("2023-10-01", "2023-10-31"), day("2023-10-17", "2023-10-17")])
    assert (line.earliest, line.latest) == ("2023-10-17", "2023-10-17")


def test_a_launch_site_is_no_place_of_the_attack() -> None:
    line = one(
        fillers=[filler("place", "base", "x#impact"), filler("place", "desert", "x#launch")],
        labels=[label("base", "القاعدة"), label("desert", "الصحراء")],
    )
    assert line.places == (Words("القاعدة"),)


def test_containers_are_followed_upwards_and_circles_end() -> None:
    line = one(
        fillers=[filler("place", "base")],
        containers=[container("base", "province"), container("province", "country"), container("country", "base")],
        labels=[label("province", "المحافظة"), label("country", "البلد"), label("country", "Country", "en")],
    )
    assert line.wider == (Words("المحافظة"), Words("البلد", "Country"))


def test_articles_that_disagree_whether_it_happened_make_it_disputed() -> None:
    rows = [mention("a"), mention("a", status="x#foiled", background="true", title="آخر")]
    (line,) = attack_lines(LineRows(rows, (), (), (), ()), ())
    assert (line.status, line.background, line.titles) == ("disputed", False, ("خبر", "آخر"))


def test_lines_come_newest_first_and_undated_last() -> None:
    rows = [mention("undated"), mention("old", published="2020-01-01"), mention("new")]
    lines = attack_lines(LineRows(rows, (), [day("2024-01-01", "2024-01-02", "new")], (), ()), ())
    assert [line.iri for line in lines] == ["new", "old", "undated"]


LINE = one(
    fillers=[filler("place", "p"), filler("perpetrator", "g")],
    dates=[day("2023-11-02", "2023-11-04")],
    labels=[
        label("p", "قاعدة الوادي"),
        label("p", "Wadi Base", "en"),
        label("g", "كتائب الراية"),
        label("c", "النهرية"),
        label("c", "Nahria", "en"),
    ],
    containers=[container("p", "c")],
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
