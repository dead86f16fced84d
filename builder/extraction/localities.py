"""All places that an article tells: by name, by another place, by a common noun (a mosque), taken up (the city).

A common noun stands for a place that no gazetteer has. It is located by the place that it lies in: named inside its
phrase, right after it, elsewhere in its sentence, or last before it; the position is that place's, and the uncertainty
at least its radius. A noun with the article takes up the last place of its kind. Not done: places of two articles are
not compared, and a noun that stands for several places (five mosques) is one mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from builder.extraction.constituents import is_immobile
from builder.extraction.lexicon import ARTICLE, Reading, has_article
from builder.extraction.steps import NameKind, WordClass
from builder.extraction.syntax import View
from builder.extraction.words import STOPS, Range
from builder.model import Entity, EntityClass, Link, LinkEvidence, LinkReason
from builder.reference.derived import derive, radius_km
from builder.reference.entries import HitKind, place_iri, reference_entries
from builder.reference.relative import RelativePlace
from builder.resources import read_table
from builder.text.normalize import normalize_key, normalize_word
from builder.text.tokens import TokenKind, clitic_analyses

Named = Callable[[EntityClass, str], Entity]  # makes the entity of the article that has a class and a label

_AFTER = 6  # tokens between a noun and the place that it lies in
_MOST_NAME_WORDS = 3
_SHORTEST_NAME = 4  # letters of a new name that is recognised again without its noun
# How sure it is that a thing lies in the place found; set by hand, in the order of the reasons.
_SURE = {
    LinkReason.NAME_INSIDE: 0.95,
    LinkReason.PLACE_AFTER: 0.9,
    LinkReason.SAME_SENTENCE: 0.75,
    LinkReason.EARLIER_SENTENCE: 0.5,
}
_TAKEN_UP = 0.8
_GUESSED = 0.6  # the place taken up was called by another noun, or by none
_NAMED = "named"  # frame of nouns after which an unknown word is a name
_COUNTRY_NOUN = "بلاد"
_CAPITAL_NOUN = "عاصمة"
_AREA_NOUN = "منطقة"
_AREAS = (EntityClass.REGION, EntityClass.GOVERNORATE, EntityClass.SETTLEMENT)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words ``[first, last)`` of a sentence that stand for a place, what it is and why."""

    sentence: int
    first: int
    last: int
    entity: Entity
    evidence: LinkEvidence


@dataclass(frozen=True, slots=True)
class Localities:
    """The places of an article in the order of its text.

    The same by sentence and covered token, where the widest counts, and by sentence and first token, where the
    narrowest does: a hospital's town inside the hospital's name.
    """

    mentions: tuple[PlaceMention, ...]
    by_token: Mapping[tuple[int, int], PlaceMention]
    by_first: Mapping[tuple[int, int], PlaceMention]

    def at(self, sentence: int, index: int) -> PlaceMention | None:
        """The place that begins at a token, else the widest one that covers it."""
        return self.by_first.get((sentence, index)) or self.by_token.get((sentence, index))


@dataclass(slots=True)
class _Memory:
    """What has been told so far: places in order, and the last one by noun and by class."""

    told: list[Entity] = field(default_factory=list)
    by_noun: dict[str, Entity] = field(default_factory=dict)
    by_class: dict[EntityClass, Entity] = field(default_factory=dict)
    country: str = ""

    def add(self, entity: Entity, nouns: Iterable[str] = ()) -> None:
        """Remember a place and the nouns by which it is called."""
        self.told.append(entity)
        self.by_class[entity.entity_class] = entity
        self.by_noun.update(dict.fromkeys(nouns, entity))
        self.country = entity.country or self.country


def find_localities(views: Sequence[View], named: Named) -> Localities:
    """The places of an article; *named* makes its own entities. The place of a dateline is known, but not told."""
    memory = _Memory()
    found: list[PlaceMention] = []
    for view in views:
        found.extend(_Reader(view, memory, named).read())
    found = _one_place_each(found, named)
    found.extend(_named_again(views, found))
    found.sort(key=lambda mention: (mention.sentence, mention.first, -mention.last))
    by_token: dict[tuple[int, int], PlaceMention] = {}
    by_first: dict[tuple[int, int], PlaceMention] = {}
    for mention in found:
        by_first[mention.sentence, mention.first] = mention
        for index in range(mention.first, mention.last):
            by_token.setdefault((mention.sentence, index), mention)
    return Localities(tuple(found), by_token, by_first)


def _one_place_each(found: Sequence[PlaceMention], named: Named) -> list[PlaceMention]:
    """The mentions, where one common noun stands for one place unless it is told to lie in different ones.

    A nightclub in a country and a nightclub in a town of that country are one, which lies in the town; a market in one
    town and a market in another are two.
    """
    known = known_places()
    groups: dict[str, list[list[PlaceMention]]] = {}
    for mention in found:
        if mention.entity.link is Link.KNOWN:
            continue
        clusters = groups.setdefault(mention.entity.iri, [])
        home = next((c for c in clusters if all(_compatible(mention.entity, m.entity, known) for m in c)), None)
        if home is None:
            clusters.append([mention])
        else:
            home.append(mention)
    chosen: dict[int, Entity] = {}
    for clusters in groups.values():
        for number, cluster in enumerate(clusters):
            best = max(cluster, key=lambda m: (_depth(m.entity, known), m.evidence.score)).entity
            if number:
                holder = known[best.part_of[0]].label_ar if best.part_of and best.part_of[0] in known else str(number)
                best = replace(best, iri=named(best.entity_class, f"{best.label_ar} {holder}").iri)
            chosen.update((id(mention), best) for mention in cluster)
    return [replace(m, entity=chosen[id(m)]) if id(m) in chosen else m for m in found]


def _compatible(one: Entity, other: Entity, known: Mapping[str, Entity]) -> bool:
    """Whether two places can be one: one holds the other's holder, or nothing is known of either."""
    first, second = holders(one, known), holders(other, known)
    return not first or not second or first[0] in second or second[0] in first


def _depth(entity: Entity, known: Mapping[str, Entity]) -> int:
    return len(holders(entity, known))


def holders(entity: Entity, known: Mapping[str, Entity]) -> list[str]:
    """The IRIs of what holds a place, the smallest first."""
    found = list(entity.part_of)
    for iri in found:
        found.extend(holder for holder in (known[iri].part_of if iri in known else ()) if holder not in found)
    return found


def _named_again(views: Sequence[View], found: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Further mentions of new names without their noun: "in Musaki" beside "the village of Musaki".

    A name with the article may be a common noun, and that of a building a person's: they are left out.
    """
    names: dict[tuple[str, ...], PlaceMention] = {}
    for mention in found:
        if mention.entity.link is Link.NEW and mention.entity.entity_class is not EntityClass.FACILITY:
            view = views[mention.sentence]
            inside = [i for i in range(mention.first + 1, mention.last) if not view.is_quote(i)]
            words = tuple(view.tokens[i].norm for i in inside)
            if words and not view.has_article(inside[0]) and len(words[0]) >= _SHORTEST_NAME:
                names.setdefault(words, mention)
    covered = {(m.sentence, i) for m in found for i in range(m.first, m.last)}
    firsts = {words[0] for words in names}
    for view in views if names else ():
        for index, token in enumerate(view.tokens):
            place = (view.sentence.index, index)
            if token.kind is not TokenKind.WORD or place in covered:
                continue
            stems = {c.stem for c in clitic_analyses(token.norm) if not c.enclitic} | {token.norm}
            if stems.isdisjoint(firsts):
                continue
            for words, mention in names.items():
                rest = tuple(t.norm for t in view.tokens[index + 1 : index + len(words)])
                if words[0] in stems and rest == words[1:]:
                    evidence = LinkEvidence(_TAKEN_UP, (LinkReason.TAKEN_UP,))
                    yield PlaceMention(*place, index + len(words), mention.entity, evidence)
                    break


class _Reader:
    """Reads the places of one sentence, with what the sentences before have told."""

    def __init__(self, view: View, memory: _Memory, named: Named) -> None:
        self._view = view
        self._memory = memory
        self._named = named
        self._names: list[PlaceMention] = []

    def read(self) -> Iterator[PlaceMention]:
        """The places of the sentence; one inside the words of another is told first."""
        if self._view.reported_from is not None:
            self._memory.add(self._view.reported_from)
        self._names = list(self._known())
        by_first = {mention.first: mention for mention in self._names}
        tagged = {words[0]: words for words in self._view.new_names(NameKind.PLACE)}
        index = 0
        while index < len(self._view.tokens):
            relative = self._view.relative(index)
            if relative is not None and relative.first == index:
                mention: PlaceMention | None = self._relative(relative)
            else:
                mention = by_first.get(index) or self._described(index)
                if mention is None and index in tagged:
                    mention = self._tagged(tagged[index])
            end = index + 1 if mention is None else mention.last
            inner = [by_first[at] for at in range(index, end) if at in by_first]
            told = inner if mention is None or mention in inner else [*inner, mention]
            for place in told:
                self._memory.add(place.entity, self._nouns(place))
                yield place
            for at in range(index, end):
                if at in self._view.entity_at:
                    self._hear_country(at)
            index = end

    def _known(self) -> Iterator[PlaceMention]:
        """The names of the gazetteer that no longer name covers."""
        for name in self._view.entities:
            if name.hit.kind is HitKind.PLACE and self._view.entity(name.first) is name:
                yield self._mention((name.first, name.last), name.entry.entity, name.meaning.evidence)

    def _mention(self, words: Range, entity: Entity, evidence: LinkEvidence) -> PlaceMention:
        return PlaceMention(self._view.sentence.index, *words, entity, evidence)

    def _hear_country(self, index: int) -> None:
        """An adjective of a country tells which country the text is at."""
        name = self._view.entity(index)
        if name is not None and name.hit.kind is HitKind.DEMONYM and name.entry.entity.country:
            self._memory.country = name.entry.entity.country

    def _nouns(self, mention: PlaceMention) -> list[str]:
        """The nouns of kind with which a mention begins, or that stand right before it."""
        lemmas: list[str] = []
        inside = mention.last - mention.first > 1  # a name of one word is no noun, whatever it looks like
        for index in (mention.first - 1, *((mention.first,) if inside else ())):
            noun = _place_noun(self._view, index) if index >= 0 else None
            if noun is not None:
                lemmas.append(noun.entry.lemma)
        return lemmas

    def _relative(self, relative: RelativePlace) -> PlaceMention:
        """A place told by another one; a bare anchor (the city) is taken up, and what stays unknown has no position."""
        words = (relative.first, relative.last)
        anchor, score = relative.anchor, 1.0
        if anchor is None:
            noun = _place_noun(self._view, relative.anchor_first)
            taken = self._taken_up(noun) if noun is not None else None
            anchor, score = taken if taken is not None else (None, 0.0)
        if anchor is None:
            entity = self._named(EntityClass.RELATIVE_PLACE, relative.words)
            return self._mention(words, entity, LinkEvidence(0.0, ()))
        entity = derive(relative, anchor, lambda kind, label: self._named(kind, label).iri)
        reason = LinkReason.NAME_INSIDE if relative.anchor is not None else LinkReason.TAKEN_UP
        sure = min(_SURE[LinkReason.NAME_INSIDE], score)
        return self._mention(words, entity, LinkEvidence(sure, (reason,)))

    def _described(self, index: int) -> PlaceMention | None:
        """A place told by a common noun at a word: taken up, or located by the place that it lies in."""
        view = self._view
        noun = _place_noun(view, index)
        if noun is None or view.entity(index) is not None or view.is_verb(index):
            return None
        words = (index, max(view.noun_phrase(index), index + 1))
        inside = [name for name in self._names if words[0] < name.first and name.last <= words[1]]
        if inside and _called(noun, inside[0].entity) and self._adjoins(index, inside[0].first):
            return self._mention((index, inside[0].last), inside[0].entity, inside[0].evidence)
        alone = words[1] == index + 1
        if noun.definite and alone and not inside:
            taken = self._taken_up(noun)
            if taken is not None:
                return self._mention(words, taken[0], LinkEvidence(taken[1], (LinkReason.TAKEN_UP,)))
        name = self._new_name(noun, index) if not inside else index
        if name > index:
            words = (index, name)
        entity = self._named(_class_of(noun), self._label(words, noun))
        if name > index:
            entity = replace(entity, link=Link.NEW)
        return self._located(words, entity)

    def _tagged(self, words: Range) -> PlaceMention:
        """The place that a tagger found and that no table has."""
        label = " ".join(self._view.tokens[at].surface for at in range(*words))
        return self._located(words, replace(self._named(EntityClass.REGION, label), link=Link.NEW))

    def _adjoins(self, noun: int, name: int) -> bool:
        """Whether nothing but quotation marks stands between a noun and a name."""
        return all(self._view.is_quote(at) for at in range(noun + 1, name))

    def _located(self, words: Range, entity: Entity) -> PlaceMention:
        """The place with the position of what it lies in; without one where nothing is known."""
        found = self._container(words)
        if found is None or found[0].iri == entity.iri:
            return self._mention(words, entity, LinkEvidence(0.0, ()))
        container, reason = found
        inside = replace(
            entity,
            latitude=container.latitude,
            longitude=container.longitude,
            uncertainty_km=None if container.latitude is None else radius_km(container),
            part_of=(container.iri,),
            country=container.country,
        )
        return self._mention(words, inside, LinkEvidence(_SURE[reason], (reason,)))

    def _container(self, words: Range) -> tuple[Entity, LinkReason] | None:
        """The place that a phrase most likely lies in, and where it was found."""
        inside = [name for name in self._names if words[0] < name.first and name.last <= words[1]]
        if inside:
            return inside[0].entity, LinkReason.NAME_INSIDE
        after = next((name for name in self._names if name.first >= words[1]), None)
        if after is not None and self._follows(words[1], after.first):
            return after.entity, LinkReason.PLACE_AFTER
        before = [name for name in self._names if name.last <= words[0]]
        near = before[-1] if before else after
        if near is not None:
            return near.entity, LinkReason.SAME_SENTENCE
        return self._earlier()

    def _earlier(self) -> tuple[Entity, LinkReason] | None:
        """The last place told that is smaller than a country, in the country that the text is at; else that country."""
        told = [place for place in self._memory.told if place.link is Link.KNOWN and place.latitude is not None]
        here = [place for place in told if place.country == self._memory.country]
        local = [place for place in here if place.entity_class is not EntityClass.COUNTRY]
        last = (local or here or told)[-1:]
        return (last[0], LinkReason.EARLIER_SENTENCE) if last else None

    def _follows(self, start: int, end: int) -> bool:
        """Whether nothing that turns to something else stands between two words."""
        view = self._view
        return end - start <= _AFTER and not any(
            view.is_verb(i) or view.is_comma(i) or view.tokens[i].surface in STOPS for i in range(start, end)
        )

    def _taken_up(self, noun: Reading) -> tuple[Entity, float] | None:
        """The place told before that a definite noun takes up, and how sure that is."""
        memory, lemma = self._memory, noun.entry.lemma
        if noun.plural or noun.clitics.enclitic:  # several places; "his country" is the speaker's
            return None
        if lemma == _COUNTRY_NOUN:
            country = country_entity(memory.country)
            return (country, _TAKEN_UP) if country is not None else None
        if lemma == _CAPITAL_NOUN:
            capital = _capitals().get(memory.country)
            return (capital, _TAKEN_UP) if capital is not None else None
        if lemma in memory.by_noun:
            return memory.by_noun[lemma], _TAKEN_UP
        holder = _holder_called(lemma, memory.told)
        if holder is not None:
            return holder, _TAKEN_UP
        kind = _class_of(noun)
        if kind in (EntityClass.SETTLEMENT, EntityClass.GOVERNORATE) and kind in memory.by_class:
            return memory.by_class[kind], _GUESSED
        if lemma == _AREA_NOUN:
            areas = [place for place in memory.told if place.entity_class in _AREAS]
            return (areas[-1], _GUESSED) if areas else None
        return None

    def _new_name(self, noun: Reading, index: int) -> int:
        """The index after the unknown name that follows a noun of place, *index* itself where none does.

        A name has no article after a definite noun and is no word of the tables: "the village Musaki", "district of
        al-Khabar" is one, "border area" is none.
        """
        view = self._view
        if noun.entry.frame != _NAMED or noun.definite or noun.plural:
            return index
        at, quoted = index + 1, False
        if at < len(view.tokens) and view.is_quote(at):
            at, quoted = at + 1, True
        first = at
        while at < len(view.tokens) and at - first < _MOST_NAME_WORDS and self._is_name_word(at, first):
            at += 1
        if at == first:
            return index
        return at + 1 if quoted and at < len(view.tokens) and view.is_quote(at) else at

    def _is_name_word(self, at: int, first: int) -> bool:
        view, token = self._view, self._view.tokens[at]
        if token.kind is not TokenKind.WORD or view.readings[at] or view.is_function(at) or view.is_verb(at):
            return False
        if view.entity(at) is not None or view.date(at) is not None or view.number(at) is not None:
            return False
        if view.proclitic(at) or (at > first and view.is_coordinated(at)):
            return False
        if view.has_article(at):
            return at == first or view.has_article(first)
        if view.is_only(at, WordClass.ADJECTIVE):
            return False
        adjective = token.norm.endswith(_NISBA) and at == first and not view.is_only(at, WordClass.NAME)
        return not adjective and not (at > first and view.has_article(first))

    def _label(self, words: Range, noun: Reading) -> str:
        """The words without the clitics before the noun; its article stays."""
        tokens = self._view.tokens
        first, clitics = tokens[words[0]], noun.clitics.proclitics
        head = first.surface
        if clitics and first.norm.startswith(clitics):  # vowel marks between the letters do not count
            cut = next(i for i in range(len(head) + 1) if len(normalize_word(head[:i])) >= len(clitics))
            head = (ARTICLE if has_article(noun.clitics) else "") + head[cut:]
        pieces = [head]
        for index in range(words[0] + 1, words[1]):
            token = tokens[index]
            pieces.append((" " if tokens[index - 1].end < token.start else "") + token.surface)
        return "".join(pieces)


_PRONOUN, _TEH_MARBUTA = "ه", "ة"  # one letter after normalisation: "his road", "way"
_NISBA = ("يه", "ي", "يا")


def _place_noun(view: View, index: int) -> Reading | None:
    """The reading of a word as a noun of place or as a thing that stands still."""
    if not 0 <= index < len(view.tokens) or not view.readings[index]:
        return None
    noun = view.reading(index, "place-head")
    if noun is None and is_immobile(view, index):
        noun = view.reading(index, "object")
    if noun is None or view.is_function(index):
        return None
    feminine = noun.clitics.enclitic == _PRONOUN and view.tokens[index].surface.endswith(_TEH_MARBUTA)
    return None if feminine else noun


def _class_of(noun: Reading) -> EntityClass:
    return EntityClass(noun.entry.value) if noun.entry.category == "place-head" else EntityClass.FACILITY


def _called(noun: Reading, entity: Entity) -> bool:
    """Whether a noun only tells the kind of a known place: the city of Mosul, but not the airport of Mosul."""
    kind = _class_of(noun)
    return entity.entity_class is kind or (kind in _AREAS and entity.entity_class in _AREAS)


def _holder_called(lemma: str, told: Sequence[Entity]) -> Entity | None:
    """The last place told, or one that holds it, whose name begins with a noun (the strip: قطاع غزة)."""
    known = known_places()
    key = normalize_key(lemma)
    for place in reversed(told):
        for entity in (place, *(known[iri] for iri in holders(place, known) if iri in known)):
            if normalize_key(entity.label_ar).split(" ")[0] == key:
                return entity
    return None


@cache
def known_places() -> Mapping[str, Entity]:
    """The places of the reference data by their IRI."""
    return {entry.entity.iri: entry.entity for entry in reference_entries() if entry.kind is HitKind.PLACE}


@cache
def _countries() -> Mapping[str, Entity]:
    return {e.country: e for e in known_places().values() if e.entity_class is EntityClass.COUNTRY}


def country_entity(code: str) -> Entity | None:
    """The country with an ISO 3166-1 alpha-2 code."""
    return _countries().get(code)


@cache
def _capitals() -> Mapping[str, Entity]:
    """The capitals by the code of their country."""
    rows = read_table("countries.tsv")
    return {row["iso2"]: known_places()[place_iri(row["capital"])] for row in rows if row["capital"]}
