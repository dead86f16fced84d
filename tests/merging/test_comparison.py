"""What two mentions are compared by, on profiles made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from builder.merging.blocking import keys_of, lookup_keys
from builder.merging.comparison import SAME, TOLD_TWICE, compare, features_of, is_told_twice
from builder.merging.profiles import Profile, Site

TOWN = Site("place/town", frozenset({"place/town", "place/land"}), "YE", frozenset({"town"}), False, None)
LAND = Site("place/land", frozenset({"place/land"}), "YE", frozenset({"land"}), True, None)
CLASH = Profile(
    iri="a#event-1",
    article="a",
    series=False,
    attack_type="ArmedClash",
    published=date(2018, 5, 22),
    earliest=date(2018, 5, 21),
    latest=date(2018, 5, 22),
    assumed=False,
    sites=(TOWN,),
    targets=frozenset(),
    target_words=frozenset(),
    actors=frozenset(),
    weapons=frozenset(),
    killed=None,
    wounded=None,
    count=None,
    words=frozenset(),
)
UNDATED = replace(CLASH, earliest=None, latest=None, published=None)


def other(profile: Profile, **changes: object) -> Profile:
    """The same told by another article, with changes."""
    return replace(profile, iri="b#event-1", article="b", **changes)  # type: ignore[arg-type]


def are_compared(one: Profile, two: Profile) -> bool:
    return bool(lookup_keys(one) & keys_of(two))


def test_fighting_of_every_day_counts_against_a_match_without_an_equal_figure() -> None:
    assert features_of(CLASH, other(CLASH))["daily-fighting"] == 1
    assert features_of(CLASH, other(CLASH, attack_type="AirStrike"))["daily-fighting"] == 1
    killed = replace(CLASH, killed=36)
    assert "daily-fighting" not in features_of(killed, other(killed))
    assert features_of(killed, other(killed, killed=35))["daily-fighting"] == 1
    assert "daily-fighting" not in features_of(CLASH, other(CLASH, attack_type="SuicideBombing"))


def test_of_two_reports_alike_but_for_the_kind_fighting_is_less_likely_one() -> None:
    clash = replace(CLASH, actors=frozenset({"actor/army"}), weapons=frozenset({"weapon/bomb"}))
    bombing = replace(clash, attack_type="SuicideBombing")
    assert compare(clash, other(clash)).score < SAME < compare(bombing, other(bombing)).score


def test_two_mentions_of_one_article_are_one_only_with_an_equal_figure() -> None:
    told = replace(
        CLASH,
        attack_type="SuicideBombing",
        latest=date(2018, 5, 21),
        targets=frozenset({"target/mosque"}),
        target_words=frozenset({"mosque"}),
        weapons=frozenset({"weapon/belt"}),
        words=frozenset({"belt", "mosque", "guard", "imam"}),
    )
    again = replace(told, iri="a#event-2")
    assert compare(told, again).score >= TOLD_TWICE
    assert not is_told_twice(told, again)
    assert is_told_twice(replace(told, killed=11), replace(again, killed=11))


def test_a_town_is_found_by_the_month_without_a_day_of_the_incident() -> None:
    late = other(CLASH, earliest=None, latest=None, published=date(2018, 5, 30))
    assert are_compared(CLASH, late)
    assert not are_compared(CLASH, replace(late, published=date(2018, 7, 30)))
    assert not are_compared(CLASH, replace(late, sites=(LAND,)))


def test_a_figure_is_found_by_country_and_week_of_publication() -> None:
    one = replace(UNDATED, sites=(LAND,), published=date(2018, 5, 22), wounded=7)
    assert are_compared(one, other(one, published=date(2018, 5, 29)))
    assert not are_compared(one, other(one, published=date(2018, 6, 12)))
    assert not are_compared(one, other(one, wounded=8))
    assert not are_compared(replace(one, wounded=1), other(one, wounded=1))


DAYS = st.none() | st.dates(date(2018, 5, 1), date(2018, 7, 1))
FIGURES = st.none() | st.integers(0, 12)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    earliest = draw(DAYS)
    return replace(
        CLASH,
        published=draw(DAYS),
        earliest=earliest,
        latest=earliest,
        sites=draw(st.sampled_from([(), (TOWN,), (LAND,)])),
        killed=draw(FIGURES),
        wounded=draw(FIGURES),
        attack_type=draw(st.sampled_from(["ArmedClash", "Bombing"])),
    )


@given(profiles(), profiles())
def test_neither_keys_nor_comparisons_depend_on_the_order(one: Profile, two: Profile) -> None:
    two = other(two)
    assert are_compared(one, two) == are_compared(two, one)
    assert compare(one, two) == compare(two, one)
    assert features_of(one, two) == features_of(two, one)
