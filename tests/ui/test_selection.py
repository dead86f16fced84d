from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.graph.iris import ID
from tests.ui.samples import attack, party, thing
from ui.filters import address_of, filter_of
from ui.selection import FACETS, Basis, Filter, choices

BRIGADES = thing("brigades", "كتائب الراية", "Raya Brigades", "ArmedGroup")
BASE = thing("base", "قاعدة الوادي", "Wadi Base", "Facility")
COUNTRY = thing("country", "النهرية", "Nahria", "Country")
LINE = attack(
    "a",
    earliest="2023-11-02",
    latest="2023-11-04",
    places=(BASE,),
    wider=(COUNTRY,),
    parties=(party(BRIGADES, attributed=True),),
    titles=("هجوم على القاعدة",),
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
        (Filter(places=frozenset({"base"})), True),
        (Filter(places=frozenset({"country", "elsewhere"})), True),
        (Filter(places=frozenset({"elsewhere"})), False),
        (Filter(actors=frozenset({"brigades"})), True),
        (Filter(actors=frozenset({"base"})), False),
        (Filter(actors=frozenset({"brigades"}), basis=Basis.ATTRIBUTED), True),
        (Filter(actors=frozenset({"brigades"}), basis=Basis.CLAIMED), False),
        (Filter(basis=Basis.ATTRIBUTED), True),
        (Filter(basis=Basis.DISPUTED), False),
        (Filter(conflicting=True), False),
        (Filter(confidence=0.5), True),
        (Filter(confidence=0.7), False),
        (Filter(text="كَتائب"), True),
        (Filter(text="الرايه القاعده"), True),
        (Filter(text="nahria"), True),
        (Filter(text="الراية جبل"), False),
    ],
)
def test_filter(wanted: Filter, found: bool) -> None:
    assert wanted.apply([LINE]) == ([LINE] if found else [])


def test_an_undated_attack_counts_by_its_publication() -> None:
    line = attack("a", published="2023-11-03")
    assert Filter(since=date(2023, 11, 3), until=date(2023, 11, 3)).apply([line]) == [line]
    assert Filter(since=date(2023, 11, 4)).apply([line]) == []
    assert Filter(until=date(2023, 11, 4)).apply([attack("b")]) == []


def test_a_facet_offers_what_the_rest_of_the_filter_leaves() -> None:
    others = [attack("b", places=(COUNTRY,)), attack("c", attack_type="Raid", places=(thing("town"),))]
    wanted = Filter(types=frozenset({"AirStrike"}), places=frozenset({"base"}))
    assert choices("places", wanted, [LINE, *others], 9) == [(COUNTRY, 2), (BASE, 1)]
    assert choices("places", wanted, [LINE, *others], 1) == [(COUNTRY, 2)]
    assert choices("actors", wanted, [LINE, *others], 9) == [(BRIGADES, 1)]


def test_every_facet_is_a_field() -> None:
    assert set(FACETS) < {field.name for field in fields(Filter)}


_iris = st.frozensets(st.text(st.characters(categories=("L", "N")), min_size=1).map(ID.__add__), max_size=3)


@given(
    st.builds(
        Filter,
        since=st.none() | st.dates(),
        until=st.none() | st.dates(),
        types=st.frozensets(st.sampled_from(["Raid", "AirStrike"])),
        statuses=st.frozensets(st.sampled_from(["foiled", "disputed"])),
        kinds=st.frozensets(st.sampled_from(["attack", "series"])),
        places=_iris,
        actors=_iris,
        targets=_iris,
        weapons=_iris,
        sources=_iris,
        basis=st.none() | st.sampled_from(Basis),
        text=st.text(),
        background=st.none() | st.booleans(),
        conflicting=st.booleans(),
        confidence=st.sampled_from([0.0, 0.5, 0.7, 0.9]),
    )
)
def test_an_address_restores_its_filter(wanted: Filter) -> None:
    assert filter_of(address_of(wanted)) == wanted


def test_what_is_wrong_in_an_address_is_left_out() -> None:
    wrong = {
        "since": ["yesterday"],
        "type": ["Raid", "nonsense"],
        "basis": ["x"],
        "confidence": ["2"],
        "conflicts": [""],
    }
    assert filter_of(wrong) == Filter(types=frozenset({"Raid"}))
