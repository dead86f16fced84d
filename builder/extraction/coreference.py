"""Which frames of an article tell of one incident.

Frames are taken in the order of the text; each joins the incident that it agrees with best
(:mod:`builder.extraction.agreement`), or founds a new one. Not done: a second pass, so a frame never leaves the
incident that it joined. Nothing is compared across articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import inf

from builder.extraction.agreement import EXCLUDED, agreement
from builder.extraction.founding import EVEN, can_attack, odds_of
from builder.extraction.frame import Frame, Incident, Linked, incident_stems, sentence_stems
from builder.extraction.inflection import Number
from builder.extraction.weights import Weights, founding_weights, weights
from builder.model import EventKind, QuantityKind, Role

__all__ = ["Incident", "Linked", "Weights", "group_frames", "kind_of", "weights"]

_LONG_PERIOD = timedelta(days=3)  # attacks spread over more days are several
_PAIR = 2  # attacks; two told together are still read as one
_ENOUGH = 2  # facts that a word which may take up an earlier attack needs to stand for one of its own
_FACTS = frozenset({Role.PLACE, Role.TARGET, Role.PERPETRATOR, Role.WEAPON})
_POSSIBLE = EXCLUDED / 2  # above this an incident disagrees with a frame, below it they exclude each other
# A report joins the incident with which it shares words, unless it is far away; a series only for more of them.
_SHARED_STEM = 1.5
_PER_SENTENCE = 0.5
_SERIES_PENALTY = 1.0


def kind_of(frame: Frame) -> EventKind:
    """Whether a frame tells of one attack or of a series.

    A series is counted by more than two, named by a plural of a general word, or spread over more than three days.
    """
    if frame.count is not None:
        low, kind = frame.count.value.low, frame.count.value.kind
        several = frame.part or kind is QuantityKind.UNSPECIFIED or low is None or low > _PAIR
        return EventKind.SERIES if several else EventKind.ATTACK
    spread = _is_spread(frame)
    for trigger in frame.triggers:
        if trigger.casualty:
            continue
        if trigger.first > 0 and frame.view.reading(trigger.first - 1, "series") is not None:
            return EventKind.SERIES
        if trigger.number is Number.PLURAL and (trigger.attack_type == "Attack" or spread):
            return EventKind.SERIES
    since = spread and any(not t.verb and t.definite for t in frame.triggers)
    return EventKind.SERIES if since else EventKind.ATTACK


def _is_spread(frame: Frame) -> bool:
    """Whether the attacks of a frame are told to lie in a long period."""
    value = frame.event_date.value if frame.event_date is not None else None
    if value is None or value.earliest is None or value.latest is None:
        return False
    return value.latest - value.earliest > _LONG_PERIOD


def group_frames(
    frames: Sequence[Linked],
    w: Weights | None = None,
    *,
    published: date | None = None,
    founding: Mapping[str, float] | None = None,
) -> list[Incident]:
    """The incidents of an article; reports without an attack join the incident that they fit, or are left out.

    *w* are the weights of agreement, *founding* those of founding an incident; the shipped ones if not given.
    *published* is the date of the article.
    """
    table = founding_weights() if founding is None else founding
    incidents: list[Incident] = []
    for member in frames:
        if member.frame.remark:
            continue
        if member.frame.reports_only:
            home = _home_of_report(member, incidents)
        else:
            kind = kind_of(member.frame)
            odds = odds_of(member, kind, published, table) if _says_enough(member, kind) else -inf
            home = _home_of_attack(member, kind, incidents, w or weights(), odds=odds)
        if home is not None:
            home.members.append(member)
    for member in frames:
        home = _home_of_remark(member, incidents) if member.frame.remark else None
        if home is not None:
            home.members.append(member)
    return incidents


def _home_of_attack(
    member: Linked, kind: EventKind, incidents: list[Incident], w: Weights, *, odds: float
) -> Incident | None:
    """The incident that a frame of an attack agrees with; a new one, added to *incidents*, if it agrees with none.

    A frame that does not found one of its own joins the best incident that does not exclude it.
    """
    scored = [(agreement(member, kind, incident, w), index) for index, incident in enumerate(incidents)]
    score, index = max(scored, default=(EXCLUDED, -1))
    if score > w.join:
        return incidents[index]
    if odds > EVEN:
        incidents.append(Incident(kind, odds))
        return incidents[-1]
    return incidents[index] if score > _POSSIBLE else None


def _says_enough(member: Linked, kind: EventKind) -> bool:
    """Whether a frame says enough to be an incident of its own."""
    frame, head = member.frame, member.frame.head
    if head is None:
        return False
    roles = {s.role for s, f in member.fillers if s.role is not Role.PERPETRATOR or can_attack(s, f, frame.view)}
    facts = len(roles & _FACTS) + any(casualty.harmed for casualty in frame.casualties) + (frame.event_date is not None)
    if not head.strong and not head.casualty:
        return facts >= _ENOUGH and bool(roles & {Role.PERPETRATOR, Role.WEAPON})
    totals = kind is EventKind.SERIES and head.definite and frame.count is None
    if head.casualty or totals or (head.definite and not head.verb):
        return facts >= _ENOUGH
    return facts > 0


def _home_of_report(member: Linked, incidents: Sequence[Incident]) -> Incident | None:
    """The incident with most words in common, the nearer and later one of equals; a report must belong somewhere."""
    words = sentence_stems(member.frame)
    scored = [
        (
            _SHARED_STEM * len(words & incident_stems(incident))
            - _PER_SENTENCE * (member.frame.sentence - incident.last_sentence)
            - (_SERIES_PENALTY if incident.kind is EventKind.SERIES else 0.0),
            index,
        )
        for index, incident in enumerate(incidents)
    ]
    return incidents[max(scored)[1]] if scored else None


def _home_of_remark(member: Linked, incidents: Sequence[Incident]) -> Incident | None:
    """The incident of which somebody speaks without naming an attack: the only one, or one told right before it.

    The latter only if both have words in common.
    """
    if len(incidents) == 1:
        return incidents[0]
    words = sentence_stems(member.frame)
    near = [i for i in incidents if i.told_in(member.frame.sentence) or i.told_in(member.frame.sentence - 1)]
    scored = [(len(words & incident_stems(incident)), index) for index, incident in enumerate(near)]
    shared, index = max(scored, default=(0, -1))
    return near[index] if shared > 0 else None
