"""Words of an article that may fill a role of an incident, with what is known of them whatever the incident.

Three kinds: noun phrases that can be targets or perpetrators, mentions of places, and weapons. Features name
grammatical
and lexical classes, and the stems of a phrase's words and of their neighbours.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from builder.extraction.constituents import head_of, weapon_at
from builder.extraction.localities import Localities, PlaceMention, holders, known_places
from builder.extraction.syntax import View, token_range
from builder.extraction.tagger import LABELS, OTHER, Tags
from builder.extraction.voices import Voice
from builder.extraction.words import Range
from builder.model import Argument, Entity, Link, Role
from builder.text.tokens import light_stem

PARTIES = (Role.TARGET, Role.PERPETRATOR)
PLACES = (Role.PLACE,)
WEAPONS = (Role.WEAPON,)
_HEADS = ("agent", "force", "human", "object", "weapon")
_LEAD = 3  # sentences of headline and lead
_LONGEST = 4  # tokens; longer phrases count alike
_BUCKETS = ((2, ""), (4, "3-4"), (8, "5-8"), (16, "9-16"))
_FURTHEST = "17+"
_VAGUE = frozenset({"people", "others"})  # values of the lexicon that say nothing of who was attacked
_VERB_BEFORE, _VERB_AFTER = 8, 5  # tokens between a phrase and the verb whose stem counts for it
_NO_WORD = "#"
_PROBABILITIES = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85)  # of a tag: the steps between them are features

Position = tuple[int, int]  # sentence and first token


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of a sentence, their head, and the features that no incident changes.

    ``key`` is the same for mentions of one name or of the same words, ``stem`` that of the head. ``entity`` and
    ``holders``, the IRIs of what it
    lies in, are known of places only.
    """

    sentence: int
    words: Range
    head: int
    categories: tuple[str, ...]
    name: str
    vague: bool
    key: str
    stem: str
    features: tuple[str, ...]
    entity: Entity | None = None
    holders: frozenset[str] = frozenset()


@dataclass(slots=True)
class Candidates:
    """What may fill *roles* in an article, by position; made when asked for, since most lie near no incident.

    ``firsts`` has the first words of those in a sentence; ``counts`` how often the same words stand in the article, and
    ``most`` the largest of these; ``sums`` holds, for those asked for, the sum of the weights of their own features in
    each role.
    """

    roles: tuple[Role, ...]
    views: Sequence[View]
    voices: Sequence[Sequence[Voice]]
    ranges: Mapping[Position, Range]
    firsts: Mapping[int, Sequence[int]]
    counts: Mapping[str, int]
    most: int
    places: Mapping[Position, PlaceMention] = field(default_factory=dict)
    tags: Tags = field(default_factory=dict)
    made: dict[Position, Candidate] = field(default_factory=dict)
    sums: dict[Position, tuple[float, ...]] = field(default_factory=dict)

    def position(self, argument: Argument) -> Position | None:
        """Where an argument's words stand."""
        for view in self.views:
            if view.sentence.span.contains(argument.mention.span):
                words = token_range(view.tokens, argument.mention.span)
                return (view.sentence.index, words[0]) if words is not None else None
        return None

    def at(self, position: Position, argument: Argument | None = None) -> Candidate:
        """The candidate at a position; made from an argument's words where none was found."""
        known = self.made.get(position)
        if known is None:
            view = self.views[position[0]]
            words = self.ranges.get(position)
            if words is None and argument is not None:
                words = token_range(view.tokens, argument.mention.span)
            place = self.places.get(position)
            entity = argument.filler if argument is not None else place.entity if place is not None else None
            located = entity if self.roles == PLACES and isinstance(entity, Entity) else None
            known = self.made[position] = _candidate(view, words or (position[1], position[1] + 1), self, located)
        return known


def find_candidates(
    views: Sequence[View], voices: Sequence[Sequence[Voice]], localities: Localities, tags: Tags
) -> tuple[Candidates, ...]:
    """Noun phrases that begin with a name, a number or a fitting noun; mentions of places; words for weapons."""
    return (
        _of_roles(PARTIES, views, voices, _phrases(views), tags),
        _of_roles(PLACES, views, voices, _mentions(views, localities), tags, localities.by_first),
        _of_roles(WEAPONS, views, voices, _weapons(views), tags),
    )


def _of_roles(
    roles: tuple[Role, ...],
    views: Sequence[View],
    voices: Sequence[Sequence[Voice]],
    found: Iterable[tuple[View, Range]],
    tags: Tags,
    places: Mapping[Position, PlaceMention] | None = None,
) -> Candidates:
    ranges: dict[Position, Range] = {}
    firsts: dict[int, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for view, words in found:
        ranges[view.sentence.index, words[0]] = words
        firsts[view.sentence.index].append(words[0])
        counts[_words_key(view, words)] += 1
    return Candidates(roles, views, voices, ranges, firsts, counts, max(counts.values(), default=0), places or {}, tags)


def _phrases(views: Sequence[View]) -> Iterator[tuple[View, Range]]:
    for view in views:
        for index in range(len(view.tokens)):
            end = _phrase_end(view, index)
            if end > index:
                yield view, (index, end)


def _phrase_end(view: View, index: int) -> int:
    if view.is_punct(index):
        return index
    name, number = view.entity(index), view.number(index)
    named = name is not None and name.first == index
    counted = number is not None and number.first == index and number.unit == "count"
    if not (named or counted or any(not r.is_verb and r.entry.category in _HEADS for r in view.readings[index])):
        return index
    end = view.noun_phrase(index)
    return max(end, name.last) if named and name is not None else end


def _weapons(views: Sequence[View]) -> Iterator[tuple[View, Range]]:
    """The words for weapons that no longer ones hold."""
    for view in views:
        end = 0
        for index in range(len(view.tokens)):
            if index < end or view.is_punct(index):
                continue
            words = weapon_at(view, index)
            if words is not None:
                end = words[1]
                yield view, words


def _mentions(views: Sequence[View], localities: Localities) -> Iterator[tuple[View, Range]]:
    """The mentions of places, without a name inside a longer mention of the same place."""
    for (sentence, index), place in localities.by_first.items():
        widest = localities.by_token[sentence, index]
        if widest is place or widest.entity.iri != place.entity.iri:
            yield views[sentence], (place.first, place.last)


def _words_key(view: View, words: Range) -> str:
    """The words of a phrase without marks, by which two mentions are one."""
    return " ".join(view.tokens[i].norm for i in range(*words) if not view.is_punct(i))


def _stem_at(view: View, index: int) -> str:
    inside = 0 <= index < len(view.tokens) and not view.is_punct(index)
    return light_stem(view.tokens[index].norm) if inside else _NO_WORD


def _stems(view: View, words: Range, head: int) -> Iterator[str]:
    """The stems of a phrase, of the words around it, and of the verbs on both sides."""
    first, last = words
    yield f"head={_stem_at(view, head)}"
    yield f"word before={_stem_at(view, first - 1)}"
    yield f"second before={_stem_at(view, first - 2)}"
    yield f"word after={_stem_at(view, last)}"
    if head != first:
        yield f"first word={_stem_at(view, first)}"
    yield from (f"inner word={_stem_at(view, index)}" for index in range(first, last) if index != head)
    before = next((i for i in range(first - 1, max(-1, first - 1 - _VERB_BEFORE), -1) if view.is_verb(i)), None)
    if before is not None:
        yield f"verb before={_stem_at(view, before)}"
    after = next((i for i in range(last, min(len(view.tokens), last + _VERB_AFTER)) if view.is_verb(i)), None)
    if after is not None:
        yield f"verb after={_stem_at(view, after)}"


def _candidate(view: View, words: Range, article: Candidates, place: Entity | None) -> Candidate:
    head = head_of(view, words)
    entries = [r.entry for r in view.readings[head] if not r.is_verb]
    name = view.entity(head)
    kind = name.hit.kind.value if name is not None else "none"
    features = ["bias", f"name={kind}", f"definite={view.has_article(head)}"]
    features.append(f"length={min(_LONGEST, words[1] - words[0])}")
    features.append("title" if view.sentence.index == 0 else "lead" if view.sentence.index < _LEAD else "body")
    categories = tuple(entry.category for entry in entries[:1]) or ("unknown",)
    for entry in entries[:2]:
        features += (f"category={entry.category}", f"value={entry.category}:{entry.value}")
    if not entries:
        features.append("category=unknown")
    if name is not None:
        features.append(f"class={name.entry.entity.entity_class.value}")
    features += (f"inside={kind}" for kind in sorted({n.hit.kind.value for n in view.names(*words)}))
    if view.number(words[0]) is not None:
        features.append("number")
    before = _before(view, words[0])
    features += (*before, f"after={_after(view, words[1])}")
    features += (f"{c}&{before[0]}" for c in (f"category={categories[0]}", f"name={kind}"))
    for voice in article.voices[view.sentence.index]:
        said = voice.attribution
        if said.source is not None and said.source[0] < words[1] and words[0] < said.source[1]:
            features += ("speaker", f"speaks={said.act}")
    words_key = _words_key(view, words)
    count = article.counts.get(words_key, 0)
    features.append(f"mentions={bucket(count)}")
    if count and count == article.most:
        features.append("most mentioned")
    number_only = not entries and view.number(head) is not None
    vague = number_only or any(entry.value in _VAGUE for entry in entries)
    if vague:
        features.append("vague")
    features += _stems(view, words, head)
    features += _tags(article.tags, view.sentence.index, head)
    key = words_key if name is None else name.entry.entity.iri
    around: frozenset[str] = frozenset()
    if place is not None:
        key, around = place.iri, frozenset(holders(place, known_places()))
        features += _place_features(view, words, place, around, article)
    return Candidate(
        view.sentence.index,
        words,
        head,
        categories,
        kind,
        vague,
        key,
        _stem_at(view, head),
        tuple(dict.fromkeys(features)),
        place,
        around,
    )


def _tags(tags: Tags, sentence: int, head: int) -> Iterator[str]:
    """How probable the tagger finds each role for a head, in steps."""
    if sentence not in tags:
        yield "untagged"
        return
    for label, probability in zip(LABELS, tags[sentence][head], strict=True):
        if label != OTHER:
            yield f"tag {label}={bisect(_PROBABILITIES, probability)}"


def _place_features(
    view: View, words: Range, entity: Entity, around: frozenset[str], article: Candidates
) -> Iterator[str]:
    """What a place is, its relation to the dateline, and the places beside it."""
    level = entity.entity_class.value
    yield f"level={level}"
    yield f"level={level}&word before={_stem_at(view, words[0] - 1)}"
    yield f"link={entity.link.value}"
    if entity.link is Link.KNOWN and not around:
        yield "holds all"
    home = next((v.reported_from for v in article.views if v.reported_from is not None), None)
    if home is not None:
        same = "is" if home.iri == entity.iri else "holds" if entity.iri in home.part_of else "other"
        yield f"dateline={same}"
    for side, at in (
        ("before", range(words[0] - 1, max(-1, words[0] - 4), -1)),
        ("after", range(words[1], words[1] + 3)),
    ):
        beside = next((p for i in at if (p := article.places.get((view.sentence.index, i))) is not None), None)
        if beside is not None:
            held = entity.iri in holders(beside.entity, known_places())
            tie = "holds it" if held else "in it" if beside.entity.iri in around else "apart"
            yield f"place {side}={tie}"


def _before(view: View, first: int) -> list[str]:
    """What stands before a phrase: its preposition first, then its neighbour's class."""
    written = view.proclitic(first)
    preposition = view.function(first - 1, "prep") if first > 0 else None
    features = [f"before={preposition or written or 'none'}"]
    if view.is_coordinated(first):
        features.append("joined")
    if first == 0 or preposition or written:
        return features
    functions = view.functions[first - 1]
    features.append(f"before function={next(iter(functions)) if functions else 'none'}")
    if view.is_verb(first - 1):
        verb = next((r for r in view.readings[first - 1] if r.is_verb), None)
        features.append(f"before verb={verb.entry.category if verb is not None else 'unknown'}")
    elif view.readings[first - 1]:
        features.append(f"before noun={view.readings[first - 1][0].entry.category}")
    return features


def _after(view: View, last: int) -> str:
    if last >= len(view.tokens):
        return "end"
    if view.is_verb(last):
        return "verb"
    if view.is_punct(last):
        return "comma" if view.is_comma(last) else "mark"
    return next((kind for kind in ("rel", "prep") if view.function(last, kind) is not None), "word")


def bucket(distance: int) -> str:
    """A distance in tokens, or a number of mentions, as one of a few classes."""
    return next((name or str(distance) for most, name in _BUCKETS if distance <= most), _FURTHEST)
