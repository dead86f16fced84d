"""Which mentions are compared at all: those that share a key of time and country, of a place, a toll or a target.

Keys are strings that the merged graph keeps with each mention, so that the neighbours of a new article are found
without reading the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from builder.merging.comparison import share_of
from builder.merging.profiles import Profile

_PRECISE = timedelta(days=8)  # the longest period whose days are keys; of a longer one the months are
_MOST_MONTHS = 14  # of a still longer one the first months are keys
_SLIP = timedelta(days=1)  # by which two articles may date one incident differently
_RARE = 0.002  # share of articles below which a word of a target's name is a key
_TOLL = 8  # dead from which their number with the country is a key
_FIGURE = 2  # dead or wounded from which their number with the country and the week of publication is a key
_WEEK = 7  # days
MERGED = "merged"  # a key that every mention has: one without it is still to be merged
_ANYWHERE = "?"  # for the country of a mention without a place


def keys_of(profile: Profile) -> frozenset[str]:
    """The keys under which others find a mention: days or months with countries, and rare words of its targets."""
    return frozenset(_keys(profile, stored=True))


def lookup_keys(profile: Profile) -> frozenset[str]:
    """The keys under which a mention finds others; of two mentions each finds the other or neither does."""
    return frozenset(_keys(profile, stored=False))


def _keys(profile: Profile, *, stored: bool) -> Iterator[str]:
    if stored:
        yield MERGED
    for target in profile.targets:
        yield f"target {target}"
    for stem in profile.target_words:
        if share_of(stem) < _RARE:
            yield f"word {stem}"
    if profile.killed is not None and profile.killed >= _TOLL:
        yield from (f"killed {profile.killed} {country}" for country in profile.countries)
    yield from _keys_of_publication(profile)
    if profile.earliest is None or profile.latest is None:
        return
    first, last = profile.earliest, profile.latest
    precise = last - first <= _PRECISE
    months = sorted({f"{day:%Y-%m}" for day in _days(first, last)})[:_MOST_MONTHS]
    for country in sorted(profile.countries) or [_ANYWHERE]:
        if precise:
            yield from (f"day {day} {country}" for day in _days(first - _SLIP, last + _SLIP))
        # A vague mention is compared with vague and with precise ones, two precise ones only by their days.
        if precise == stored:
            yield from (f"any {month} {country}" for month in months)
        if not precise or not stored:
            yield from (f"vague {month} {country}" for month in months)


def _keys_of_publication(profile: Profile) -> Iterator[str]:
    """Keys that need no day of the incident, for articles date one incident differently or not at all.

    A place that is no region with the month, a number of dead or wounded with the country and the week; two weeks, so
    that articles of neighbouring ones share a key.
    """
    towns = [site.iri for site in profile.sites if not site.wide]
    months = {f"{day:%Y-%m}" for day in (profile.published, profile.earliest) if day is not None}
    yield from (f"place {town} {month}" for town in towns for month in sorted(months))
    if profile.published is not None:
        week = profile.published.toordinal() // _WEEK
        for role, figure in (("killed", profile.killed), ("wounded", profile.wounded)):
            if figure is not None and figure >= _FIGURE:
                for country in profile.countries:
                    yield from (f"{role} {figure} {country} week {number}" for number in (week, week + 1))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
