"""How likely two event mentions are the same incident, and what speaks for and against it.

A logistic model over agreements and contradictions: none is required and none forbids, for tolls rise, names differ and
dates slip. Weights: table merging_weights.tsv, fitted by scripts/fit_merging.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import asin, cos, exp, log, log1p, radians, sin, sqrt

from builder.extraction.weights import type_agreement
from builder.merging.profiles import Profile, Site
from builder.resources import read_table
from builder.vocabulary import Concept

SAME = 0.5  # the probability from which two mentions are likely one incident
TOGETHER = 0.4  # the least mean over the pairs of a cluster: between reports of one incident some contradict others
TOLD_TWICE = 0.99  # the probability for two mentions of one article, which mostly are two incidents
_NEAR_KM = 30.0
_FAR_KM = 150.0
_EARTH_KM = 6371.0
_UNSEEN = 0.0005  # share of articles that a stem which is not in the table is taken to stand in
_WEIGHT_OF_UNSEEN = -log(_UNSEEN)
_RARE = 0.01  # share of articles below which a stem is a name or as good as one
_FEW = 4  # dead or wounded below which equal numbers tell little
_MOST_DAYS = 30
_DAILY = frozenset({"AirStrike", "ArmedClash", "Raid", "RocketAttack", "Shelling"})  # a front sees them day by day

Features = dict[str, float]
Position = tuple[float, float]

# Which features are told as reasons, in the order of the scheme rasd:MergeReason.
_REASONS = {
    "same-place": Concept.SAME_PLACE,
    "inside-place": Concept.PLACE_CONTAINED,
    "near-place": Concept.PLACE_CONTAINED,
    "named-place": Concept.SHARED_WORDS,
    "same-day": Concept.SAME_DATE,
    "near-day": Concept.DATE_NEAR,
    "within-period": Concept.DATE_NEAR,
    "same-target": Concept.SAME_TARGET,
    "same-weapon": Concept.SAME_WEAPON,
    "same-toll": Concept.SAME_TOLL,
    "same-actor": Concept.SAME_ACTOR,
    "same-type": Concept.SAME_TYPE,
    "shared-words": Concept.SHARED_WORDS,
    "other-place": Concept.OTHER_PLACE,
    "other-country": Concept.OTHER_PLACE,
    "other-day": Concept.OTHER_DATE,
    "other-target": Concept.OTHER_TARGET,
    "other-toll": Concept.OTHER_TOLL,
    "other-actor": Concept.OTHER_ACTOR,
    "other-type": Concept.OTHER_TYPE,
}
_SHARED_WORDS = 0.25  # likeness of wording from which it is told as a reason


@dataclass(frozen=True, slots=True)
class Comparison:
    """The probability that two mentions are one incident, and the concepts of rasd:MergeReason for and against it."""

    score: float
    reasons: tuple[str, ...]


def compare(one: Profile, other: Profile) -> Comparison:
    """Compare two mentions; the order does not matter. An attack is no series of attacks."""
    if one.series != other.series:
        return Comparison(0.0, ())
    features = features_of(one, other)
    score = probability(features)
    told = dict.fromkeys(reason for name, reason in _REASONS.items() if _tells(name, features.get(name, 0.0)))
    return Comparison(score, tuple(told))


def is_told_twice(one: Profile, other: Profile) -> bool:
    """Whether two mentions of one article are one incident beyond doubt: nearly all agrees, and a figure too."""
    return compare(one, other).score >= TOLD_TWICE and bool(_tolls(one, other)["same-toll"])


def _tells(name: str, value: float) -> bool:
    return value >= _SHARED_WORDS if name == "shared-words" else value > 0


def probability(features: Features) -> float:
    """The logistic function of the weighted sum of features."""
    weights = _weights()
    return 1 / (1 + exp(-sum([weights.get(name, 0.0) * value for name, value in sorted(features.items())])))


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in read_table("merging_weights.tsv")}


def features_of(one: Profile, other: Profile) -> Features:
    """What two mentions share and where they contradict each other, by name; symmetric."""
    found: Features = {"bias": 1.0}
    found |= _types(one, other) | _days(one, other) | _places(one, other) | _parties(one, other)
    found |= _tolls(one, other) | _wording(one, other)
    if found.get("named-place") and not (found["same-toll"] or found["same-small-toll"]):
        found |= {"named-place": 0.0, "other-place": 1.0}  # reports name many places around; a figure must agree too
    place = found.get("same-place", 0.0) * (1 - found.get("wide", 0.0))
    day = found.get("same-day", 0.0)
    found["same-place-and-day"] = place * day
    found["other-place-and-day"] = found.get("other-place", 0.0) * found.get("other-day", 0.0)
    toll = found["same-toll"] or found["same-small-toll"]
    found["daily-fighting"] = float({one.attack_type, other.attack_type} <= _DAILY and not toll)
    found["toll-and-place"] = found.get("same-toll", 0.0) * max(place, found.get("inside-place", 0.0))
    found["toll-and-day"] = found.get("same-toll", 0.0) * day
    return {name: value for name, value in found.items() if value}


def _types(one: Profile, other: Profile) -> Features:
    score = type_agreement(one.attack_type, other.attack_type)
    return {
        "same-type": float(one.attack_type == other.attack_type),
        "other-type": float(score < 0),
        "types": score if score < 0 else 0.0,
    }


def _days(one: Profile, other: Profile) -> Features:
    gap = days_apart(one, other)
    if gap is None:
        return {"undated": 1.0} | _published(one, other)
    assumed = one.assumed or other.assumed
    exact = one.earliest == one.latest and other.earliest == other.latest
    found = {
        "same-day": float(gap == 0 and exact),
        "within-period": float(gap == 0 and not exact and not assumed),
        "assumed-day": float(gap == 0 and assumed),
        "near-day": float(gap == 1),
        "other-day": float(gap > 1),
        "days-apart": log1p(min(gap, _MOST_DAYS)) if gap > 1 else 0.0,
    }
    return found | (_published(one, other) if gap == 0 and not exact else {})


def _published(one: Profile, other: Profile) -> Features:
    if one.published is None or other.published is None:
        return {}
    return {"published-apart": log1p(min(abs((one.published - other.published).days), _MOST_DAYS))}


def days_apart(one: Profile, other: Profile) -> int | None:
    """The days between two periods, 0 if they overlap, None if one of them is not known."""
    if one.earliest is None or other.earliest is None or one.latest is None or other.latest is None:
        return None
    return max(0, (other.earliest - one.latest).days, (one.earliest - other.latest).days)


def _places(one: Profile, other: Profile) -> Features:
    if not one.sites or not other.sites:
        return {"no-place": 1.0}
    pairs = [(a, b) for a in one.sites for b in other.sites]
    if same := [a for a, b in pairs if _is_same(a, b)]:
        return {"same-place": 1.0, "wide": float(all(site.wide for site in same))}
    if any(a.iri in b.chain or b.iri in a.chain for a, b in pairs):
        wide = all((a if a.iri in b.chain else b).country and _only_country(a, b) for a, b in pairs)
        return {"inside-place": 1.0, "inside-country": float(wide)}
    positions = [(a.position, b.position) for a, b in pairs if a.position and b.position]
    distance = min((_kilometres(a, b) for a, b in positions), default=None)
    if distance is not None and distance <= _NEAR_KM:
        return {"near-place": 1.0}
    if one.countries and other.countries and not one.countries & other.countries:
        return {"other-country": 1.0}
    if _is_named(one.sites, other) or _is_named(other.sites, one):
        return {"named-place": 1.0}
    far = distance is not None and distance > _FAR_KM
    return {"other-place": 1.0, "far-place": float(far), "place-words": float(any(a.words & b.words for a, b in pairs))}


def _is_same(a: Site, b: Site) -> bool:
    """Whether two places are one: a checkpoint of one town is not that of another, though both have no other name."""
    if a.iri == b.iri:
        return True
    if not a.words or a.words != b.words:
        return False
    return a.position is None or b.position is None or _kilometres(a.position, b.position) <= _NEAR_KM


def _is_named(sites: Iterable[Site], other: Profile) -> bool:
    """Whether the sentences of the other mention name one of the places, though they have another as theirs.

    A word that is all of the name of a place of its own, such as checkpoint, names none of them.
    """
    own = {site.words for site in other.sites}
    return any(_rare(site.words & other.words) for site in sites if not site.wide and site.words not in own)


def _only_country(a: Site, b: Site) -> bool:
    """Whether one of two places that lie in each other is a whole country, which says little."""
    outer = a if a.iri in b.chain else b
    return outer.wide and len(outer.chain) <= 2  # itself and its region of the world


def _kilometres(a: Position, b: Position) -> float:
    """The great-circle distance between two positions in degrees."""
    (north, east), (other_north, other_east) = ((radians(x), radians(y)) for x, y in (a, b))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


def _parties(one: Profile, other: Profile) -> Features:
    targets = one.targets & other.targets
    words = one.target_words & other.target_words
    known = bool(one.target_words and other.target_words)
    return {
        "same-target": float(bool(targets) or _rare(words)),
        "target-words": _likeness(one.target_words, other.target_words),
        "other-target": float(known and not targets and not words),
        "same-actor": float(bool(one.actors & other.actors)),
        "other-actor": float(bool(one.actors) and bool(other.actors) and not one.actors & other.actors),
        "same-weapon": float(bool(one.weapons & other.weapons)),
        "other-weapon": float(bool(one.weapons) and bool(other.weapons) and not one.weapons & other.weapons),
    }


def _tolls(one: Profile, other: Profile) -> Features:
    killed, wounded = (one.killed, other.killed), (one.wounded, other.wounded)
    same = [a for a, b in (killed, wounded) if a is not None and a == b and a >= _FEW]
    small = [a for a, b in (killed, wounded) if a is not None and a == b and 0 < a < _FEW]
    ratios = [_ratio(a, b) for a, b in (killed, wounded) if a is not None and b is not None and a != b]
    counts = one.count is not None and other.count is not None
    return {
        "same-toll": float(bool(same)),
        "both-tolls": float(len(same) + len(small) > 1),
        "same-small-toll": float(bool(small) and not same),
        "other-toll": float(bool(ratios) and not same),
        "tolls-apart": max(ratios, default=0.0) if not same else 0.0,
        "same-count": float(counts and one.count == other.count),
        "other-count": float(counts and one.count != other.count),
    }


def _ratio(a: int, b: int) -> float:
    return min(3.0, abs(log(a + 1) - log(b + 1)))


def _wording(one: Profile, other: Profile) -> Features:
    shared = one.words & other.words
    return {
        "shared-words": _likeness(one.words, other.words),
        "rare-words": log1p(sum(share_of(stem) < _RARE for stem in shared)),
    }


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of what the poorer of two sets of stems tells that the other tells too; rare stems tell more."""
    least = min(_told(one), _told(other))
    return _told(one & other) / least if least else 0.0


def _told(words: Iterable[str]) -> float:
    weights = _weights_of_stems()  # computed once: this is what comparing takes most of its time for
    return sum(sorted([weights.get(stem, _WEIGHT_OF_UNSEEN) for stem in words]))  # sums of floats depend on their order


def _rare(words: Iterable[str]) -> bool:
    return any(share_of(stem) < _RARE for stem in words)


def share_of(stem: str) -> float:
    """The share of articles that have a stem."""
    return _shares().get(stem, _UNSEEN)


@cache
def _weights_of_stems() -> dict[str, float]:
    return {stem: -log(share) for stem, share in _shares().items()}


@cache
def _shares() -> dict[str, float]:
    return {row["stem"]: float(row["share"]) for row in read_table("stem_shares.tsv")}
