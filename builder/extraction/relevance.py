"""Whether an incident is one that the article reports, and whether as its news or as background.

Both are logistic models over what the incident's words, arguments, dates and position tell, and over what the article
is about. Weights: table incident_weights.tsv, fitted by scripts/fit_incidents.py. Classes of words, grammar and stems
of words enter (:mod:`builder.extraction.wording`), no names.
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
from builder.extraction.wording import article_words, incident_words
from builder.model import Article, EntityClass, EventKind, Role
from builder.resources import read_table

REPORTED, BACKGROUND = "reported", "background"  # the models of the table
THRESHOLD = "threshold"  # the row of a model above whose weight a probability means yes
_CUES = (
    "accident",
    "anniversary",
    "cause",
    "court",
    "crime",
    "custody",
    "family",
    "judicial",
    "mishap",
    "sport",
    "test",
    "treatment",
)
_CONFLICT = ("agent", "force", "weapon", "trigger")
_BACK = 6  # tokens before a trigger in which a tense or a subordinator tells of its time
_MOST = 4  # sentences or triggers; more say nothing further
_RECENT = timedelta(days=2)
_WEEK = timedelta(days=7)
_PAST_WEEKS = timedelta(days=14)
_FACTS = (Role.PLACE, Role.TARGET, Role.PERPETRATOR, Role.WEAPON)
_GENERAL_EXPLOSION = frozenset({"انفجار", "انفجر"})
# Few articles tell of an explosion that was none of an attack; a longer feature is penalised less in fitting.
_CAUSE_LENGTH = 12.0


def reported(incidents: Sequence[Incident], views: Sequence[View], article: Article) -> list[Incident]:
    """The incidents that the article reports as attacks; those that it tells as context of its news are marked.

    The others are no attacks, or told too vaguely.
    """
    found: list[Incident] = []
    for incident, told in zip(incidents, incident_features(incidents, views, article), strict=True):
        answer = _is_answer(incident)
        if answer or _is_reported(told):
            incident.background = not answer and _is_background(told)
            found.append(incident)
    return found


def _is_reported(features: Mapping[str, float]) -> bool:
    return _is(REPORTED, features)


def _is_answer(incident: Incident) -> bool:
    """Whether it answers another strike and names what it hit: told as a fact, however short ("answered by striking").

    Of the 16 such incidents of the training articles 12 are annotated as attacks, 6 of them as news; a model has too
    few to learn from. It is taken as news, for it cannot be older than what it answers.
    """
    return bool(incident.entities(Role.TARGET)) and any(
        member.frame.view.reading(index, "light", value="retaliation") is not None
        for member in incident.members
        for trigger in member.frame.triggers
        for index in range(max(0, trigger.first - _BACK), trigger.first)
    )


def _is_background(features: Mapping[str, float]) -> bool:
    return not features.get("latest-count") and _is(BACKGROUND, features)


def _is(model: str, features: Mapping[str, float]) -> bool:
    weights = _weights()[model]
    total = sum([weights[name] * value for name, value in features.items() if name in weights])
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
    shared = _article_features(cues, len(incidents)) | article_words(views)
    main = incidents[0]
    found: list[dict[str, float]] = []
    for position, incident in enumerate(incidents):
        told = {
            **shared,
            **_position(incident, incidents, position),
            **_facts(incident),
            **_time(incident, article),
            **_words(incident, cues),
            **_likeness(incident, main),
        }
        words = incident_words(member.frame for member in incident.members)
        found.append(told | _together(incident, told) | words)
    return found


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
        if "irrealis" in view.functions[index]:
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
        "odds": incident.odds,
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
    if article.published is None:  # what an undated article dates is taken as its news
        return {"recent": float(bool(dates)), "undated": float(not dates)}
    if not ends:
        return {"dated": float(bool(dates)), "undated": float(not dates)}
    age = article.published - max(ends)
    long = any(v.earliest is not None and v.latest is not None and v.latest - v.earliest > _PAST_WEEKS for v in dates)
    return {
        "recent": float(age <= _RECENT),
        "days-ago": float(_RECENT < age <= _PAST_WEEKS),
        "weeks-ago": float(age > _PAST_WEEKS),
        "long-period": float(long),
        # "three attacks since Friday": counted up to the news
        "latest-count": float(age <= _WEEK and not long and any(m.frame.count is not None for m in incident.members)),
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


def _together(incident: Incident, told: Mapping[str, float]) -> dict[str, float]:
    """What several features tell only together.

    An explosion by no known party whose cause is unknown or an accident, and victims who are taken to be treated.
    """
    explained = not told["known-perpetrator"] and (told["near-cause"] or told["title-cause"]) and _explodes(incident)
    return {
        "explosion-cause": _CAUSE_LENGTH * bool(explained),
        "victims-treated": _CAUSE_LENGTH * bool(told["victims-only"] and told["near-treatment"]),
    }


def _explodes(incident: Incident) -> bool:
    """Whether the first word for what happened is one of an explosion, which need not be an attack."""
    triggers = (trigger for member in incident.members for trigger in member.frame.triggers if not trigger.casualty)
    first = next(triggers, None)
    return first is not None and first.lemma in _GENERAL_EXPLOSION


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
