"""What the store says of its attacks, as records: the rows of the SPARQL queries beside this module, put together.

Attacks come in the order of their IRIs and in batches, each with a handful of queries, so that memory does not grow
with the store (but for the IRIs and types of the attacks). A value that the graph gives twice where there should be
one is the first in the order of text, never that of the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, Store

from builder.errors import QueryError
from builder.export.sorting import in_batches
from builder.sparql.parameters import fill_slot
from builder.sparql.results import records
from builder.sparql.run import run_query
from builder.vocabulary import RASD

_QUERIES = Path(__file__).with_name("queries")
_BATCH = 300  # attacks; more make the queries no faster
_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, a place, a source or a target; ``kind`` is the local name of its class.

    ``containers`` are the IRIs of what a place is directly within, or whom an actor belongs to. Positions are in
    degrees (WGS 84).
    """

    iri: str
    kind: str
    label_ar: str
    label_en: str
    latitude: float | None = None
    longitude: float | None = None
    uncertainty_km: float | None = None
    containers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an event mention, with local names for terms of the ontology and empty strings for nothing.

    ``filler`` is an IRI. ``counted`` are the words that say whom a figure counts, ``counted_kind`` and ``target_kind``
    the last parts of the concepts' IRIs. ``armed``: the target's kind is one that bears arms.
    """

    iri: str
    event: str
    role: str
    filler: str
    confidence: float
    basis: str
    place_role: str
    earliest: str
    latest: str
    date_precision: str
    low: int | None
    high: int | None
    counted: str
    counted_kind: str
    target_kind: str
    armed: bool


@dataclass(frozen=True, slots=True)
class Report:
    """An event mention: what one article says of the attack. ``outlet`` is an IRI, ``published`` an ISO day."""

    event: str
    article: str
    published: str
    outlet: str
    status: str
    background: bool
    confidence: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of responsibility or its denial; ``kind`` is the local name of its class, ``claimer`` an IRI."""

    event: str
    kind: str
    claimer: str


@dataclass(frozen=True, slots=True)
class Attack:
    """All that is told of one attack; ``entities`` holds its entities and all that contains them, by IRI."""

    iri: str
    kind: str
    reports: tuple[Report, ...]
    arguments: tuple[Argument, ...]
    claims: tuple[Claim, ...]
    entities: dict[str, Entity] = field(repr=False)

    def with_role(self, role: str) -> list[Argument]:
        """The arguments of a role (its local name) that an entity fills."""
        return [one for one in self.arguments if one.role == role and one.filler in self.entities]


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two attacks or two actors, by their IRIs; ``kind`` is a local name."""

    start: str
    end: str
    kind: str
    weight: float


def attacks(rdf: Store, only: Collection[str] | None = None) -> Iterator[Attack]:
    """Every attack that an event mention describes, of those with the IRIs *only* where given; series are left out.

    :raises QueryError: if the store cannot be read.
    """
    kinds: dict[str, str] = {}
    for row in _ask(rdf, "attacks"):
        if only is not None and row["attack"] not in only:
            continue
        kinds.setdefault(row["attack"], _local(row["type"]))
    for batch in in_batches(kinds, _BATCH):
        yield from _batch(rdf, {attack: kinds[attack] for attack in batch})


def labels(rdf: Store) -> dict[str, tuple[str, str]]:
    """The Arabic and English labels of the terms of the ontology that are in use, by local name."""
    rows = _ask_labelled(rdf, _text("terms"))
    return {_local(iri): (label_ar, label_en) for iri, (label_ar, label_en) in _labels(rows).items()}


def group_links(rdf: Store) -> Iterator[Relation]:
    """What two actors have in common in their attacks."""
    return _relations(rdf, "group_links")


def retaliations(rdf: Store) -> Iterator[Relation]:
    """Attacks that articles call an answer to others, or say that they followed."""
    return _relations(rdf, "retaliations")


def entities(rdf: Store, iris: Iterable[str]) -> dict[str, Entity]:
    """These entities and all that contains them, by IRI; what has no label is left out."""
    found: dict[str, Entity] = {}
    for batch in in_batches(sorted(set(iris)), _BATCH):
        containers: dict[str, set[str]] = defaultdict(set)
        for row in _ask(rdf, "containers", "entity", batch):
            containers[row["inner"]].add(row["outer"])
        wanted = sorted({*batch, *containers, *(outer for outers in containers.values() for outer in outers)})
        rows = _ask_labelled(rdf, fill_slot(_text("entities"), "entity", map(NamedNode, wanted)))
        named = _labels(rows)
        for row, _ in sorted(rows, key=lambda pair: sorted(pair[0].items()), reverse=True):
            iri = row["entity"]
            found[iri] = Entity(
                iri,
                _local(row["class"]),
                *named[iri],
                _number(row["latitude"]),
                _number(row["longitude"]),
                _number(row["uncertainty"]),
                tuple(sorted(containers[iri])),
            )
    return found


def _batch(rdf: Store, kinds: dict[str, str]) -> Iterator[Attack]:
    reports = _by_attack(_ask(rdf, "reports", "attack", kinds))
    arguments = _by_attack(_ask(rdf, "arguments", "attack", kinds))
    claims = _by_attack(_ask(rdf, "claims", "attack", kinds))
    named = {row["filler"] for rows in arguments.values() for row in rows}
    named |= {row["claimer"] for rows in claims.values() for row in rows}
    named |= {row["outlet"] for rows in reports.values() for row in rows}
    known = entities(rdf, named - {""})
    for attack, kind in kinds.items():
        yield Attack(
            attack,
            kind,
            _reports(reports[attack]),
            _arguments(arguments[attack]),
            tuple(sorted({_claim(row) for row in claims[attack]}, key=lambda one: (one.event, one.kind, one.claimer))),
            known,
        )


def _reports(rows: list[_Row]) -> tuple[Report, ...]:
    """One for each event mention, with its first sentence, by day of publication (unknown ones last) and article."""
    found: dict[str, Report] = {}
    for row in sorted(rows, key=lambda row: (int(row["start"] or 0), row["sentence"], row["outlet"])):
        found.setdefault(
            row["event"],
            Report(
                row["event"],
                row["article"],
                row["published"],
                row["outlet"],
                _local(row["status"]),
                row["background"] == "true",
                float(row["confidence"]),
                row["sentence"],
            ),
        )
    return tuple(sorted(found.values(), key=lambda one: (one.published or "9999", one.article, one.event)))


def _arguments(rows: list[_Row]) -> tuple[Argument, ...]:
    """One for each argument, by IRI."""
    found: dict[str, Argument] = {}
    for row in sorted(rows, key=lambda row: sorted(row.items())):
        found.setdefault(row["argument"], _argument(row))
    return tuple(found[iri] for iri in sorted(found))


def _argument(row: _Row) -> Argument:
    return Argument(
        iri=row["argument"],
        event=row["event"],
        role=_local(row["role"]),
        filler=row["filler"],
        confidence=float(row["confidence"]),
        basis=_local(row["basis"]),
        place_role=_local(row["placeRole"]),
        earliest=row["earliest"],
        latest=row["latest"],
        date_precision=_local(row["datePrecision"]),
        low=int(row["low"]) if row["low"] else None,
        high=int(row["high"]) if row["high"] else None,
        counted=row["counted"],
        counted_kind=row["countedKind"].rpartition("/")[2],
        target_kind=row["targetKind"].rpartition("/")[2],
        armed=bool(row["armedKind"]),
    )


def _claim(row: _Row) -> Claim:
    return Claim(row["event"], _local(row["class"]), row["claimer"])


def _relations(rdf: Store, query: str) -> Iterator[Relation]:
    for row in _ask(rdf, query):
        yield Relation(row["from"], row["to"], _local(row["kind"]), float(row["weight"] or 1))


def _by_attack(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row["attack"]].append(row)
    return found


def _labels(rows: Iterable[tuple[_Row, str]]) -> dict[str, tuple[str, str]]:
    """The Arabic and the English label of each entity; an empty one is taken from the other language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row, language in sorted(rows, key=lambda pair: pair[0]["label"]):
        found[row["entity"]].setdefault(language, row["label"])
    return {
        iri: (texts.get("ar") or next(iter(texts.values())), texts.get("en") or next(iter(texts.values())))
        for iri, texts in found.items()
    }


def _ask_labelled(rdf: Store, text: str) -> list[tuple[_Row, str]]:
    """The rows of a query and the languages of their labels."""
    answer = _rows(rdf, text)
    names = [variable.value for variable in answer.variables]
    rows = []
    for solution in answer:
        label = solution["label"]
        cells = {name: getattr(solution[name], "value", "") for name in names}
        rows.append((cells, getattr(label, "language", None) or ""))
    return rows


def _ask(rdf: Store, query: str, slot: str = "", iris: Iterable[str] = ()) -> Iterator[_Row]:
    text = fill_slot(_text(query), slot, map(NamedNode, iris)) if slot else _text(query)
    return records(_rows(rdf, text))


def _rows(rdf: Store, text: str) -> QuerySolutions:
    answer = run_query(rdf, text)
    if not isinstance(answer, QuerySolutions):
        raise QueryError("the queries of the export are SELECT queries")
    return answer


def _text(query: str) -> str:
    return (_QUERIES / f"{query}.rq").read_text(encoding="utf-8")


def _local(iri: str) -> str:
    return iri.removeprefix(RASD)


def _number(text: str) -> float | None:
    return float(text) if text else None
