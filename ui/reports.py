"""One attack with all the reports of it, read from its description (``ui/queries/attack-description.rq``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.graph.claims import CLAIM_CLASSES
from builder.model import EntityClass, EventKind, RelationKind, Role, Span
from builder.vocabulary import Class, External, Property, term
from ui.description import Description, local_name
from ui.labels import Named, Words
from ui.records import ArticleText, ClaimLine, Evidence, Merge, Neighbour, Report, RoleLine

_ROLES = [role.value for role in Role]
_CLASSES = {term(entity_class): entity_class.value for entity_class in EntityClass}
_ACTS = {iri: act.value for act, iri in CLAIM_CLASSES.items()}
_PARTIES = {
    Property.CLAIMER_MENTION: "claimer",
    Property.PERPETRATOR_MENTION: "perpetrator",
    Property.MEDIUM_MENTION: "medium",
    Property.RELAYED_BY_MENTION: "relayer",
}
# Names of links in the labels: from the event to the other one, and back.
_LINKS = {
    term(RelationKind.RETALIATION): ("retaliatesFor", "retaliatedBy"),
    term(RelationKind.FOLLOWS): ("follows", "followedBy"),
}


def read_reports(attack: str, found: Description) -> tuple[Report, ...]:
    """The reports in the order of their articles' days; those without a day come first."""
    reports = [_report(event, found) for event in found.values(attack, Property.DESCRIBED_BY)]
    return tuple(sorted(reports, key=lambda report: (report.article.published, report.article.identifier)))


def read_merges(attack: str, found: Description) -> tuple[Merge, ...]:
    """Why the event mentions of the attack were put together, in the order of their IRIs."""
    decisions = [
        Merge(
            event=found.value(iri, Property.MERGED_MENTION),
            score=found.number(iri, Property.MERGE_SCORE),
            reasons=tuple(map(local_name, found.values(iri, Property.MERGE_REASON))),
        )
        for iri in found.subjects(Property.MERGED_INTO, attack)
    ]
    return tuple(sorted(decisions, key=lambda decision: decision.event))


def _report(event: str, found: Description) -> Report:
    article = read_article_text(found.value(event, Property.IN_ARTICLE), found)
    claims = {iri: _claim(iri, found) for iri in found.subjects(Property.ABOUT_EVENT, event)}
    is_series = Class.SERIES_MENTION in found.values(event, External.RDF_TYPE)
    return Report(
        event=event,
        article=article,
        kind=EventKind.SERIES if is_series else EventKind.ATTACK,
        attack_type=found.name(event, Property.ATTACK_TYPE),
        status=found.name(event, Property.STATUS),
        background=found.value(event, Property.BACKGROUND) == "true",
        confidence=found.number(event, Property.CONFIDENCE),
        roles=_roles(event, article.text, claims, found),
        claims=tuple(sorted(claims.values(), key=lambda claim: (_start(claim.quote), claim.iri))),
        neighbours=tuple(dict.fromkeys(_neighbours(event, found))),
    )


def _start(span: Span | None) -> int:
    return -1 if span is None else span.start


def read_article_text(iri: str, found: Description) -> ArticleText:
    """The article of this IRI, with empty values where nothing is told."""
    outlet = found.value(iri, External.SCHEMA_PUBLISHER)
    return ArticleText(
        iri=iri,
        identifier=found.value(iri, External.SCHEMA_IDENTIFIER),
        title=found.value(iri, External.SCHEMA_HEADLINE),
        body=found.value(iri, External.SCHEMA_ARTICLE_BODY),
        published=found.value(iri, External.SCHEMA_DATE_PUBLISHED),
        outlet=found.label(outlet) if outlet else Words(""),
        url=found.value(iri, External.SCHEMA_URL),
    )


def _roles(event: str, text: str, claims: dict[str, ClaimLine], found: Description) -> tuple[RoleLine, ...]:
    """The roles in their usual order; all mentions of one filler in one role, on the same word, are one line."""
    lines: dict[RoleLine, dict[Evidence, None]] = {}
    trigger = RoleLine("trigger", Words(""), ())
    for words in found.values(event, Property.TRIGGER):
        lines.setdefault(trigger, {}).update(dict.fromkeys(_evidence(words, None, text, found)))
    for argument in found.values(event, Property.ARGUMENT):
        line = _role(argument, text, claims, found)
        sure = found.number(argument, Property.CONFIDENCE)
        for words in found.values(argument, Property.MENTION):
            lines.setdefault(line, {}).update(dict.fromkeys(_evidence(words, sure, text, found)))
    whole = [
        replace(line, evidence=tuple(sorted(evidence, key=lambda words: words.span)))
        for line, evidence in lines.items()
        if evidence
    ]
    return tuple(sorted(whole, key=lambda line: (_rank(line.role), line.evidence[0].span)))


def _rank(role: str) -> int:
    return _ROLES.index(role) if role in _ROLES else -1


def _evidence(words: str, confidence: float | None, text: str, found: Description) -> Iterator[Evidence]:
    """One value, or none where the store does not tell the place of the words."""
    span = found.span(words)
    if span is not None:
        rule = found.value(words, Property.RULE)
        yield Evidence(span, span.of(text), found.sentence(words), rule, confidence)


def _role(argument: str, text: str, claims: dict[str, ClaimLine], found: Description) -> RoleLine:
    filler = found.value(argument, Property.FILLER)
    claim = claims.get(found.value(argument, Property.ACCORDING_TO))
    counted = found.span(found.value(argument, Property.COUNTED_GROUP))
    position = [found.value(filler, External.WGS_LAT), found.value(filler, External.WGS_LONG)]
    return RoleLine(
        role=found.name(argument, Property.ROLE),
        value=found.label(filler) if filler else Words(found.value(argument, Property.VALUE)),
        evidence=(),
        notes=tuple(_notes(argument, filler, found)),
        group=counted.of(text) if counted else "",
        resolution=found.value(argument, Property.DATE_RESOLUTION),
        position=", ".join(position) if all(position) else "",
        claimers=claim.claimers if claim else (),
        filler=filler,
        low=found.count(argument, Property.LOW),
        high=found.count(argument, Property.HIGH),
        earliest=found.value(argument, Property.EARLIEST),
        latest=found.value(argument, Property.LATEST),
        casualties=local_name(found.value(argument, Property.CASUALTY_KIND)),
        group_kind=found.value(argument, Property.COUNTED_GROUP_KIND),
    )


def _notes(argument: str, filler: str, found: Description) -> Iterator[tuple[str, str]]:
    """What is said of a filler in words of the interface: groups of labels, and terms of theirs."""
    for iri in found.values(filler, External.RDF_TYPE):
        if iri in _CLASSES:
            yield "class", _CLASSES[iri]
    for subject, property_iri, group in (
        (argument, Property.PLACE_ROLE, "place_role"),
        (argument, Property.BASIS, "basis"),
        (argument, Property.DATE_PRECISION, "precision"),
        (argument, Property.QUANTITY_KIND, "quantity"),
        (filler, Property.LINK_STATUS, "link"),
    ):
        for iri in found.values(subject, property_iri):
            yield group, local_name(iri)


def _claim(iri: str, found: Description) -> ClaimLine:
    quote = found.value(iri, Property.QUOTE)
    acts = (_ACTS[kind] for kind in found.values(iri, External.RDF_TYPE) if kind in _ACTS)
    mentions = (
        (party, span)
        for property_iri, party in _PARTIES.items()
        for words in found.values(iri, property_iri)
        if (span := found.span(words)) is not None
    )
    return ClaimLine(
        iri=iri,
        act=next(acts, ""),
        certainty=found.name(iri, Property.CERTAINTY),
        outcome=found.name(iri, Property.OUTCOME),
        claimers=found.labels(iri, Property.CLAIMER),
        perpetrators=found.labels(iri, Property.CLAIMED_PERPETRATOR),
        media=found.labels(iri, Property.MEDIUM),
        relayed_by=found.labels(iri, Property.RELAYED_BY),
        mentions=tuple(mentions),
        quote=found.span(quote) if quote else None,
        sentence=found.sentence(quote) if quote else None,
    )


def _neighbours(event: str, found: Description) -> Iterator[Neighbour]:
    for whole in found.values(event, Property.PART_OF_SERIES):
        yield from _neighbour("partOf", whole, None, found)
    for part in found.subjects(Property.PART_OF_SERIES, event):
        yield from _neighbour("hasPart", part, None, found)
    for end, other_end, place in (
        (Property.FROM_EVENT, Property.TO_EVENT, 0),
        (Property.TO_EVENT, Property.FROM_EVENT, 1),
    ):
        for relation in found.subjects(end, event):
            kind = found.value(relation, Property.RELATION_KIND)
            quote = found.value(relation, Property.QUOTE)
            for other in found.values(relation, other_end):
                span = found.span(quote) if quote else None
                claimers = found.labels(relation, Property.CLAIMER)
                yield from _neighbour(_LINKS[kind][place], other, span, found, claimers)


def _neighbour(
    link: str, event: str, quote: Span | None, found: Description, claimers: tuple[Named, ...] = ()
) -> Iterator[Neighbour]:
    counts = [
        found.value(argument, Property.VALUE)
        for argument in found.values(event, Property.ARGUMENT)
        if found.value(argument, Property.ROLE) == Property.COUNT
    ]
    for attack in found.subjects(Property.DESCRIBED_BY, event):
        yield Neighbour(link, attack, found.name(event, Property.ATTACK_TYPE), next(iter(counts), ""), quote, claimers)
