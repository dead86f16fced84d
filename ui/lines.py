"""The lines of the overview, put together from the rows of several queries, and filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from builder.model import EventKind, PlaceRole, Role, Status
from builder.text.normalize import normalize_key
from builder.vocabulary import Class
from ui.description import local_name
from ui.labels import Words
from ui.records import AttackLine, Conflict

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LineRows:
    """The rows that lines are made of, a field for each query of ``ui/queries``."""

    lines: Sequence[Row]
    fillers: Sequence[Row]
    dates: Sequence[Row]
    labels: Sequence[Row]
    containers: Sequence[Row]


def attack_lines(rows: LineRows, conflicts: Iterable[Conflict]) -> tuple[AttackLine, ...]:
    """One line for each attack, newest first; those without any date come last."""
    mentions, fillers, dates = (_grouped(found, "attack") for found in (rows.lines, rows.fillers, rows.dates))
    names = _names(rows.labels)
    containers = _grouped(rows.containers, "place")
    disputes = Counter(conflict.attack for conflict in conflicts)
    lines = [
        _line(iri, found, _Fillers(fillers.get(iri, ()), names, containers), dates.get(iri, ()), disputes[iri])
        for iri, found in mentions.items()
    ]
    lines.sort(key=lambda line: line.iri)
    lines.sort(key=lambda line: line.earliest or line.published, reverse=True)
    return tuple(lines)


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def _names(labels: Iterable[Row]) -> dict[str, Words]:
    names: dict[str, Words] = {}
    for row in labels:
        known = names.get(row["entity"], Words(""))
        names[row["entity"]] = (
            Words(known.ar, row["label"]) if row["language"] == "en" else Words(row["label"], known.en)
        )
    return names


@dataclass(frozen=True, slots=True)
class _Fillers:
    """What fills the roles of one attack."""

    rows: Sequence[Row]
    names: Mapping[str, Words]
    containers: Mapping[str, Sequence[Row]]

    def of(self, role: Role) -> tuple[Words, ...]:
        """The names of those in one role; where something was launched is no place of the attack."""
        return self._named(self._iris(role))

    def wider(self) -> tuple[Words, ...]:
        """The names of all that contains the places, step by step upwards."""
        seen: dict[str, None] = {}
        waiting = list(self._iris(Role.PLACE))
        while waiting:
            for row in self.containers.get(waiting.pop(), ()):
                if row["container"] not in seen:
                    seen[row["container"]] = None
                    waiting.append(row["container"])
        return self._named(seen)

    def _iris(self, role: Role) -> Iterator[str]:
        for row in self.rows:
            if local_name(row["role"]) == role and local_name(row["placeRole"]) != PlaceRole.LAUNCH:
                yield row["filler"]

    def _named(self, iris: Iterable[str]) -> tuple[Words, ...]:
        return tuple(dict.fromkeys(self.names[iri] for iri in iris if iri in self.names))


def _line(iri: str, mentions: Sequence[Row], fillers: _Fillers, dates: Sequence[Row], conflicts: int) -> AttackLine:
    earliest, latest = _most_exact(dates)
    statuses = {local_name(row["status"]) for row in mentions}
    is_series = mentions[0]["class"] == Class.SERIES_MENTION
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
        places=fillers.of(Role.PLACE),
        wider=fillers.wider(),
        perpetrators=fillers.of(Role.PERPETRATOR),
        targets=fillers.of(Role.TARGET),
        weapons=fillers.of(Role.WEAPON),
        titles=tuple(dict.fromkeys(row["title"] for row in mentions)),
        conflicts=conflicts,
    )


def _most_exact(dates: Iterable[Row]) -> tuple[str, str]:
    pairs = [(row["earliest"], row["latest"]) for row in dates]
    return min(pairs, key=lambda pair: (_days(*pair), pair), default=("", ""))


def _days(earliest: str, latest: str) -> int:
    return (date.fromisoformat(latest) - date.fromisoformat(earliest)).days


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader of the overview wants to see; an empty field wants everything.

    ``since`` and ``until`` are days, both included; an attack without a date counts by the day of publication.
    ``place`` and ``text`` are compared after normalisation, so spelling variants of alef or taa marbuta are found.
    """

    since: date | None = None
    until: date | None = None
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    place: str = ""
    text: str = ""
    background: bool | None = None

    def apply(self, lines: Iterable[AttackLine]) -> list[AttackLine]:
        """The lines that are wanted, in their order."""
        return [line for line in lines if self._wants(line)]

    def _wants(self, line: AttackLine) -> bool:
        return (
            (not self.types or line.attack_type in self.types)
            and (not self.statuses or line.status in self.statuses)
            and (not self.kinds or line.kind in self.kinds)
            and (self.background is None or line.background == self.background)
            and self._in_period(line)
            and _mentions(self.place, (*line.places, *line.wider))
            and _mentions(self.text, _all_words(line))
        )

    def _in_period(self, line: AttackLine) -> bool:
        first, last = line.earliest or line.published, line.latest or line.published
        if self.since and not (last and date.fromisoformat(last) >= self.since):
            return False
        return not self.until or bool(first and date.fromisoformat(first) <= self.until)


def _all_words(line: AttackLine) -> tuple[Words, ...]:
    titles = tuple(Words(title) for title in line.titles)
    return (*line.places, *line.wider, *line.perpetrators, *line.targets, *line.weapons, *titles)


def _mentions(wanted: str, names: Iterable[Words]) -> bool:
    """Whether every word of *wanted* stands in one of the names."""
    parts = normalize_key(wanted).split()
    if not parts:
        return True
    texts = [normalize_key(f"{name.ar} {name.en}") for name in names]
    return all(any(part in text for text in texts) for part in parts)
