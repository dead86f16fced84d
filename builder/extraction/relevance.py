"""Whether an incident is one that the article reports, and whether as its news or as background.

Both are logistic models over what the incident's words, arguments, dates and position tell, and over how much of the
article speaks of fighting, of courts, of crime or of accidents. Weights: table incident_weights.tsv, fitted by
scripts/fit_incidents.py. Nothing but classes of words and grammar enters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from math import exp, log1p

from builder.extraction.classification import LEAD
from builder.extraction.constituents import is_agentive
from builder.extraction.frame import Incident
from builder.extraction.syntax import View
from builder.extraction.triggers import Trigger
from builder.model import Article, EntityClass, EventKind, Role
from builder.resources import read_table

REPORTED, BACKGROUND = "reported", "background"  # the models of the table
THRESHOLD = "threshold"  # the row of a model above whose weight a probability means yes
_CUES = ("accident", "anniversary", "court", "crime", "custody", "family", "judicial", "sport")
_NO_ATTACK = ("accident", "family", "judicial")
_CONFLICT = ("agent", "force", "weapon", "trigger")
_BACK = 6  # tokens before a trigger in which a tense or a subordinator tells of its time
_MOST = 4  # sentences or triggers; more say nothing further
_RECENT = timedelta(days=2)
_PAST_WEEKS = timedelta(days=14)
_FACTS = (Role.PLACE, Role.TARGET, Role.PERPETRATOR, Role.WEAPON)
_GENERAL_EXPLOSION = frozenset({"انفجار", "انفجر"})


def reported(incidents: Sequence[Incident], views: Sequence[View], article: Article) -> list[Incident]:
    """The incidents that the article reports as attacks; the others are no attacks, or told too vaguely."""
    seen = incident_features(incidents, views, article)
    return [i for i, told in zip(incidents, seen, strict=True) if _is_complete(told) or _is(REPORTED, told)]


def backgrounds(incidents: Sequence[Incident], views: Sequence[View], article: Article) -> list[bool]:
    """For each incident whether the article tells it as context of its news."""
    seen = incident_features(incidents, views, article)
    return [not _is_latest_count(told) and _is(BACKGROUND, told) for told in seen]


def _is_latest_count(features: Mapping[str, float]) -> bool:
    """Whether attacks are counted over a short period up to the news ("three attacks since Friday")."""
    return bool(features["counted"] and features.get("recent")) and not features.get("long-period")


def _is_complete(features: Mapping[str, float]) -> bool:
    """Whether an attack is told with its place, its day and what was hit or with what, and as no accident or crime."""
    told = features["has-place"] and not features.get("undated") and (features["has-weapon"] or features["has-target"])
    return bool(told) and not any(features[f"near-{category}"] for category in _NO_ATTACK)


def _is(model: str, features: Mapping[str, float]) -> bool:
    weights = _weights()[model]
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + exp(-total)) > weights[THRESHOLD]


@cache
def _weights() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in read_table("incident_weights.tsv"):
        found.setdefault(row["model"], {})[row["feature"]] = float(row["weight"])
    return found


def incident_features(incidents: Sequence[Incident], views: Sequence[View], article: Article) -> list[dict[str, float]]:
    """For each incident its features by name; most are 0 or 1, counts are logarithms."""
    if not incidents:
        return []
    cues = [_cues(view) for view in views]
    shared = _article_features(cues, len(incidents))
    main = incidents[0]
    return [
        {
            **shared,
            **_position(incident, incidents, position),
            **_facts(incident),
            **_time(incident, article),
            **_words(incident, cues),
            **_likeness(incident, main),
        }
        for position, incident in enumerate(incidents)
    ]


def _cues(view: View) -> Counter[str]:
    """How many words of a sentence are of each class that tells what it is about."""
    found: Counter[str] = Counter()
    for index, readings in enumerate(view.readings):
        for category in {r.entry.category for r in readings if r.entry.strong}:
            if category in _CUES:
                found[category] += 1
            elif category in _CONFLICT:
                found["conflict"] += 1
        phrase = view.phrases.get(index)
        if phrase is not None and phrase.entry.category in _CUES:
            found[phrase.entry.category] += 1
        if view.function(index, "irrealis") is not None:
            found["irrealis"] += 1
    found["actor"] = sum(name.hit.kind == "actor" for name in view.entities)
    return found


def _article_features(cues: Sequence[Counter[str]], incidents: int) -> dict[str, float]:
    total: Counter[str] = Counter()
    for cue in cues:
        total.update(cue)
    head = cues[0]
    found = {f"article-{name}": log1p(total[name]) for name in (*_CUES, "actor", "irrealis")}
    found |= {f"title-{name}": float(head[name] > 0) for name in (*_CUES, "conflict", "actor", "irrealis")}
    found |= {"bias": 1.0, "article-conflict": log1p(total["conflict"])}
    return found | {"incidents": log1p(incidents)}


def _position(incident: Incident, incidents: Sequence[Incident], position: int) -> dict[str, float]:
    first = incident.first_sentence
    told = {m.frame.sentence for m in incident.members if m.frame.triggers}
    return {
        "first": float(position == 0),
        "second": float(position == 1),
        "only": float(len(incidents) == 1),
        "in-title": float(first == 0),
        "in-lead": float(0 < first < LEAD),
        "late": log1p(first),
        "told": log1p(min(_MOST, len(told))),
        "told-in-body": float(any(at > 0 for at in told)),
        "reports": log1p(min(_MOST, sum(not m.frame.triggers and not m.frame.remark for m in incident.members))),
    }


def _facts(incident: Incident) -> dict[str, float]:
    found = {f"has-{role.value}": float(bool(incident.entities(role))) for role in _FACTS}
    perpetrators = incident.entities(Role.PERPETRATOR)
    found["known-perpetrator"] = float(any(e.entity_class is not EntityClass.UNRESOLVED_ACTOR for e in perpetrators))
    found["armed-perpetrator"] = float(
        any(
            slot.role is Role.PERPETRATOR and is_agentive(member.frame.view, (slot.first, slot.last))
            for member in incident.members
            for slot, _ in member.fillers
        )
    )
    found["casualties"] = float(any(member.frame.casualties for member in incident.members))
    found["series"] = float(incident.kind is EventKind.SERIES)
    found["counted"] = float(any(member.frame.count is not None for member in incident.members))
    return found | {"facts": sum(found.values())}


def _time(incident: Incident, article: Article) -> dict[str, float]:
    dates = [m.frame.event_date.value for m in incident.members if m.frame.event_date is not None]
    ends = [value.latest for value in dates if value.latest is not None]
    if article.published is None or not ends:
        return {"dated": float(bool(dates)), "undated": float(not dates)}
    age = article.published - max(ends)
    long = any(v.earliest is not None and v.latest is not None and v.latest - v.earliest > _PAST_WEEKS for v in dates)
    return {
        "recent": float(age <= _RECENT),
        "days-ago": float(_RECENT < age <= _PAST_WEEKS),
        "weeks-ago": float(age > _PAST_WEEKS),
        "long-period": float(long),
    }


def _words(incident: Incident, cues: Sequence[Counter[str]]) -> dict[str, float]:
    frames = [m.frame for m in incident.members if m.frame.triggers]
    triggers = [(frame.view, trigger) for frame in frames for trigger in frame.triggers]
    attacks = [(view, trigger) for view, trigger in triggers if not trigger.casualty]
    first = frames[0]
    head = first.head
    near: Counter[str] = Counter()
    for sentence in {frame.sentence for frame in frames}:
        near.update(cues[sentence])
    found = {f"near-{name}": float(near[name] > 0) for name in (*_CUES, "irrealis", "actor")}
    found["triggers"] = log1p(len(triggers))
    found["victims-only"] = float(not attacks)
    found["weak-only"] = float(bool(attacks) and not any(t.strong for _, t in attacks))
    explosions = bool(attacks) and all(t.lemma in _GENERAL_EXPLOSION for _, t in attacks)
    found["explosion-only"] = float(explosions)
    found["foiled"] = float(any(t.foiled for _, t in attacks))
    found["other"] = float(first.new_topic)
    if head is not None:
        found["head-verb"] = float(head.verb)
        found["head-definite"] = float(head.definite and not head.verb)
        found["head-plural"] = float(head.several and not head.verb)
        found[f"type-{head.attack_type}"] = 1.0
        found |= _before(first.view, head)
    return found


def _before(view: View, trigger: Trigger) -> dict[str, float]:
    """What stands before the first word of an incident: past perfect, "after", "since", a negation, the future."""
    span = range(max(0, trigger.first - _BACK), trigger.first)
    subordinators = {view.function(i, "sub") for i in span} - {None}
    auxiliaries = {view.function(i, "aux") for i in range(trigger.first)}
    opening = view.phrases.get(0)
    imperfect = any(r.is_verb and r.form.tense == "imperfect" for r in view.readings[trigger.head])
    return {
        "after": float("after" in subordinators),
        "since": float("since" in subordinators),
        "because": float("because" in subordinators),
        "past-perfect": float({"be", "past"} <= auxiliaries),
        "backdrop": float(opening is not None and opening.entry.category == "backdrop"),
        "relative": float(any(view.function(i, "rel") is not None for i in span)),
        "hedge": float(any(view.function(i, "hedge") is not None for i in range(trigger.first))),
        "negation": float(any(view.function(i, "neg") is not None for i in span)),
        "imperfect": float(trigger.verb and imperfect),
        "with-ordinal": float(view.reading(max(0, trigger.first - 1), "series") is not None),
        "at-start": float(trigger.first <= 1),
    }


def _likeness(incident: Incident, main: Incident) -> dict[str, float]:
    """How much an incident has in common with the article's first one."""
    if incident is main:
        return {}
    found: dict[str, float] = {}
    for role in (Role.PLACE, Role.PERPETRATOR, Role.TARGET):
        own, theirs = ({entity.iri for entity in each.entities(role)} for each in (incident, main))
        if own and theirs:
            found[f"same-{role.value}" if own & theirs else f"other-{role.value}"] = 1.0
    own, theirs = ({e.country for e in each.entities(Role.PLACE) if e.country} for each in (incident, main))
    found["other-country"] = float(bool(own) and bool(theirs) and not own & theirs)
    found["other-kind"] = float(incident.kind is not main.kind)
    return found
