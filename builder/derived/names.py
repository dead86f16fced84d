"""What can be searched by name: actors, places, outlets, articles and attacks, each with all its names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from builder.derived.kinds import SearchKind
from builder.graph.entities import ACTORS, PLACES
from builder.model import EntityClass, Role
from builder.ontology import term_labels
from builder.reference.entries import reference_entries
from builder.vocabulary import RASD

Row = Mapping[str, str]

_KINDS: Final[Mapping[str, SearchKind]] = MappingProxyType(
    {
        **dict.fromkeys((RASD + kind for kind in ACTORS), SearchKind.ACTOR),
        **dict.fromkeys((RASD + kind for kind in PLACES), SearchKind.PLACE),
        RASD + EntityClass.NEWS_OUTLET: SearchKind.SOURCE,
    }
)
_IN_LABEL = (Role.PLACE, Role.TARGET)  # where an attack was, or what it struck, if no place is known
_MOST_PLACES = 2  # in the label of an attack


@dataclass(frozen=True, slots=True)
class Names:
    """One thing by its names; ``aliases`` are other names of it, ``more`` what it is called or told by here and there.

    ``reports`` is in how many articles it stands, 0 where that is counted elsewhere.
    """

    iri: str
    kind: SearchKind
    ar: str
    en: str
    aliases: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity by its labels, which may be empty; ``kind`` is None for one that is not searched."""

    ar: str
    en: str
    kind: SearchKind | None


def read_entities(labels: Iterable[Row]) -> dict[str, Entity]:
    """The entities by their IRIs, from the rows of the query ``entity-labels``."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, SearchKind] = {}
    for row in labels:
        found[row["entity"]].setdefault("en" if row["language"] == "en" else "ar", row["label"])
        if row["class"] in _KINDS:
            kinds[row["entity"]] = _KINDS[row["class"]]
    return {
        iri: Entity(named.get("ar", named.get("en", "")), named.get("en", ""), kinds.get(iri))
        for iri, named in found.items()
    }


def entity_names(entities: Mapping[str, Entity], used: Mapping[str, Iterable[str]]) -> Iterator[Names]:
    """The names of entities; *used* are names that articles use for them, by IRIs.

    A place that only one article names is left out: its label, such as the prisons, says little without the article.
    """
    for iri, entity in entities.items():
        if entity.kind is None or (entity.kind is SearchKind.PLACE and "#" in iri):
            continue
        aliases = _reference_names().get(iri, ())
        yield Names(iri, entity.kind, entity.ar, entity.en, aliases, tuple(sorted(used.get(iri, ()))))


@cache
def _reference_names() -> Mapping[str, tuple[str, ...]]:
    """All names of the reference data by the IRIs of the entities."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in reference_entries():
        found[entry.entity.iri] += entry.names
    return MappingProxyType({iri: tuple(names) for iri, names in found.items()})


def article_names(titles: Mapping[str, str]) -> Iterator[Names]:
    """The names of articles, by their IRIs: their headlines, which have no translation."""
    for iri, title in titles.items():
        yield Names(iri, SearchKind.ARTICLE, title, "", reports=1)


def attack_names(
    lines: Iterable[Row], fillers: Iterable[Row], dates: Iterable[Row], entities: Mapping[str, Entity]
) -> Iterator[Names]:
    """The names of attacks, from the rows of three kept queries: ``Rocket attack: Wadi Base, 2023-11-02``.

    All that fills a role of the attack is among the further names.
    """
    mentions = _grouped(lines)
    filled, days = _grouped(fillers), _grouped(dates)
    for iri, told in mentions.items():
        roles = sorted((row["role"], row["filler"]) for row in filled.get(iri, ()))
        named = [(role.removeprefix(RASD), entities[filler]) for role, filler in roles if filler in entities]
        exact = min(((row["earliest"], row["latest"]) for row in days.get(iri, ())), key=_days, default=("", ""))
        day = exact[0] or min((row["published"] for row in told if row["published"]), default="")
        ar, en = (_label(told[0]["type"], named, day, language) for language in ("ar", "en"))
        more = [text for _, entity in named for text in (entity.ar, entity.en)]
        yield Names(iri, SearchKind.ATTACK, ar, en, (), tuple(dict.fromkeys(filter(None, more))), len(told))


def _label(kind: str, named: Sequence[tuple[str, Entity]], day: str, language: str) -> str:
    labels = term_labels().get(kind, {})
    words = labels.get(language) or kind.removeprefix(RASD)
    places: list[str] = []
    for role in _IN_LABEL:
        texts = (entity.ar if language == "ar" else entity.en or entity.ar for one, entity in named if one == role)
        places = places or list(dict.fromkeys(filter(None, texts)))[:_MOST_PLACES]
    comma = "، " if language == "ar" else ", "
    told = comma.join([*places, *([day] if day else [])])
    return f"{words}: {told}" if told else words


def _days(pair: tuple[str, str]) -> tuple[int, tuple[str, str]]:
    """To sort by: how many days lie between two ISO days."""
    first, last = map(date.fromisoformat, pair)
    return (last - first).days, pair


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["attack"]].append(row)
    return groups
