"""How well a frame fits an incident: agreement of place, date, type, target, weapon, toll, count and perpetrator.

Agreement counts for, disagreement against (:mod:`builder.extraction.weights`); countries, counts or kinds that exclude
each other forbid. A definite singular noun (الهجوم) is drawn to what was told before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from builder.extraction.frame import Frame, Incident, Linked, role_stems
from builder.extraction.weights import Weights, type_agreement
from builder.model import Basis, Entity, EntityClass, EventKind, Link, Role
from builder.reference.geometry import Position, distance_km
from builder.reference.weapons import weapon_classes

EXCLUDED = -100.0  # far below what all weights can add up to
# Two attacks of one sentence are two; but a report too poor to be an incident may still join.
_SAME_SENTENCE = EXCLUDED / 3
_LEAD = 3  # headline and the sentences of the lead tell one incident more often than not
_NEXT = 1  # sentences
_STATEMENT_LAG = timedelta(days=2)  # announcements that far apart may still be of one incident
_GENERAL_PLACES = frozenset({EntityClass.COUNTRY, EntityClass.REGION})
_BESIDE_KM = 15.0  # a suburb and its city
_GENERAL_TYPES = {"Attack"}
_OPEN_PERIOD = "since"  # in the resolution of dates that end with the article


def agreement(member: Linked, kind: EventKind, incident: Incident, w: Weights) -> float:
    """How well a frame of a kind fits an incident; below ``w.join`` it does not, far below 0 it must not."""
    frame = member.frame
    anaphoric = _is_anaphoric(frame)
    here = incident.told_in(frame.sentence)
    if kind is not incident.kind and (not anaphoric or frame.count is not None or _has_own_facts(member)):
        return EXCLUDED
    if here and not (anaphoric and not frame.slots) and not _same_voice(frame, incident):
        return _SAME_SENTENCE
    if frame.part and here:
        return EXCLUDED
    return (
        _position_agreement(frame, kind, incident, w)
        + _place_agreement(member, incident, w)
        + _date_agreement(member, kind, incident, w)
        + w.type * _best_type_agreement(member, incident)
        + _filler_agreement(member, incident, w)
        + _count_agreement(frame, incident, w)
    )


def frame_types(member: Linked) -> set[str]:
    """The types that a frame's triggers and weapons speak for."""
    types = {t.attack_type for t in member.frame.triggers if not t.casualty}
    for entity in member.entities(Role.WEAPON):
        implied = weapon_classes().get(entity.iri.rsplit("/", 1)[-1])
        if implied is not None and implied.attack_type:
            types.add(implied.attack_type)
    return types - _GENERAL_TYPES or set(_GENERAL_TYPES)


def _best_type_agreement(member: Linked, incident: Incident) -> float:
    own = frame_types(member)
    return max(type_agreement(a, b) for a in own for m in incident.members for b in frame_types(m))


def _is_anaphoric(frame: Frame) -> bool:
    head = frame.head
    return head is not None and head.definite and not head.verb


def _has_own_facts(member: Linked) -> bool:
    return member.frame.event_date is not None or bool(member.entities(Role.PLACE))


def _same_voice(frame: Frame, incident: Incident) -> bool:
    """Whether a speaker goes on about an incident in one sentence ("claimed targeting X, saying it shelled X")."""
    here = [m.frame for m in incident.members if m.frame.sentence == frame.sentence]
    starts = [a.scope[0] for a in frame.attributions if a.continued]
    return any(start > t.head for start in starts for other in here for t in other.triggers)


def _position_agreement(frame: Frame, kind: EventKind, incident: Incident, w: Weights) -> float:
    """What the kinds, the opening words and the distance between the sentences tell."""
    score = 0.0 if kind is incident.kind else w.other_kind
    if frame.new_topic:
        score += w.new_topic
    if _is_anaphoric(frame):
        score += w.anaphoric
    if frame.sentence - incident.last_sentence <= _NEXT:
        score += w.next_sentence
    if frame.sentence < _LEAD and incident.first_sentence < _LEAD:
        score += w.both_in_lead
    if not frame.part and any(m.frame.part for m in incident.members):
        score += w.part
    return score


def _place_agreement(member: Linked, incident: Incident, w: Weights) -> float:
    own, theirs = member.entities(Role.PLACE), incident.entities(Role.PLACE)
    if not own or not theirs:
        return 0.0
    own_specific, their_specific = _specific(own), _specific(theirs)
    own_countries = {e.country for e in own if e.country}
    their_countries = {e.country for e in theirs if e.country}
    if own_countries and their_countries and not own_countries & their_countries:
        return EXCLUDED
    if own_specific & their_specific:
        return w.same_place
    if any(a.iri in b.part_of or b.iri in a.part_of for a in own for b in theirs):
        wide = any(all(e.entity_class is EntityClass.COUNTRY for e in side) for side in (own, theirs))
        return w.contained_in_country if wide else w.contained_place
    if _beside(own, theirs):
        return w.contained_in_country
    if own_specific and their_specific:
        local = any(_is_local(iri) for iri in own_specific | their_specific)
        return w.other_local_place if local else w.other_place
    return w.same_general_place if {e.iri for e in own} & {e.iri for e in theirs} else 0.0


def _specific(places: Sequence[Entity]) -> set[str]:
    """The places smaller than a country; what only this article knows (a shop) counts where no known one is told."""
    found = {e.iri for e in places if e.entity_class not in _GENERAL_PLACES}
    return {iri for iri in found if not _is_local(iri)} or found


def _is_local(iri: str) -> bool:
    """Whether an entity is known from its article only: its IRI is the article's with a fragment."""
    return "#" in iri


def _beside(own: Sequence[Entity], theirs: Sequence[Entity]) -> bool:
    """Whether a town or facility of one side lies next to one of the other: a suburb is told by its city, too."""
    for here in own:
        for there in theirs:
            first, second = _position(here), _position(there)
            if first is not None and second is not None and distance_km(first, second) <= _BESIDE_KM:
                return True
    return False


def _position(entity: Entity) -> Position | None:
    known = entity.entity_class in (EntityClass.SETTLEMENT, EntityClass.FACILITY) and entity.link is Link.KNOWN
    exact = known or entity.entity_class is EntityClass.RELATIVE_PLACE
    if not exact or entity.latitude is None or entity.longitude is None:
        return None
    return entity.latitude, entity.longitude


def _interval(member: Linked) -> tuple[date, date] | None:
    found = member.frame.date
    if found is None or found.value.earliest is None or found.value.latest is None:
        return None
    return found.value.earliest, found.value.latest


def _date_agreement(member: Linked, kind: EventKind, incident: Incident, w: Weights) -> float:
    """The first pair of real dates decides; dates of announcements before it add up within bounds."""
    own = _interval(member)
    if own is None:
        return 0.0
    score = 0.0
    for other in incident.members:
        theirs = _interval(other)
        if theirs is None:
            continue
        if member.frame.statement_date or other.frame.statement_date:
            score = min(score, 0.0) + _announcement_agreement(abs(own[0] - theirs[0]), w)
        elif kind is EventKind.SERIES:
            return w.same_day if _same_period(member, own, other, theirs) else w.other_period
        else:
            return w.other_day if own[1] < theirs[0] or theirs[1] < own[0] else w.same_day
    return max(w.other_day, min(w.same_day, score))


def _announcement_agreement(gap: timedelta, w: Weights) -> float:
    if gap == timedelta(0):
        return w.same_announcement
    return w.other_announcement if gap <= _STATEMENT_LAG else w.other_day


def _same_period(member: Linked, own: tuple[date, date], other: Linked, theirs: tuple[date, date]) -> bool:
    """Whether two periods are one: the same, both open at the end, or one inside the other with the same count."""
    counts = [m.frame.count.value.low for m in (member, other) if m.frame.count is not None]
    nested = (own[0] <= theirs[0] and theirs[1] <= own[1]) or (theirs[0] <= own[0] and own[1] <= theirs[1])
    if len(counts) == 2 and counts[0] == counts[1] and nested:
        return True
    return own[0] == theirs[0] and (own[1] == theirs[1] or _is_open_ended(member) or _is_open_ended(other))


def _is_open_ended(member: Linked) -> bool:
    """Whether a period is told by its beginning only ("since …") and ends with the article."""
    found = member.frame.date
    return found is not None and _OPEN_PERIOD in found.value.resolution


def _filler_agreement(member: Linked, incident: Incident, w: Weights) -> float:
    """What targets, perpetrators, weapons and tolls tell."""
    score = 0.0
    own_targets = role_stems(member, Role.TARGET)
    their_targets = {stem for m in incident.members for stem in role_stems(m, Role.TARGET)}
    if own_targets & their_targets:
        score += w.same_target
    elif own_targets and their_targets:
        score += w.other_target
    own = {e.iri for e in member.entities(Role.PERPETRATOR)}
    theirs = {e.iri for e in incident.entities(Role.PERPETRATOR)}
    if own & theirs:
        score += w.same_perpetrator
    elif own and theirs:
        claimed = any(slot.basis is Basis.CLAIMED for slot, _ in member.fillers)
        score += min(w.other_claimer, w.other_perpetrator) if claimed else w.other_perpetrator
    weapons = {e.iri for e in member.entities(Role.WEAPON)}
    if weapons & {e.iri for e in incident.entities(Role.WEAPON)}:
        score += w.same_weapon
    if _tolls(member) & {toll for m in incident.members for toll in _tolls(m)}:
        score += w.same_toll
    return score


def _tolls(member: Linked) -> set[tuple[Role, int | None]]:
    return {(casualty.role, casualty.quantity.low) for casualty in member.frame.casualties}


def _count_agreement(frame: Frame, incident: Incident, w: Weights) -> float:
    counts = {m.frame.count.value.low for m in incident.members if m.frame.count is not None}
    if frame.count is None or not counts:
        return 0.0
    return w.same_count if frame.count.value.low in counts else EXCLUDED
