"""Places told by another place: 25 kilometres north of a base, the west of a country, between two towns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from builder.model import Entity, EntityClass
from builder.reference.relative_words import Anchor, Words, can_begin
from builder.text.tokens import Token, TokenKind

_WIDE = frozenset((EntityClass.COUNTRY, EntityClass.GOVERNORATE, EntityClass.REGION))
_WITHIN = "within"
_LOCAL = "local"
_LONGEST_HEAD = 2  # tokens before a phrase of distance: a desert area
_MOST_ROAD_WORDS = 3


class PlaceRelation(StrEnum):
    """How a relative place lies to its anchor: a part of it, away from it, close to it, or between two."""

    WITHIN = "within"
    OFFSET = "offset"
    NEAR = "near"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class RelativePlace:
    """A place told by another one, on the tokens ``[first, last)``.

    ``anchor`` stands on ``[anchor_first, anchor_last)``; it is None where a bare noun stands there (القاعدة) that the
    caller may resolve. ``kind`` is the class of the anchor, known or told by the noun. ``direction`` is one of ``n ne e
    se s sw w nw``, or empty; ``distance_km`` None where not told. ``other`` is the second anchor of a place between
    two. ``words`` are the expression's words without a clitic before the first.
    """

    first: int
    last: int
    anchor: Entity | None
    anchor_first: int
    anchor_last: int
    kind: EntityClass
    relation: PlaceRelation
    words: str
    direction: str = ""
    distance_km: float | None = None
    other: Entity | None = None


def find_relative_places(
    tokens: Sequence[Token], anchors: Sequence[tuple[int, int, Entity]]
) -> tuple[RelativePlace, ...]:
    """The relative places of a sentence, in order, none overlapping another.

    *anchors* are the known places as half-open token ranges; the longest counts where several begin together. A
    country's adjective may be given as an anchor, so that الجنوب اللبناني is found. Direction before a country, a
    governorate or a region means its part, before a town or a facility a place outside it.

    Not supported: a place between one known and one unknown name, distances from borders, coordinates.
    """
    longest: dict[int, tuple[int, Entity]] = {}
    for first, last, entity in anchors:
        if first not in longest or longest[first][0] < last:
            longest[first] = (last, entity)
    covered = frozenset(chain.from_iterable(range(first, last) for first, (last, _) in longest.items()))
    words = Words(tokens, longest, covered)
    found: list[RelativePlace] = []
    at = 0
    while at < len(tokens):
        if tokens[at].kind is not TokenKind.NUMBER and not can_begin(tokens[at].norm):
            at += 1
            continue
        places = (read(words, at) for read in (_distance, _between, _side, _part, _direction))
        place = next((place for place in places if place is not None), None)
        if place is not None and (not found or place.first >= found[-1].last):
            found.append(place)
        at = at + 1 if place is None else place.last
    return tuple(found)


def _place(
    words: Words,
    first: int,
    anchor: Anchor,
    relation: PlaceRelation,
    *,
    last: int | None = None,
    direction: str = "",
    distance: float | None = None,
    other: Entity | None = None,
) -> RelativePlace:
    end = anchor.last if last is None else last
    return RelativePlace(
        first,
        end,
        anchor.entity,
        anchor.first,
        anchor.last,
        anchor.kind,
        relation,
        words.written(first, end),
        direction,
        distance,
        other,
    )


def _from(words: Words, at: int) -> tuple[str, Anchor] | None:
    """What a distance is measured from: "north of X", "to the north of X", "from X", "from X northward"."""
    linked = words.skip(at, "link")
    direction, after = _any_direction(words, words.skip(linked, "toward"))
    anchor = words.anchor(words.skip(after, "link") if direction else linked)
    if anchor is None or (linked == at and not direction):
        return None
    return direction, anchor


def _any_direction(words: Words, at: int) -> tuple[str, int]:
    return words.direction(at, "bare") or words.direction(at, "definite") or ("", at)


def _distance(words: Words, at: int) -> RelativePlace | None:
    """At a distance of 25 km (north) of X; 25 km north of X."""
    start = at
    if words.role(at, "on") is not None and words.role(at + 1, "marker", whole=True) is not None:
        at += 2
    elif words.role(at, "marker", whole=True) is not None or words.role(at, "far") is not None:
        at += 1
    marked = at > start
    told = words.distance(at)
    found = None if told is None else _from(words, told[1])
    if told is None or found is None:
        return None
    direction, anchor = found
    if not marked and not direction:
        return None
    adverb = None if direction else words.direction(anchor.last, "adverb")
    last = anchor.last
    if adverb is not None:
        direction, last = adverb
    offset = direction or told[0] is not None
    relation = PlaceRelation.OFFSET if offset else PlaceRelation.NEAR
    first = _with_head(words, start)
    return _place(words, first, anchor, relation, last=last, direction=direction, distance=told[0])


def _with_head(words: Words, at: int) -> int:
    """The beginning of the noun phrase before a phrase of distance: an area (that lies) at …; or *at*."""
    before = at - 1
    while before > 0 and words.role(before, "lies", whole=True) is not None:
        before -= 1
    for first in range(before, max(-1, before - _LONGEST_HEAD), -1):
        token = words.tokens[first]
        if token.kind is not TokenKind.WORD or first in words.covered:
            break
        if words.is_kind(first, article=False):
            return first
    return at


def _direction(words: Words, at: int) -> RelativePlace | None:
    """The north of X, north of X, to the north of X, far in the north of X, the Lebanese south."""
    start = at
    if words.role(at, "extreme") is not None or words.role(at, "toward") is not None:
        at += 1
    bare = words.direction(at, "bare")
    found = bare or words.direction(at, "definite")
    if found is None:
        return None
    direction, after = found
    linked = words.skip(after, "link")
    if bare is not None and linked > after:
        return None
    anchor = words.anchor(linked)
    if anchor is None or (bare is None and linked == after and anchor.entity is None):
        return None
    outside = linked > after or anchor.kind not in _WIDE
    relation = PlaceRelation.OFFSET if outside else PlaceRelation.WITHIN
    return _place(words, start, anchor, relation, direction=direction)


def _side(words: Words, at: int) -> RelativePlace | None:
    """The northern outskirts of X, the western part of X."""
    value = words.role(at, "side")
    found = None if value is None else words.direction(at + 1, "adjective")
    if found is None:
        return None
    direction, after = found
    linked = words.skip(after, "link")
    anchor = words.anchor(linked)
    if anchor is None or (linked == after and not words.norm(after).startswith("ل")):
        return None
    relation = PlaceRelation.WITHIN if value == _WITHIN else PlaceRelation.NEAR
    return _place(words, at, anchor, relation, direction=direction)


def _part(words: Words, at: int) -> RelativePlace | None:
    """The (northern) countryside of X, the middle of X, near X, the surroundings of X."""
    near = words.role(at, "near")
    if near is None and words.role(at, "part") is None:
        return None
    after = at + 1
    while words.role(after, "near", whole=True) is not None:  # off the coasts of X
        near = words.role(after, "near", whole=True)
        after += 1
    anchor = words.anchor(words.skip(after, "link") if near is not None else after)
    if anchor is None or (near == _LOCAL and anchor.kind is EntityClass.COUNTRY):
        return None
    direction, last = words.direction(anchor.last, "adjective") or ("", anchor.last)
    relation = PlaceRelation.WITHIN if near is None else PlaceRelation.NEAR
    return _place(words, at, anchor, relation, last=last, direction=direction)


def _between(words: Words, at: int) -> RelativePlace | None:
    """Between X and Y, on the road (that links) X and Y, on the X – Y road."""
    start = at
    road = words.role(at, "road") is not None
    if road:
        at = words.skip(at + 1, "lies", _MOST_ROAD_WORDS)
    between = words.role(at, "between") is not None
    if not between and (not road or at != start + 1):
        return None
    one = words.anchor(at + 1 if between else at)
    if one is None or one.entity is None:
        return None
    second = one.last + (words.norm(one.last) in ("-", "–", "و"))
    two = words.anchor(second, joined=True)
    if two is None or two.entity is None or two.entity.iri == one.entity.iri:
        return None
    if between and second == one.last and not words.norm(second).startswith("و"):
        return None
    if not (road and between) and EntityClass.COUNTRY in (one.kind, two.kind):
        return None  # talks and wars are between countries too, and the word for road also means "by way of"
    return _place(words, start, one, PlaceRelation.BETWEEN, last=two.last, other=two.entity)
