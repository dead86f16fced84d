"""Definite words for an actor that the article names elsewhere: الجيش, التنظيم, التحالف (definites.tsv).

A body of a state is that of the one state whose body the article names; of several the last before the words, rather
one of the country that the sentence is about; else that of the article's country. A group is the last one named before
whose name begins with the same word, else the only one that the article names. Nothing is guessed beyond that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from builder.extraction.lexicon import ARTICLE
from builder.extraction.syntax import View
from builder.extraction.words import Range
from builder.model import Entity, EntityClass
from builder.reference.entries import HitKind, ReferenceEntry, state_bodies
from builder.reference.gazetteer import gazetteer
from builder.reference.keys import match_key
from builder.resources import read_table

_GROUPS = frozenset({EntityClass.ARMED_GROUP, EntityClass.UMBRELLA_GROUP})
_FEWEST_NAMES = 2  # names of places that tell what country an article is about
_SHARE = 0.5  # of the names with a country
_LONGEST = 4  # words of a row


@dataclass(frozen=True, slots=True)
class Definite:
    """A row of definites.tsv."""

    kind: str
    value: str
    last: bool
    country: str


@dataclass(frozen=True, slots=True)
class Named:
    """A group or force named at a position of the article, with the keys of all its names."""

    start: int
    entity: Entity
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    definites: Mapping[tuple[str, ...], tuple[Definite, ...]]
    parts: frozenset[str]
    qualities: frozenset[str]


@cache
def _tables() -> _Words:
    definites: dict[tuple[str, ...], list[Definite]] = {}
    others: dict[str, set[str]] = {"part": set(), "quality": set()}
    for row in read_table("definites.tsv"):
        key = match_key(row["words"])
        if row["kind"] in others:
            others[row["kind"]].add(key)
        else:
            definite = Definite(row["kind"], row["value"], row["last"] == "yes", row["country"])
            definites.setdefault(tuple(key.split()), []).append(definite)
    rows = {words: tuple(found) for words, found in definites.items()}
    return _Words(rows, frozenset(others["part"]), frozenset(others["quality"]))


@cache
def _bodies_of(pattern: str) -> Mapping[str, Entity]:
    """The bodies of all states made from a pattern, by their IRIs."""
    return {entry.entity.iri: entry.entity for (of, _), entry in state_bodies().items() if of == pattern}


@dataclass(slots=True)
class Definites:
    """Finds what definite words stand for in one article; looks at the article when first asked.

    ``views`` are its sentences, ``candidates`` the new groups found in it by their pattern.
    """

    views: Sequence[View]
    candidates: Iterable[Named] = ()
    _named: tuple[Named, ...] = ()
    _countries: Counter[str] = field(default_factory=Counter)
    _ready: bool = False

    def resolve(self, view: View, words: Range) -> tuple[Entity, str] | None:
        """The actor that a range of words stands for, and the reason; None where the words tell no such thing."""
        found = _definites_at(view, words)
        if not found:
            return None
        self._prepare()
        start = view.tokens[words[0]].start
        for definite in found:
            if definite.kind == "body":
                entity, reason = self._body(view, words, definite, start)
            elif definite.kind == "group":
                entity, reason = self._group(definite, start)
            elif definite.kind == "coalition":
                entity, reason = self._coalition(start)
            else:
                entity, reason = self._of_country(definite)
            if entity is not None:
                return entity, reason
        return None

    def _prepare(self) -> None:
        if self._ready:
            return
        named = [*self.candidates]
        for view in self.views:
            for name in view.entities:
                country = name.entry.entity.country
                if name.hit.kind is HitKind.ACTOR:
                    named.append(_named(name.hit.span.start, name.entry))
                elif country and name.hit.kind in (HitKind.PLACE, HitKind.DEMONYM):
                    self._countries[country] += 1
        self._named = tuple(sorted(named, key=lambda name: name.start))
        self._ready = True

    def _country(self) -> str:
        """The country that the article is about, empty if there is no such one."""
        if not self._countries:
            return ""
        country, count = self._countries.most_common(1)[0]
        return country if count >= _FEWEST_NAMES and count >= _SHARE * self._countries.total() else ""

    def _body(self, view: View, words: Range, definite: Definite, start: int) -> tuple[Entity | None, str]:
        own = _countries_in(view, words)
        if len(own) == 1:
            body = state_bodies().get((definite.value, next(iter(own))))
            return (body.entity if body is not None else None), "body of the country beside it"
        bodies = _bodies_of(definite.value)
        named = [name for name in self._named if name.entity.iri in bodies]
        distinct = {name.entity.iri for name in named}
        if len(distinct) == 1:
            return named[0].entity, "the only such body named"
        before = [name for name in named if name.start < start]
        if before:
            here = _countries_in(view, (0, len(view.tokens)))
            local = [name for name in before if name.entity.country in here]
            return (local or before)[-1].entity, "such body named last"
        body = state_bodies().get((definite.value, self._country()))
        return (body.entity if body is not None else None), "body of the article's country"

    def _group(self, definite: Definite, start: int) -> tuple[Entity | None, str]:
        groups = [name for name in self._named if name.entity.entity_class in _GROUPS]
        before = [name for name in groups if name.start < start]
        heads = tuple(map(match_key, definite.value.split("|")))
        others = [name for name in self._named if name.entity.entity_class is EntityClass.ORGANISATION]
        alike = [n for n in (*before, *(o for o in others if o.start < start)) if _begins(n, heads)]
        if alike:
            return max(alike, key=lambda name: name.start).entity, "group of such name named last"
        if len({name.entity.iri for name in groups}) == 1:
            return groups[0].entity, "the only group named"
        if definite.last and before:
            return before[-1].entity, "group named last"
        return None, ""

    def _coalition(self, start: int) -> tuple[Entity | None, str]:
        named = [name for name in self._named if name.entity.entity_class is EntityClass.COALITION]
        before = [name for name in named if name.start < start]
        if before:
            return before[-1].entity, "coalition named last"
        if len({name.entity.iri for name in named}) == 1:
            return named[0].entity, "the only coalition named"
        return None, ""

    def _of_country(self, definite: Definite) -> tuple[Entity | None, str]:
        if definite.country != self._country():
            return None, ""
        return gazetteer().entry(HitKind.ACTOR, definite.value).entity, "usual sense in the article's country"


def _named(start: int, entry: ReferenceEntry) -> Named:
    return Named(start, entry.entity, tuple(map(match_key, entry.names)))


def _begins(name: Named, heads: tuple[str, ...]) -> bool:
    return any(own == head or own.startswith(f"{head} ") for own in name.names for head in heads)


def _countries_in(view: View, words: Range) -> set[str]:
    names = view.names(*words, HitKind.PLACE, HitKind.DEMONYM)
    return {name.entry.entity.country for name in names} - {""}


def _definites_at(view: View, words: Range) -> tuple[Definite, ...]:
    """The rows whose words a range consists of, words for people and arms before and adjectives after left out."""
    indices = [index for index in range(*words) if not view.is_punct(index)]
    if indices and any(lead in _tables().parts for lead in _without_proclitics(view.tokens[indices[0]].norm)):
        rest = indices[2:] if len(indices) > 1 and view.function(indices[1], "prep") else indices[1:]
        return _definites_of(view, indices) or _definites_of(view, rest)
    return _definites_of(view, indices)


def _definites_of(view: View, indices: Sequence[int]) -> tuple[Definite, ...]:
    """The rows whose words the first words of *indices* are, the longest if several."""
    norms = [view.tokens[index].norm for index in indices[:_LONGEST]]
    for length in range(len(norms), 0, -1):
        for lead in _without_proclitics(norms[0]):
            found = _tables().definites.get((lead, *norms[1:length]))
            if found is not None and _ends(view, indices[length:]):
                return found
    return ()


def _ends(view: View, rest: Sequence[int]) -> bool:
    """Whether nothing in the words after a definite word makes another name of it."""
    for index in rest:
        name = view.entity(index)
        if (
            view.is_function(index)
            or view.proclitic(index)
            or (name is not None and name.hit.kind in (HitKind.PLACE, HitKind.DEMONYM))
        ):
            return True
        if view.tokens[index].norm not in _tables().qualities:
            return False
    return True


def _without_proclitics(norm: str) -> Iterator[str]:
    """A word as written, and without what may be written together with its beginning."""
    yield norm
    for letters in ("و", "ف", "ب", "ك", "وب"):
        if norm.startswith(letters):
            yield norm[len(letters) :]
    for letters in ("لل", "ولل"):
        if norm.startswith(letters):
            yield ARTICLE + norm[len(letters) :]
    for letters in ("ل", "ول"):
        if norm.startswith(letters):
            yield norm[len(letters) :]
