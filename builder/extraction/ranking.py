"""Which noun phrases of an article are targets and perpetrators of an incident: a linear model over weak cues.

The rules of syntax find what stands in a position of the clause; they do not weigh that a phrase is vague, far away,
told of another incident, or the only armed party of the article. Here each noun phrase near an incident gets the sum
of the weights of its features (table argument_weights.tsv, trained by ``scripts/train_arguments.py``): the rule that
gave it, its head's class in the lexicon, the kind of its name, what stands around it, and where it stands to the
triggers. Features name grammatical and lexical classes, never words of an article.

What a claim names as perpetrator is kept whatever its sum.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from builder.extraction.constituents import head_of
from builder.extraction.frame import Incident, Linked
from builder.extraction.syntax import View, token_range
from builder.extraction.voices import Voice
from builder.extraction.words import Range
from builder.model import Argument, Entity, EntityClass, Role
from builder.reference.entries import HitKind
from builder.resources import read_table

RANKED = (Role.TARGET, Role.PERPETRATOR)
_HEADS = ("agent", "force", "human", "object", "weapon")
_NEAR = 3  # sentences between a phrase and the nearest sentence of its incident
_LEAD = 3  # sentences of headline and lead
_MOST_INCIDENTS = 4
_LONGEST = 4  # tokens; longer phrases count alike
_BUCKETS = ((2, ""), (4, "3-4"), (8, "5-8"), (16, "9-16"))
_FURTHEST = "17+"
_VAGUE = frozenset({"people", "others"})  # values of the lexicon that say nothing of who was attacked
_NO_RULE = "none"

Position = tuple[int, int]  # sentence and first token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase ``words`` of a sentence, its head, and the features that no incident changes."""

    sentence: int
    words: Range
    head: int
    categories: tuple[str, ...]
    name: str
    vague: bool
    features: tuple[str, ...]


@dataclass(slots=True)
class Candidates:
    """The noun phrases of an article that can be targets or perpetrators, by position."""

    views: Sequence[View]
    voices: Sequence[Sequence[Voice]]
    found: dict[Position, Candidate] = field(default_factory=dict)

    def position(self, argument: Argument) -> Position | None:
        """Where an argument's words stand."""
        for view in self.views:
            if view.sentence.span.contains(argument.mention.span):
                words = token_range(view.tokens, argument.mention.span)
                return (view.sentence.index, words[0]) if words is not None else None
        return None

    def at(self, position: Position, argument: Argument | None = None) -> Candidate:
        """The phrase at a position; made from an argument's words where none was found."""
        known = self.found.get(position)
        if known is None:
            view = self.views[position[0]]
            words = token_range(view.tokens, argument.mention.span) if argument is not None else None
            known = self.found[position] = _candidate(view, words or (position[1], position[1] + 1), self.voices, {})
        return known


def find_candidates(views: Sequence[View], voices: Sequence[Sequence[Voice]]) -> Candidates:
    """The noun phrases that begin with a name, a number, or a noun of people, forces, things or weapons."""
    ranges: list[tuple[View, Range]] = []
    for view in views:
        for index in range(len(view.tokens)):
            end = _phrase_end(view, index)
            if end > index:
                ranges.append((view, (index, end)))
    counts = Counter(_key(view, words) for view, words in ranges)
    candidates = Candidates(views, voices)
    for view, words in ranges:
        candidates.found[view.sentence.index, words[0]] = _candidate(view, words, voices, counts)
    return candidates


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


def _key(view: View, words: Range) -> str:
    """The words of a phrase without marks, by which two mentions are one."""
    return " ".join(view.tokens[i].norm for i in range(*words) if not view.is_punct(i))


def _candidate(view: View, words: Range, voices: Sequence[Sequence[Voice]], counts: Mapping[str, int]) -> Candidate:
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
    for voice in voices[view.sentence.index]:
        said = voice.attribution
        if said.source is not None and said.source[0] < words[1] and words[0] < said.source[1]:
            features += ("speaker", f"speaks={said.act}")
    count = counts.get(_key(view, words), 0)
    features.append(f"mentions={_bucket(count)}")
    if count and count == max(counts.values()):
        features.append("most mentioned")
    number_only = not entries and view.number(head) is not None
    vague = number_only or any(entry.value in _VAGUE for entry in entries)
    if vague:
        features.append("vague")
    return Candidate(view.sentence.index, words, head, categories, kind, vague, tuple(dict.fromkeys(features)))


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


def _bucket(distance: int) -> str:
    return next((name or str(distance) for most, name in _BUCKETS if distance <= most), _FURTHEST)


@dataclass(frozen=True, slots=True)
class Scene:
    """An incident among the incidents of its article, with the arguments that the rules gave it, by position."""

    incident: Incident
    incidents: Sequence[Incident]
    given: Mapping[Role, Mapping[Position, Argument]]

    def near(self, sentence: int) -> bool:
        """Whether a sentence lies near one that tells of the incident."""
        return any(abs(member.frame.sentence - sentence) <= _NEAR for member in self.incident.members)


def make_scene(
    incident: Incident, incidents: Sequence[Incident], arguments: Iterable[Argument], candidates: Candidates
) -> Scene:
    """The scene of an incident with the arguments of its rules; the surest of those at one position."""
    given: dict[Role, dict[Position, Argument]] = {role: {} for role in RANKED}
    for argument in arguments:
        position = candidates.position(argument) if argument.role in given else None
        if position is not None:
            known = given[argument.role].get(position)
            if known is None or known.confidence < argument.confidence:
                given[argument.role][position] = argument
    return Scene(incident, incidents, given)


def relation_features(candidate: Candidate, scene: Scene, view: View) -> list[str]:
    """What ties a phrase to an incident: sentence, triggers, other roles; the same for every role."""
    incident, sentence = scene.incident, candidate.sentence
    features = [f"type={_type(incident)}", f"type={_type(incident)}&category={candidate.categories[0]}"]
    features += (f"kind={incident.kind.value}", f"incidents={min(_MOST_INCIDENTS, len(scene.incidents))}")
    told = {m.frame.sentence for m in incident.members if m.frame.triggers}
    told = told or {m.frame.sentence for m in incident.members}
    away, later = min((abs(sentence - at), at > sentence) for at in told)
    tie = [f"sentences={_bucket(away)}{'<' if later else ''}"]
    here = [m for m in incident.members if m.frame.sentence == sentence]
    tie += _trigger_features(candidate, scene, here, view)
    features += tie
    combined = (*tie[:2], *(t for t in tie[2:] if t.startswith("frame=")))
    features += (f"category={candidate.categories[0]}&{t}" for t in combined)
    features += (f"name={candidate.name}&{t}" for t in combined)
    if len(scene.incidents) == 1:
        features += (f"only&{f}" for f in (tie[0], f"category={candidate.categories[0]}", f"name={candidate.name}"))
    for member in here:
        for figure in member.frame.casualties:
            if figure.who is not None and _overlap(figure.who, candidate.words):
                features.append(f"figure={figure.role.value}")
    return features


def _trigger_features(candidate: Candidate, scene: Scene, here: Sequence[Linked], view: View) -> list[str]:
    """The distance to the nearest trigger of the incident in the sentence, and what stands between."""
    triggers = [t for member in here for t in member.frame.triggers]
    if not triggers:
        return []
    head = candidate.head
    trigger = min(triggers, key=lambda t: min(abs(t.first - head), abs(t.last - 1 - head)))
    distance = head - trigger.last + 1 if head >= trigger.last else head - trigger.first
    side = "+" if distance > 0 else "-" if distance < 0 else "="
    features = [f"distance={side}{_bucket(abs(distance))}", f"frame={trigger.frame}{side}"]
    first, last = view.clause(trigger.head)
    features += (f"verb={trigger.verb}{side}", f"clause={first <= head < last}")
    between = range(min(trigger.last, head + 1), max(trigger.first, head))
    features.append(f"verbs={min(2, sum(view.is_verb(i) for i in between))}")
    features.append(f"commas={min(2, sum(view.is_comma(i) for i in between))}")
    others = (
        t.head
        for other in scene.incidents
        if other is not scene.incident
        for member in other.members
        if member.frame.sentence == candidate.sentence
        for t in member.frame.triggers
    )
    if any(abs(other - head) < abs(trigger.head - head) for other in others):
        features.append("nearer to another")
    return features


def role_features(candidate: Candidate, scene: Scene, role: Role) -> list[str]:
    """What depends on the role: the rule that gave the phrase, its other roles, and the rivals it has."""
    position = (candidate.sentence, candidate.words[0])
    argument = scene.given[role].get(position)
    rule = argument.mention.rule.split(";")[0] if argument is not None else _NO_RULE
    features = [f"rule={rule}"]
    features += (f"category={candidate.categories[0]}&rule={rule}", f"name={candidate.name}&rule={rule}")
    for member in scene.incident.members:
        if member.frame.sentence == candidate.sentence:
            features += (
                f"other role={slot.role.value}:{slot.rule}"
                for slot, _ in member.fillers
                if slot.role is not role and _overlap((slot.first, slot.last), candidate.words)
            )
    if _given_elsewhere(candidate, scene, role):
        features.append("role in another incident")
    rivals = [a for at, a in scene.given[role].items() if at != position]
    named = sum(_is_named(a) for a in rivals)
    own = "vague" if candidate.vague else "named" if candidate.name == HitKind.ACTOR.value else "other"
    features += (f"{own}&rivals={min(2, len(rivals))}", f"{own}&named rivals={min(2, named)}")
    if argument is None:
        features.append(f"{rule}&rivals={min(2, len(rivals))}")
    return features


def _given_elsewhere(candidate: Candidate, scene: Scene, role: Role) -> bool:
    return any(
        slot.role is role and _overlap((slot.first, slot.last), candidate.words)
        for other in scene.incidents
        if other is not scene.incident
        for member in other.members
        if member.frame.sentence == candidate.sentence
        for slot, _ in member.fillers
    )


def _is_named(argument: Argument) -> bool:
    unnamed = (EntityClass.UNRESOLVED_ACTOR, EntityClass.TARGET)
    return isinstance(argument.filler, Entity) and argument.filler.entity_class not in unnamed


def _type(incident: Incident) -> str:
    head = next((m.frame.head for m in incident.members if m.frame.head is not None), None)
    return head.attack_type if head is not None else "none"


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Ranker:
    """The trained weights; immutable after construction. *rows* have the columns role, feature and weight."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._weights: dict[Role, dict[str, float]] = {role: {} for role in RANKED}
        for row in rows:
            self._weights[Role(row["role"])][row["feature"]] = float(row["weight"])

    def scores(self, scene: Scene, candidates: Candidates) -> Iterator[tuple[Role, Candidate, Argument | None, float]]:
        """Each candidate in each role with the argument that a rule made of it, and its sum: above 0 it is kept."""
        for role, candidate, argument, features in scene_features(scene, candidates):
            weights = self._weights[role]
            yield role, candidate, argument, sum(weights.get(feature, 0.0) for feature in features)


def scene_features(
    scene: Scene, candidates: Candidates
) -> Iterator[tuple[Role, Candidate, Argument | None, tuple[str, ...]]]:
    """Each candidate near an incident, or given by its rules, with its features in each role."""
    for arguments in scene.given.values():
        for position, given in arguments.items():
            candidates.at(position, given)
    for position, candidate in list(candidates.found.items()):
        if not scene.near(candidate.sentence) and not any(position in scene.given[role] for role in RANKED):
            continue
        relation = relation_features(candidate, scene, candidates.views[candidate.sentence])
        for role in RANKED:
            own = role_features(candidate, scene, role)
            yield role, candidate, scene.given[role].get(position), (*candidate.features, *relation, *own)


def confidence(score: float) -> float:
    """The confidence of an argument with a score above 0: the logistic function of it, no calibrated probability."""
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def ranker() -> Ranker:
    """The shipped weights, read once."""
    return Ranker(read_table("argument_weights.tsv"))
