"""The lines of the tables of attacks, put together from the rows of several queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from builder.model import EntityClass, EventKind, Role, Status
from builder.vocabulary import Class, Property
from ui.description import local_name
from ui.labels import Words
from ui.records import AttackLine, Conflict, Party, Position, Thing, Toll
from ui.search import searchable

Row = Mapping[str, str]

_KINDS = frozenset(EntityClass)


@dataclass(frozen=True, slots=True)
class LineRows:
    """The rows that lines are made of, a field for each kept query (:meth:`queries`)."""

    attack_lines: Sequence[Row]
    attack_fillers: Sequence[Row] = ()
    attack_dates: Sequence[Row] = ()
    attack_facts: Sequence[Row] = ()
    attack_sources: Sequence[Row] = ()
    attack_tolls: Sequence[Row] = ()
    place_containers: Sequence[Row] = ()

    @classmethod
    def queries(cls) -> tuple[str, ...]:
        """The names of the queries, in the order of the fields."""
        return tuple(field.name.replace("_", "-") for field in fields(cls))


def attack_lines(rows: LineRows, things: Mapping[str, Thing], conflicts: Iterable[Conflict]) -> tuple[AttackLine, ...]:
    """One line for each attack, newest first; those without any date come last. *things* are the entities by IRI."""
    parts = _Parts(rows, things)
    disputes = Counter(conflict.attack for conflict in conflicts)
    mentions = _grouped(rows.attack_lines, "attack")
    lines = [parts.line(iri, found, disputes[iri]) for iri, found in mentions.items()]
    lines.sort(key=lambda line: line.iri)
    lines.sort(key=lambda line: line.day, reverse=True)
    return tuple(lines)


def read_things(labels: Iterable[Row], positions: Iterable[Row] = ()) -> dict[str, Thing]:
    """The entities by their IRIs, from the rows of the queries ``entity-labels`` and ``place-positions``."""
    where = read_positions(positions)
    arabic: dict[str, str] = {}
    english: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for row in labels:
        iri = row["entity"]
        (english if row["language"] == "en" else arabic)[iri] = row["label"]
        kind = local_name(row["class"])
        if kind in _KINDS:
            kinds[iri] = kind
    every = dict.fromkeys((*arabic, *english))
    return {
        iri: Thing(
            iri,
            kinds.get(iri, ""),
            Words(arabic.get(iri, english.get(iri, "")), english.get(iri, "")),
            where.get(iri),
        )
        for iri in every
    }


def read_positions(rows: Iterable[Row]) -> dict[str, Position]:
    """The positions of places by IRI; of a place with several, the first in the order of text."""
    found: dict[str, Position] = {}
    for row in sorted(rows, key=lambda row: (row["place"], row["latitude"], row["longitude"], row["uncertainty"])):
        uncertainty = float(row["uncertainty"]) if row["uncertainty"] else None
        found.setdefault(row["place"], Position(float(row["latitude"]), float(row["longitude"]), uncertainty))
    return found


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


class _Parts:
    """The rows by attack."""

    def __init__(self, rows: LineRows, things: Mapping[str, Thing]) -> None:
        self._things = things
        self._fillers = _grouped(rows.attack_fillers, "attack")
        self._dates = _grouped(rows.attack_dates, "attack")
        self._facts = _grouped(rows.attack_facts, "attack")
        self._sources = _grouped(rows.attack_sources, "attack")
        self._tolls = _grouped(rows.attack_tolls, "attack")
        self._containers = _grouped(rows.place_containers, "place")

    def line(self, iri: str, mentions: Sequence[Row], conflicts: int) -> AttackLine:
        earliest, latest = _most_exact(self._dates.get(iri, ()))
        statuses = {local_name(row["status"]) for row in mentions}
        is_series = mentions[0]["class"] == Class.SERIES_MENTION
        places = tuple(self._role(iri, Role.PLACE))
        wider = tuple(self._wider(places))
        parties = tuple(self._parties(iri))
        targets = tuple(self._role(iri, Role.TARGET))
        weapons = tuple(self._role(iri, Role.WEAPON))
        titles = tuple(dict.fromkeys(row["title"] for row in mentions))
        named = (*places, *wider, *(party.thing for party in parties), *targets, *weapons)
        return AttackLine(
            iri=iri,
            kind=EventKind.SERIES if is_series else EventKind.ATTACK,
            attack_type=local_name(mentions[0]["type"]),
            # Articles that do not agree whether it happened: that is what disputed means.
            status=statuses.pop() if len(statuses) == 1 else Status.DISPUTED,
            background=all(row["background"] == "true" for row in mentions),
            earliest=earliest,
            latest=latest,
            published=min((row["published"] for row in mentions if row["published"]), default=""),
            places=places,
            wider=wider,
            parties=parties,
            basis=next(map(local_name, self._values(iri, Property.PERPETRATOR_BASIS)), ""),
            targets=targets,
            weapons=weapons,
            sources=tuple(self._named(sorted(row["source"] for row in self._sources.get(iri, ())))),
            titles=titles,
            articles=len({row["article"] for row in mentions}),
            confidence=max((float(row["confidence"]) for row in mentions if row["confidence"]), default=None),
            killed=self._toll(iri, Role.KILLED),
            wounded=self._toll(iri, Role.WOUNDED),
            conflicts=conflicts,
            search=searchable((*titles, *(name for thing in named for name in (thing.words.ar, thing.words.en)))),
        )

    def _role(self, attack: str, role: Role) -> Iterator[Thing]:
        rows = self._fillers.get(attack, ())
        return self._named(sorted(row["filler"] for row in rows if local_name(row["role"]) == role))

    def _named(self, iris: Iterable[str]) -> Iterator[Thing]:
        return (self._things[iri] for iri in dict.fromkeys(iris) if iri in self._things)

    def _wider(self, places: Iterable[Thing]) -> Iterator[Thing]:
        """All that contains the places, step by step upwards."""
        waiting = [place.iri for place in places]
        own, seen = set(waiting), dict[str, None]()
        while waiting:
            for row in self._containers.get(waiting.pop(), ()):
                if row["container"] not in seen and row["container"] not in own:
                    seen[row["container"]] = None
                    waiting.append(row["container"])
        return self._named(seen)

    def _parties(self, attack: str) -> Iterator[Party]:
        """Who is named as perpetrator: by rule, and those without a name whom only the arguments tell."""
        claimed, attributed, denying = (
            set(self._values(attack, fact))
            for fact in (Property.CLAIMED_BY, Property.ATTRIBUTED_TO, Property.DENIED_BY)
        )
        filled = (thing.iri for thing in self._role(attack, Role.PERPETRATOR))
        for thing in self._named((*filled, *sorted(claimed), *sorted(attributed))):
            yield Party(thing, thing.iri in claimed, thing.iri in attributed, thing.iri in denying)

    def _values(self, attack: str, fact: str) -> list[str]:
        return [row["value"] for row in self._facts.get(attack, ()) if row["fact"] == fact]

    def _toll(self, attack: str, role: Role) -> Toll | None:
        figures = [row for row in self._tolls.get(attack, ()) if local_name(row["role"]) == role]
        figures = [row for row in figures if row["low"] or row["high"]]
        if not figures:
            return None
        highs = [int(row["high"]) for row in figures if row["high"]]
        low = min(int(row["low"]) if row["low"] else 0 for row in figures)
        return Toll(low, max(highs) if len(highs) == len(figures) else None)


def _most_exact(dates: Iterable[Row]) -> tuple[str, str]:
    pairs = [(row["earliest"], row["latest"]) for row in dates]
    return min(pairs, key=lambda pair: (_days(*pair), pair), default=("", ""))


def _days(earliest: str, latest: str) -> int:
    return (date.fromisoformat(latest) - date.fromisoformat(earliest)).days
