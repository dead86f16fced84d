"""One attack with all the reports of it, put together from the rows of the queries ``ui/queries/attack-*.rq``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from builder.model import Role, Span
from ui.labels import Words
from ui.lines import Row, local_name, words
from ui.records import ArticleText, ClaimLine, Evidence, Neighbour, Report, RoleLine

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class AttackRows:
    """The rows about one attack, a field for each query."""

    reports: Sequence[Row]
    triggers: Sequence[Row]
    arguments: Sequence[Row]
    claims: Sequence[Row]
    parties: Sequence[Row]
    party_words: Sequence[Row]
    neighbours: Sequence[Row]


def read_reports(rows: AttackRows) -> tuple[Report, ...]:
    """The reports in the order of their articles' days."""
    claims = _claims(rows)
    roles = _roles(rows, claims)
    by_event = _by_event(rows.claims, lambda row: claims[row["claim"]])
    neighbours = _by_event(rows.neighbours, _neighbour)
    return tuple(
        Report(
            event=row["event"],
            article=_article(row),
            kind=row["kind"],
            attack_type=local_name(row["type"]),
            status=local_name(row["status"]),
            background=row["background"] == "true",
            confidence=_number(row["confidence"]),
            roles=roles.get(row["event"], ()),
            claims=by_event[row["event"]],
            neighbours=neighbours[row["event"]],
        )
        for row in _first_of_each(rows.reports, "event")
    )


def _first_of_each(rows: Iterable[Row], key: str) -> list[Row]:
    """One row for each value of *key*: a second label or rule of the same thing multiplies its rows."""
    firsts: dict[str, Row] = {}
    for row in rows:
        firsts.setdefault(row[key], row)
    return list(firsts.values())


def _by_event(rows: Iterable[Row], make: Callable[[Row], Record]) -> defaultdict[str, tuple[Record, ...]]:
    groups: defaultdict[str, dict[Record, None]] = defaultdict(dict)
    for row in rows:
        groups[row["event"]][make(row)] = None
    return defaultdict(tuple, {event: tuple(records) for event, records in groups.items()})


def _article(row: Row) -> ArticleText:
    return ArticleText(
        iri=row["article"],
        identifier=row["identifier"],
        title=row["title"],
        body=row["body"],
        published=row["published"],
        outlet=words(row, "outletAr", "outletEn"),
        url=row["url"],
    )


def _span(row: Row, start: str = "start", end: str = "end") -> Span | None:
    return Span(int(row[start]), int(row[end])) if row[start] and row[end] else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _evidence(row: Row) -> Evidence:
    return Evidence(
        span=Span(int(row["start"]), int(row["end"])),
        surface=row["surface"],
        sentence=_span(row, "sentenceStart", "sentenceEnd"),
        rule=row["rule"],
        confidence=_number(row.get("confidence", "")),
    )


_ORDER = {role.value: place for place, role in enumerate(Role)}


def _roles(rows: AttackRows, claims: Mapping[str, ClaimLine]) -> dict[str, tuple[RoleLine, ...]]:
    """The roles of each event; the mentions of one filler in one role, on the same word, are one line."""
    arguments = _first_of_each(rows.arguments, "argument")
    arguments.sort(key=lambda row: (_ORDER.get(local_name(row["role"]), len(_ORDER)), int(row["start"])))
    lines: defaultdict[str, dict[RoleLine, dict[Evidence, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows.triggers:
        lines[row["event"]][RoleLine("trigger", Words(""), ())][_evidence(row)] = None
    for row in arguments:
        lines[row["event"]][_role(row, claims.get(row["claim"]))][_evidence(row)] = None
    return {
        event: tuple(replace(line, evidence=tuple(words)) for line, words in found.items())
        for event, found in lines.items()
    }


# Column of the query, and group of labels, of what is said about a filler in words of the interface.
_NOTES = {"placeRole": "place_role", "basis": "basis", "precision": "precision", "quantityKind": "quantity"}


def _role(row: Row, claim: ClaimLine | None) -> RoleLine:
    notes = [(group, local_name(row[column])) for column, group in _NOTES.items() if row[column]]
    if row["class"]:
        notes.insert(0, ("class", local_name(row["class"])))
    if row["link"]:
        notes.append(("link", local_name(row["link"])))
    position = f"{row['lat']}, {row['long']}" if row["lat"] and row["long"] else ""
    name = words(row)
    return RoleLine(
        role=local_name(row["role"]),
        value=name if name.ar or name.en else Words(row["value"] or local_name(row["filler"])),
        evidence=(),
        notes=tuple(notes),
        group=row["group"],
        resolution=row["resolution"],
        position=position,
        claimers=claim.claimers if claim else (),
    )


def _claims(rows: AttackRows) -> dict[str, ClaimLine]:
    parties: defaultdict[tuple[str, str], dict[Words, None]] = defaultdict(dict)
    for row in rows.parties:
        parties[row["claim"], row["party"]][words(row, otherwise=local_name(row["entity"]))] = None
    mentions: defaultdict[str, list[tuple[str, Span]]] = defaultdict(list)
    for row in rows.party_words:
        mentions[row["claim"]].append((row["party"], Span(int(row["start"]), int(row["end"]))))
    return {
        row["claim"]: ClaimLine(
            iri=row["claim"],
            act=row["act"],
            certainty=local_name(row["certainty"]),
            outcome=local_name(row["outcome"]),
            claimers=tuple(parties[row["claim"], "claimer"]),
            perpetrators=tuple(parties[row["claim"], "perpetrator"]),
            media=tuple(parties[row["claim"], "medium"]),
            relayed_by=tuple(parties[row["claim"], "relayer"]),
            mentions=tuple(mentions[row["claim"]]),
            quote=_span(row),
            sentence=_span(row, "sentenceStart", "sentenceEnd"),
        )
        for row in rows.claims
    }


def _neighbour(row: Row) -> Neighbour:
    return Neighbour(row["link"], row["other"], local_name(row["type"]), row["count"], _span(row))
