from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from builder.vocabulary import Class, Property
from ui.labels import Words
from ui.lines import LineRows, attack_lines, read_things
from ui.records import AttackLine, Thing, Toll

Row = Mapping[str, str]


def mention(attack: str, **given: str) -> Row:
    usual = {
        "class": Class.ATTACK_MENTION,
        "type": "x#AirStrike",
        "status": "x#occurred",
        "background": "false",
        "article": "one",
        "title": "خبر",
        "confidence": "0.5",
    }
    return {"attack": attack, "published": "", **usual, **given}


def filler(role: str, iri: str, attack: str = "a") -> Row:
    return {"attack": attack, "role": f"x#{role}", "filler": iri}


def day(earliest: str, latest: str, attack: str = "a") -> Row:
    return {"attack": attack, "earliest": earliest, "latest": latest}


def label(entity: str, text: str, language: str = "ar", kind: str = "") -> Row:
    return {"entity": entity, "label": text, "language": language, "class": f"x#{kind}"}


def container(place: str, wider: str) -> Row:
    return {"place": place, "container": wider}


def fact(property_iri: str, value: str) -> Row:
    return {"attack": "a", "fact": property_iri, "value": value}


def toll(low: str, high: str, role: str = "killed") -> Row:
    return {"attack": "a", "role": f"x#{role}", "low": low, "high": high}


def one(labels: Sequence[Row] = (), **rows: Sequence[Row]) -> AttackLine:
    """The line of one attack *a* with one mention."""
    (line,) = attack_lines(LineRows([mention("a")], **rows), read_things(labels), ())
    return line


def test_the_most_exact_date_is_shown() -> None:
    line = one(attack_dates=[day("2023-10-01", "2023-10-31"), day("2023-10-17", "2023-10-17")])
    assert (line.earliest, line.latest) == ("2023-10-17", "2023-10-17")


def test_containers_are_followed_upwards_and_circles_end() -> None:
    line = one(
        attack_fillers=[filler("place", "base")],
        place_containers=[
            container("base", "province"), container("province", "country"), container("country", "base")
        ],
        labels=[
            label("base", "القاعدة"),
            label("province", "المحافظة"), label("country", "البلد", kind="Country"), label("country", "Country", "en")
        ],
    )  # fmt: skip
    assert line.wider == (
        Thing("province", "", Words("المحافظة")), Thing("country", "Country", Words("البلد", "Country"))
    )  # fmt: skip
    assert line.countries == line.wider[1:]


def test_perpetrators_with_the_ground_on_which_they_are_named() -> None:
    line = one(
        attack_fillers=[filler("perpetrator", "gunmen")],
        attack_facts=[
            fact(Property.CLAIMED_BY, "brigades"),
            fact(Property.ATTRIBUTED_TO, "guards"),
            fact(Property.DENIED_BY, "guards"),
            fact(Property.PERPETRATOR_BASIS, "x#disputedPerpetrator"),
        ],
        labels=[label("gunmen", "مسلحون"), label("brigades", "الكتائب"), label("guards", "الحرس")],
    )
    assert [(party.thing.iri, party.claimed, party.attributed, party.denies) for party in line.parties] == [
        ("gunmen", False, False, False),
        ("brigades", True, False, False),
        ("guards", False, True, True),
    ]
    assert line.basis == "disputedPerpetrator"


@pytest.mark.parametrize(
    ("figures", "range_"),
    [
        ([], None),
        ([("3", "3")], Toll(3, 3)),
        ([("3", "3"), ("7", "9")], Toll(3, 9)),
        ([("3", "3"), ("20", "")], Toll(3, None)),
        ([("", "5")], Toll(0, 5)),
        ([("", "")], None),
    ],
)
def test_tolls_are_ranges_over_all_articles(figures: Sequence[tuple[str, str]], range_: Toll | None) -> None:
    assert one(attack_tolls=[toll(*figure) for figure in figures]).killed == range_
    assert one(attack_tolls=[toll(*figure) for figure in figures]).wounded is None


def test_articles_that_disagree_whether_it_happened_make_it_disputed() -> None:
    rows = [mention("a"), mention("a", status="x#foiled", background="true", title="آخر")]
    (line,) = attack_lines(LineRows(rows), {}, ())
    assert (line.status, line.background, line.titles) == ("disputed", False, ("خبر", "آخر"))


def test_lines_come_newest_first_and_undated_last() -> None:
    rows = [mention("undated"), mention("old", published="2020-01-01"), mention("new")]
    lines = attack_lines(LineRows(rows, attack_dates=[day("2024-01-01", "2024-01-02", "new")]), {}, ())
    assert [line.iri for line in lines] == ["new", "old", "undated"]
