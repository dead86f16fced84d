"""Which frames of an article tell of one incident.

Frames are taken in the order of the text; each joins the incident that it agrees with best, or founds a new one. Agreement
of place, date, type, weapon, target, toll and perpetrator counts for, disagreement against; places or days that exclude each
other forbid. A definite singular noun (الهجوم) is drawn to what was told before. The weights were set by reading errors on
annotated articles; they are no probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from builder.extraction.arguments import Slot
from builder.extraction.frames import Frame
from builder.extraction.inflection import Number
from builder.extraction.lexicon import has_article
from builder.model import Basis, DateValue, Entity, EntityClass, EventKind, Filler, PlaceRole, QuantityKind, Role
from builder.reference.weapons import weapon_classes
from builder.resources import read_table
from builder.text.tokens import TokenKind, clitic_analyses

_GENERAL_PLACES = frozenset({EntityClass.COUNTRY, EntityClass.REGION})
_NEWS_SENTENCES = 3  # headline and the sentences of the lead tell one incident more often than not
_STATEMENT_LAG = timedelta(days=2)
_LONG_PERIOD = timedelta(days=3)
_MAX_TYPE_PENALTY = -2.0
_EXCLUDED = -100.0


@dataclass(frozen=True, slots=True)
class Linked:
    """A frame with the entities of its slots."""

    frame: Frame
    fillers: tuple[tuple[Slot, Filler], ...]

    def entities(self, role: Role) -> list[Entity]:
        """The entities in a role; launch places are no places of the incident."""
        return [f.entity for s, f in self.fillers if s.role is role and s.place_role is not PlaceRole.LAUNCH]


@dataclass(slots=True)
class Incident:
    """Frames found to tell of one incident, in the order of the text."""

    kind: EventKind
    members: list[Linked] = field(default_factory=list)

    @property
    def last_sentence(self) -> int:
        """The latest sentence that tells of it."""
        return max(member.frame.sentence for member in self.members)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each agreement or disagreement counts (table coreference_weights.tsv)."""

    join: float
    other_kind: float
    new_topic: float
    anaphoric: float
    next_sentence: float
    both_in_lead: float
    part: float
    same_place: float
    contained_place: float
    contained_in_country: float
    other_place: float
    other_local_place: float
    same_general_place: float
    same_day: float
    same_announcement: float
    other_announcement: float
    other_day: float
    other_period: float
    same_target: float
    other_target: float
    same_perpetrator: float
    other_perpetrator: float
    other_claimer: float
    same_weapon: float
    same_toll: float
    same_count: float
    type: float


@cache
def weights() -> Weights:
    """The shipped weights.

    :raises TypeError: if the table and :class:`Weights` differ in a name.
    """
    return Weights(**{row["name"]: float(row["value"]) for row in read_table("coreference_weights.tsv")})


@cache
def _compatibility() -> dict[frozenset[str], float]:
    return {frozenset((row["a"], row["b"])): float(row["score"]) for row in read_table("type_compatibility.tsv")}


def type_agreement(first: str, second: str) -> float:
    """How well two attack types go together, between -2 and 1 (table type_compatibility.tsv)."""
    if first == second:
        return 1.0 if first != "Attack" else 0.25
    return _compatibility().get(frozenset((first, second)), _MAX_TYPE_PENALTY)


def frame_types(member: Linked) -> set[str]:
    """The types that a frame's triggers and weapons speak for."""
    types = {t.attack_type for t in member.frame.triggers if not t.casualty}
    for entity in member.entities(Role.WEAPON):
        implied = weapon_classes().get(entity.iri.rsplit("/", 1)[-1])
        if implied is not None and implied.attack_type:
            types.add(implied.attack_type)
    return types - {"Attack"} or types or {"Attack"}


def kind_of(frame: Frame) -> EventKind:
    """A series is counted by more than two, named by a plural of a general word, or spread over more than three days."""
    if frame.count is not None:
        low = frame.count.value.low
        vague = frame.count.value.kind is QuantityKind.UNSPECIFIED
        return EventKind.SERIES if frame.part or vague or low is None or low > 2 else EventKind.ATTACK
    value = frame.date.value if frame.date is not None and not frame.statement_date else None
    long = value is not None and value.earliest is not None and value.latest is not None
    spread = long and value is not None and _days(value) > _LONG_PERIOD.days and frame.date is not None
    for trigger in frame.triggers:
        if trigger.casualty:
            continue
        before = trigger.first - 1
        if before >= 0 and frame.view.reading(before, "series") is not None:
            return EventKind.SERIES
        if trigger.number is Number.PLURAL and (trigger.attack_type == "Attack" or spread):
            return EventKind.SERIES
    since = spread and any(not t.verb and t.definite for t in frame.triggers)
    return EventKind.SERIES if since else EventKind.ATTACK


def _days(value: DateValue) -> int:
    if value.earliest is None or value.latest is None:
        return 0
    return (value.latest - value.earliest).days


def group_frames(frames: Sequence[Linked]) -> list[Incident]:
    """The incidents of an article; reports without an attack join the incident that they fit, or are left out."""
    incidents: list[Incident] = []
    for member in frames:
        if member.frame.remark:
            continue
        if member.frame.reports_only:
            home = _home_of_report(member, incidents)
            if home is not None:
                home.members.append(member)
            continue
        kind = kind_of(member.frame)
        scored = [(agreement(member, kind, incident), index) for index, incident in enumerate(incidents)]
        best = max(scored, default=(_EXCLUDED, -1))
        if best[0] > weights().join:
            incidents[best[1]].members.append(member)
        elif _founds(member, kind):
            incidents.append(Incident(kind, [member]))
        elif incidents and best[0] > _EXCLUDED / 2:
            incidents[best[1]].members.append(member)
    for member in frames:
        if member.frame.remark:
            home = _home_of_remark(member, incidents)
            if home is not None:
                home.members.append(member)
    return incidents


def _home_of_remark(member: Linked, incidents: Sequence[Incident]) -> Incident | None:
    """What somebody says without naming an attack belongs to the only one, or to one told right before it in like words."""
    if len(incidents) == 1:
        return incidents[0]
    words = content_stems(member.frame, 0, len(member.frame.view.tokens))
    near = [i for i in incidents if any(0 <= member.frame.sentence - m.frame.sentence <= 1 for m in i.members)]
    scored = [(len(words & incident_stems(incident)), index) for index, incident in enumerate(near)]
    best = max(scored, default=(0, -1))
    return near[best[1]] if best[0] > 0 else None


def _founds(member: Linked, kind: EventKind) -> bool:
    """Whether a frame says enough to be an incident of its own."""
    frame = member.frame
    roles = {slot.role for slot, _ in member.fillers}
    facts = len(roles & {Role.PLACE, Role.TARGET, Role.PERPETRATOR, Role.WEAPON}) + bool(frame.casualties)
    facts += frame.date is not None and not frame.statement_date
    head = frame.head
    if head is None:
        return False
    if not head.strong and not head.casualty:
        return facts >= 2 and bool(roles & {Role.PERPETRATOR, Role.WEAPON})
    if head.casualty:
        return facts >= 2
    if kind is EventKind.SERIES and head.definite and frame.count is None:
        return facts >= 2
    if head.definite and not head.verb:
        return facts >= 2
    return facts >= 1


def _home_of_report(member: Linked, incidents: Sequence[Incident]) -> Incident | None:
    words = content_stems(member.frame, 0, len(member.frame.view.tokens))
    best: tuple[float, int] | None = None
    for index, incident in enumerate(incidents):
        near = member.frame.sentence - incident.last_sentence
        score = 1.5 * len(words & incident_stems(incident)) - 0.5 * near
        if incident.kind is EventKind.SERIES:
            score -= 1
        if best is None or score >= best[0]:
            best = (score, index)
    return incidents[best[1]] if best is not None else None


def agreement(member: Linked, kind: EventKind, incident: Incident) -> float:
    """How well a frame fits an incident; below 0 it does not, -100 forbids."""
    frame = member.frame
    head = frame.head
    anaphoric = head is not None and head.definite and not head.verb
    if kind is not incident.kind:
        if not (anaphoric and frame.count is None) or _own_facts(member):
            return _EXCLUDED
    here = any(m.frame.sentence == frame.sentence for m in incident.members)
    if here and not (anaphoric and not frame.slots) and not _same_voice(frame, incident):
        return _EXCLUDED / 3
    if frame.part and any(m.frame.sentence == frame.sentence for m in incident.members):
        return _EXCLUDED
    w = weights()
    score = 0.0 if kind is incident.kind else w.other_kind
    if frame.new_topic:
        score += w.new_topic
    if anaphoric:
        score += w.anaphoric
    if frame.sentence - incident.last_sentence <= 1:
        score += w.next_sentence
    if frame.sentence < _NEWS_SENTENCES and incident.members[0].frame.sentence < _NEWS_SENTENCES:
        score += w.both_in_lead
    score += _place_agreement(member, incident)
    score += _date_agreement(member, kind, incident)
    score += w.type * max(
        type_agreement(a, b) for a in frame_types(member) for m in incident.members for b in frame_types(m)
    )
    score += _filler_agreement(member, incident)
    score += _count_agreement(frame, incident)
    if not frame.part and any(m.frame.part for m in incident.members):
        score += w.part
    return score


def _same_voice(frame: Frame, incident: Incident) -> bool:
    """Whether a speaker goes on about the same incident in one sentence ("claimed the targeting of X, saying it shelled X")."""
    here = [m.frame for m in incident.members if m.frame.sentence == frame.sentence]
    starts = [a.scope[0] for a in frame.attributions if a.continued]
    return any(start > t.head for start in starts for other in here for t in other.triggers)


def _own_facts(member: Linked) -> bool:
    dated = member.frame.date is not None and not member.frame.statement_date
    return dated or bool(member.entities(Role.PLACE))


def _place_agreement(member: Linked, incident: Incident) -> float:
    own = member.entities(Role.PLACE)
    theirs = [e for m in incident.members for e in m.entities(Role.PLACE)]
    if not own or not theirs:
        return 0.0
    own_specific = [e for e in own if e.entity_class not in _GENERAL_PLACES]
    their_specific = [e for e in theirs if e.entity_class not in _GENERAL_PLACES]
    if {e.iri for e in own_specific} & {e.iri for e in their_specific}:
        return weights().same_place
    contained = any(a.iri in b.part_of or b.iri in a.part_of for a in own for b in theirs)
    own_countries = {e.country for e in own if e.country}
    their_countries = {e.country for e in theirs if e.country}
    if own_countries and their_countries and not own_countries & their_countries:
        return _EXCLUDED
    if contained:
        wide = all(e.entity_class is EntityClass.COUNTRY for e in theirs) or all(
            e.entity_class is EntityClass.COUNTRY for e in own
        )
        return weights().contained_in_country if wide else weights().contained_place
    if own_specific and their_specific:
        local = any("#" in e.iri for e in (*own_specific, *their_specific))
        return weights().other_local_place if local else weights().other_place
    return weights().same_general_place if {e.iri for e in own} & {e.iri for e in theirs} else 0.0


def _interval(member: Linked) -> tuple[date, date] | None:
    found = member.frame.date
    if found is None or found.value.earliest is None or found.value.latest is None:
        return None
    return found.value.earliest, found.value.latest


def _date_agreement(member: Linked, kind: EventKind, incident: Incident) -> float:
    own = _interval(member)
    if own is None:
        return 0.0
    score, w = 0.0, weights()
    for other in incident.members:
        theirs = _interval(other)
        if theirs is None:
            continue
        if member.frame.statement_date or other.frame.statement_date:
            gap = abs(own[0] - theirs[0])
            same, near = gap == timedelta(0), gap <= _STATEMENT_LAG
            change = w.same_announcement if same else w.other_announcement if near else w.other_day
            score = min(score, 0.0) + change
            continue
        if kind is EventKind.SERIES:
            counts = [m.frame.count.value.low for m in (member, other) if m.frame.count is not None]
            nested = (own[0] <= theirs[0] and theirs[1] <= own[1]) or (theirs[0] <= own[0] and own[1] <= theirs[1])
            if len(counts) == 2 and counts[0] == counts[1] and nested:
                return w.same_day
            if own[0] != theirs[0] or not (own[1] == theirs[1] or _open_ended(member) or _open_ended(other)):
                return w.other_period
            return w.same_day
        if own[1] < theirs[0] or theirs[1] < own[0]:
            return w.other_day
        return w.same_day
    return max(w.other_day, min(w.same_day, score))


def _open_ended(member: Linked) -> bool:
    """Whether a period is told by its beginning only ("since …") and ends with the article."""
    found = member.frame.date
    return found is not None and "since" in found.value.resolution


def _filler_agreement(member: Linked, incident: Incident) -> float:
    score, w = 0.0, weights()
    own_targets = {
        stem
        for s, _ in member.fillers
        if s.role is Role.TARGET
        for stem in content_stems(member.frame, s.first, s.last)
    }
    their_targets = {
        stem
        for m in incident.members
        for s, _ in m.fillers
        if s.role is Role.TARGET
        for stem in content_stems(m.frame, s.first, s.last)
    }
    if own_targets & their_targets:
        score += w.same_target
    elif own_targets and their_targets:
        score += w.other_target
    own = {e.iri for e in member.entities(Role.PERPETRATOR)}
    theirs = {e.iri for m in incident.members for e in m.entities(Role.PERPETRATOR)}
    if own & theirs:
        score += w.same_perpetrator
    elif own and theirs:
        claimed = any(s.basis is Basis.CLAIMED for s, _ in member.fillers)
        score += min(w.other_claimer, w.other_perpetrator) if claimed else w.other_perpetrator
    weapons = {e.iri for e in member.entities(Role.WEAPON)}
    if weapons & {e.iri for m in incident.members for e in m.entities(Role.WEAPON)}:
        score += w.same_weapon
    tolls = {(c.role, c.quantity.low) for c in member.frame.casualties}
    other = {(c.role, c.quantity.low) for m in incident.members for c in m.frame.casualties}
    if tolls & other:
        score += w.same_toll
    return score


def _count_agreement(frame: Frame, incident: Incident) -> float:
    counts = {m.frame.count.value.low for m in incident.members if m.frame.count is not None}
    if frame.count is None or not counts:
        return 0.0
    return weights().same_count if frame.count.value.low in counts else _EXCLUDED


def content_stems(frame: Frame, first: int, last: int) -> frozenset[str]:
    """The stems of the words of a range that carry meaning, without clitics and without function words."""
    view = frame.view
    found: set[str] = set()
    for index in range(first, min(last, len(view.tokens))):
        token = view.tokens[index]
        if token.kind is not TokenKind.WORD or view.is_function(index) or view.number(index) is not None:
            continue
        readings = view.readings[index]
        if readings:
            found.add(readings[0].entry.lemma)
            continue
        analyses = clitic_analyses(token.norm)
        article = next((c for c in analyses if has_article(c)), None)
        found.add(article.stem if article is not None else token.norm)
    return frozenset(found)


def incident_stems(incident: Incident) -> frozenset[str]:
    """The content stems of an incident's targets, weapons, places and triggers."""
    found: set[str] = set()
    for member in incident.members:
        for slot, _ in member.fillers:
            found |= content_stems(member.frame, slot.first, slot.last)
        for trigger in member.frame.triggers:
            found |= content_stems(member.frame, trigger.first, trigger.last)
    return frozenset(found)
