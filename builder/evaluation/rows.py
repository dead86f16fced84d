"""The rows of the query ``attack-roles``, from a store or straight from an extraction, with what they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.graph.iris import article_iri, event_iri
from builder.model import Act, Certainty, DateValue, Entity, EventMention, Extraction, Mention, Quantity, Role, Span
from builder.reference.geometry import Position

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution
    from pyoxigraph import Store as Database

_CLAIMS = {Act.RESPONSIBILITY: "claimant", Act.DENIAL: "denier"}


@dataclass(frozen=True, slots=True)
class Row:
    """One filler of one role of one attack in one article, as the query ``attack-roles`` gives it."""

    article: str
    attack: str
    kind: str
    type: str
    status: str
    background: bool
    role: str
    value: str
    mention: str
    position: Position | None = None

    @property
    def filler(self) -> str:
        """What fills the role: rows of an attack with one value in one role are one filler."""
        return self.value or self.mention

    @property
    def key(self) -> Key:
        """What a row and its evidence have in common."""
        return self.article, self.attack, self.role, self.value, self.mention


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row rests on: the rule that gave it, the sentence, and how sure it is (0 to 1; None for a claim)."""

    rule: str
    sentence: str
    confidence: float | None = None


Filling = Entity | DateValue | Quantity
Key = tuple[str, str, str, str, str]
Evidences = Mapping[Key, tuple[Evidence, ...]]
"""The evidence of each row by its key, in the order of the text; that of claimants and deniers has no mention in it."""


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """The rows of one attack in one article; kind, type, status and background are those of the first one."""

    rows: tuple[Row, ...]

    @property
    def head(self) -> Row:
        """A row that stands for the event."""
        return self.rows[0]

    def of(self, role: str) -> tuple[Row, ...]:
        """The rows of one role."""
        return tuple(row for row in self.rows if row.role == role)

    def fillers(self, role: str) -> list[tuple[Row, ...]]:
        """The rows of one role, one tuple for each filler."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.of(role):
            groups[row.filler].append(row)
        return [tuple(group) for group in groups.values()]


def events_by_article(rows: Iterable[Row]) -> dict[str, list[FoundEvent]]:
    """The attacks of each article, in the order of their first rows."""
    groups: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        groups[row.article][row.attack].append(row)
    return {article: [FoundEvent(tuple(group)) for group in attacks.values()] for article, attacks in groups.items()}


def rows_of_store(database: Database) -> list[Row]:
    """The answer of the named query ``attack-roles``."""
    return [
        Row(
            article=_text(solution, "article"),
            attack=_text(solution, "attack"),
            kind=_text(solution, "kind"),
            type=_text(solution, "type"),
            status=_text(solution, "status"),
            background=_text(solution, "background") == "true",
            role=_text(solution, "role"),
            value=_text(solution, "value"),
            mention=_text(solution, "mention"),
            position=_position(_text(solution, "lat"), _text(solution, "long")),
        )
        for solution in _solutions(database, "attack-roles")
    ]


def evidence_of_store(database: Database) -> Evidences:
    """The answer of the named query ``evidence``; of the claims only those that make a claimant or denier."""
    found: dict[Key, list[Evidence]] = defaultdict(list)
    for solution in _solutions(database, "evidence"):
        article, attack, role, value, mention, source, confidence = (
            _text(solution, name) for name in ("article", "attack", "role", "value", "mention", "source", "confidence")
        )
        evidence = Evidence(
            _text(solution, "rule"), _text(solution, "sentence"), float(confidence) if confidence else None
        )
        if confidence:  # claims have none
            found[article, attack, role, value, mention].append(evidence)
        elif role in _CLAIMS:
            found[article, attack, _CLAIMS[Act(role)], source, ""].append(evidence)
    return {key: tuple(evidences) for key, evidences in found.items()}


def evidence_for(row: Row, evidences: Evidences) -> tuple[Evidence, ...]:
    """What a row rests on, nothing where that is not known."""
    return evidences.get(row.key) or evidences.get((row.article, row.attack, row.role, row.value, ""), ())


def _solutions(database: Database, name: str) -> Iterator[QuerySolution]:
    from pyoxigraph import QuerySolutions

    from builder.sparql.catalogue import find_query
    from builder.sparql.run import run_query

    query = find_query(name)
    answer = run_query(database, query.text, query.bind({}))
    if isinstance(answer, QuerySolutions):
        yield from answer


def _text(solution: QuerySolution, name: str) -> str:
    term = solution[name]
    return "" if term is None else str(getattr(term, "value", ""))


def _position(latitude: str, longitude: str) -> Position | None:
    return (float(latitude), float(longitude)) if latitude and longitude else None


def rows_of_extraction(extraction: Extraction) -> list[Row]:
    """The rows that a store of this article alone would give, in the same order; ``attack`` is the event's IRI."""
    rows: dict[Row, None] = {}
    for event in extraction.events:
        for role, value, mention, position in _facts(event):
            row = Row(
                article=extraction.article.id,
                attack=_iri(extraction, event),
                kind=event.kind.value,
                type=event.attack_type,
                status=event.status.value,
                background=event.background,
                role=role,
                value=value,
                mention=mention.surface,
                position=position,
            )
            rows.setdefault(row)
    return sorted(rows, key=lambda row: (row.attack, row.role, row.value, row.mention))


def evidence_of_extraction(extraction: Extraction) -> Evidences:
    """What the rows of an extraction rest on."""
    found: dict[Key, list[Evidence]] = defaultdict(list)
    article, text = extraction.article.id, extraction.article.text

    def sentence_of(inner: Span) -> str:
        return next((span.of(text) for span in extraction.sentences if span.contains(inner)), "")

    for event in extraction.events:
        told = [("trigger", mention.surface, mention, event.confidence) for mention in event.triggers]
        told += [(a.role.value, _value(a.filler), a.mention, a.confidence) for a in event.arguments]
        iri = _iri(extraction, event)
        for role, value, mention, confidence in told:
            key = (article, iri, role, value, mention.surface)
            found[key].append(Evidence(mention.rule, sentence_of(mention.span), confidence))
        for claim in event.claims:
            if claim.act in _CLAIMS and claim.claimer is not None:
                key = (article, iri, _CLAIMS[claim.act], claim.claimer.entity.label_ar, "")
                found[key].append(Evidence(claim.rule, sentence_of(claim.quote)))
    return {key: tuple(evidences) for key, evidences in found.items()}


def _iri(extraction: Extraction, event: EventMention) -> str:
    return event_iri(article_iri(extraction.article.id), event.key)


def _facts(event: EventMention) -> Iterator[tuple[str, str, Mention, Position | None]]:
    for trigger in event.triggers:
        yield "trigger", trigger.surface, trigger, None
    for argument in event.arguments:
        position = _located(argument.filler) if argument.role is Role.PLACE else None
        yield argument.role.value, _value(argument.filler), argument.mention, position
    for claim in event.claims:
        negated = claim.act is Act.RESPONSIBILITY and claim.certainty is Certainty.NEGATED
        if claim.act in _CLAIMS and claim.claimer is not None and not negated:
            yield _CLAIMS[claim.act], claim.claimer.entity.label_ar, claim.claimer.mention, None


def _value(filler: Filling) -> str:
    return filler.label_ar if isinstance(filler, Entity) else filler.to_text()


def _located(filler: Filling) -> Position | None:
    if isinstance(filler, Entity) and filler.latitude is not None and filler.longitude is not None:
        return filler.latitude, filler.longitude
    return None
