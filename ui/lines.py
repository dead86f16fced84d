"""The lines of the overview, put together from the rows of several queries, and filtered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from builder.text.normalize import normalize_key
from ui.labels import Words
from ui.records import AttackLine, Conflict

Row = Mapping[str, str]


def local_name(iri: str) -> str:
    """What stands behind the last ``#`` or ``/`` of an IRI."""
    return iri.rpartition("#" if "#" in iri else "/")[2]


def words(row: Row, ar: str = "ar", en: str = "en", otherwise: str = "") -> Words:
    """The label of an entity in a row, else *otherwise*."""
    return Words(row[ar] or ("" if row[en] else otherwise), row[en])


def attack_lines(
    mentions: Iterable[Row], fillers: Iterable[Row], containers: Iterable[Row], conflicts: Iterable[Conflict]
) -> tuple[AttackLine, ...]:
    """One line for each attack, newest first; those without any date come last."""
    by_attack = _grouped(mentions, "attack")
    of_attack = _grouped(fillers, "attack")
    of_place = _grouped(containers, "place")
    disputes = Counter(conflict.attack for conflict in conflicts)
    lines = [_line(iri, rows, of_attack[iri], of_place, disputes[iri]) for iri, rows in by_attack.items()]
    lines.sort(key=lambda line: line.iri)
    lines.sort(key=lambda line: line.earliest or line.published, reverse=True)
    return tuple(lines)


def _grouped(rows: Iterable[Row], key: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _line(
    iri: str, mentions: Sequence[Row], fillers: Sequence[Row], of_place: Mapping[str, list[Row]], conflicts: int
) -> AttackLine:
    by_role = _grouped(fillers, "role")
    roles = {local_name(role): rows for role, rows in by_role.items()}
    places = [row for row in roles.get("place", ()) if local_name(row["placeRole"]) != "launch"]
    earliest, latest = _most_exact(roles.get("date", ()))
    statuses = {local_name(row["status"]) for row in mentions}
    return AttackLine(
        iri=iri,
        kind=mentions[0]["kind"],
        attack_type=local_name(mentions[0]["type"]),
        # Articles that do not agree whether it happened: that is what disputed means.
        status=statuses.pop() if len(statuses) == 1 else "disputed",
        background=all(row["background"] == "true" for row in mentions),
        earliest=earliest,
        latest=latest,
        published=min((row["published"] for row in mentions if row["published"]), default=""),
        places=_names(places),
        wider=_names(row for place in places for row in of_place.get(place["filler"], ())),
        perpetrators=_names(roles.get("perpetrator", ())),
        targets=_names(roles.get("target", ())),
        weapons=_names(roles.get("weapon", ())),
        titles=tuple(dict.fromkeys(row["title"] for row in mentions)),
        conflicts=conflicts,
    )


def _names(rows: Iterable[Row]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(name for name in map(words, rows) if name.ar or name.en))


def _most_exact(dates: Iterable[Row]) -> tuple[str, str]:
    known = [(row["earliest"], row["latest"]) for row in dates if row["earliest"] and row["latest"]]
    return min(known, key=lambda pair: (_days(*pair), pair), default=("", ""))


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
