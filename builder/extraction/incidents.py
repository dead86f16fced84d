"""From incidents to event mentions: type, status, news or background, arguments, claims, relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from builder.extraction.claims import Voice, claims_of
from builder.extraction.coreference import Incident, frame_types
from builder.extraction.frames import locative
from builder.extraction.lexicon import has_article
from builder.extraction.linking import Linker
from builder.extraction.syntax import View
from builder.model import (
    Act,
    Argument,
    Article,
    Basis,
    Certainty,
    Claim,
    DateValue,
    Entity,
    EntityClass,
    EventKind,
    EventMention,
    Filler,
    Mention,
    Outcome,
    PlaceRole,
    Role,
    Status,
)
from builder.text.normalize import normalize_key
from builder.text.tokens import clitic_analyses

_OLD = timedelta(days=14)  # an incident that long before publication is told for context
_RECENT = timedelta(days=3)  # the lead's day is the day of its news only if it is that recent
_LEAD = 4  # sentences, the headline included
_GENERAL = ("Attack", "Bombing", "Shelling")
_ATTACKERS = frozenset({"suicide bomber", "gunmen", "unknown"})
_SUICIDE = "suicide bomber"


@dataclass(frozen=True, slots=True)
class Context:
    """What the building of events needs of the whole article."""

    article: Article
    views: Sequence[View]
    voices: Sequence[Sequence[Voice]]
    linker: Linker


def build_events(incidents: Sequence[Incident], context: Context) -> tuple[EventMention, ...]:
    """The event mentions of an article in the order of their first words; parts are linked to their totals."""
    background = _background(incidents, context.article)
    events: list[EventMention] = []
    keys: Counter[str] = Counter()
    for incident, back in zip(incidents, background, strict=True):
        event = _event(incident, context, back)
        keys[event.key] += 1
        if keys[event.key] > 1:
            event = _with(event, key=f"{event.key}-{keys[event.key]}")
        events.append(event)
    return _link_parts(tuple(events), incidents)


def _with(event: EventMention, *, key: str | None = None, part_of: str | None = None) -> EventMention:
    return EventMention(
        key or event.key,
        event.kind,
        event.attack_type,
        event.status,
        event.background,
        event.triggers,
        event.arguments,
        event.claims,
        event.confidence,
        part_of or event.part_of,
    )


def _event(incident: Incident, context: Context, background: bool) -> EventMention:
    linker = context.linker
    triggers = _triggers(incident, linker)
    claims = _claims(incident, context)
    arguments = [*_slot_arguments(incident, claims), *_claim_perpetrators(claims)]
    if not any(a.role is Role.PLACE and a.place_role is not PlaceRole.LAUNCH for a in arguments):
        arguments.extend(_fallback_places(incident, context))
    arguments.extend(_named_agents(incident, linker, arguments))
    arguments.extend(list(_dates(incident, linker)) or _nearby_date(incident, context))
    arguments.extend(_figures(incident, linker, claims))
    arguments.extend(_sources(incident, context))
    arguments.extend(_counts(incident, linker))
    unique = _resolve_definites(_deduplicate(arguments))
    confidence = min(0.95, 0.55 + 0.1 * len({a.role for a in unique}) * 0.5 + 0.05 * min(3, len(incident.members)))
    return EventMention(
        key=str(min(t.span.start for t in triggers)),
        kind=incident.kind,
        attack_type=attack_type(incident),
        status=_status(incident, claims),
        background=background,
        triggers=triggers,
        arguments=tuple(unique),
        claims=tuple(claims),
        confidence=round(confidence, 2),
    )


def _triggers(incident: Incident, linker: Linker) -> tuple[Mention, ...]:
    found: dict[tuple[int, int], Mention] = {}
    for member in incident.members:
        for trigger in member.frame.triggers:
            mention = linker.mention(member.frame.view, (trigger.first, trigger.last), f"trigger: {trigger.lemma}")
            found.setdefault((mention.span.start, mention.span.end), mention)
    return tuple(found[key] for key in sorted(found))


def attack_type(incident: Incident) -> str:
    """The most specific type that the incident's words support, the most often told first."""
    votes: Counter[str] = Counter()
    for member in incident.members:
        for kind in frame_types(member):
            votes[kind] += 2 if member.frame.sentence == 0 else 1
    if len(votes) > 1:
        votes.pop("Interception", None)  # what was intercepted is the attack
    specific = [kind for kind in votes if kind not in _GENERAL]
    if _has_agent(incident, _SUICIDE) and not votes.keys() - {"Attack", "Bombing", "SuicideBombing"}:
        return "SuicideBombing"
    if specific:
        return max(specific, key=lambda kind: (votes[kind], kind))
    if votes.keys() == {"Attack"} and _has_agent(incident, "gunmen"):
        return "Shooting"
    general = [kind for kind in votes if kind != "Attack"]
    return max(general, key=lambda kind: (votes[kind], kind)) if general else "Attack"


def _has_agent(incident: Incident, value: str) -> bool:
    return any(
        m.frame.view.reading(i, "agent", value=value) is not None
        for m in incident.members
        if m.frame.triggers
        for i in range(len(m.frame.view.tokens))
    )


def _claims(incident: Incident, context: Context) -> list[Claim]:
    claims: list[Claim] = []
    for member in incident.members:
        claims.extend(claims_of(member, context.voices[member.frame.sentence], incident.kind))
    unique = {(c.act, c.quote, c.claimer.entity.iri if c.claimer else ""): c for c in claims}
    return list(unique.values())


def _slot_arguments(incident: Incident, claims: Sequence[Claim]) -> list[Argument]:
    claimers = {f.entity.iri for c in claims if _claims_it(c) for f in c.perpetrators}
    found: list[Argument] = []
    for member in incident.members:
        for slot, filler in member.fillers:
            basis = slot.basis
            position = None
            if slot.role is Role.PERPETRATOR:
                position = _claim_of(claims, filler)
                if filler.entity.iri in claimers:
                    basis = Basis.CLAIMED
                elif position is not None:
                    basis = Basis.ATTRIBUTED
            found.append(
                Argument(
                    slot.role, filler.mention, filler.entity, slot.confidence, slot.place_role, basis, None, position
                )
            )
    return found


def _claims_it(claim: Claim) -> bool:
    return claim.act is Act.RESPONSIBILITY and claim.certainty is not Certainty.NEGATED


def _claim_of(claims: Sequence[Claim], filler: Filler) -> int | None:
    for position, claim in enumerate(claims):
        if any(f.entity.iri == filler.entity.iri for f in claim.perpetrators) and claim.act is not Act.DENIAL:
            return position
    return None


def _claim_perpetrators(claims: Sequence[Claim]) -> Iterable[Argument]:
    for position, claim in enumerate(claims):
        if claim.act is Act.DENIAL or claim.certainty is Certainty.NEGATED:
            continue
        basis = Basis.CLAIMED if claim.act is Act.RESPONSIBILITY else Basis.ATTRIBUTED
        if claim.act not in (Act.RESPONSIBILITY, Act.ATTRIBUTION):
            continue
        for filler in claim.perpetrators:
            yield Argument(Role.PERPETRATOR, filler.mention, filler.entity, 0.8, None, basis, None, position)


def _named_agents(incident: Incident, linker: Linker, known: Sequence[Argument]) -> Iterable[Argument]:
    """Attackers named by what they are: the suicide bomber always, others only where nobody else is named."""
    others = any(a.role is Role.PERPETRATOR for a in known)
    seen: set[str] = set()
    for member in incident.members:
        view = member.frame.view
        for index in range(len(view.tokens)):
            agent = view.reading(index, "agent")
            if agent is None or agent.entry.value not in _ATTACKERS or not member.frame.triggers:
                continue
            if agent.entry.value != _SUICIDE and _qualifies(view, index):
                continue
            bomber = agent.entry.value == _SUICIDE
            mention = linker.link(view, (index, index + 1), Role.PERPETRATOR, "attacker of the sentence")
            struck = any(s.role is Role.TARGET and s.first <= index < s.last for s, _ in member.fillers)
            if struck or agent.entry.value in seen or (others and not bomber):
                continue
            if any(c.who is not None and c.who[0] <= index < c.who[1] for c in member.frame.casualties):
                continue
            seen.add(agent.entry.value)
            yield Argument(Role.PERPETRATOR, mention.mention, mention.entity, 0.5, None, Basis.STATED)


def _qualifies(view: View, index: int) -> bool:
    """Whether a word stands as an adjective after a noun (فصائل مسلحة) rather than as a noun of its own."""
    before = index - 1
    if before < 0 or view.is_punct(before) or view.is_function(before) or view.is_verb(before):
        return False
    if view.proclitic(index) or view.is_coordinated(index) or view.number(before) is not None:
        return False
    return any(not r.is_verb for r in view.readings[before])


def _fallback_places(incident: Incident, context: Context) -> Iterable[Argument]:
    """Where no sentence of an incident of the lead names its place: those of headline and lead."""
    first = incident.members[0].frame
    order: list[View] = []
    if first.sentence < _LEAD:
        order.extend(context.views[:_LEAD])
    for view in order:
        places = [n for n in view.names(0, len(view.tokens), "place") if locative(view, n.first)]
        if places:
            for name in places[:2]:
                filler = context.linker.link(view, (name.first, name.last), Role.PLACE, "place of the lead")
                yield Argument(Role.PLACE, filler.mention, filler.entity, 0.45, PlaceRole.IMPACT)
            return


def _dates(incident: Incident, linker: Linker) -> Iterable[Argument]:
    """The most exact date told for the incident, and the words of all that agree with it."""
    dated = [(m.frame, m.frame.date) for m in incident.members if m.frame.date is not None]
    if not dated:
        return

    def rank(value: DateValue, announced: bool, order: int) -> tuple[bool, bool, int, int]:
        width = (value.latest - value.earliest).days if value.latest and value.earliest else 0
        return announced, not value.resolved, width, order

    ranked = sorted(
        ((rank(d.value, f.statement_date, i), f, d) for i, (f, d) in enumerate(dated)), key=lambda item: item[0]
    )
    best = ranked[0][2].value
    for (announced, _, _, _), frame, found in ranked:
        if found.value.to_text() != best.to_text():
            continue
        mention = linker.mention(
            frame.view, (found.first, found.last), "date of the announcement" if announced else "date"
        )
        yield Argument(Role.DATE, mention, found.value, 0.5 if announced else 0.8)


def _nearby_date(incident: Incident, context: Context) -> list[Argument]:
    """For an incident of headline or lead without a day of its own, the recent day that the lead tells."""
    if incident.members[0].frame.sentence >= _LEAD:
        return []
    for view in context.views[: _LEAD + 1]:
        for found in view.dates:
            value, published = found.value, context.article.published
            if not value.resolved or value.earliest != value.latest or value.latest is None:
                continue
            if published is None or not timedelta(0) <= published - value.latest <= _RECENT:
                continue
            mention = context.linker.mention(view, (found.first, found.last), "date of the lead")
            return [Argument(Role.DATE, mention, value, 0.4)]
    return []


def _figures(incident: Incident, linker: Linker, claims: Sequence[Claim]) -> Iterable[Argument]:
    for member in incident.members:
        view = member.frame.view
        for casualty in member.frame.casualties:
            mention = linker.mention(view, (casualty.first, casualty.last), "casualties")
            who = linker.mention(view, casualty.who, "group of casualties") if casualty.who is not None else None
            position = next((i for i, c in enumerate(claims) if c.quote.contains(mention.span)), None)
            yield Argument(casualty.role, mention, casualty.quantity, 0.75, None, None, who, position)


def _sources(incident: Incident, context: Context) -> Iterable[Argument]:
    for member in incident.members:
        for voice in context.voices[member.frame.sentence]:
            near = not member.frame.triggers or any(voice.attribution.covers(t.head) for t in member.frame.triggers)
            if not near:
                continue
            said = (voice.source,) if voice.source is not None else voice.media
            fillers = (*said, *voice.relays)
            for filler in fillers:
                yield Argument(Role.SOURCE, filler.mention, filler.entity, 0.75)


def _counts(incident: Incident, linker: Linker) -> Iterable[Argument]:
    if incident.kind is not EventKind.SERIES:
        return
    for member in incident.members:
        count = member.frame.count
        if count is not None:
            mention = linker.mention(member.frame.view, (count.first, count.last), "count")
            yield Argument(Role.COUNT, mention, count.value, 0.85)


def _deduplicate(arguments: Iterable[Argument]) -> list[Argument]:
    """Each words in each role once, the surest reading kept."""
    best: dict[tuple[Role, int, int], Argument] = {}
    for argument in arguments:
        key = (argument.role, argument.mention.span.start, argument.mention.span.end)
        if key not in best or argument.confidence > best[key].confidence:
            best[key] = argument
    return [best[key] for key in sorted(best, key=lambda k: (list(Role).index(k[0]), k[1], k[2]))]


_RESOLVABLE = (Role.PLACE, Role.TARGET)


def _resolve_definites(arguments: list[Argument]) -> list[Argument]:
    """That "the base" after "the base Ain al-Asad" is that base: it takes the entity of a fuller mention of the same incident."""
    full = [a for a in arguments if a.role in _RESOLVABLE and isinstance(a.filler, Entity) and " " in a.mention.surface]
    resolved: list[Argument] = []
    for argument in arguments:
        bare = argument.mention.surface
        if argument.role in _RESOLVABLE and " " not in bare and has_article(clitic_analyses(normalize_key(bare))[-1]):
            stem = clitic_analyses(normalize_key(bare))[-1].stem
            known = next((a for a in full if normalize_key(a.mention.surface).split()[0] == stem), None)
            if known is not None and known.mention.span.start < argument.mention.span.start:
                argument = replace(argument, filler=known.filler)
        resolved.append(argument)
    return resolved


def _status(incident: Incident, claims: Sequence[Claim]) -> Status:
    if any(c.act is Act.DENIAL for c in claims):
        return Status.DISPUTED
    attacks = [t for m in incident.members for t in m.frame.triggers if not t.casualty]
    foiled = any(t.foiled or t.attack_type == "Interception" for t in attacks)
    intercepted = any(c.outcome is Outcome.INTERCEPTED for c in claims)
    harmed = any(m.frame.casualties for m in incident.members)
    return Status.FOILED if (foiled or intercepted) and not harmed else Status.OCCURRED


def _background(incidents: Sequence[Incident], article: Article) -> list[bool]:
    """Old incidents, and those told late that share neither place nor party with the news, are context."""
    if not incidents:
        return []
    main = incidents[0]
    countries = _countries(main)
    found: list[bool] = []
    for incident in incidents:
        if incident is main or incident.members[0].frame.sentence < _LEAD:
            found.append(_is_old(incident, article) and incident is not main)
            continue
        theirs = _countries(incident)
        foreign = bool(countries) and bool(theirs) and not countries & theirs
        found.append(_is_old(incident, article) or foreign)
    return found


def _countries(incident: Incident) -> set[str]:
    return {e.country for m in incident.members for e in m.entities(Role.PLACE) if e.country}


def _is_old(incident: Incident, article: Article) -> bool:
    if article.published is None:
        return False
    dates = [m.frame.date.value for m in incident.members if m.frame.date is not None and not m.frame.statement_date]
    ends = [value.latest for value in dates if value.latest is not None]
    return bool(ends) and all(end < article.published - _OLD for end in ends)


def _link_parts(events: tuple[EventMention, ...], incidents: Sequence[Incident]) -> tuple[EventMention, ...]:
    """Counted parts belong to the nearest total before them that is at least as large and has a target in common."""
    linked: list[EventMention] = []
    for event, incident in zip(events, incidents, strict=True):
        total = None
        if any(m.frame.part for m in incident.members):
            total = next(
                (
                    other
                    for other, whole in zip(reversed(events), reversed(incidents), strict=True)
                    if whole is not incident
                    and not any(m.frame.part for m in whole.members)
                    and _count(whole) is not None
                    and (_count(whole) or 0) >= (_count(incident) or 0)
                    and other.triggers[0].span.start < event.triggers[0].span.start
                    and _targets(whole) & _targets(incident)
                ),
                None,
            )
        linked.append(_with(event, part_of=total.key) if total is not None else event)
    return tuple(linked)


def _count(incident: Incident) -> int | None:
    return next((m.frame.count.value.low for m in incident.members if m.frame.count is not None), None)


def _targets(incident: Incident) -> set[str]:
    return {e.iri for m in incident.members for e in m.entities(Role.TARGET)}


def is_actor(filler: Filler) -> bool:
    """Whether an entity can do violence by its class."""
    return filler.entity.entity_class not in (
        EntityClass.NEWS_OUTLET,
        EntityClass.UNNAMED_SOURCE,
        EntityClass.STATEMENT,
    )
