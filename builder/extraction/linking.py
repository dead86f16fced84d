"""From words to entities: reference data first, then new groups by pattern, then descriptions.

An entity that the reference data lacks belongs to the article: its IRI is the article's with a fragment made from its
normalised name, so that two mentions of one name are one entity. A definite description of a source (المسؤول الأميركي)
is the last indefinite one with the same head (مسؤول كبير). No name makes two groups one: identity across names is
never asserted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

from camel_tools.utils.dediac import dediac_ar

from builder.extraction.definites import Definites, Named
from builder.extraction.groups import GroupName, find_groups
from builder.extraction.lexicon import Reading
from builder.extraction.localities import PlaceMention, find_localities
from builder.extraction.persons import is_person_name
from builder.extraction.steps import NameKind
from builder.extraction.syntax import View
from builder.extraction.words import EntityHit, Range
from builder.graph.iris import article_iri
from builder.model import Article, Entity, EntityClass, Filler, Link, Mention, Role
from builder.reference.entries import HitKind
from builder.reference.weapons import weapon_classes
from builder.text.normalize import normalize_key
from builder.text.transliterate import slug

_SLUG = 40  # characters of a label in an IRI: enough to be read, the hash makes it unique
_HASH = 8  # hexadecimal digits; an article has some dozens of such entities
_STATE_FORCES = frozenset({"army", "forces", "police", "navy", "guard"})  # values of the category force


def local_entity_iri(article: str, entity_class: EntityClass, label: str) -> str:
    """The IRI of an entity that only the article with this identifier knows: readable, and unique by a hash."""
    key = normalize_key(label)
    short = sha256(key.encode("utf-8")).hexdigest()[:_HASH]
    return f"{article_iri(article)}#{entity_class}-{slug(str(dediac_ar(label)))[:_SLUG]}-{short}"


def local_entity(article: str, entity_class: EntityClass, label: str) -> Entity:
    """An entity that only the article with this identifier knows, without a position."""
    return Entity(local_entity_iri(article, entity_class, label), entity_class, label)


class Linker:
    """Gives each mention its entity; keeps the entities of one article, whose sentences are *views*.

    ``localities`` are the places that the article tells of.
    """

    def __init__(self, article: Article, views: Sequence[View]) -> None:
        self._article = article
        self.localities = find_localities(views, partial(local_entity, article.id))
        self._local: dict[tuple[EntityClass, str], Entity] = {}
        self._sources: dict[str, Entity] = {}
        self._groups = {view.sentence.span: find_groups(view) for view in views}
        self._definites = Definites(views, [self._named(view, g) for view in views for g in self._groups_in(view)])
        self._reason = ""

    def mention(self, view: View, words: Range, rule: str) -> Mention:
        """The words of a range with their exact surface."""
        span = view.span(*words)
        return Mention(span, span.of(self._article.text), rule)

    def link(self, view: View, words: Range, role: Role, rule: str) -> Filler:
        """The entity of a range of words in a role, with its mention."""
        mention = self.mention(view, words, rule)
        if role is Role.PLACE:
            place = self._place_mention(view, words)
            if place is None:
                return Filler(self._new(EntityClass.REGION, self._label(view, words)), mention)
            return Filler(place.entity, replace(mention, link=place.evidence))
        finders = {
            Role.PERPETRATOR: self._actor,
            Role.TARGET: self._target,
            Role.WEAPON: self._weapon,
            Role.SOURCE: self._source,
        }
        self._reason = ""
        entity = finders[role](view, words)
        return Filler(entity, replace(mention, rule=f"{rule}; {self._reason}") if self._reason else mention)

    def _new(self, entity_class: EntityClass, label: str) -> Entity:
        key = (entity_class, normalize_key(label))
        if key not in self._local:
            self._local[key] = local_entity(self._article.id, entity_class, label)
        return self._local[key]

    def _keep(self, entity: Entity) -> Entity:
        """Put a fuller version of a local entity in the place of the one known so far."""
        self._local[entity.entity_class, normalize_key(entity.label_ar)] = entity
        return entity

    def _label(self, view: View, words: Range) -> str:
        return " ".join(view.span(*words).of(self._article.text).split())

    def _place_mention(self, view: View, words: Range) -> PlaceMention | None:
        """The place that begins with the words, else the first one inside them."""
        head, sentence = _first_word(view, words), view.sentence.index
        inside = (self.localities.at(sentence, index) for index in range(head, words[1]))
        return next((place for place in inside if place is not None), None)

    def _actor(self, view: View, words: Range) -> Entity:
        """A known actor, a country by its bare name or demonym, a new group or person by pattern, or a description."""
        actors = view.names(*words, HitKind.ACTOR)
        named = [name for name in actors if _meant(name).entity_class is not EntityClass.UNRESOLVED_ACTOR]
        if named:
            return _meant(max(named, key=lambda n: n.last - n.first))
        definite = self._definites.resolve(view, words)
        if definite is not None:
            entity, self._reason = definite
            return entity
        if actors:
            return _meant(max(actors, key=lambda n: n.last - n.first))
        demonyms = view.names(*words, HitKind.DEMONYM)
        places = view.names(*words, HitKind.PLACE)
        for name in (*demonyms[:1], *places[:1]):
            if name.last - name.first == _length(view, words):
                return _meant(name)
        group = next((g for g in self._groups_in(view) if words[0] <= g.first and g.last <= words[1]), None)
        if group is not None:
            return self._group(group)
        label = self._label(view, words)
        if is_person_name(view, words):
            return self._keep(replace(self._new(EntityClass.PERSON, label), link=Link.NEW))
        if words in view.new_names(NameKind.ORGANISATION):
            return self._keep(replace(self._new(EntityClass.ORGANISATION, label), link=Link.NEW))
        force = next((r for i in range(*words) if (r := view.reading(i, "force")) is not None), None)
        if force is not None and demonyms and force.entry.value in _STATE_FORCES:
            return self._keep(replace(self._new(EntityClass.STATE_FORCE, label), country=_meant(demonyms[0]).country))
        return self._new(EntityClass.UNRESOLVED_ACTOR, label)

    def _groups_in(self, view: View) -> tuple[GroupName, ...]:
        return self._groups[view.sentence.span]

    def _group(self, name: GroupName) -> Entity:
        """The candidate for a group that no table has."""
        return self._keep(replace(self._new(name.entity_class, name.label), link=Link.NEW))

    def _named(self, view: View, name: GroupName) -> Named:
        entity = self._group(name)
        return Named(view.tokens[name.first].start, entity, (normalize_key(entity.label_ar),))

    def _target(self, view: View, words: Range) -> Entity:
        """A place or actor whose name covers all words but one, else a description."""
        names = view.names(*words, HitKind.PLACE, HitKind.ACTOR)
        covering = [n for n in names if n.last - n.first >= _length(view, words) - 1]
        if covering:
            return _meant(max(covering, key=lambda n: n.last - n.first))
        return self._new(EntityClass.TARGET, self._label(view, words))

    def _weapon(self, view: View, words: Range) -> Entity:
        """The class of weapons that a phrase, else a word names."""
        for index in range(*words):
            phrase = view.phrase(index, "weapon")
            if phrase is not None:
                return weapon_classes()[phrase.entry.value].entity
        for index in range(*words):
            reading = view.reading(index, "weapon")
            if reading is not None:
                return weapon_classes()[reading.entry.value].entity
        return self._new(EntityClass.WEAPON, self._label(view, words))

    def _source(self, view: View, words: Range) -> Entity:
        """An outlet, a medium, a known actor that speaks, or an unnamed source."""
        head = _first_word(view, words)
        outlets = view.names(*words, HitKind.OUTLET)
        named_outlet = view.reading(head, "outlet", "site") is not None or (outlets and outlets[0].first == head)
        if outlets and named_outlet:
            reading = view.reading(head, "outlet")
            if reading is not None:
                self._sources[_source_key(reading)] = _meant(outlets[0])
            return _meant(outlets[0])
        if view.reading(head, "medium") is not None:
            return self._new(EntityClass.STATEMENT, self._label(view, words))
        actors = view.names(*words, HitKind.ACTOR)
        within = any(view.function(i, "prep") == "in" for i in range(*words))
        if actors and actors[0].first <= head and not within:  # "the police in X" is not the police as such
            return _meant(actors[0])
        return self._unnamed(view, words, head)

    def _unnamed(self, view: View, words: Range, head: int) -> Entity:
        """A source told by what it is; with the article it is the one of the same word told before."""
        reading = view.reading(head, "source", "force", "agent", "outlet", "human")
        label = self._label(view, words)
        if reading is None:
            return self._new(EntityClass.UNNAMED_SOURCE, label)
        key = _source_key(reading)
        if reading.definite and key in self._sources and not view.names(*words, HitKind.ACTOR):
            return self._sources[key]
        force = reading.entry.category in ("force", "agent")
        entity = self._actor(view, words) if force else self._new(EntityClass.UNNAMED_SOURCE, label)
        names = view.names(*words, HitKind.DEMONYM, HitKind.ACTOR, HitKind.PLACE)
        country = next((_meant(n).country for n in names if _meant(n).country), "")
        if country and not entity.country and entity.link is not Link.KNOWN:
            entity = self._keep(replace(entity, country=country))
        self._sources[key] = entity
        return entity


def _meant(name: EntityHit) -> Entity:
    return name.entry.entity


def _source_key(reading: Reading) -> str:
    return f"{reading.entry.lemma}/{reading.form.number}"


def _length(view: View, words: Range) -> int:
    """The number of tokens of a range that are no punctuation marks."""
    return sum(not view.is_punct(index) for index in range(*words))


def _first_word(view: View, words: Range) -> int:
    return next((i for i in range(*words) if not view.is_punct(i)), words[0])
