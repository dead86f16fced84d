"""The arguments of an event from the frames of its incident, its claims, and where these are silent from the lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from builder.extraction.candidates import Candidates
from builder.extraction.circumstances import locative
from builder.extraction.citing import Backdrop, Cited, source_ranker
from builder.extraction.classification import GUNMEN, LEAD, SUICIDE_BOMBER
from builder.extraction.confidences import with_confidences
from builder.extraction.figures import own_figures
from builder.extraction.frame import Frame, Incident, Linked
from builder.extraction.lexicon import has_article
from builder.extraction.linking import Linker
from builder.extraction.ranking import confidence, make_scene, ranker
from builder.extraction.syntax import View
from builder.extraction.target_kinds import with_kinds
from builder.extraction.voices import Voice
from builder.model import (
    Act,
    Argument,
    Article,
    Basis,
    Certainty,
    Claim,
    DatePrecision,
    DateValue,
    Entity,
    EventKind,
    Filler,
    PlaceRole,
    Role,
)
from builder.text.normalize import normalize_key
from builder.text.tokens import clitic_analyses

_RECENT = timedelta(days=3)  # the lead's day is the day of its news only if it is that recent
_OLD = timedelta(days=14)  # a day so long before the publication is of an earlier attack, in a later sentence
_LONG = 7  # days: a longer period is no time of one attack
_LEAD_PLACES = 2  # the place and what it lies in
_ATTACKERS = frozenset({SUICIDE_BOMBER, GUNMEN, "unknown"})
_RESOLVABLE = (Role.PLACE, Role.TARGET)
_ROLE_ORDER = {role: position for position, role in enumerate(Role)}
# Ranks, set by hand: of two arguments with the same words in the same role the one that ranks higher is kept.
_CLAIMED = 0.8
_NAMED_BY_KIND = 0.5
_PLACE_OF_LEAD = 0.45
_DATE = 0.8
_DATE_OF_ANNOUNCEMENT = 0.5
_DATE_OF_LEAD = 0.4
_DAY_OF_PUBLICATION = 0.25
_FIGURE = 0.75
_SPEAKER = 0.75
_COUNT = 0.85
_RANKED_RULE = "ranking"


@dataclass(frozen=True, slots=True)
class Context:
    """What the building of events needs of the whole article; ``voices`` are those of each sentence.

    ``candidates`` are the words that can fill a role, by kind, ``cited`` all who speak.
    """

    article: Article
    views: Sequence[View]
    voices: Sequence[Sequence[Voice]]
    linker: Linker
    incidents: Sequence[Incident]
    candidates: Sequence[Candidates]
    cited: Cited


def arguments_of(
    incident: Incident, claims: Sequence[Claim], context: Context, *, background: bool = False
) -> tuple[Argument, ...]:
    """All arguments of an incident, each words in each role once, sorted by role and position."""
    linker = context.linker
    found = list(_ranked(incident, claims, context))
    dates = list(_dates(incident, linker, context.article.published)) or _date_of_lead(incident, context)
    found.extend(dates or _day_of_publication(incident, context, background=background))
    found.extend(_figures(incident, context, claims, dates))
    found.extend(_sources(incident, context, _deduplicate(found)))
    found.extend(_counts(incident, linker))
    return tuple(with_confidences(with_kinds(_resolve_definites(_deduplicate(found)))))


def arguments_by_rule(incident: Incident, claims: Sequence[Claim], context: Context) -> list[Argument]:
    """What the rules give an incident in the roles that slots have; without a place, those of the lead."""
    found = [*_slots(incident, claims), *_claimed(claims)]
    found.extend(_named_by_kind(incident, context.linker, found))
    if not any(a.role is Role.PLACE and a.place_role is not PlaceRole.LAUNCH for a in found):
        found.extend(_places_of_lead(incident, context))
    return found


def _ranked(incident: Incident, claims: Sequence[Claim], context: Context) -> Iterator[Argument]:
    """The arguments by rule, of those ranked the ones that the ranking keeps, and those that it adds."""
    found = arguments_by_rule(incident, claims, context)
    ranked: set[Role] = set()
    for candidates in context.candidates:
        ranked.update(candidates.roles)
        yield from _ranked_among(candidates, incident, found, claims, context)
    yield from (a for a in found if a.role not in ranked or a.place_role is PlaceRole.LAUNCH)


def _ranked_among(
    candidates: Candidates,
    incident: Incident,
    by_rule: Sequence[Argument],
    claims: Sequence[Claim],
    context: Context,
) -> Iterator[Argument]:
    """The arguments of one kind of candidates; a perpetrator that a claim names is kept in any case."""
    found = [a for a in by_rule if a.role in candidates.roles and a.place_role is not PlaceRole.LAUNCH]
    scene = make_scene(incident, context.incidents, found, candidates)
    kept = ranker().kept(scene, candidates)
    for (role, position), score in kept.items():
        if position not in scene.given[role]:
            candidate = candidates.at(position)
            filler = context.linker.link(context.views[candidate.sentence], candidate.words, role, _RANKED_RULE)
            yield _added(role, filler, claims, confidence(score))
    for argument in found:
        place = candidates.position(argument) if argument.claim is None else None
        if place is None or (argument.role, place) in kept:
            yield argument


def _added(role: Role, filler: Filler, claims: Sequence[Claim], sure: float) -> Argument:
    """The argument of a phrase that no rule gave; a claim that names a perpetrator gives its basis."""
    if role is not Role.PERPETRATOR:
        place_role = PlaceRole.IMPACT if role is Role.PLACE else None
        return Argument(role, filler.mention, filler.entity, sure, place_role)
    position = _claim_naming(claims, filler)
    basis = Basis.STATED
    if position is not None:
        basis = Basis.CLAIMED if claims[position].act is Act.RESPONSIBILITY else Basis.ATTRIBUTED
    return Argument(role, filler.mention, filler.entity, sure, basis=basis, claim=position)


def _slots(incident: Incident, claims: Sequence[Claim]) -> Iterator[Argument]:
    """The slots of all frames; a perpetrator has the basis of the claim that names it."""
    taken = [c for c in claims if c.act is Act.RESPONSIBILITY and c.certainty is not Certainty.NEGATED]
    claimers = {filler.entity.iri for claim in taken for filler in claim.perpetrators}
    for member in incident.members:
        for slot, filler in member.fillers:
            basis, position = slot.basis, None
            if slot.role is Role.PERPETRATOR:
                position = _claim_naming(claims, filler)
                if filler.entity.iri in claimers:
                    basis = Basis.CLAIMED
                elif position is not None:
                    basis = Basis.ATTRIBUTED
            yield Argument(
                slot.role,
                filler.mention,
                filler.entity,
                slot.rank,
                place_role=slot.place_role,
                basis=basis,
                claim=position,
            )


def _claim_naming(claims: Sequence[Claim], filler: Filler) -> int | None:
    """The position of the first claim, denials left out, that names an entity as perpetrator."""
    for position, claim in enumerate(claims):
        if claim.act is not Act.DENIAL and any(f.entity.iri == filler.entity.iri for f in claim.perpetrators):
            return position
    return None


def _claimed(claims: Sequence[Claim]) -> Iterator[Argument]:
    """The perpetrators that claims of responsibility and attributions name."""
    for position, claim in enumerate(claims):
        if claim.act not in (Act.RESPONSIBILITY, Act.ATTRIBUTION) or claim.certainty is Certainty.NEGATED:
            continue
        basis = Basis.CLAIMED if claim.act is Act.RESPONSIBILITY else Basis.ATTRIBUTED
        for filler in claim.perpetrators:
            yield Argument(Role.PERPETRATOR, filler.mention, filler.entity, _CLAIMED, basis=basis, claim=position)


def _named_by_kind(incident: Incident, linker: Linker, known: Sequence[Argument]) -> Iterator[Argument]:
    """Attackers named by what they are: the suicide bomber always, others only where nobody else is named."""
    others = any(a.role is Role.PERPETRATOR for a in known)
    seen: set[str] = set()
    for member in incident.members:
        view = member.frame.view
        for index in range(len(view.tokens)) if member.frame.triggers else ():
            agent = view.reading(index, "agent")
            if agent is None or agent.entry.value not in _ATTACKERS:
                continue
            bomber = agent.entry.value == SUICIDE_BOMBER
            if not bomber and _qualifies(view, index):
                continue
            filler = linker.link(view, (index, index + 1), Role.PERPETRATOR, "attacker of the sentence")
            if agent.entry.value in seen or (others and not bomber) or _is_victim(member, index):
                continue
            seen.add(agent.entry.value)
            yield Argument(Role.PERPETRATOR, filler.mention, filler.entity, _NAMED_BY_KIND, basis=Basis.STATED)


def _is_victim(member: Linked, index: int) -> bool:
    """Whether a word belongs to a target or to a group of killed or wounded."""
    struck = any(s.role is Role.TARGET and s.first <= index < s.last for s, _ in member.fillers)
    return struck or any(c.who is not None and c.who[0] <= index < c.who[1] for c in member.frame.casualties)


def _qualifies(view: View, index: int) -> bool:
    """Whether a word stands as an adjective after a noun (فصائل مسلحة) rather than as a noun of its own."""
    before = index - 1
    if before < 0 or view.is_punct(before) or view.is_function(before) or view.is_verb(before):
        return False
    if view.proclitic(index) or view.is_coordinated(index) or view.number(before) is not None:
        return False
    return any(not r.is_verb for r in view.readings[before])


def _places_of_lead(incident: Incident, context: Context) -> Iterator[Argument]:
    """Where no sentence of an incident of the lead names its place: those of headline and lead."""
    for view in context.views[:LEAD] if incident.first_sentence < LEAD else ():
        places = [n for n in view.names(0, len(view.tokens), "place") if locative(view, n.first)]
        for name in places[:_LEAD_PLACES]:
            filler = context.linker.link(view, (name.first, name.last), Role.PLACE, "place of the lead")
            yield Argument(Role.PLACE, filler.mention, filler.entity, _PLACE_OF_LEAD, PlaceRole.IMPACT)
        if places:
            return


def _ahead(frame: Frame, published: date | None) -> bool:
    """Whether a frame has no date, or one after the publication: of what is planned, not of what has happened."""
    if frame.date is None:
        return True
    earliest = frame.date.value.earliest
    return published is not None and earliest is not None and earliest > published


def _dates(incident: Incident, linker: Linker, published: date | None) -> Iterator[Argument]:
    """The most exact date told for the incident, and the words of all that agree with it."""
    dated = [m.frame for m in incident.members if not _ahead(m.frame, published)]
    dated = [frame for frame in dated if not _of_earlier(frame, incident, published)]
    ranked = sorted(dated, key=_inexactness)
    best = ranked[0].date if ranked else None
    for frame in ranked:
        found = frame.date
        if found is None or best is None or found.value.to_text() != best.value.to_text():
            continue
        rule, confidence = ("date", _DATE)
        if frame.statement_date:
            rule, confidence = ("date of the announcement", _DATE_OF_ANNOUNCEMENT)
        mention = linker.mention(frame.view, (found.first, found.last), rule)
        yield Argument(Role.DATE, mention, found.value, confidence)


def _of_earlier(frame: Frame, incident: Incident, published: date | None) -> bool:
    """Whether a later sentence of the lead's attack has a long period or an old date: that of what went before."""
    value = frame.date.value if frame.date is not None else None
    late = incident.first_sentence <= LEAD < frame.sentence
    if not late or incident.kind is EventKind.SERIES or published is None or value is None or value.latest is None:
        return False
    return value.latest < published - _OLD or _width(value) > _LONG


def _inexactness(frame: Frame) -> tuple[bool, bool, int]:
    """Dates of announcements and unresolved ones come last, shorter periods before longer ones."""
    value = frame.date.value if frame.date is not None else None
    return frame.statement_date, value is None or not value.resolved, _width(value)


def _width(value: DateValue | None) -> int:
    if value is None or value.latest is None or value.earliest is None:
        return 0
    return (value.latest - value.earliest).days


def _date_of_lead(incident: Incident, context: Context) -> list[Argument]:
    """For an incident of headline or lead without a day of its own, the recent day that the lead tells."""
    published = context.article.published
    if published is None or incident.first_sentence >= LEAD:
        return []
    for view in context.views[: LEAD + 1]:
        for found in view.dates:
            value = found.value
            if not value.resolved or value.latest is None or value.earliest != value.latest:
                continue
            if timedelta(0) <= published - value.latest <= _RECENT:
                mention = context.linker.mention(view, (found.first, found.last), "date of the lead")
                return [Argument(Role.DATE, mention, value, _DATE_OF_LEAD)]
    return []


def _day_of_publication(incident: Incident, context: Context, *, background: bool) -> list[Argument]:
    """For an attack of headline or lead, no background, of which no time is told: the day of publication."""
    published = context.article.published
    if published is None or background or incident.kind is EventKind.SERIES or incident.first_sentence >= LEAD:
        return []
    frame = incident.members[0].frame
    if frame.head is None:
        return []
    value = DateValue(published, published, DatePrecision.DAY, "day of publication")
    words = (frame.head.first, frame.head.last)
    mention = context.linker.mention(frame.view, words, "day of publication")
    return [Argument(Role.DATE, mention, value, _DAY_OF_PUBLICATION)]


def _figures(
    incident: Incident, context: Context, claims: Sequence[Claim], dates: Sequence[Argument]
) -> Iterator[Argument]:
    """The killed and wounded, each figure with the first claim whose quotation holds it."""
    linker = context.linker
    day = next((a.filler for a in dates if isinstance(a.filler, DateValue) and a.filler.resolved), None)
    for member, casualty in own_figures(incident, day, context.article.published):
        view = member.frame.view
        mention = linker.mention(view, (casualty.first, casualty.last), "casualties")
        who = linker.mention(view, casualty.who, "group of casualties") if casualty.who is not None else None
        position = next((i for i, claim in enumerate(claims) if claim.quote.contains(mention.span)), None)
        yield Argument(casualty.role, mention, casualty.quantity, _FIGURE, who=who, claim=position)


def _sources(incident: Incident, context: Context, told: Sequence[Argument]) -> Iterator[Argument]:
    """Who is cited for the incident, *told* being its other arguments."""
    scene = Backdrop(incident, context.incidents, told)
    for citing in source_ranker().kept(scene, context.cited):
        yield Argument(Role.SOURCE, citing.filler.mention, citing.filler.entity, _SPEAKER)


def _counts(incident: Incident, linker: Linker) -> Iterator[Argument]:
    if incident.kind is not EventKind.SERIES:
        return
    for member in incident.members:
        count = member.frame.count
        if count is not None:
            mention = linker.mention(member.frame.view, (count.first, count.last), "count")
            yield Argument(Role.COUNT, mention, count.value, _COUNT)


def _deduplicate(arguments: Iterable[Argument]) -> list[Argument]:
    """Each words in each role once, the surest reading kept."""
    best: dict[tuple[int, int, int], Argument] = {}
    for argument in arguments:
        key = (_ROLE_ORDER[argument.role], argument.mention.span.start, argument.mention.span.end)
        if key not in best or argument.confidence > best[key].confidence:
            best[key] = argument
    return [best[key] for key in sorted(best)]


def _resolve_definites(arguments: Sequence[Argument]) -> list[Argument]:
    """Arguments in which "the base" after "the base Ain al-Asad" is that base: it has the fuller mention's entity."""
    full = [a for a in arguments if a.role in _RESOLVABLE and isinstance(a.filler, Entity) and " " in a.mention.surface]
    resolved: list[Argument] = []
    for argument in arguments:
        stem = _bare_definite(argument.mention.surface) if argument.role in _RESOLVABLE else None
        if stem is not None:
            known = next((a for a in full if normalize_key(a.mention.surface).split()[0] == stem), None)
            if known is not None and known.mention.span.start < argument.mention.span.start:
                argument = replace(argument, filler=known.filler)
        resolved.append(argument)
    return resolved


def _bare_definite(surface: str) -> str | None:
    """The stem of a single word with the article, None for all other words."""
    if " " in surface:
        return None
    clitics = clitic_analyses(normalize_key(surface))[-1]
    return clitics.stem if has_article(clitics) else None
